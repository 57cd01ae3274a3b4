package solve

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// atOnce begins a stage of a part with slots all at the same time: places says how
// many each has, and who which of them each consultant can take.
func atOnce(t *testing.T, aims []rota.Aim, places []int, who [][]int) *run {
	t.Helper()
	return spaced(t, aims, places, who, 0)
}

// spaced does so with the slots so long after one another.
func spaced(t *testing.T, aims []rota.Aim, places []int, who [][]int, between time.Duration) *run {
	t.Helper()
	span := func(i int) rota.Span {
		start := friday.Add(time.Duration(i) * between)
		return rota.Span{Start: start, End: start.Add(3 * time.Hour)}
	}
	p := rota.Problem{
		Strike: rota.Strike{Name: "test", Span: rota.Span{Start: friday, End: friday.Add(24 * time.Hour)}},
		Cards:  tinyCards(rand.New(rand.NewPCG(1, 1))), Aims: aims,
	}
	for i, n := range places {
		p.Slots = append(p.Slots, rota.Slot{
			ID: rota.SlotID(fmt.Sprintf("s%d", i)), Service: "Maternity", Unit: "A", Role: "doctor", Site: "north", Span: span(i),
			Places: n, Mode: rota.OnSite, Priority: 1, SkillsAll: []string{fmt.Sprint(i)},
		})
	}
	for k, slots := range who {
		c := rota.Consultant{
			ID: rota.ConsultantID(fmt.Sprintf("c%d", k)), Sites: []string{"north"}, Terms: rota.BMARate,
			Offers: []rota.Offer{{Span: p.Strike.Span, Modes: rota.Modes()}},
		}
		for _, i := range slots {
			c.Skills = append(c.Skills, fmt.Sprint(i))
		}
		p.Consultants = append(p.Consultants, c)
	}
	p, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	part := parts(&p, people(p))[0]
	part.columns()
	part.greedy()
	part.master = newMaster(part, part.enumerate(1<<20), usualSizes)
	engine, err := highs.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	stage := p.Stages()[len(p.Stages())-1]
	r := part.master.begin(t.Context(), engine, part.costs(stage, part.master.all), budget{stop: t.Context()})
	r.score = part.objective(stage).at
	r.bound.y = make(prices, r.rows())
	r.latest = r.bound.y
	return r
}

// takes is the roster of person k with the slots and no others.
func (r *run) takes(t *testing.T, k int, slots ...int32) int32 {
	t.Helper()
	for id := r.all.first[k]; id < r.all.first[k+1]; id++ {
		var rows []int32
		for _, i := range r.all.of(id) {
			rows = append(rows, r.row[k][i])
		}
		if slices.Equal(rows, slots) {
			return id
		}
	}
	t.Fatalf("person %d has no roster with slots %v", k, slots)
	return 0
}

