package exports

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// onCalls is a trust whose cover is mostly on call, at odd times and at rates with odd pence: two
// rows of each card, one of which has a rate of its own for being called in; a bank holiday on
// one card alone; every term; somebody on call in two places at once; and hours whose cost is
// half a penny at 10, 25 and 50 % called in.
func onCalls() (rota.Entry, []rota.Assignment) {
	b, held := rotatest.July(), []rota.Assignment{}
	for _, c := range []struct {
		id    rota.ConsultantID
		terms rota.Terms
		point string
	}{{"c1", rota.TrustRate, "4-7"}, {"c2", rota.BMARate, ""}, {"c3", rota.InJobPlan, ""}, {"c4", rota.TimeOff, "4-7"}, {"c5", rota.BMARate, "4-7"}} {
		b.Consultant(c.id, rotatest.Offer("2025-07-25 07:00", "2025-07-30 12:00", rota.OnSite, rota.OnCall, rota.Standby), rotatest.Terms(c.terms, c.point))
	}
	add := func(id rota.SlotID, who rota.ConsultantID, start, end string, mode rota.Mode) {
		b.Slot(id, start, end, rotatest.InMode(mode))
		held = append(held, rotatest.In(id, who))
	}
	for _, on := range []struct{ id, who, start, end string }{
		{"c1-0", "c1", "2025-07-25 18:07", "2025-07-26 07:20"}, {"c1-1", "c1", "2025-07-27 22:59", "2025-07-29 00:01"}, {"c1-2", "c1", "2025-07-29 19:00", "2025-07-29 19:50"},
		{"c2-0", "c2", "2025-07-25 23:00", "2025-07-26 00:00"}, {"c2-1", "c2", "2025-07-26 23:00", "2025-07-27 01:00"}, {"c2-2", "c2", "2025-07-28 00:00", "2025-07-28 05:00"},
		{"c3-0", "c3", "2025-07-28 06:41", "2025-07-28 20:02"}, {"c4-0", "c4", "2025-07-28 17:13", "2025-07-29 09:33"},
		{"c5-0", "c5", "2025-07-26 06:00", "2025-07-26 22:00"}, {"c5-1", "c5", "2025-07-26 18:00", "2025-07-27 08:00"}, {"c5-2", "c5", "2025-07-29 10:10", "2025-07-29 21:00"},
	} {
		add(rota.SlotID(on.id), rota.ConsultantID(on.who), on.start, on.end, rota.OnCall)
	}
	add("site", "c1", "2025-07-26 12:00", "2025-07-26 12:50", rota.OnSite)
	add("by", "c2", "2025-07-29 12:00", "2025-07-29 13:05", rota.Standby)
	e := b.Slot("open", "2025-07-29 08:00", "2025-07-29 12:00").Entry()
	row := func(point string, called rota.Pence, v ...rota.Pence) rota.RateRow {
		r := rota.RateRow{PayPoint: point}
		for i := range v {
			r.Rate[i] = &v[i]
		}
		if called > 0 {
			r.Called, r.CalledUnconfirmed = &called, true
		}
		return r
	}
	e.Cards = rota.Cards{
		Trust: rota.Card{Name: "Trust", BankHolidays: []rota.Date{{Year: 2025, Month: 7, Day: 28}}, Rates: []rota.RateRow{
			row("", 0, 9803, 11113, 15519, 20007, 5001), row("4-7", 17773, 10001, 12333, 31305, 20001, 6003, 3001)}},
		BMA: rota.Card{Name: "BMA", Rates: []rota.RateRow{row("", 0, 18800, 25000, 25000, 31301, 12500), row("4-7", 0, 18801, 25003, 25005, 31307, 12503, 6001)}},
	}
	e.Aims = []rota.Aim{rota.AimCover}
	return e, held
}

func onCallHandout(t testing.TB, called rota.PerCent) Handout {
	t.Helper()
	e, held := onCalls()
	h := example(t, e)
	h.Plan = rotatest.Plan(h.Problem, held...)
	hour := rota.Pence(5705)
	h.Money.Pricing = rota.Pricing{CalledShare: called, NI: rota.OnCost{On: true, Rate: 1505}, Pension: rota.OnCost{On: true, Rate: 1437}, TimeOffHour: &hour}
	return h
}

func costBook(t testing.TB, h Handout) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Costs(&b, h); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRecalculatedWhenCalledIn types the share of on call that is called in into a workbook made at none. LibreOffice
// and rota agree on every shift and every sum to the penny, and every formula on what Go writes at that share.
func TestRecalculatedWhenCalledIn(t *testing.T) {
	var books []made
	wants := map[string]made{}
	for _, called := range []rota.PerCent{0, 1000, 2500, 3300, 5000, 10_000} {
		name := called.Words()
		then := onCallHandout(t, called)
		books = append(books, made{name, typed(t, costBook(t, onCallHandout(t, 0)), map[string]any{fmt.Sprint(summarySheet, "!B", calledRow): float64(called) / 10_000}), then})
		wants[name] = made{name, costBook(t, then), then}
	}
	for name, f := range recalculate(t, books) {
		h := wants[name].from
		l, pay, full := h.Problem.Ledger(h.Plan, h.Money.Pricing), map[string]rota.Totals{}, map[string]rota.Totals{}
		for _, e := range l.Entries {
			pay[string(e.Slot.ID)] = e.Pay
		}
		for _, by := range []rota.Dimension{rota.ByConsultant, rota.ByService, rota.ByUnit, rota.ByDay} {
			for _, sum := range l.By(by) {
				key := sum.Key
				if d, err := rota.ParseDate(key); err == nil {
					key = fmt.Sprint(daySerial(d))
				}
				pay[key], full[key] = sum.Pay, sum.All()
			}
		}
		holdsPay(t, name, f, shiftsSheet, colSlot, colTrust, pay)
		holdsPay(t, name, f, costsSheet, costLabel, costTrust, pay)
		holdsPay(t, name, f, costsSheet, costLabel, costFullTrust, full)
		sameFormulas(t, f, wants[name])
		for i, v := range []rota.Totals{l.Total().Pay, l.Total().NI, l.Total().Pension, l.Total().All()} {
			for j, b := range rota.Bases() {
				cell := ref(3+j, payRow+i)
				if got, err := f.GetCellValue(summarySheet, cell, excelize.Options{RawCellValue: true}); err != nil || !same(got, plainOf(v.At(b))) {
					t.Errorf("%s: Summary!%s = %q, %v, want %s", name, cell, got, err, plainOf(v.At(b)))
				}
			}
		}
	}
}

