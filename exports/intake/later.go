package intake

import "slices"

// A laterLine is a row that is read after all others: everybody whom it may be about
// must have been met.
type laterLine struct {
	*line
	section string
	read    func(*line)
}

// namesOneOfSeveral reports whether the row is about one of several people of a name and has
// no number to tell which. Answers are about people who are known before the file.
func (l *line) namesOneOfSeveral() bool {
	return l.c.Kind != Declarations && l.people.find(l.named()).twice
}

// readLater reads the rows that waited, and puts what is wrong with them in the order of the file.
func (r *reader) readLater() {
	for _, l := range r.later {
		r.section = l.section
		l.line.read(l.read)
		r.count(l.line)
	}
	if len(r.later) > 0 {
		rank := r.ranks()
		slices.SortStableFunc(r.out.Faults, func(a, b Fault) int { return rank(Word{First: a.Place}) - rank(Word{First: b.Place}) })
	}
}
