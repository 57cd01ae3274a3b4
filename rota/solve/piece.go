package solve

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// A piece is the model of what some people do while all others do what a sketch
// says. Rows that the sketch may break can be broken in it, at the same cost.
type piece struct {
	run    *run
	sketch *sketch // in which those people do nothing
	rows   []pieceRow
	slot   map[int32]int // the row of a place row
	cols   []highs.Col
	start  []float64
}

// A pieceRow is a row and what is in it.
type pieceRow struct {
	highs.Row
	limit int64
	soft  float64 // what a unit by which it is broken adds to it; 0 is that it holds
	now   int64   // what the people do in it by the sketch
}

// piece makes the model of the rosters given. now says which of them the sketch had.
func (r *run) piece(d *sketch, people []int, ids []int32, now map[int32]bool) *piece {
	p := &piece{run: r, sketch: d, slot: map[int32]int{}}
	for j, c := range r.carried {
		p.row(c.limit-d.sums[j], -1)
	}
	person := map[int]int{}
	for _, k := range people {
		person[k] = p.row(1, soft(r.must[k]))
	}
	for _, id := range ids {
		k := r.person(id)
		j := p.column(float64(r.costs.of(r.all, k, id)), now[id])
		p.cols[j].Upper, p.cols[j].Integer = 1, true
		for n, c := range r.carried {
			p.add(n, j, c.costs.of(r.all, k, id))
		}
		p.add(person[k], j, 1)
		for _, i := range r.all.of(id) {
			p.add(p.place(r.row[k][i]), j, 1)
		}
	}
	for n := range p.rows {
		p.loosen(n)
	}
	return p
}

// soft is what a unit missing adds to a row that must be exact.
func soft(exact bool) float64 {
	if exact {
		return 1
	}
	return 0
}

func (p *piece) row(limit int64, soft float64) int {
	p.rows = append(p.rows, pieceRow{Row: rowTo(limit, soft > 0), limit: limit, soft: soft})
	return len(p.rows) - 1
}

// place is the row of what the others leave of a slot.
func (p *piece) place(s int32) int {
	n, ok := p.slot[s]
	if !ok {
		n = p.row(p.run.need[s]-p.sketch.used[s], soft(p.run.full[s]))
		p.slot[s] = n
	}
	return n
}

func (p *piece) column(cost float64, now bool) int {
	x := 0.0
	if now {
		x = 1
	}
	p.cols, p.start = append(p.cols, highs.Col{Upper: math.Inf(1), Obj: cost}), append(p.start, x)
	return len(p.cols) - 1
}

func (p *piece) add(row, column int, v int64) {
	if v == 0 {
		return
	}
	at := &p.rows[row]
	at.Index, at.Value = append(at.Index, int32(column)), append(at.Value, float64(v))
	at.now += v * int64(p.start[column])
}

// loosen lets a row that may be broken be so.
func (p *piece) loosen(row int) {
	at := &p.rows[row]
	if at.soft == 0 {
		return
	}
	broken := max(0, at.limit-at.now)
	if at.soft < 0 {
		broken = max(0, at.now-at.limit)
	}
	j := p.column(float64(p.sketch.penalty), false)
	p.start[j] = float64(broken)
	at.Index, at.Value = append(at.Index, int32(j)), append(at.Value, at.soft)
}

func (p *piece) model() highs.Model {
	m := highs.Model{Cols: p.cols}
	for _, row := range p.rows {
		m.Rows = append(m.Rows, row.Row)
	}
	return m
}

// redecide lets the people do what is best while all others do what the sketch says.
func (r *run) redecide(g *guide, d *sketch, people []int) (bool, error) {
	return r.decide(d, r.retry(g, d, people))
}

// retry is the question what is best for the people.
func (r *run) retry(g *guide, d *sketch, people []int) *proposal {
	slices.Sort(people)
	most := r.distance(g, d, people)
	return r.propose(d, people, func(now map[int32]bool) []int32 { return r.fitting(g, d, people, now, most) })
}

// A proposal is the question what some people do best while all others do what a sketch says.
type proposal struct {
	people []int
	old    map[int]int32 // what they do in the sketch
	ids    []int32       // the rosters that they may have
	piece  *piece
	result *highs.Result
	done   bool // whether the sketch became better by it
}

// propose begins one with the rosters that fitting gives, of what the people do now.
func (r *run) propose(d *sketch, people []int, fitting func(now map[int32]bool) []int32) *proposal {
	t := &proposal{people: people, old: map[int]int32{}}
	now := map[int32]bool{}
	for _, k := range people {
		if id := d.roster[k]; id >= 0 {
			now[id], t.old[k] = true, id
		}
		r.give(d, k, -1)
	}
	t.ids = fitting(now)
	t.piece = r.piece(d, people, t.ids, now)
	r.giveAll(d, people, t.old)
	return t
}

