package intake_test

import (
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// TestSourceOfRates: a card whose rates a file changes says which file, and who brought
// it in, beside the source of what the file does not give; who confirmed a rate goes
// with the rate. The same file again changes neither.
func TestSourceOfRates(t *testing.T) {
	book, err := sheet.Read("our rates.csv", []byte("When,Consultant £/hr,Confirmed\nWeekday 0700-1900,98.00,yes\nNight 2300-0700,150,not confirmed\n"))
	if err != nil {
		t.Fatal(err)
	}
	old := rota.Pence(1)
	for _, tt := range []struct {
		name string
		card rota.Card
		want string
	}{
		{"an empty card", rota.Card{}, "our rates.csv, brought in by Ann, 28 November 2026"},
		{"all replaced", rota.Card{Source: "Board paper", Rates: []rota.RateRow{{Rate: [rota.BandCount]*rota.Pence{rota.WeekdayDay: &old}}}},
			"our rates.csv, brought in by Ann, 28 November 2026"},
		{"some left", rota.Card{Source: "Board paper", Rates: []rota.RateRow{{Rate: [rota.BandCount]*rota.Pence{rota.Weekend: &old}}}},
			"our rates.csv, brought in by Ann, 28 November 2026. Other rates: Board paper"},
	} {
		k := july()
		k.By, k.Entry.Cards.Trust = "Ann, 28 November 2026", tt.card
		if len(tt.card.Rates) > 0 {
			k.Entry.Cards.Trust.Rates[0].ConfirmedBy[rota.WeekdayDay] = "Somebody before"
		}
		c := intake.Guess(book, intake.Rates, k)
		entry, memory := intake.Apply(intake.Read(book, c, k), c, k)
		card := entry.Cards.Trust
		if card.Source != tt.want {
			t.Errorf("%s: the source is %q, want %q", tt.name, card.Source, tt.want)
		}
		r := card.Rates[0]
		if r.ConfirmedBy[rota.WeekdayDay] != k.By || r.ConfirmedBy[rota.Night] != "" || !r.Unconfirmed[rota.Night] {
			t.Errorf("%s: confirmed by %q, not confirmed %v", tt.name, r.ConfirmedBy, r.Unconfirmed)
		}
		k.Entry, k.Memory, k.By = entry, memory, "Bob, 29 November 2026"
		if again, _ := intake.Apply(intake.Read(book, c, k), c, k); !rota.SameThing(again, entry) {
			t.Errorf("%s: the same file again makes the source %q", tt.name, again.Cards.Trust.Source)
		}
	}
}
