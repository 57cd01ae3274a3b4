package solve

import (
	"math/rand/v2"
	"slices"
)

// A seating puts jobs (single places of vacancies) on the consultants who may be
// called in. What cannot be seated waits. Where only overlap clashes, the search takes
// a waiting job and shares out anew what a few people around it have (reseat). Else it
// seats the job freely, or along a chain of moves, or by sending the jobs that are in its
// way to wait. Jobs that have waited in vain weigh more, so that easier ones make room.
// It counts steps and draws from a seed, so it does the same on every run.
type seating struct {
	*calls
	random  *rand.Rand
	may     []bool // of each person: may be called in
	present []set  // of each person: the items held that were decided here
	busy    []set  // of each person: the instants at which such an item is under way; nil where there are no instants
	state   [][]bool
	jobs    []int   // of each job: its vacancy
	holder  []int   // of each job: the person, or -1 while it waits
	jobAt   [][]int // of each person and item: the job held, or -1
	waiting []int
	place   []int    // of each job: where in waiting, or -1
	weight  []int64  // of each vacancy
	barred  [][2]int // of each job: the person it was last sent from, and until which step
	step    int
	buffer  []int
	reached []int      // of each job: the step at which a chain last reached it
	again   *reseating // nil where it does not apply
	value   *callValue // chooses whom to share out anew among; nil does not
}

// newSeating makes an empty seating of the places given of each vacancy.
func newSeating(c *calls, places []int, seed uint64) *seating {
	s := &seating{calls: c, random: rand.New(rand.NewPCG(seed, 0x5ea7)), may: make([]bool, len(c.people)), weight: make([]int64, len(c.vacancies))}
	for v := range s.weight {
		s.weight[v] = 1
	}
	if c.itemOf != nil {
		s.again = &reseating{}
	}
	for k, q := range c.people {
		s.may[k] = true
		s.present = append(s.present, newSet(len(q.items)))
		if s.again != nil {
			s.busy = append(s.busy, newSet(len(c.moments)))
		}
		s.state = append(s.state, slices.Clone(c.base[k]))
		at := make([]int, len(q.items))
		for i := range at {
			at[i] = -1
		}
		s.jobAt = append(s.jobAt, at)
	}
	for v, n := range places {
		for range n {
			s.jobs = append(s.jobs, v)
		}
	}
	s.holder, s.place, s.reached = make([]int, len(s.jobs)), make([]int, len(s.jobs)), make([]int, len(s.jobs))
	s.barred = make([][2]int, len(s.jobs))
	for j := range s.jobs {
		s.holder[j], s.place[j] = -1, -1
		s.wait(j)
	}
	return s
}

func (s *seating) wait(j int) {
	s.place[j] = len(s.waiting)
	s.waiting = append(s.waiting, j)
}

// seat gives job j to a person in whose strike nothing is in its way.
func (s *seating) seat(j, k, i int) {
	if at := s.place[j]; at >= 0 {
		last := s.waiting[len(s.waiting)-1]
		s.waiting[at], s.place[last] = last, at
		s.waiting, s.place[j] = s.waiting[:len(s.waiting)-1], -1
	}
	s.holder[j], s.jobAt[k][i], s.state[k][i] = k, j, true
	s.present[k].add(i)
	if v := s.vacancies[s.jobs[j]]; s.busy != nil {
		s.busy[k].fill(v.from, v.to)
	}
}

// unseat takes item i of people[k] from them and gives the job, which now neither is held nor waits.
func (s *seating) unseat(k, i int) int {
	j := s.jobAt[k][i]
	s.holder[j], s.jobAt[k][i], s.state[k][i] = -1, -1, false
	s.present[k].clear(i, i+1)
	if v := s.vacancies[s.jobs[j]]; s.busy != nil {
		s.busy[k].clear(v.from, v.to)
	}
	return j
}

// fill seats what a state seats, as far as it fits the jobs there are.
func (s *seating) fill(state [][]bool) {
	byVacancy := make([][]int, len(s.vacancies))
	for j := len(s.jobs) - 1; j >= 0; j-- {
		if s.holder[j] < 0 {
			byVacancy[s.jobs[j]] = append(byVacancy[s.jobs[j]], j)
		}
	}
	for k := range s.people {
		for _, i := range s.usable[k] {
			v := s.vacancyOf[k][i]
			if n := len(byVacancy[v]); s.may[k] && state[k][i] && n > 0 && s.fits(k, i) {
				s.seat(byVacancy[v][n-1], k, i)
				byVacancy[v] = byVacancy[v][:n-1]
			}
		}
	}
}

