package solve

import (
	"context"
	"errors"
	"slices"

	"strikerota/rota/solve/highs"
)

// The most minutes on one consultant is a weak objective for a linear model, which
// shares the load out in fractions. So it is found by asking, for one limit after
// another: with the rosters above it gone, do the stages before still reach their
// values? That is a model of its own whose value is what is missing, 0 when they do.

// minutes is the cover of roster r of person k, locks included.
func (m *master) minutes(k int, r int32) int64 {
	q := m.part.people[k]
	sum := q.lockedMinutes()
	for _, i := range m.all.of(r) {
		sum += int64(q.items[i].minutes())
	}
	return sum
}

func (q *person) lockedMinutes() int64 {
	var sum int64
	for _, it := range q.items {
		if it.kind == cover && it.locked {
			sum += int64(it.minutes())
		}
	}
	return sum
}

// limitMinutes takes out the rosters of more minutes than the limit.
func (m *master) limitMinutes(limit int64) {
	left := m.alive[:0]
	m.eachAlive(func(k, _ int, r int32) {
		if m.minutes(k, r) <= limit {
			left = append(left, r)
		}
	})
	m.alive = left
}

// loads lists the minutes that the busiest person can have, in order, from what
// locks alone give somebody.
func (m *master) loads() []int64 {
	var least int64
	for _, q := range m.part.people {
		least = max(least, q.lockedMinutes())
	}
	seen := map[int64]bool{least: true}
	out := []int64{least}
	m.eachAlive(func(k, _ int, r int32) {
		if v := m.minutes(k, r); v > least && !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	})
	slices.Sort(out)
	return out
}

// within begins the question whether nobody need have more minutes than the limit.
func (t *part) within(ctx context.Context, engine *highs.Engine, limit int64, b budget) *run {
	m := *t.master
	m.alive, m.reduced = slices.Clone(m.alive), nil
	m.limitMinutes(limit)
	c := &costs{scale: 1, loss: make([]int64, len(t.people))}
	for k := range t.people {
		item := make([]int64, len(m.row[k]))
		for i, row := range m.row[k] {
			if row >= 0 && m.full[row] {
				item[i] = -1
			}
		}
		var any int64
		if m.must[k] {
			any = -1
			c.base++
		}
		c.item, c.any = append(c.item, item), append(c.any, any)
	}
	for s, full := range m.full {
		if full {
			c.base += m.need[s]
		}
	}
	m.full, m.must, m.soft = make([]bool, len(m.full)), make([]bool, len(m.must)), 1
	b.report = nil
	r := m.begin(ctx, engine, c, b)
	r.least = c.units(0)
	r.score = func(y []float64) int64 {
		if t.most(y) <= limit {
			return 0
		}
		return 1
	}
	return r
}

// leastLoad finds what the busiest person must have at least, as far as linear
// models show it.
func (t *part) leastLoad(ctx context.Context, engine *highs.Engine, b budget) (int64, error) {
	loads := t.master.loads()
	now := t.most(t.best)
	low, _ := slices.BinarySearch(loads, now)
	loads = loads[:low]
	low = 0
	for high := len(loads); low < high; {
		mid := (low + high) / 2
		r := t.within(ctx, engine, loads[mid], b)
		if err := errors.Join(r.relax(), r.close()); err != nil {
			if errors.Is(err, errSpent) {
				return loads[0], nil
			}
			return 0, err
		}
		if r.proved() {
			low = mid + 1
			continue
		}
		r.takeWhole()
		high = mid
	}
	if low == len(loads) {
		return now, nil
	}
	return loads[low], nil
}

// levelled finds a plan in which nobody has more minutes than the limit, or the
// least above it that can be. bound is what the busiest must have.
func (t *part) levelled(ctx context.Context, engine *highs.Engine, bound, limit int64, b budget) (outcome, error) {
	limit = max(limit, bound)
	for t.most(t.best) > limit {
		r := t.within(ctx, engine, limit, b)
		if err := errors.Join(r.solve(), r.close()); err != nil && !errors.Is(err, errSpent) {
			return outcome{}, err
		}
		if t.most(t.best) <= limit {
			break
		}
		if !r.proved() {
			break
		}
		loads := t.master.loads()
		n, _ := slices.BinarySearch(loads, limit+1)
		if n == len(loads) {
			break
		}
		bound, limit = loads[n], loads[n]
	}
	now := t.most(t.best)
	return outcome{now, min(bound, now)}, nil
}

// spread finds what the busiest of all must have, and brings everybody down to that.
// Wide parts take long, so they come last, and only where somebody in one has more
// than must be elsewhere.
func (s *search) spread(ctx context.Context, index int, bound func(e *highs.Engine, i int) (outcome, error)) ([]outcome, error) {
	bounds, err := s.each(func(e *highs.Engine, i int) (outcome, error) {
		if s.wide(s.parts[i]) {
			return outcome{}, ctx.Err()
		}
		return bound(e, i)
	})
	if err != nil {
		return nil, err
	}
	floor := highest(bounds)
	bounds, err = s.each(func(e *highs.Engine, i int) (outcome, error) {
		t := s.parts[i]
		if now := t.most(t.best); s.wide(t) && now <= floor {
			return outcome{value: now}, ctx.Err()
		}
		if !s.wide(t) {
			return bounds[i], ctx.Err()
		}
		return bound(e, i)
	})
	if err != nil {
		return nil, err
	}
	return s.level(ctx, index, bounds)
}

// highest is the greatest of the bounds.
func highest(bounds []outcome) int64 {
	var most int64
	for _, o := range bounds {
		most = max(most, o.bound)
	}
	return most
}

// level brings the busiest person of every part down to what the busiest of all
// parts must have, which is all that the aim asks for.
func (s *search) level(ctx context.Context, index int, bounds []outcome) ([]outcome, error) {
	floor := highest(bounds)
	return s.each(func(e *highs.Engine, i int) (outcome, error) {
		b, ok := s.budget(index)
		if s.parts[i].master == nil || !ok {
			return bounds[i], ctx.Err()
		}
		return s.parts[i].levelled(ctx, e, bounds[i].bound, floor, b)
	})
}
