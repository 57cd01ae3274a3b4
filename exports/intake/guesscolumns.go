package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"strikerota/exports/sheet"
)

// A guesser lays out one sheet as a kind.
type guesser struct {
	reader *reader
	sheet  sheet.Sheet
	kind   Kind
	header sheet.Row
	above  []sheet.Row // rows that may stand over the headings, the nearest first
	lines  bool        // the headings are of two lines
}

func guesserOf(r *reader, s sheet.Sheet, kind Kind, header int) guesser {
	g := guesser{reader: r, sheet: s, kind: kind, header: headingsRow(s.Row(header))}
	for i := len(s.Rows) - 1; i >= 0 && len(g.above) < 2; i-- {
		if n := s.Rows[i].Number; n < header && n >= header-3 && (len(filled(s.Rows[i])) > 1 || onlyADay(filled(s.Rows[i]))) {
			g.above = append(g.above, headingsRow(s.Rows[i]))
		}
	}
	g.lines = g.twoLines()
	return g
}

// onlyADay reports whether a line has one text, and that nothing but a day.
func onlyADay(texts []string) bool {
	return len(texts) == 1 && dayWords.MatchString(texts[0]) && len(dayWords.FindAllString(texts[0], 4)) <= 3 && !strings.ContainsFunc(dayWords.ReplaceAllString(texts[0], " "), unicode.IsLetter)
}

// heading is what heads a column: its cell in the row of headings or, where these are of two
// lines, the cell above it when its own says nothing.
func (g guesser) heading(col int) string {
	own := tidy(g.header.At(col).Text)
	if (own == "" || slices.Contains(noHeadings, plain(own))) && g.lines {
		return tidy(g.above[0].At(col).Text)
	}
	if over, ok := g.namedAbove(col); ok && own == "" {
		return over
	}
	return own
}

// noHeadings are what exports of forms write under a question that has one column.
var noHeadings = []string{"response", "open-ended response"}

// twoLines reports whether the headings are of two lines: this one has nothing but days and parts
// of days, and the row just above it names other columns.
func (g guesser) twoLines() bool {
	if len(g.above) == 0 || g.above[0].Number != g.header.Number-1 {
		return false
	}
	parts, above := 0, 0
	for i := range max(len(g.header.Cells), len(g.above[0].Cells)) {
		own := tidy(g.header.At(i).Text)
		_, dated := g.reader.headingDay(own)
		switch {
		case own == "" || slices.Contains(noHeadings, plain(own)):
			_, _, matched := headed(g.kind, g.above[0].At(i).Text)
			above += count(matched && g.header.At(i).Look().Merged == "")
		case dated || g.isBand(own):
			parts++
		default:
			return false
		}
	}
	return parts > 1 && above > 0
}

// questionOver is the question that stands over a heading which is a day and nothing else.
func (g guesser) questionOver(col int) string {
	heading := g.heading(col)
	if len(g.above) == 0 || g.above[0].Number != g.header.Number-1 || strings.ContainsFunc(dayWords.ReplaceAllString(heading, " "), unicode.IsLetter) {
		return heading
	}
	for i := col; i >= 0; i-- {
		if text := tidy(g.above[0].At(i).Text); aQuestion.MatchString(plain(text)) {
			return text
		} else if text != "" {
			break
		}
	}
	return heading
}

var aQuestion = regexp.MustCompile(`\?|^(?:are|will|do|please|which|on which|tick|i)\b`)

// columns says what each column holds, by its heading and what stands over it. A field
// that only one column may hold goes to the first of the surest.
func (g guesser) columns() []Column {
	out := make([]Column, g.sheet.Columns)
	for i := range out {
		if out[i] = g.column(i); !slices.Contains(g.kind.Fields(), out[i].Field) {
			out[i] = Column{} // nobody could choose it
		}
	}
	g.pairs(out)
	twiceADay(out, g.heading)
	if g.kind == Duties {
		if side := sidesIn(g.sheet, g.header.Number); side >= 0 {
			out[side] = Column{}
		}
	}
	first := map[Field]int{}
	for i, c := range out {
		j, seen := first[c.Field]
		switch {
		case c.Field == "" || repeats(c):
		case !seen:
			first[c.Field] = i
		case c.Sure > out[j].Sure, c.Sure == out[j].Sure && g.filled(i) > 2*g.filled(j): // as where forms leave Name empty
			out[j] = Column{}
			first[c.Field] = i
		default:
			out[i] = Column{}
		}
	}
	switch g.kind {
	case Rates:
		g.chooseRates(out)
		unclear(out)
	case Slots:
		g.rolesAcross(out)
	case Duties:
		g.holdersByDay(out)
		g.holdersAcross(out)
		g.ticksAcross(out)
	case Consultants:
		g.placesOfWork(out)
	case Declarations:
		g.onlyDays(out)
		g.daysBeside(out)
	}
	g.onePersonName(out)
	g.formTimes(out)
	g.lengths(out)
	return out
}

