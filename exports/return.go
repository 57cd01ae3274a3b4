package exports

import (
	"fmt"
	"io"

	"strikerota/rota"
)

// fewWords stand for a count of people under [rota.Few].
var fewWords = fmt.Sprintf("fewer than %d", rota.Few)

func dueFigure(n int) any {
	if n < rota.Few {
		return fewWords
	}
	return n
}

// What a return says in place of figures.
const (
	stillOpen = "not all confirmed yet"
	notTold   = "not told"
)

// absentFigure is the absent of a group of the shared return.
func absentFigure(g rota.ReturnGroup) any {
	switch {
	case g.Unconfirmed > 0:
		return stillOpen
	case g.Hidden:
		return notTold
	}
	return g.Absent
}

// exactAbsent is the absent of a cell: none is no figure while somebody who was due may still be.
func exactAbsent(c rota.ReturnCell) any {
	if c.Absent == 0 && c.Unconfirmed > 0 {
		return stillOpen
	}
	return c.Absent
}

const (
	returnSheet = "Return"
	returnHead  = 4
	partsSheet  = "By service and grade"
)

// SharedReturn writes the workforce return as it may be shared: who was due at
// work and who was absent by day, service and grade, from confirmed attendance.
// Counts that could give a resident away are not in it.
func SharedReturn(w io.Writer, l Labels, strike rota.Strike, groups []rota.ReturnGroup) error {
	b, err := l.labelled("Workforce return: "+strike.Name, strike.Name)
	if err != nil {
		return err
	}
	r := returned{l, strike, "As NHS England's return counts: residents due at work and absent, from confirmed attendance alone. Where fewer than 5 residents were absent, or fewer than 5 at work, the count is not told, " +
		"nor what it could be worked out from; those whom the rota itself shows at work do not count towards the 5. Small groups stand together. The counts of a day are those of when all of it was first confirmed: later corrections show here once they alter no count by fewer than 5. The exact counts are in a file of their own that the rota coordinator can ask for.", sharedParts(groups)}
	return b.written(w, r.writeReadme, r.writeDays, r.writeParts)
}

// ExactReturn writes the workforce return with exact counts, for the trust's own submission.
func ExactReturn(w io.Writer, l Labels, strike rota.Strike, cells []rota.ReturnCell) error {
	b, err := l.labelled("Workforce return, exact: "+strike.Name, strike.Name)
	if err != nil {
		return err
	}
	r := returned{l, strike, "EXACT COUNTS: a count of one or two may tell who was absent. For the submission to NHS England alone; do not share it. Residents due at work and absent, from confirmed attendance alone.", exactParts(cells)}
	return b.written(w, r.writeReadme, r.writeDays, r.writeParts)
}

// A returned is a workforce return being written.
type returned struct {
	Labels
	strike rota.Strike
	note   string
	parts  listing
}

var partFields = []field{{"Day", 18, date}, {"Service", 28, wrapped}, {"Grade", 22, wrapped}, {"Due at work", 18, whole}, {"Absent", 32, whole}, {"Not confirmed", 16, whole}}

// unconfirmedColumn is the one that only the exact return has.
const unconfirmedColumn = 5

func sharedParts(groups []rota.ReturnGroup) listing {
	t := listing{name: "Parts", fields: partFields[:5]}
	for _, g := range groups {
		t.add(g.Day, g.Service, g.Grade, dueFigure(g.Due), absentFigure(g))
	}
	return t
}

func exactParts(cells []rota.ReturnCell) listing {
	t := listing{name: "Parts", fields: partFields}
	for _, c := range cells {
		t.add(c.Day, c.Service, c.Grade, c.Due, exactAbsent(c), c.Unconfirmed)
	}
	return t
}

func (r returned) writeReadme(b *book) error {
	p := r.readme(b, "Workforce return: "+r.strike.Name)
	p.line("Strike", spanWords(r.strike.Span))
	p.line("What it counts", r.note)
	p.line("How", "Each resident counts once a day, on the day on which their duty starts, in the service of the slot that it belongs to, or else of their unit. A duty begun before the strike does not count. Absent is absent for any reason: no reason is recorded.")
	p.line("Services", fmt.Sprintf("%q: residents of units for which no critical slot is entered. %q and %q: small groups that stand together.", rota.OtherService, rota.OtherServices, rota.OtherGrades))
	p.line("In words", fmt.Sprintf("%q: whether somebody who was due came is still to be entered. %q: the figure could tell of single residents.", stillOpen, notTold))
	p.section("The sheets")
	p.line(returnSheet, "One row a day: due at work, absent, and the share absent.")
	p.line(partsSheet, "The same by service and grade, as far as it may be told. Its rows of a day add up to the day.")
	return p.flush()
}

