package exports

import (
	"fmt"

	"strikerota/rota"
)

// Withheld is pay withheld from residents as a file may tell it: bounds for the
// groups of the shared return, or, exact, what each grade was withheld.
type Withheld struct {
	Note   string
	Ranges []rota.WithheldRange // for files that all who see costs may have
	Exact  []WithheldGrade      // for the named file; Ranges is nil then
	NotYet bool                 // nothing is known before some attendance has been confirmed; Ranges is nil then
}

// A WithheldGrade is days of one grade that take the same pay each.
type WithheldGrade struct {
	Grade string
	Days  int
	A     *rota.Pence // for a day; nil when the grade has no salary
}

// Sums are the least and the most that was withheld; nil is not known.
func (w Withheld) Sums() (least, most *rota.Pence) {
	if w.NotYet {
		return nil, nil
	}
	zero := rota.Pence(0)
	least, most = &zero, &zero
	for _, r := range w.Ranges {
		least, most = rota.Plus(least, r.Least), rota.Plus(most, r.Most)
	}
	for _, g := range w.Exact {
		sum := g.sum()
		least, most = rota.Plus(least, sum), rota.Plus(most, sum)
	}
	return least, most
}

func (g WithheldGrade) sum() *rota.Pence {
	if g.A == nil {
		return nil
	}
	v := rota.Pence(g.Days) * *g.A
	return &v
}

// WithheldGrades gathers exact pay withheld by grade and amount for a day. It is never nil: nobody absent is exact, too.
func WithheldGrades(w rota.Withheld) []WithheldGrade {
	out := []WithheldGrade{}
	for _, sum := range w.ByGrade() {
		at := map[rota.Pence]int{}
		for _, d := range w.Days {
			if d.Grade != sum.Key {
				continue
			}
			amount := rota.Pence(-1)
			if d.Amount != nil {
				amount = *d.Amount
			}
			i, ok := at[amount]
			if !ok {
				i = len(out)
				at[amount] = i
				out = append(out, WithheldGrade{Grade: d.Grade, A: d.Amount})
			}
			out[i].Days++
		}
	}
	return out
}

// noteLines are the note in lines as wide as the table below.
func (w Withheld) noteLines() []string {
	width := 0.0
	for _, column := range withheldList(w).widths() {
		width += column
	}
	return evenLines(w.Note, int(width*1.2)) // letters are narrower than the figures that widths count
}

// sumsRow is the row of the least sum, above that of the most; the note stands above both.
func sumsRow(note []string) int { return 2 + len(note) }

// writeWithheld writes the sheet that the summary takes pay withheld from.
func (l ledger) writeWithheld(b *book) error {
	w := l.Money.Withheld
	t := withheldList(*w)
	note := w.noteLines()
	headRow := sumsRow(note) + 3
	s := b.sheet(withheldSheet, layout{widths: t.widths(), paper: paperA4, landscape: true, frozenRow: headRow, titleRow: headRow, locked: true})
	s.put(24, s.cell(title, l.titled("Pay withheld from residents")))
	for _, line := range note {
		s.put(0, s.cell(bare, line))
	}
	least, most := w.Sums()
	columns := []string{"F", "G"}
	if w.Exact != nil {
		columns = []string{"D", "D"}
	}
	last := headRow + max(1, len(t.rows))
	for i, words := range []string{"At least, £", "At most, £"} {
		area := fmt.Sprintf("%[1]s%[2]d:%[1]s%[3]d", columns[i], headRow+1, last)
		sum := s.sum(moneyBold, sumKnown(area), pounds([]*rota.Pence{least, most}[i]))
		if w.NotYet {
			sum = s.cell(moneyBold, notKnown) // there is nothing to add up
		}
		s.put(0, s.cell(bold, words), sum)
	}
	s.skip(1)
	if w.Exact != nil {
		w.putExact(s, t)
		return s.flush()
	}
	none := "Nobody was due."
	if w.NotYet {
		none = "No attendance has been confirmed yet."
	}
	s.list(t, none)
	return s.flush()
}

// putExact writes a row a grade: days × the amount for a day.
func (w Withheld) putExact(s *sheet, t listing) {
	s.heads(t.heads()...)
	from := s.row
	for _, g := range w.Exact {
		row := s.row + 1
		s.put(0, s.cell(wrapped, g.Grade), s.cell(whole, g.Days), s.cell(money, pounds(g.A)),
			s.sum(money, fmt.Sprintf(`IF(ISNUMBER(C%[1]d),ROUND(B%[1]d*C%[1]d,2),"not known")`, row), pounds(g.sum())))
	}
	if len(w.Exact) == 0 {
		s.put(0, s.cell(bare, "No absence has been confirmed."))
		return
	}
	s.table(t.name, from, len(t.fields))
}

func withheldList(w Withheld) listing {
	if w.Exact != nil {
		t := listing{name: "Withheld", fields: []field{{"Grade", 26, wrapped}, {"Days", 18, whole}, {"£ a day", 14, money}, {"£", 16, money}}}
		for _, g := range w.Exact {
			t.add(g.Grade, g.Days, g.A, g.sum())
		}
		return t
	}
	t := listing{name: "Withheld", fields: []field{{"Day", 18, date}, {"Service", 26, wrapped}, {"Grade", 20, wrapped}, {"Due at work", 20, whole}, {"Absent", 30, whole},
		{"At least £", 16, money}, {"At most £", 16, money}}}
	for _, r := range w.Ranges {
		t.add(r.Day, r.Service, r.Grade, dueFigure(r.Due), absentFigure(r.ReturnGroup), r.Least, r.Most)
	}
	return t
}
