package intake

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// A gathered is a consultant while rows of theirs are read.
type gathered struct {
	record ConsultantRecord
	facts  facts // what their rows say beside times; of Terms by a column
	said   []saidTerms
	paid   rota.Terms // as a person has chosen where several are said
	cells  []covering // in the order of the file
	offers []rota.Offer
	notes  []string // what only people can act on
	// anywhere is at every site of the strike.
	anywhere bool
}

// A covering is what a person said of one part of one day. There may be a hundred thousand,
// most of them alike, so that each points to what it shares with others and is never changed there.
type covering struct {
	*rota.Span
	*coverSaying
	*Place       // its row
	col    int32 // and column
	// disputed says that another row contradicts it and nobody has said which stands: it is
	// no offer until then.
	disputed bool
}

// A fact is what a row says of a person, once.
type fact struct {
	Place
	field       Field
	col         int
	text, shown string
}

// facts are a few, one of each field.
type facts []fact

func (f facts) of(field Field) (fact, bool) {
	for _, one := range f {
		if one.field == field {
			return one, true
		}
	}
	return fact{}, false
}

func (f facts) text(field Field) string {
	one, _ := f.of(field)
	return one.text
}

// with are the facts with one put in, or in the place of the one of its field.
func (f facts) with(one fact) facts {
	return append(f.without(one.field), one)
}

func (f facts) without(field Field) facts {
	return slices.DeleteFunc(f, func(x fact) bool { return x.field == field })
}

// A saidRow is what one row says of a person, as far as another row may contradict it.
type saidRow struct {
	cells []covering
	facts facts
}

// A clash is one thing of which two rows of a person say otherwise.
type clash struct {
	other       Place
	timed       bool   // it is about a time, not about the person
	about       string // "Fri 25 July, 08:00 to 13:00"
	here, there string // “AL” in D9
	saidThere   string // “OK”
	saidHere    string
	col         int
}

// shownTime is when it is, for people; of a day without times the day alone.
func (c covering) shownTime() string {
	if c.day {
		return rota.DateOf(c.Start).Words()
	}
	return c.Span.Words()
}

// spanWords is [covering.shownTime] within a sentence.
func (c covering) spanWords() string {
	if c.day {
		return rota.DateOf(c.Start).Words()
	}
	return c.Span.Words()
}

// class is what a saying comes to: two that differ contradict each other. "" says nothing.
func (s coverSaying) class() string {
	switch s.kind {
	case saysNothing:
		return ""
	case willCover, plannedWork:
		return "anywhere"
	case onSiteOnly:
		return "on site"
	case fromHome:
		return "from home"
	}
	return "no offer"
}

// bothWays reports whether the two are of columns for different modes: together they are an offer of both.
func (s coverSaying) bothWays(o coverSaying) bool {
	return s.kind == onSiteOnly && o.kind == fromHome || s.kind == fromHome && o.kind == onSiteOnly
}

func (s coverSaying) contradicts(o coverSaying) bool {
	if s.class() == "" || o.class() == "" || s.bothWays(o) {
		return false
	}
	return s.class() != o.class() || s.kind == plannedWork && o.kind == plannedWork && s.loss != o.loss
}

// twoCells finds a cell of the row that says otherwise of the same time.
func (l *line) twoCells(cells []covering, c covering) (string, bool) {
	for _, was := range cells {
		if was.Span.Equal(*c.Span) && was.contradicts(*c.coverSaying) {
			return l.shownCell(int(was.col)) + " in " + sheet.Name(int(was.col), l.row.Number), true
		}
	}
	return "", false
}

// shownCell is a cell as people see it: its words, or its colour.
func (l *line) shownCell(col int) string {
	if text := l.at(col); text != "" {
		return "“" + text + "”"
	}
	if names := colourNames(l.row.At(col).Look().Fill); len(names) > 0 {
		return names[0]
	}
	return "nothing"
}

// shownAt is a cell of another row as people see it.
func (l *line) shownAt(at Place, col int) string {
	if at == l.place() {
		return l.shownCell(col)
	}
	other, _ := l.lineAt(at)
	return other.shownCell(col)
}

// factsOf are what the row says of the person that can only be one.
func (l *line) factsOf(rate rota.Terms, point string) facts {
	var out facts
	for _, f := range []Field{Terms, PayPoint, Grade, Contact} {
		text := l.text(f)
		switch f {
		case Terms:
			text = string(rate)
		case Contact:
			text = l.contact()
		case PayPoint:
			text = point
		}
		if text != "" {
			out = append(out, fact{Place: l.place(), field: f, col: l.col(f), text: text, shown: "“" + l.text(f) + "”"})
		}
	}
	return out
}

// agree compares a row with what other rows said of the person. What a person has
// settled is taken out of the one or the other. When something is left that nobody has
// settled, it is a fault of the row, and no row gives an offer in its time.
func (l *line) agree(g *gathered, row *saidRow) bool {
	open := append(l.agreeTimes(g, row), l.agreeFacts(g, row)...)
	if len(open) == 0 {
		return true
	}
	l.disagree(open)
	return false
}

