package e2e

import (
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

func (s *sampleImport) rates() (sheet.Book, intake.Choices, intake.Result) {
	s.t.Helper()
	return s.read("5-extra-contractual-rates.xlsx", intake.Rates, nil)
}

func TestSampleRates(t *testing.T) {
	t.Parallel()
	s := newSampleImport(t)
	book, c, got := s.rates()
	accounted(t, got, 20)
	tallyOf(got).check(t, "rates", 20, tally{
		"title line": 3, "blank line": 2, "heading": 2, used: 9, "mistyped figure, not set": 1, "bank holiday, not set": 2, "which region applies": 1,
	})
	s.save(book, c, got)
	cards := s.known.Entry.Cards
	want := map[rota.Band][2]rota.Pence{
		rota.WeekdayDay: {9800, 18800}, rota.WeekdayEvening: {11250, 25000}, rota.Weekend: {12500, 25000},
		rota.Night: {0, 31300}, rota.OnCallBand: {3000, 12500}, rota.StandbyBand: {0, 0},
	}
	for band, rates := range want {
		for i, card := range []rota.Card{cards.Trust, cards.BMA} {
			if rate := card.Rates[card.Row("")].Rate[band]; rates[i] == 0 && rate != nil || rates[i] > 0 && (rate == nil || *rate != rates[i]) {
				t.Errorf("%s, %s: %v, want %s", card.Name, band.Key(), rate, rates[i])
			}
		}
	}
	for band, rate := range cards.BMA.Rates[0].Rate { // its title says that the trust has not agreed to it, and the other does not say
		if rate != nil && !cards.BMA.Rates[0].Unconfirmed[band] {
			t.Errorf("the BMA's rate for %s counts as confirmed", rota.Band(band).Words())
		}
	}
	if sas := cards.Trust.Rates[cards.Trust.Row("SAS")].Rate[rota.WeekdayEvening]; sas == nil || *sas != 8600 {
		t.Errorf("an evening of a SAS doctor costs %v, want £86", sas)
	}
	mended := s.mendedRates(book, c, got)
	if mended.Count.Faulty != 0 {
		t.Errorf("mended, %d rows are faulty, want none", mended.Count.Faulty)
	}
}

// mendedRates corrects the mistyped figure to what the comment beside it says, as suggested.
func (s *sampleImport) mendedRates(book sheet.Book, c intake.Choices, r intake.Result) intake.Result {
	for _, f := range r.Faults {
		c.Correct(f.Place, f.Column, f.Suggestion)
	}
	return intake.Read(book, c, s.known)
}