// allow says who may be called in; the jobs of the others wait.
func (s *seating) allow(may []bool) {
	for k := range s.people {
		s.may[k] = may[k]
		if may[k] {
			continue
		}
		for _, i := range s.usable[k] {
			if s.jobAt[k][i] >= 0 {
				s.wait(s.unseat(k, i))
			}
		}
	}
}

// fits reports whether people[k] can take item i beside all that they hold.
func (s *seating) fits(k, i int) bool {
	if s.present[k].has(i) {
		return false
	}
	s.buffer = s.clashing(k, i, s.present[k], 0, s.buffer)
	return len(s.buffer) == 0 && s.rulesHold(k, i)
}

// rulesHold reports whether the rules that are no clashes let people[k] take item i too.
func (s *seating) rulesHold(k, i int) bool {
	if !s.strict[k] {
		return true
	}
	s.state[k][i] = true
	ok := len(s.people[k].cuts(s.state[k])) == 0
	s.state[k][i] = false
	return ok
}

// patience is how often on average a job waits in vain before it weighs one more, where people are shared out anew.
const patience = 40

// run searches until nothing waits, or until steps are done, or until stop says so.
// It reports whether nothing waits.
func (s *seating) run(steps int, stop func() bool) bool {
	for n := 0; len(s.waiting) > 0; n++ {
		if n >= steps || n%64 == 63 && stop() {
			return false
		}
		s.step++
		j := s.waiting[s.random.IntN(len(s.waiting))]
		if s.again != nil {
			if !s.reseat(j) && s.random.IntN(patience) == 0 {
				s.weight[s.jobs[j]]++
			}
			continue
		}
		if s.chain(j) {
			continue
		}
		s.weight[s.jobs[j]]++
		s.push(j)
		for range 8 {
			s.shuffle()
		}
	}
	return true
}

// A link of a chain: job moves to a seat, and the job there moves on.
type link struct {
	job    int
	parent int // the link whose move sends this job away; -1 for the first
	seat   seat
	from   seat // where the job sits now; of no meaning for the first
}

// mostLinks bounds how many jobs one chain looks at.
const mostLinks = 120

// chain seats job j by the shortest chain of moves that it finds, in each of which
// at most one job is in the way of another.
func (s *seating) chain(j int) bool {
	links := []link{{job: j, parent: -1}}
	s.reached[j] = s.step
	for n := 0; n < len(links); n++ {
		v := s.jobs[links[n].job]
		seats := s.seats[v]
		offset := s.random.IntN(max(1, len(seats)))
		for m := range seats {
			t := seats[(m+offset)%len(seats)]
			if !s.may[t.person] || s.present[t.person].has(t.item) {
				continue
			}
			s.buffer = s.clashing(t.person, t.item, s.present[t.person], 1, s.buffer)
			switch len(s.buffer) {
			case 0:
				if s.follow(links, n, t) {
					return true
				}
			case 1:
				other := s.jobAt[t.person][s.buffer[0]]
				if len(links) < mostLinks && s.reached[other] != s.step {
					s.reached[other] = s.step
					links = append(links, link{job: other, parent: n, from: seat{t.person, s.buffer[0]}, seat: t})
				}
			}
		}
	}
	return false
}

// follow makes the moves that lead to link n, whose job takes the seat last. When a
// move turns out not to fit, all are undone.
func (s *seating) follow(links []link, n int, last seat) bool {
	type move struct {
		job      int
		from, to seat
		waited   bool
	}
	var done []move
	to := last
	for ; n >= 0; n = links[n].parent {
		l := links[n]
		m := move{l.job, l.from, to, l.parent < 0}
		if !m.waited {
			s.unseat(l.from.person, l.from.item)
		}
		if !s.fits(to.person, to.item) {
			if !m.waited {
				s.seat(m.job, m.from.person, m.from.item)
			}
			for d := len(done) - 1; d >= 0; d-- {
				s.unseat(done[d].to.person, done[d].to.item)
				s.seat(done[d].job, done[d].from.person, done[d].from.item)
			}
			return false
		}
		s.seat(m.job, to.person, to.item)
		done = append(done, m)
		to = l.seat
	}
	return true
}

