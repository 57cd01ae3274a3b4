package solve

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// A benchReport writes results as Markdown.
type benchReport struct {
	settings benchSettings
	rivals   []string
	head     string
	results  []benchResult
}

func newBenchReport(s benchSettings, rivals []string) *benchReport {
	r := &benchReport{settings: s, rivals: rivals}
	load := "unknown"
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		load = strings.Fields(string(text))[0]
	}
	r.head = fmt.Sprintf("%s, %d cores, %s/%s, %s, %s, %s; load %s before the start; %s.\n", processor(), runtime.NumCPU(),
		runtime.GOOS, runtime.GOARCH, runtime.Version(), Engine(), cbcVersion(), load, time.Now().UTC().Format("2 January 2006"))
	return r
}

func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	_, rest, found := strings.Cut(string(text), "model name")
	if err != nil || !found {
		return "processor unknown"
	}
	line, _, _ := strings.Cut(rest, "\n")
	return strings.Trim(line, " \t:")
}

func cbcVersion() string {
	said, err := exec.Command(byCBC, "-quit").Output()
	_, rest, found := strings.Cut(string(said), "Version: ")
	if err != nil || !found {
		return "cbc not installed"
	}
	line, _, _ := strings.Cut(rest, "\n")
	return "cbc " + strings.TrimSpace(line)
}

func (r *benchReport) add(got benchResult) { r.results = append(r.results, got) }

// of lists the results of a solver on trusts or on task scheduling, in order.
func (r *benchReport) of(who string, tasks bool) []benchResult {
	var out []benchResult
	for _, got := range r.results {
		if got.Who == who && (got.Consultants > 0) == tasks {
			out = append(out, got)
		}
	}
	return out
}

// A benchGroup is the results that one row of a table adds up.
type benchGroup struct {
	name    string
	results []benchResult
}

// groups puts results together that differ only in their seed and, after those of
// each size of trust, all of that size.
func groups(results []benchResult) []benchGroup {
	var out []benchGroup
	for i := 0; i < len(results); {
		size := i
		for ; i < len(results) && results[i].Size == results[size].Size; i++ {
			if i == size || results[i].Tight != results[i-1].Tight {
				out = append(out, benchGroup{name: results[i].name()})
			}
			out[len(out)-1].results = append(out[len(out)-1].results, results[i])
		}
		if results[i-1].Tight != results[size].Tight {
			out = append(out, benchGroup{benchSizes[results[size].Size] + ", all", results[size:i]})
		}
	}
	return out
}

// markdown lays out rows under their heads.
func markdown(heads []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(heads)
	line(slices.Repeat([]string{"---"}, len(heads)))
	for _, cells := range rows {
		line(cells)
	}
	return b.String()
}

// text is the whole report.
func (r *benchReport) text() string {
	var b strings.Builder
	b.WriteString(r.head)
	section := func(title, words, body string) {
		if body != "" {
			fmt.Fprintf(&b, "\n### %s\n\n%s\n\n%s", title, words, body)
		}
	}
	section("Time to proof", fmt.Sprintf("Seconds from the start until an aim, and all before it, was proved: median / worst of the seeds. "+
		"A dash is an aim that was not proved within %v. Then the plan, with why each place is open. Memory is the most that a process of its own took, and nodes the most that the branch and bound of one solve had, integer models of pieces included.", r.settings.limit), r.proofTable())
	section("Bound and gap", "How many seeds were proved in every aim after 1, 5 and 30 seconds. For the rest: the worst of the first aims not proved, "+
		"with best, bound and the gap between them as a share of the best.", r.gapTable())
	section("Beside other models and solvers", r.rivalWords(), r.rivalTable())
	section("Personnel task scheduling", fmt.Sprintf("Consultants × slots; cover first, then the fewest consultants called in; "+
		"%v for each. A bound equal to its value is a proof.", r.settings.taskLimit), r.taskTable())
	section("Every run", "Seconds are until the plan, with why each place is open, for ours, and the solver's alone for rivals, which do not tell their nodes.", r.everyTable())
	return b.String()
}

func seconds(v float64) string {
	switch {
	case math.IsInf(v, 1):
		return "–"
	case v < 10:
		return fmt.Sprintf("%.2f", v)
	default:
		return fmt.Sprintf("%.0f", v)
	}
}