// TestMendRefuses: a chain is not kept whose people get in each other's way, and what
// takes a place that is taken is passed over for what does not.
func TestMendRefuses(t *testing.T) {
	const hole, left, between = 0, 1, 2
	tests := []struct {
		name   string
		alive  [][][]int32 // of each person: the rosters that may be chosen
		sketch [][]int32   // of each person; nil is none
		want   []int64     // places taken of hole, left and between
	}{
		{"two of a chain want one place", [][][]int32{{{left}, {hole, between}}, {{left, between}}}, [][]int32{{left}, nil}, []int64{0, 1, 0}},
		{"somebody in it does without", [][][]int32{{{left}, {hole, between}}, {{left}, {left, between}}}, [][]int32{{left}, nil}, []int64{1, 1, 1}},
		{"a place that is taken", [][][]int32{{{left}, {hole}, {hole, between}}, {{left}}, {{between}}}, [][]int32{{left}, nil, {between}}, []int64{1, 1, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := spaced(t, []rota.Aim{rota.AimCover}, []int{1, 1, 1}, slices.Repeat([][]int{{0, 1, 2}}, len(tt.alive)), 3*time.Hour)
			r.full, r.alive = []bool{true, true, false}, nil
			var ids []int32
			for k, all := range tt.alive {
				for _, slots := range all {
					r.alive = append(r.alive, r.takes(t, k, slots...))
				}
				if tt.sketch[k] != nil {
					ids = append(ids, r.takes(t, k, tt.sketch[k]...))
				}
			}
			slices.Sort(r.alive)
			d := r.sketch(ids)
			r.mend(r.guide(), d)
			if diff := cmp.Diff(tt.want, d.used); diff != "" {
				t.Errorf("places taken (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMend fills an empty place by a chain of people who change.
func TestMend(t *testing.T) {
	tests := []struct {
		name   string
		places []int
		who    [][]int
		sketch map[int]int // slots of people
		full   []bool
		want   []int64 // places taken
	}{
		{"somebody free", []int{1}, [][]int{{0}}, nil, []bool{true}, []int64{1}},
		{"three in a chain", []int{1, 1, 1}, [][]int{{0, 1}, {1, 2}, {2}}, map[int]int{0: 1, 1: 2}, []bool{true, true, true}, []int64{1, 1, 1}},
		{"nobody at the end", []int{1, 1, 1}, [][]int{{0, 1}, {1, 2}}, map[int]int{0: 1, 1: 2}, []bool{true, true, true}, []int64{0, 1, 1}},
		{"ends where nothing must be full", []int{1, 1, 1}, [][]int{{0, 1}, {1, 2}}, map[int]int{0: 1, 1: 2}, []bool{true, true, false}, []int64{1, 1, 0}},
		{"two places, one taken", []int{2, 2}, [][]int{{0}, {0, 1}, {1}, {1}}, map[int]int{0: 0, 1: 1, 2: 1}, []bool{true, true}, []int64{2, 2}},
		{"what may stay empty stays so", []int{1, 1}, [][]int{{0, 1}, {1}}, nil, []bool{false, true}, []int64{0, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := atOnce(t, []rota.Aim{rota.AimCover}, tt.places, tt.who)
			r.full = tt.full
			var ids []int32
			for k, i := range tt.sketch {
				ids = append(ids, r.takes(t, k, int32(i)))
			}
			d := r.sketch(ids)
			r.mend(r.guide(), d)
			if diff := cmp.Diff(tt.want, d.used); diff != "" {
				t.Errorf("places taken (-want +got):\n%s", diff)
			}
			if got := r.sketch(d.ids()); got.missing != d.missing || got.cost != d.cost {
				t.Errorf("missing %d at %d, counted as %d at %d", got.missing, got.cost, d.missing, d.cost)
			}
		})
	}
}

// TestPiecePlaces lets two people decide about a slot of two places, one of which a
// third has: no more than one of them takes the other.
func TestPiecePlaces(t *testing.T) {
	r := atOnce(t, []rota.Aim{rota.AimCover}, []int{2}, [][]int{{0}, {0}, {0}})
	for _, full := range []bool{false, true} {
		r.full = []bool{full}
		d := r.sketch([]int32{r.takes(t, 0, 0)})
		if _, err := r.redecide(r.guide(), d, []int{1, 2}); err != nil {
			t.Fatal(err)
		}
		if d.used[0] != 2 {
			t.Errorf("full %t: %d people are in 2 places", full, d.used[0])
		}
	}
}

// TestRoundPrices makes prices of duals that no solver should give: a bound made of
// them is above no plan, whatever rows must be full.
func TestRoundPrices(t *testing.T) {
	r := atOnce(t, []rota.Aim{rota.AimCover, rota.AimCostBMA}, []int{1, 1}, [][]int{{0, 1}, {0}})
	cheapest := r.costs.units(0)
	for _, v := range []float64{3, -3, 1e4, -1e4} {
		duals := slices.Repeat([]float64{v}, r.rows())
		if got := r.price(r.costs, r.round(duals)).units(); got > cheapest {
			t.Errorf("duals of %v prove that nothing is below %d, but nobody need cost more than %d", v, got, cheapest)
		}
	}
}

// TestFailedLate: a cancel that comes just as the solver has its result is an error, not
// a result that is missing.
func TestFailedLate(t *testing.T) {
	r := atOnce(t, []rota.Aim{rota.AimCover}, []int{1}, [][]int{{0}})
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	r.ctx = cancelled
	ids := []int32{r.takes(t, 0, 0)}
	m := r.model()
	addColumns(&m, r.master, r.costs, ids, true)
	if res, err := r.solveSmall(r.engine, &m, highs.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("small gave %v and %v, want %v", res, err, context.Canceled)
	}
	if res, err := r.integer(ids, highs.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("integer gave %v and %v, want %v", res, err, context.Canceled)
	}
}
