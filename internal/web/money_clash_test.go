package web

import (
	"testing"

	"strikerota/internal/auth"
)

// TestMoneyOfTwo has two people change the settings of cost at the same time.
func TestMoneyOfTwo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		theirs, mine map[string]string
		clash        []string // what the page compares; nil where both go through
	}{
		{"different settings", map[string]string{"called": "12.5"}, map[string]string{"budget": "1000.00"}, nil},
		{"the same", map[string]string{"budget": "1000.00"}, map[string]string{"budget": "1000.00", "night": "2"}, nil},
		{"one setting", map[string]string{"budget": "1000.00", "called": "12.5"}, map[string]string{"budget": "2000.00"}, []string{"Budget for cover", "1000.00", "2000.00"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			bothSave(t, s.as(auth.Finance), strikePath(s.strike, "cost", "settings"), tt.theirs, tt.mine, tt.clash, ", at ", "called in")
		})
	}
}
