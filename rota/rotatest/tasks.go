package rotatest

import (
	"fmt"
	"math/rand/v2"

	"strikerota/rota"
)

// Tasks is a problem of personnel task scheduling with qualifications, the family
// of Krishnamoorthy, Ernst and Baatar (2012): over one day each consultant is there
// for one span and has some of three to ten skills, about a third of them for an odd
// seed and two thirds for an even one. Each slot of one to six hours needs one doctor
// with one skill. No rule but overlap binds, and the aims are cover, then few
// consultants. Slots fill nine tenths of the spans of some of the consultants, so that
// those can cover them all, but for every fifth seed (4, 9, 14 …), where a few
// more slots than can be covered need one skill at one time.
//
// There are at most ten slots for each consultant, and at least 4 consultants and
// 20 slots; other numbers panic. The same arguments give the same problem on every machine.
func Tasks(consultants, slots int, seed uint64) rota.Problem {
	p, _ := plantTasks(consultants, slots, seed)
	return p
}

// plantTasks is the problem of [Tasks] with the plan that its slots were cut from.
// The slots that are too many are in none of its pairs.
func plantTasks(consultants, slots int, seed uint64) (rota.Problem, []rota.Pair) {
	if consultants < 4 || slots < 20 || slots > mostTasks*consultants {
		panic(fmt.Sprintf("rotatest: no tasks for %d consultants and %d slots", consultants, slots))
	}
	g := newTaskGenerator(consultants, slots, seed)
	counts := g.counts(slots - g.extra)
	for k := range consultants {
		n := 0
		if k < len(counts) {
			n = counts[k]
		}
		g.there(n)
	}
	for k, n := range counts {
		g.fill(k, n)
	}
	g.tooMany(g.extra)
	return g.problem()
}

const (
	taskGrid  = 5   // minutes; every time is a multiple
	taskLeast = 60  // minutes of a slot
	taskMost  = 360 // minutes of a slot
	mostTasks = 10  // slots of one consultant
	taskDay   = 24 * 60
)

// A task is a slot: minutes from the start of the day, the skill that it needs,
// and the consultant whose span it was cut from, -1 for none.
type task struct {
	start, end, skill, of int
}

// A worker is there from one minute to another.
type worker struct {
	start, end int
	skills     []int
}

type taskGenerator struct {
	r       *rand.Rand
	skills  int
	share   int // of the skills that each consultant has, per cent
	extra   int // slots that are too many
	hidden  int // consultants whose spans are filled; they are the first
	workers []worker
	tasks   []task
}

func newTaskGenerator(consultants, slots int, seed uint64) *taskGenerator {
	g := &taskGenerator{r: rand.New(rand.NewPCG(seed, 0x7a5c)), share: 66}
	g.skills = 3 + g.r.IntN(8)
	if seed%2 == 1 {
		g.share = 33
	}
	if seed%5 == 4 {
		g.extra = max(2, slots/25)
	}
	most := consultants * 9 / 10
	g.hidden = min(most, slots/(5+g.r.IntN(4)))
	g.hidden = max(g.hidden, (slots+mostTasks-1)/mostTasks)
	return g
}

// counts is how many slots each hidden consultant has: about equally many.
func (g *taskGenerator) counts(slots int) []int {
	out := make([]int, g.hidden)
	for i := range slots {
		out[i%len(out)]++
	}
	for range g.hidden { // move one from one to another, where that leaves both a day's work
		from, to := g.r.IntN(len(out)), g.r.IntN(len(out))
		if out[from] > 3 && out[to] < mostTasks {
			out[from]--
			out[to]++
		}
	}
	return out
}

// there adds a consultant: a span of 8 to 13 hours, long enough for n slots, and skills.
func (g *taskGenerator) there(n int) {
	shortest := max(8*60, n*taskLeast*10/9)
	length := shortest + g.r.IntN(13*60-shortest+1)
	length -= length % taskGrid
	start := 30 * g.r.IntN((taskDay-length)/30+1)
	w := worker{start: start, end: start + length}
	for s := range g.skills {
		if g.r.IntN(100) < g.share {
			w.skills = append(w.skills, s)
		}
	}
	if len(w.skills) == 0 {
		w.skills = []int{g.r.IntN(g.skills)}
	}
	g.workers = append(g.workers, w)
}

// fill cuts n slots out of a consultant's span, so that about nine tenths of it are filled.
func (g *taskGenerator) fill(k, n int) {
	if n == 0 {
		return
	}
	w := g.workers[k]
	units := (w.end - w.start) / taskGrid
	least, most := n*taskLeast/taskGrid, n*taskMost/taskGrid
	busy := min(most, max(least, units*(86+g.r.IntN(9))/100))
	lengths := g.cut(busy-least, n, (taskMost-taskLeast)/taskGrid)
	gaps := g.cut(units-busy, n+1, units)
	at := w.start
	for i, extra := range lengths {
		at += gaps[i] * taskGrid
		end := at + taskLeast + extra*taskGrid
		g.tasks = append(g.tasks, task{at, end, w.skills[g.r.IntN(len(w.skills))], k})
		at = end
	}
}

// cut shares units out to n, none of which gets more than most. It gives a few at a
// time to one drawn, so that the shares differ.
func (g *taskGenerator) cut(units, n, most int) []int {
	out := make([]int, n)
	for units > 0 {
		i := g.r.IntN(n)
		some := min(units, most-out[i], 1+g.r.IntN(12))
		out[i] += some
		units -= some
	}
	return out
}
