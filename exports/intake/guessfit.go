package intake

import "strings"

// understood says in how many of the cells that are about a day, of a hundred, the kind knows what
// is said, weighted to tell grids of one kind from those of another.
func (g guesser) understood(columns []Column) int {
	const weight, enough = 120, 1000
	all, known := 0, 0
	for i, c := range columns {
		if c.Day == "" {
			continue
		}
		for _, row := range g.sheet.Rows {
			text := tidy(row.At(i).Text)
			if row.Number <= g.header.Number || text == "" || all == enough {
				continue
			}
			all++
			known += count(g.understands(text))
		}
		if g.kind == Declarations && ofStriking.MatchString(plain(g.questionOver(i))) {
			return weight + closeCall // no other kind asks that
		}
	}
	if all == 0 {
		return 0
	}
	return weight * known / all
}

// understands reports whether a text means something in a cell of the kind that is about a day.
func (g guesser) understands(text string) bool {
	switch g.kind {
	case Duties:
		_, _, timed := rangeOf(text)
		_, keyed := g.reader.legend[plain(text)]
		return timed || keyed || everywhere(text) && len(text) > 1 // a cross or N may mean anything
	case Declarations:
		_, known := sayings[strings.TrimRight(plain(text), ".!")]
		return known
	case Consultants:
		_, known := coverOf(text)
		return known
	}
	return true
}
