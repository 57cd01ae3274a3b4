package web

import (
	"net/http"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// TestGoneSince has somebody of the rota withdraw their offer, and then be deleted: the
// rota and the slot name them, the slot is not said to be filled, and the page that
// asks before deleting says where they are.
func TestGoneSince(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	v := s.as(auth.Coordinator)
	who, err := s.store.Consultant(t.Context(), s.strike, "c2")
	if err != nil {
		t.Fatal(err)
	}
	if got := pageText(t, v, strikePath(s.strike, "consultants", "c2", "delete")); !strings.Contains(got, "They are in the rota as it is") {
		t.Errorf("before deleting, the page says %q", got)
	}
	who.Offers = nil
	if err := s.store.SaveOffers(t.Context(), actor, s.strike, []store.Consultant{who}); err != nil {
		t.Fatal(err)
	}
	const gone = "The offer, site or training is gone of Dr c2 in"
	for _, path := range []string{strikePath(s.strike, "rota"), coverPath(s.strike, "later")} {
		if got := pageText(t, v, path); !strings.Contains(got, gone) {
			t.Errorf("%s does not name who cannot any more: %q", path, got)
		}
	}
	if who, err = s.store.Consultant(t.Context(), s.strike, "c2"); err != nil {
		t.Fatal(err)
	}
	if err := s.store.DeleteConsultant(t.Context(), actor, s.strike, "c2", who.Version); err != nil {
		t.Fatal(err)
	}
	got := pageText(t, v, coverPath(s.strike, "later"))
	if !strings.Contains(got, "Somebody in it has been deleted since") || !strings.Contains(got, "No longer: they have been deleted") || strings.Contains(got, "Filled") {
		t.Errorf("after deleting, the slot says %q", got)
	}
}

// TestTwoSlotsAtOnce holds that the time of somebody in two slots at once counts once, on
// every page and in their own file, and that the pages say so.
func TestTwoSlotsAtOnce(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	e := handEntry()
	e.Slots = append(e.Slots, e.Slots[0])
	e.Slots[len(e.Slots)-1].ID = "same"
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	s.finish()
	v := s.as(auth.Coordinator)
	both := rota.Edit{Takes: []rota.Pair{{Slot: "day", Consultant: "c1"}, {Slot: "same", Consultant: "c1"}}}
	if got := pageText(t, v, checkPath(s.strike, "day", both)); !strings.Contains(got, "Puts Dr c1 in two slots at once: hours, nights and cost count that time once") {
		t.Errorf("the check page says %q", got)
	}
	action, values := s.open(v, "day", both)
	values.Set(reasonField, "One of them is in the next room")
	want(t, v.post(action, values), http.StatusSeeOther)
	for path, words := range map[string]string{
		coverPath(s.strike, "same"):                   "Of this, 12 hours are counted in the other slot at the same time, and once",
		personPath(s.strike, "c1"):                    "Hours, nights and cost count that time once",
		strikePath(s.strike, "downloads", "personal"): "2 duties, 12 hours",
	} {
		if got := pageText(t, v, path); !strings.Contains(got, words) {
			t.Errorf("%s does not say %q: %q", path, words, got)
		}
	}
	if got := pageText(t, v, personPath(s.strike, "c1")); strings.Contains(got, "24 hours") {
		t.Errorf("their own page counts the time twice: %q", got)
	}
	d, _ := s.draft()
	if got := d.Problem.Ledger(d.Plan, rota.Pricing{}).Total(); got.Minutes != 12*60 || *got.Pay.Agreed != *d.Plan.Cost.Agreed {
		t.Errorf("the costs are of %d minutes and %s, want %d and %s", got.Minutes, got.Pay.Agreed, 12*60, d.Plan.Cost.Agreed)
	}
}
