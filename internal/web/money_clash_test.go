package web

import (
	"net/http"
	"strings"
	"testing"

	"strikerota/internal/auth"
)

// TestMoneyOfTwo has two people change the settings of cost at the same time.
func TestMoneyOfTwo(t *testing.T) {
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
			v := s.as(auth.Finance)
			page := strikePath(s.strike, "cost", "settings")
			mine, theirs := fields(t, v.get(page), page), fields(t, v.get(page), page)
			setAll(theirs, tt.theirs)
			setAll(mine, tt.mine)
			want(t, v.post(page, theirs), http.StatusSeeOther)
			if tt.clash == nil {
				want(t, v.post(page, mine), http.StatusSeeOther)
				holds(t, v, page, tt.theirs, tt.mine)
				return
			}
			w := want(t, v.post(page, mine), http.StatusConflict)
			contract(t, w)
			text := parse(t, w).Find("#changed-by").Text()
			for _, words := range append(tt.clash, ", at ") {
				if !strings.Contains(text, words) {
					t.Errorf("the page does not say %q: %s", words, text)
				}
			}
			if strings.Contains(text, "called in") {
				t.Errorf("it compares what only one has changed: %s", text)
			}
			want(t, v.post(page, fields(t, w, page)), http.StatusSeeOther)
			holds(t, v, page, tt.mine)
		})
	}
}
