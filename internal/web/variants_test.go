package web

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// asked gives the strike an answer to every kind of question, once.
func (s *site) asked() {
	s.t.Helper()
	s.priced()
	if _, err := s.store.Answer(s.t.Context(), s.strike, store.ForRobust); err == nil {
		return
	}
	e := s.entry()
	cases, err := casesQuestion(e, 40)
	if err != nil {
		s.t.Fatal(err)
	}
	aims, err := aimsQuestion(e, []rota.Aim{rota.AimCover, rota.AimSpread})
	if err != nil {
		s.t.Fatal(err)
	}
	for purpose, q := range map[store.Purpose]runs.Question{store.ForCases: cases, store.ForAims: aims} {
		answer, err := runs.WritePlans(greedyPlans(q))
		if err != nil {
			s.t.Fatal(err)
		}
		s.answer(purpose, q, answer)
	}
	s.robust(inCase(e, rota.AllWorking, 0))
	s.replan(e.Strike.Start)
}

// replan has the rest of the strike planned anew from an instant on, with these
// assignments or greedily, and gives the run.
func (s *site) replan(at time.Time, as ...rota.Assignment) string {
	s.t.Helper()
	plan, record := s.current()
	p, err := replanProblem(s.entry(), plan.Pairs(), at)
	if err != nil {
		s.t.Fatal(err)
	}
	made := rotatest.Greedy(p)
	if as != nil {
		made = rotatest.Plan(p, as...)
	}
	var text bytes.Buffer
	if err := document.WritePlan(&text, made); err != nil {
		s.t.Fatal(err)
	}
	s.answer(store.ForReplan, runs.ReplanQuestion{At: at, Draft: record.Version, Problem: p}, text.Bytes())
	run, err := s.store.LatestQuestionRun(s.t.Context(), s.strike, store.ForReplan)
	if err != nil {
		s.t.Fatal(err)
	}
	return run.ID
}

// robust asks and answers of the greedy rota of the entry.
func (s *site) robust(e rota.Entry) {
	s.t.Helper()
	p, err := e.Problem()
	if err != nil {
		s.t.Fatal(err)
	}
	q := runs.RobustQuestion{Rota: s.run, Problem: p, Plan: rotatest.Greedy(p), Spare: solve.SpareOf(e)}
	found, err := solve.Robust(s.t.Context(), q.Problem, q.Plan, q.Spare, solve.RobustOptions{})
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := runs.WriteRobustness(found)
	if err != nil {
		s.t.Fatal(err)
	}
	s.answer(store.ForRobust, q, answer)
}

