package web

import (
	"net/http"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// TestTakenOffWhereResidentsCover has residents cover a slot in which somebody is locked:
// the place is there for the lock alone, and leaving it opens nothing.
func TestTakenOffWhereResidentsCover(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	e := handEntry()
	pair := rota.Pair{Slot: "later", Consultant: "c2"}
	e.Locks = []rota.Lock{{Pair: pair}}
	e.Residents = []rota.Resident{{ID: "r1", Name: "Robin Example"}}
	e.Duties = []rota.Duty{{ID: "d1", Resident: "r1", Slot: "later", Span: e.Slots[2].Span, Declaration: rota.Working}}
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	s.finish()
	v := s.as(auth.Coordinator)
	page := coverPath(s.strike, "later")
	if got := pageText(t, v, page); !strings.Contains(got, "1 place is here for a lock alone") {
		t.Errorf("the slot says %q", got)
	}
	if got := pageText(t, s.as(auth.Lead), page); strings.Contains(got, "esidents were expected") {
		t.Errorf("a lead is told what residents have said: %q", got)
	}
	off := rota.Edit{Leaves: []rota.Pair{pair}, Unlocks: []rota.Pair{pair}, KeepOff: []rota.Pair{pair}}
	if got := pageText(t, v, checkPath(s.strike, "later", off)); !strings.Contains(got, "Takes away 1 place of") || strings.Contains(got, "Opens") || strings.Contains(got, "more open") {
		t.Errorf("the check page says %q", got)
	}
	action, values := s.open(v, "later", off)
	want(t, v.post(action, values), http.StatusSeeOther)
	if got := pageText(t, v, page); !strings.Contains(got, cellNone.word) || strings.Contains(got, "Why it is open") || strings.Contains(got, "changed since") {
		t.Errorf("with nobody locked the slot says %q", got)
	}
	if got := pageText(t, v, strikePath(s.strike, "rota")); !strings.Contains(got, "0 of 2 places") {
		t.Errorf("the rota says %q", got)
	}
}
