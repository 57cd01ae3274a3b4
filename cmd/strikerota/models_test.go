package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/document"
	rt "strikerota/rota/rotatest"
	"strikerota/rota/solve"
	"strikerota/rota/solve/highs"
)

// readMPS reads what highs.WriteMPS writes, as another solver would.
func readMPS(t *testing.T, path string) *highs.Model {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := mpsReader{rows: map[string]int{}, cols: map[string]int{}, kinds: map[string]string{}}
	for line := range strings.Lines(string(data)) {
		if err := r.line(strings.TrimRight(line, "\n")); err != nil {
			t.Fatalf("%s: %v in %q", filepath.Base(path), err, line)
		}
	}
	return &r.model
}

// An mpsReader is half way through a file.
type mpsReader struct {
	model      highs.Model
	section    string
	whole      bool
	rows, cols map[string]int
	kinds      map[string]string
}

func (r *mpsReader) line(line string) error {
	f := strings.Fields(line)
	if len(f) == 0 {
		return nil
	}
	if !strings.HasPrefix(line, " ") {
		r.section = f[0]
		return nil
	}
	switch r.section {
	case "ROWS":
		r.kinds[f[1]] = f[0]
		if f[1] != "COST" {
			r.rows[f[1]] = len(r.model.Rows)
			r.model.Rows = append(r.model.Rows, sides(f[0], 0))
		}
		return nil
	case "COLUMNS":
		return r.column(f)
	case "RHS":
		return r.number(f[2], func(x float64) {
			r.model.Rows[r.rows[f[1]]] = withSides(r.model.Rows[r.rows[f[1]]], sides(r.kinds[f[1]], x))
		})
	case "RANGES":
		return r.number(f[2], func(x float64) { row := &r.model.Rows[r.rows[f[1]]]; row.Lower = row.Upper - x })
	case "BOUNDS":
		return r.bound(f)
	}
	return fmt.Errorf("unknown section")
}

// sides are the bounds of a row of the kind.
func sides(kind string, x float64) highs.Row {
	switch kind {
	case "E":
		return highs.Row{Lower: x, Upper: x}
	case "L":
		return highs.Row{Lower: math.Inf(-1), Upper: x}
	case "G":
		return highs.Row{Lower: x, Upper: math.Inf(1)}
	}
	return highs.Row{Lower: math.Inf(-1), Upper: math.Inf(1)}
}

func withSides(row, sides highs.Row) highs.Row {
	row.Lower, row.Upper = sides.Lower, sides.Upper
	return row
}

func (r *mpsReader) number(text string, use func(float64)) error {
	x, err := strconv.ParseFloat(text, 64)
	if err == nil {
		use(x)
	}
	return err
}

func (r *mpsReader) column(f []string) error {
	if f[0] == "MARKER" {
		r.whole = f[2] == "'INTORG'"
		return nil
	}
	j, ok := r.cols[f[0]]
	if !ok {
		j = len(r.model.Cols)
		r.cols[f[0]] = j
		r.model.Cols = append(r.model.Cols, highs.Col{Upper: math.Inf(1), Integer: r.whole})
	}
	return r.number(f[2], func(x float64) {
		if f[1] == "COST" {
			r.model.Cols[j].Obj = x
			return
		}
		row := &r.model.Rows[r.rows[f[1]]]
		row.Index, row.Value = append(row.Index, int32(j)), append(row.Value, x)
	})
}

func (r *mpsReader) bound(f []string) error {
	c := &r.model.Cols[r.cols[f[2]]]
	switch f[0] {
	case "MI":
		c.Lower = math.Inf(-1)
		return nil
	case "PL":
		c.Upper = math.Inf(1)
		return nil
	}
	return r.number(f[3], func(x float64) {
		if f[0] != "UP" {
			c.Lower = x
		}
		if f[0] != "LO" {
			c.Upper = x
		}
	})
}

