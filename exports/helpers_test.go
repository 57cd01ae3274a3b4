package exports

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"strikerota/exports/sheet/sheettest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// example is a results workbook's input for an entry, planned greedily.
func example(t testing.TB, e rota.Entry) Handout {
	t.Helper()
	p, err := e.Problem()
	if err != nil {
		t.Fatalf("problem: %v", rota.Faults(err))
	}
	people := map[rota.ConsultantID]rota.Consultant{}
	for _, c := range e.Consultants {
		people[c.ID] = c
	}
	h := Handout{
		Problem: p, Plan: rotatest.Greedy(p), Consultants: people, Locks: e.Locks, Ways: map[rota.SlotID]WaysOut{}, Money: Money{Pricing: rota.StandardPricing()},
		Labels: Labels{Trust: "Northmoor & Eastlake", By: "A. Coordinator", Version: "0.1.0",
			Made: time.Date(2025, 7, 20, 15, 30, 0, 0, time.UTC), DeleteBy: rota.Date{Year: 2026, Month: 1, Day: 31}},
	}
	for i, o := range h.Plan.Open {
		h.Ways[o.Slot] = WaysOut{Conflict: "This and another cannot both be filled.", Ways: []Way{{"One more offer.", "+£96"}, {"=A lock taken off.", ""}}[:i%3%2+1], Note: "Each was tried."}
	}
	return h
}

// awkward is a small trust with everything that makes a workbook go wrong: names
// that are formulas, patterns or twice the same, minutes that are no quarter of
// an hour, rates with odd pence, bank holidays on one card only, a missing row.
func awkward() rota.Entry {
	rates := func(v ...rota.Pence) [rota.BandCount]*rota.Pence {
		var out [rota.BandCount]*rota.Pence
		for i := range v {
			if v[i] >= 0 {
				out[i] = &v[i]
			}
		}
		return out
	}
	all := rotatest.Offer("2025-07-25 07:00", "2025-07-30 12:00", rota.OnSite, rota.OnCall, rota.Standby)
	b := rotatest.July().
		Slot("s1", "2025-07-25 08:00", "2025-07-25 08:01").
		Slot("s2", "2025-07-25 09:07", "2025-07-25 20:14", rotatest.Places(2)).
		Slot("s3", "2025-07-26 21:10", "2025-07-27 08:20", rotatest.Unit("=1+1", "@unit"), rotatest.Places(2)).
		Slot("s4", "2025-07-28 08:00", "2025-07-29 08:00", rotatest.InMode(rota.OnCall)).
		Slot("s5", "2025-07-28 08:00", "2025-07-29 08:00", rotatest.InMode(rota.Standby)).
		Slot("s6", "2025-07-28 13:00", "2025-07-28 23:30", rotatest.Unit("Cancer", "Ward")).
		Slot("s7", "2025-07-29 13:00", "2025-07-29 23:30", rotatest.Places(9)).
		Consultant("c1", all, rotatest.Terms(rota.TrustRate, "4-7")).
		Consultant("c2", all, rotatest.Terms(rota.BMARate, "")).
		Consultant("c3", all, rotatest.Terms(rota.TrustRate, "a*b")).
		Consultant("c4", all, rotatest.Terms(rota.InJobPlan, "A*B"), rotatest.Planned("x1", "2025-07-29 13:00", "2025-07-29 17:00", 7)).
		Consultant("c5", all, rotatest.Terms(rota.TimeOff, "nobody's")).
		Consultant("c6", all, rotatest.Terms(rota.BMARate, "Top")).
		Consultant("c7", rotatest.NoOffer())
	e := b.Entry()
	named := []string{"=cmd|'/c calc'!A1", "Dr *Star", "Dr Ash", "DR ASH", "<Dr> Less & Co", "+44 7700 900000", "Dr ~Tilde?"}
	for i := range e.Consultants {
		e.Consultants[i].Name = named[i]
		for j := range e.Consultants[i].Sessions {
			e.Consultants[i].Sessions[j].Name = "-Clinic"
		}
	}
	e.Cards = rota.Cards{
		Trust: rota.Card{Name: "Trust & co", Source: "=Finance", BankHolidays: []rota.Date{{Year: 2025, Month: 7, Day: 28}}, Rates: []rota.RateRow{
			{PayPoint: "4-7", Rate: rates(10001, 12333, 15517, 20001, 5001, -1)},
			{PayPoint: "", Rate: rates(9999, 11111, 13333, 17777, 4001, 3001), Unconfirmed: [rota.BandCount]bool{true, false, true}},
			{PayPoint: "A*B", Rate: rates(8801, 8803, 8807, 8811, 8821, 8831)},
			{PayPoint: "a*b", Rate: rates(8801, 8803, 8807, 8811, 8821, 8831)},
		}},
		BMA: rota.Card{Name: "BMA", ValidFrom: rota.Date{Year: 2025, Month: 6, Day: 20}, Rates: []rota.RateRow{
			{PayPoint: "", Rate: rates(18800, 25000, 25000, 31300, 12500, -1)},
			{PayPoint: "top", Rate: rates(18801, 25001, 25001, 31301, 12501, 6001)},
		}},
	}
	e.Aims = []rota.Aim{rota.AimCover, rota.AimDisplaced}
	return e
}

// unknownRates is the small trust with a rate that it needs missing.
func unknownRates() rota.Entry {
	e := rotatest.Small(1)
	e.Aims = []rota.Aim{rota.AimCover}
	rates := append([]rota.RateRow{}, e.Cards.BMA.Rates...)
	for i := range rates {
		rates[i].Rate[rota.Night] = nil
	}
	e.Cards.BMA.Rates = rates
	e.Cards.Trust.Rates = nil
	return e
}

func results(t *testing.T, in Handout) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Results(&buf, in); err != nil {
		t.Fatalf("results: %v", err)
	}
	return buf.Bytes()
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// part reads one part of the package.
func part(t testing.TB, data []byte, name string) []byte {
	t.Helper()
	text, ok := sheettest.Parts(t, data)[name]
	if !ok {
		t.Fatalf("there is no part %s", name)
	}
	return text
}

// converted is the workbook as LibreOffice saves it.
func converted(t *testing.T, data []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "in.xlsx")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	soffice(t, dir, "xlsx", file, out)
	saved, err := os.ReadFile(filepath.Join(out, "in.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	return saved
}
