package solve

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"strikerota/rota/rotatest"
)

// benchSettings say what BenchmarkReport measures. Each is an environment variable.
type benchSettings struct {
	sizes      []string      // ROTA_BENCH_SIZES: of small, large, region and tasks
	tight      []string      // ROTA_BENCH_TIGHT: of easy, tight and short
	seeds      int           // ROTA_BENCH_SEEDS: of each size and tightness, from 1
	rivals     int           // ROTA_BENCH_RIVALS: seeds of each large trust, beside all small ones, that rivals get too; 0 is no rivals at all
	limit      time.Duration // ROTA_BENCH_LIMIT: seconds for a trust
	taskLimit  time.Duration // ROTA_BENCH_TASK_LIMIT: seconds for a problem of task scheduling
	rivalLimit time.Duration // ROTA_BENCH_RIVAL_LIMIT: seconds for a rival, all aims together
	out        string        // ROTA_BENCH_OUT: the file to write; standard output without one
}

var (
	benchSizes     = []string{"small", "large", "region", "tasks"}
	benchTightness = []string{"easy", "tight", "short"}
	benchTasks     = [][2]int{{20, 40}, {20, 100}, {40, 200}, {60, 400}, {100, 600}, {140, 1000}, {200, 2000}}
	benchRivals    = []string{string(pairwise), string(cliques), byCBC}
)

// taskSeeds is how many seeds each size of task scheduling has, from 1: the fourth cannot all be covered.
const taskSeeds = 4

func readBenchSettings(env func(string) string) (benchSettings, error) {
	var err error
	words := func(name string, all []string) []string {
		text := env(name)
		if text == "" {
			return all
		}
		out := strings.Split(text, ",")
		for _, w := range out {
			if !slices.Contains(all, w) {
				err = fmt.Errorf("%s: %q is none of %s", name, w, strings.Join(all, ", "))
			}
		}
		return out
	}
	number := func(name string, usual, least int) int {
		text := env(name)
		if text == "" {
			return usual
		}
		n, wrong := strconv.Atoi(text)
		if wrong != nil || n < least {
			err = fmt.Errorf("%s: %q is not a number of at least %d", name, text, least)
		}
		return n
	}
	seconds := func(name string, usual int) time.Duration {
		return time.Duration(number(name, usual, 1)) * time.Second
	}
	s := benchSettings{
		sizes: words("ROTA_BENCH_SIZES", benchSizes), tight: words("ROTA_BENCH_TIGHT", benchTightness),
		seeds: number("ROTA_BENCH_SEEDS", 5, 1), rivals: number("ROTA_BENCH_RIVALS", 2, 0),
		limit: seconds("ROTA_BENCH_LIMIT", 120), taskLimit: seconds("ROTA_BENCH_TASK_LIMIT", 60),
		rivalLimit: seconds("ROTA_BENCH_RIVAL_LIMIT", 120), out: env("ROTA_BENCH_OUT"),
	}
	return s, err
}

// cases lists what to run, in order: each problem by ours and then by its rivals.
func (s benchSettings) cases(rivals []string) []benchCase {
	var out []benchCase
	for at, size := range benchSizes {
		if !slices.Contains(s.sizes, size) {
			continue
		}
		if size == "tasks" {
			out = append(out, s.taskCases()...)
			continue
		}
		for tight, name := range benchTightness {
			for seed := uint64(1); slices.Contains(s.tight, name) && seed <= uint64(s.seeds); seed++ {
				c := benchCase{Who: ours, Size: rotatest.Size(at), Tight: rotatest.Tightness(tight), Seed: seed, Limit: s.limit}
				out = append(out, c)
				if s.rivals == 0 || c.Size == rotatest.Region || c.Size == rotatest.LargeTrust && seed > uint64(s.rivals) {
					continue // a region is too big for one model
				}
				for _, c.Who = range rivals {
					c.Limit = s.rivalLimit
					out = append(out, c)
				}
			}
		}
	}
	return out
}

