package intake

import (
	"regexp"
	"strconv"
)

const (
	fewNights = `(\d|one|two|three|four) `
	inARow    = `(?: (?:in a row|running|on the trot|back.to.back|consecutively|in succession|together|at a time))`
	following = `(?:consecutive |successive |back.to.back )`
)

var (
	// Never two nights in a row, however it is said.
	neverTwo = regexp.MustCompile(`\b(?:no|not|never|avoid|without)(?: any| do| doing| work| working)? (?:` + following + `nights?\b|nights` + inARow + `|(?:consecutive|successive|back.to.back)[.!]?$)`)
	// fewerThan a number of nights in a row: "not two nights running".
	fewerThan = regexp.MustCompile(`\b(?:no|not|never|cannot do|can't do)(?: do| work)? ` + fewNights + `(?:nights?` + inARow + `|` + following + `nights?)`)
	// mostNights is a number of nights that is the most.
	mostNights = regexp.MustCompile(`\b(?:max(?:imum)?\.?(?: of)?|at most|(?:no|not) more than|up to|only|limit(?:ed to)?) ?` + fewNights + following + `?nights?\b` + inARow + `?(.*)$|` +
		`\b` + fewNights + following + `?nights?` + inARow + `?,? (?:max(?:imum)?|at most|only|at a time)\b(.*)$`)
	// overTime is of nights in all, and not in a row.
	overTime = regexp.MustCompile(`^ ?(?:per|a|each|every|in|this|during|of|over|total|for)\b`)
	// speaksOfLimit is said by words that limit somebody, though nobody may know how.
	speaksOfLimit = regexp.MustCompile(`\b(max(imum)?|min(imum)?|at most|at least|(no|not) more|limit\w*|only|except|unless|consecutive(ly)?|in a row|running|back.to.back|no (nights?|days?|weekends?|mornings?|afternoons?|evenings?|on.?calls?|shifts?|theatres?)|not (on|at|in|before|after|between|two|three)|never|cannot|can't|can not|unable)\b`)
)

// nightsIn is the most nights in a row that words allow, 0 where they say nothing of it.
func nightsIn(t string) int {
	if neverTwo.MatchString(t) {
		return 1
	}
	if m := fewerThan.FindStringSubmatch(t); m != nil {
		return max(0, smallNumber(m[1])-1)
	}
	m := mostNights.FindStringSubmatch(t)
	if m == nil || overTime.MatchString(m[2]+m[4]) {
		return 0
	}
	return smallNumber(m[1] + m[3])
}

// smallNumber reads 2 and two.
func smallNumber(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		n, _ = strconv.Atoi(digitsOf(text))
	}
	return n
}
