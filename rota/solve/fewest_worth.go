package solve

import (
	"math"
	"slices"
)

// Prices of the linear model: in how many rounds they are sought, and without a
// better bound in how many the steps are made shorter.
const (
	worthRounds = 3000
	worthIdle   = 30
	worthUnit   = 1 << 16
)

// worth finds about what each of the places given is worth where calling in a
// consultant costs one: the prices of the linear model of whole strikes, of
// which the bound Σ price × place − Σ max(0, dearest strike − 1) is the greatest.
// It goes along the slope, with what it has gone before in mind, and by shorter
// steps when the bound grows no more.
func (c *calls) worth(places []int, w *worths, stop func() bool) []float64 {
	n := len(c.vacancies)
	now, slope, direction := make([]float64, n), make([]float64, n), make([]float64, n)
	for v, need := range c.vacancies {
		now[v] = float64(need.minutes()) / 600 // about ten hours are one strike
	}
	best, top, idle, gain := slices.Clone(now), math.Inf(-1), 0, 0.02*float64(len(c.people))
	for round, least := 0, gain*1e-4; round < worthRounds && gain > least; round++ {
		if round%16 == 15 && stop() {
			break
		}
		bound := c.slopeAt(now, places, w, slope)
		idle++
		if bound > top+1e-4 {
			idle = 0
		}
		if bound > top {
			top = bound
			copy(best, now)
		}
		if idle > worthIdle {
			gain, idle = 0.7*gain, 0
			copy(now, best)
			clear(direction)
		}
		norm := 0.0
		for v := range direction {
			direction[v] = 0.7*direction[v] + 0.3*slope[v]
			norm += direction[v] * direction[v]
		}
		if norm < 1e-12 {
			break
		}
		for v := range now {
			now[v] = max(0, now[v]+gain/norm*direction[v])
		}
	}
	return best
}

// slopeAt gives the bound at some prices, and sets how it grows with each.
func (c *calls) slopeAt(now []float64, places []int, w *worths, slope []float64) float64 {
	price, bound := make([]int64, len(now)), 0.0
	for v, p := range now {
		price[v] = int64(math.Round(p * worthUnit))
		slope[v] = float64(places[v])
		bound += p * slope[v]
	}
	for k, used := range c.usedBy {
		dearest, items := w.dearest(k, price, true)
		gain := float64(dearest) / worthUnit
		if !used {
			gain--
		}
		if gain <= 0 {
			continue
		}
		bound -= gain
		for _, i := range items {
			slope[c.vacancyOf[k][i]]--
		}
	}
	return bound
}

// A callValue is what the places of each vacancy are worth, and what the dearest strike
// of each person is worth to them, in parts of worthUnit; calling somebody in costs one.
//
// What somebody is called in for is worth no more than their dearest strike. By how much it
// is worth less is their loss. The losses of all come to how many are called in, less the
// bound of the linear model, and what waits on top: whoever is to take something that
// waits must lose as much less.
type callValue struct {
	place   []int64
	dearest []int64
}

func (c *calls) value(places []int, w *worths, stop func() bool) *callValue {
	out := &callValue{}
	for _, worth := range c.worth(places, w, stop) {
		out.place = append(out.place, int64(worth*worthUnit))
	}
	for k := range c.people {
		dearest, _ := w.dearest(k, out.place, false)
		out.dearest = append(out.dearest, dearest)
	}
	return out
}

// weights are what places weigh in a seating that calls in few: a consultant's worth is mostWeight.
func (a *callValue) weights() []int64 {
	out := make([]int64, len(a.place))
	for v, worth := range a.place {
		out[v] = 1 + worth*mostWeight/worthUnit
	}
	return out
}

const mostWeight = 50

// loss is how much less what people[k] has is worth than their dearest strike.
func (s *seating) loss(k int) int64 {
	most, cost := s.value.dearest[k], int64(worthUnit)
	if s.usedBy[k] {
		cost = 0
	}
	if !s.may[k] {
		return max(0, most-cost)
	}
	most = max(cost, most)
	for i := s.present[k].next(0); i >= 0; i = s.present[k].next(i + 1) {
		most -= s.value.place[s.vacancyOf[k][i]]
	}
	return most
}
