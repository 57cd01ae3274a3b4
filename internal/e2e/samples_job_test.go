package e2e

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports"
	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// TestMainJobOnSamples is the main job on real input: the messy samples become an
// entry, the entry a workbook and back, a problem, a plan that the referee
// accepts, and a results workbook whose totals LibreOffice confirms.
func TestMainJobOnSamples(t *testing.T) {
	t.Parallel()
	trust := readSamples(t)
	workbook := entryWorkbook(t, trust.entry)
	entry, err := exports.ReadEntry(workbook)
	if err != nil {
		t.Fatal(err, rota.Faults(err))
	}
	if diff := cmp.Diff(trust.entry, entry); diff != "" {
		t.Fatalf("the entry workbook gives another entry back (-written +read)\n%s", diff)
	}
	p, plan := proved(t, entry)
	if diff := cmp.Diff(sampleAims, plan.Aims); diff != "" {
		t.Errorf("aims (-want +got)\n%s", diff)
	}
	results := resultsWorkbook(t, entry, p, plan)
	checkTotals(t, results, plan.Cost)
	trust.checkPrivacy(t, workbook, results)
}

// sampleAims are what the best plan for the samples reaches. They are proved, so
// another solver or machine must find the same. Of the four people whose tabs
// disagree, what the earlier row says stands (see settled).
var sampleAims = []rota.AimValue{
	{Aim: "cover/1", Value: 41250, Bound: 41250},
	{Aim: "cover/2", Value: 36000, Bound: 36000},
	{Aim: "cover/3", Value: 1200, Bound: 1200},
	{Aim: "displaced", Value: 172, Bound: 172},
	{Aim: "cost:agreed", Value: 13024975, Bound: 13024975},
	{Aim: "spread", Value: 3000, Bound: 3000},
}

// TestExamplesWorkbookTotals has LibreOffice confirm the costs of both example trusts.
func TestExamplesWorkbookTotals(t *testing.T) {
	t.Parallel()
	for name, entry := range map[string]rota.Entry{"small": rotatest.Small(1), "large": rotatest.Large(1)} {
		t.Run(name, func(t *testing.T) {
			p, plan := proved(t, entry)
			checkTotals(t, resultsWorkbook(t, entry, p, plan), plan.Cost)
		})
	}
}

// proved solves an entry to the end and has the referee check the plan.
func proved(t *testing.T, e rota.Entry) (rota.Problem, rota.Plan) {
	t.Helper()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err, rota.Faults(err))
	}
	plan, err := solve.Solve(context.Background(), p, solve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Status != rota.Proved {
		t.Errorf("the plan is %s, want %s: %v", plan.Status, rota.Proved, plan.Aims)
	}
	if report := rota.Check(p, plan); !report.OK() {
		t.Errorf("the referee finds faults %v and breaches %v", report.Faults, report.Breaches)
	}
	if len(plan.Assignments) == 0 || len(plan.Open) == 0 {
		t.Errorf("%d places are covered and %d slots open, want some of each", len(plan.Assignments), len(plan.Open))
	}
	return p, plan
}

// entryWorkbook is the entry workbook of an entry.
func entryWorkbook(t *testing.T, e rota.Entry) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := exports.Template(&out, e); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// checkPrivacy fails when the results name a resident, or either workbook holds
// a reason that somebody gave on the form.
func (s sampleTrust) checkPrivacy(t *testing.T, entry, results []byte) {
	t.Helper()
	var names []string
	for _, r := range s.residents {
		names = append(names, traces(r)...)
	}
	if found := foundIn(t, results, names); len(found) > 0 {
		t.Errorf("the results name residents: %q", found)
	}
	if found := foundIn(t, entry, names); len(found) < len(s.residents) {
		t.Errorf("the search finds %d names in the entry workbook, want at least %d: it would find none in the results either", len(found), len(s.residents))
	}
	given := sampleReasons(t)
	for what, data := range map[string][]byte{"entry": entry, "results": results} {
		if found := foundIn(t, data, given); len(found) > 0 {
			t.Errorf("the %s workbook holds reasons from the form: %q", what, found)
		}
	}
}

// sampleReasons are the texts of the form's last column. Only this check of what
// was kept reads them; an import does not.
func sampleReasons(t *testing.T) []string {
	t.Helper()
	s := sampleBook(t, "2-availability-form-responses.xlsx").Sheets[0]
	var out []string
	for _, row := range s.Rows[1:] {
		if text := row.At(s.Columns - 1).Text; text != "" {
			out = append(out, text)
		}
	}
	if len(out) == 0 {
		t.Fatal("the form holds no reasons")
	}
	return out
}
