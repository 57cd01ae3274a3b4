package solve

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// rounds is the most times that cuts are looked for in a stage.
const rounds = 30

// solveRosters minimises one stage over the part with a column for every roster.
func (t *part) solveRosters(ctx context.Context, engine *highs.Engine, stage string, o objective, b budget) (outcome, error) {
	single := t.master.wide() && len(t.dived(stage)) < 2 // a dive would only solve the stage's own linear model, which takes long
	if t.lost && !single {
		t.lost = false
		if err := t.dive(ctx, engine, stage, b); err != nil {
			return outcome{}, err
		}
	}
	r := t.master.begin(ctx, engine, t.costs(stage, t.master.all), b)
	r.score = o.at
	r.least = r.costs.units(o.least())
	for _, h := range t.hints {
		if h.stage == stage && h.carried == len(r.carried) {
			r.raise(r.price(r.costs, h.prices))
		}
	}
	err := errors.Join(r.solve(), r.close())
	t.prices = r.bound.y
	if err != nil && !errors.Is(err, errSpent) {
		return outcome{}, err
	}
	t.master.pool = r.near()
	t.lost = !slices.ContainsFunc(t.hints, func(h hint) bool { return h.stage == stage && h.value == o.at(t.best) })
	return t.reached(stage, o, r.costs.value(r.least)), nil
}

// solve goes on until the stage is proved or the budget spent (errSpent).
func (r *run) solve() error {
	if r.proved() {
		return nil
	}
	for range rounds {
		if err := r.relax(); err != nil || r.proved() {
			return err
		}
		if r.takeWhole(); r.proved() {
			return nil
		}
		if _, all := r.nearest(r.many()); !all {
			if err := r.byPieces(r.many()); err != nil || r.proved() {
				return err
			}
			break
		}
		if _, all := r.nearest(r.sizes.few); all {
			break
		}
		more := r.separate()
		if len(more) == 0 {
			break
		}
		if err := r.addCuts(more); err != nil {
			return err
		}
	}
	return r.branch()
}

// takeWhole takes the linear model's solution over if it is whole.
func (r *run) takeWhole() {
	if ids, whole := r.wholeNumbers(); whole {
		r.take(ids)
	}
}

// wholeNumbers lists the rosters of the linear model's solution if it has no fractions.
func (r *run) wholeNumbers() (ids []int32, whole bool) {
	for j, v := range r.x {
		switch {
		case v > 1-1e-6:
			ids = append(ids, r.pool[j])
		case v > 1e-6:
			return nil, false
		}
	}
	return ids, true
}

// take makes a plan of the rosters, and keeps it if it is better in this stage.
func (r *run) take(ids []int32) bool {
	return r.takeIf(ids, func(y []float64) bool { return r.score(y) < r.score(r.part.best) })
}

func (r *run) takeIf(ids []int32, better func([]float64) bool) bool {
	t := r.part
	state := make([][]bool, len(t.people))
	for k, q := range t.people {
		state[k] = make([]bool, len(q.items))
		for i, it := range q.items {
			state[k][i] = it.kind != cover || it.locked
		}
	}
	for _, id := range ids {
		k := r.person(id)
		for _, i := range r.all.of(id) {
			state[k][i] = true
		}
	}
	y := t.vector(state)
	if !t.holds(y) || !better(y) {
		return false
	}
	t.best = y
	r.report()
	return true
}

// branch proves the stage by branch and bound over the rosters that could be in a
// better plan, after some of the likeliest have shown how good a plan is easy to find.
func (r *run) branch() error {
	if r.wide() {
		return r.branchWide()
	}
	for _, most := range []int{r.sizes.some, r.sizes.many, r.most()} {
		for {
			ids, all := r.likeliest(most)
			if all && len(ids) == 0 {
				r.least = r.units()
				return nil
			}
			if most == r.most() && !all {
				break
			}
			better, err := r.choose(ids, all)
			if err != nil || r.proved() || all {
				return err
			}
			if !better {
				break
			}
		}
	}
	return errSpent
}

// branchWide does so in a part of many people: an integer model of all, if they are not
// too many, has a share of the time, since its cuts often bring the bound near the best
// plan at once; a tree has the rest.
func (r *run) branchWide() error {
	if ids, all := r.nearest(r.most()); all {
		if err := r.shortly(ids); r.proved() || err != nil && !errors.Is(err, errSpent) {
			return err
		}
	}
	b, err := r.branching(&treeNode{total: r.bound.total})
	if err != nil {
		return err
	}
	if err = b.grow(); err == nil && !r.proved() {
		err = errSpent
	}
	return errors.Join(err, b.close())
}

// shortly chooses among all rosters that are left, with a share of the time, or of the nodes.
func (r *run) shortly(ids []int32) error {
	was := r.budget
	defer func() { r.budget = was }()
	r.inPart(modelShare)
	if was.nodes > 0 {
		r.budget.nodes = r.nodes + max(1, (was.nodes-r.nodes)/modelShare)
	}
	_, err := r.choose(ids, true)
	return err
}