// answer has a run ask the question and find the answer.
func (s *site) answer(purpose store.Purpose, q runs.Asked, answer []byte) {
	s.t.Helper()
	id, err := queue{}.Ask(s.t.Context(), s.store.Trust, actor, s.strike, purpose, q)
	if err == nil {
		err = s.store.FinishRun(s.t.Context(), id, answer)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func greedyPlans(q runs.Question) []rota.Plan {
	var out []rota.Plan
	for _, v := range q.Variants {
		out = append(out, rotatest.Greedy(v.Problem))
	}
	return out
}

// threeWays is a strike with one slot that a silent doctor would fill, one that two
// would, and one consultant, whose list the night displaces.
func threeWays() rota.Entry {
	return rotatest.July().
		Slot("day", "26 08:00", "26 20:00").
		Slot("two", "27 08:00", "27 20:00", rotatest.Places(2)).
		Consultant("c1", rotatest.Terms(rota.TrustRate, ""), rotatest.Planned("list", "26 09:00", "26 12:00", 7)).
		Duty("r1", "day", rota.NoReply).Duty("r2", "two", rota.NoReply).Duty("r3", "two", rota.NoReply).
		Aims(rota.AimCover, rota.AimDisplaced, rota.AimCostAgreed).Entry()
}

// TestLockedBeside: a place that stays in a case for a lock alone is said to be one.
func TestLockedBeside(t *testing.T) {
	t.Parallel()
	e := threeWays()
	e.Locks = []rota.Lock{{Pair: rota.Pair{Slot: "day", Consultant: "c1"}}}
	q, err := casesQuestion(e, 50)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"“All working” counts 1 place that residents would fill, and that is there for a lock alone: unlock whoever is in it, and it goes."}
	if diff := cmp.Diff(want, (&answered{Question: q}).lockedBeside()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if q, err = casesQuestion(threeWays(), 50); err != nil || (&answered{Question: q}).lockedBeside() != nil {
		t.Errorf("without a lock it says something, or %v", err)
	}
}

func TestCasesComparison(t *testing.T) {
	t.Parallel()
	e := threeWays()
	q, err := casesQuestion(e, 50)
	if err != nil {
		t.Fatal(err)
	}
	plans, err := solve.Variants(t.Context(), []rota.Problem{q.Variants[0].Problem, q.Variants[1].Problem, q.Variants[2].Problem}, solve.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	e.Consultants[0].Name = "Anne Example"
	c := newComparison(variantsInput{entry: e, answer: &answered{Question: q, plans: plans, at: e.Strike.Start}, may: anything})
	// A Saturday or Sunday hour is £125.
	want := [][]string{
		{"Places for consultants", "3", "2", "0"}, {"Open places", "1", "0", "0"}, {"Open places of priority 1", "1", "0", "0"}, {"Hours open", "12 hours", "0 hours", "0 hours"},
		{"Consultants needed", "1", "1", "0"}, {"Lists and clinics displaced", "1", "1", "0"}, {"Loss from them", rota.LossWords(7), rota.LossWords(7), rota.LossWords(0)},
		{"Cost as agreed", "£3,000.00", "£3,000.00", "£0.00"}, {"How sure it is", plans[0].ProofWords(), plans[1].ProofWords(), plans[2].ProofWords()},
	}
	if diff := cmp.Diff(want, cellTexts(c.Figures)); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	for _, tt := range []struct {
		name string
		got  *Table
		want [][]string
	}{
		{"open", c.Open, [][]string{{"Labour ward, Registrar tier", "Sun 27 July, 8am to 8pm", "1", "1 of 2 open", "Covered", "Not needed"}}},
		{"displaced", c.Displaced, [][]string{{"Anne Example", "Sat 26 July, 9am to midday", rota.LossWords(7), "Displaced", "Displaced", "Kept"}}},
		{"people", c.People, [][]string{{"Anne Example", "2 duties, 24 hours", "2 duties, 24 hours", "Not needed"}}},
		{"changes", c.Changes, [][]string{
			{"Labour ward, Registrar tier", "Sat 26 July, 8am to 8pm", "Anne Example", "Anne Example", "Not needed"},
			{"Labour ward, Registrar tier", "Sun 27 July, 8am to 8pm", "Anne Example, 1 place open", "Anne Example", "Not needed"}}},
	} {
		if tt.got == nil {
			t.Errorf("%s: no table", tt.name)
		} else if diff := cmp.Diff(tt.want, cellTexts(*tt.got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if c.Headline != "2 slots differ" || c.Old != "" || len(c.Notes) != 1 || c.Orders != nil {
		t.Errorf("%q, %q, %q, %q", c.Headline, c.Old, c.Notes, c.Orders)
	}
	e.Duties[0].Declaration = rota.Away // in the case that all work there is a place more
	plans[1].Status = rota.BestFound
	c = newComparison(variantsInput{entry: e, answer: &answered{Question: q, plans: plans, at: e.Strike.Start}, may: anything})
	if c.Old == "" || len(c.Notes) != 2 || !strings.Contains(c.Notes[1], "50% away") {
		t.Errorf("after a reply: %q, %q", c.Old, c.Notes)
	}
	if q, err = casesQuestion(threeWays(), 51); err != nil {
		t.Fatal(err)
	}
	alike := []string{"“51% away” needs the same places as “All away”: the share is rounded up to whole people, slot by slot."}
	if diff := cmp.Diff(alike, (&answered{Question: q, plans: plans}).alike()); diff != "" {
		t.Errorf("a share of 51%% of one and of two (-want +got):\n%s", diff)
	}
}

// TestCasesHaveTheSameAims holds that a rate that only one case needs leaves out an aim in all.
func TestCasesHaveTheSameAims(t *testing.T) {
	t.Parallel()
	e := threeWays()
	for i := range e.Cards.Trust.Rates {
		e.Cards.Trust.Rates[i].Rate[rota.Weekend] = nil
	}
	q, err := casesQuestion(e, 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range q.Variants {
		if diff := cmp.Diff([]rota.Aim{rota.AimCover, rota.AimDisplaced}, v.Problem.Aims); diff != "" {
			t.Errorf("%s (-want +got):\n%s", v.Name, diff)
		}
	}
}

func TestOrders(t *testing.T) {
	t.Parallel()
	e := threeWays()
	if diff := cmp.Diff([]rota.Aim{rota.AimCostAgreed, rota.AimDisplaced}, otherOrder(e.Aims)); diff != "" || otherOrder(nil) != nil {
		t.Errorf("the first suggestion (-want +got):\n%s", diff)
	}
	q, err := aimsQuestion(e, []rota.Aim{rota.AimCover, rota.AimSpread})
	if err != nil {
		t.Fatal(err)
	}
	in := variantsInput{entry: e, answer: &answered{Question: q, plans: greedyPlans(q), at: e.Strike.Start}, may: anything}
	c := newComparison(in)
	if c.Headline != "The same people would cover the same slots" || c.Changes != nil || len(c.Orders) != 2 || c.Old != "" ||
		!slices.Equal(c.Orders[1], []string{rota.AimCover.Words(), rota.AimSpread.Words()}) {
		t.Errorf("%q, %q, %q", c.Headline, c.Orders, c.Old)
	}
	in.entry.Rules.MaxDaysInARow = new(int)
	if c := newComparison(in); c.Old == "" {
		t.Error("after a change of rules it is not out of date")
	}
}

// TestAskVariants holds for both pages what askings share, and the faults of each form.
func TestAskVariants(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	for _, tt := range []struct {
		asking
		right, again map[string]string
		slips        []badField
	}{
		{askingCases, map[string]string{"share": "40"}, map[string]string{"share": "40"}, []badField{
			{"no share", map[string]string{"share": ""}, "share", "Enter the share"},
			{"past all", map[string]string{"share": "101"}, "share", "100"},
			{"in words", map[string]string{"share": "half"}, "share", "number"}}},
		{askingAims, nil, ownAims(s), []badField{
			{"twice", map[string]string{"aim-0": "displaced", "aim-1": "displaced"}, "aim-1", "each aim once"},
			{"its own", ownAims(s), "aim-0", "not the strike’s own"}}},
	} {
		t.Run(string(tt.purpose), func(t *testing.T) {
			page := tt.path(s.strike)
			if to := tryForm(t, v, page, page, tt.right, tt.slips); to != page {
				t.Errorf("it leads to %s", to)
			}
			under := want(t, v.get(page), http.StatusOK)
			contract(t, under)
			doc := parse(t, under)
			if got, _ := doc.Find("[data-progress]").Attr("data-progress"); got != page+"/events" || doc.Find("main form").Length() != 1 {
				t.Errorf("while it is answered its progress is at %q, with %d forms", got, doc.Find("main form").Length())
			}
			again := url.Values{}
			for name, value := range tt.again {
				again.Set(name, value)
			}
			s.onceAndCancelled(v, tt.asking, under, again)
			for _, role := range []auth.Role{auth.Lead, auth.Finance} {
				want(t, s.as(role).get(page), http.StatusNotFound)
			}
		})
	}
}

// ownAims is the form of the strike's own order.
func ownAims(s *site) map[string]string {
	out := map[string]string{}
	aims := variantOf(s.entry()).problem.Aims
	for i := range rota.Aims()[1:] {
		out[aimName(i)] = ""
		if i+1 < len(aims) {
			out[aimName(i)] = string(aims[i+1])
		}
	}
	return out
}

// TestVariantsWithout holds that what must be put right first stands in place of the form.
func TestVariantsWithout(t *testing.T) {
	t.Parallel()
	e := threeWays()
	e.Consultants[0].Offers = nil
	p := newAwayView(strikeBaseForTest(), variantsInput{entry: e, may: anything}, form.New())
	if p.Ask != nil || p.Share != nil || len(p.Mends) != 1 {
		t.Errorf("without an offer: %+v", p)
	}
}

// onceAndCancelled holds that a question that is being answered, as the page under shows,
// is not begun a second time, tells its progress and can be cancelled.
func (s *site) onceAndCancelled(v *visitor, a asking, under *httptest.ResponseRecorder, again url.Values) {
	t, page := s.t, a.path(s.strike)
	t.Helper()
	run, err := s.store.LatestQuestionRun(t.Context(), s.strike, a.purpose)
	if err != nil {
		t.Fatal(err)
	}
	want(t, v.post(page, again), http.StatusSeeOther)
	if second, err := s.store.LatestQuestionRun(t.Context(), s.strike, a.purpose); err != nil || second.ID != run.ID {
		t.Errorf("a second question was begun: %v", err)
	}
	if got := want(t, v.get(page+"/progress"), http.StatusOK).Body.String(); !strings.Contains(got, `"state":"queued"`) || !strings.Contains(got, `"next":"`+page+`"`) {
		t.Errorf("progress %s", got)
	}
	want(t, v.post(page+"/cancel", fields(t, under, page+"/cancel")), http.StatusSeeOther)
	if text := parse(t, want(t, v.get(page), http.StatusOK)).Find("main").Text(); !strings.Contains(text, "The last question was cancelled") {
		t.Errorf("a cancelled question reads %s", text)
	}
}
