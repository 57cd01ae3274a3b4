package exports

import (
	"errors"
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

// Results writes the results workbook: README, Rota, Shifts, Open places, Costs and Rates.
func Results(w io.Writer, in ResultsInput) error {
	return errors.New("not built yet")
}
