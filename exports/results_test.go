package exports

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"strikerota/exports/sheet/sheettest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// inputs are the plans that every check of the results workbook goes through.
func inputs(t *testing.T) map[string]Handout {
	t.Helper()
	nothing := example(t, rotatest.Small(1))
	nothing.Plan = rotatest.Plan(nothing.Problem)
	return map[string]Handout{
		"small": example(t, rotatest.Small(1)), "awkward": example(t, awkward()),
		"unknown rates": example(t, unknownRates()), "nobody": nothing,
	}
}

// xmlCell is a cell as the file holds it.
type xmlCell struct {
	Ref     string  `xml:"r,attr"`
	Type    string  `xml:"t,attr"`
	Formula *string `xml:"f"`
	Value   *string `xml:"v"`
	Inline  *struct {
		Text string `xml:"t"`
	} `xml:"is"`
}

func cellsOf(t testing.TB, data []byte, sheet int) []xmlCell {
	t.Helper()
	var ws struct {
		Rows []struct {
			Cells []xmlCell `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal(part(t, data, fmt.Sprintf("xl/worksheets/sheet%d.xml", sheet)), &ws); err != nil {
		t.Fatal(err)
	}
	var out []xmlCell
	for _, r := range ws.Rows {
		out = append(out, r.Cells...)
	}
	return out
}

func TestStoredIsFormula(t *testing.T) {
	for name, in := range inputs(t) {
		t.Run(name, func(t *testing.T) {
			for id, c := range in.Consultants {
				c.Name = strings.NewReplacer("*", "", "~", "", "?", "").Replace(c.Name) // excelize knows no disarmed patterns; LibreOffice does, below
				in.Consultants[id] = c
			}
			data := results(t, in)
			f := open(t, data)
			for i, sheet := range f.GetSheetList() {
				for _, c := range cellsOf(t, data, i+1) {
					if c.Formula == nil {
						continue
					}
					if c.Value == nil {
						t.Errorf("%s!%s: formula without a value", sheet, c.Ref)
						continue
					}
					got, err := f.CalcCellValue(sheet, c.Ref, excelize.Options{RawCellValue: true})
					if err != nil {
						t.Errorf("%s!%s =%s: %v", sheet, c.Ref, *c.Formula, err)
					} else if !same(got, *c.Value) {
						t.Errorf("%s!%s =%s: got %q, stored %q", sheet, c.Ref, *c.Formula, got, *c.Value)
					}
				}
			}
		})
	}
}

// same compares two results: numbers to a hundredth of a penny.
func same(a, b string) bool {
	x, err := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	if err != nil || err2 != nil {
		return a == b
	}
	return math.Abs(x-y) < 0.0001
}

func TestTypes(t *testing.T) {
	in := example(t, awkward())
	data := results(t, in)
	for i := range open(t, data).GetSheetList() {
		for _, c := range cellsOf(t, data, i+1) {
			if c.Formula == nil || c.Value == nil {
				continue
			}
			if _, err := strconv.ParseFloat(*c.Value, 64); (err == nil) != (c.Type == "" || c.Type == "n") {
				t.Errorf("sheet %d %s: value %q has type %q", i+1, c.Ref, *c.Value, c.Type)
			}
		}
	}
}

func TestSheetNames(t *testing.T) {
	want := []string{"README", "Cancer", "Maternity", "Transplant", "Fri 25 Jul", "Sat 26 Jul", "Sun 27 Jul", "Mon 28 Jul", "Tue 29 Jul", "Wed 30 Jul",
		"All shifts", "Open places", "Summary", "Costs", "Shifts", "Rates"}
	if diff := cmp.Diff(want, open(t, results(t, example(t, rotatest.Small(1)))).GetSheetList()); diff != "" {
		t.Error(diff)
	}
}

// TestChangeRate changes a rate on Rates, recalculates, and compares with what the domain says at that rate.
func TestChangeRate(t *testing.T) {
	in := example(t, awkward())
	f := open(t, results(t, in))
	tests := []struct {
		cell  string
		value any
		rate  func(*rota.Cards) **rota.Pence
		pence *rota.Pence
	}{
		{"C7", 123.45, func(c *rota.Cards) **rota.Pence { return &c.Trust.Rates[0].Rate[rota.WeekdayDay] }, pence(12345)},
		{"F8", 0.07, func(c *rota.Cards) **rota.Pence { return &c.Trust.Rates[1].Rate[rota.Night] }, pence(7)},
		{"H11", 99.99, func(c *rota.Cards) **rota.Pence { return &c.BMA.Rates[0].Rate[rota.StandbyBand] }, pence(9999)},
		{"F12", "", func(c *rota.Cards) **rota.Pence { return &c.BMA.Rates[1].Rate[rota.Night] }, nil},
	}
	p := in.Problem
	p.Cards.Trust.Rates = append([]rota.RateRow{}, p.Cards.Trust.Rates...)
	p.Cards.BMA.Rates = append([]rota.RateRow{}, p.Cards.BMA.Rates...)
	for _, tt := range tests {
		if err := f.SetCellValue("Rates", tt.cell, tt.value); err != nil {
			t.Fatal(err)
		}
		*tt.rate(&p.Cards) = tt.pence
		total := rota.Total(p.Lines(in.Plan))
		for col, want := range map[string]*rota.Pence{"C": total.Trust, "D": total.BMA, "E": total.Agreed} {
			got, err := f.CalcCellValue("Costs", fmt.Sprint(col, costTotalRow), excelize.Options{RawCellValue: true})
			if err != nil || !same(got, fmt.Sprint(pounds(want))) {
				t.Errorf("after %s: Costs!%s = %q, %v, want %v", tt.cell, col, got, err, pounds(want))
			}
		}
	}
}

func pence(p rota.Pence) *rota.Pence { return &p }

func plainOf(p *rota.Pence) string {
	if p == nil {
		return notKnown
	}
	return p.Plain()
}

// storedValue is the value that a cell keeps beside its formula.
var storedValue = regexp.MustCompile(`</f><v>[^<]*</v>`)

// withoutValues is the workbook without the stored values of its formulas, so
// that nothing can be read instead of calculated.
func withoutValues(t testing.TB, data []byte) []byte {
	t.Helper()
	return sheettest.Repack(t, data, func(name string, text []byte) ([]byte, bool) {
		if strings.HasPrefix(name, "xl/worksheets/sheet") {
			text = storedValue.ReplaceAll(text, []byte("</f>"))
		}
		return text, true
	})
}

// soffice converts a file in a profile of its own, so that conversions do not wait for each other.
func soffice(t *testing.T, dir, to, file, out string) {
	t.Helper()
	cmd := exec.Command("soffice", "--headless", "--norestore", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
		"--convert-to", to, "--outdir", out, file)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice (Debian package libreoffice-calc-nogui): %v\n%s", err, out)
	}
}

// TestSameBytes: of every workbook, the same plan gives the same bytes.
func TestSameBytes(t *testing.T) {
	for _, name := range []string{"awkward", "small"} {
		first := everyWorkbook(t, name, handouts(t)[name], entries(t)[name])
		for i, b := range everyWorkbook(t, name, handouts(t)[name], entries(t)[name]) {
			if !bytes.Equal(first[i].data, b.data) {
				t.Errorf("%s: the same input gave other bytes", b.name)
			}
		}
	}
}

// TestNoFormulaFromText: nothing that a person typed becomes a formula, and it still reads as typed.
func TestNoFormulaFromText(t *testing.T) {
	data := results(t, example(t, awkward()))
	f := open(t, data)
	seen := false
	for i := range f.GetSheetList() {
		for _, c := range cellsOf(t, data, i+1) {
			if c.Formula != nil && strings.Contains(*c.Formula, "cmd") {
				t.Errorf("sheet %d %s: formula %s", i+1, c.Ref, *c.Formula)
			}
			if c.Inline != nil {
				seen = seen || c.Inline.Text == "'=cmd|'/c calc'!A1"
				if strings.HasPrefix(c.Inline.Text, "=") {
					t.Errorf("sheet %d %s: text %q", i+1, c.Ref, c.Inline.Text)
				}
			}
		}
	}
	if !seen {
		t.Error("the name is not on any sheet as text")
	}
}

// TestNoResident: the default file names no resident, though the entry has some.
func TestNoResident(t *testing.T) {
	e := rotatest.Small(1)
	data := results(t, example(t, e))
	r := open(t, data)
	for i := range r.GetSheetList() {
		text := string(part(t, data, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)))
		for _, resident := range e.Residents {
			if strings.Contains(text, resident.Name) {
				t.Errorf("sheet %d names %s", i+1, resident.ID)
			}
		}
	}
}

func TestMarks(t *testing.T) {
	in := example(t, rotatest.Small(1))
	in.Handling = "OFFICIAL: TEST"
	data := results(t, in)
	f := open(t, data)
	for _, sheet := range f.GetSheetList() {
		hf, err := f.GetHeaderFooter(sheet)
		if err != nil || !strings.Contains(hf.OddHeader, in.Handling) || !strings.Contains(hf.OddFooter, in.Handling) || !strings.Contains(hf.OddFooter, "0.1.0") {
			t.Errorf("%s: header %+v, %v", sheet, hf, err)
		}
	}
	props, err := f.GetDocProps()
	if err != nil || props.Created != "2025-07-20T15:30:00Z" || props.Category != in.Handling {
		t.Errorf("properties: %+v, %v", props, err)
	}
	for cell, want := range map[string]string{"A1": "Strike cover: " + in.Problem.Strike.Name, "B3": "Sat 31 Jan 2026"} {
		if got, err := f.GetCellValue("README", cell); err != nil || got != want {
			t.Errorf("README!%s: got %q, %v, want %q", cell, got, err, want)
		}
	}
}

func TestStatusWords(t *testing.T) {
	tests := []struct {
		plan rota.Plan
		want string
	}{
		{rota.Plan{Status: rota.Proved, Aims: []rota.AimValue{{Aim: "cover/1"}}},
			"Proved best: no plan that keeps the rules is better by these aims in this order. Cost was left out: a cheaper one with the same cover may exist."},
		{rota.Plan{Status: rota.Proved, Aims: []rota.AimValue{{Aim: "cover/1"}, {Aim: "cost:agreed"}}},
			"Proved best: no plan that keeps the rules is better by these aims in this order."},
		{rota.Plan{Status: rota.BestFound, Aims: []rota.AimValue{{Aim: "cover/1"}, {Aim: "cover/2", Value: 150, Bound: 60}}},
			"Best found: open time, priority 2 could be at most 1 hour 30 minutes better."},
		{rota.Plan{Status: rota.BestFound, Aims: []rota.AimValue{{Aim: "cost:agreed", Value: 1500, Bound: 1000}}},
			"Best found: cost as agreed could be at most £5.00 better."},
		{rota.Plan{Status: rota.BestFound, ByHand: true, Aims: []rota.AimValue{{Aim: "cover/1", Value: 18720}}},
			"Changed by hand since it was made: how much better another could be is not known."},
		{rota.Plan{Status: rota.Proved, ByHand: true, Aims: []rota.AimValue{{Aim: "cost:agreed"}}},
			"Proved best: no plan that keeps the rules is better by these aims in this order."},
	}
	for _, tt := range tests {
		if got := (Handout{Plan: tt.plan}).statusWords(true); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// TestWorkedFigure is the one post covered for the whole strike: 120 hours, £30,288 at the BMA card.
func TestWorkedFigure(t *testing.T) {
	b := rotatest.July()
	var in []rota.Assignment
	for day := 25; day < 30; day++ {
		for i, at := range [][2]int{{7, 19}, {19, 7}} {
			end := day + i
			id := rota.SlotID(fmt.Sprintf("s%d-%d", day, i))
			b.Slot(id, fmt.Sprintf("2025-07-%d %02d:00", day, at[0]), fmt.Sprintf("2025-07-%d %02d:00", end, at[1]))
			in = append(in, rotatest.In(id, "c1"))
		}
	}
	b.Consultant("c1", rotatest.Terms(rota.BMARate, ""))
	e := b.Entry()
	e.Cards.BMA = rotatest.BMACard()
	e.Aims = []rota.Aim{rota.AimCover}
	x := example(t, e)
	x.Plan = rotatest.Plan(x.Problem, in...)
	f := open(t, results(t, x))
	got, err := f.CalcCellValue("Costs", fmt.Sprintf("D%d", costTotalRow), excelize.Options{RawCellValue: true})
	if err != nil || got != "30288" {
		t.Errorf("got %q, %v, want 30288", got, err)
	}
}

// TestWords looks at what the sheets say of locks that break rules and of open places.
func TestWords(t *testing.T) {
	b := rotatest.July().Standard().
		Slot("night", "2025-07-25 20:00", "2025-07-26 08:00", rotatest.Unit("Maternity", "Labour ward")).
		Slot("day", "2025-07-26 08:00", "2025-07-26 20:00", rotatest.Unit("Maternity", "Labour ward")).
		Slot("late", "2025-07-26 20:30", "2025-07-27 02:00", rotatest.Unit("Maternity", "Theatre"), rotatest.NeedsAll("obstetrics"), rotatest.Places(2)).
		Consultant("c1", rotatest.Skills("obstetrics"), rotatest.Offer("2025-07-25 07:00", "2025-07-28 07:00", rota.OnSite)).
		Consultant("c2", rotatest.NoOffer(), rotatest.Skills("obstetrics")).
		Consultant("c3").Consultant("c4").
		Lock("night", "c1").Lock("day", "c1")
	b.Change(func(e *rota.Entry) { e.Consultants[0].Name, e.Aims = "Dr One", []rota.Aim{rota.AimCover} })
	in := example(t, b.Entry())
	in.Plan = rotatest.Plan(in.Problem, rotatest.In("night", "c1"), rotatest.In("day", "c1"))
	f := open(t, results(t, in))
	text := func(sheet string) string {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range rows {
			out = append(out, strings.Join(r, " | "))
		}
		return strings.Join(out, "\n")
	}
	for sheet, want := range map[string][]string{
		"README":      {"Rules broken on purpose", "Rest between duties | Dr One: Labour ward, Registrar tier, Fri 25 July, 8pm to 8am: would have less than 11 hours' rest beside Labour ward, Registrar tier, Sat 26 July, 8am to 8pm, in 24 hours from start to end where 13 hours is the most", "Places open | 2, in 1 slot:"},
		"Maternity":   {"Labour ward", "Dr One (locked, breaks a rule)", "OPEN (priority 1: obstetrics)\nOPEN (priority 1: obstetrics)"},
		"Open places": {"Not trained: 2\nNo offer for this time and mode: 1\nResting: Dr One (Labour ward Fri 20:00, Labour ward Sat 08:00)"},
	} {
		for _, w := range want {
			if got := text(sheet); !strings.Contains(got, w) {
				t.Errorf("%s does not say %q:\n%s", sheet, w, got)
			}
		}
	}
}

func TestTooLongText(t *testing.T) {
	in := example(t, rotatest.Small(1))
	in.Trust = strings.Repeat("x", 40_000)
	if err := Results(io.Discard, in); err == nil || !strings.Contains(err.Error(), "sheet README") {
		t.Errorf("got %v, want an error that names the sheet: a longer text would be cut without a word", err)
	}
}

// TestDaysAsOnThePage holds that the workbook's costs by day, service and unit are those of the cost page, with on-costs and without.
func TestDaysAsOnThePage(t *testing.T) {
	for name, h := range handouts(t) {
		h.Money.NI, h.Money.Pension = rota.OnCost{On: true, Rate: 1505}, rota.OnCost{On: true, Rate: 1437}
		ledger, blocks := h.Problem.Ledger(h.Plan, rota.Pricing{CalledShare: h.Money.CalledShare, NI: h.Money.NI, Pension: h.Money.Pension}), newLedger(h).costBlocks()
		for i, by := range []rota.Dimension{rota.ByDay, rota.ByService, rota.ByUnit} {
			page, rows := map[any]rota.Sum{}, blocks[i].rows
			for _, sum := range ledger.By(by) {
				if date, err := rota.ParseDate(sum.Key); err == nil {
					page[daySerial(date)] = sum
				} else {
					page[fold(sum.Key)] = sum
				}
			}
			if len(page) != len(rows) {
				t.Fatalf("%s: %s: %d rows on the page, %d in the workbook", name, blocks[i].heading, len(page), len(rows))
			}
			for _, row := range rows {
				key := row.label
				if text, ok := key.(string); ok {
					key = fold(text)
				}
				sum, ok := page[key]
				if diff := cmp.Diff([]rota.Totals{sum.Pay, sum.All()}, []rota.Totals{row.Totals, row.full}); !ok || diff != "" || row.minutes != sum.Minutes {
					t.Errorf("%s, %v: %d and %d minutes (-page +workbook):\n%s", name, row.label, sum.Minutes, row.minutes, diff)
				}
			}
		}
	}
}

// TestReadmeAtRatesNow holds that the README gives the cost at the rates as they are now, as
// the summary does, and claims nothing proved of rates that were changed since.
func TestReadmeAtRatesNow(t *testing.T) {
	e := rotatest.July().Slot("a", "2025-07-25 08:00", "2025-07-25 20:00").Consultant("c1", rotatest.Terms(rota.BMARate, "")).Entry()
	e.Cards.BMA = rotatest.BMACard()
	e.Aims = []rota.Aim{rota.AimCover, rota.AimCostAgreed}
	x := example(t, e)
	x.Plan = rotatest.Plan(x.Problem, rotatest.In("a", "c1"))
	x.Plan.Status, x.Plan.Aims = rota.Proved, rota.Values(x.Problem, x.Plan)
	cost := x.Plan.Aims[len(x.Plan.Aims)-1]
	for i := range x.Plan.Aims {
		x.Plan.Aims[i].Bound = x.Plan.Aims[i].Value
	}
	l := newLedger(x)
	if got := l.sureWords(x.Plan.Aims[len(x.Plan.Aims)-1], l.now()[cost.Aim]); got != "proved best" || !strings.HasPrefix(x.statusWords(true), "Proved best: ") {
		t.Errorf("at the same rates: %q, %q", got, x.statusWords(true))
	}
	rates := slices.Clone(x.Problem.Cards.BMA.Rates)
	for i := range rates {
		for b, r := range rates[i].Rate {
			if r != nil {
				more := *r + 1000
				rates[i].Rate[b] = &more
			}
		}
	}
	x.Problem.Cards.BMA.Rates = rates
	l = newLedger(x)
	if got, want := l.now()[cost.Aim], cost.Value+12*1000; got != want {
		t.Errorf("cost now %d, want %d", got, want)
	}
	if got := l.sureWords(cost, l.now()[cost.Aim]); strings.Contains(got, "proved") || !strings.Contains(got, rota.Pence(cost.Value).String()) {
		t.Errorf("at other rates: %q", got)
	}
	if got := x.statusWords(true); !strings.Contains(got, "changed since") {
		t.Errorf("status: %q", got)
	}
}