// twoParts has two parts in which somebody must choose, a slot that nobody can
// take, a plan published before, and a lock.
func twoParts(t *testing.T) rota.Problem {
	return rt.July().Standard().Aims(rota.AimCover, rota.AimDisplaced, rota.AimChanges, rota.AimCostAgreed, rota.AimSpread).
		Slot("a-day", "25 08:00", "25 20:00", rt.NeedsAll("obstetrics"), rt.Places(2)).
		Slot("a-night", "25 20:00", "26 08:00", rt.NeedsAll("obstetrics")).
		Slot("b-day", "26 08:00", "26 20:00", rt.NeedsAll("oncology"), rt.Unit("Cancer", "Acute oncology")).
		Slot("b-night", "26 20:00", "27 08:00", rt.NeedsAll("oncology"), rt.Priority(2), rt.Unit("Cancer", "Acute oncology")).
		Slot("c-nobody", "27 09:00", "27 17:00", rt.NeedsAll("transplant")).
		Consultant("c1", rt.Skills("obstetrics"), rt.Planned("s1", "26 09:00", "26 13:00", 12)).
		Consultant("c2", rt.Skills("obstetrics"), rt.Terms(rota.BMARate, "")).
		Consultant("c3", rt.Skills("oncology")).
		Lock("a-day", "c1").Published("b-night", "c3").Published("a-night", "c1").
		Problem(t)
}

