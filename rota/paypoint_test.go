package rota_test

import (
	"testing"

	"strikerota/rota"
)

// TestPayPoint: a text is matched with a row of the cards when it says so, and its years are found in one row or none.
func TestPayPoint(t *testing.T) {
	card := func(points ...string) (out rota.Card) {
		for _, p := range points {
			out.Rates = append(out.Rates, rota.RateRow{PayPoint: p})
		}
		return out
	}
	floor := rota.Cards{Trust: card("0-2", "3", "4-7", "8-13", "14+", "SAS"), BMA: card("")}
	both := rota.Cards{Trust: card("8-13"), BMA: card("10-20", "21+")}
	for _, tt := range []struct {
		cards rota.Cards
		text  string
		want  string
		same  bool
	}{
		{floor, "8-13", "8-13", true}, {floor, " 8 to 13 years", "8-13", true}, {floor, "8–13", "8-13", true}, {floor, "3", "3", true}, {floor, "3 yrs", "3", true}, {floor, "sas", "SAS", true},
		{floor, "14 and over", "14+", true}, {floor, "14+", "14+", true},
		{floor, "8", "8-13", false}, {floor, "10", "8-13", false}, {floor, "13", "8-13", false}, {floor, "0", "0-2", false}, {floor, "14", "14+", false}, {floor, "31", "14+", false}, {floor, "5-6", "4-7", false},
		{floor, "7-9", "", false}, {floor, "", "", false}, {floor, "threshold", "", false}, {floor, "100", "", false}, {floor, "9-8", "", false},
		{both, "9", "8-13", false}, {both, "10", "", false}, {both, "25", "21+", false}, {rota.Cards{BMA: card("")}, "10", "", false},
	} {
		if got, same := tt.cards.PayPoint(tt.text); got != tt.want || same != tt.same {
			t.Errorf("%q is %q, %v; want %q, %v", tt.text, got, same, tt.want, tt.same)
		}
	}
	if floor.BMA.Unpriced("10") || !floor.Trust.Unpriced("10") || floor.Trust.Unpriced("3") || (rota.Card{}).Unpriced("10") {
		t.Error("which cards do not price a pay point is wrong")
	}
}
