package solve

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// A member is one thing that a conflict demands: places of a slot filled (no rule),
// a lock held ([rota.RuleLock]), or a rule kept by a consultant.
type member struct {
	rule   rota.RuleID
	who    int // of the keepers; for locks and rules
	slot   int // for slots and locks
	places int // for slots
}

// A trial is a small model that asks whether the members of a set can all hold.
// Nobody outside the set is asked for anything. Whatever fills more places than
// demanded can be dropped without breaking a rule, so places need no upper limit.
type trial struct {
	all   []*keeper
	need  map[int]int           // places by slot
	rules map[int][]rota.RuleID // by keeper
	locks map[[2]int]bool       // keeper and slot

	who   []int   // keepers with some part in it
	col   [][]int // col[n][i] is the column of item i of who[n], or -1
	model highs.Model
}

// errUndecided is a trial that is too hard to decide.
var errUndecided = errors.New("a conflict is too hard to decide")

// possible reports whether all members can hold together. What is too hard to decide
// counts as possible and is noted: then nothing is left out of a conflict for it.
func (e *Explainer) possible(ctx context.Context, members []member) (bool, error) {
	t := e.newTrial(members)
	t.columns(e)
	if !t.places(e) {
		return false, nil
	}
	if t.simple() {
		return true, nil
	}
	if e.late() {
		e.unsure = true
		return true, nil
	}
	ok, err := e.decide(ctx, t)
	if errors.Is(err, errUndecided) {
		e.unsure = true
		return true, nil
	}
	return ok, err
}

func (e *Explainer) decide(ctx context.Context, t *trial) (bool, error) {
	if m, ok := t.byRosters(); ok {
		r, err := e.run(ctx, &m)
		return r != nil, err
	}
	t.ruleRows()
	return e.solve(ctx, t)
}

func (e *Explainer) newTrial(members []member) *trial {
	t := &trial{all: e.keepers, need: map[int]int{}, rules: map[int][]rota.RuleID{}, locks: map[[2]int]bool{}}
	for _, m := range members {
		switch m.rule {
		case "":
			t.need[m.slot] = m.places
		case rota.RuleLock:
			t.locks[[2]int{m.who, m.slot}] = true
		default:
			t.rules[m.who] = append(t.rules[m.who], m.rule)
		}
	}
	return t
}

// mostNodes of the search tree are what a trial may take. They are counted, not timed,
// so that the answer is always the same.
const mostNodes = 500

// solve reports whether the trial's model has a solution that breaks no demanded
// rule. It is errUndecided when that is too hard to find out.
func (e *Explainer) solve(ctx context.Context, t *trial) (bool, error) {
	for {
		r, err := e.run(ctx, &t.model)
		if err != nil || r == nil {
			return false, err
		}
		if !t.breaks(r.X) {
			return true, nil
		}
	}
}

// run gives a solution of the model, nil if there is none, or errUndecided.
func (e *Explainer) run(ctx context.Context, m *highs.Model) (*highs.Result, error) {
	engine, err := e.solver(ctx)
	if err != nil {
		return nil, err
	}
	r, err := engine.Solve(ctx, m, highs.Options{NodeLimit: mostNodes})
	switch {
	case err != nil:
		return nil, err
	case r.Status == highs.Infeasible || r.Status == highs.InfeasibleOrUnbounded:
		return nil, nil
	case !r.HasX:
		return nil, errUndecided
	}
	return r, nil
}

// solver is the engine of trials, which is started when first asked for.
func (e *Explainer) solver(ctx context.Context) (*highs.Engine, error) {
	if e.engine == nil {
		engine, err := highs.New(ctx)
		if err != nil {
			return nil, fmt.Errorf("start the solver: %w", err)
		}
		e.engine = engine
	}
	return e.engine, nil
}

// columns makes a column for every place in a demanded slot that somebody could
// take, and one for every lock of theirs that is demanded.
func (t *trial) columns(e *Explainer) {
	part := map[int]bool{}
	for s := range t.need {
		for _, seat := range e.seats[s] {
			part[seat.who] = true
		}
	}
	for k := range part {
		t.who = append(t.who, k)
	}
	slices.Sort(t.who)
	for _, k := range t.who {
		q := t.all[k]
		col := make([]int, len(q.items))
		for i, it := range q.items {
			col[i] = -1
			if it.kind != cover {
				continue
			}
			c := highs.Col{Upper: 1, Integer: true}
			if it.locked && t.locks[[2]int{k, it.slot}] {
				c.Lower = 1
			}
			if _, needed := t.need[it.slot]; needed || c.Lower == 1 {
				col[i] = len(t.model.Cols)
				t.model.Cols = append(t.model.Cols, t.barred(k, i, c))
			}
		}
		t.col = append(t.col, col)
	}
}

// barred closes the column of an item that a demanded rule forbids by itself.
func (t *trial) barred(k, i int, c highs.Col) highs.Col {
	for _, rule := range t.rules[k] {
		if t.all[k].bind(rule).alone[i] {
			c.Upper = 0
		}
	}
	return c
}

// places demands the places, and reports false if too few people are left for one.
func (t *trial) places(e *Explainer) bool {
	rows := map[int]*highs.Row{}
	for n, k := range t.who {
		for i, j := range t.col[n] {
			if j < 0 || t.model.Cols[j].Upper == 0 {
				continue
			}
			s := t.all[k].items[i].slot
			if rows[s] == nil {
				rows[s] = &highs.Row{Upper: math.Inf(1)}
			}
			rows[s].Index, rows[s].Value = append(rows[s].Index, int32(j)), append(rows[s].Value, 1)
		}
	}
	for s := range e.problem.Slots {
		places, ok := t.need[s]
		if !ok {
			continue
		}
		if rows[s] == nil && places > 0 || rows[s] != nil && len(rows[s].Index) < places {
			return false
		}
		if rows[s] != nil {
			rows[s].Lower = float64(places)
			t.model.Rows = append(t.model.Rows, *rows[s])
		}
	}
	return true
}

