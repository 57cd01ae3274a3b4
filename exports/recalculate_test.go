package exports

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// entries are what the handouts are made from.
func entries(t testing.TB) map[string]rota.Entry {
	t.Helper()
	nobody := rotatest.Small(1)
	calls, _ := onCalls()
	return map[string]rota.Entry{"small": attended(rotatest.Small(1)), "large": attended(rotatest.Large(1)), "to come": ahead(t), "awkward": awkward(),
		"unknown rates": unknownRates(), "nobody": nobody, "on call": calls}
}

// allWorkbooks are every workbook of every handout.
func allWorkbooks(t testing.TB) []made {
	t.Helper()
	var out []made
	all, from := handouts(t), entries(t)
	for _, name := range sortedKeys(all) {
		out = append(out, everyWorkbook(t, name, all[name], from[name])...)
	}
	return out
}

// recalculate has LibreOffice work out every formula of the workbooks from
// nothing, in one go: the stored values are taken out first.
func recalculate(t *testing.T, books []made) map[string]*excelize.File {
	t.Helper()
	dir := t.TempDir()
	args := []string{"--headless", "--norestore", "-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--convert-to", "xlsx", "--outdir", filepath.Join(dir, "out")}
	file := func(i int) string { return fmt.Sprintf("b%03d.xlsx", i) }
	for i, b := range books {
		path := filepath.Join(dir, file(i))
		if err := os.WriteFile(path, withoutValues(t, b.data), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice (Debian package libreoffice-calc-nogui): %v\n%s", err, out)
	}
	out := map[string]*excelize.File{}
	for i, b := range books {
		data, err := os.ReadFile(filepath.Join(dir, "out", file(i)))
		if err != nil {
			t.Fatalf("%s: LibreOffice does not open it: %v", b.name, err)
		}
		out[b.name] = open(t, data)
	}
	return out
}

// TestRecalculatedIsStored: LibreOffice gives every formula of every workbook the value that Go wrote beside it.
func TestRecalculatedIsStored(t *testing.T) {
	books := allWorkbooks(t)
	again := recalculate(t, books)
	formulas := 0
	for _, b := range books {
		f := again[b.name]
		for i, sheet := range open(t, b.data).GetSheetList() {
			for _, c := range cellsOf(t, b.data, i+1) {
				if c.Formula == nil {
					continue
				}
				formulas++
				if c.Value == nil {
					t.Errorf("%s, %s!%s: no stored value", b.name, sheet, c.Ref)
					continue
				}
				got, err := f.GetCellValue(sheet, c.Ref, excelize.Options{RawCellValue: true})
				if err != nil || !same(got, *c.Value) {
					t.Errorf("%s, %s!%s =%s: LibreOffice has %q, %v, stored is %q", b.name, sheet, c.Ref, *c.Formula, got, err, *c.Value)
				}
			}
		}
	}
	if formulas < 10_000 {
		t.Errorf("only %d formulas were looked at", formulas)
	}
}

// A changedRate is a rate as a person changes it on the sheet, and in the domain.
type changedRate struct {
	cell  string
	value float64
	rate  func(*rota.Cards) **rota.Pence
}

// TestRecalculatedAtOtherRates changes four rates, the prices used and the on-costs in each kind of
// workbook with costs, of the three examples and the awkward one, with 25 % or all of on call taken to be called in. LibreOffice
// and rota agree on the totals to the penny, and every formula on what Go writes in a workbook made at those rates.
func TestRecalculatedAtOtherRates(t *testing.T) {
	all, from := handouts(t), entries(t)
	var books []made
	wants := map[string]made{}
	for name, called := range map[string]rota.PerCent{"small": 10_000, "large": 2500, "to come": 2500, "awkward": 2500} {
		h := all[name]
		then := h
		then.Problem.Cards.Trust.Rates, then.Problem.Cards.BMA.Rates = slices.Clone(h.Problem.Cards.Trust.Rates), slices.Clone(h.Problem.Cards.BMA.Rates)
		bma := fmt.Sprint(rateHeadRow + len(h.Problem.Cards.Trust.Rates) + 1)
		cells := map[string]any{summarySheet + "!B5": "Yes", summarySheet + "!C5": 0.1505, summarySheet + "!B6": "Yes", summarySheet + "!C6": 0.1437, summarySheet + "!B8": float64(called) / 10_000}
		for _, c := range []changedRate{
			{"C7", 123.45, func(c *rota.Cards) **rota.Pence { return &c.Trust.Rates[0].Rate[rota.WeekdayDay] }},
			{"I7", 187.73, func(c *rota.Cards) **rota.Pence { return &c.Trust.Rates[0].Called }},
			{"E" + bma, 301.07, func(c *rota.Cards) **rota.Pence { return &c.BMA.Rates[0].Rate[rota.Weekend] }},
			{"F" + bma, 287.03, func(c *rota.Cards) **rota.Pence { return &c.BMA.Rates[0].Rate[rota.Night] }},
		} {
			pence := rota.Pence(c.value*100 + 0.5)
			cells[ratesSheet+"!"+c.cell], *c.rate(&then.Problem.Cards) = c.value, &pence
		}
		then.Money.NI, then.Money.Pension = rota.OnCost{On: true, Rate: 1505}, rota.OnCost{On: true, Rate: 1437}
		then.Money.CalledShare = called
		as := everyWorkbook(t, name, then, from[name])
		for i, b := range everyWorkbook(t, name, h, from[name]) {
			if strings.HasSuffix(b.name, "results") || strings.HasSuffix(b.name, "costs") {
				b.data = typed(t, b.data, cells)
				books, wants[b.name] = append(books, b), as[i]
			}
		}
	}
	for name, f := range recalculate(t, books) {
		was := wants[name]
		want := was.from.Problem.Ledger(was.from.Plan, was.from.Money.Pricing).Total()
		for column, b := range map[string]rota.Basis{"C": rota.AtTrust, "D": rota.AtBMA, "E": rota.AsAgreed} {
			for row, v := range map[int]rota.Totals{payRow: want.Pay, payRow + 1: want.NI, payRow + 2: want.Pension, payRow + 3: want.All()} {
				cell := fmt.Sprint(column, row)
				if got, err := f.GetCellValue(summarySheet, cell, excelize.Options{RawCellValue: true}); err != nil || !same(got, plainOf(v.At(b))) {
					t.Errorf("%s: Summary!%s = %q, %v, want %s", name, cell, got, err, plainOf(v.At(b)))
				}
			}
		}
		if got, err := f.GetCellValue(costsSheet, fmt.Sprint("B", costTotalRow-2)); err != nil || !strings.HasPrefix(got, "Agree") {
			t.Errorf("%s: the checks say %q, %v", name, got, err)
		}
		sameFormulas(t, f, was)
	}
}

// typed is the workbook with something typed into cells of it.
func typed(t *testing.T, book []byte, cells map[string]any) []byte {
	t.Helper()
	f := open(t, book)
	for at, v := range cells {
		sheet, cell, _ := strings.Cut(at, "!")
		if err := f.SetCellValue(sheet, cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sameFormulas: every formula has the value that the other workbook stores, but for what a workbook
// says of itself: what it cost as it was made, and what has changed since.
func sameFormulas(t *testing.T, f *excelize.File, as made) {
	t.Helper()
	n := 0
	for i, sheet := range open(t, as.data).GetSheetList() {
		for _, c := range cellsOf(t, as.data, i+1) {
			row := strings.TrimLeft(c.Ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
			if c.Formula == nil || sheet == costsSheet && (row == fmt.Sprint(costTotalRow+1) || row == fmt.Sprint(costTotalRow+2)) {
				continue
			}
			n++
			if got, err := f.GetCellValue(sheet, c.Ref, excelize.Options{RawCellValue: true}); err != nil || !same(got, *c.Value) {
				t.Errorf("%s, %s!%s =%s: LibreOffice has %q, %v, made at those rates it is %q", as.name, sheet, c.Ref, *c.Formula, got, err, *c.Value)
			}
		}
	}
	if n < 100 {
		t.Errorf("%s: only %d formulas", as.name, n)
	}
}
