package highs

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Options say how to solve. The zero value solves to the end, exactly, with seed 0.
type Options struct {
	Seed      int
	TimeLimit time.Duration // 0 is none; with one, results may differ from run to run
	NodeLimit int           // 0 is none

	// RelGap and AbsGap are how far from proved a mixed-integer result may be and still count as
	// optimal: a share of the objective, and an amount of it.
	RelGap, AbsGap float64

	// FeasibilityTol is how far a row, bound or whole number may be missed; 0 leaves HiGHS's own,
	// 1e-6 for whole numbers and 1e-7 otherwise. It lies between 1e-10 and 1e-3.
	FeasibilityTol float64

	// Target, if not nil, stops a mixed-integer solve at the first solution at or below it.
	Target *float64

	// Start is a known solution to begin from, a value for every column; nil is none. One that is
	// not feasible is ignored.
	Start []float64

	Presolve string // "on", "off", or "" to let HiGHS choose

	// Progress, if not nil, is called on the goroutine that called Solve, a few times a second at
	// most, while a mixed-integer model is solved.
	Progress func(Progress)
}

// Progress is how far a mixed-integer solve has come.
type Progress struct {
	Nodes   int64
	Best    float64 // the objective of the best solution so far, +Inf if none
	Bound   float64 // no solution is below it, -Inf if not known yet
	Seconds float64 // since the solve began
}

// check finds options that HiGHS would refuse.
func (o *Options) check(m *Model) error {
	if o.Start != nil && len(o.Start) != len(m.Cols) {
		return fmt.Errorf("options: start has %d values for %d columns", len(o.Start), len(m.Cols))
	}
	for j, x := range o.Start {
		if !finite(x) {
			return fmt.Errorf("options: start of column %d is %v", j, x)
		}
	}
	switch {
	case o.Seed < 0 || o.Seed > math.MaxInt32:
		return fmt.Errorf("options: seed %d is not between 0 and %d", o.Seed, math.MaxInt32)
	case o.TimeLimit < 0:
		return fmt.Errorf("options: time limit %v", o.TimeLimit)
	case o.NodeLimit < 0 || o.NodeLimit > math.MaxInt32:
		return fmt.Errorf("options: node limit %d", o.NodeLimit)
	case !(o.RelGap >= 0) || !(o.AbsGap >= 0):
		return fmt.Errorf("options: gaps %v and %v", o.RelGap, o.AbsGap)
	case o.FeasibilityTol != 0 && !(o.FeasibilityTol >= 1e-10 && o.FeasibilityTol <= 1e-3):
		return fmt.Errorf("options: feasibility tolerance %v is not between 1e-10 and 1e-3", o.FeasibilityTol)
	case o.Target != nil && math.IsNaN(*o.Target):
		return fmt.Errorf("options: target %v", *o.Target)
	case !slices.Contains([]string{"", "on", "off"}, o.Presolve):
		return fmt.Errorf("options: presolve %q", o.Presolve)
	}
	return nil
}

// setting is one of HiGHS's own options.
type setting struct {
	name  string
	value any // bool, int, float64 or string
}

// noLimit is in place of an endless time limit: the clock must be able to leap past it.
const noLimit = 1e9 // seconds

// logInterval is how far apart, in seconds, HiGHS keeps the lines that tell its progress.
const logInterval = 0.25

// seconds is a time limit as HiGHS takes it.
func seconds(limit time.Duration) float64 {
	if limit == 0 {
		return noLimit
	}
	return min(limit.Seconds(), noLimit)
}

// settings lists what is told to HiGHS, always in the same order.
func (o *Options) settings() []setting {
	list := []setting{
		{"output_flag", o.Progress != nil},
		{"log_to_console", true},
		{"mip_min_logging_interval", logInterval},
		{"threads", 1},
		{"parallel", "off"},
		{"random_seed", o.Seed},
		{"time_limit", seconds(o.TimeLimit)},
		{"mip_rel_gap", o.RelGap},
		{"mip_abs_gap", o.AbsGap},
	}
	if o.NodeLimit > 0 {
		list = append(list, setting{"mip_max_nodes", o.NodeLimit})
	}
	if o.FeasibilityTol > 0 {
		list = append(list,
			setting{"mip_feasibility_tolerance", o.FeasibilityTol},
			setting{"primal_feasibility_tolerance", o.FeasibilityTol})
	}
	if o.Target != nil {
		list = append(list, setting{"objective_target", *o.Target})
	}
	if o.Presolve != "" {
		list = append(list, setting{"presolve", o.Presolve})
	}
	return list
}
