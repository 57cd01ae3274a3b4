package solve

import (
	"errors"
	"math"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// TestSmallWithoutMemory gives a piece that needs more memory than its engine has: it
// finds and proves nothing, and the engine goes on to the next.
func TestSmallWithoutMemory(t *testing.T) {
	r := atOnce(t, []rota.Aim{rota.AimCover}, []int{1}, [][]int{{0}})
	engine, err := highs.NewSized(t.Context(), 24<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	little := func() *highs.Model {
		return &highs.Model{Cols: []highs.Col{{Upper: 1, Obj: -1, Integer: true}}, Rows: []highs.Row{{Lower: 0, Upper: 1, Index: []int32{0}, Value: []float64{1}}}}
	}
	large := little()
	for j := range int32(200_000) {
		large.Cols = append(large.Cols, large.Cols[0])
		large.Rows[0].Index, large.Rows[0].Value = append(large.Rows[0].Index, j+1), append(large.Rows[0].Value, 1)
	}
	res, err := r.solveSmall(engine, large, highs.Options{})
	if err != nil || res.HasX || !math.IsInf(res.Bound, -1) {
		t.Fatalf("too large: %+v, %v; want nothing found, nothing proved and no error", res, err)
	}
	if res, err = r.solveSmall(engine, little(), highs.Options{}); err != nil || !res.HasX || res.Objective != -1 {
		t.Errorf("the next: %+v, %v", res, err)
	}
}

// TestDiveCountsAgainstTheStage ends a stage whose time the dive has used.
func TestDiveCountsAgainstTheStage(t *testing.T) {
	r := atOnce(t, []rota.Aim{rota.AimCover}, []int{1, 1}, [][]int{{0, 1}, {1}})
	b := r.budget
	for _, tt := range []struct {
		used time.Duration
		want error
	}{{0, nil}, {2 * time.Minute, errSpent}} {
		b.began, b.deadline = time.Now().Add(-tt.used), time.Minute
		s := r.begin(t.Context(), r.engine, r.costs, b)
		s.score = r.score
		if err := errors.Join(s.relax(), s.close()); !errors.Is(err, tt.want) {
			t.Errorf("after %v of a minute: %v, want %v", tt.used, err, tt.want)
		}
	}
}

// TestDiveShowsBoundsBesideCuts begins a stage that has no time left but for what the
// dive proved, with a local cut in the model that says nothing: of three places at
// once two people leave one open.
func TestDiveShowsBoundsBesideCuts(t *testing.T) {
	r := atOnce(t, []rota.Aim{rota.AimCover}, []int{1, 1, 1}, [][]int{{0, 1, 2}, {1, 2}})
	part, stage := r.part, r.part.problem.Stages()[0]
	none := &costs{scale: 1, item: make([][]int64, 2), loss: make([]int64, 2), any: make([]int64, 2)}
	for k, row := range r.row {
		none.item[k] = make([]int64, len(row))
	}
	part.master.cuts = append(part.master.cuts, cut{costs: none})
	b := budget{stop: t.Context(), began: time.Now()}
	if err := part.dive(t.Context(), r.engine, stage, b); err != nil {
		t.Fatal(err)
	}
	b.began, b.deadline = time.Now().Add(-time.Minute), time.Second
	got, err := part.solveRosters(t.Context(), r.engine, stage, part.objective(stage), b)
	if want := (outcome{180, 180}); err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
}
