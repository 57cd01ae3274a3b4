package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// histories are how many TestNoHistory draws.
func histories() int {
	if underRace || testing.Short() {
		return 12
	}
	return 200
}

// TestNoHistory holds that nothing of earlier strikes of the same people steers a rota: whatever they replied, which
// rotas were made and published, who came and what it cost, the problem is the same to the byte, and so is its plan and its cost.
func TestNoHistory(t *testing.T) {
	t.Parallel()
	draw := rand.New(rand.NewPCG(3, 4))
	db := storetest.OpenAt(t, dayBefore)
	s := &site{t: t, store: db}
	now := fewDuties(rotatest.Small(1), 8)
	alone := s.newProblem(now)
	plan := solvedText(t, alone)
	different := map[string]bool{}
	for n := range histories() {
		earlier := drawnHistory(t, draw)
		s.past(draw, earlier)
		different[fmt.Sprint(earlier.Duties, earlier.Consultants, earlier.Case)] = true
		got := s.newProblem(now)
		if !bytes.Equal(got, alone) {
			t.Fatalf("history %d: %s", n, firstDifference(string(alone), string(got)))
		}
		if n%20 == 0 {
			if got := solvedText(t, got); got != plan {
				t.Fatalf("history %d: the plan or its cost: %s", n, firstDifference(plan, got))
			}
		}
	}
	if len(different) < histories()*9/10 {
		t.Errorf("of %d histories only %d differ", histories(), len(different))
	}
}

// newProblem enters the strike, has a rota of it begun, and gives what the run was given. Then the strike is deleted.
func (s *site) newProblem(e rota.Entry) []byte {
	s.t.Helper()
	s.enter(e)
	text, err := s.store.RunProblem(s.t.Context(), s.start(s.problem()))
	if err == nil {
		err = s.store.DeleteStrike(s.t.Context(), actor, s.strike)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return text
}

// enter makes what is entered a strike, which is the site's from then on.
func (s *site) enter(e rota.Entry) {
	s.t.Helper()
	id, err := s.store.CreateStrike(s.t.Context(), actor, store.StrikeSettings{Strike: e.Strike, Rules: e.Rules, Case: e.Case, Aims: e.Aims, Retention: rota.StandardRetention()})
	if err == nil {
		err = s.store.ReplaceEntry(s.t.Context(), actor, id, e)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.strike = id
}

// drawnHistory is an earlier strike of the same people by name and contact, who said and offered something else.
func drawnHistory(t *testing.T, draw *rand.Rand) rota.Entry {
	t.Helper()
	e, err := rotatest.Moved(fewDuties(rotatest.Small(1), 8), -7*(1+draw.IntN(8)))
	if err != nil {
		t.Fatal(err)
	}
	e.Strike.Name = fmt.Sprintf("Round %d", draw.IntN(9))
	e.Case = rota.Case{Kind: []rota.CaseKind{rota.AllAway, rota.AllWorking}[draw.IntN(2)]}
	e.Duties = slices.Clone(e.Duties)
	for i := range e.Duties {
		e.Duties[i].Declaration = rota.Declarations()[draw.IntN(4)]
	}
	e.Consultants = slices.Clone(e.Consultants)
	for i, c := range e.Consultants {
		e.Consultants[i].Offers = c.Offers[:draw.IntN(len(c.Offers)+1)]
		e.Consultants[i].Note = fmt.Sprint("Said ", draw.IntN(9))
	}
	draw.Shuffle(len(e.Consultants), func(i, j int) { e.Consultants[i], e.Consultants[j] = e.Consultants[j], e.Consultants[i] })
	return e
}

// past enters an earlier strike, and makes as much of it as is drawn: a rota, a version of it, who came. Some are deleted afterwards.
func (s *site) past(draw *rand.Rand, e rota.Entry) {
	s.t.Helper()
	s.enter(e)
	if draw.IntN(3) > 0 {
		s.planned()
		if draw.IntN(3) > 0 {
			s.publishedPlainly()
		}
	}
	for _, d := range e.Duties {
		if came := rota.Attendances()[draw.IntN(3)]; came != rota.NotConfirmed {
			s.attend(rota.NotConfirmed, came, d)
		}
	}
	if draw.IntN(4) == 0 {
		if err := s.store.DeleteStrike(s.t.Context(), actor, s.strike); err != nil {
			s.t.Fatal(err)
		}
	}
}

// publishedPlainly publishes the rota as it is, without a page.
func (s *site) publishedPlainly() {
	s.t.Helper()
	record, err := s.store.CurrentPlan(s.t.Context(), s.strike)
	if err == nil {
		_, err = s.store.Publish(s.t.Context(), actor, s.strike, store.NewVersion{Seen: record.Version, Problem: record.Problem, Plan: record.Plan, Beside: []byte("{}")})
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// secondsTaken is how long the solver took, which is never the same.
var secondsTaken = regexp.MustCompile(`"seconds": [0-9.]+`)

// solvedText is the plan of a problem, by a limit of steps, and what it costs.
func solvedText(t *testing.T, problem []byte) string {
	t.Helper()
	p, err := document.ReadProblem(bytes.NewReader(problem))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := solve.Solve(t.Context(), p, solve.Options{Steps: 50, Seed: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := document.WritePlan(&text, plan); err != nil {
		t.Fatal(err)
	}
	if len(plan.Assignments) == 0 {
		t.Fatal("the plan has nobody in it")
	}
	cost, err := json.Marshal(p.Ledger(plan, rota.Pricing{}).Total())
	if err != nil {
		t.Fatal(err)
	}
	return secondsTaken.ReplaceAllString(text.String(), "") + string(cost)
}
