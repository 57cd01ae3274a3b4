package intake

import (
	"slices"
	"strings"
)

// initialsFit reports whether one of two names is the other with initials, or shorter, and at least one whole word is the same.
func initialsFit(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	whole := 0
	for _, w := range x {
		i := slices.IndexFunc(y, func(v string) bool { return v == w })
		if i >= 0 {
			whole++
		} else if i = slices.IndexFunc(y, func(v string) bool {
			return strings.HasPrefix(v, w) && len(w) <= 2 || strings.HasPrefix(w, v) && len(v) <= 2
		}); i < 0 {
			return false
		}
		y = slices.Delete(slices.Clone(y), i, i+1)
	}
	return whole > 0 && len(x) > 1
}