// modelShare is the part of a stage's time that an integer model of a wide part has before a tree.
const modelShare = 4

// likeliest is nearest, with all where there are many and not many more, or where few
// units are left to prove: that some are tried first would take as long as all.
func (r *run) likeliest(most int) (ids []int32, all bool) {
	if most == r.sizes.many {
		enough := 2 * most
		if r.units()-r.least <= lastUnits {
			enough = r.most()
		}
		if ids, all = r.nearest(enough); all {
			return ids, all
		}
	}
	return r.nearest(most)
}

// nearest lists the rosters that a better plan can have, no more than most, the
// least reduced costs first; all says whether none is left out.
func (r *run) nearest(most int) (ids []int32, all bool) {
	b := r.price(r.costs, r.bound.y)
	gap := (r.units()-1)*unit - b.total
	var list []near
	r.eachAlive(func(k, at int, id int32) {
		if over := r.reduced[at] - b.least[k]; over <= gap {
			list = append(list, near{id, over})
		}
	})
	return nearestOf(list, most), len(list) <= most
}

// near is a roster and how much dearer it is than the least of its person.
type near struct {
	id   int32
	over int64
}

// nearestOf lists, in order, no more than most of the rosters: the least dear.
func nearestOf(list []near, most int) []int32 {
	if len(list) > most {
		slices.SortStableFunc(list, func(a, b near) int { return cmp.Compare(a.over, b.over) })
		list = list[:most]
	}
	ids := make([]int32, len(list))
	for n, l := range list {
		ids[n] = l.id
	}
	slices.Sort(ids)
	return ids
}

// choose solves the integer model over some rosters and those of the best plan.
// With all that a better plan can have, its bound is one for every plan.
func (r *run) choose(ids []int32, all bool) (better bool, err error) {
	ids = append(ids, r.chosen()...)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	target := float64(r.least)
	o := highs.Options{Target: &target}
	if !all {
		o.NodeLimit = 100
	}
	o.Progress = func(p highs.Progress) {
		if all {
			r.least = max(r.least, min(int64(whole(p.Bound)), r.units()))
		}
		r.report()
	}
	res, err := r.integer(ids, o)
	if err != nil {
		return false, err
	}
	if res.HasX {
		better = r.take(r.selected(res, ids))
	}
	if all {
		r.raiseTo(res)
		if !r.proved() {
			return better, errSpent
		}
	}
	return better, nil
}

// integer solves the integer model over the rosters, from the best plan if it is made of them.
func (r *run) integer(ids []int32, o highs.Options) (*highs.Result, error) {
	if err := r.close(); err != nil {
		return nil, err
	}
	if r.budget.spent(r.nodes) {
		return nil, errSpent
	}
	m := r.model()
	addColumns(&m, r.master, r.costs, ids, true)
	o.Start = make([]float64, len(m.Cols))
	for _, id := range r.chosen() {
		if j, ok := slices.BinarySearch(ids, id); ok {
			o.Start[len(r.softRows())+j] = 1
		}
	}
	o.Seed, o.AbsGap, o.TimeLimit = r.budget.seed, gap, r.budget.left()
	if r.wide() {
		o.Presolve = "off" // it takes long, and few rosters leave by it
	}
	if left := r.budget.nodes - r.nodes; r.budget.nodes > 0 && (o.NodeLimit == 0 || o.NodeLimit > left) {
		o.NodeLimit = max(1, left)
	}
	stop, end := r.inTime()
	defer end()
	res, err := r.engine.Solve(stop, &m, o)
	if res == nil || r.ctx.Err() != nil {
		return nil, r.failed(err)
	}
	r.nodes += int(res.Nodes)
	return res, nil
}

// selected lists the rosters that an integer model has chosen.
func (r *run) selected(res *highs.Result, ids []int32) []int32 {
	var out []int32
	for j, v := range res.X[len(r.softRows()):] {
		if v > 0.5 {
			out = append(out, ids[j])
		}
	}
	return out
}

// raiseTo takes over the bound of an integer model that has every roster of a better plan.
func (r *run) raiseTo(res *highs.Result) {
	bound := whole(res.Bound)
	switch res.Status {
	case highs.Optimal:
		bound = max(bound, math.Round(res.Objective))
	case highs.Infeasible: // nothing better is left
		bound = float64(r.units())
	}
	if !math.IsInf(bound, 0) {
		r.least = max(r.least, min(int64(bound), r.units()))
	}
	r.report()
}

// near lists the rosters of the linear model for the next stage to begin with.
func (r *run) near() []int32 {
	pool := slices.Clone(r.pool)
	slices.Sort(pool)
	return slices.Compact(pool)
}