// medianWorst is the median of the values, the greater of two, and the greatest.
func medianWorst(values []float64) string {
	slices.Sort(values)
	return seconds(values[len(values)/2]) + " / " + seconds(values[len(values)-1])
}

func (r *benchReport) proofTable() string {
	all := r.of(ours, false)
	if len(all) == 0 {
		return ""
	}
	longest := slices.MaxFunc(all, func(a, b benchResult) int { return cmp.Compare(len(a.stages), len(b.stages)) })
	heads := append(append([]string{"trust", "seeds", "proved"}, longest.stages...), "plan", "MB", "nodes")
	var rows [][]string
	for _, g := range groups(all) {
		row := []string{g.name, fmt.Sprint(len(g.results)), g.proved()}
		for i := range longest.stages {
			var times []float64
			for _, got := range g.results {
				at, ok := math.Inf(1), false
				if i < len(got.stages) {
					at, ok = got.provedAt(i)
				}
				if !ok {
					at = math.Inf(1)
				}
				times = append(times, at)
			}
			row = append(row, medianWorst(times))
		}
		var plans []float64
		for _, got := range g.results {
			plans = append(plans, got.seconds)
		}
		row = append(row, medianWorst(plans))
		most := slices.MaxFunc(g.results, func(a, b benchResult) int { return cmp.Compare(a.memory, b.memory) })
		searched := slices.MaxFunc(g.results, func(a, b benchResult) int { return cmp.Compare(a.nodes, b.nodes) })
		rows = append(rows, append(row, most.megabytes(), searched.nodesText()))
	}
	return markdown(heads, rows)
}

// proved is the share of a group that was proved in every aim.
func (g benchGroup) proved() string {
	n := 0
	for _, got := range g.results {
		if got.proved() {
			n++
		}
	}
	return fmt.Sprintf("%.0f %%", 100*float64(n)/float64(len(g.results)))
}

func (r *benchReport) gapTable() string {
	all := r.of(ours, false)
	if len(all) == 0 {
		return ""
	}
	var rows [][]string
	for _, g := range groups(all) {
		row := []string{g.name}
		for _, at := range []float64{1, 5, 30} {
			row = append(row, g.at(at))
		}
		rows = append(rows, row)
	}
	return markdown([]string{"trust", "1 s", "5 s", "30 s"}, rows)
}

// at says how far the group was after some seconds.
func (g benchGroup) at(seconds float64) string {
	var open []benchAim
	for _, got := range g.results {
		if a := got.at(seconds); a.index < len(got.stages) || len(got.stages) == 0 {
			open = append(open, a)
		}
	}
	text := fmt.Sprintf("%d of %d", len(g.results)-len(open), len(g.results))
	if len(open) > 0 {
		text += "; worst " + slices.MinFunc(open, benchAim.compare).String()
	}
	return text
}

// everyTable has a line for every case.
func (r *benchReport) everyTable() string {
	var rows [][]string
	for i := range r.results {
		got := &r.results[i]
		var notes []string
		for _, a := range got.aims {
			if a.Value != a.Bound {
				notes = append(notes, showAim(&a))
			}
		}
		if got.Who != ours && got.fault == "" && !got.proved() {
			notes = append(notes, fmt.Sprintf("stopped after %d of %d aims", len(got.aims), len(got.stages)))
		}
		if got.compact > 0 {
			notes = append(notes, fmt.Sprintf("%d parts too big for the memory", got.compact))
		}
		if got.fault != "" {
			notes = append(notes, strings.ReplaceAll(got.fault, "|", "/"))
		}
		row := []string{got.name(), fmt.Sprint(got.Seed), got.Who, yes(got.proved()), seconds(got.seconds), got.megabytes(), got.nodesText()}
		for _, at := range []float64{1, 5, 30} {
			row = append(row, got.then(at))
		}
		rows = append(rows, append(row, strings.Join(notes, "; ")))
	}
	return markdown([]string{"problem", "seed", "by", "proved", "s", "MB", "nodes", "at 1 s", "at 5 s", "at 30 s", "at the end"}, rows)
}

// then says how far a result of ours was after some seconds.
func (r *benchResult) then(seconds float64) string {
	if r.Who != ours {
		return "" // rivals tell only what they prove
	}
	a := r.at(seconds)
	if a.index == len(r.stages) && a.index > 0 {
		return "proved"
	}
	return a.String()
}
