package web

import (
	"net/http"
	"strings"
	"testing"

	"strikerota/internal/auth"
)

// TestResidentTwin: a resident with the name, grade and unit of one who is there is not added before it is said that
// this is somebody else; whoever differs in one of them is added, and the one who is there is saved as before.
func TestResidentTwin(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	add := strikePath(s.strike, "residents", "new")
	send := func(path string, status int, set map[string]string) {
		t.Helper()
		values := fields(t, want(t, v.get(path), http.StatusOK), path)
		for name, value := range set {
			values.Set(name, value)
		}
		w := want(t, v.post(path, values), status)
		if status == http.StatusSeeOther {
			return
		}
		contract(t, w)
		if doc := parse(t, w); doc.Find(".nhsuk-error-summary a[href='#"+twinField+"']").Length() != 1 || doc.Find("input[type=checkbox]#"+twinField).Length() != 1 {
			t.Error("it is not asked whether this is somebody else")
		}
	}
	before := len(s.entry().Residents)
	who := map[string]string{"name": "Dr Ash  Twin", "grade": "ST4", "unit": "Labour ward"}
	send(add, http.StatusSeeOther, who)
	who["name"] = "dr Ash Twin"
	send(add, http.StatusUnprocessableEntity, who)
	if got := len(s.entry().Residents); got != before+1 {
		t.Fatalf("%d residents are added, want 1", got-before)
	}
	list := s.entry().Residents
	send(strikePath(s.strike, "residents", string(list[len(list)-1].ID), "edit"), http.StatusSeeOther, map[string]string{"name": "Dr Ash Twin"})
	who["grade"] = "ST5"
	send(add, http.StatusSeeOther, who)
	who["grade"], who[twinField] = "ST4", "yes"
	send(add, http.StatusSeeOther, who)
	if got := len(s.entry().Residents); got != before+3 {
		t.Errorf("%d residents are added, want 3", got-before)
	}
	if got := pageText(t, v, strikePath(s.strike, "residents")); strings.Count(strings.ToLower(got), "dr ash twin") < 3 {
		t.Error("the list lacks them")
	}
}