// holdsPay compares the three amounts beside each label of a sheet that pay knows; all must be there.
func holdsPay(t *testing.T, name string, f *excelize.File, sheet string, label, amounts int, pay map[string]rota.Totals) {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, row := range rows {
		if len(row) < max(label, amounts+2) {
			continue
		}
		want, ok := pay[row[label-1]]
		if !ok {
			continue
		}
		seen++
		for i, b := range rota.Bases() {
			if got := row[amounts-1+i]; !same(got, plainOf(want.At(b))) {
				t.Errorf("%s: %s, %s, %s: the workbook has %s, rota %s", name, sheet, row[label-1], b.Words(), got, plainOf(want.At(b)))
			}
		}
	}
	if seen < 5 {
		t.Errorf("%s: %s has %d rows of %d", name, sheet, seen, len(pay))
	}
}

// TestHalfPennies: the example has shifts whose cost is half a penny, which is rounded up, with nobody, 10, 25 and 50 % called in.
func TestHalfPennies(t *testing.T) {
	for called, want := range map[rota.PerCent][3]string{
		0: {"site", "£260.88", "£208.38"}, 1000: {"c2-2", "£325.08", "£719.01"}, 2500: {"c2-1", "£175.05", "£344.01"}, 5000: {"c2-0", "£125.04", "£219.01"},
	} {
		for _, x := range newLedger(onCallHandout(t, called)).shifts {
			if got := [3]string{string(x.Assignment.Slot), x.Trust.String(), x.BMA.String()}; got[0] == want[0] && got != want {
				t.Errorf("at %s called in: %s, want %s", called.Words(), got, want)
			}
		}
	}
}

// TestCalledRateMissing: where no rate is known for an hour called in, the cost is not known once any is, and only there.
func TestCalledRateMissing(t *testing.T) {
	for called, want := range map[rota.PerCent]string{0: "0 of 3", 2500: "3 of 3"} { // all are at night
		h := onCallHandout(t, called)
		h.Problem.Cards.BMA.Rates[0].Rate[rota.Night] = nil
		unknown := 0
		for _, x := range newLedger(h).shifts {
			if x.Line.Consultant.ID == "c2" && x.Line.Slot.Mode == rota.OnCall && x.BMA == nil {
				unknown++
			}
		}
		if got := fmt.Sprintf("%d of 3", unknown); got != want {
			t.Errorf("at %s called in %s are not known, want %s", called.Words(), got, want)
		}
	}
}

// TestSharesPasted: a share that is pasted into a yellow cell and cannot be one is named beside the cell and by
// the checks, and what it would price is not known; a share of nothing at all is none.
func TestSharesPasted(t *testing.T) {
	h := onCallHandout(t, 2500)
	called, ni := fmt.Sprint("B", calledRow), fmt.Sprint("C", niRow)
	var books []made
	for name, cells := range map[string]map[string]any{"37.5 called in": {called: 37.5}, "-1 called in": {called: -1}, "words": {called: "a quarter"}, "1500% on top": {ni: 15.05}, "all": {called: 1, ni: 1}, "empty": {called: nil}} {
		typedIn := map[string]any{}
		for cell, v := range cells {
			typedIn[summarySheet+"!"+cell] = v
		}
		books = append(books, made{name, typed(t, costBook(t, h), typedIn), h})
	}
	for name, f := range recalculate(t, books) {
		bad := name != "all" && name != "empty"
		value := func(sheet, cell string) string {
			t.Helper()
			v, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		beside := value(summarySheet, fmt.Sprint("C", calledRow))
		if strings.Contains(name, "on top") {
			beside = value(summarySheet, fmt.Sprint("D", niRow))
		}
		check := ""
		rows, err := f.GetRows(summarySheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if len(row) > 1 && row[0] == "Check: shares are from 0% to 100%" {
				check = row[1]
			}
		}
		if got := []string{beside, check}; bad != strings.Contains(got[0], "Enter 0% to 100%") || bad != (got[1] == "Does not agree") {
			t.Errorf("%s: beside the cell and in the check stands %q", name, got)
		}
		for _, column := range []string{"B", "C", "D", "E"} {
			if got := value(summarySheet, fmt.Sprint(column, payRow+3)); bad != (got == notKnown) {
				t.Errorf("%s: the cost in column %s is %q", name, column, got)
			}
		}
		if got := value(costsSheet, fmt.Sprint("B", costTotalRow-2)); bad != strings.HasPrefix(got, "Do not agree") {
			t.Errorf("%s: all checks say %q", name, got)
		}
	}
}
