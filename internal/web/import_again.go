package web

import (
	"fmt"

	"strikerota/exports/intake"
)

// An againPart lists the rows with which the same was done as in an earlier import.
type againPart struct {
	Words string // "3 rows corrected, 1 left out"
	Rows  []string
	More  string
	Undo  Button
}

// mostAgain is how many of them are listed.
const mostAgain = 200

func newAgainPart(rows []intake.Again) *againPart {
	if len(rows) == 0 {
		return nil
	}
	p := &againPart{Words: againWords(rows) + ", as last time", Undo: Button{Text: "Undo, and ask about them again", Name: "do", Value: "afresh", Variant: "secondary", Small: true}}
	for _, r := range rows[:min(len(rows), mostAgain)] {
		text := sentence(placeWords(r.Place))
		if r.Whose != "" {
			text += ", " + r.Whose
		}
		text += "."
		for _, did := range r.Did {
			text += " " + did
		}
		p.Rows = append(p.Rows, text)
	}
	if more := len(rows) - mostAgain; more > 0 {
		p.More = fmt.Sprintf("Not listed: %d more.", more)
	}
	return p
}

// againWords count them: "3 rows corrected or decided, and 1 left out".
func againWords(rows []intake.Again) string {
	out := 0
	for _, r := range rows {
		if r.Out {
			out++
		}
	}
	switch mended := len(rows) - out; {
	case out == 0:
		return count(mended, "row") + " corrected"
	case mended == 0:
		return count(out, "row") + " left out"
	default:
		return count(mended, "row") + " corrected and " + count(out, "row") + " left out"
	}
}
