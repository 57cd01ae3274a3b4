package e2e

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/document"
)

// TestMainJobByCommand does the main job on the samples without a server: the
// program that is built reads the entry workbook and writes the plan, once as a
// results workbook and once as a document.
func TestMainJobByCommand(t *testing.T) {
	t.Parallel()
	trust := readSamples(t)
	dir := t.TempDir()
	in, book, doc := filepath.Join(dir, "in.xlsx"), filepath.Join(dir, "out.xlsx"), filepath.Join(dir, "out.json")
	if err := os.WriteFile(in, entryWorkbook(t, trust.entry), 0o600); err != nil {
		t.Fatal(err)
	}
	program, err := program()
	if err != nil {
		t.Fatal(err)
	}
	runProgram(t, program, "solve", in, "-o", book, "-limit", "0")
	runProgram(t, program, "solve", in, "-o", doc, "-limit", "0")
	plan := readPlan(t, doc)
	if diff := cmp.Diff(sampleAims, plan.Aims); diff != "" || plan.Status != rota.Proved {
		t.Errorf("the plan is %s, aims (-want +got)\n%s", plan.Status, diff)
	}
	p, err := trust.entry.Problem()
	if err != nil {
		t.Fatal(err)
	}
	if report := rota.Check(p, plan); !report.OK() {
		t.Errorf("the referee finds faults %v and breaches %v", report.Faults, report.Breaches)
	}
	results, err := os.ReadFile(book)
	if err != nil {
		t.Fatal(err)
	}
	checkTotals(t, results, plan.Cost)
	entry, err := os.ReadFile(in)
	if err != nil {
		t.Fatal(err)
	}
	trust.checkPrivacy(t, entry, results)
}

func runProgram(t *testing.T, program string, args ...string) {
	t.Helper()
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		t.Fatalf("strikerota %s: %v\n%s", args[0], err, out)
	}
}

func readPlan(t *testing.T, path string) rota.Plan {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := document.ReadPlan(file)
	if err = errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	return plan
}
