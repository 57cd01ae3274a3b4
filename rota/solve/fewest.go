package solve

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// A callResult is a plan for a part that calls in few consultants.
type callResult struct {
	state  [][]bool    // of each person: which items are present
	called int64       // how many consultants it calls in
	bound  int64       // no plan that leaves no more open calls in fewer
	open   [4]int64    // minutes of each priority, 1 to 3, that it leaves open
	least  [4]int64    // no plan that leaves no more of the priorities before open leaves less
	doubt  []bool      // of each vacancy: whether what stays open hangs on it
	rows   []highs.Row // of the bounds on what stays open
}

// callsApply reports whether [fillPlaces] and [fewest] may be used: between cover
// and consultants there is no other aim, which they would not hold.
func callsApply(p *rota.Problem) bool {
	return len(p.Aims) > 1 && p.Aims[0] == rota.AimCover && p.Aims[1] == rota.AimConsultants
}

// A callRun is one use of the budget.
type callRun struct {
	*calls
	ctx    context.Context
	budget budget
	said   time.Time // when progress was last told
	out    *callResult
	bound  *callBound
	value  *callValue // in callFewer; nil before
}

func newCallRun(ctx context.Context, engine *highs.Engine, p *rota.Problem, people []*person, b budget) *callRun {
	r := &callRun{calls: newCalls(p, people), ctx: ctx, budget: b}
	r.bound = newCallBound(r.calls, engine, r.limit)
	return r
}

// limit is what HiGHS may use of what is left of the budget.
func (r *callRun) limit() (highs.Options, bool) {
	o := highs.Options{Seed: r.budget.seed, NodeLimit: r.budget.nodes, TimeLimit: r.budget.left(), Progress: func(highs.Progress) { r.tell() }}
	return o, !r.budget.spent(0)
}

// third is limit with a third of the time, for the whole model where it is large.
func (r *callRun) third() (highs.Options, bool) {
	o, ok := r.limit()
	if r.items() > quickItems {
		o.TimeLimit /= 3
	}
	return o, ok
}

// spent reports whether nothing is left of the budget. Whatever takes long asks it
// often, so it tells progress too.
func (r *callRun) spent() bool {
	r.tell()
	_, ok := r.limit()
	return !ok || r.ctx.Err() != nil
}

// Steps that a seating may take for each place: in the first try, and at most in
// later ones, of which each takes a little longer; and after one more is called in.
const (
	firstSteps = 40
	mostSteps  = 400
	moreSteps  = 4
)

// fewest finds a plan for one part that calls in as few consultants as it can, and
// leaves no more minutes open of any priority than start does. It applies where
// [callsApply] says so. The state of start must hold every rule, as [fillPlaces]
// gives it, and is not changed. Planned sessions
// are given up as needed, and kept where no rule minds.
//
// The bound is a small model of who is called in, with rows that [pricedBound]
// proves, so that it is true whether or not everything is filled, and with who takes
// what is in doubt, where something stays open. Without a limit
// in steps or time the result is proved, unless the part is too large for the
// whole model. The same steps give the same result on every run.
func fewest(ctx context.Context, engine *highs.Engine, p *rota.Problem, people []*person, start callResult, b budget) (callResult, error) {
	r := newCallRun(ctx, engine, p, people, b)
	return r.fewest(start)
}

func (r *callRun) fewest(start callResult) (callResult, error) {
	out := callResult{state: cloneStates(start.state), called: r.called(start.state), open: r.open(start.state), doubt: start.doubt, rows: start.rows}
	out.least = out.open
	r.out, r.bound.held = &out, out.open
	err := r.leastCalled(&out)
	if err == nil {
		err = r.search(&out)
	}
	for k, q := range r.people {
		q.keep(out.state[k])
	}
	return out, errors.Join(err, r.ctx.Err())
}

func cloneStates(states [][]bool) [][]bool {
	out := make([][]bool, len(states))
	for k := range states {
		out[k] = slices.Clone(states[k])
	}
	return out
}

// each is the objective that counts people.
func (r *callRun) each() []float64 {
	out := make([]float64, len(r.people))
	for k := range out {
		out[k] = 1
	}
	return out
}