// writeDays writes a row a day, each the sum of its parts.
func (r returned) writeDays(b *book) error {
	s := b.sheet(returnSheet, layout{widths: []float64{20, 20, 32, 24, 16}, paper: paperA4, frozenRow: returnHead, titleRow: returnHead})
	s.put(24, s.cell(title, "Workforce return: "+r.strike.Name))
	s.put(0, s.cell(bare, joinWords(r.Trust, spanWords(r.strike.Span))))
	s.skip(1)
	heads := []string{"Day", "Due at work", "Absent", "Share absent"}
	if len(r.parts.fields) > unconfirmedColumn {
		heads = append(heads, partFields[unconfirmedColumn].head)
	}
	s.heads(heads...)
	for _, d := range r.days() {
		s.put(0, r.dayCells(s, d)...)
	}
	if len(r.parts.rows) == 0 {
		s.put(0, s.cell(bare, "No resident was due at work in the strike."))
		return s.flush()
	}
	s.table("Days", returnHead, len(heads))
	return s.flush()
}

// dayCells are a day of the return, each a formula on its parts. The exact one says
// beside it of how many it is still to be entered whether they came.
func (r returned) dayCells(s *sheet, d rota.Date) []any {
	row := s.row + 1
	due, absent := r.total(d, 3), r.total(d, 4)
	open, exact := r.total(d, unconfirmedColumn).(int)
	part := shareOf(due, absent, open)
	formula := fmt.Sprintf(`IF(AND(ISNUMBER(B%[1]d),ISNUMBER(C%[1]d)),C%[1]d/B%[1]d,IF(C%[1]d="%[2]s",C%[1]d,"%[3]s"))`, row, stillOpen, notTold)
	if exact {
		formula = fmt.Sprintf(`IF(E%[1]d>0,"%[2]s",C%[1]d/B%[1]d)`, row, stillOpen)
	}
	look := shareShown
	if _, words := part.(string); words {
		look = plain
	}
	cells := []any{s.cell(date, daySerial(d)), s.sum(whole, r.sumOf("D", row, due), due), s.sum(whole, r.sumOf("E", row, absent), absent), s.sum(look, formula, part)}
	if exact {
		cells = append(cells, s.sum(whole, r.sumOf("F", row, open), open))
	}
	return cells
}

// sumOf adds the parts of the day in a row up. A part that is told in words makes its day so.
func (r returned) sumOf(letter string, row int, v any) string {
	column := func(letter string) string {
		return fmt.Sprintf("%[1]s!$%[2]s$2:$%[2]s$%[3]d", quoted(partsSheet), letter, max(2, len(r.parts.rows)+1))
	}
	if t, ok := v.(string); ok {
		return fmt.Sprintf(`IF(COUNTIFS(%[1]s,$A%[2]d,%[3]s,"*?")>0,"%[4]s",0)`, column("A"), row, column(letter), t)
	}
	return fmt.Sprintf("SUMIFS(%s,%s,$A%d)", column(letter), column("A"), row)
}

// shareOf is the share absent, or in words why it cannot be told: attendance of
// somebody is still open, or a figure is not told.
func shareOf(due, absent any, open int) any {
	of, known := due.(int)
	n, told := absent.(int)
	switch {
	case open > 0 || absent == stillOpen:
		return stillOpen
	case known && told:
		return float64(n) / float64(of)
	}
	return notTold
}

func (r returned) days() []rota.Date {
	var out []rota.Date
	for _, row := range r.parts.rows {
		if d := row[0].(rota.Date); len(out) == 0 || out[len(out)-1] != d {
			out = append(out, d)
		}
	}
	return out
}

// total adds a column of a day's parts up; words stand for themselves.
func (r returned) total(d rota.Date, column int) any {
	sum := 0
	if column >= len(r.parts.fields) {
		return nil
	}
	for _, row := range r.parts.rows {
		if row[0] != d {
			continue
		}
		n, ok := row[column].(int)
		if !ok {
			return row[column]
		}
		sum += n
	}
	return sum
}

func (r returned) writeParts(b *book) error {
	s := b.sheet(partsSheet, layout{widths: r.parts.widths(), paper: paperA4, frozenRow: 1, titleRow: 1})
	s.list(r.parts, "No resident was due at work in the strike.")
	return s.flush()
}

// ReturnCSV writes the shared return as CSV.
func ReturnCSV(w io.Writer, groups []rota.ReturnGroup) error { return sharedParts(groups).writeCSV(w) }
