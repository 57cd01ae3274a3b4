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

// weights are what places weigh in a seating that calls in few: a consultant's worth is mostWeight.
func (c *calls) weights(places []int, w *worths, stop func() bool) []int64 {
	out := make([]int64, len(c.vacancies))
	for v, worth := range c.worth(places, w, stop) {
		out[v] = 1 + int64(worth*mostWeight)
	}
	return out
}

const mostWeight = 50
