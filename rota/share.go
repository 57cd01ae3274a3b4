package rota

import (
	"math/bits"
	"slices"
)

// share cuts a total into whole parts in proportion to their weights, so that the
// parts add up to it: each gets what it is owed rounded down, and what is left
// goes penny by penny to those that lost most by that (largest remainder), the
// earlier one first. Weights and total are not negative; without any weight the
// first part gets everything.
func share(total int64, weights []int64) []int64 {
	out := make([]int64, len(weights))
	if len(weights) == 0 {
		return out
	}
	var sum int64
	for _, w := range weights {
		sum += w
	}
	if sum == 0 {
		out[0] = total
		return out
	}
	left := total
	order := make([]int, len(weights))
	lost := make([]uint64, len(weights))
	for i, w := range weights {
		high, low := bits.Mul64(uint64(total), uint64(w))
		whole, rest := bits.Div64(high, low, uint64(sum))
		out[i], lost[i], order[i] = int64(whole), rest, i
		left -= out[i]
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case lost[i] > lost[j]:
			return -1
		case lost[i] < lost[j]:
			return 1
		}
		return 0
	})
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}

// proportion is n × part / whole, rounded half up, of amounts that are not negative.
func proportion(n, part, whole int64) int64 {
	high, low := bits.Mul64(uint64(n), uint64(part))
	low, carry := bits.Add64(low, uint64(whole)/2, 0)
	q, _ := bits.Div64(high+carry, low, uint64(whole))
	return int64(q)
}
