package exports

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// A made is one workbook with what it was made from.
type made struct {
	name string
	data []byte
	from Handout
}

// ahead is the small example as people are given it on a strike to come, here just before the clocks change.
func ahead(t testing.TB) rota.Entry {
	t.Helper()
	e, err := rotatest.Ahead(1, rota.Date{Year: 2026, Month: time.October, Day: 9})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// handouts are the plans that every workbook is checked with: the three examples, and what makes workbooks go wrong.
func handouts(t testing.TB) map[string]Handout {
	t.Helper()
	nothing := example(t, rotatest.Small(1))
	nothing.Plan = rotatest.Plan(nothing.Problem)
	out := map[string]Handout{
		"small": example(t, attended(rotatest.Small(1))), "large": example(t, attended(rotatest.Large(1))),
		"to come": example(t, ahead(t)), "awkward": example(t, awkward()), "unknown rates": example(t, unknownRates()), "nobody": nothing,
	}
	hour := rota.Pence(5705)
	h := out["awkward"]
	h.Money.NI.On, h.Money.Pension.On, h.Money.TimeOffHour, h.Stale = true, true, &hour, "Rates have changed since."
	h.Money.CalledShare = 3300
	out["awkward"], out["on call"] = h, onCallHandout(t, 1000)
	h = out["unknown rates"]
	h.Money.CalledShare = 2500
	out["unknown rates"] = h
	return out
}

// attended confirms the attendance of every duty: two in three of those struck were absent.
func attended(e rota.Entry) rota.Entry {
	for i := range e.Duties {
		e.Duties[i].Attendance = rota.Worked
		if i%3 > 0 {
			e.Duties[i].Attendance = rota.Absent
		}
	}
	return e
}

// shownAtWork says in how many places of a slot the rota of the handout shows residents at work.
func shownAtWork(h Handout, e rota.Entry) func(rota.SlotID) int {
	return func(id rota.SlotID) int {
		for _, n := range e.Needs() {
			if n.Slot.ID == id {
				needed, _ := h.Problem.Slot(id)
				return max(0, n.Slot.Places-needed.Places)
			}
		}
		return 0
	}
}

// everyWorkbook makes every kind of workbook of the handout.
func everyWorkbook(t testing.TB, name string, h Handout, e rota.Entry) []made {
	t.Helper()
	var out []made
	add := func(kind string, write func(io.Writer) error) {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s, %s: %v", name, kind, err)
		}
		out = append(out, made{name + " " + kind, b.Bytes(), h})
	}
	cells := e.Return(shownAtWork(h, e))
	groups := rota.Share(cells)
	ranged, exact := h, h
	ranged.Money.Withheld = &Withheld{Note: "Bounds.", Ranges: e.WithheldRanges(groups, rota.StandardWithholding())}
	exact.Money.Withheld = &Withheld{Note: "Exact.", Exact: WithheldGrades(e.PayWithheld(rota.StandardWithholding()).Actual)}
	if name == "nobody" {
		ranged.Money.Withheld = &Withheld{Note: "Not yet.", NotYet: true}
		exact.Money.Withheld.NotYet = true
	}
	add("results", func(w io.Writer) error { return Results(w, h) })
	add("rota", func(w io.Writer) error { return Rota(w, h) })
	add("costs", func(w io.Writer) error { return Costs(w, ranged) })
	add("exact costs", func(w io.Writer) error { return Costs(w, exact) })
	add("return", func(w io.Writer) error { return SharedReturn(w, h.Labels, e.Strike, groups) })
	add("exact return", func(w io.Writer) error { return ExactReturn(w, h.Labels, e.Strike, cells) })
	add("entries", func(w io.Writer) error { return Entries(w, e, h.Labels) })
	add("personal", func(w io.Writer) error { return Personal(w, h, h.Problem.Consultants[0].ID) })
	if len(h.Plan.Assignments) > 0 {
		add("personal of cover", func(w io.Writer) error { return Personal(w, h, h.Plan.Assignments[0].Consultant) })
	}
	if name == "small" { // of no plan
		rows := []Returned{{Sheet: "Plans", Headings: []string{"Name"}, Rows: []ReturnedRow{{Number: 14, Why: "There is no such day.", Cells: []string{"=x"}}}}}
		add("card", func(w io.Writer) error { return CardBook(w, e.Cards.BMA, h.Labels) })
		add("rows", func(w io.Writer) error { return ReturnedWorkbook(w, rows, h.Labels) })
		add("empty", func(w io.Writer) error { return Entries(w, rota.Entry{}, h.Labels) })
	}
	if len(h.Plan.Open) > 0 {
		o := h.Plan.Open[0].Slot
		add("evidence", func(w io.Writer) error { return Evidence(w, h, o, h.Ways[o]) })
	}
	return out
}

// noWorkbook are the names of what writes other files, or the entry workbook by itself.
var noWorkbook = regexp.MustCompile(`CSV$|Text$|^Calendar$|^Template$`)

// TestEveryWorkbookIsMade: whatever the package writes as a workbook is among those that all tests of workbooks look at.
func TestEveryWorkbookIsMade(t *testing.T) {
	source, err := os.ReadFile("every_test.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !f.Name.IsExported() || noWorkbook.MatchString(f.Name.Name) || len(f.Type.Params.List) == 0 {
				continue
			}
			if w, ok := f.Type.Params.List[0].Type.(*ast.SelectorExpr); ok && w.Sel.Name == "Writer" {
				if found++; !strings.Contains(string(source), "return "+f.Name.Name+"(w, ") {
					t.Errorf("everyWorkbook does not make %s", f.Name.Name)
				}
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d kinds of workbook were found", found)
	}
}
