package solve

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Subset-row cuts of many rows: where the linear model's solution has halves, thirds and so
// on, some of the rows that it fills, each counted a number of times, come to what cannot be divided by
// two, three and so on without a remainder, though every roster that it chooses in part counts a
// multiple of that in them. The part of that sum, rounded down, is a cut that it breaks by
// a half or more. All such sums are found at once, by elimination of one roster after another in
// remainders (Caprara, Fischetti and Letchford, 2000). Unlike local cuts they need no few people
// who are at odds among themselves.

// A residue is the remainders of a sum of rows.
type residue struct {
	rosters []uint16 // by roster chosen in part: how often it is counted
	rows    []uint16 // by row that stands in fractions: how often it is added
	size    int      // rows that are
	places  uint16   // that those settled leave of the sum
}

// plus adds another one so many times.
func (s residue) plus(o residue, times, by uint16) residue {
	add := func(a, b []uint16) []uint16 {
		out := slices.Clone(a)
		for i, v := range b {
			if v > 0 {
				out[i] = (out[i] + times*v) % by
			}
		}
		return out
	}
	sum := residue{rosters: add(s.rosters, o.rosters), rows: add(s.rows, o.rows), places: (s.places + times*o.places) % by}
	for _, n := range sum.rows {
		if n > 0 {
			sum.size++
		}
	}
	return sum
}

// residues lists cuts of the rows that the linear model's solution fills, which it breaks by a
// half or more, those of the fewest rows first.
func (r *run) residues() []cut {
	f := r.divisions()
	settled := r.settled()
	var out []cut
	if len(f.stands)*len(f.rows) > mostFractions {
		return nil
	}
	for _, by := range f.primes() {
		rows := r.remainders(f, settled, by)
		for _, order := range f.orders() {
			list := eliminated(slices.Clone(rows), order, by)
			slices.SortStableFunc(list, func(a, b residue) int { return cmp.Compare(a.size, b.size) })
			n := 0
			for _, s := range list {
				if n == newCuts || s.places == 0 {
					continue
				}
				if c := r.divided(f, s, settled, by); !r.known(c) && !slices.ContainsFunc(out, c.same) {
					out = append(out, c)
					n++
				}
			}
		}
	}
	return out
}

// mostFractions is the size of a table of fractions that elimination would take too long in.
const mostFractions = 1 << 20

// primes lists those that divide the denominators of shares.
func (f *fractions) primes() []uint16 {
	found := make([]bool, mostDenominator+1)
	for _, v := range f.shares {
		n := 2
		for n <= mostDenominator && math.Abs(v*float64(n)-math.Round(v*float64(n))) > 1e-5 {
			n++
		}
		for p := 2; n <= mostDenominator && n > 1; p++ {
			for ; n%p == 0; n /= p {
				found[p] = true
			}
		}
	}
	var out []uint16
	for p, is := range found {
		if is {
			out = append(out, uint16(p))
		}
	}
	return out
}

// mostDenominator is the greatest that is told from a share: above it rounding shows.
const mostDenominator = 250

// settled lists by row who stands in it with a roster that the linear model chooses whole.
func (r *run) settled() map[int32][]int {
	out := map[int32][]int{}
	for j, v := range r.x {
		if v > 1-1e-6 {
			k := r.person(r.pool[j])
			for _, i := range r.all.of(r.pool[j]) {
				out[r.row[k][i]] = append(out[r.row[k][i]], k)
			}
		}
	}
	return out
}

// remainders gives those of each row that the solution fills. Who is settled takes places of it.
func (r *run) remainders(f *fractions, settled map[int32][]int, by uint16) []residue {
	var list []residue
	at := make([]int, len(f.rows))
	for a, row := range f.rows {
		at[a] = -1
		if f.tight(r, int32(a)) {
			at[a] = len(list)
			s := residue{rosters: make([]uint16, len(f.stands)), rows: make([]uint16, len(f.rows)), size: 1}
			s.rows[a] = 1
			s.places = uint16((r.places(row) - int64(len(settled[row]))) % int64(by))
			list = append(list, s)
		}
	}
	for n, rows := range f.stands {
		for _, a := range rows {
			if at[a] >= 0 {
				list[at[a]].rosters[n] = 1
			}
		}
	}
	return list
}

// orders are some in which rosters are eliminated: each leads to other sums.
func (f *fractions) orders() [][]int {
	var out [][]int
	for _, less := range []func(a, b int) int{
		func(a, b int) int { return cmp.Compare(len(f.stands[a]), len(f.stands[b])) },
		func(a, b int) int { return cmp.Compare(f.shares[b], f.shares[a]) },
		func(a, b int) int { return cmp.Compare(len(f.stands[b]), len(f.stands[a])) },
	} {
		order := make([]int, len(f.stands))
		for n := range order {
			order[n] = n
		}
		slices.SortStableFunc(order, less)
		out = append(out, order)
	}
	return out
}

// eliminated gives the sums in which no roster is left: of those in which one is, the shortest
// is added to all others and leaves.
func eliminated(list []residue, order []int, by uint16) []residue {
	for _, roster := range order {
		best := -1
		for n, s := range list {
			if s.rosters[roster] > 0 && (best < 0 || s.size < list[best].size) {
				best = n
			}
		}
		if best < 0 {
			continue
		}
		least := list[best]
		list = slices.Delete(list, best, best+1)
		once := inverse(least.rosters[roster], by)
		for n, s := range list {
			if v := s.rosters[roster]; v > 0 {
				list[n] = s.plus(least, (by-v)*once%by, by)
			}
		}
	}
	return list
}

// inverse is what a remainder must be taken times to come to one.
func inverse(v, by uint16) uint16 {
	for n := uint16(1); n < by; n++ {
		if n*v%by == 1 {
			return n
		}
	}
	return 0
}

// divided is the cut of a sum of rows, and of those settled as often as that makes theirs a multiple. It is
// taken as often as leaves the greatest remainder.
func (r *run) divided(f *fractions, s residue, settled map[int32][]int, by uint16) cut {
	c := cut{by: int64(by)}
	all := map[int32]int64{}
	times := (by - 1) * inverse(s.places, by) % by
	often := make([]uint16, len(r.must))
	for a, n := range s.rows {
		n = n * times % by
		if n == 0 {
			continue
		}
		all[f.rows[a]] = int64(n)
		for _, k := range settled[f.rows[a]] {
			often[k] = (often[k] + n) % by
		}
	}
	for k, n := range often {
		if n > 0 {
			all[int32(len(r.need)+k)] += int64(by - n)
		}
	}
	c.rows = slices.Sorted(maps.Keys(all))
	for _, row := range c.rows {
		c.times = append(c.times, all[row])
		c.limit += r.places(row) * all[row]
	}
	c.limit /= c.by
	return c
}

// residual adds such cuts as long as the bound rises, or might: it often rests for some rounds.
func (r *run) residual() error {
	if err := r.relax(); err != nil {
		return err
	}
	for n, rest := 0, 0; n < mostResidual && rest < r.sizes.rests && !r.proved(); n, rest = n+1, rest+1 {
		more := r.residues()
		if len(more) == 0 {
			return nil
		}
		before := r.bound.total
		if err := r.addCuts(more); err != nil {
			return err
		}
		if err := r.relax(); err != nil {
			return err
		}
		if r.bound.total > before+unit/100 {
			rest = -1
		}
	}
	return nil
}

// mostResidual is the most rounds of such cuts before something else is done.
const mostResidual = 60
