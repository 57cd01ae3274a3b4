package intake

import (
	"fmt"
	"slices"

	"strikerota/rota"
)

// dutyGrid reads one row as the duties of one person, with a column for each day.
func (l *line) dutyGrid(who ResidentRecord) { l.severalDuties(who, l.gridDuties) }

// severalDuties takes the duties that a row gives of one person.
func (l *line) severalDuties(who ResidentRecord, duties func() ([]DutyRecord, bool)) {
	unit, ok1 := l.unit(true)
	site, ok2 := l.site()
	who.Unit = unit
	made, ok3 := duties()
	if !ok1 || !ok2 || !ok3 || l.leftOut {
		return
	}
	id, ok := l.resident(who, true)
	if !ok {
		return
	}
	for i := range made {
		made[i].Person, made[i].Resident, made[i].Grade, made[i].Unit, made[i].Site = who.Person, id, who.Grade, unit, site
	}
	l.keepGrid(made)
}

// keepGrid keeps the duties of a row, but for those that an earlier row has.
func (l *line) keepGrid(made []DutyRecord) {
	var instead []int
	var kept []DutyRecord
	again, by := Place{}, Place{}
	for _, d := range made {
		keep := true
		var over []int
		for _, i := range l.held[d.Resident] {
			other := l.out.Records.Duties[i]
			if !other.Overlaps(d.Span) {
				continue
			}
			switch settled := l.settled(other.Place); {
			case other.same(d):
				again, keep = other.Place, false
			case settled == ThisRow:
				over = append(over, i)
			case settled == OtherRow:
				by, keep = other.Place, false
			default:
				l.against(other.Place, "overlaps another duty of the same person", fmt.Sprintf("Of %s, %s %s.", rota.DateOf(d.Start).Words(), other.Where(), other.against(d)))
				return
			}
		}
		if keep {
			kept, instead = append(kept, d), append(instead, over...)
		}
	}
	for _, i := range instead {
		l.dropDuty(i)
	}
	for _, d := range kept {
		l.addDuty(d)
	}
	switch {
	case len(made) == 0:
		l.leave("no duties", "The person has no duty on any of the days.")
	case len(kept) > 0:
	case by != Place{}:
		l.beaten(by)
	default:
		l.leave("the same duty again", fmt.Sprintf("%s has the same duties of the same person.", rota.UpperFirst(again.Where())))
	}
}

// gridDuties reads the cells of the row's days: codes, times, or both.
func (l *line) gridDuties() ([]DutyRecord, bool) {
	var out []DutyRecord
	ok := true
	for col, c := range l.choice.Columns {
		if c.Field != DayCode {
			continue
		}
		made, read := l.cellDuties(col, c)
		for _, d := range made {
			if read && slices.ContainsFunc(out, func(o DutyRecord) bool { return o.Overlaps(d.Span) }) {
				l.fault(col, "overlaps the day before", "It overlaps the duty of the day before, or of another day of the row.", "Correct one of the two.")
				read = false
			}
		}
		if ok = ok && read; read {
			out = append(out, made...)
		}
	}
	return out, ok
}

// cellDuties reads the cell of one day.
func (l *line) cellDuties(col int, c Column) ([]DutyRecord, bool) {
	text := l.at(col)
	stands, told := l.swapNote(col)
	if !stands || text == "" && !l.coloured(col) {
		return nil, told
	}
	day, dated := l.gridDay(col, c)
	if !dated {
		return nil, false
	}
	parts := l.severalCodes(col, text)
	if parts == nil {
		parts = []string{text}
	}
	codes, known := shiftsOf(parts, func(part string) (shift, bool) { return l.gridCode(col, c, part) })
	if !known {
		return nil, false
	}
	return l.dutiesOn(col, day, codes)
}

// gridDay is the day of a cell: its column's or, under a part of the day alone, the row's.
func (l *line) gridDay(col int, c Column) (rota.Date, bool) {
	if c.Day == "" && c.Band != "" && l.has(Date) {
		return l.dutyDay()
	}
	day, dated := l.dayOf(col, c)
	if !dated {
		l.fault(col, "no day", "The column has no day.", "Choose the day of the column.").Replaceable = false
	}
	return day, dated
}

// crosses say under a shift that somebody is on it.
var crosses = []string{"x", "xx", "✓", "✔", "☑", "✗", "1", "y", "yes", "tick", "ticked", "on", "working", "rostered", "true"}