// lengths leaves unread how many hours a duty lasts, beside when it starts and ends or which shift it is.
func (g guesser) lengths(columns []Column) {
	has := func(f Field) bool { return slices.ContainsFunc(columns, func(c Column) bool { return c.Field == f }) }
	for i, c := range columns {
		if c.Field == Times && has(Start) && has(End) && slices.Contains([]string{"hours", "hours worked", "shift hours"}, plain(g.heading(i))) || c.Field == Times && has(Code) && g.onlyNumbers(i) {
			columns[i] = Column{}
		}
	}
}

// filled is how many rows say something in a column.
func (g guesser) filled(col int) int {
	n := 0
	for _, row := range g.sheet.Rows {
		n += count(row.Number > g.header.Number && tidy(row.At(col).Text) != "")
	}
	return n
}

// formTimes leaves unread when a form was begun, beside when it was completed.
func (g guesser) formTimes(columns []Column) {
	for i := range columns {
		if plain(g.heading(i)) != "completion time" {
			continue
		}
		for j := range columns {
			if plain(g.heading(j)) == "start time" {
				columns[j] = Column{}
			}
		}
	}
}

// pairs tells two columns of one heading apart, where the first is for the start and the second for the end.
func (g guesser) pairs(columns []Column) {
	for _, p := range []struct{ twice, start, end Field }{{Times, Start, End}, {Date, Date, EndDate}} {
		var at []int
		for i, c := range columns {
			if c.Field == p.twice {
				at = append(at, i)
			}
		}
		starts := 0
		for _, c := range columns {
			starts += count(c.Field == Start)
		}
		if len(at) == 2 && starts < 2 && plain(g.header.At(at[0]).Text) == plain(g.header.At(at[1]).Text) {
			columns[at[0]].Field, columns[at[1]].Field = p.start, p.end
		}
	}
}

// onePersonName leaves a column of names unread where first names and surnames have columns of their own.
func (g guesser) onePersonName(columns []Column) {
	has := func(f Field) bool { return slices.ContainsFunc(columns, func(c Column) bool { return c.Field == f }) }
	if has(FirstName) && !has(LastName) {
		for i, c := range columns {
			if c.Field == Name {
				columns[i].Field = LastName
			}
		}
	}
}

// otherThanHeaded is a column whose texts are not what its heading names, or less surely.
func (g guesser) otherThanHeaded(col int, field Field, sure int) (Column, bool) {
	texts := g.firstTexts(col)
	switch {
	case field == Number:
		return Column{}, len(texts) > 0 && !slices.ContainsFunc(texts, hasDigit) // as where Assignment is Main or Bank
	case g.kind == Consultants && field == Work:
		return Column{}, !g.saysWork(col) // parts of a day, or nothing of the kind
	case g.kind == Consultants && field == Mode:
		return Column{Field: Work, Sure: sure}, g.saysWork(col)
	case g.kind == Duties && field == Name && ofConsultants.MatchString(plain(g.heading(col))):
		return Column{Field: Name, Sure: sure - closeCall - 10}, true // more likely what they have offered
	}
	return Column{}, false
}

