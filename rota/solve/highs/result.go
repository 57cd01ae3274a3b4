package highs

import "fmt"

// Status is how a solve ended.
type Status int

// The ways in which a solve ends.
const (
	// Unknown is an end that HiGHS could not name, such as numerical trouble.
	Unknown Status = iota
	// Optimal is a proved best solution, within the gaps of the options.
	Optimal
	// Infeasible is proof that there is no solution.
	Infeasible
	// Unbounded is proof that there is no best solution.
	Unbounded
	// InfeasibleOrUnbounded is proof that it is one of the two.
	InfeasibleOrUnbounded
	// Limit is a stop at a limit of time or nodes, or by the context; there may be a solution.
	Limit
	// Target is a stop at a solution as good as Options.Target.
	Target
)

var statusNames = [...]string{"unknown", "optimal", "infeasible", "unbounded",
	"infeasible or unbounded", "limit", "target"}

// String names the status in lower case.
func (s Status) String() string {
	if s < 0 || int(s) >= len(statusNames) {
		return fmt.Sprintf("status %d", int(s))
	}
	return statusNames[s]
}

// Result is what a solve found.
type Result struct {
	Status Status

	// HasX tells whether there is a feasible solution; X then has a value for every column. Values
	// of integer columns are whole numbers, exactly.
	HasX bool
	X    []float64

	Objective float64 // of X, with the model's offset; +Inf without one
	Bound     float64 // no solution is below it; -Inf if not known, +Inf if there is none
	Nodes     int64   // of the search tree

	// Iterations is how many steps the simplex method took on a model without integer columns: the
	// same on every run, unless a time limit ended it.
	Iterations int64

	// Duals has the price of every row, and ReducedCosts that of every column, when a model
	// without integer columns was solved to Optimal; else both are nil.
	Duals, ReducedCosts []float64
}

// modelStatus translates HiGHS's HighsModelStatus.
func modelStatus(code int32) Status {
	switch code {
	case 6, 7: // model is empty, optimal
		return Optimal
	case 8:
		return Infeasible
	case 9:
		return InfeasibleOrUnbounded
	case 10:
		return Unbounded
	case 12:
		return Target
	case 13, 14, 16, 17: // limits of time, iterations and solutions, interruption
		return Limit
	default:
		return Unknown
	}
}