func (s benchSettings) taskCases() []benchCase {
	var out []benchCase
	for _, size := range benchTasks {
		for seed := uint64(1); seed <= uint64(min(taskSeeds, s.seeds)); seed++ {
			out = append(out, benchCase{Who: ours, Consultants: size[0], Slots: size[1], Seed: seed, Limit: s.taskLimit})
		}
	}
	return out
}

// BenchmarkReport solves the benchmark trusts and the problems of task scheduling,
// the trusts also by rivals, and writes tables of what it took, in Markdown. It
// takes an hour or more; run it with -benchtime=1x and -timeout=0, or shorten it by
// the settings. The file is written anew after every case.
func BenchmarkReport(b *testing.B) {
	s, err := readBenchSettings(os.Getenv)
	if err != nil {
		b.Fatal(err)
	}
	if b.N > 1 {
		return // the benchmark is a report, not a mean
	}
	rivals := benchRivals
	if _, err := exec.LookPath(byCBC); err != nil {
		rivals = rivals[:len(rivals)-1]
	}
	r := newBenchReport(s, rivals)
	cases := s.cases(rivals)
	for i, c := range cases {
		got := c.measure(b.Context(), benchGrace)
		r.add(got)
		fmt.Fprintf(os.Stderr, "%d of %d: %s\n", i+1, len(cases), got.line())
		if err := r.write(s.out); err != nil {
			b.Fatal(err)
		}
	}
	if s.out == "" {
		fmt.Print("\n", r.text())
	}
}

// line tells one result in a line.
func (r *benchResult) line() string {
	end := "not proved"
	if r.proved() {
		end = "proved"
	}
	return strings.TrimSpace(fmt.Sprintf("%s, seed %d, %s: %s in %.2f s, %s MB %s", r.name(), r.Seed, r.Who, end, r.seconds, r.megabytes(), r.fault))
}

// name is that of the problem without its seed.
func (c benchCase) name() string {
	if c.Consultants > 0 {
		return fmt.Sprintf("%d × %d", c.Consultants, c.Slots)
	}
	return benchSizes[c.Size] + ", " + benchTightness[c.Tight]
}

// write writes the report to the file, if there is one.
func (r *benchReport) write(file string) error {
	if file == "" {
		return nil
	}
	return os.WriteFile(file, []byte(r.text()), 0o644)
}

func TestBenchSettings(t *testing.T) {
	tests := []struct {
		name  string
		env   map[string]string
		cases int
		wrong string
	}{
		{"all", nil, 3*3*5 + 3*5*3 + 3*2*3 + 7*4, ""},
		{"a quick look", map[string]string{"ROTA_BENCH_SIZES": "small,large", "ROTA_BENCH_RIVALS": "0"}, 2 * 3 * 5, ""},
		{"one", map[string]string{"ROTA_BENCH_SIZES": "large", "ROTA_BENCH_TIGHT": "short", "ROTA_BENCH_SEEDS": "1"}, 1 + 3, ""},
		{"region has no rivals", map[string]string{"ROTA_BENCH_SIZES": "region"}, 15, ""},
		{"no such size", map[string]string{"ROTA_BENCH_SIZES": "huge"}, 0, `ROTA_BENCH_SIZES: "huge" is none of`},
		{"no seeds", map[string]string{"ROTA_BENCH_SEEDS": "0"}, 0, "at least 1"},
		{"no number", map[string]string{"ROTA_BENCH_LIMIT": "2m"}, 0, `"2m" is not a number`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := readBenchSettings(func(name string) string { return tt.env[name] })
			switch {
			case tt.wrong != "":
				if err == nil || !strings.Contains(err.Error(), tt.wrong) {
					t.Errorf("error %v, want one with %q", err, tt.wrong)
				}
			case err != nil || len(s.cases(benchRivals)) != tt.cases:
				t.Errorf("%d cases, error %v, want %d", len(s.cases(benchRivals)), err, tt.cases)
			}
		})
	}
}
