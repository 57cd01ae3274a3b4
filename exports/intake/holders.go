package intake

import (
	"regexp"
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

// holdersByDay takes columns of days with the names of whoever is on the row's shift, in a table that has a row a
// shift and no column of names.
func (g guesser) holdersByDay(columns []Column) {
	has := func(fields ...Field) bool {
		return slices.ContainsFunc(columns, func(c Column) bool { return slices.Contains(fields, c.Field) })
	}
	if has(Name, LastName, Date) || !has(Code, Times, Start) {
		return
	}
	people, texts := 0, 0
	for i, c := range columns {
		if c.Field == DayCode && c.Band == "" {
			n, all := g.namesIn(i)
			people, texts = people+n, texts+all
		}
	}
	for i, c := range columns {
		if c.Field == DayCode && c.Band == "" && people*2 > texts {
			columns[i] = Column{Field: Holder, Sure: 80, Day: c.Day} // also those that name nobody: no column says whose shifts they were
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
	people, texts := g.namesIn(col)
	return people*2 > texts
}

// namesIn is how many of the first texts of a column could be names, of one person or several.
func (g guesser) namesIn(col int) (people, texts int) {
	aName := func(text string) bool {
		text, _ = nameAndGrade(text)
		return isVacant(text) || mayBeName(text) && !strings.Contains(text, "=") && !strings.ContainsFunc(text, unicode.IsDigit) && named(plain(text), weekdays) < 0 && !everywhere(text)
	}
	for _, text := range g.firstTexts(col) {
		several := slices.DeleteFunc(betweenNames.Split(text, -1), func(part string) bool { return part == "" || aName(part) && len(nameWords(part)) > 1 })
		people += count(aName(text) || len(several) == 0)
		texts++
	}
	return people, texts
}

// betweenNames stands between names of several people in one cell, whatever is meant by it.
var betweenNames = regexp.MustCompile(`\s*[\n\r\v;&+/]+\s*|\s+and\s+`)

// dutyHolders reads one row as the duties of one day, with a column for each shift and in it
// whoever is on it.
func (l *line) dutyHolders() {
	if l.cancelled() {
		l.leave("cancelled", "The row says that it is cancelled.")
		return
	}
	day, ok := rota.Date{}, true
	if l.has(Date) {
		day, ok = l.dutyDay()
	}
	unit, ok2 := l.unit(true)
	site, ok3 := l.site()
	var made []DutyRecord
	for col, c := range l.choice.Columns {
		if text := l.at(col); c.Field != Holder || text == "" || isVacant(text) {
			continue
		}
		if c.Day != "" {
			day, _ = l.dayOf(col, c)
		}
		duties, known := l.cellHolders(col, c, day)
		ok = ok && known
		for _, d := range duties {
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

// cellHolders are the duties of whoever a cell names: one person or, in lines of their own or with a plain sign
// between them, several. Of two names with a stroke between them one may be meant: they are asked for.
func (l *line) cellHolders(col int, c Column, day rota.Date) (out []DutyRecord, ok bool) {
	stands, told := l.swapNote(col)
	if !stands {
		return nil, told
	}
	ok = told
	for _, text := range severalNames(l.nameCell(col)) {
		if _, grade := nameAndGrade(text); tierOf(grade) == consultantTier {
			l.remark(rota.UpperFirst(l.cellName(col)) + " names a consultant, and these are residents’ duties: it was left out.")
			continue
		}
		d, known := l.holderDuty(col, c, day, text)
		ok = ok && known
		out = append(out, d)
	}
	return out, ok
}

// severalNames are the names of a cell that gives several plainly, those of nobody left out; else the cell as it is.
func severalNames(cell string) []string {
	for _, split := range []*regexp.Regexp{nameLines, peopleSigns} {
		parts, people := split.Split(strings.TrimSpace(cell), -1), 0
		var out []string
		for _, part := range parts {
			name, _ := nameAndGrade(part)
			whole := len(nameWords(name)) > 1 && mayBeName(name) && !isPost(name) && !doubtfulName(tidy(name)) && !strings.HasSuffix(strings.TrimSpace(part), ",")
			if vacant := isVacant(name); whole && !vacant {
				out = append(out, part)
				people++
			} else if vacant {
				people++
			}
		}
		if len(parts) > 1 && people == len(parts) {
			return out
		}
	}
	return []string{cell}
}

var (
	nameLines   = regexp.MustCompile(`\s*[\n\r\v]+\s*`)
	peopleSigns = regexp.MustCompile(`\s*[\n\r\v;&+]+\s*|\s+and\s+`)
)

// holderDuty is the duty of somebody whom a cell names.
func (l *line) holderDuty(col int, c Column, day rota.Date, cell string) (DutyRecord, bool) {
	lines, grade := nameAndGrade(cell)
	text := tidy(lines)
	shift, b, ok := l.holderShift(col, c)
	switch {
	case doubtfulName(text):
		l.fault(col, "doubtful name", doubtfulWrong, doubtfulMend)
		ok = false
	case twoPeople.MatchString(unbracketed(text)), twoByComma.MatchString(text), namesTwo(text), onLines(lines, 1) > 1:
		l.fault(col, "two names", "The cell names more than one person.", "Type the one name, or give each a row in your file.")
		ok = false
	case loneInitials.MatchString(text):
		l.fault(col, "no such name", initialsWrong, initialsMend)
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
	return DutyRecord{Place: l.place(), Person: Person{Name: text}, Grade: l.gradeOf(orElse(grade, l.text(Grade))), Code: shift, OnCall: homeWord.MatchString(plain(shift)), Span: span}, real
}

// holderShift is the shift of a cell: that of its column, else the row's, by its times or its name.
func (l *line) holderShift(col int, c Column) (name string, b band, ok bool) {
	name = orElse(c.Band, l.text(Code))
	switch {
	case c.Band == "" && (l.has(Times) || l.has(Start)):
		start, end, ok := l.times(shift{})
		return name, band{start.minutes, end.minutes}, ok
	case name == "":
		l.fault(l.col(Code), "no shift", "Nothing says which part of the day this is.", "Type it as in other rows, or leave the row out.")
		return "", band{}, false
	}
	b, ok = l.band(col, name)
	return name, b, ok
}