// leastCalled bounds how many are called in: by the small model, and where something stays
// open by the whole model of what is in doubt.
func (r *callRun) leastCalled(out *callResult) error {
	for _, used := range r.usedBy {
		if used {
			out.bound++
		}
	}
	r.bound.rows = append(r.bound.rows, out.rows...)
	least, err := r.bound.minimise(r.budget.stop, r.each(), make([]float64, len(r.vacancies)), 0.999, true)
	out.bound = min(max(out.bound, roundUp(least.bound)), out.called)
	if err != nil || out.doubt == nil || out.open == [4]int64{} || r.itemsOf(out.doubt) > mostItems {
		return err
	}
	_, bound, err := r.bound.exact(r.each(), make([]float64, len(r.vacancies)), out.doubt).solve(r.budget.stop, out.state, r.third)
	out.bound = min(max(out.bound, roundUp(bound)), out.called)
	return err
}

// quickTries is how many teams are tried before the whole model is asked, and
// quickItems how large that may be for it to have all the time there is.
const (
	quickTries = 16
	quickItems = 3000
	mostItems  = 6000 // a larger model is not asked at all: it has never given anything within a minute
)

// search calls in fewer and fewer, then tries teams, by turns of as few as the
// bound allows and of a number between the bound and the best, and then the whole model.
func (r *callRun) search(out *callResult) error {
	weight := make([]float64, len(r.vacancies))
	asked, failed := false, int64(0)
	for try := 0; out.bound < out.called && !r.spent(); try++ {
		if try%2 == 0 && r.itemOf != nil {
			r.callFewer(out, uint64(try))
		}
		if try >= quickTries && !asked {
			asked = true
			if err := r.callExactly(out); err != nil {
				return err
			}
			if r.budget.deadline == 0 {
				return nil
			}
			continue
		}
		target := out.bound
		if try%2 == 1 {
			target = max((max(failed, out.bound)+out.called)/2, failed+1)
			if target >= out.called {
				failed, target = 0, out.bound
			}
		}
		before := out.called
		if err := r.tryTeam(out, target, uint64(try), weight); err != nil {
			return err
		}
		if out.called == before && try%2 == 1 {
			failed = max(failed, target)
		}
	}
	return nil
}

// fewerSteps is how many steps calling in one fewer may take for each place.
const fewerSteps = 1000

// callFewer fills what the best plan fills with one consultant fewer, again and again
// while that can be done. What is worth more than other things in the linear model
// weighs more from the start.
func (r *callRun) callFewer(out *callResult, seed uint64) {
	if r.value == nil {
		r.value = r.calls.value(r.filled(out.state), r.bound.worths, r.spent)
	}
	for out.bound < out.called && !r.spent() {
		s := newSeating(r.calls, r.filled(out.state), seed^uint64(r.budget.seed)<<32)
		s.weight, s.value = r.value.weights(), r.value
		s.fill(out.state)
		for k := range s.may {
			s.may[k] = r.callsIn(k, out.state)
		}
		s.dropLeast()
		if !s.run(fewerSteps*len(s.jobs), r.spent) {
			return
		}
		out.state = s.result()
		out.called = r.called(out.state)
	}
}

// tryTeam looks for a plan with target people, and takes any over that calls in fewer than the best.
func (r *callRun) tryTeam(out *callResult, target int64, seed uint64, weight []float64) error {
	decided := r.bound.held != [4]int64{} && seed/2%2 == 0
	if decided { // what is open now can be; what the small model would open may not
		r.bound.opened = make([]float64, len(r.vacancies))
		for v, filled := range r.filled(out.state) {
			r.bound.opened[v] = float64(r.vacancies[v].places - filled)
		}
	}
	x, err := r.team(target, weight)
	r.bound.opened = nil
	if err != nil {
		return err
	}
	if x.none && !decided {
		out.bound = max(out.bound, target+1)
	}
	if x.called == nil || !x.whole {
		return nil
	}
	state := r.callMore(r.try(x, out.state, seed, weight, min(firstSteps*(1+int(seed)/2), mostSteps)), out.called, seed)
	if state != nil && r.holds(state) && r.called(state) < out.called {
		out.state, out.called = state, r.called(state)
	}
	return nil
}

// holds reports whether a state leaves no more open of any priority than is held.
func (r *callRun) holds(state [][]bool) bool {
	for priority, open := range r.open(state) {
		if open > r.bound.held[priority] {
			return false
		}
	}
	return true
}

