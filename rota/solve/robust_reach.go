package solve

import (
	"math/big"
	"math/bits"
)

// A placeSpace is every way to fill places of some slots: a number of filled places
// for each, from 0 to its cap. A way is a number in which each slot is a digit,
// and a set of ways is a big integer with a bit for each.
type placeSpace struct {
	caps    []int
	strides []int
	size    int        // how many ways there are
	filled  []*big.Int // filled[s] is the set of ways in which s has a place filled
}

// newSpace gives each slot as many of the wanted places as fit into so many
// states, the first slots first.
func newSpace(want []int, states int) *placeSpace {
	sp := &placeSpace{size: 1}
	for _, w := range want {
		sp.strides = append(sp.strides, sp.size)
		sp.caps = append(sp.caps, min(w, states/sp.size-1))
		sp.size *= sp.caps[len(sp.caps)-1] + 1
	}
	for s := range want {
		words := make([]big.Word, sp.size/bits.UintSize+1)
		for way := range sp.size {
			if sp.digit(way, s) > 0 {
				words[way/bits.UintSize] |= 1 << (way % bits.UintSize)
			}
		}
		sp.filled = append(sp.filled, new(big.Int).SetBits(words))
	}
	return sp
}

// nobody is the set of the one way in which no place is filled.
func (sp *placeSpace) nobody() *big.Int { return big.NewInt(1) }

func (sp *placeSpace) digit(way, s int) int { return way / sp.strides[s] % (sp.caps[s] + 1) }

// add gives the ways that one more consultant makes of those in the set. Each
// roster lists slots that they can take together; any part of it they can as well.
func (sp *placeSpace) add(set *big.Int, rosters [][]int) *big.Int {
	out := new(big.Int).Set(set)
	step := new(big.Int)
	for _, roster := range rosters {
		ways := new(big.Int).Set(set)
		for _, s := range roster {
			// A digit that passes its cap turns to 0 and is dropped by the mask.
			step.Lsh(ways, uint(sp.strides[s]))
			ways.Or(ways, step.And(step, sp.filled[s]))
		}
		out.Or(out, ways)
	}
	return out
}

// peaks lists the ways of the set to which no filled place can be added. Every
// other way is below one of them.
func (sp *placeSpace) peaks(set *big.Int) [][]int {
	top := new(big.Int).Set(set)
	below := new(big.Int)
	for s := range sp.caps {
		below.And(set, sp.filled[s])
		top.AndNot(top, below.Rsh(below, uint(sp.strides[s])))
	}
	var out [][]int
	for i, w := range top.Bits() {
		for ; w != 0; w &= w - 1 {
			way := i*bits.UintSize + bits.TrailingZeros(uint(w))
			peak := make([]int, len(sp.caps))
			for s := range peak {
				peak[s] = sp.digit(way, s)
			}
			out = append(out, peak)
		}
	}
	return out
}
