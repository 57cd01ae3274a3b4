package solve

import (
	"errors"
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// A plunge goes from the linear model's solution straight down a tree, with several
// people at once put into slots in which they are for the most part, until everybody's
// roster is whole. The linear model changes its mind about all others on the way, so
// that what comes out at the end is mostly a good plan, or nearly one.

// belows is how many plunges are made side by side.
const belows = 2

// below makes sketches of what plunges come to, or of the plans that they found, and
// gives the best.
func (r *run) below() (*sketch, error) {
	if err := r.close(); err != nil {
		return nil, err
	}
	before := r.nodes
	runs, sketches := make([]*run, belows), make([]*sketch, belows)
	for n := range runs {
		r.plunges++
		runs[n] = r.apart()
	}
	err := r.sideBySide(belows, func(e *highs.Engine, n int) (err error) {
		runs[n].engine = e
		sketches[n], err = runs[n].plunged()
		return err
	})
	var best *sketch
	for n, c := range runs {
		r.nodes += c.nodes - before
		if r.score(c.part.best) < r.score(r.part.best) {
			r.part.best = c.part.best
		}
		if d := sketches[n]; d != nil && (best == nil || d.worth() < best.worth()) {
			best = d
		}
	}
	r.report()
	return best, err
}

// apart is a copy of the run to work on beside it, with half of the nodes that are left.
func (r *run) apart() *run {
	c, part := *r, *r.part
	c.master = r.copied()
	c.part = &part
	c.budget.report = nil
	if c.budget.nodes > 0 {
		c.budget.nodes = r.nodes + max(1, (c.budget.nodes-r.nodes)/belows)
	}
	return &c
}

// plunged makes a sketch of what one plunge comes to, or of the plan that it found.
func (r *run) plunged() (*sketch, error) {
	t, err := r.tree()
	if err != nil {
		return nil, err
	}
	before := r.units()
	t.hasty, t.soft = true, 16*t.soft
	t.slowly = 4 << (r.plunges % 3)
	pool, x, err := t.plunge()
	err = errors.Join(err, t.run.close())
	plan := r.sketch(r.chosen())
	if err != nil || x == nil || r.units() < before {
		return plan, err
	}
	was, shares := r.pool, r.x
	r.pool, r.x = pool, x
	d, err := r.rounded(r.guide())
	r.pool, r.x = was, shares
	if err == nil && d.missing > mostMissing {
		return plan, nil
	}
	return d, err
}

// mostMissing is how much a sketch may lack that is worth mending.
const mostMissing = 2

// rounded makes a sketch of a linear model's solution: what it chooses whole, and for
// those of whom it chooses several in part what is best beside that.
func (r *run) rounded(g *guide) (*sketch, error) {
	whole, parts := r.byShare()
	var people []int
	for _, id := range parts {
		people = append(people, r.person(id))
	}
	slices.Sort(people)
	d := r.sketch(whole)
	return d, r.complete(g, d, parts, slices.Compact(people), 2*r.sizes.leastPiece)
}

// plunge gives the shares of the last linear model on the way down; none if it has
// found a better plan.
func (t *tree) plunge() (pool []int32, x []float64, err error) {
	w := &descent{first: t.filled()}
	w.answers = w.first
	before, last := t.root.units(), t.root.bound.total
	for failures := 0; failures < mostFailures; {
		n := &treeNode{answers: w.answers, total: t.root.bound.total, from: w.from()}
		live, err := t.look(n)
		if err != nil || t.root.units() < before {
			return nil, nil, err
		}
		switch {
		case live && (w.batch < 2 || n.total-last <= (before*unit-last)/16):
			pool, x, last = slices.Clone(t.pool), slices.Clone(t.x), n.total
			more := t.likely()
			if w.add(more, n.from); len(more) == 0 {
				return pool, x, nil
			}
			continue
		case !live:
			failures++
		}
		if !w.back() {
			break
		}
	}
	return pool, x, nil
}

// mostFailures is how often a plunge may come to where nothing better is below.
const mostFailures = 8

// A descent is how far a plunge has come.
type descent struct {
	first    []answer // with which it began
	answers  []answer
	batch    int // how many of them came last; 0 if that is the opposite of one that led nowhere
	landings []landing
}

// A landing is where a descent went on: the number of answers that it had, and where the linear
// model ended.
type landing struct {
	answers int
	end     *corner
}

func (w *descent) add(more []answer, end *corner) {
	w.landings = append(w.landings, landing{len(w.answers), end})
	w.answers, w.batch = append(slices.Clip(w.answers), more...), len(more)
}

// from is where the linear model ended that had most of the answers, and no others.
func (w *descent) from() *corner {
	for len(w.landings) > 0 {
		if last := w.landings[len(w.landings)-1]; last.answers <= len(w.answers) {
			return last.end
		}
		w.landings = w.landings[:len(w.landings)-1]
	}
	return nil
}

// back takes half of the last answers back, or turns the last one round, or where
// that was done goes some way back; false if there is nothing to go back to.
func (w *descent) back() bool {
	w.answers = slices.Clone(w.answers)
	n := len(w.answers)
	switch {
	case w.batch > 1:
		w.answers = w.answers[:n-w.batch+w.batch/2]
		w.batch /= 2
		return true
	case w.batch == 0:
		n = max(len(w.first), n-stepBack)
	}
	if w.answers, w.batch = w.answers[:n], 0; n == len(w.first) {
		return false
	}
	w.answers[n-1].yes = false
	return true
}

// stepBack is how many answers are taken back where neither to the last question leads on.
const stepBack = 10

// filled answers, in most plunges after the first stages, that rows have as many people as
// in the best plan: that keeps those stages, which a plunge that goes its own way seldom
// does. One in four does so for all rows, one for those where the linear model agrees, and
// one for these and half of the others.
func (t *tree) filled() []answer {
	how := t.root.plunges % 4
	if len(t.carried) == 0 || how == 2 {
		return nil
	}
	var out []answer
	d := t.root.sketch(t.root.chosen())
	used, _ := t.root.shares()
	for s, need := range t.root.need {
		q := question{person: -1, row: int32(s)}
		agree := math.Abs(used[s]-float64(d.used[s])) < 1e-6
		free := !agree && (how == 0 || how == 3 && (s+t.root.plunges/4)%2 == 0)
		switch left := need - d.used[s]; {
		case t.root.full[s] || free:
		case left <= 0:
			out = append(out, answer{q, true})
		default:
			for range left {
				out = append(out, answer{q, false})
			}
		}
	}
	return out
}

// likely answers who is in slots where they are for the most part: the likeliest, and
// some more.
func (t *tree) likely() []answer {
	_, of := t.shares()
	var list []weighed
	for q, v := range of {
		if inPart(v) {
			list = append(list, weighed{q, v})
		}
	}
	var out []answer
	for n, q := range inOrder(list) {
		if n > 0 && (of[q] < 0.7 || n > len(list)/t.slowly) {
			break
		}
		out = append(out, answer{q, true})
	}
	return out
}