// decide answers proposals of different people, side by side, and reports whether the sketch
// became better.
func (r *run) decide(d *sketch, proposals ...*proposal) (bool, error) {
	if err := r.close(); err != nil {
		return false, err
	}
	if r.budget.spent(r.nodes) {
		return false, errSpent
	}
	err := r.sideBySide(len(proposals), func(e *highs.Engine, i int) (err error) {
		t := proposals[i]
		if m := t.piece.model(); len(m.Cols) > 0 {
			t.result, err = r.solveSmall(e, &m, highs.Options{NodeLimit: 50, Start: t.piece.start})
		}
		return err
	})
	if err != nil {
		return false, err
	}
	better := false
	for _, t := range proposals {
		if t.result == nil {
			continue
		}
		r.nodes += int(t.result.Nodes)
		t.done = t.result.HasX && r.adopt(d, t)
		better = better || t.done
	}
	return better, nil
}

// adopt has a sketch do what came of a proposal, unless that is no better now.
func (r *run) adopt(d *sketch, t *proposal) bool {
	before, chosen := d.worth(), map[int]int32{}
	for j, id := range t.ids {
		if t.result.X[j] > 0.5 {
			chosen[r.person(id)] = id
		}
	}
	r.giveAll(d, t.people, chosen)
	if d.worth() < before && !r.overfull(d, chosen) {
		return true
	}
	r.giveAll(d, t.people, t.old)
	return false
}

// overfull reports whether one of the rosters takes a place that another has taken.
func (r *run) overfull(d *sketch, rosters map[int]int32) bool {
	for k, id := range rosters {
		for _, i := range r.all.of(id) {
			if s := r.row[k][i]; d.used[s] > r.need[s] {
				return true
			}
		}
	}
	return false
}

// giveAll changes what the people do: those not named do nothing.
func (r *run) giveAll(d *sketch, people []int, rosters map[int]int32) {
	for _, k := range people {
		id, ok := rosters[k]
		if !ok {
			id = -1
		}
		r.give(d, k, id)
	}
	r.count(d)
}

// solveSmall solves an integer model that is part of a stage's on an engine that nobody
// else uses, and changes nothing else.
func (r *run) solveSmall(e *highs.Engine, m *highs.Model, o highs.Options) (*highs.Result, error) {
	o.Seed, o.AbsGap, o.TimeLimit = r.budget.seed, gap, r.budget.left()
	if left := r.budget.nodes - r.nodes; r.budget.nodes > 0 {
		o.NodeLimit = max(1, min(o.NodeLimit, left))
	}
	stop, end := r.inTime()
	defer end()
	res, err := e.Solve(stop, m, o)
	if errors.Is(err, highs.ErrMemory) && r.ctx.Err() == nil {
		return &highs.Result{Bound: math.Inf(-1)}, nil // another piece may need less
	}
	if res == nil || r.ctx.Err() != nil {
		return nil, r.failed(err)
	}
	return res, nil
}

// distance is what people, and the rows that they could be in, have of the distance from the bound
// to a sketch. No roster that is dearer than that stands in what is better for them.
func (r *run) distance(g *guide, d *sketch, people []int) int64 {
	sum := d.missing * d.penalty * unit
	seen := make([]bool, len(r.need))
	for _, k := range people {
		sum += r.over(g, d, k)
		for i, s := range r.row[k] {
			if s >= 0 && !seen[s] && g.regret[k][i] < math.MaxInt64 {
				seen[s] = true
				sum -= g.y[s] * (r.need[s] - d.used[s])
			}
		}
	}
	at := len(r.need) + len(r.must)
	for j, c := range r.carried {
		sum -= g.y[at+j] * (c.limit - d.sums[j])
	}
	for n, c := range r.cuts {
		if y := g.y[at+len(r.carried)+n]; y != 0 {
			sum -= y * r.leftOf(c, d)
		}
	}
	return sum
}

// leftOf is by how much a sketch is below the limit of a cut.
func (r *run) leftOf(c cut, d *sketch) int64 {
	left := c.limit
	for k, id := range d.roster {
		if id >= 0 {
			left -= c.counts(r.master, k, id)
		}
	}
	return left
}

// fitting lists the rosters of the people that fit beside the sketch, those of the
// least regret if there are many, and what they do now.
func (r *run) fitting(g *guide, d *sketch, people []int, now map[int32]bool, most int64) []int32 {
	var list []near
	for _, k := range people {
		for at := g.from[k]; at < g.from[k+1]; at++ {
			id := r.alive[at]
			over := r.reduced[at] - g.least[k]
			if now[id] || over <= most && r.fitsBeside(d, k, id) {
				if now[id] || g.support[id] {
					over = math.MinInt64
				}
				list = append(list, near{id, over})
			}
		}
	}
	if most := r.ofPiece(d); len(list) > most {
		g.turn++
		slices.SortFunc(list, func(a, b near) int {
			return cmp.Or(cmp.Compare(a.over, b.over), cmp.Compare(g.shuffled(a.id), g.shuffled(b.id)))
		})
		list = list[:most]
	}
	return nearestOf(list, len(list))
}
