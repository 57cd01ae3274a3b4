package web

import (
	"slices"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestBrokenRuleIsShown holds that a rule broken on purpose is told, with the reason or a way
// to it, on every page that hands the rota on, and for good on the version that has it.
func TestBrokenRuleIsShown(t *testing.T) {
	t.Parallel()
	e := rotatest.Small(1)
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(e.Consultants, func(c rota.Consultant) bool { return len(c.Offers) == 0 })
	who, slot := e.Consultants[i], p.Slots[0]
	const why = "The medical director agreed"
	e.Locks = append(e.Locks, rota.Lock{Pair: rota.Pair{Slot: slot.ID, Consultant: who.ID}, Reason: why})
	s := newSiteOf(t, e, before(t)).planned().published()
	v := s.as(auth.Coordinator)
	for path, want := range map[string][]string{
		"":                                    {"broken on purpose. The rota says which"},
		"rota":                                {"Rules broken on purpose", who.Name, why},
		"publish":                             {"Rules broken on purpose", who.Name, why},
		"versions/1":                          {"Rules broken on purpose", who.Name, why},
		"answers":                             {"Breaks a rule on purpose: “Offered to cover”"},
		"slots/" + string(slot.ID) + "/cover": {"Rules broken on purpose", why},
		"consultants/" + string(who.ID):       {"Rules broken on purpose", why},
	} {
		got := pageText(t, v, strings.TrimSuffix("/strikes/"+s.strike+"/"+path, "/"))
		for _, words := range want {
			if !strings.Contains(got, words) {
				t.Errorf("/%s does not say %q", path, words)
			}
		}
	}
}
