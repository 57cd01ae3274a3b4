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
	dated := false
	for i, c := range columns {
		if slices.Contains([]Field{Name, LastName, DayCode, Start, End, Times, Code}, c.Field) && !ofConsultants(i) {
			return
		}
		dated = dated || c.Field == Date
	}
	for i, c := range columns {
		switch heading := g.heading(i); {
		case !dated || heading == "":
		case ofConsultants(i):
			columns[i] = Column{}
		case c.Field == "" && g.names(i):
			columns[i] = Column{Field: Holder, Sure: 75, Band: heading}
		}
	}
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
	b, ok := l.band(col, c.Band)
	switch {
	case saysSwap(text):
		l.fault(col, "swapped", swapWrong, swapMend)
		ok = false
	case twoPeople.MatchString(unbracketed(text)), twoByComma.MatchString(text), onLines(lines, 1) > 1:
		l.fault(col, "two names", "The cell names more than one person.", "Type the one name, or give each a row in your file.")
		ok = false
	case !mayBeName(text):
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
	return DutyRecord{Place: l.place(), Person: Person{Name: text}, Grade: l.gradeOf(grade), Code: c.Band, OnCall: homeWord.MatchString(plain(c.Band)), Span: span}, real
}
