package exports

import "io"

// Results writes the rota and what it costs in one workbook, for those who get
// both: the sheets of [Rota] and [Costs] with the names of consultants.
func Results(w io.Writer, h Handout) error {
	b, err := h.labelled("Strike cover: "+h.Problem.Strike.Name, h.Problem.Strike.Name)
	if err != nil {
		return err
	}
	l := newLedger(h)
	return b.written(w, append(append([]func(*book) error{l.writeReadme}, append(l.rotaSheets(), l.writeOpen)...), l.costSheets()...)...)
}
