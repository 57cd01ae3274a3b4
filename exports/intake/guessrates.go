package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/exports/sheet"
)

var (
	perPA       = regexp.MustCompile(`\b(per )?pas?\b|programmed activit`)
	halfHour    = regexp.MustCompile(`\bhalf[- ]?(an )?hours?\b|\b(30|thirty) ?min(ute)?s?\b|½ ?h(ou)?rs?`)
	rateNoise   = regexp.MustCompile(`£|\bgbp\b|\bhalf[- ]?(an )?hours?\b|\b(30|thirty) ?min(ute)?s?\b|½ ?h(ou)?rs?|(\bp ?)?/ ?h(ou)?r?s?\b|\bp\.?h\b\.?|\ban hour\b|\bper (hour|hr|h|pa)\b|\bper\b|\bhourly\b|\brates?\b|\bconsultants?\b|\boutside london\b|\blondon\b|\bpas?\b|\bequivalent\b|\bsubstantive\b|\bbma\b|\btrust\b|\bcards?\b|\b(our )?offer(ed)?\b|\bnhs\b|[(),/:-]`)
	versionWord = regexp.MustCompile(`\b(excl\w*|incl\w*|with|without|plus|before|after|net of)\.? (of )?(employer'?s? )?on[- ]?costs?\b|\b(current|existing|old|previous|new|proposed|revised|effective|since|from|until|till|to|before|after)\b|\b(\d{1,2}(st|nd|rd|th)? )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* 20\d\d\b|\b20\d\d([/-]\d\d)?\b`)
	numberSpan  = regexp.MustCompile(`(\d) ?[-–] ?(\d)`)
	londonWord  = regexp.MustCompile(`\blondon\b`)
	outsideWord = regexp.MustCompile(`\b(outside|ex|excl\.?|excluding|non|rest of england|not)[ -]*(of )?london\b`)
)

// rateColumn guesses whose rates a column holds, by its heading and what stands over the table.
func (g guesser) rateColumn(heading string, sure int) Column {
	c := Column{Field: Rate, Sure: sure, Card: "trust"}
	h := plain(heading)
	for _, text := range append(g.titles(), heading) {
		if strings.Contains(plain(text), "bma") {
			c.Card = "bma"
		}
	}
	c.PerPA = perPA.MatchString(h)
	named := func(text string) string {
		text = rateNoise.ReplaceAllString(numberSpan.ReplaceAllString(versionWord.ReplaceAllString(text, " "), "$1~$2"), " ")
		return strings.ReplaceAll(tidy(text), "~", "-")
	}
	if c.PayPoint = strings.ToUpper(named(h)); len(c.PayPoint) > 4 {
		c.PayPoint = named(strings.ToLower(heading))
	}
	return c
}

// prices reports whether a text of a column is an amount.
func (g guesser) prices(col int) bool {
	return slices.ContainsFunc(g.sheet.Rows, func(row sheet.Row) bool {
		_, ok := amountOf(row.At(col).Text)
		return ok && row.Number > g.header.Number
	})
}

// isRateBand reports whether a heading names a part of the week.
func isRateBand(heading string) bool {
	t := plain(heading)
	return t != "" && (bandOfWords(t).known || likelyRateBand(t) != "")
}

// titles are the name of the sheet and what stands above its headings, the first lines of it.
func (g guesser) titles() []string {
	out := []string{g.sheet.Name}
	for _, row := range g.sheet.Rows {
		if row.Number < g.header.Number && len(out) < 6 {
			out = append(out, filled(row)...)
		}
	}
	return out
}

// chooseRates leaves one column unread where two say the same in other ways: rates per
// PA beside rates per hour, and the region that is not the trust's. Where the file does
// not say which region is, neither is read and a person must choose.
func (g guesser) chooseRates(columns []Column) {
	g.bandsUnheaded(columns)
	g.bandsOfGrades(columns)
	hourly := map[string]bool{}
	for i, c := range columns {
		if c.Field == Rate && !c.PerPA && !halfHour.MatchString(plain(g.heading(i))) {
			hourly[c.Card+c.PayPoint] = true
		}
	}
	inside, outside := -1, -1
	for i, c := range columns {
		h := plain(g.header.At(i).Text)
		switch {
		case c.Field != Rate:
		case (c.PerPA || halfHour.MatchString(h)) && hourly[c.Card+c.PayPoint]:
			columns[i] = Column{}
		case outsideWord.MatchString(h):
			outside = i
		case londonWord.MatchString(h):
			inside = i
		}
	}
	if inside < 0 || outside < 0 {
		return
	}
	london := g.inLondon(columns[outside].Card)
	if london != "yes" {
		columns[inside] = Column{}
	}
	if london != "no" {
		columns[outside] = Column{}
	}
}