// callMore calls in more people than a state does until it leaves no more open
// than is held, each time whoever may take most of what waits; nil when that is
// no fewer than limit.
func (r *callRun) callMore(state [][]bool, limit int64, seed uint64) [][]bool {
	if r.holds(state) {
		return state
	}
	places := make([]int, len(r.vacancies))
	for v, need := range r.vacancies {
		places[v] = need.places
	}
	s := newSeating(r.calls, places, seed)
	for k := range s.may {
		s.may[k] = r.usedBy[k] || slices.ContainsFunc(r.usable[k], func(i int) bool { return state[k][i] })
	}
	s.fill(state)
	for {
		if s.run(moreSteps*len(s.jobs), r.spent); r.holds(s.state) {
			return s.result()
		}
		if r.called(s.state)+1 >= limit {
			return nil
		}
		next := s.mostWanted()
		if next < 0 {
			return nil
		}
		s.may[next] = true
	}
}

// items is how many columns the whole model has for who takes what.
func (c *calls) items() int {
	n := 0
	for _, usable := range c.usable {
		n += len(usable)
	}
	return n
}

// callExactly asks the whole model. A large one has a third of the time.
func (r *callRun) callExactly(out *callResult) error {
	if r.items() > mostItems {
		return nil
	}
	m := r.bound.exact(r.each(), make([]float64, len(r.vacancies)), nil)
	target := float64(out.bound)
	state, bound, err := m.solve(r.budget.stop, out.state, func() (highs.Options, bool) {
		o, ok := r.third()
		o.Target = &target
		return o, ok
	})
	if state != nil && r.holds(state) && r.called(state) < out.called {
		out.state, out.called = state, r.called(state)
	}
	out.bound = min(max(out.bound, roundUp(bound)), out.called)
	return err
}

// team chooses target people with much to choose from, above all of what was hard to place.
func (r *callRun) team(target int64, weight []float64) (callChoice, error) {
	worth, none := make([]float64, len(r.people)), make([]float64, len(r.vacancies))
	for k := range r.people {
		for _, i := range r.usable[k] {
			worth[k] -= 1 + weight[r.vacancyOf[k][i]]
		}
	}
	row := highs.Row{Lower: math.Inf(-1), Upper: float64(target)}
	for k := range r.people {
		row.Index, row.Value = append(row.Index, int32(k)), append(row.Value, 1)
	}
	r.bound.extra = []highs.Row{row}
	defer func() { r.bound.extra = nil }()
	most := 0.0
	for _, w := range worth {
		most = max(most, -w)
	}
	return r.bound.minimise(r.budget.stop, worth, none, 3*most, false)
}

// try seats what the choice fills on those it calls in, in so many steps for each place. It adds to weight what waited long.
func (r *callRun) try(x callChoice, from [][]bool, seed uint64, weight []float64, steps int) [][]bool {
	places := make([]int, len(r.vacancies))
	for v, need := range r.vacancies {
		places[v] = need.places - int(math.Round(x.open[v]))
	}
	s := newSeating(r.calls, places, seed^uint64(r.budget.seed)<<32)
	may := make([]bool, len(r.people))
	for k := range may {
		may[k] = x.called[k] > 0.5
	}
	s.allow(may)
	s.fill(from)
	if s.run(steps*len(s.jobs), r.spent) {
		return s.result()
	}
	most := int64(1)
	for _, w := range s.weight {
		most = max(most, w)
	}
	exact := make([]float64, len(r.vacancies))
	for v, w := range s.weight {
		exact[v] = priceScale * math.Sqrt(float64(w)/float64(most))
	}
	r.bound.overpricedFrom(x, exact, 1000)
	for v, w := range s.weight {
		weight[v] = weight[v]/2 + 10*float64(w)/float64(most)
	}
	return s.result()
}

// tell tells the best and the bound, not more than twice a second.
func (r *callRun) tell() {
	if r.budget.report != nil && r.out != nil && time.Since(r.said) > 500*time.Millisecond {
		r.said = time.Now()
		r.budget.report(r.out.called, r.out.bound)
	}
}

// roundUp is the whole number that a bound of HiGHS proves; 0 when it proves none.
func roundUp(bound float64) int64 {
	if math.IsInf(bound, 0) || math.IsNaN(bound) {
		return 0
	}
	return int64(math.Ceil(bound - 1e-6*max(1, math.Abs(bound))))
}
