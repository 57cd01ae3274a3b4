package web

import (
	"net/http"
	"strings"
	"testing"

	"strikerota/internal/auth"
)

// TestDeletedMeanwhile has somebody save what another has deleted since the page was opened:
// who did is said, and what was typed is not lost.
func TestDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	for _, tt := range []struct{ list, id, field string }{{"residents", "R001", "name"}, {"consultants", "C001", "contact"}, {"slots", "oa-25-night", "source"}} {
		edit, remove := strikePath(s.strike, tt.list, tt.id, "edit"), strikePath(s.strike, tt.list, tt.id, "delete")
		mine := fields(t, v.get(edit), edit)
		mine.Set(tt.field, "Typed for long")
		want(t, v.post(remove, fields(t, v.get(remove), remove)), http.StatusSeeOther)
		w := want(t, v.post(edit, mine), http.StatusConflict)
		contract(t, w)
		text := parse(t, w).Find("main").Text()
		for _, words := range []string{"R. Osei deleted it at", "Typed for long"} {
			if !strings.Contains(text, words) {
				t.Errorf("%s: the page does not say %q:\n%s", tt.list, words, text)
			}
		}
		never := strikePath(s.strike, tt.list, "X999", "edit")
		want(t, v.post(never, mine), http.StatusNotFound)
	}
}