func (l *line) agreeTimes(g *gathered, row *saidRow) (open []clash) {
	for n := range row.cells {
		for i := range g.cells {
			here, there := &row.cells[n], &g.cells[i]
			if !there.contradicts(*here.coverSaying) || !sameTime(g.cells, row.cells, *there, *here) {
				continue
			}
			switch l.settled(*there.Place) {
			case ThisRow:
				there.coverSaying, there.disputed = &coverSaying{kind: saysNothing}, false
			case OtherRow:
				here.coverSaying = &coverSaying{kind: saysNothing}
			default:
				there.disputed = true
				to, from := int(there.col), int(here.col)
				open = append(open, l.clash(here.shownTime(), *there.Place, to, l.shownAt(*there.Place, to), from, l.shownCell(from)))
				open[len(open)-1].timed = true
			}
		}
	}
	return open
}

// agreeFacts compares what only one of can be true. Grades and contacts are for people
// to read: where rows give two, the first stands, and that is said.
func (l *line) agreeFacts(g *gathered, row *saidRow) (open []clash) {
	for _, f := range []struct {
		field Field
		about string
	}{{Terms, "How they are paid"}, {PayPoint, "Pay point"}, {Grade, "grade"}, {Contact, "contact"}} {
		here, ok1 := row.facts.of(f.field)
		there, ok2 := g.facts.of(f.field)
		switch {
		case !ok1 || !ok2 || plain(here.text) == plain(there.text):
		case l.settled(there.Place) == ThisRow:
		case l.settled(there.Place) == OtherRow:
			row.facts = row.facts.without(f.field)
		case f.field == Grade || f.field == Contact:
			l.remark(fmt.Sprintf("%s and %s give one person two texts as %s. The first was taken.", rota.UpperFirst(there.Where()), l.place().Where(), f.about))
		default:
			open = append(open, l.clash(f.about, there.Place, there.col, there.shown, here.col, here.shown))
		}
	}
	return open
}

// sameTime reports whether two cells of two rows are about one time: the same, or one
// that for the most part is, when neither row has a cell for just that time of the other.
func sameTime(others, ours []covering, there, here covering) bool {
	switch {
	case there.Span.Equal(*here.Span):
		return true
	case there.day || here.day:
		return rota.DateOf(there.Start) == rota.DateOf(here.Start)
	}
	has := func(cells []covering, at Place, s rota.Span) bool {
		return slices.ContainsFunc(cells, func(c covering) bool { return *c.Place == at && c.Span.Equal(s) })
	}
	if has(others, *there.Place, *here.Span) || has(ours, *here.Place, *there.Span) {
		return false
	}
	both := *there.Span
	if here.Start.After(both.Start) {
		both.Start = here.Start
	}
	if here.End.Before(both.End) {
		both.End = here.End
	}
	return 2*both.End.Sub(both.Start) >= min(there.End.Sub(there.Start), here.End.Sub(here.Start))
}

func (l *line) clash(about string, other Place, otherCol int, saidThere string, col int, saidHere string) clash {
	return clash{other: other, about: about, col: col, saidHere: saidHere, saidThere: saidThere,
		here: saidHere + " in " + sheet.Name(col, l.row.Number), there: saidThere + " in " + sheet.Name(otherCol, other.Row)}
}

// shownClashes is how many of the things in which two rows disagree a fault names.
const shownClashes = 6

// disagree is the fault of a row that contradicts another of the same person.
func (l *line) disagree(open []clash) {
	other := open[0].other
	open = slices.DeleteFunc(open, func(c clash) bool { return c.other != other })
	var points, here, there []string
	for _, c := range open {
		if len(points) < shownClashes {
			points = append(points, fmt.Sprintf("%s: %s, here %s", c.about, c.there, c.here))
		}
		if !slices.Contains(here, c.saidHere) {
			here = append(here, c.saidHere)
		}
		if !slices.Contains(there, c.saidThere) {
			there = append(there, c.saidThere)
		}
	}
	if more := len(open) - len(points); more > 0 {
		points = append(points, fmt.Sprintf("and %d more", more))
	}
	f := l.against(other, "two rows of one person disagree", rota.UpperFirst(other.Where())+" is about the same person and says otherwise.")
	f.Points = points
	if open[0].timed {
		f.Mend = "Say which of the two rows stands where they disagree, or mend one in your file. Until then this row is not taken, and neither row offers those times."
	}
	for i, said := range [][]string{there, here} {
		f.Options[i].Label += ": " + strings.Join(said[:min(len(said), shownClashes)], ", ")
	}
	col := open[0].col
	f.Column, f.Cell, f.Heading, f.Found = col, sheet.Name(col, l.row.Number), tidy(l.header.At(col).Text), l.at(col)
}

// limit takes in how many nights in a row somebody will work at most. The lowest that they name stands.
func (g *gathered) limit(l *line, nights *int) {
	was := g.record.MaxNightsInARow
	if nights == nil {
		return
	}
	if was != nil && *was != *nights {
		l.remark("Where somebody names two limits of nights, the lower was taken.")
	}
	if was == nil || *nights < *was {
		g.record.MaxNightsInARow = nights
	}
}

// put sets a part of a day. Of two rows that speak of it and do not contradict each other, the stricter stands.
func (g *gathered) put(c covering) {
	for i, was := range g.cells {
		if was.Span.Equal(*c.Span) {
			c.disputed = c.disputed || was.disputed
			both := c.bothWays(*was.coverSaying)
			if both {
				said := *c.coverSaying
				said.kind = willCover
				c.coverSaying = &said
			}
			if both || slices.Index(coverKinds, c.kind) <= slices.Index(coverKinds, was.kind) {
				g.cells[i] = c
			}
			return
		}
	}
	g.cells = append(g.cells, c)
}
