package web

import (
	"strings"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestUnpriced holds that whoever no row of a card prices is named with their form, and counted for those who see no names.
func TestUnpriced(t *testing.T) {
	t.Parallel()
	m := pricedRota(t)
	trust := rotatest.TrustCard()
	trust.Rates[0].PayPoint = "8-13"
	m.entry.Cards = rota.Cards{Trust: trust, BMA: rotatest.BMACard()}
	lines := m.problem.Lines(m.plan)
	for i := range m.problem.Consultants {
		m.problem.Consultants[i].PayPoint = "8-13"
		if m.problem.Consultants[i].ID == lines[0].Consultant.ID {
			m.problem.Consultants[i].PayPoint = "10"
		}
	}
	who := lines[0].Consultant
	got := missingRates("s1", costOf(m), true)
	if len(got) != 1 || got[0].Text != "The trust card has no row for "+m.people[who.ID].Name+", of pay point 10, nor one for everybody. 10 lies in 8-13, if it counts years: then choose that for them." ||
		got[0].Link.Href != strikePath("s1", "consultants", string(who.ID), "edit")+"#pay-point" {
		t.Errorf("for a coordinator: %+v", got)
	}
	got = missingRates("s1", costOf(m), false)
	if len(got) != 1 || got[0].Text != "The trust card has no row for pay point 10 (1 consultant), nor one for everybody. 10 lies in 8-13, if it counts years: then choose that for them." || got[0].Link.Href != "/strikes/s1/cost/rates/trust" {
		t.Errorf("for finance: %+v", got)
	}
	e := rotatest.July().Slot("lw 1", "25 08:00", "25 16:00").Consultant("c1", rotatest.Terms(rota.TrustRate, "12")).Consultant("c2", rotatest.Terms(rota.BMARate, "12")).Entry()
	e.Cards = m.entry.Cards
	fault := []rota.Fault{{Path: "cards.trust", Text: "is not known, and the aim cost:agreed needs it"}}
	if got := rateMends("s1", e, fault, true); len(got) != 1 || !strings.HasPrefix(got[0].Text, "The trust card has no row for Dr c1, of pay point 12, nor one for everybody, so the cost of some shifts is not known. 12 lies in 8-13") {
		t.Errorf("before a rota is made: %+v", got)
	}
	for point, want := range map[string]string{"": "A row of the rate cards", "8-13": "A row of the rate cards",
		"10": "“10” is no row of the rate cards. 10 lies in 8-13, if it counts years: then choose that here.", "SAS": "“SAS” is no row of the rate cards."} {
		if got := payPointHint(m.entry.Cards, point); got != want {
			t.Errorf("beside %q: %q", point, got)
		}
	}
}
