package rota_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestDeclined(t *testing.T) {
	site, call := []rota.Mode{rota.OnSite}, []rota.Mode{rota.OnCall}
	both := []rota.Mode{rota.OnSite, rota.OnCall}
	on := func(from, to string, modes []rota.Mode) rota.Offer {
		return rota.Offer{Span: rotatest.Span("2025-07-"+from, "2025-07-"+to), Modes: modes}
	}
	declined := []rota.Told{
		{Pair: rota.Pair{Slot: "a", Consultant: "c1"}, Span: rotatest.Span("2025-07-25 08:00", "2025-07-25 20:00"), Mode: rota.OnSite},
		{Pair: rota.Pair{Slot: "a", Consultant: "c2"}, Span: rotatest.Span("2025-07-01 08:00", "2025-07-31 20:00"), Mode: rota.OnSite},
	}
	for _, tt := range []struct {
		name  string
		offer rota.Offer
		want  []rota.Offer
	}{
		{"just so", on("25 08:00", "25 20:00", site), nil},
		{"all round it", on("25 06:00", "25 22:00", site), []rota.Offer{on("25 06:00", "25 08:00", site), on("25 20:00", "25 22:00", site)}},
		{"touching", on("25 20:00", "25 23:00", site), []rota.Offer{on("25 20:00", "25 23:00", site)}},
		{"over its end", on("25 12:00", "25 23:00", site), []rota.Offer{on("25 20:00", "25 23:00", site)}},
		{"another mode", on("25 08:00", "25 20:00", call), []rota.Offer{on("25 08:00", "25 20:00", call)}},
		{"both modes", on("25 08:00", "25 20:00", both), []rota.Offer{on("25 08:00", "25 20:00", call)}},
	} {
		c := rota.Consultant{ID: "c1", Offers: []rota.Offer{tt.offer}}
		if diff := cmp.Diff(tt.want, c.Without(declined).Offers); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestDeclinedIsNotOffered holds that whoever declined a slot cannot take it in the
// problem of the entry, and that what is entered stays as it is.
func TestDeclinedIsNotOffered(t *testing.T) {
	e := rotatest.July().Slot("a", "25 08:00", "25 20:00").Slot("b", "26 08:00", "26 20:00").Consultant("c1").Entry()
	offers := slices.Clone(e.Consultants[0].Offers)
	e.Declined = []rota.Told{{Pair: rota.Pair{Slot: "a", Consultant: "c1"}, Span: e.Slots[0].Span, Mode: rota.OnSite}}
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	for slot, want := range map[rota.SlotID]int{"a": 1, "b": 0} {
		if got := rota.Stops(p, rota.Plan{}, slot); len(got) != want {
			t.Errorf("slot %s: %d are stopped, want %d", slot, len(got), want)
		}
	}
	if diff := cmp.Diff(offers, e.Consultants[0].Offers); diff != "" {
		t.Errorf("what is entered has changed:\n%s", diff)
	}
}

func TestFewestChanges(t *testing.T) {
	for _, tt := range []struct {
		name       string
		aims, want []rota.Aim
	}{
		{"later", []rota.Aim{rota.AimCover, rota.AimDisplaced, rota.AimChanges, rota.AimSpread}, []rota.Aim{rota.AimCover, rota.AimChanges, rota.AimDisplaced, rota.AimSpread}},
		{"not among them", []rota.Aim{rota.AimCover, rota.AimSpread}, []rota.Aim{rota.AimCover, rota.AimChanges, rota.AimSpread}},
		{"no cover", []rota.Aim{rota.AimSpread}, []rota.Aim{rota.AimChanges, rota.AimSpread}},
	} {
		p := rota.Problem{Aims: tt.aims, Published: []rota.Pair{{Slot: "a", Consultant: "c"}}}
		if diff := cmp.Diff(tt.want, p.FewestChanges().Aims); diff != "" {
			t.Errorf("%s:\n%s", tt.name, diff)
		}
		p.Published = nil
		if diff := cmp.Diff(tt.aims, p.FewestChanges().Aims); diff != "" {
			t.Errorf("%s, nothing published:\n%s", tt.name, diff)
		}
	}
}
