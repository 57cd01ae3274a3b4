package exports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// doubtfulCards is a plan of three shifts of one consultant, of whom the trust's rate of a weekday is not
// confirmed and that of the night is not known.
func doubtfulCards(t *testing.T) Handout {
	t.Helper()
	b := rotatest.July().
		Slot("s1", "2025-07-25 08:00", "2025-07-25 13:00").
		Slot("s2", "2025-07-26 23:00", "2025-07-27 07:00").
		Slot("s3", "2025-07-29 19:00", "2025-07-29 23:00").
		Consultant("c1", rotatest.Offer("2025-07-25 07:00", "2025-07-30 07:00", rota.OnSite), rotatest.Terms(rota.TrustRate, ""))
	e := b.Entry()
	e.Aims = []rota.Aim{rota.AimCover}
	pence := func(n rota.Pence) *rota.Pence { return &n }
	e.Cards = rota.Cards{
		Trust: rota.Card{Name: "Trust", Rates: []rota.RateRow{{Rate: [rota.BandCount]*rota.Pence{pence(10000), pence(12000), pence(13000), nil, nil, nil}, Unconfirmed: [rota.BandCount]bool{rota.WeekdayDay: true, rota.Weekend: true}}}},
		BMA:   rota.Card{Name: "BMA", Rates: []rota.RateRow{{Rate: [rota.BandCount]*rota.Pence{pence(18800), pence(25000), pence(25000), pence(31300), nil, nil}, Unconfirmed: [rota.BandCount]bool{rota.WeekdayEvening: true}}}},
	}
	return example(t, e)
}

// TestDoubtfulRates: each shift says which of its rates are not confirmed, as the table of costs does; a
// blank rate makes its shift and the total not known, at those rates alone; rates not used are not told.
func TestDoubtfulRates(t *testing.T) {
	h := doubtfulCards(t)
	want := [][]string{{"s1", "500.00", "940.00", "Trust: weekday day"}, {"s2", "not known", "2504.00", ""}, {"s3", "480.00", "1000.00", "BMA: weekday evening"}}
	f := open(t, results(t, h))
	rows, err := f.GetRows("Shifts")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := CostCSV(&b, h); err != nil {
		t.Fatal(err)
	}
	b.Next(len(byteOrderMark))
	table, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][][]string{"Shifts": columnsOf(rows[tableHeadRow-1:], "Slot", "Trust rates £", "BMA rates £", "Rates not confirmed"), "costs.csv": columnsOf(table, "Slot", "Trust rates £", "BMA rates £", "Rates not confirmed")} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	rows, err = f.GetRows(summarySheet)
	if err != nil {
		t.Fatal(err)
	}
	var foot []string
	for _, row := range rows[slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && r[0] == "Rates used that the trust has not confirmed" })+1:] {
		foot = append(foot, row[0])
	}
	if diff := cmp.Diff([]string{"Trust card, Everybody else, " + rota.WeekdayDay.Words(), "BMA card, Everybody else, " + rota.WeekdayEvening.Words()}, foot); diff != "" {
		t.Errorf("the foot of the summary (-want +got)\n%s", diff)
	}
	for _, row := range rows {
		if len(row) > 3 && row[0] == "Pay" && (row[2] != "not known" || row[3] == "not known") {
			t.Errorf("pay is %q", row)
		}
	}
}

// columnsOf are the columns of a table with the headings, amounts as numbers with two decimals.
func columnsOf(table [][]string, heads ...string) [][]string {
	var out [][]string
	for _, row := range table[1:] {
		var cells []string
		for _, h := range heads {
			cell, n := "", rota.Pence(0)
			if i := slices.Index(table[0], h); i < len(row) {
				cell = row[i]
			}
			if p, err := rota.ParsePence(cell); err == nil {
				n = p
				cell = fmt.Sprintf("%d.%02d", n/100, n%100)
			}
			cells = append(cells, cell)
		}
		out = append(out, cells)
	}
	return out
}

// TestManyDoubtfulRates: the foot of the summary stays short, and says how many more there are.
func TestManyDoubtfulRates(t *testing.T) {
	e := rotatest.Small(1)
	for _, rows := range [][]rota.RateRow{e.Cards.Trust.Rates, e.Cards.BMA.Rates} {
		for i := range rows {
			for band := range rows[i].Unconfirmed {
				rows[i].Unconfirmed[band] = true
			}
		}
	}
	for i := range e.Consultants {
		point := fmt.Sprintf("P%d", i)
		e.Consultants[i].PayPoint = point
		row := e.Cards.Trust.Rates[0]
		row.PayPoint = point
		e.Cards.Trust.Rates = append(e.Cards.Trust.Rates, row)
	}
	h := example(t, e)
	all := len(newLedger(h).doubtfulRates())
	rows, err := open(t, results(t, h)).GetRows(summarySheet)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && r[0] == "Rates used that the trust has not confirmed" })
	if foot := rows[at+1:]; len(foot) != mostDoubts+1 || foot[mostDoubts][0] != fmt.Sprintf("and %d more: Rates marks each rate that is not confirmed.", all-mostDoubts) {
		t.Errorf("of %d the foot is %q", all, foot)
	}
}
