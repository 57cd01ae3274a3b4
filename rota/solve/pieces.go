package solve

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

// A sketch is bettered piece by piece: some people may do anything while the rest
// keep to it, and what they do best is chosen exactly. Prices say where to look.
// They split the distance between a plan and the bound into what each person does
// that is dearer than the least of theirs, and what each priced row has left over.

// improve betters a sketch by pieces of so many people until its worth is no more
// than target units or it is tired of looking.
func (r *run) improve(g *guide, d *sketch, target int64, size int) error {
	tried := map[seed]bool{}
	for failures := 0; failures < r.tires(d) && (d.missing > 0 || d.cost > target); {
		proposals, from := r.proposals(g, d, size, tried)
		if len(proposals) == 0 {
			break
		}
		if _, err := r.decide(d, proposals...); err != nil {
			return err
		}
		for n, p := range proposals {
			if p.done {
				failures = 0
				continue
			}
			failures++
			tried[from[n]] = true
		}
	}
	return nil
}

// proposals are to be decided side by side: around the first seeds that were not tried yet,
// each of other people.
func (r *run) proposals(g *guide, d *sketch, size int, tried map[seed]bool) (out []*proposal, from []seed) {
	taken := make([]bool, len(d.roster))
	for _, s := range r.seeds(g, d) {
		if len(out) == r.atOnce() {
			break
		}
		if tried[s.place()] {
			continue
		}
		people := r.around(g, d, s, size)
		if len(people) == 0 {
			tried[s.place()] = true
		}
		if len(people) == 0 || slices.ContainsFunc(people, func(k int) bool { return taken[k] }) {
			continue
		}
		for _, k := range people {
			taken[k] = true
		}
		out, from = append(out, r.retry(g, d, people)), append(from, s.place())
	}
	return out, from
}

// atOnce is how many pieces are looked at side by side.
func (r *run) atOnce() int {
	if r.wide() {
		return 2
	}
	return 1
}

// tires is how often nothing may be found in a sketch before something else is tried: plunges
// of a wide part take long.
func (r *run) tires(d *sketch) int {
	if r.wide() && d.missing == 0 {
		return 2 * tires
	}
	return tires
}

// tires is how often in a row nothing may be found before something else is tried.
const tires = 4

// roughly makes a sketch of the linear model's solution: what it chooses whole, and
// for all others what is best beside that. Where they are too many for one piece,
// each does the largest share of theirs that fits, and what is missing is mended.
func (r *run) roughly(g *guide) (*sketch, error) {
	whole, parts := r.byShare()
	d := r.sketch(whole)
	var people []int
	for k, id := range d.roster {
		if id < 0 {
			people = append(people, k)
		}
	}
	return d, r.complete(g, d, parts, people, r.sizes.mostPiece)
}

// complete gives some people what is best beside the rest of a sketch, or where they are
// more than most fills it with the rosters and mends what is missing.
func (r *run) complete(g *guide, d *sketch, ids []int32, people []int, most int) error {
	if len(people) > most {
		r.fill(d, ids)
		r.mend(g, d)
		return nil
	}
	_, err := r.redecide(g, d, people)
	return err
}

// byShare lists the rosters that the linear model's solution chooses whole, and those
// that it chooses in part, the largest share first.
func (r *run) byShare() (whole, parts []int32) {
	var order []int
	for j, v := range r.x {
		if v > 1e-6 {
			order = append(order, j)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(r.x[b], r.x[a]), cmp.Compare(r.pool[a], r.pool[b]))
	})
	for _, j := range order {
		if r.x[j] > 1-1e-6 {
			whole = append(whole, r.pool[j])
		} else {
			parts = append(parts, r.pool[j])
		}
	}
	return whole, parts
}

// fill gives one roster after another to its person in a sketch, if they have none
// and it fits beside the others.
func (r *run) fill(d *sketch, ids []int32) {
	for _, id := range ids {
		if k := r.person(id); d.roster[k] < 0 && r.fitsBeside(d, k, id) {
			r.give(d, k, id)
		}
	}
	r.count(d)
}

// fitsBeside reports whether a roster of person k takes only places that the sketch leaves.
func (r *run) fitsBeside(d *sketch, k int, id int32) bool {
	for _, i := range r.all.of(id) {
		if s := r.row[k][i]; d.used[s] >= r.need[s] {
			return false
		}
	}
	return true
}