// bandsUnheaded takes a column that nothing heads for the parts of the week, where none is headed so and
// most of what it says are some.
func (g guesser) bandsUnheaded(columns []Column) {
	if slices.ContainsFunc(columns, func(c Column) bool { return c.Field == BandName || c.Field == Rate && c.Band != "" }) {
		return
	}
	for i, c := range columns {
		texts, bands := g.firstTexts(i), 0
		for _, text := range texts {
			bands += count(isRateBand(text))
		}
		if c.Field == "" && g.heading(i) == "" && bands*2 > len(texts) {
			columns[i] = Column{Field: BandName, Sure: 70}
			return
		}
	}
}

// bandsOfGrades takes the headings of rates for parts of the week, also those that it does not know, where the rows
// are grades.
func (g guesser) bandsOfGrades(columns []Column) {
	if !acrossGrades(columns) {
		return
	}
	for i, c := range columns {
		if c.Field == Rate && c.Band == "" {
			columns[i].Band, columns[i].PayPoint = g.heading(i), ""
		}
	}
}

// moreThanRate are headings of columns by which what is paid is more, or less, than the rate beside them.
const moreThanRate = `\b(premium|uplift|enhance(ment|d)|multiplier|supplement|weighting)\b|%`

var ofMoreThanRate = regexp.MustCompile(moreThanRate)

// rateRaised is the heading of such a column that is not read and says something: a person must say what the rates are.
func rateRaised(choice *Sheet, s sheet.Sheet) string {
	header := s.Row(choice.Header)
	for col := range header.Cells {
		heading := tidy(header.At(col).Text)
		if col < len(choice.Columns) && choice.Columns[col].Field != "" || !ofMoreThanRate.MatchString(plain(heading)) {
			continue
		}
		for _, row := range s.Rows {
			if text := plain(row.At(col).Text); row.Number > choice.Header && strings.ContainsAny(text, "123456789") {
				return heading
			}
		}
	}
	return ""
}

// acrossGrades reports whether rows are grades and nothing but the columns says which part of the week rates are for.
func acrossGrades(columns []Column) bool {
	grades := slices.ContainsFunc(columns, func(c Column) bool { return c.Field == PayPoint })
	return grades && !slices.ContainsFunc(columns, func(c Column) bool { return c.Field == BandName })
}

// unclear leaves columns unread that are of the same rates, such as the current and the new: a
// person must say which.
func unclear(columns []Column) {
	n := map[Column]int{}
	same := func(c Column) Column {
		return Column{Field: c.Field, Band: c.Band, Card: c.Card, PayPoint: c.PayPoint, PerPA: c.PerPA}
	}
	for _, c := range columns {
		n[same(c)]++
	}
	for i, c := range columns {
		if c.Field == Rate && n[same(c)] > 1 {
			columns[i] = Column{}
		}
	}
}

// inLondon says whether the trust is in London: by a line of the file, or by the card that it has.
func (g guesser) inLondon(card string) string {
	for _, row := range g.sheet.Rows {
		texts := filled(row)
		if len(texts) < 2 || !strings.Contains(plain(texts[0]), "london") || row.Number <= g.header.Number {
			continue
		}
		switch plain(texts[1]) {
		case "no", "n", "false":
			return "no"
		case "yes", "y", "true":
			return "yes"
		}
	}
	region := g.reader.k.Entry.Cards.Trust.Region
	if card == "bma" && g.reader.k.Entry.Cards.BMA.Region != "" {
		region = g.reader.k.Entry.Cards.BMA.Region
	}
	switch plain(region) {
	case "outside london":
		return "no"
	case "london":
		return "yes"
	}
	return ""
}
