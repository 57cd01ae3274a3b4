package solve

import (
	"container/heap"
	"math"
	"slices"
)

// cycles lists cuts of five and more rows that the linear model's solution breaks.
// Rows that share much of their rosters in a ring of odd length are the likely
// ones: were each filled by rosters in two neighbours, half a ring would not come
// out whole. The lightest odd ring through a row is a shortest path from it to
// itself in the graph that has every row twice, once for each side.
func (r *run) cycles(f *fractions) []cut {
	var out []cut
	seen := map[string]bool{}
	for a := range f.rows {
		if !f.tight(r, int32(a)) {
			continue
		}
		ring := f.oddRing(r, int32(a))
		if len(ring) < 5 || len(ring) > mostRing {
			continue
		}
		slices.Sort(ring)
		if len(slices.Compact(slices.Clone(ring))) < len(ring) {
			continue
		}
		c := cut{by: 2}
		for _, n := range ring {
			c.rows = append(c.rows, f.rows[n])
			c.limit += r.places(f.rows[n])
		}
		key := c.key()
		if c.limit%2 == 0 || seen[key] {
			continue
		}
		c.limit /= 2
		seen[key] = true
		if f.over(r, ring)-float64(c.limit) > 0.02 && !r.known(c) {
			out = append(out, c)
		}
		if len(out) == newCuts {
			break
		}
	}
	return out
}

// mostRing is the most rows of a cut.
const mostRing = 15

// tight reports whether the solution fills the row.
func (f *fractions) tight(r *run, a int32) bool {
	return f.filled[a] > float64(r.places(f.rows[a]))-1e-6
}

// over is what the fractional rosters count in a cut of the rows.
func (f *fractions) over(r *run, ring []int32) float64 {
	sum := 0.0
	for n, rows := range f.stands {
		both := 0
		for _, a := range rows {
			if slices.Contains(ring, a) {
				both++
			}
		}
		sum += f.shares[n] * float64(both/2)
	}
	return sum
}

// oddRing is the lightest closed way of odd length from row a; nil if it is as heavy as 1.
func (f *fractions) oddRing(r *run, a int32) []int32 {
	n := len(f.rows)
	dist, from := make([]float64, 2*n), make([]int32, 2*n)
	for i := range dist {
		dist[i] = math.Inf(1)
	}
	dist[a] = 0
	q := &ringQueue{{int(a), 0}}
	for q.Len() > 0 {
		at := heap.Pop(q).(ringStep)
		if at.length > dist[at.node] || at.length >= 1 {
			continue
		}
		v, side := int32(at.node%n), at.node/n
		if v == a && side == 1 {
			break
		}
		for _, w := range f.near[v] {
			if !f.tight(r, w) {
				continue
			}
			next := int(w) + (1-side)*n
			if d := at.length + max(0, 1-2*f.pair[v][w]); d < dist[next]-1e-12 {
				dist[next], from[next] = d, int32(at.node)
				heap.Push(q, ringStep{next, d})
			}
		}
	}
	if dist[int(a)+n] >= 1-1e-6 {
		return nil
	}
	var ring []int32
	for at := int(a) + n; at != int(a); at = int(from[at]) {
		ring = append(ring, int32(at%n))
	}
	return ring
}

// A ringStep is a node reached, and how far it is.
type ringStep struct {
	node   int
	length float64
}

type ringQueue []ringStep

func (q ringQueue) Len() int { return len(q) }
func (q ringQueue) Less(i, j int) bool {
	return q[i].length < q[j].length || q[i].length == q[j].length && q[i].node < q[j].node
}
func (q ringQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *ringQueue) Push(x any)   { *q = append(*q, x.(ringStep)) }
func (q *ringQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
