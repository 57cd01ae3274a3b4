package runs_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
)

// TestReplan: the rest of a strike is solved as a rota is, and waits to be taken.
func TestReplan(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		at := b.problem.Strike.Start.Add(90 * time.Minute)
		asked := runs.ReplanQuestion{At: at, Draft: 7, Problem: b.problem.Started(at)}
		record := b.answered(t, b.asking(nil, nil), store.ForReplan, asked)
		gotAt, draft, err := runs.ReadReplan(record.Question)
		if err != nil || !gotAt.Equal(at) || draft != 7 {
			t.Errorf("asked at %v of draft %d, %v", gotAt, draft, err)
		}
		problem, err := document.ReadProblem(bytes.NewReader(record.Problem))
		if err != nil {
			t.Fatal(err)
		}
		plan, err := document.ReadPlan(bytes.NewReader(record.Answer))
		if err != nil {
			t.Fatal(err)
		}
		if report := rota.Check(problem, plan); !report.OK() {
			t.Errorf("the referee refuses the plan: %v", report)
		}
		if _, err := b.CurrentPlan(t.Context(), b.strike); !errors.Is(err, rota.ErrNotFound) {
			t.Errorf("there is a rota: %v", err)
		}
	})
}

func TestReadReplanRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "another format": `{"format":"strikerota/question/1","at":"2025-07-25T08:00:00Z","draft":1}`,
		"more": `{"format":"strikerota/replan/1","at":"2025-07-25T08:00:00Z","draft":1,"who":"x"}`,
	} {
		if _, _, err := runs.ReadReplan([]byte(text)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}
