package rotatest

import (
	"time"

	"strikerota/rota"
)

// TrustCard is a fictional trust's own card, with a row for the longest-serving consultants.
func TrustCard() rota.Card {
	return rota.Card{
		Name: "Example trust card (fictional)", Region: "outside London",
		ValidFrom: rota.Date{Year: 2025, Month: time.April, Day: 1},
		Source:    "Example figures, not any real trust's",
		Rates:     []rota.RateRow{row("", 9800, 11250, 12500, 15500, 3000), row("14+", 10400, 11950, 13250, 16450, 3200)},
	}
}

// BMACard is the BMA consultant card of 2025 outside London, as the press reported
// it: no trust has confirmed any of its rates. The weekday evening is inferred from
// the 2022 card, where it equals the weekend.
func BMACard() rota.Card {
	card := rota.Card{
		Name: "BMA 2025, outside London", Region: "outside London",
		ValidFrom: rota.Date{Year: 2025, Month: time.July, Day: 1},
		Source:    "Press reports of the BMA consultant rate card, July 2025; weekday evening inferred",
		Rates:     []rota.RateRow{row("", 18800, 25000, 25000, 31300, 12500)},
	}
	for b, rate := range card.Rates[0].Rate {
		card.Rates[0].Unconfirmed[b] = rate != nil
	}
	return card
}

// row is a row of a card without a standby rate of its own.
func row(payPoint string, day, evening, weekend, night, onCall rota.Pence) rota.RateRow {
	r := rota.RateRow{PayPoint: payPoint}
	for b, rate := range []rota.Pence{day, evening, weekend, night, onCall} {
		r.Rate[b] = &rate
	}
	return r
}
