package web

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
)

func TestWhyOpen(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	open, ok := m.plan.OpenIn("c-open")
	if !ok {
		t.Fatal("the slot is not open")
	}
	got := m.whyOpen(open)
	want := why{
		Sentence: "1 consultant is trained for it: 1 in another of its places.",
		Others: []whyGroup{{Rule: "Not trained", Count: "2 consultants",
			People: []whyPerson{{ID: "c2", Name: "Dr c2", Why: "Not trained in Obstetrics"}, {ID: "c3", Name: "Dr c3", Why: "Not trained in Obstetrics"}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if alike := want.Others[0].Alike(); len(alike) != 1 || !slices.Equal(alike[0].Names, []string{"Dr c2", "Dr c3"}) || want.Others[0].Many() {
		t.Errorf("put together: %+v", alike)
	}
	if many := (whyGroup{People: slices.Repeat([]whyPerson{{Why: "a"}, {Why: "b"}}, 6)}); !many.Many() || len(many.Alike()) != 2 || len(many.Alike()[1].Names) != 6 {
		t.Errorf("of twelve: %+v", many.Alike())
	}
	// The same with somebody trained whose rest stops them, and somebody whom nothing stops.
	open.Reasons = []rota.Reason{{Consultant: "c2", Rule: "offer"}}
	got = m.whyOpen(open)
	if want := "3 consultants are trained for it: 1 with no offer that counts for this time, 1 in another of its places, 1 could take it: nothing stops them."; got.Sentence != want {
		t.Errorf("got %q, want %q", got.Sentence, want)
	}
	busy := slices.IndexFunc(m.problem.Consultants, func(c rota.Consultant) bool { return c.ID == "c2" })
	slot, _ := m.problem.Slot("c-open")
	m.problem.Consultants = slices.Clone(m.problem.Consultants)
	m.problem.Consultants[busy].Skills, m.problem.Consultants[busy].Offers = slot.SkillsAll, nil
	m.problem.Consultants[busy].Sessions = []rota.Session{{ID: "own", Span: slot.Span, Kind: rota.Fixed}}
	if got := m.whyOpen(open).Trained[0].People[0].Why; !strings.HasPrefix(got, "Has not offered this time on site; if they did: already has ") {
		t.Errorf("who has other work too: %q", got)
	}
	if diff := cmp.Diff([]string{"Dr c3"}, got.Free); diff != "" {
		t.Errorf("free (-want +got):\n%s", diff)
	}
}

// TestStops holds that every rule has its words.
func TestStops(t *testing.T) {
	t.Parallel()
	for _, rule := range rota.MustHold() {
		if _, ok := stops[rule.ID]; !ok {
			t.Errorf("rule %s has no words", rule.ID)
		}
	}
}
