package exports

import (
	"io"
	"time"

	"strikerota/rota"
)

// Handling is the mark that a results workbook bears unless another is given.
const Handling = "OFFICIAL-SENSITIVE: PERSONAL"

// ResultsInput is everything that the results workbook shows. It holds no resident.
type ResultsInput struct {
	Problem     rota.Problem
	Plan        rota.Plan
	Consultants map[rota.ConsultantID]rota.Consultant // names to show; without one the id is shown
	Trust       string                                // the trust's name
	Made        time.Time                             // when the plan was made
	By          string                                // who made it
	Version     string                                // of the program
	Handling    string                                // "" is [Handling]
	DeleteBy    rota.Date
}

// Results writes the results workbook: README, Rota, Shifts, Open places, Costs
// and Rates. Amounts are formulas on Rates, each stored with the value that the
// plan's own cost has.
func Results(w io.Writer, in ResultsInput) error {
	b, err := newBook()
	if err != nil {
		return err
	}
	l := newLedger(in)
	b.mark, b.topic = l.Handling, joinWords(l.Trust, l.Problem.Strike.Name)
	b.foot = "Version " + orElse(l.Version, "unknown") + ", " + l.Made.In(rota.Zone()).Format("2 Jan 2006 15:04")
	if err := b.properties("Strike cover: "+l.Problem.Strike.Name, l.By, l.Version, l.Made); err != nil {
		return err
	}
	for _, write := range []func(*book) error{l.writeReadme, l.writeRota, l.writeShifts, l.writeOpen, l.writeCosts, l.writeRates} {
		if err := write(b); err != nil {
			return err
		}
	}
	return b.writeTo(w)
}

func joinWords(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}
