package intake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// TestPayPointsOfCards: a pay point that no row of the cards has is asked for with the row that holds its years, and
// not where it makes no difference. What says a row in other signs is that row.
func TestPayPointsOfCards(t *testing.T) {
	k := julyFor(intake.Consultants)
	k.Entry.Cards.Trust = rota.Card{Rates: []rota.RateRow{{PayPoint: "4-7"}, {PayPoint: "8-13"}, {PayPoint: "14+"}}}
	k.Entry.Cards.BMA = rota.Card{Rates: []rota.RateRow{{}}}
	rows := []string{"Consultant,Specialty,Pay pt,Fri 25 0800-2030", "A Bee,obs,10,Y", "C Dee,obs,4 to 7,Y", "E Eff,obs,SAS,Y", "G Aitch,obs,,Y"}
	points := func(r intake.Result) (out []string) {
		for _, c := range r.Records.Consultants {
			out = append(out, c.PayPoint)
		}
		return out
	}
	said := map[string]string{"skill/obs": "obs"}
	r, words := askedOf(t, intake.Consultants, k, said, rows...)
	if diff := cmp.Diff([]string{"10", "4-7", "SAS", ""}, points(r)); diff != "" || len(r.Faults) > 0 {
		t.Errorf("left undecided: faults %+v (-want +got)\n%s", r.Faults, diff)
	}
	if w := words["paypoint/10"]; w.Suggestion != "8-13" || cmp.Diff([]string{"4-7", "8-13", "14+", "10"}, values(w)) != "" || w.Answer != "" {
		t.Errorf("asked %+v", w)
	}
	if w, asked := words["paypoint/sas"]; !asked || w.Suggestion != "" {
		t.Errorf("asked %+v", words)
	}
	said["paypoint/10"] = "8-13"
	if r, _ := askedOf(t, intake.Consultants, k, said, rows...); points(r)[0] != "8-13" {
		t.Errorf("said to be 8-13 it is %q", points(r)[0])
	}
	for name, cards := range map[string]rota.Cards{"no rates yet": {}, "a row for everybody": {Trust: rota.Card{Rates: []rota.RateRow{{}, {PayPoint: "Locum"}}}}} {
		k.Entry.Cards = cards
		if r, words := askedOf(t, intake.Consultants, k, map[string]string{"skill/obs": "obs"}, rows...); words["paypoint/10"].Key != "" || points(r)[0] != "10" {
			t.Errorf("%s: asked %+v, and took %q", name, words, points(r))
		}
	}
}
