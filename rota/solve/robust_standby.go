package solve

import (
	"context"
	"math/big"
	"slices"
	"strings"

	"strikerota/rota"
)

// A bench is one unit and day with those who stand by for it so far.
type bench struct {
	day    *robustDay
	set    *big.Int    // of the day's reach: what those on the bench can fill
	open   OpenMinutes // when all the silent are away
	target OpenMinutes // with everybody on the bench
	turn   int         // how often somebody joined
}

func newBench(d *robustDay) *bench {
	b := &bench{day: d, set: d.full.space.nobody()}
	b.open, b.target = d.best(b.set), d.best(d.full.everybody)
	return b
}

// with is what the bench can fill when one more joins.
func (b *bench) with(rosters [][]int) *big.Int { return b.day.full.space.add(b.set, rosters) }

// A way is one way to fill places of a reach, and what it leaves open.
type way struct {
	bit  int
	open OpenMinutes
}

// rank lists the ways to fill places when all the silent are away, the best first.
func (d *robustDay) rank() []way {
	open := d.opened(d.everyone())
	left := make([]int, len(open))
	out := make([]way, d.full.space.size)
	for bit := range out {
		copy(left, open)
		for n, i := range d.full.dims {
			left[i] -= d.full.space.digit(bit, n)
		}
		out[bit] = way{bit, d.minutes(left)}
	}
	slices.SortStableFunc(out, func(a, b way) int { return a.open.Compare(b.open) })
	return out
}

// best is what stays open when all the silent are away and the set can be filled.
func (d *robustDay) best(set *big.Int) OpenMinutes {
	for _, w := range d.ranked {
		if set.Bit(w.bit) == 1 {
			return w.open
		}
	}
	return OpenMinutes{} // never: no set is without the way that fills nothing
}

// A seatOn is a consultant's place on a bench, and what they would add there.
type seatOn struct {
	bench   *bench
	rosters [][]int
	gain    OpenMinutes
	turn    int // of the bench when the gain was worked out, -1 for never
}

// A standbyer is a consultant who could be asked.
type standbyer struct {
	id    rota.ConsultantID
	seats []*seatOn
}

// gain is what the consultant adds, over all benches.
func (s standbyer) gain() OpenMinutes {
	var sum OpenMinutes
	for _, on := range s.seats {
		if b := on.bench; on.turn != b.turn {
			on.gain, on.turn = OpenMinutes{}, b.turn
			if b.open != b.target {
				on.gain = b.open.minus(b.day.best(b.with(on.rosters)))
			}
		}
		sum = sum.plus(on.gain)
	}
	return sum
}

// join puts the consultant on all their benches.
func (s standbyer) join() {
	for _, on := range s.seats {
		b := on.bench
		b.set = b.with(on.rosters)
		b.open, b.turn = b.day.best(b.set), b.turn+1
	}
}

// standby orders the consultants to ask for the days, as [UnitDay.Standby] says.
func standby(ctx context.Context, days []*robustDay) ([]StandbyCall, error) {
	out := []StandbyCall{}
	benches, left := benchesOf(days)
	chosen := false // those left are needed, each of them
	for len(left) > 0 && !met(benches) {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		best, gain := 0, left[0].gain()
		for i, s := range left[1:] {
			if g := s.gain(); g.Compare(gain) > 0 {
				best, gain = i+1, g
			}
		}
		if !chosen && gain == (OpenMinutes{}) {
			left, chosen = together(benches, left), true
			continue
		}
		left[best].join()
		out = append(out, StandbyCall{left[best].id, gain})
		left = slices.Delete(left, best, best+1)
	}
	return out, nil
}

// benchesOf sets up the benches and everybody who could join one, by id.
func benchesOf(days []*robustDay) ([]*bench, []standbyer) {
	var benches []*bench
	var all []standbyer
	index := map[rota.ConsultantID]int{}
	for _, d := range days {
		b := newBench(d)
		benches = append(benches, b)
		for n, h := range d.standIns {
			i, ok := index[h.id]
			if !ok {
				i = len(all)
				index[h.id] = i
				all = append(all, standbyer{id: h.id})
			}
			all[i].seats = append(all[i].seats, &seatOn{bench: b, rosters: d.full.rosters[n], turn: -1})
		}
	}
	slices.SortFunc(all, func(a, b standbyer) int { return strings.Compare(string(a.id), string(b.id)) })
	return benches, all
}

// met reports whether those asked do as much as everybody would.
func met(benches []*bench) bool {
	return !slices.ContainsFunc(benches, func(b *bench) bool { return b.open != b.target })
}

// together thins out those left, the last id first, to people who only do as much
// as everybody when all of them stand by.
func together(benches []*bench, left []standbyer) []standbyer {
	for i := len(left) - 1; i >= 0; i-- {
		without := slices.Delete(slices.Clone(left), i, i+1)
		if enough(benches, without) {
			left = without
		}
	}
	return left
}

// enough reports whether these people would bring every bench to its target.
func enough(benches []*bench, people []standbyer) bool {
	sets := map[*bench]*big.Int{}
	for _, b := range benches {
		sets[b] = b.set
	}
	for _, s := range people {
		for _, on := range s.seats {
			sets[on.bench] = on.bench.day.full.space.add(sets[on.bench], on.rosters)
		}
	}
	return !slices.ContainsFunc(benches, func(b *bench) bool { return b.day.best(sets[b]) != b.target })
}
