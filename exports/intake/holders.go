package intake

import (
	"slices"
	"strings"
	"unicode"

	"strikerota/rota"
)

// holdersAcross takes columns with the name of whoever is on a shift, in a table that has a row a
// day and no column of names. Consultants' columns are left aside.
func (g guesser) holdersAcross(columns []Column) {
	ofConsultants := func(i int) bool { return tierOf(g.heading(i)) == consultantTier }
	dated, sessions := false, false
	for i, c := range columns {
		if slices.Contains([]Field{Name, LastName, DayCode, Start, End, Times, Code}, c.Field) && !ofConsultants(i) && !g.isSession(i, c) {
			return
		}
		sessions = sessions || g.isSession(i, c)
		dated = dated || c.Field == Date
	}
	for i, c := range columns {
		switch heading := g.heading(i); {
		case !dated || heading == "":
		case ofConsultants(i):
			columns[i] = Column{}
		case c.Field == "" && g.names(i) && sessions && !g.isBand(heading):
			columns[i] = Column{Field: Holder, Sure: 75} // the row says which part of the day
		case c.Field == "" && g.names(i):
			columns[i] = Column{Field: Holder, Sure: 75, Band: heading}
		}
	}
}

// isSession reports whether a column says of each row which part of the day it is about.
func (g guesser) isSession(col int, c Column) bool {
	texts := g.firstTexts(col)
	return c.Field == Code && len(texts) > 0 && !slices.ContainsFunc(texts, func(text string) bool { return !g.isBand(text) })
}

// names reports whether most of the first texts of a column could be people's names.
func (g guesser) names(col int) bool {
	people, texts := 0, g.firstTexts(col)
	for _, text := range texts {
		text, _ = nameAndGrade(text)
		aName := mayBeName(text) && !strings.ContainsFunc(text, unicode.IsDigit) && named(plain(text), weekdays) < 0 && !everywhere(text)
		people += count(aName || isVacant(text))
	}
	return people*2 > len(texts)
}

// dutyHolders reads one row as the duties of one day, with a column for each shift and in it
// whoever is on it.
func (l *line) dutyHolders() {
	if l.cancelled() {
		l.leave("cancelled", "The row says that it is cancelled.")
		return
	}
	day, ok := l.dutyDay()
	unit, ok2 := l.unit(true)
	site, ok3 := l.site()
	var made []DutyRecord
	for col, c := range l.choice.Columns {
		if text := l.at(col); c.Field == Holder && text != "" && !isVacant(text) {
			if _, grade := nameAndGrade(l.nameCell(col)); tierOf(grade) == consultantTier {
				l.remark(rota.UpperFirst(l.cellName(col)) + " names a consultant, and these are residents’ duties: it was left out.")
				continue
			}
			stands, told := l.swapNote(col)
			if ok = ok && told; !stands {
				continue
			}
			d, known := l.holderDuty(col, c, day)
			ok = ok && known
			d.Unit, d.Site = unit, site
			made = append(made, d)
		}
	}
	switch {
	case !ok || !ok2 || !ok3:
		return
	case len(made) == 0:
		l.leave("nobody on duty", "It names nobody.")
		return
	}
	for i := range made {
		id, ok := l.resident(ResidentRecord{Place: l.place(), Person: made[i].Person, Grade: made[i].Grade, Unit: unit}, true)
		if !ok {
			return
		}
		made[i].Resident = id
		if slices.ContainsFunc(made[:i], func(d DutyRecord) bool { return d.Resident == id && d.Overlaps(made[i].Span) }) {
			l.rowFault("one person twice", "It has one person on two shifts at once.", "Mend the row in your file, or leave it out.")
			return
		}
	}
	l.keepGrid(made)
}

// holderDuty is the duty of whoever a cell names.
func (l *line) holderDuty(col int, c Column, day rota.Date) (DutyRecord, bool) {
	lines, grade := nameAndGrade(l.nameCell(col))
	text := tidy(lines)
	shift := c.Band
	if shift == "" {
		shift = l.text(Code)
	}
	b, ok := band{}, false
	if shift == "" {
		l.fault(l.col(Code), "no shift", "Nothing says which part of the day this is.", "Type it as in other rows, or leave the row out.")
	} else {
		b, ok = l.band(col, shift)
	}
	switch {
	case doubtfulName(text):
		l.fault(col, "doubtful name", doubtfulWrong, doubtfulMend)
		ok = false
	case twoPeople.MatchString(unbracketed(text)), twoByComma.MatchString(text), namesTwo(text), onLines(lines, 1) > 1:
		l.fault(col, "two names", "The cell names more than one person.", "Type the one name, or give each a row in your file.")
		ok = false
	case !mayBeName(text), isPost(text):
		l.fault(col, "no such name", "This is no name.", "Type the name, or leave the row out.")
		ok = false
	}
	if !ok || day.IsZero() {
		return DutyRecord{}, ok
	}
	span, real := b.on(day)
	if !real {
		l.fault(col, "no such time", "The clocks skip this time on that day.", "Correct it.").Replaceable = false
	}
	return DutyRecord{Place: l.place(), Person: Person{Name: text}, Grade: l.gradeOf(grade), Code: shift, OnCall: homeWord.MatchString(plain(shift)), Span: span}, real
}
