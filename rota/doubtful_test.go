package rota_test

import (
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestCardsDoubtful: a cost is doubtful on each basis whose card has a rate of its hours that nobody has
// confirmed, and as agreed only by the card that the consultant's terms go by.
func TestCardsDoubtful(t *testing.T) {
	doubted := func(b rota.Band) rota.Card {
		pence := rota.Pence(20000)
		row := rota.RateRow{Rate: [rota.BandCount]*rota.Pence{&pence, &pence, &pence, &pence, &pence, &pence}}
		if b < rota.BandCount {
			row.Unconfirmed[b] = true
		}
		return rota.Card{Rates: []rota.RateRow{row}}
	}
	evening := rota.Slot{Span: rotatest.Span("2025-07-28 19:00", "2025-07-28 23:00"), Mode: rota.OnSite}
	sure := doubted(rota.BandCount)
	for _, tt := range []struct {
		name       string
		trust, bma rota.Card
		terms      rota.Terms
		want       [rota.BasisCount]bool
	}{
		{"none", sure, sure, rota.TrustRate, [3]bool{}},
		{"another band", doubted(rota.Night), doubted(rota.Weekend), rota.TrustRate, [3]bool{}},
		{"trust", doubted(rota.WeekdayEvening), sure, rota.TrustRate, [3]bool{true, false, true}},
		{"trust, paid by the other", doubted(rota.WeekdayEvening), sure, rota.BMARate, [3]bool{true, false, false}},
		{"BMA", sure, doubted(rota.WeekdayEvening), rota.BMARate, [3]bool{false, true, true}},
		{"both, for time off", doubted(rota.WeekdayEvening), doubted(rota.WeekdayEvening), rota.TimeOff, [3]bool{true, true, false}},
	} {
		lines := []rota.Line{{Slot: evening, Consultant: rota.Consultant{Terms: tt.terms}}}
		if got := (rota.Cards{Trust: tt.trust, BMA: tt.bma}).Doubtful(rota.Pricing{}, lines); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
