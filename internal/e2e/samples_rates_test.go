package e2e

import (
	"testing"

	"strikerota/rota"
)

// rateBands are the bands by the words of the two sheets.
var rateBands = map[string]rota.Band{
	"weekday 0700-1900": rota.WeekdayDay, "weekday 7am-7pm": rota.WeekdayDay,
	"weekday 1900-2300": rota.WeekdayEvening, "weekday 7pm-11pm": rota.WeekdayEvening,
	"weekend 0700-2300": rota.Weekend, "weekend 7am-11pm": rota.Weekend,
	"night 2300-0700": rota.Night, "night 11pm-7am": rota.Night,
	"on call from home (available)": rota.OnCallBand, "non-resident on call, per hour": rota.OnCallBand,
}

// sampleRates is what the workbook of rates holds.
type sampleRates struct {
	cards      rota.Cards
	rows       int
	trust, bma tally // of rows
}

// readSampleRates reads pounds an hour for consultants: of finance's sheet the
// column of hours and not the one of PAs, of the BMA's the one outside London,
// since its last row says that London weighting does not apply.
func readSampleRates(t *testing.T) sampleRates {
	t.Helper()
	f := openSampleBook(t, "5-extra-contractual-rates.xlsx")
	trust, bma := sheetOf(t, f, "Additional work rates"), sheetOf(t, f, "BMA")
	out := sampleRates{}
	trustRows, _ := trust.size()
	bmaRows, _ := bma.size()
	out.rows = trustRows + bmaRows
	out.cards.Trust = rota.Card{
		Name: "Northmoor additional work, 2025", Region: "outside London", ValidFrom: rota.Date{Year: 2025, Month: 4, Day: 1},
		Source: "Finance, medical directorate",
	}
	out.cards.BMA = rota.Card{
		Name: "BMA consultant card 2025, outside London", Region: "outside London",
		Source: "Sent by the LNC; the trust has not agreed to it",
	}
	var row rota.RateRow
	row, out.trust = readCard(trust, 4, trust.column(4, "Consultant £/hr"), 0)
	out.cards.Trust.Rates = []rota.RateRow{row}
	row, out.bma = readCard(bma, 3, bma.column(3, "Outside London"), bma.column(3, "Confirmed"))
	out.cards.BMA.Rates = []rota.RateRow{row}
	return out
}

// readCard reads the rows under a heading into the row of a card that is for everybody.
func readCard(s sampleSheet, heading, rateCol, confirmedCol int) (rota.RateRow, tally) {
	var out rota.RateRow
	counts := tally{"title and heading": heading}
	rows, _ := s.size()
	for row := heading + 1; row <= rows; row++ {
		band, known := rateBands[plain(s.text(1, row))]
		text := s.text(rateCol, row)
		pence, err := rota.ParsePence(text)
		switch what := plain(s.text(1, row)); {
		case what == "bank holiday" && text == "":
			counts["bank holiday, not set"]++
		case what == "london weighting applies to us?":
			counts["which region applies"]++
		case !known:
			counts["unknown band"]++
		case err != nil:
			counts["mistyped figure, not set"]++
		default:
			counts[used]++
			out.Rate[band] = &pence
			out.Unconfirmed[band] = confirmedCol > 0 && plain(s.text(confirmedCol, row)) == "not confirmed"
		}
	}
	return out, counts
}

func TestSampleRates(t *testing.T) {
	got := readSampleRates(t)
	got.trust.check(t, "trust card", 10, tally{
		"title and heading": 4, used: 4, "mistyped figure, not set": 1, "bank holiday, not set": 1,
	})
	got.bma.check(t, "BMA card", 10, tally{
		"title and heading": 3, used: 5, "bank holiday, not set": 1, "which region applies": 1,
	})
	if got.rows != 20 {
		t.Errorf("the sheets have %d rows, want 20", got.rows)
	}
	want := map[rota.Band][2]rota.Pence{
		rota.WeekdayDay: {9800, 18800}, rota.WeekdayEvening: {11250, 25000}, rota.Weekend: {12500, 25000},
		rota.Night: {0, 31300}, rota.OnCallBand: {3000, 12500}, rota.StandbyBand: {0, 0},
	}
	for band, rates := range want {
		for i, card := range []rota.Card{got.cards.Trust, got.cards.BMA} {
			if rate := card.Rates[0].Rate[band]; rates[i] == 0 && rate != nil || rates[i] > 0 && (rate == nil || *rate != rates[i]) {
				t.Errorf("%s, %s: %v, want %s", card.Name, band.Key(), rate, rates[i])
			}
		}
	}
	if unconfirmed := got.cards.BMA.Rates[0].Unconfirmed; !unconfirmed[rota.WeekdayEvening] || unconfirmed[rota.Night] {
		t.Errorf("unconfirmed cells are %v, want only the weekday evening", unconfirmed)
	}
}