// simple looks for an easy way to fill every place: each in turn, those with the
// fewest people first, by whoever breaks no rule. False says nothing.
func (t *trial) simple() bool {
	held := make([][]int, len(t.who))
	type chance struct{ n, i int }
	bySlot := map[int][]chance{}
	left := map[int]int{}
	for s, places := range t.need {
		left[s] = places
	}
	for n, k := range t.who {
		held[n] = slices.Clone(t.all[k].fixed)
		for i, j := range t.col[n] {
			if j < 0 || t.model.Cols[j].Upper == 0 {
				continue
			}
			s := t.all[k].items[i].slot
			if t.model.Cols[j].Lower == 1 {
				held[n] = merged(held[n], []int{i})
				left[s]--
			} else {
				bySlot[s] = append(bySlot[s], chance{n, i})
			}
		}
	}
	order := make([]int, 0, len(left))
	for s := range t.need {
		order = append(order, s)
	}
	slices.SortFunc(order, func(a, b int) int {
		if d := (len(bySlot[a]) - left[a]) - (len(bySlot[b]) - left[b]); d != 0 {
			return d
		}
		return a - b
	})
	for _, s := range order {
		chances := bySlot[s]
		slices.SortStableFunc(chances, func(a, b chance) int { return len(held[a.n]) - len(held[b.n]) })
		for _, c := range chances {
			if left[s] <= 0 {
				break
			}
			if more := merged(held[c.n], []int{c.i}); !t.anyBroken(t.who[c.n], more) {
				held[c.n] = more
				left[s]--
			}
		}
		if left[s] > 0 {
			return false
		}
	}
	return true
}

func (t *trial) anyBroken(k int, held []int) bool {
	return slices.ContainsFunc(t.rules[k], func(rule rota.RuleID) bool { return t.all[k].broken(rule, held) })
}

// ruleRows adds what is known of each demanded rule.
func (t *trial) ruleRows() {
	for n, k := range t.who {
		q := t.all[k]
		t.cliqueRows(n, q)
		for _, rule := range t.rules[k] {
			if rule == ruleCover {
				t.hoursRow(n, q)
			}
			for _, set := range q.bind(rule).more {
				t.forbidAll(n, set)
			}
		}
	}
}

// cliqueRows allows one of any slots of which no two go together.
func (t *trial) cliqueRows(n int, q *keeper) {
	var open []int
	for i, j := range t.col[n] {
		if j >= 0 && t.model.Cols[j].Upper > 0 {
			open = append(open, i)
		}
	}
	clash := map[int]set{}
	for _, i := range open {
		clash[i] = newSet(len(q.items))
		for _, rule := range t.rules[t.who[n]] {
			clash[i].join(q.bind(rule).pairs[i])
		}
	}
	done := map[[2]int]bool{}
	for at, i := range open {
		for _, j := range open[at+1:] {
			if !clash[i].has(j) || done[[2]int{i, j}] {
				continue
			}
			clique := []int{i, j}
			for _, h := range open {
				if !slices.ContainsFunc(clique, func(c int) bool { return c == h || !clash[c].has(h) }) {
					clique = append(clique, h)
				}
			}
			slices.Sort(clique)
			for a, c := range clique {
				for _, d := range clique[a+1:] {
					done[[2]int{c, d}] = true
				}
			}
			t.atMost(n, clique, 1)
		}
	}
}

// hoursRow is the limit on hours of cover. Where locks may pass it by themselves, or are
// at the same time, the row would be too strict, and the sets that trials break take its place.
func (t *trial) hoursRow(n int, q *keeper) {
	locked := 0
	var locks []int
	row := highs.Row{Lower: math.Inf(-1), Upper: float64(q.maxCover)}
	for i, it := range q.items {
		if it.locked {
			locked, locks = locked+it.minutes(), append(locks, i)
		}
		if j := t.col[n][i]; j >= 0 {
			row.Index, row.Value = append(row.Index, int32(j)), append(row.Value, float64(it.minutes()))
		}
	}
	if q.maxCover >= 0 && locked <= q.maxCover && len(row.Index) > 0 && q.twice(locks) == 0 {
		t.model.Rows = append(t.model.Rows, row)
	}
}

// forbidAll keeps all items of the set from being held at once, if all are in the trial.
func (t *trial) forbidAll(n int, set []int) {
	if !slices.ContainsFunc(set, func(i int) bool { return t.col[n][i] < 0 }) {
		t.atMost(n, set, len(set)-1)
	}
}

func (t *trial) atMost(n int, set []int, most int) {
	row := highs.Row{Lower: math.Inf(-1), Upper: float64(most)}
	for _, i := range set {
		row.Index, row.Value = append(row.Index, int32(t.col[n][i])), append(row.Value, 1)
	}
	t.model.Rows = append(t.model.Rows, row)
}

// breaks looks for demanded rules that the solution breaks, and adds rows against that.
func (t *trial) breaks(x []float64) bool {
	found := false
	for n, k := range t.who {
		q := t.all[k]
		held := slices.Clone(q.fixed)
		for i, j := range t.col[n] {
			if j >= 0 && x[j] > 0.5 {
				held = append(held, i)
			}
		}
		slices.Sort(held)
		for _, rule := range t.rules[k] {
			for _, set := range q.smallest(rule, held) {
				found = true
				b := q.bind(rule)
				b.more = append(b.more, set)
				t.forbidAll(n, set)
			}
		}
	}
	return found
}
