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
func entries() map[string]rota.Entry {
	nobody := rotatest.Small(1)
	return map[string]rota.Entry{"small": attended(rotatest.Small(1)), "large": attended(rotatest.Large(1)), "awkward": awkward(),
		"unknown rates": unknownRates(), "nobody": nobody}
}

// allWorkbooks are every workbook of every handout.
func allWorkbooks(t testing.TB) []made {
	t.Helper()
	var out []made
	all, from := handouts(t), entries()
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

// TestRecalculatedAtOtherRates changes three rates, the prices used and the
// on-costs in both examples and in the awkward one; LibreOffice and rota agree to the penny.
func TestRecalculatedAtOtherRates(t *testing.T) {
	all := handouts(t)
	var books []made
	wants := map[string]rota.Sum{}
	for _, name := range []string{"small", "large", "awkward"} {
		h := all[name]
		var buf bytes.Buffer
		if err := Costs(&buf, h); err != nil {
			t.Fatal(err)
		}
		f := open(t, buf.Bytes())
		bma := fmt.Sprint(rateHeadRow + len(h.Problem.Cards.Trust.Rates) + 1)
		p := h.Problem
		p.Cards.Trust.Rates, p.Cards.BMA.Rates = slices.Clone(p.Cards.Trust.Rates), slices.Clone(p.Cards.BMA.Rates)
		for _, c := range []changedRate{
			{"C7", 123.45, func(c *rota.Cards) **rota.Pence { return &c.Trust.Rates[0].Rate[rota.WeekdayDay] }},
			{"E" + bma, 301.07, func(c *rota.Cards) **rota.Pence { return &c.BMA.Rates[0].Rate[rota.Weekend] }},
			{"F" + bma, 287.03, func(c *rota.Cards) **rota.Pence { return &c.BMA.Rates[0].Rate[rota.Night] }},
		} {
			if err := f.SetCellValue("Rates", c.cell, c.value); err != nil {
				t.Fatal(err)
			}
			pence := rota.Pence(c.value*100 + 0.5)
			*c.rate(&p.Cards) = &pence
		}
		how := rota.Pricing{NI: rota.OnCost{On: true, Rate: 1505}, Pension: rota.OnCost{On: true, Rate: 1437}}
		for cell, v := range map[string]any{"B4": pricesBMA, "B5": "Yes", "C5": 0.1505, "B6": "Yes", "C6": 0.1437} {
			if err := f.SetCellValue(summarySheet, cell, v); err != nil {
				t.Fatal(err)
			}
		}
		var changed bytes.Buffer
		if err := f.Write(&changed); err != nil {
			t.Fatal(err)
		}
		books = append(books, made{name, changed.Bytes(), h})
		wants[name] = p.Ledger(h.Plan, how).Total()
	}
	for name, f := range recalculate(t, books) {
		want := wants[name]
		for cell, v := range map[string]*rota.Pence{
			"B11": want.Pay.BMA, "C11": want.Pay.Trust, "D11": want.Pay.BMA, "E11": want.Pay.Agreed,
			"B12": want.NI.BMA, "C12": want.NI.Trust, "D12": want.NI.BMA, "E12": want.NI.Agreed,
			"B13": want.Pension.BMA, "C13": want.Pension.Trust, "D13": want.Pension.BMA, "E13": want.Pension.Agreed,
			"B14": want.All().BMA, "C14": want.All().Trust, "D14": want.All().BMA, "E14": want.All().Agreed,
		} {
			got, err := f.GetCellValue(summarySheet, cell, excelize.Options{RawCellValue: true})
			if err != nil || !same(got, plainOf(v)) {
				t.Errorf("%s: Summary!%s = %q, %v, want %s", name, cell, got, err, plainOf(v))
			}
		}
		if got, err := f.GetCellValue(costsSheet, fmt.Sprint("B", costTotalRow-2)); err != nil || !strings.HasPrefix(got, "Agree") {
			t.Errorf("%s: the checks say %q, %v", name, got, err)
		}
	}
}
