package solve

import (
	"slices"

	"strikerota/rota/solve/highs"
)

// A corner is where a linear model ended, to go on from in it or in another of the
// same rows. From there to the solution of a model that is a little different are
// few steps; from nothing there are thousands in a wide part.
type corner struct {
	lp    *highs.LP
	soft  int     // columns before those of the rosters
	pool  []int32 // its rosters
	basis highs.Basis
}

// corner is where the linear model is; nil if it is nowhere yet.
func (r *run) corner() *corner {
	if r.lp == nil || !r.solved {
		return nil
	}
	b, err := r.lp.Basis()
	if err != nil || len(b.Rows) == 0 {
		return nil // an error is met again by whatever else is asked of the model
	}
	return &corner{r.lp, len(r.softRows()), r.pool, b}
}

// goTo has the linear model go on from a corner, if that makes sense in it.
func (r *run) goTo(c *corner) error {
	if c == nil {
		return nil
	}
	b := c.basis
	if c.lp != r.lp {
		b = r.translated(c)
	}
	if len(b.Rows) == 0 {
		return nil
	}
	r.solved = true
	return r.failed(r.lp.SetBasis(b))
}

// translated is the basis of a corner of another linear model, empty if nothing like
// it is one of this. Where rosters of it are gone their people's rows are basic instead.
func (r *run) translated(c *corner) highs.Basis {
	soft := len(r.softRows())
	if len(c.basis.Rows) > r.rows() {
		return highs.Basis{}
	}
	b := highs.Basis{Cols: make([]highs.Place, soft+len(r.pool)), Rows: slices.Clone(c.basis.Rows)}
	for len(b.Rows) < r.rows() {
		b.Rows = append(b.Rows, highs.Basic)
	}
	if soft == c.soft {
		copy(b.Cols, c.basis.Cols[:soft])
	}
	at := make(map[int32]int, len(r.pool))
	for j, id := range r.pool {
		at[id] = soft + j
	}
	basic := 0
	for j, id := range c.pool[:len(c.basis.Cols)-c.soft] {
		if c.basis.Cols[c.soft+j] != highs.Basic {
			continue
		}
		if to, ok := at[id]; ok {
			b.Cols[to] = highs.Basic
		} else if k := len(r.need) + r.person(id); b.Rows[k] != highs.Basic {
			b.Rows[k] = highs.Basic
		}
	}
	for _, list := range [][]highs.Place{b.Cols, b.Rows} {
		for _, p := range list {
			if p == highs.Basic {
				basic++
			}
		}
	}
	for i := 0; i < len(b.Rows) && basic < len(b.Rows); i++ {
		if b.Rows[i] != highs.Basic {
			b.Rows[i] = highs.Basic
			basic++
		}
	}
	if basic != len(b.Rows) {
		return highs.Basis{}
	}
	return b
}
