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
	slices.Sort(people)
	return r.decide(d, people, func(now map[int32]bool) []int32 { return r.fitting(g, d, people, now) })
}

// decide does so with the rosters that fitting gives, of what the people do now.
func (r *run) decide(d *sketch, people []int, fitting func(now map[int32]bool) []int32) (bool, error) {
	now := map[int32]bool{}
	before, old := d.worth(), map[int]int32{}
	for _, k := range people {
		if id := d.roster[k]; id >= 0 {
			now[id], old[k] = true, id
		}
		r.give(d, k, -1)
	}
	ids := fitting(now)
	p := r.piece(d, people, ids, now)
	r.giveAll(d, people, old)
	m := p.model()
	if len(m.Cols) == 0 {
		return false, nil
	}
	res, err := r.small(&m, highs.Options{NodeLimit: 50, Start: p.start})
	if err != nil || !res.HasX {
		return false, err
	}
	chosen := map[int]int32{}
	for j, id := range ids {
		if res.X[j] > 0.5 {
			chosen[r.person(id)] = id
		}
	}
	if r.giveAll(d, people, chosen); d.worth() >= before {
		r.giveAll(d, people, old)
		return false, nil
	}
	return true, nil
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

// small solves an integer model that is part of a stage's.
func (r *run) small(m *highs.Model, o highs.Options) (*highs.Result, error) {
	if err := r.close(); err != nil {
		return nil, err
	}
	if r.budget.spent(r.nodes) {
		return nil, errSpent
	}
	res, err := r.solveSmall(r.engine, m, o)
	if err == nil {
		r.nodes += int(res.Nodes)
	}
	return res, err
}

// solveSmall does so on an engine that nobody else uses, and changes nothing else.
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

// fitting lists the rosters of the people that fit beside the sketch, those of the
// least regret if there are many, and what they do now.
func (r *run) fitting(g *guide, d *sketch, people []int, now map[int32]bool) []int32 {
	var list []near
	for _, k := range people {
		for at := g.from[k]; at < g.from[k+1]; at++ {
			id := r.alive[at]
			if now[id] || r.fitsBeside(d, k, id) {
				over := r.reduced[at] - g.least[k]
				if now[id] || g.support[id] {
					over = math.MinInt64
				}
				list = append(list, near{id, over})
			}
		}
	}
	if len(list) > r.sizes.ofPiece {
		g.turn++
		slices.SortFunc(list, func(a, b near) int {
			return cmp.Or(cmp.Compare(a.over, b.over), cmp.Compare(g.shuffled(a.id), g.shuffled(b.id)))
		})
		list = list[:r.sizes.ofPiece]
	}
	return nearestOf(list, r.sizes.ofPiece)
}
