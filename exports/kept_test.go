package exports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
)

// TestKeptGivesTheSameFiles keeps handouts as a version does, reads them back and
// holds that every file of them has the same bytes.
func TestKeptGivesTheSameFiles(t *testing.T) {
	for name, h := range handouts(t) {
		h.Edition = Edition{Number: 3, Published: time.Date(2025, 7, 24, 20, 14, 0, 0, time.UTC)}
		who := h.Problem.Consultants[0].ID
		h.Off, h.LeftOpen = []rota.Pair{{Slot: h.Problem.Slots[0].ID, Consultant: who}}, []rota.LeftOpen{{Slot: h.Plan.Open[0].Slot, Places: 1, Reason: "No clinic that day"}}
		h.Lost = []rota.Slot{h.Problem.Slots[0]}
		data, err := h.Keep()
		if err != nil {
			t.Fatal(err)
		}
		back, err := ReadKept(data, again(t, h.Problem), h.Plan)
		if err != nil {
			t.Fatal(err)
		}
		for kind, write := range map[string]func(io.Writer, Handout) error{"rota": Rota, "costs": Costs, "rota.csv": RotaCSV, "open.csv": OpenCSV, "costs.csv": CostCSV, "rates.csv": RatesCSV,
			"personal": func(w io.Writer, h Handout) error { return Personal(w, h, who) }} {
			var was, now bytes.Buffer
			if err := write(&was, h); err != nil {
				t.Fatal(err)
			}
			if err := write(&now, back); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(was.Bytes(), now.Bytes()) {
				t.Errorf("%s: %s differs once it has been kept", name, kind)
			}
		}
	}
}

func again(t *testing.T, p rota.Problem) rota.Problem {
	t.Helper()
	var b bytes.Buffer
	if err := document.WriteProblem(&b, p); err != nil {
		t.Fatal(err)
	}
	p, err := document.ReadProblem(&b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestKeepLeavesOut holds that what no file shows is not kept.
func TestKeepLeavesOut(t *testing.T) {
	h := Handout{Consultants: map[rota.ConsultantID]rota.Consultant{"C1": {ID: "C1", Note: "Looks after a child"}}}
	data, err := h.Keep()
	if err != nil {
		t.Fatal(err)
	}
	if text := string(data); strings.Contains(text, "child") {
		t.Errorf("kept: %s", text)
	}
	if _, err := ReadKept([]byte("{"), rota.Problem{}, rota.Plan{}); err == nil {
		t.Error("half a document was read")
	}
}

// TestEditionOnEverySheet holds that every sheet of a rota says which it is, on the
// screen and in print.
func TestEditionOnEverySheet(t *testing.T) {
	h := handouts(t)["small"]
	h.Money.Withheld = &Withheld{}
	for words, e := range map[string]Edition{"DRAFT, Made ": {Draft: true}, "As version 2, Made ": {Draft: true, Newest: 2, Same: true},
		"Version 3, published 24 Jul 2025 21:14, strikerota": {Number: 3, Published: time.Date(2025, 7, 24, 20, 14, 0, 0, time.UTC)}} {
		h.Edition = e
		for kind, write := range map[string]func(io.Writer, Handout) error{"rota": Rota, "costs": Costs,
			"evidence": func(w io.Writer, h Handout) error { return Evidence(w, h, h.Plan.Open[0].Slot, WaysOut{}) }} {
			var b bytes.Buffer
			if err := write(&b, h); err != nil {
				t.Fatal(err)
			}
			f := open(t, b.Bytes())
			for _, sheet := range f.GetSheetList() {
				hf, err := f.GetHeaderFooter(sheet)
				if err != nil || hf == nil || !strings.Contains(hf.OddFooter, words) {
					t.Errorf("%s, sheet %s: the foot is %+v, want %q in it", kind, sheet, hf, words)
				}
				rows, err := f.GetRows(sheet)
				if err != nil || !strings.Contains(fmt.Sprint(rows), e.Words()) {
					t.Errorf("%s, sheet %s does not say %q on the screen (%v)", kind, sheet, e.Words(), err)
				}
			}
		}
	}
}

// TestDeleteByOnEverySheet holds that every page says until when it may be kept, and so do, above
// the table, the sheets that hang on walls or are sent to one person.
func TestDeleteByOnEverySheet(t *testing.T) {
	h, e := handouts(t)["small"], entries(t)["small"]
	by := "elete by Sat 31 Jan 2026"
	for _, b := range everyWorkbook(t, "small", h, e) {
		f := open(t, b.data)
		for _, sheet := range f.GetSheetList() {
			if hf, err := f.GetHeaderFooter(sheet); err != nil || !strings.Contains(hf.OddFooter, by) || len(hf.OddFooter) > 255 {
				t.Errorf("%s, sheet %s: the foot is %+v, %v", b.name, sheet, hf, err)
			}
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			if kind := strings.TrimPrefix(b.name, "small "); (kind == "rota" || strings.HasPrefix(kind, "personal")) && sheet != readmeSheet && !strings.Contains(fmt.Sprint(rows[:min(len(rows), 8)]), "Delete this by Sat 31 Jan 2026") {
				t.Errorf("%s, sheet %s does not say above the table until when it may be kept: %v", b.name, sheet, rows[:min(len(rows), 8)])
			}
		}
	}
}

// TestEditionInTables holds that every line of a table of the rota says which it is.
func TestEditionInTables(t *testing.T) {
	h := example(t, rotatest.Small(1))
	h.Edition = Edition{Draft: true}
	for kind, write := range map[string]func(io.Writer, Handout) error{"rota": RotaCSV, "open places": OpenCSV, "costs": CostCSV} {
		var b bytes.Buffer
		if err := write(&b, h); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) < 2 {
			t.Fatalf("%s: %d lines, %v", kind, len(rows), err)
		}
		for i, row := range rows {
			if got, want := row[len(row)-1], map[bool]string{true: "Rota", false: "DRAFT"}[i == 0]; got != want {
				t.Errorf("%s, line %d ends with %q, want %q", kind, i+1, got, want)
			}
		}
	}
}