// push seats job j where the jobs in its way weigh least, and lets those wait.
func (s *seating) push(j int) {
	var best seat
	bestWeight, ties := int64(-1), 0
	for _, t := range s.seats[s.jobs[j]] {
		if !s.may[t.person] || s.present[t.person].has(t.item) || s.barred[j][0] == t.person && s.step < s.barred[j][1] {
			continue
		}
		var sum int64
		s.buffer = s.clashing(t.person, t.item, s.present[t.person], 1<<30, s.buffer)
		for _, i := range s.buffer {
			sum += s.weight[s.vacancyOf[t.person][i]]
		}
		if bestWeight >= 0 && sum > bestWeight {
			continue
		}
		if sum < bestWeight || bestWeight < 0 {
			ties = 0
		}
		ties++
		if s.random.IntN(ties) == 0 {
			best = t
		}
		bestWeight = sum
	}
	if bestWeight < 0 || bestWeight >= s.weight[s.jobs[j]] {
		return
	}
	s.buffer = s.clashing(best.person, best.item, s.present[best.person], 1<<30, s.buffer)
	for _, i := range s.buffer {
		s.send(best.person, i)
	}
	if s.easeRules(best.person, best.item) {
		s.seat(j, best.person, best.item)
	}
}

// send takes an item from a person and lets it wait; for a while it does not come back to them.
func (s *seating) send(k, i int) {
	j := s.unseat(k, i)
	s.barred[j] = [2]int{k, s.step + 5 + s.random.IntN(10)}
	s.wait(j)
}

// easeRules sends the lightest jobs of a person away until the rules that are no
// clashes let them take item i too.
func (s *seating) easeRules(k, i int) bool {
	if !s.strict[k] {
		return true
	}
	for {
		s.state[k][i] = true
		cuts := s.people[k].cuts(s.state[k])
		s.state[k][i] = false
		if len(cuts) == 0 {
			return true
		}
		lightest := -1
		for _, o := range cuts[0] {
			if o != i && s.jobAt[k][o] >= 0 && (lightest < 0 || s.weight[s.vacancyOf[k][o]] < s.weight[s.vacancyOf[k][lightest]]) {
				lightest = o
			}
		}
		if lightest < 0 {
			return false
		}
		s.send(k, lightest)
	}
}

// shuffle moves a job drawn by lot to another consultant whom it fits.
func (s *seating) shuffle() {
	j := s.random.IntN(len(s.jobs))
	k := s.holder[j]
	if k < 0 {
		return
	}
	seats := s.seats[s.jobs[j]]
	offset := s.random.IntN(len(seats))
	for m := range seats {
		t := seats[(m+offset)%len(seats)]
		if t.person == k || !s.may[t.person] || !s.fits(t.person, t.item) {
			continue
		}
		for _, o := range seats {
			if o.person == k {
				s.unseat(k, o.item)
			}
		}
		s.seat(j, t.person, t.item)
		return
	}
}

// result is the state reached, and what it leaves waiting.
func (s *seating) result() [][]bool {
	out := make([][]bool, len(s.state))
	for k := range out {
		out[k] = slices.Clone(s.state[k])
	}
	return out
}

// dropLeast calls in one fewer: of those whom no lock calls in, whoever has what weighs least.
func (s *seating) dropLeast() {
	least, lightest := -1, int64(0)
	for k, may := range s.may {
		if !may || s.usedBy[k] {
			continue
		}
		var sum int64
		for i := s.present[k].next(0); i >= 0; i = s.present[k].next(i + 1) {
			sum += s.weight[s.vacancyOf[k][i]]
		}
		if least < 0 || sum < lightest {
			least, lightest = k, sum
		}
	}
	if least >= 0 {
		s.may[least] = false
		s.allow(s.may)
	}
}

// mostWanted is who may not be called in yet and may take most of what waits, or -1.
func (s *seating) mostWanted() int {
	wanted := make([]int, len(s.people))
	best := -1
	for _, j := range s.waiting {
		for _, t := range s.seats[s.jobs[j]] {
			if k := t.person; !s.may[k] {
				wanted[k]++
				if best < 0 || wanted[k] > wanted[best] || wanted[k] == wanted[best] && k < best {
					best = k
				}
			}
		}
	}
	return best
}