// TestWriteModel solves the files again, one by one, as another solver would.
func TestWriteModel(t *testing.T) {
	name := files(t)
	p := twoParts(t)
	problemFile(t, name("two.json"), p)
	if got := call(t, "solve", name("two.json"), "-o", name("plan.json"), "-write-model", name("models")); got.status != 0 {
		t.Fatalf("got %+v", got)
	}
	engine, err := highs.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	readme, err := os.ReadFile(name("models/README.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for i, a := range readPlanFile(t, name("plan.json")).Aims {
		value := outsideModels(p, a.Aim)
		line := fmt.Sprintf("%-12s %12d %12d %12d\n", a.Aim, value, a.Value, a.Bound)
		if !strings.Contains(string(readme), line) {
			t.Errorf("README.txt has no line %q:\n%s", line, readme)
		}
		for part := 1; part <= 2; part++ {
			file := fmt.Sprintf("%02d-%s-part-%03d.mps", i+1, strings.NewReplacer("/", "-", ":", "-").Replace(a.Aim), part)
			want = append(want, file)
			r, err := engine.Solve(t.Context(), readMPS(t, filepath.Join(name("models"), file)), highs.Options{AbsGap: 0.5})
			if err != nil || r.Status != highs.Optimal {
				t.Fatalf("%s: %v, %v", file, r, err)
			}
			v := int64(math.Round(r.Objective))
			if a.Aim == string(rota.AimSpread) {
				value = max(value, v)
			} else {
				value += v
			}
		}
		if value != a.Value {
			t.Errorf("%s: the files give %d, the plan has %d", a.Aim, value, a.Value)
		}
	}
	if want = append(want, "README.txt"); !slices.Equal(want, left(t, name("models"))) || want[0] != "01-cover-1-part-001.mps" {
		t.Errorf("files %v, want %v", left(t, name("models")), want)
	}
	for _, file := range want {
		if info, err := os.Stat(filepath.Join(name("models"), file)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
}

// problemFile writes a problem document.
func problemFile(t *testing.T, path string, p rota.Problem) {
	t.Helper()
	var text bytes.Buffer
	if err := document.WriteProblem(&text, p); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestWriteModelRefuses holds that no folder with something in it is written to.
func TestWriteModelRefuses(t *testing.T) {
	name := files(t)
	tests := []struct{ label, dir, want string }{
		{"a folder with files", name(""), "has something in it"},
		{"a file", name("notes.txt"), "cannot use the folder"},
		{"no folder above it", name("none/models"), "cannot use the folder"},
	}
	before := left(t, name(""))
	for _, tt := range tests {
		got := call(t, "solve", name("good.json"), "-o", name("plan.json"), "-write-model", tt.dir)
		if got.status != 2 || !strings.Contains(got.err, tt.want) {
			t.Errorf("%s: got %+v", tt.label, got)
		}
	}
	if !slices.Equal(before, left(t, name(""))) {
		t.Errorf("files %v, want %v", left(t, name("")), before)
	}
	if err := os.Mkdir(name("empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := call(t, "solve", name("good.json"), "-o", name("plan.json"), "-write-model", name("empty")); got.status != 0 {
		t.Errorf("an empty folder: got %+v", got)
	}
}

func TestMemory(t *testing.T) {
	tests := []struct {
		text string
		want int64 // -1 is refused
	}{
		{"0", 0}, {"2GB", 2e9}, {"2GiB", 2 << 30}, {"512MiB", 512 << 20}, {"1.5gb", 1.5e9}, {"64 kB", -1}, {"64kb", 64e3}, {"100B", 100},
		{"", -1}, {"2", -1}, {"GB", -1}, {"-1GB", -1}, {"1e3MB", -1}, {"infB", -1}, {"0.1B", -1}, {"99999TB", -1}, {"99999999GB", -1}, {"1.2.3GB", -1},
	}
	for _, tt := range tests {
		var m memory
		err := m.Set(tt.text)
		if (err != nil) != (tt.want < 0) || err == nil && int64(m) != tt.want {
			t.Errorf("%q: got %d, %v, want %d", tt.text, m, err, tt.want)
		}
	}
	if got := call(t, "solve", "x.json", "-memory", "lots"); got.status != 2 || !strings.Contains(got.err, "a number and a unit") {
		t.Errorf("got %+v", got)
	}
}

// TestLittleMemory holds that a part too large for the memory is said to be so, once, and is still proved,
// and that memory in which the solver cannot start is bad input.
func TestLittleMemory(t *testing.T) {
	name := files(t)
	b := rt.July().Aims(rota.AimCover, rota.AimCostAgreed)
	for i := range 24 { // two people could take any of them, in millions of ways
		at := rt.At("2025-07-25 08:00").Add(time.Duration(i) * time.Hour).In(rota.Zone())
		b.Slot(rota.SlotID(fmt.Sprintf("s%02d", i)), at.Format("2 15:04"), at.Add(time.Hour).Format("2 15:04"))
	}
	problemFile(t, name("short.json"), b.Consultant("c1").Consultant("c2", rt.Terms(rota.BMARate, "")).Problem(t))
	const words = "1 part is too large for the memory allowed; it is solved by a weaker model\n"
	got := call(t, "solve", name("short.json"), "-o", name("plan.json"), "-memory", "64MiB", "-threads", "1")
	if got.status != 0 || strings.Count(got.err, words) != 1 || !strings.Contains(got.err, "Proved best.") {
		t.Errorf("got %+v", got)
	}
	if got := call(t, "solve", name("good.json"), "-o", name("plan.json"), "-memory", "64MiB", "-threads", "1"); got.status != 0 || strings.Contains(got.err, "too large") {
		t.Errorf("a small problem: %+v", got)
	}
	if got := call(t, "solve", name("good.json"), "-memory", "100kB"); got.status != 2 || !strings.Contains(got.err, "too little memory") {
		t.Errorf("got %+v", got)
	}
}

func TestCompactWords(t *testing.T) {
	var out bytes.Buffer
	tell := shown(&out)
	for range 3 {
		tell(solve.Progress{Stage: "cover/1", Stages: 1, Compact: 1})
	}
	if got := strings.Count(out.String(), "1 part is too large for the memory allowed; it is solved by a weaker model\n"); got != 1 {
		t.Errorf("said %d times: %s", got, &out)
	}
}