// between makes a plan of the best plan, a sketch and the linear model's solution:
// everybody does what one of the three says.
func (r *run) between(g *guide, other *sketch) (*sketch, error) {
	d := r.sketch(r.chosen())
	people := make([]int, len(d.roster))
	for k := range people {
		people[k] = k
	}
	_, err := r.decide(d, r.propose(d, people, func(map[int32]bool) []int32 {
		ids := append(r.chosen(), other.ids()...)
		for id := range g.support {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		return slices.Compact(ids)
	}))
	return d, err
}

// approach looks for a better plan near the linear model's solution, of which d is
// the best sketch so far. In a wide part the best plan itself is bettered first: pieces
// of it are much smaller, as its distance from the bound is known.
func (r *run) approach(g *guide, d *sketch, size int) error {
	if r.wide() {
		if err := r.across(g, d, size); err != nil || d.missing == 0 {
			return err
		}
	}
	err := r.improve(g, d, r.least, size)
	if err != nil || d.missing == 0 {
		r.take(d.ids())
		return err
	}
	return r.across(g, d, size)
}

// across makes a plan of the best plan, a sketch and the linear model's solution, and betters it.
func (r *run) across(g *guide, d *sketch, size int) error {
	plan, err := r.between(g, d)
	if err == nil && (plan.cost < r.units() || r.tired < size) {
		r.tired = size
		err = r.improve(g, plan, r.least, size)
	}
	if r.take(plan.ids()) {
		r.tired = 0
	}
	return err
}

// byPieces proves a stage of many rosters: plans are looked for near the linear
// model's solution, and local cuts bring that nearer to a plan. It ends when enough
// rosters or fewer are left that a better plan could have.
func (r *run) byPieces(enough int) error {
	err := r.pieces(enough)
	if err == nil && r.proved() {
		err = r.sharpen()
	}
	return err
}

func (r *run) pieces(enough int) error {
	var d *sketch // near the linear model's solution as it is
	for size := r.sizes.leastPiece; size <= r.largest() && !r.late(size); {
		if r.wide() {
			if err := r.residual(); err != nil || r.proved() {
				return err
			}
		}
		before, least, g := r.units(), r.bound.total, r.guide()
		var err error
		if d == nil {
			d, err = r.nearby(g)
		}
		if err == nil {
			err = r.approach(g, d, size)
		}
		if err != nil || r.proved() {
			return err
		}
		anew, err := r.prune()
		if err != nil || r.proved() {
			return err
		}
		if r.closeBy(size, enough) {
			return nil
		}
		more, err := r.locals(d, size)
		if err != nil || r.proved() {
			return err
		}
		if anew || more {
			d = nil
		}
		if r.wide() && r.units() < before && size > r.sizes.leastPiece {
			size, d = r.sizes.leastPiece, nil // fewer rosters are left, so that more local cuts can be looked for
		}
		if r.units() == before && (!more || r.bound.total < least+(r.units()*unit-least)/200) {
			size, d = 2*size, nil
			if err := r.another(); err != nil || r.proved() {
				return err
			}
		}
	}
	return nil
}

// closeBy reports whether an integer model may have what is left: enough rosters or
// fewer, or many where small pieces have come so close that the last units are
// proved sooner by the model than by larger pieces.
func (r *run) closeBy(size, enough int) bool {
	if size > 2*r.sizes.leastPiece && r.units()-r.least <= lastUnits {
		enough = r.sizes.many
	}
	_, all := r.nearest(enough)
	return all
}

// lastUnits are the units from the bound to the best plan that a model of many
// rosters closes quickly.
const lastUnits = 8

// nearby makes a sketch near the linear model's solution.
func (r *run) nearby(g *guide) (*sketch, error) {
	if r.wide() {
		return r.below()
	}
	return r.roughly(g)
}

// another solves the linear model from few rosters: mostly it has other solutions
// that are as good. In a wide part that takes long, and each plunge differs anyway.
func (r *run) another() error {
	if r.wide() {
		return nil
	}
	err := r.close()
	r.master.pool, r.left = nil, nil
	return errors.Join(err, r.relax())
}

// sharpen goes on with local cuts where a bound proves the best plan only because
// values are whole: what is missing would be lent to the stages after.
func (r *run) sharpen() error {
	r.sharp = true
	for size := r.sizes.leastPiece; size <= 4*r.sizes.leastPiece && r.bound.total < r.units()*unit-unit/100; {
		if _, err := r.prune(); err != nil {
			return err
		}
		least := r.bound.total
		more, err := r.locals(r.sketch(r.chosen()), size)
		if err != nil {
			return err
		}
		if !more || r.bound.total < least+unit/100 {
			size *= 2
		}
	}
	return nil
}

// prune takes out the rosters that stand in no plan as good as the best, and
// solves the linear model again if it has shares of some.
func (r *run) prune() (anew bool, err error) {
	r.keep(r.price(r.costs, r.bound.y), r.units())
	for j, v := range r.x {
		if _, alive := slices.BinarySearch(r.alive, r.pool[j]); v > 1e-6 && !alive {
			return true, errors.Join(r.close(), r.relax())
		}
	}
	return false, nil
}

// late reports whether it is time for what follows in a wide part: once the smallest pieces bring
// nothing more, a model of all and a tree have the greater part of the stage's time, or half
// of it where so little is left to prove that larger pieces often do.
func (r *run) late(size int) bool {
	share := time.Duration(forPieces)
	if r.units()-r.least <= lastUnits {
		share = forLastPieces
	}
	return r.wide() && size > r.sizes.leastPiece && r.budget.hasHad(r.budget.deadline/share)
}

// The parts of a stage's time after which pieces of a wide part grow no more.
const (
	forPieces     = 5
	forLastPieces = 2
)

// largest is how many people the largest pieces have: where a tree follows, not so many.
func (r *run) largest() int {
	if r.wide() {
		return min(r.sizes.mostPiece, 4*r.sizes.leastPiece)
	}
	return r.sizes.mostPiece
}
