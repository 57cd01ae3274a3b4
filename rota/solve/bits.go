package solve

import "math/bits"

// A set holds small numbers: item indexes of one person.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s set) has(i int) bool { return s[i/64]>>(i%64)&1 == 1 }

// fill adds the numbers from one to just below another.
func (s set) fill(from, to int) {
	s.span(from, to, func(w int, mask uint64) { s[w] |= mask })
}

// clear takes them out.
func (s set) clear(from, to int) {
	s.span(from, to, func(w int, mask uint64) { s[w] &^= mask })
}

// span calls do with each word that has some of the numbers, and the mask of those.
func (s set) span(from, to int, do func(w int, mask uint64)) {
	for from < to {
		w, first := from/64, from%64
		n := min(to-from, 64-first)
		do(w, ^uint64(0)>>(64-n)<<first)
		from += n
	}
}

// keep takes out what is not in o.
func (s set) keep(o set) {
	for w := range s {
		s[w] &= o[w]
	}
}

// join adds what is in o.
func (s set) join(o set) {
	for w := range s {
		s[w] |= o[w]
	}
}

// next is the least number in s that is at least from, or -1.
func (s set) next(from int) int {
	for w := from / 64; w < len(s); w++ {
		word := s[w]
		if w == from/64 {
			word &= ^uint64(0) << (from % 64)
		}
		if word != 0 {
			return w*64 + bits.TrailingZeros64(word)
		}
	}
	return -1
}
