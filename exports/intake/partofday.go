package intake

import (
	"slices"
	"strings"
)

// partOfDay reports whether a text is a word for a part of the day or a shift: "Night", "LD".
func partOfDay(text string) bool {
	return usualBands[text] != "" || slices.Contains(dutyCodes, text)
}

// shiftCell is what a consultant's cell means that names a part of the day or a shift: an offer of
// its times. They are as a person has said in this import, as the file's own key says, or as was said
// of the word before; else they are asked for, and are never those of the column's whole day. Is tells
// whether the cell is one of these.
func (l *line) shiftCell(col int, text string) (s coverSaying, known, is bool) {
	t := strings.TrimRight(plain(text), ".!")
	keyed, inKey := l.keyedShift(t)
	_, everybody := coverWords[t]
	switch {
	case t == "" || !partOfDay(t) && !keyed.timed || everybody && t != "n":
		return s, false, false
	case t == "n" && !keyed.timed && (inKey || !l.namesShifts()):
		return s, false, false // beside Y it says no
	case t == plain(l.choice.Columns[col].Band):
		return coverSaying{kind: willCover, text: text}, true, true
	}
	question, headed := l.question(col, text), l.choice.Columns[col].Band != ""
	key := wordKey(CoverWord, question, text)
	if l.c.Answers[key] == "" {
		if before, ok := l.shiftBefore(text); keyed.timed {
			return coverSaying{kind: shiftKind(keyed), text: text, timed: true, when: band{keyed.from, keyed.to}}, true, true
		} else if ok && l.k.Words[key] == "" {
			return before, true, true
		}
	}
	answer, key := l.ask(CoverWord, question, text, func(w *Word) { describeShiftCell(w, t, headed) })
	if w := l.words[key]; !headed {
		w.Times = true
		answer = w.understood()
	}
	s, known = answeredCover(answer)
	if s.text = text; !known {
		l.openWord(col, key, "unknown part of the day", "Nothing says which times “"+text+"” stands for.")
		s.timed = true // those of the column are not wanted
	}
	return s, known, true
}

// keyedShift is what the file's key says of a word. Night and nights are one.
func (l *line) keyedShift(t string) (s shift, inKey bool) {
	for _, text := range []string{t, strings.TrimSuffix(t, "s"), t + "s"} {
		if s, inKey = l.legend[text]; inKey {
			return s, true
		}
	}
	return s, false
}

// shiftBefore is what was said of the word as a shift code, or as a part of the day, of an earlier file.
func (l *line) shiftBefore(text string) (coverSaying, bool) {
	for _, kind := range []WordKind{CodeWord, BandWord} {
		answer := l.answered(wordKey(kind, "", text))
		if s := answeredShift(text, answer); s.timed {
			b := band{s.from, s.to}
			l.remark("“" + text + "” is taken for an offer of " + b.words() + ", as the word was said to mean before.")
			return coverSaying{kind: shiftKind(s), text: text, timed: true, when: b}, true
		}
	}
	return coverSaying{}, false
}

func shiftKind(s shift) coverKind {
	if s.fromHome {
		return fromHome
	}
	return willCover
}

// namesShifts reports whether cells of the sheet, other than N, name parts of the day or shifts.
func (l *line) namesShifts() bool {
	known, met := l.shiftsNamed[l.sheet.Name]
	if met {
		return known
	}
	for _, row := range l.sheet.Rows {
		for col, c := range l.choice.Columns {
			if t := plain(row.At(col).Text); c.Field == Cover && row.Number > l.choice.Header && t != "n" && partOfDay(t) {
				known = true
			}
		}
	}
	l.shiftsNamed[l.sheet.Name] = known
	return known
}

// describeShiftCell offers the times that the word usually has. N may mean no as well, so that
// nothing is suggested for it.
func describeShiftCell(w *Word, t string, headed bool) {
	w.Free = true
	if usual := usualBands[t]; usual != "" {
		b, _ := answeredBand(usual)
		w.Options = append(w.Options, Option{usual, "Covers these times: " + b.words()}, Option{string(fromHome) + " " + usual, "On call from home at these times: " + b.words()})
		if t != "n" {
			w.Suggestion = usual
		}
	}
	if headed {
		w.Options = append(w.Options, Option{string(willCover), "Will cover, at the times of the column"})
	}
	w.Options = append(w.Options, Option{string(notAtAll), "No"}, Option{string(notAgreed), "Not agreed yet"}, Option{string(saysNothing), "Says nothing"})
}
