package solve

import "math"

// priceScale is a price of one in whole prices.
const priceScale = 60

// overpriced looks for prices whose bound the choice breaks, by asking for more
// where too few of the dearest strikes of the people called in hold a vacancy and
// for less where too many do. It adds the best bound that it meets and reports
// whether there was one. Finding none proves nothing.
func (m *callBound) overpriced(x callChoice, rounds int) bool {
	exact := make([]float64, len(m.vacancies))
	for v := range exact {
		exact[v] = priceScale
	}
	return m.overpricedFrom(x, exact, rounds)
}

func (m *callBound) overpricedFrom(x callChoice, exact []float64, rounds int) bool {
	price := make([]int64, len(m.vacancies))
	slope, direction := make([]float64, len(m.vacancies)), make([]float64, len(m.vacancies))
	var best []int64
	most := 1e-3 * priceScale
	length := 0.25 * priceScale
	for range rounds {
		for v, e := range exact {
			price[v] = int64(math.Round(e))
		}
		value := 0.0
		for v := range slope {
			slope[v] = float64(m.vacancies[v].places) - x.open[v]
			value += slope[v] * float64(price[v])
		}
		for k, y := range x.called {
			if y < 1e-9 {
				continue
			}
			worth, items := m.worths.dearest(k, price, true)
			value -= y * float64(worth)
			for _, i := range items {
				slope[m.vacancyOf[k][i]] -= y
			}
		}
		if value > most {
			most, best = value, append(best[:0], price...)
		}
		for v := range exact {
			direction[v] = 0.6*direction[v] + 0.4*slope[v]
			exact[v] = min(max(exact[v]+length*direction[v], 0), 4*priceScale)
		}
		length *= 0.985
	}
	if best == nil {
		return false
	}
	m.add(append([]int64(nil), best...))
	return true
}