// gridCode is what a cell means: under a shift that its column names, a cross is that shift.
func (l *line) gridCode(col int, c Column, text string) (shift, bool) {
	t := plain(text)
	_, keyed := l.legend[t]
	switch {
	case t == "":
		return l.colourCode(col)
	case c.Band == "" || keyed || l.answered(wordKey(CodeWord, "", text)) != "":
	case slices.Contains([]string{"0", "n", "no", "false"}, t):
		return shift{code: text, off: true}, true
	case slices.Contains(crosses, t):
		b, known := l.band(col, c.Band)
		return shift{code: c.Band, timed: true, from: b.from, to: b.to, fromHome: homeWord.MatchString(plain(c.Band))}, known
	}
	return l.dayCode(col, text)
}

// coloured reports whether a cell has a colour of its own, and not that of its column or row.
func (l *line) coloured(col int) bool {
	fill := l.row.At(col).Look().Fill
	return len(colourNames(fill)) > 0 && fill != l.header.At(col).Look().Fill && fill != l.row.At(max(0, l.col(Name), l.col(LastName))).Look().Fill
}

// colourCode is what a cell without words means by its colour: what the file's own key says of
// colours, or what a person has said.
func (l *line) colourCode(col int) (shift, bool) {
	colour := l.row.At(col).Look().Fill
	names := colourNames(colour)
	answer, key := l.answered(wordKey(ColourWord, "", colour)), ""
	for _, n := range names {
		if s, ok := l.legend[n]; ok && answer == "" {
			return s, true
		}
	}
	answer, key = l.ask(ColourWord, "", colour, func(w *Word) {
		w.Context = names[0]
		describeDayCode(w)
	})
	l.seenAt(key, col)
	if answer == "" {
		l.openWord(col, key, "unknown colour", fmt.Sprintf("The cell is %s and has no words. Nothing says what that means.", names[0]))
		return shift{}, false
	}
	return answeredShift(names[0], answer), true
}

// shiftIn is the part of the day that a heading of a column of duties names, beside its day.
func (g guesser) shiftIn(heading string) string {
	if text := g.bandText(heading); g.isBand(text) {
		return text
	}
	return ""
}

// ticksAcross takes columns that are headed by times, and hold little but crosses, in a table with a
// row for each person and date.
func (g guesser) ticksAcross(columns []Column) {
	has := func(fields ...Field) bool {
		return slices.ContainsFunc(columns, func(c Column) bool { return slices.Contains(fields, c.Field) })
	}
	if !has(Name, LastName, GMC, Number) || !has(Date) || has(Start, Times, Code, Holder) {
		return
	}
	for i, c := range columns {
		if _, _, timed := rangeOf(g.heading(i)); c.Field == "" && timed && g.crossed(i) {
			columns[i] = Column{Field: DayCode, Sure: 80, Band: g.heading(i)}
		}
	}
}

// crossed reports whether the first texts of a column are crosses, or say no.
func (g guesser) crossed(col int) bool {
	for _, text := range g.firstTexts(col) {
		if t := plain(text); !slices.Contains(crosses, t) && !slices.Contains(nobody, t) && t != "n" && t != "no" && t != "false" {
			return false
		}
	}
	return true
}

// dayCode is what a cell of a day means. Unlike [line.codeOf] it leaves the row alone.
func (l *line) dayCode(col int, text string) (shift, bool) {
	if onlyTimes.MatchString(plain(text)) {
		return l.timesCode(text)
	}
	if bare := l.saidUnmarked(col, text, describeDayCode); bare != "" {
		return l.dayCode(col, bare)
	}
	s, known := l.legend[plain(text)]
	s.code = text
	answer := l.answered(wordKey(CodeWord, "", text))
	if s.timed || s.off { // the file's own key goes before what was said of an earlier file
		answer = l.c.Answers[wordKey(CodeWord, "", text)]
	}
	if answer == "" && !known {
		if isOff(text) {
			return shift{code: text, off: true}, true
		}
		if own, timed := l.timedCode(text); timed {
			return own, true
		}
	}
	contested := l.notAsBefore(text, s)
	if answer != "" || !known || contested {
		describe := describeDayCode
		if contested {
			describe = l.describeKeyed(s)
		}
		var key string
		if answer, key = l.ask(CodeWord, "", text, l.describeParts(col, text, describe)); answer == "" {
			l.openCode(col, key, contested)
			return s, false
		}
		s = answeredShift(text, answer)
	}
	return s, true
}

// describeDayCode is for codes without times in the row.
func describeDayCode(w *Word) {
	w.Free, w.Times = true, true
	w.Options = []Option{{Ignore, "No duty"}}
	w.Suggestion = usualBands[plain(w.Text)]
}
