package intake

import (
	"regexp"
	"slices"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// headerRows is how far down headings are looked for, in rows that hold something.
const headerRows = 60

// Guess says what a book seems to hold and how it is laid out. An empty kind is
// guessed as well, with those that fit nearly as well in doubt. It never fails: what it
// is not sure of it leaves unread.
func Guess(book sheet.Book, kind Kind, k Known) Choices {
	if kind != "" {
		c, _, _ := guess(book, kind, k)
		return c
	}
	scores, parts := map[Kind]int{}, map[Kind]int{}
	for _, try := range Kinds() {
		_, scores[try], parts[try] = guess(book, try, k)
	}
	best := fittest(scores)
	if scores[best] == 0 {
		scores, best = parts, fittest(parts)
	}
	c, _, _ := guess(book, best, k)
	for _, other := range Kinds() {
		if other != best && scores[other] > scores[best]-closeCall {
			c.Doubt = append(c.Doubt, other)
		}
	}
	return c
}

// fittest is the kind with the highest score, the first of them.
func fittest(scores map[Kind]int) Kind {
	return slices.MaxFunc(Kinds(), func(a, b Kind) int { return scores[a] - scores[b] })
}

// closeCall is by how much the kind that fits best must fit better than another for the
// file not to be of either: half a column that is surely known.
const closeCall = 50

// guess lays out every sheet as the kind, and says how well that fits: the sheets of which rows
// could be read, and the one of which most columns are known though not all that are needed.
func guess(book sheet.Book, kind Kind, k Known) (c Choices, total, partly int) {
	c = Choices{Kind: kind}
	r := guessing(book, kind, k)
	for _, s := range book.Sheets {
		header, score := headerOf(r, s, kind)
		choice := GuessSheet(book, kind, s.Name, header, k)
		choice.Read = score > 0 && !s.Hidden && !sideways(s) && complete(kind, choice.Columns)
		if choice.Read {
			total += score + guesserOf(r, s, kind, header).understood(choice.Columns)
		}
		partly = max(partly, score)
		c.Sheets = append(c.Sheets, choice)
	}
	c.leaveOld()
	return c, total, partly
}

// oldSheet is what people call sheets that stand no longer.
var oldSheet = regexp.MustCompile(`\b(old|previous|superseded|obsolete|archived?|do not use|don't use|not used|history|backup|withdrawn|out of date)\b`)

// leaveOld leaves sheets aside whose names say that they stand no longer, beside one that does not say so:
// what was taken out since would come in again. The page says which were left aside.
func (c *Choices) leaveOld() {
	isOld := func(s Sheet) bool { return oldSheet.MatchString(plain(s.Name)) }
	if !slices.ContainsFunc(c.Sheets, func(s Sheet) bool { return s.Read && !isOld(s) }) {
		return
	}
	for i, s := range c.Sheets {
		c.Sheets[i].Read = s.Read && !isOld(s)
	}
}

// guessing is a reader that knows what helps to guess: the strike, the key of the file and earlier answers.
func guessing(book sheet.Book, kind Kind, k Known) *reader {
	return newReader(book, Choices{Kind: kind}, k)
}

// headerOf finds the row of headings: the one that names most fields.
func headerOf(r *reader, s sheet.Sheet, kind Kind) (row, score int) {
	for i, line := range s.Rows {
		if i >= headerRows {
			break
		}
		g := guesserOf(r, s, kind, line.Number)
		n := scoreOf(g.columns())
		if n > 0 && g.lines {
			n += closeCall // the line above, by itself, is at best as good
		}
		if n > score {
			row, score = line.Number, n
		}
	}
	return row, score
}

// scoreOf is how well columns are known: each field counts once, columns that are about a day or band a little each.
func scoreOf(columns []Column) int {
	seen := map[Field]bool{}
	score := 0
	for _, c := range columns {
		switch {
		case c.Field == "":
		case c.Day != "" || c.Band != "":
			score += c.Sure / 4
		case !seen[c.Field]:
			seen[c.Field] = true
			score += c.Sure
		}
	}
	return score
}

// complete reports whether the columns hold all without which no row can be read.
func complete(kind Kind, columns []Column) bool { return len(Lacks(kind, columns)) == 0 }

// Lacks lists what must still be chosen among the columns before rows of the kind
// can be read: of each list at least one field.
func Lacks(kind Kind, columns []Column) [][]Field {
	have := map[Field]bool{}
	for _, c := range columns {
		have[c.Field] = true
		if c.Field == Holder && c.Day != "" {
			have[DayCode] = true
		}
	}
	var out [][]Field
	for _, any := range needed[kind] {
		found := false
		for _, f := range any {
			found = found || have[f]
		}
		if !found {
			out = append(out, any)
		}
	}
	return out
}

// needed are the fields of which each row of a kind must have one.
var needed = map[Kind][][]Field{
	Duties:       {{Name, LastName, Holder}, {Date, Start, DayCode}, {Start, Times, Code, DayCode, Holder}},
	Declarations: {{Name, LastName, Email, Number, GMC}, {Answer}},
	Consultants:  {{Name, LastName}, {Cover, Start, Times}},
	Slots:        {{Unit, Role}, {Places}},
	Rates:        {{BandName, PayPoint}, {Rate}},
}

// GuessSheet lays out one sheet as the kind with the headings in the given row. It
// is for when a person has chosen another row.
func GuessSheet(book sheet.Book, kind Kind, name string, header int, k Known) Sheet {
	s, _ := book.Sheet(name)
	columns := guesserOf(guessing(book, kind, k), s, kind, header).columns()
	return Sheet{Name: name, Read: complete(kind, columns), Header: header, Columns: columns, MonthFirst: dayOrdersOf(s, header, columns, k.Entry.Strike).monthFirst()}
}

// ColumnAs is a column that a person says is of a field, with what its heading says of it: for which
// day, part of a day, role or rates it is.
func ColumnAs(book sheet.Book, kind Kind, choice Sheet, col int, field Field, k Known) Column {
	s, _ := book.Sheet(choice.Name)
	g := guesserOf(guessing(book, kind, k), s, kind, choice.Header)
	c, heading := Column{Field: field}, g.heading(col)
	if day, dated := g.dayOver(col); dated && (field == Answer || field == Cover || field == Places || field == DayCode || field == Holder) {
		c.Day = day.String()
	}
	switch field {
	case Answer:
		c.Turned = turned(g.questionOver(col))
	case Cover:
		c.Band = g.bandText(heading)
	case DayCode:
		c.Band = g.shiftIn(heading)
	case Holder:
		if c.Day == "" {
			c.Band = heading
		}
	case Places:
		return g.placesColumn(c, heading)
	case Rate:
		if isRateBand(heading) {
			c = g.rateColumn("", 0)
			c.Band = heading
			return c
		}
		if acrossGrades(choice.Columns) {
			c = g.rateColumn(heading, 0)
			c.Band, c.PayPoint = heading, ""
			return c
		}
		return g.rateColumn(heading, 0)
	}
	return c
}

// placesColumn fills in the role and the part of the day of a column of numbers.
func (g guesser) placesColumn(c Column, heading string) Column {
	role, band, ok := g.roleIn(heading)
	switch {
	case ok:
		c.Role, c.Band = role, band
	case c.Day == "" && aWeekday.MatchString(plain(heading)):
		c.Band = heading
	case c.Day != "" || g.isBand(heading):
		c.Band = g.bandText(heading)
	}
	return c
}

// repeats reports whether several columns may hold the field.
func repeats(c Column) bool {
	switch c.Field {
	case Answer, Cover, Places, Rate, DayCode, Holder, Reason, Comment, Notes:
		return true
	}
	return false
}

// dayOrders counts how the days of a sheet can be read: with the day first and with the
// month first.
type dayOrders struct {
	only   [2]int // only so
	near   [2]int // either way, and near the strike so
	either int    // either way
	all    int    // in any way
}

func dayOrdersOf(s sheet.Sheet, header int, columns []Column, strike rota.Strike) dayOrders {
	british, american := daySense{}, daySense{monthFirst: true}
	var n dayOrders
	for i, c := range columns {
		if c.Field != Date && c.Field != Start && c.Field != End && c.Field != EndDate && c.Field != Done {
			continue
		}
		for _, row := range s.Rows {
			text := plain(row.At(i).Text)
			if row.Number <= header || text == "" {
				continue
			}
			a, ok1 := british.clockOrDay(text)
			b, ok2 := american.clockOrDay(text)
			n.all += count(!a.day.IsZero() || !b.day.IsZero())
			n.only[0] += count(ok1 && !ok2)
			n.only[1] += count(ok2 && !ok1)
			if ok1 && ok2 && a.day != b.day {
				n.either++
				if start := rota.DateOf(strike.Start); !strike.Start.IsZero() {
					n.near[0] += count(apart(a.day, start) <= 31)
					n.near[1] += count(apart(b.day, start) <= 31)
				}
			}
		}
	}
	return n
}

// monthFirst reports whether days are better read with the month first: more of them are
// days only so, or, where each could be read either way, more are near the strike. A
// single day of that sort among others is mistyped.
func (n dayOrders) monthFirst() bool {
	if n.only[0]+n.only[1] > 0 {
		return n.only[1] > n.only[0] && (n.only[1] > 1 || n.all <= 3 || n.only[0] == 0 && n.near[1] > n.near[0])
	}
	return n.near[1] > n.near[0]
}

// open reports whether nothing in the sheet says which way its days are to be read.
func (n dayOrders) open() bool { return n.either > 0 && n.only == [2]int{} }

// mixed reports whether some days of the sheet can only have the day first, and others only the month.
func (n dayOrders) mixed() bool { return n.only[0] > 0 && n.only[1] > 0 }

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// clockOrDay reads a day, with or without a time.
func (s daySense) clockOrDay(text string) (clock, bool) {
	if d, ok := s.day(text); ok {
		return clock{day: d}, true
	}
	return s.clock(text)
}