// column guesses one column.
func (g guesser) column(col int) Column {
	heading := g.heading(col)
	field, sure, matched := headed(g.kind, heading)
	day, dated := g.dayOver(col)
	if c, ok := g.otherThanHeaded(col, field, sure); matched && ok {
		return c
	}
	switch {
	case g.kind == Declarations && dated && (!matched || field == Answer || field == Date):
		return Column{Field: Answer, Sure: 90, Day: day.String(), Turned: turned(g.questionOver(col))}
	case g.kind == Declarations && matched && field == Answer && g.ofSomeDays(heading):
		return Column{} // somebody must say of which
	case g.kind == Declarations && matched && field == Answer:
		return Column{Field: Answer, Sure: sure, Turned: turned(heading)}
	case g.kind == Consultants && dated && !matched:
		return Column{Field: Cover, Sure: 90, Day: day.String(), Band: g.bandText(heading)}
	case g.kind == Consultants && !matched && g.listsOffers(col):
		if unableHeading.MatchString(plain(heading)) || saysUnable(plain(heading)) || saysNot.MatchString(plain(heading)) {
			return Column{} // when they cannot
		}
		return Column{Field: Times, Sure: 80}
	case g.kind == Duties && dated && !matched:
		return Column{Field: DayCode, Sure: 85, Day: day.String(), Band: g.shiftIn(heading)}
	case g.kind == Duties && matched && field == Times && g.listsDays(col):
		return Column{Field: Date, Sure: 85} // as where When is a day
	case g.kind == Slots && !dated && !matched && aWeekday.MatchString(plain(heading)):
		if !g.countsSome(col) {
			return Column{}
		}
		return Column{Field: Places, Sure: 85, Band: heading}
	case g.kind == Slots && !matched && heading != "" && (dated || g.isBand(heading)) && (g.counts(col) || dated && g.countsSome(col)):
		c := Column{Field: Places, Sure: 90}
		if dated {
			c.Day = day.String()
		}
		c.Band = g.bandText(heading)
		return c
	case g.kind == Slots && matched && field == Days && g.isBand(heading) && len(g.firstTexts(col)) > 0 && g.counts(col):
		return Column{Field: Places, Sure: 85, Band: heading} // "Day" over numbers is the shift
	case g.kind == Slots && matched && field == Places && len(g.firstTexts(col)) > 0 && !slices.ContainsFunc(g.firstTexts(col), hasDigit):
		return Column{} // as where Staff are names
	case g.kind == Rates && (field == Rate || !matched):
		return g.ratesIn(col, heading, sure, matched)
	case !matched || heading == "":
		return Column{}
	}
	return Column{Field: field, Sure: sure}
}

// ratesIn guesses a column of rates.
func (g guesser) ratesIn(col int, heading string, sure int, matched bool) Column {
	switch {
	case matched && !aPrice.MatchString(plain(heading)) && g.counts(col):
		return Column{} // numbers of doctors
	case isRateBand(heading) && g.prices(col):
		c := g.rateColumn("", 85)
		c.Band = heading
		return c
	case matched:
		return g.rateColumn(heading, sure)
	}
	return Column{}
}

var ofConsultants = regexp.MustCompile(`\bconsultants?\b`)

var saysNot = regexp.MustCompile(`\bnot\b|n't\b`)

var aWeekday = regexp.MustCompile(`\b(mon|tues?|wed|thur?s?|fri|sat|sun|weekday|weekend)(day|nesday|urday)?s?\b`)

// aPrice are headings that say that amounts of money stand below.
var aPrice = regexp.MustCompile(`£|\brates?\b|\bhour|/ ?h|\bpas?\b|\bpay\b|\bbma\b|london`)

// onlyNumbers reports whether a column holds no more than small numbers.
func (g guesser) onlyNumbers(col int) bool {
	texts := g.firstTexts(col)
	return len(texts) > 0 && !slices.ContainsFunc(texts, func(text string) bool { return !fewHours.MatchString(text) })
}

var fewHours = regexp.MustCompile(`^\d{1,2}([.,]\d{1,2})?$`)

func hasDigit(text string) bool { return strings.ContainsFunc(text, unicode.IsDigit) }

// mostDoctors is up to how many doctors a cell may need for its column to be taken for one of doctors.
const mostDoctors = 30

// counts reports whether most texts of a column are numbers of doctors, or say that nobody is needed.
func (g guesser) counts(col int) bool {
	all, numeric := 0, 0
	for _, row := range g.sheet.Rows {
		text := plain(row.At(col).Text)
		if row.Number <= g.header.Number || text == "" {
			continue
		}
		all++
		if slices.Contains(nobody, text) || fewDoctors(strings.TrimSuffix(text, ".0")) {
			numeric++
		}
	}
	return numeric*2 > all
}

// countsSome reports whether a column of one day has a number, or is empty: the others are at fault.
func (g guesser) countsSome(col int) bool {
	texts := g.firstTexts(col)
	return len(texts) == 0 || slices.ContainsFunc(texts, func(t string) bool { return fewDoctors(leadingDigits.FindString(t)) })
}

var leadingDigits = regexp.MustCompile(`^\d+`)

// fewDoctors reports whether a text is a number of doctors. Long texts are not parsed: an error would copy them.
func fewDoctors(text string) bool {
	if len(text) > len("-12") {
		return false
	}
	n, err := strconv.Atoi(text)
	return err == nil && n <= mostDoctors
}
