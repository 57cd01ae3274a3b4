package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"strikerota/rota"
)

// Answers of a [CodeWord] beside those of [answeredShift].
const (
	eachCode = "each duty"   // each of the codes that the cell gives is a duty
	unmarked = "as unmarked" // the code without its marks is meant
)

// codeMarks are signs that people put to a code to say more of it elsewhere.
const codeMarks = "*†‡§^#~°•¹²³"

var (
	// plainlySeveral stands between codes that are one as much as the other.
	plainlySeveral = regexp.MustCompile(`\s*(?:[+;,]|\band\b)\s*`)
	// maybeSeveral may also stand between codes of which one is meant.
	maybeSeveral = regexp.MustCompile(`\s*[/&|+;,]\s*|\s+and\s+`)
)

// longestHandover is for how many minutes two shifts of one cell may overlap: whoever has both hands
// over to nobody, and the first lasts until the second begins or, where a slot needs it, until its own end.
const longestHandover = 60

// severalCodes are the codes of a cell that gives a duty for each, where that is clear or was said;
// none where the cell is one code, or where it is to be asked for as one.
func (l *line) severalCodes(col int, text string) []string {
	parts, clear := l.codeParts(col, text)
	if parts == nil {
		return nil
	}
	switch answer := l.answered(wordKey(CodeWord, "", text)); {
	case answer == eachCode:
		l.ask(CodeWord, "", text, l.describeParts(col, text, describeDayCode))
		return parts
	case answer == "" && clear:
		return parts
	}
	return nil
}

// codeParts are the codes that a cell gives, each of which is known; nil unless there are several.
// Clear says that it can only mean a duty for each.
func (l *line) codeParts(col int, text string) (parts []string, clear bool) {
	if _, known := l.legend[plain(text)]; known || text == "" || isOff(text) || onlyTimes.MatchString(plain(text)) {
		return nil, false
	}
	switch lines := linesOf(l.raw(col)); {
	case len(lines) > 1 && strings.Join(lines, " ") == text:
		parts, clear = lines, true
	case maybeSeveral.MatchString(text):
		parts = maybeSeveral.Split(text, -1)
		clear = slices.Equal(parts, plainlySeveral.Split(text, -1))
	default:
		parts = strings.Fields(text)
	}
	if len(parts) < 2 || len(parts) > 4 || slices.ContainsFunc(parts, func(p string) bool { return !l.knownCode(p) }) {
		return nil, false
	}
	duties := slices.DeleteFunc(slices.Clone(parts), l.knownOff)
	if len(duties) == 0 {
		return nil, false
	}
	timed := !slices.ContainsFunc(parts, func(p string) bool { _, _, ok := rangeOf(p); return !ok })
	return parts, (clear || timed) && len(duties) == len(parts) && l.follow(parts)
}

