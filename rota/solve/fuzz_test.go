package solve

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/document"
)

// A source turns bytes into choices; when they run out every choice is the first.
type source struct{ left []byte }

func (s *source) next(n int) int {
	if len(s.left) == 0 {
		return 0
	}
	b := int(s.left[0])
	s.left = s.left[1:]
	return b % n
}

func choose[T any](s *source, values ...T) T { return values[s.next(len(values))] }

// perhaps is one of the values or, on the first choice, none.
func (s *source) perhaps(values ...int) *int {
	if n := s.next(len(values) + 1); n > 0 {
		return &values[n-1]
	}
	return nil
}

// fuzzStarts are the starts of strikes: a summer Friday, and the Fridays before both clock changes.
var fuzzStarts = []string{"2025-07-25T06:00:00Z", "2025-10-24T06:00:00Z", "2026-03-27T07:00:00Z"}

// problem makes a valid problem of the bytes, small enough to look at every plan.
// Times are on half hours, so that works touch, and that gaps and lengths are
// exactly a limit, as often as not.
func (s *source) problem(t *testing.T) rota.Problem {
	start, err := time.Parse(time.RFC3339, choose(s, fuzzStarts...))
	if err != nil {
		t.Fatal(err)
	}
	p := rota.Problem{
		Strike: rota.Strike{Name: "test", Span: rota.Span{Start: start, End: start.Add(120 * time.Hour)}},
		Rules: rota.Rules{
			Rest: s.perhaps(660, 0, 30, 120, 660), MaxRun: s.perhaps(780, 780, 840, 1500), MaxCover: s.perhaps(0, 720, 1440),
			MaxNightsInARow: s.perhaps(0, 1, 2), MaxDaysInARow: s.perhaps(0, 1, 2, 3), OnCallWithOnSite: s.next(2) == 1,
		},
		Cards: rota.Cards{Trust: s.card(3), BMA: s.card(7)},
	}
	for from := range s.next(3) {
		sites := [][2]string{{"north", "south"}, {"south", "north"}}[from]
		p.Rules.Travel = append(p.Rules.Travel, rota.Travel{From: sites[0], To: sites[1], Minutes: 30 * s.next(8)})
	}
	aims := rota.Aims()[1:]
	p.Aims = []rota.Aim{rota.AimCover}
	for range s.next(5) {
		n := s.next(len(aims))
		p.Aims = append(p.Aims, aims[n])
		aims = slices.Delete(slices.Clone(aims), n, n+1)
	}
	for i := range 1 + s.next(6) {
		p.Slots = append(p.Slots, s.slot(i, start))
	}
	for i := range 1 + s.next(4) {
		if (i+1)*len(p.Slots) <= 16 {
			p.Consultants = append(p.Consultants, s.consultant(i, start))
		}
	}
	p.Locks, p.Published = s.pairs(p, 3), s.pairs(p, 6)
	problem, err := rota.NewProblem(p)
	if err != nil {
		t.Fatalf("the problem made is not valid: %v", rota.Faults(err))
	}
	return problem
}

// span begins within four days of the start and lasts up to most half hours.
func (s *source) span(start time.Time, most int) rota.Span {
	from := start.Add(time.Duration(s.next(4))*24*time.Hour + time.Duration(s.next(48))*30*time.Minute)
	return rota.Span{Start: from, End: from.Add(time.Duration(1+s.next(most)) * 30 * time.Minute)}
}

func (s *source) card(step int) rota.Card {
	c := rota.Card{Name: "card", Rates: []rota.RateRow{{}}}
	for b := range c.Rates[0].Rate {
		v := rota.Pence(s.next(200) * step)
		c.Rates[0].Rate[b] = &v
	}
	return c
}

func (s *source) slot(i int, start time.Time) rota.Slot {
	return rota.Slot{
		ID: rota.SlotID(fmt.Sprintf("s%d", i)), Service: "Maternity", Unit: choose(s, "A", "B"), Role: "doctor",
		Span: s.span(start, 26), Site: choose(s, "north", "south"), Places: 1 + s.next(2),
		Mode: choose(s, rota.OnSite, rota.OnSite, rota.OnCall, rota.Standby), NoOtherDuty: s.next(4) == 3,
		Priority: 1 + s.next(3), SkillsAll: choose(s, nil, []string{"a"}, []string{"a", "b"}), SkillsAny: choose(s, nil, nil, []string{"b", "c"}),
	}
}

