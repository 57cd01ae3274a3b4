package web

import (
	"net/http"
	"testing"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// TestAwkwardIDs: an id comes from a trust's own sheet and may hold anything.
func TestAwkwardIDs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	ids := []rota.SlotID{"a/b", "a?b#c", "50%", "é ß"}
	for _, id := range ids {
		slot := e.Slots[0]
		slot.ID = id
		e.Slots = append(e.Slots, slot)
	}
	if err := s.store.ReplaceEntry(t.Context(), store.Actor{}, s.strike, e); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		contract(t, want(t, v.get(strikePath(s.strike, "slots", string(id), "edit")), http.StatusOK))
	}
}
