package rota

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// PayPoints are the rows of both cards but for the general ones, in their order.
func (c Cards) PayPoints() []string {
	var out []string
	for _, card := range []Card{c.Trust, c.BMA} {
		for _, row := range card.Rates {
			if row.PayPoint != "" && !slices.Contains(out, row.PayPoint) {
				out = append(out, row.PayPoint)
			}
		}
	}
	return out
}

// PayPoint is the pay point of the cards that a text means: the same reports that it says so, in other signs
// perhaps, as "8 to 13 years" does for 8-13. Else the point is the only one whose years hold those of the text,
// as 8-13 holds 10, or "": people have to say whether it is meant, since 10 may also count the rows of a scale.
func (c Cards) PayPoint(text string) (point string, same bool) {
	points, said := c.PayPoints(), yearsOf(text)
	for _, p := range points {
		if strings.EqualFold(strings.TrimSpace(p), strings.TrimSpace(text)) || said.some() && yearsOf(p) == said {
			return p, true
		}
	}
	within := slices.DeleteFunc(points, func(p string) bool { return !said.some() || !yearsOf(p).hold(said) })
	if len(within) != 1 {
		return "", false
	}
	return within[0], false
}

// Unpriced reports whether a card has rows, and none for the pay point nor for everybody.
func (c Card) Unpriced(payPoint string) bool { return len(c.Rates) > 0 && c.Row(payPoint) < 0 }

// years are completed years of a grade, both ends counted; the zero value with an end of -1 is none.
type years struct{ from, to int }

var (
	yearsRange = regexp.MustCompile(`^(\d{1,2}) ?(?:-|–|to) ?(\d{1,2})$`)
	yearsFrom  = regexp.MustCompile(`^(\d{1,2}) ?(?:\+|(?:and|or) (?:more|over|above))$`)
	yearsAlone = regexp.MustCompile(`^\d{1,2}$`)
)

func yearsOf(text string) years {
	t := strings.ToLower(strings.TrimSpace(text))
	for _, unit := range []string{"years", "year", "yrs", "yr"} {
		t = strings.TrimSpace(strings.TrimSuffix(t, unit))
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if m := yearsRange.FindStringSubmatch(t); m != nil {
		return years{number(m[1]), number(m[2])}
	}
	if m := yearsFrom.FindStringSubmatch(t); m != nil {
		return years{number(m[1]), math.MaxInt}
	}
	if yearsAlone.MatchString(t) {
		return years{number(t), number(t)}
	}
	return years{0, -1}
}

func (y years) some() bool { return y.from <= y.to }

func (y years) hold(o years) bool { return y.some() && y.from <= o.from && o.to <= y.to }
