package exports

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// TestCardOfTheStrikesList: the rows of one card of a strike's rates come in as a card, with which of
// them nobody has confirmed; a file of both cards is refused in words.
func TestCardOfTheStrikesList(t *testing.T) {
	h := onCallHandout(t, 0)
	for _, c := range []*rota.Card{&h.Problem.Cards.Trust, &h.Problem.Cards.BMA} {
		c.Rates[0].Rate[rota.StandbyBand], c.Rates[0].Called = nil, nil
		c.Rates[0].Unconfirmed[rota.Night] = true
	}
	h.Problem.Cards.BMA.Rates[0].Rate[rota.Weekend] = nil
	var out bytes.Buffer
	if err := RatesCSV(&out, h); err != nil {
		t.Fatal(err)
	}
	all := out.Bytes()
	for _, none := range []string{asOnCall, asItsBand, notKnown} {
		if !strings.Contains(out.String(), none) {
			t.Errorf("the list does not say %q: the test shows nothing of it", none)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), byteOrderMark))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[cardKind]rota.Card{trustCard: h.Problem.Cards.Trust, bmaCard: h.Problem.Cards.BMA} {
		var of bytes.Buffer
		w := csv.NewWriter(&of)
		for i, row := range rows {
			if i == 0 || row[0] == kind.words() {
				if err := w.Write(row); err != nil {
					t.Fatal(err)
				}
			}
		}
		w.Flush()
		got, err := ReadCard("rates.csv", of.Bytes())
		if err != nil {
			t.Errorf("%s: %v", kind.words(), rota.Faults(err))
			continue
		}
		for i := range want.Rates {
			want.Rates[i].ConfirmedBy = [rota.BandCount]string{}
		}
		want = rota.Card{Name: want.Name, Source: want.Source, Rates: want.Rates}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind.words(), diff)
		}
	}
	for name, file := range map[string][]byte{"rates.csv": all, "costs.xlsx": costBook(t, h)} {
		_, err := ReadCard(name, file)
		if faults := rota.Faults(err); len(faults) != 1 || faults[0].Path != "" || !strings.Contains(faults[0].Text, "holds two cards, Trust and BMA") {
			t.Errorf("%s: %+v", name, faults)
		}
	}
}

// TestCardOfPartsOfAPenny: a cell that shows £190.51 and holds 190.505 is asked about, and one that
// holds 155.13 as a spreadsheet reckons it is not.
func TestCardOfPartsOfAPenny(t *testing.T) {
	var out bytes.Buffer
	card := rota.Card{Name: "Ours", Rates: []rota.RateRow{{}, {PayPoint: "4-7"}}}
	one := rota.Pence(19050)
	card.Rates[0].Rate[rota.WeekdayDay], card.Rates[1].Rate[rota.WeekdayDay] = &one, &one
	if err := CardBook(&out, card, Labels{}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	for cell, v := range map[string]float64{"H2": 190.505, "H3": 155.12999999999999} {
		if err := f.SetCellValue(cardSheet, cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var changed bytes.Buffer
	if err := f.Write(&changed); err != nil {
		t.Fatal(err)
	}
	_, err = ReadCard("card.xlsx", changed.Bytes())
	if faults := rota.Faults(err); len(faults) != 1 || faults[0].Path != "H2" || !strings.Contains(faults[0].Text, "190.505") || !strings.Contains(faults[0].Text, "whole pence") {
		t.Errorf("faults %+v", faults)
	}
}
