package solve

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"strikerota/rota"
)

func showAim(a *rota.AimValue) string {
	return fmt.Sprintf("%s %d ≥ %d, %s %%", a.Aim, a.Value, a.Bound, percent(share(*a)))
}

// percent is a share as two figures that count, or whole hundredths above a tenth.
func percent(share float64) string {
	if share >= 0.1 {
		return fmt.Sprintf("%.0f", 100*share)
	}
	return fmt.Sprintf("%.2g", 100*share)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// rivalWords say how the comparison is made.
func (r *benchReport) rivalWords() string {
	text := fmt.Sprintf("The same problems as one model that is not cut into parts, aims one after another, each held by a row: "+
		"with a row for every pair of items that clash (pairwise) or for every clique of them (clique) given to the same engine, and the clique model given to cbc. "+
		"A rival is stopped after %v for all aims, which counts as its time; making its models does not count. Ours and cbc may use every core, the engine "+
		"uses one for one model. Seconds are median / worst, ratios (theirs by ours) median / least; ≥ where that one was stopped. "+
		"Regions are left out: they are too big for one model.", r.settings.rivalLimit)
	if !slices.Contains(r.rivals, byCBC) {
		text += " cbc is not installed here."
	}
	return text
}

// A pairing is one problem solved by ours and by a rival.
type pairing struct{ ours, rival benchResult }

func (p pairing) ratio() float64 { return p.rival.counted() / max(p.ours.counted(), 0.001) }

// pairings finds what of a group a rival solved too.
func (r *benchReport) pairings(g benchGroup, rival string) []pairing {
	var out []pairing
	for _, mine := range g.results {
		for _, theirs := range r.of(rival, false) {
			if theirs.Size == mine.Size && theirs.Tight == mine.Tight && theirs.Seed == mine.Seed {
				out = append(out, pairing{mine, theirs})
			}
		}
	}
	return out
}

func (r *benchReport) rivalTable() string {
	heads := []string{"trust", "seeds", "ours, s"}
	for _, rival := range r.rivals {
		heads = append(heads, rival+", s", "proved", "ratio")
	}
	var rows [][]string
	var notes []string
	for _, g := range groups(r.of(ours, false)) {
		first := r.pairings(g, r.rivals[0])
		if len(first) == 0 {
			continue
		}
		var mine []float64
		for _, p := range first {
			mine = append(mine, p.ours.counted())
		}
		row := []string{g.name, fmt.Sprint(len(first)), medianWorst(mine)}
		for _, rival := range r.rivals {
			pairs := r.pairings(g, rival)
			row = append(row, rivalCells(pairs)...)
			if !strings.HasSuffix(g.name, ", all") {
				notes = append(notes, pairNotes(pairs)...)
			}
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return ""
	}
	text := markdown(heads, rows)
	if len(notes) == 0 {
		notes = []string{"Ours lost to none of them on any of these problems, and no proved values differ."}
	}
	for _, note := range notes {
		text += "\n" + note + "\n"
	}
	return text
}

// rivalCells are the seconds, the share proved and the ratio of one rival.
func rivalCells(pairs []pairing) []string {
	if len(pairs) == 0 {
		return []string{"", "", ""}
	}
	var theirs []float64
	var g benchGroup
	for _, p := range pairs {
		theirs = append(theirs, p.rival.counted())
		g.results = append(g.results, p.rival)
	}
	slices.SortFunc(pairs, func(a, b pairing) int { return cmp.Compare(a.ratio(), b.ratio()) })
	return []string{medianWorst(theirs), g.proved(), showRatio(pairs[(len(pairs)-1)/2]) + " / " + showRatio(pairs[0])}
}

func showRatio(p pairing) string {
	text := fmt.Sprintf("%.0f", p.ratio())
	if p.ratio() < 10 {
		text = fmt.Sprintf("%.1f", p.ratio())
	}
	if !p.rival.proved() {
		text = "≥ " + text
	}
	return text
}

// pairNotes tell what ours lost, and what cannot be.
func pairNotes(pairs []pairing) []string {
	var out []string
	for _, p := range pairs {
		what := fmt.Sprintf("%s, seed %d", p.ours.name(), p.ours.Seed)
		if p.rival.proved() && (!p.ours.proved() || p.ratio() < 1) {
			out = append(out, fmt.Sprintf("**Lost**: %s to %s, %s s by %s s.", what, p.rival.Who, seconds(p.ours.counted()), seconds(p.rival.counted())))
		}
		if p.rival.fault != "" {
			out = append(out, fmt.Sprintf("**Failed**: %s by %s, which counts as stopped: %s.", what, p.rival.Who, p.rival.fault))
		}
		for i, a := range p.rival.aims {
			if i < len(p.ours.aims) && a.Value == a.Bound && (p.ours.aims[i].Value < a.Value || p.ours.aims[i].Bound > a.Value) {
				out = append(out, fmt.Sprintf("**Differs**: %s: %s is %d, bound %d by ours, proved %d by %s.", what, a.Aim,
					p.ours.aims[i].Value, p.ours.aims[i].Bound, a.Value, p.rival.Who))
				break // later aims follow from it
			}
			if i < len(p.ours.aims) && p.ours.aims[i].Value != a.Value {
				break // not proved: what comes after is another problem
			}
		}
	}
	return out
}

// taskTable has a line for every size of task scheduling, then what became of all.
func (r *benchReport) taskTable() string {
	all := r.of(ours, true)
	if len(all) == 0 {
		return ""
	}
	var rows [][]string
	proved, off := 0, 0.0
	for i := range all {
		got := &all[i]
		row := []string{got.name(), fmt.Sprint(got.Seed), yes(got.proved()), seconds(got.seconds), got.megabytes(), got.nodesText()}
		for _, aim := range []string{"cover/1", string(rota.AimConsultants)} {
			a, ok := got.end(aim)
			if !ok {
				row, off = append(row, "–", "–"), math.Inf(1)
				continue
			}
			row = append(row, fmt.Sprint(a.Value), fmt.Sprint(a.Bound))
			if aim == string(rota.AimConsultants) {
				off = max(off, float64(a.Value-a.Bound))
			}
		}
		if got.proved() {
			proved++
		}
		rows = append(rows, row)
	}
	return markdown([]string{"problem", "seed", "proved", "s", "MB", "nodes", "open minutes", "bound", "called in", "bound"}, rows) +
		fmt.Sprintf("\n%d of %d proved (%.0f %%); the widest gap of consultants called in is %s.\n", proved, len(all),
			100*float64(proved)/float64(len(all)), strings.Replace(fmt.Sprint(off), "+Inf", "not known", 1))
}

// end is where an aim stood at the end, or when last heard of.
func (r *benchResult) end(aim string) (rota.AimValue, bool) {
	for _, a := range r.aims {
		if a.Aim == aim {
			return a, true
		}
	}
	for _, e := range slices.Backward(r.events) {
		if e.Aim.Aim == aim {
			return *e.Aim, true
		}
	}
	return rota.AimValue{}, false
}

// TestBenchReport writes a report of made-up results: one that a rival lost, one
// that it won, one where the two differ and one that crashed.
func TestBenchReport(t *testing.T) {
	r := newBenchReport(benchSettings{limit: 9 * time.Second, rivalLimit: 20 * time.Second}, []string{string(cliques)})
	add := func(who string, seed uint64, limit time.Duration, seconds float64, values ...int64) {
		got := benchResult{benchCase: benchCase{Who: who, Seed: seed, Limit: limit}}
		got.take(benchEvent{Stages: []string{"cover/1", "spread"}, Memory: 50 << 20, Nodes: 6})
		last := benchEvent{Done: true, Seconds: seconds}
		for i, v := range values {
			a := rota.AimValue{Aim: got.stages[i], Value: v, Bound: v}
			got.take(benchEvent{Aim: &a, Seconds: seconds})
			last.Aims = append(last.Aims, a)
		}
		if len(values) == 0 {
			last.Fault = "out of | memory"
		}
		got.take(last)
		r.add(got)
	}
	add(ours, 1, r.settings.limit, 2, 7, 60)
	add(string(cliques), 1, r.settings.rivalLimit, 21, 7)
	add(ours, 2, r.settings.limit, 4, 8, 70)
	add(string(cliques), 2, r.settings.rivalLimit, 3, 8, 70)
	add(ours, 3, r.settings.limit, 1, 9, 80)
	add(string(cliques), 3, r.settings.rivalLimit, 15, 8, 80)
	add(ours, 4, r.settings.limit, 0.5)
	add(string(cliques), 4, r.settings.rivalLimit, 0.1)
	text := r.text()
	for _, want := range []string{
		"| small, easy | 4 | 75 % | 4.00 / – | 4.00 / – | 2.00 / 4.00 | 50 | 6 |",
		"| small, easy | 1 of 4; worst cover/1 not begun | 3 of 4; worst cover/1 not begun |",
		"| small, easy | 4 | 4.00 / 9.00 | 20 / 20 | 50 % | ≥ 2.2 / 0.8 |",
		"**Lost**: small, easy, seed 2 to clique, 4.00 s by 3.00 s.",
		"**Differs**: small, easy, seed 3: cover/1 is 9, bound 9 by ours, proved 8 by clique.",
		"**Failed**: small, easy, seed 4 by clique, which counts as stopped: out of | memory.",
		"| small, easy | 1 | clique | no | 21 | 50 | – |  |  |  | stopped after 1 of 2 aims |",
		"| small, easy | 4 | ours | no | 0.50 | 50 | 6 | cover/1 not begun | cover/1 not begun | cover/1 not begun | out of / memory |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(text, "scheduling") || strings.Count(text, "**") != 6 {
		t.Errorf("too much in the report")
	}
	if t.Failed() {
		t.Log(text)
	}
}
