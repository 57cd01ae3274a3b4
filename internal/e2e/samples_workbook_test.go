package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"strikerota/exports"
	"strikerota/rota"
)

// resultsWorkbook is the results workbook of a plan.
func resultsWorkbook(t *testing.T, e rota.Entry, p rota.Problem, plan rota.Plan) []byte {
	t.Helper()
	people := map[rota.ConsultantID]rota.Consultant{}
	for _, c := range e.Consultants {
		people[c.ID] = c
	}
	var out bytes.Buffer
	err := exports.Results(&out, exports.Handout{
		Problem: p, Plan: plan, Consultants: people, Locks: e.Locks,
		Labels: exports.Labels{Trust: "Northmoor University Hospitals", By: "Rota team", Version: "test",
			Made: time.Date(2025, time.July, 20, 9, 0, 0, 0, time.UTC), DeleteBy: rota.Date{Year: 2026, Month: time.January, Day: 31}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// checkTotals has LibreOffice calculate a results workbook from nothing, and
// fails unless its totals are the plan's costs to the penny and its own checks agree.
func checkTotals(t *testing.T, workbook []byte, cost rota.Totals) {
	t.Helper()
	rows := recalculated(t, workbook, "Costs")
	heads := slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(r, "Pay as agreed £") })
	total := slices.IndexFunc(rows, func(r []string) bool { return r[0] == "All cover" })
	checks := slices.IndexFunc(rows, func(r []string) bool { return r[0] == "All checks on this sheet" })
	if heads < 0 || total < 0 || checks < 0 {
		t.Fatalf("Costs has no row of headings, of totals or of checks: %v", rows)
	}
	for heading, want := range map[string]*rota.Pence{"Pay at trust rates £": cost.Trust, "Pay at BMA rates £": cost.BMA, "Pay as agreed £": cost.Agreed} {
		col := slices.Index(rows[heads], heading)
		if col < 0 || want == nil {
			t.Errorf("%s: column %d, cost %v; want a column and a cost that is known", heading, col, want)
			continue
		}
		if got, err := rota.ParsePence(rows[total][col]); err != nil || got != *want {
			t.Errorf("%s: LibreOffice has %q, the plan %s", heading, rows[total][col], want)
		}
	}
	if got := rows[checks][1]; got != "Agree" {
		t.Errorf("the checks of Costs say %q, want Agree", got)
	}
}

// recalculated is a sheet as LibreOffice shows it after calculating every formula of the workbook.
func recalculated(t *testing.T, workbook []byte, sheet string) [][]string {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("LibreOffice is not installed, and this test needs it: apt-get install libreoffice-calc-nogui")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "results.xlsx")
	if err := os.WriteFile(file, withoutValues(t, workbook), 0o600); err != nil {
		t.Fatal(err)
	}
	const everySheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
	cmd := exec.Command(soffice, "--headless", "--norestore", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
		"--convert-to", everySheet, "--outdir", dir, file)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "results-"+sheet+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// storedValue is the value that a cell keeps beside its formula.
var storedValue = regexp.MustCompile(`</f><v>[^<]*</v>`)

// withoutValues takes the stored values of formulas out, so that nothing can be
// shown that was not calculated.
func withoutValues(t *testing.T, workbook []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	taken := 0
	for name, data := range parts(t, workbook) {
		if strings.HasPrefix(name, "xl/worksheets/") {
			taken += len(storedValue.FindAll(data, -1))
			data = storedValue.ReplaceAll(data, []byte("</f>"))
		}
		part, err := w.Create(name)
		if err == nil {
			_, err = part.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if taken == 0 {
		t.Fatal("the workbook has no formula with a stored value")
	}
	return out.Bytes()
}

// parts are the files that a workbook is made of.
func parts(t *testing.T, workbook []byte) map[string][]byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range r.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(part)
		if err = errors.Join(err, part.Close()); err != nil {
			t.Fatal(err)
		}
		out[f.Name] = data
	}
	return out
}

// foundIn lists which of the texts stand anywhere in the workbook, in any part of
// it, however they are spaced, capitalised or accented.
func foundIn(t *testing.T, workbook []byte, texts []string) []string {
	t.Helper()
	var found []string
	for name, data := range parts(t, workbook) {
		all := " " + accents.Replace(plain(html.UnescapeString(string(data)))) + " "
		for _, text := range texts {
			if word := accents.Replace(plain(text)); word != "" && holdsWord(all, word) {
				found = append(found, name+": "+text)
			}
		}
	}
	slices.Sort(found)
	return found
}

// holdsWord reports whether the word stands in the text and is not part of a longer word or number.
func holdsWord(text, word string) bool {
	inner := func(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(word)
		if !(inner(word[0]) && inner(text[i-1])) && !(inner(word[len(word)-1]) && inner(text[end])) {
			return true
		}
		from = i + 1
	}
}
