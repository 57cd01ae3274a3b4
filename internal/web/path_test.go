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
	s := newSite(t)
	v := s.as(auth.Coordinator)
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []rota.SlotID{"a/b", "a?b#c", "50%", "é ß"} {
		slot := e.Slots[0]
		slot.ID = id
		slot.Role += string(id)
		if err := s.store.AddSlots(t.Context(), store.Actor{}, s.strike, []rota.Slot{slot}); err != nil {
			t.Fatal(err)
		}
		for _, page := range []string{"edit", "cover"} {
			contract(t, want(t, v.get(strikePath(s.strike, "slots", string(id), page)), http.StatusOK))
		}
	}
}