func (s *source) consultant(i int, start time.Time) rota.Consultant {
	c := rota.Consultant{
		ID: rota.ConsultantID(fmt.Sprintf("c%d", i)), Sites: choose(s, []string{"north", "south"}, []string{"north"}),
		Terms: choose(s, rota.AllTerms()...), MaxCover: s.perhaps(0, 780, 1500), MaxNightsInARow: s.perhaps(0, 1, 2),
		Skills: choose(s, []string{"a", "b", "c"}, []string{"a"}, []string{"b"}, nil),
		Offers: []rota.Offer{{Span: rota.Span{Start: start, End: start.Add(120 * time.Hour)}, Modes: rota.Modes()}},
	}
	if n := s.next(4); n > 0 { // offers of some hours, in some modes
		c.Offers = nil
		for range n {
			c.Offers = append(c.Offers, rota.Offer{Span: s.span(start, 150), Modes: rota.Modes()[:1+s.next(3)]})
		}
	}
	for j := range s.next(4) {
		c.Sessions = append(c.Sessions, rota.Session{
			ID: rota.SessionID(fmt.Sprintf("k%d", j)), Span: s.span(start, 20),
			Kind: choose(s, rota.Planned, rota.Planned, rota.Fixed), Loss: s.next(4),
		})
	}
	return c
}

// pairs draws up to most-1 different pairs.
func (s *source) pairs(p rota.Problem, most int) []rota.Pair {
	var out []rota.Pair
	for range s.next(most) {
		pair := rota.Pair{Slot: p.Slots[s.next(len(p.Slots))].ID, Consultant: p.Consultants[s.next(len(p.Consultants))].ID}
		if !slices.Contains(out, pair) {
			out = append(out, pair)
		}
	}
	return out
}

// FuzzTiny makes tiny problems of bytes, solves them in one of the ways there are,
// and compares the plan with the best of all plans.
func FuzzTiny(f *testing.F) {
	for i := range 16 {
		data := make([]byte, 160)
		for j := range data {
			data[j] = byte(j*j*(2*i+3) + 37*i*j + j>>3)
		}
		f.Add(byte(i), data)
	}
	f.Fuzz(func(t *testing.T, way byte, data []byte) {
		s := source{data}
		p := s.problem(t)
		o := Options{Threads: 1, Steps: []int{0, 0, 1, 5}[way%4]}
		if way&8 != 0 {
			o.sizes = tinySizes(uint64(way) >> 4)
		}
		plan, err := solvedAs(p, o, way&4 != 0)
		if err != nil {
			t.Fatalf("%v\n%s", err, shown(t, p))
		}
		if o.Steps == 0 && plan.Status != rota.Proved {
			t.Errorf("without a limit the plan is %s: %v\n%s", plan.Status, plan.Aims, shown(t, p))
		}
		holdsAgainst(t, p, plan, bruteForce(p))
	})
}

// solvedAs solves as Solve does, with the compact model as if no part's rosters fitted into memory if compact is set.
func solvedAs(p rota.Problem, o Options, compact bool) (rota.Plan, error) {
	ctx := context.Background()
	if !compact {
		return Solve(ctx, p, o)
	}
	s, err := newSearch(ctx, p, o)
	if err != nil {
		return rota.Plan{}, err
	}
	defer s.close()
	for _, t := range s.parts {
		t.master = nil
	}
	for i, stage := range p.Stages() {
		if err := s.stage(ctx, i, stage); err != nil {
			return rota.Plan{}, err
		}
	}
	plan := s.plan()
	plan.Broken = rota.Check(p, plan).Broken()
	return plan, nil
}

// shown is the problem's document on one line, to see what failed.
func shown(t *testing.T, p rota.Problem) string {
	t.Helper()
	var b, short bytes.Buffer
	if err := document.WriteProblem(&b, p); err != nil {
		t.Fatal(err)
	}
	if err := json.Compact(&short, b.Bytes()); err != nil {
		t.Fatal(err)
	}
	return short.String()
}

// holdsAgainst holds a plan against the referee and the best values there are. A
// plan that is proved has them; any other has none better, and a bound that is
// not above the best while the stages before are at theirs.
func holdsAgainst(t *testing.T, p rota.Problem, plan rota.Plan, best []int64) {
	t.Helper()
	refereed(t, p, plan)
	for i, a := range plan.Aims {
		if a.Bound > best[i] || a.Value < best[i] || plan.Status == rota.Proved && a.Value != best[i] {
			t.Fatalf("%s is %d, bound %d, plan %s, but the best is %d (best %v, plan %v)\n%s",
				a.Aim, a.Value, a.Bound, plan.Status, best[i], best, plan.Aims, shown(t, p))
		}
		if a.Value != best[i] {
			return // what comes after is held to another value
		}
	}
}

