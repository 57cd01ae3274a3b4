package solve

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"

	"strikerota/rota"
)

// A benchResult is what came of a case.
type benchResult struct {
	benchCase
	stages  []string
	events  []benchEvent
	aims    []rota.AimValue // when it ended
	done    bool
	fault   string
	compact int
	seconds float64
	memory  int64
	nodes   int64
}

func (r *benchResult) take(e benchEvent) {
	if len(e.Stages) > 0 {
		r.stages = e.Stages
	}
	if e.Aim != nil {
		r.events = append(r.events, e)
	}
	r.compact = max(r.compact, e.Compact)
	r.memory = max(r.memory, e.Memory)
	r.nodes = max(r.nodes, e.Nodes)
	r.seconds = max(r.seconds, e.Seconds)
	if e.Done {
		r.done, r.aims, r.fault, r.seconds = true, e.Aims, e.Fault, e.Seconds
	}
}

// proved reports whether every aim is.
func (r *benchResult) proved() bool {
	return r.done && r.fault == "" && len(r.stages) > 0 && len(r.aims) == len(r.stages) &&
		!slices.ContainsFunc(r.aims, func(a rota.AimValue) bool { return a.Value != a.Bound })
}

// provedAt is when the stage, and all before it, was proved, in seconds from the start.
func (r *benchResult) provedAt(index int) (float64, bool) {
	at := 0.0
	for _, stage := range r.stages[:index+1] {
		n := slices.IndexFunc(r.events, func(e benchEvent) bool { return e.Aim.Aim == stage && e.Aim.Value == e.Aim.Bound })
		if n < 0 {
			return 0, false
		}
		at = max(at, r.events[n].Seconds)
	}
	return at, true
}

// A benchAim is the first aim not proved at some time, and how far it was.
type benchAim struct {
	index int // of the stage; past the last when every aim was proved
	stage string
	value *rota.AimValue // nil when it had not begun
}

// at is how far the case was after some seconds.
func (r *benchResult) at(seconds float64) benchAim {
	i := 0
	for ; i < len(r.stages); i++ {
		if when, ok := r.provedAt(i); !ok || when > seconds {
			break
		}
	}
	a := benchAim{index: i}
	if i < len(r.stages) {
		a.stage = r.stages[i]
	}
	for _, e := range r.events {
		if e.Aim.Aim == a.stage && e.Seconds <= seconds {
			a.value = e.Aim
		}
	}
	return a
}

// compare puts the worst first: an earlier aim, then a wider gap.
func (a benchAim) compare(o benchAim) int {
	return cmp.Or(cmp.Compare(a.index, o.index), cmp.Compare(o.gap(), a.gap()))
}

// gap is as share says, and beyond any when nothing was known.
func (a benchAim) gap() float64 {
	if a.value == nil {
		return math.Inf(1)
	}
	return share(*a.value)
}

func (a benchAim) String() string {
	switch {
	case a.value != nil:
		return showAim(a.value)
	case a.stage != "":
		return a.stage + " not begun"
	default:
		return "nothing" // proved, or never heard of
	}
}

// share is how far value and bound are from each other, as a share of the value.
func share(a rota.AimValue) float64 {
	return float64(a.Value-a.Bound) / float64(max(1, a.Value))
}

// counted is the seconds until every aim was proved, or the limit if they were not.
func (r *benchResult) counted() float64 {
	if at, ok := r.provedAt(len(r.stages) - 1); ok && r.proved() {
		return at
	}
	return r.Limit.Seconds()
}

// megabytes is the most memory of the process, if known: that of cbc is another's.
func (r *benchResult) megabytes() string {
	if r.memory == 0 || r.Who == byCBC {
		return "–"
	}
	return fmt.Sprint(r.memory >> 20)
}

// nodesText is how many nodes branch and bound had: rivals do not tell theirs.
func (r *benchResult) nodesText() string {
	if r.Who != ours {
		return "–"
	}
	return fmt.Sprint(r.nodes)
}

func TestBenchResult(t *testing.T) {
	var r benchResult
	for _, e := range []benchEvent{
		{Stages: []string{"cover/1", "displaced"}, Memory: 5},
		{Aim: &rota.AimValue{Aim: "cover/1", Value: 10}, Seconds: 0.5, Memory: 7},
		{Aim: &rota.AimValue{Aim: "cover/1", Value: 8, Bound: 8}, Seconds: 2, Memory: 6, Nodes: 3},
		{Aim: &rota.AimValue{Aim: "displaced", Value: 200, Bound: 150}, Seconds: 3},
		{Aim: &rota.AimValue{Aim: "displaced", Value: 160, Bound: 160}, Seconds: 6},
		{Aim: &rota.AimValue{Aim: "displaced", Value: 160, Bound: 160}, Seconds: 7},
	} {
		r.take(e)
	}
	if r.proved() {
		t.Error("proved before the end")
	}
	for i, want := range []float64{2, 6} {
		if got, ok := r.provedAt(i); !ok || got != want {
			t.Errorf("stage %d was proved at %v %v, want %v", i, got, ok, want)
		}
	}
	at := map[float64]string{
		0.1: "0 cover/1 not begun", 1: "0 cover/1 10 ≥ 0, 100 %", 2.5: "1 displaced not begun", 5: "1 displaced 200 ≥ 150, 25 %",
	}
	for seconds, want := range at {
		a := r.at(seconds)
		if got := fmt.Sprint(a.index, " ", a); got != want {
			t.Errorf("after %v s: %s, want %s", seconds, got, want)
		}
	}
	if got := r.at(6); got.index != 2 {
		t.Errorf("at the end: %v", got)
	}
	if r.at(1).compare(r.at(5)) >= 0 || r.at(2.5).compare(r.at(5)) >= 0 {
		t.Error("a later aim or a narrower gap is worse")
	}
	r.take(benchEvent{Done: true, Seconds: 7.5, Aims: []rota.AimValue{{Aim: "cover/1", Value: 8, Bound: 8}, {Aim: "displaced", Value: 160, Bound: 160}}})
	if !r.proved() || r.memory != 7 || r.nodes != 3 || r.counted() != 6 {
		t.Errorf("%+v", r)
	}
	r.aims[1].Bound--
	r.Limit = 10e9
	if r.proved() || r.counted() != 10 {
		t.Errorf("not proved, yet %v, %v s", r.proved(), r.counted())
	}
}