// linesOf are the lines of a text that say something.
func linesOf(text string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("\n\r\v", r) }) {
		if part = tidy(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// knownCode reports whether a part of a cell is a code, and not a word.
func (l *line) knownCode(part string) bool {
	_, keyed := l.legend[plain(part)]
	_, timed := l.timedCode(part)
	return keyed || timed || everywhere(part) || onlyTimes.MatchString(plain(part)) || l.answered(wordKey(CodeWord, "", part)) != ""
}

// knownOff reports whether a part of a cell is known to be no duty.
func (l *line) knownOff(part string) bool {
	own, _ := l.timedCode(part)
	s, keyed := l.legend[plain(part)]
	return own.off || s.off || !keyed && isOff(part) || l.answered(wordKey(CodeWord, "", part)) == Ignore
}

// follow reports whether none of the shifts whose times are known overlap.
func (l *line) follow(parts []string) bool {
	var spans []rota.Span
	for _, part := range parts {
		s, ok := l.shiftOf(part)
		if !ok {
			continue
		}
		span, _ := band{s.from, s.to}.on(rota.Date{Year: 2025, Month: 1, Day: 1}) // a day on which no clock changes
		if slices.ContainsFunc(spans, span.Overlaps) {
			return false
		}
		spans = append(spans, span)
	}
	return true
}

// shiftOf is a part of a cell whose times are known without asking.
func (l *line) shiftOf(part string) (shift, bool) {
	if onlyTimes.MatchString(plain(part)) {
		return l.timesCode(part)
	}
	if s := l.legend[plain(part)]; s.timed {
		return s, true
	}
	if s, ok := l.timedCode(part); ok {
		return s, true
	}
	s := answeredShift(part, l.answered(wordKey(CodeWord, "", part)))
	return s, s.timed
}

// unmarkedCode is a known code to which only marks were put, without them; "" for all others.
func (l *line) unmarkedCode(text string) string {
	bare := strings.Trim(text, codeMarks+" ")
	if bare == text || bare == "" || !l.knownCode(bare) {
		return ""
	}
	if _, keyed := l.legend[plain(text)]; keyed {
		return ""
	}
	return bare
}

// saidUnmarked is the code that a marked one was said to be; "" for all others.
func (l *line) saidUnmarked(col int, text string, describe func(*Word)) string {
	bare := l.unmarkedCode(text)
	if bare == "" || l.answered(wordKey(CodeWord, "", text)) != unmarked {
		return ""
	}
	l.ask(CodeWord, "", text, l.describeParts(col, text, describe))
	return bare
}

// describeParts offers what a code may mean that is made of known ones.
func (l *line) describeParts(col int, text string, describe func(*Word)) func(*Word) {
	return func(w *Word) {
		describe(w)
		if bare := l.unmarkedCode(text); bare != "" {
			w.Options = slices.Insert(w.Options, 0, Option{unmarked, bare + ", with a mark that changes nothing of when it is"})
		}
		if parts, _ := l.codeParts(col, text); w.Times && parts != nil {
			label := fmt.Sprintf("%d duties: %s", len(parts), rota.ListWords(parts))
			if duties := slices.DeleteFunc(slices.Clone(parts), l.knownOff); len(duties) == 1 {
				label = fmt.Sprintf("The duty %s alone", duties[0])
			} else if !l.follow(parts) {
				label += ", the handover between them counted once"
			}
			w.Options = slices.Insert(w.Options, 0, Option{eachCode, label})
		}
	}
}

// dutiesOn are the duties of one cell on its day, in their order.
func (l *line) dutiesOn(col int, day rota.Date, codes []shift) ([]DutyRecord, bool) {
	var out []DutyRecord
	for _, code := range codes {
		if !code.timed {
			l.fault(col, "no times", "Nothing says when this shift is.", "Type its times, such as 0800-2030, or say in the list of words when it is.")
			return nil, false
		}
		span, real := band{code.from, code.to}.on(day)
		if !real {
			l.fault(col, "no such time", "The clocks skip this time on that day.", "Correct it.")
			return nil, false
		}
		out = append(out, DutyRecord{Place: l.place(), Code: code.code, OnCall: code.fromHome, Span: span})
	}
	slices.SortStableFunc(out, func(a, b DutyRecord) int { return a.Start.Compare(b.Start) })
	for i := 1; i < len(out); i++ {
		before, d := &out[i-1], out[i]
		switch {
		case !before.Overlaps(d.Span):
		case !before.Start.Before(d.Start) || !before.End.Before(d.End) || before.End.Sub(d.Start).Minutes() > longestHandover:
			l.fault(col, "duties overlap", "The duties that the cell gives overlap: "+before.Span.Words()+", and "+d.Span.Words()+".", "Correct the cell, or say in the list of words when the whole is, such as 0800-0800.")
			return nil, false
		case l.firstLonger(*before, d):
			out[i].Start = before.End
		default:
			before.End = d.Start
		}
	}
	return out, true
}

// firstLonger reports whether the first of two shifts that overlap lasts until its end and the second begins then:
// where a slot that is known needs the first for the whole of it, and none the second.
func (l *line) firstLonger(first, second DutyRecord) bool {
	needed := func(d DutyRecord, inTime func(rota.Slot) bool) bool {
		return slices.ContainsFunc(l.k.Entry.Slots, func(s rota.Slot) bool { return d.Contains(s.Span) && inTime(s) })
	}
	return needed(first, func(s rota.Slot) bool { return s.End.After(second.Start) }) && !needed(second, func(s rota.Slot) bool { return s.Start.Before(first.End) })
}

// rowDuties are the duties of a row with a date and no times, whose code gives several.
func (l *line) rowDuties(parts []string) ([]DutyRecord, bool) {
	day, dated := l.dutyDay()
	codes, known := shiftsOf(parts, func(part string) (shift, bool) { return l.dayCode(l.col(Code), part) })
	if !dated || !known {
		return nil, false
	}
	return l.dutiesOn(l.col(Code), day, codes)
}

// shiftsOf reads each of the codes, but for those that are no duty, and says whether all are known.
func shiftsOf(parts []string, read func(string) (shift, bool)) (codes []shift, known bool) {
	known = true
	for _, part := range parts {
		code, ok := read(part)
		if known = known && ok; !code.off {
			codes = append(codes, code)
		}
	}
	return codes, known
}