// refereed fails the test when the referee refuses the plan or counts otherwise.
func refereed(t *testing.T, p rota.Problem, plan rota.Plan) {
	t.Helper()
	if report := rota.Check(p, plan); !report.OK() {
		t.Fatalf("the referee refuses the plan: %v %v\n%s", report.Faults, report.Breaches, shown(t, p))
	}
	for i, want := range rota.Values(p, plan) {
		if got := plan.Aims[i]; got.Aim != want.Aim || got.Value != want.Value {
			t.Fatalf("the plan says %s is %d, the referee counts %s %d\n%s", got.Aim, got.Value, want.Aim, want.Value, shown(t, p))
		}
	}
}

// FuzzSolve mutates documents: their bytes, and by edits their values. What still
// reads is solved with few steps: no panic, a sound plan, and never a wrong bound.
func FuzzSolve(f *testing.F) {
	example, err := os.ReadFile(filepath.Join("..", "document", "testdata", "problem.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(example, []byte{})
	f.Add(example, []byte{1, 40, 9, 30, 77, 3, 2, 12, 5})
	for seed := range uint64(10) {
		p, err := tiny(seed)
		if err != nil {
			f.Fatal(err)
		}
		var b bytes.Buffer
		if err := document.WriteProblem(&b, p); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes(), []byte{byte(seed), 3, byte(17 * seed), byte(40 + seed), 1, byte(5 * seed)})
	}
	f.Fuzz(func(t *testing.T, data, edits []byte) {
		p, err := document.ReadProblem(bytes.NewReader(edited(data, source{edits})))
		if err != nil || len(p.Slots) > 40 || len(p.Consultants) > 40 {
			return
		}
		plan, err := Solve(context.Background(), p, Options{Threads: 1, Steps: 20, Limit: 2 * time.Second})
		if err != nil {
			t.Fatalf("%v\n%s", err, shown(t, p))
		}
		refereed(t, p, plan)
		if few(p) {
			holdsAgainst(t, p, plan, bruteForce(p))
		}
	})
}

// few reports whether every plan of the problem can be looked at.
func few(p rota.Problem) bool {
	for _, c := range p.Consultants {
		if len(c.Sessions) > 4 {
			return false
		}
	}
	return len(p.Slots)*len(p.Consultants) <= 16 && len(p.Slots) <= 8
}

// edited changes values of a JSON document: three bytes of edits each choose a
// value and what becomes of it. What is no JSON is left as it is.
func edited(data []byte, edits source) []byte {
	var tree any
	if len(edits.left) == 0 || json.Unmarshal(data, &tree) != nil {
		return data
	}
	for len(edits.left) > 0 {
		at := edits.next(256)<<4 + edits.next(256)&15
		tree = revise(tree, &at, &edits)
	}
	out, err := json.Marshal(tree)
	if err != nil {
		return data
	}
	return out
}

// revise walks the tree in a fixed order until at values are passed, and changes the next.
func revise(n any, at *int, s *source) any {
	switch v := n.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			v[name] = revise(v[name], at, s)
		}
	case []any:
		if *at--; *at == -1 && len(v) > 0 {
			i := s.next(len(v))
			if s.next(2) == 0 {
				return append(slices.Clone(v), v[i])
			}
			return slices.Delete(slices.Clone(v), i, i+1)
		}
		for i := range v {
			v[i] = revise(v[i], at, s)
		}
	default:
		if *at--; *at == -1 {
			return reviseValue(n, s)
		}
	}
	return n
}

// reviseValue changes a text, number or truth to another that may well be valid.
func reviseValue(n any, s *source) any {
	switch v := n.(type) {
	case bool:
		return !v
	case float64:
		return choose[any](s, 0, 1, 2, 3, 30, 120, 660, 720, 780, 1440, 100_000, v+1, v-1, nil)
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			return at.Add(time.Duration(choose(s, 1, -1, 30, -30, 60, -60, 660, -660, 1440, -1440)) * time.Minute).Format(time.RFC3339)
		}
		return choose[any](s, "a", "b", "c", "s0", "s1", "c0", "c1", "north", "south", "on_site", "on_call", "standby", "fixed",
			"planned", "trust_rate", "bma_rate", "in_job_plan", "cover", "displaced", "changes", "spread", "consultants", "cost:bma", nil)
	}
	return s.next(2000) // a limit where there was none
}
