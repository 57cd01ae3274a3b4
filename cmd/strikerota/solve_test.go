package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/document"
	rt "strikerota/rota/rotatest"
)

// files is a folder with a good problem document and others that are not.
func files(t *testing.T) (name func(string) string) {
	t.Helper()
	dir := t.TempDir()
	name = func(file string) string { return filepath.Join(dir, file) }
	var good bytes.Buffer
	if err := document.WriteProblem(&good, oneNight(t)); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{
		"good.json":   good.String(),
		"broken.json": good.String()[:200],
		"faults.json": strings.NewReplacer(`"places": 1`, `"places": 0`, `"max_run": 780`, `"max_runs": 780`).Replace(good.String()),
		"notes.txt":   good.String(),
	} {
		if err := os.WriteFile(name(file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(name("folder.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	return name
}

// oneNight has a slot that c1 can take, and one that nobody can.
func oneNight(t *testing.T) rota.Problem {
	return rt.July().Standard().
		Slot("fri-night", "25 20:00", "26 08:30", rt.NeedsAll("obstetrics")).
		Slot("sat-day", "26 09:00", "26 17:00", rt.NeedsAll("oncology")).
		Consultant("c1", rt.Skills("obstetrics"), rt.Planned("s1", "26 09:00", "26 13:00", 12)).
		Problem(t)
}

// left lists the files of the folder.
func left(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestSolve(t *testing.T) {
	name := files(t)
	tests := []struct {
		label string
		args  []string
	}{
		{"flags after the file", []string{"solve", name("good.json"), "-o", name("plan.json"), "-limit", "1m", "-steps", "1000", "-seed", "7", "-threads", "1"}},
		{"flags before it", []string{"solve", "-seed=7", "-o", name("plan.json"), "-limit=0", name("good.json")}},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			got := call(t, tt.args...)
			if got.status != 0 || got.out != "" {
				t.Fatalf("got %+v", got)
			}
			for _, want := range []string{"1/4 Open places of priority 1: 8 hours, best (", "\nProved best. 1 place covered, 1 place open.\n", "\nWritten to " + name("plan.json") + ".\n"} {
				expect(t, "standard error", got.err, want)
			}
			plan := readPlanFile(t, name("plan.json"))
			if want := (rota.Pair{Slot: "fri-night", Consultant: "c1"}); !slices.Equal(plan.Pairs(), []rota.Pair{want}) || plan.Run.Seed != 7 {
				t.Errorf("plan %+v", plan)
			}
			if info, err := os.Stat(name("plan.json")); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%v %v", info.Mode(), err)
			}
			if diff := cmp.Diff([]string{"broken.json", "faults.json", "folder.json", "good.json", "notes.txt", "plan.json"}, left(t, name(""))); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
			if got := call(t, "check", name("good.json"), name("plan.json")); got.status != 0 || got.out != "The plan holds.\n" {
				t.Errorf("check: %+v", got)
			}
		})
	}
}

func readPlanFile(t *testing.T, path string) rota.Plan {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plan, err := document.ReadPlan(file)
	if err != nil {
		t.Fatal(err, rota.Faults(err))
	}
	return plan
}

// TestSolveToOutput holds that standard output has the document and nothing else,
// and that the same seed gives the same plan.
func TestSolveToOutput(t *testing.T) {
	name := files(t)
	text, err := os.ReadFile(name("good.json"))
	if err != nil {
		t.Fatal(err)
	}
	var first, second, stderr bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		w := world{in: bytes.NewReader(text), out: out, err: &stderr}
		if err := run(t.Context(), w, []string{"solve", "-"}); err != nil {
			t.Fatal(err)
		}
	}
	if !json.Valid(first.Bytes()) {
		t.Errorf("standard output = %s", &first)
	}
	seconds := regexp.MustCompile(`"seconds": [0-9.]+`)
	if diff := cmp.Diff(seconds.ReplaceAllString(first.String(), ""), seconds.ReplaceAllString(second.String(), "")); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
}

func TestSolveRefuses(t *testing.T) {
	name := files(t)
	before := left(t, name(""))
	tests := []struct {
		label string
		args  []string
		want  []string // on standard error
	}{
		{"no file", nil, []string{"takes one file to solve"}},
		{"two files", []string{name("good.json"), name("good.json")}, []string{"takes one file to solve"}},
		{"no such file", []string{name("none.json")}, []string{"cannot read the file"}},
		{"folder", []string{name("folder.json")}, []string{"cannot read the file"}},
		{"other ending", []string{name("notes.txt")}, []string{"a problem is a .json or an .xlsx file"}},
		{"not JSON", []string{name("broken.json")}, []string{"is wrong in 1 place; nothing has been written", "not JSON: line "}},
		{"faults", []string{name("faults.json")}, []string{"is wrong in 3 places", "  rules.max_runs: is not a field", "  slots[0].places: must be", "  slots[1].places: must be"}},
		{"other ending of OUT", []string{name("good.json"), "-o", name("plan.pdf")}, []string{"-o must name a .json or an .xlsx file"}},
		{"no folder for OUT", []string{name("good.json"), "-o", name("none/plan.json")}, []string{"there is no folder"}},
		{"OUT is a folder", []string{name("good.json"), "-o", name("folder.json")}, []string{"is no file"}},
		{"OUT is IN", []string{name("good.json"), "-o", name("good.json")}, []string{"must not name the file that is read"}},
		{"negative limit", []string{name("good.json"), "-limit", "-1s"}, []string{"must not be negative"}},
		{"limit without a unit", []string{name("good.json"), "-limit", "30"}, []string{`invalid value "30" for flag -limit`}},
		{"unknown flag", []string{name("good.json"), "-fast"}, []string{"-fast; strikerota help solve explains"}},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			args := append([]string{"solve"}, tt.args...)
			if !slices.Contains(args, "-o") {
				args = append(args, "-o", name("plan.json"))
			}
			got := call(t, args...)
			if got.status != 2 || got.out != "" {
				t.Errorf("got %+v", got)
			}
			for _, want := range tt.want {
				expect(t, "standard error", got.err, want)
			}
			if diff := cmp.Diff(before, left(t, name(""))); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSolveToWorkbook holds that OUT's ending, in any case, chooses a results workbook.
func TestSolveToWorkbook(t *testing.T) {
	name := files(t)
	if got := call(t, "solve", name("good.json"), "-o", name("plan.XLSX")); got.status != 0 {
		t.Fatalf("got %+v", got)
	}
	book, err := zip.OpenReader(name("plan.XLSX"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if _, err := book.Open("xl/workbook.xml"); err != nil {
		t.Error(err)
	}
}

// TestSolveStopped holds that a plan given up for is not written over the last one.
func TestSolveStopped(t *testing.T) {
	name := files(t)
	if err := os.WriteFile(name("plan.json"), []byte("the last one"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	err := run(ctx, world{out: io.Discard, err: io.Discard}, []string{"solve", name("good.json"), "-o", name("plan.json")})
	if !errors.Is(err, context.Canceled) || status(err) != 1 {
		t.Errorf("got %v", err)
	}
	if text, _ := os.ReadFile(name("plan.json")); string(text) != "the last one" {
		t.Errorf("the file has become %q", text)
	}
}

func TestWriteFileFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "plan.json")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	err := writeFile(path, func(w io.Writer) error {
		io.WriteString(w, "half")
		return full
	})
	if !errors.Is(err, full) || status(err) != 1 {
		t.Errorf("got %v", err)
	}
	if text, _ := os.ReadFile(path); string(text) != "before" {
		t.Errorf("the file has become %q", text)
	}
	if diff := cmp.Diff([]string{"plan.json"}, left(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}
