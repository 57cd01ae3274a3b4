package runs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// relying asks of a rota that counts on the silent of two slots, one of which needs
// nobody while they work.
func relying(t *testing.T) runs.RobustQuestion {
	t.Helper()
	e := rotatest.July().Slot("day", "26 08:00", "26 20:00", rotatest.Places(2)).Slot("night", "26 20:00", "27 08:00").
		Consultant("a").Consultant("b").
		Duty("r1", "day", rota.NoReply).Duty("r2", "night", rota.NoReply).
		Change(func(e *rota.Entry) { e.Case.Kind = rota.AllWorking }).Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	return runs.RobustQuestion{Rota: "r1", Problem: asWritten(t, p), Plan: rotatest.Greedy(p), Spare: solve.SpareOf(e)}
}

// TestRobustRun holds that the question and its answer are kept whole, and make no rota.
func TestRobustRun(t *testing.T) {
	asked := relying(t)
	want, err := solve.Robust(t.Context(), asked.Problem, asked.Plan, asked.Spare, solve.RobustOptions{})
	if err != nil || len(want.Days) != 1 || len(want.Days[0].Slots) != 2 || len(want.Standby) == 0 {
		t.Fatalf("%v, %+v", err, want)
	}
	each(t, func(t *testing.T, b *bench) {
		record := b.answered(t, b.asking(nil, nil), store.ForRobust, asked)
		got, err := runs.ReadRobustQuestion(record.Problem, record.Question)
		if diff := cmp.Diff(asked, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("the question: %v (-want +got):\n%s", err, diff)
		}
		found, err := runs.ReadRobustness(record.Answer, got)
		if diff := cmp.Diff(want, found, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("the answer: %v (-want +got):\n%s", err, diff)
		}
		again, err := runs.WriteRobustness(found)
		if err != nil || !bytes.Equal(record.Answer, again) {
			t.Errorf("written again it is another: %v", err)
		}
		if _, err := b.CurrentPlan(t.Context(), b.strike); !errors.Is(err, rota.ErrNotFound) {
			t.Errorf("there is a rota: %v", err)
		}
	})
}

// TestRobustRunFails holds that a question that takes too long fails.
func TestRobustRunFails(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.asking(nil, func(ctx context.Context, _ rota.Problem, _ rota.Plan, _ []solve.Spare, o solve.RobustOptions) (solve.Robustness, error) {
			if _, limited := ctx.Deadline(); !limited || o.Threads != 1 {
				t.Errorf("limited %t, %d threads", limited, o.Threads)
			}
			return solve.Robustness{}, context.DeadlineExceeded
		})
		id, err := r.Ask(t.Context(), b.Trust, store.Actor{}, b.strike, store.ForRobust, relying(t))
		if err != nil {
			t.Fatal(err)
		}
		defer work(t, r)()
		if run := b.awaitState(t, id, store.RunFailed); run.Reference == "" {
			t.Error("there is no reference")
		}
	})
}

func TestReadRobustnessRefuses(t *testing.T) {
	asked := relying(t)
	found, err := solve.Robust(t.Context(), asked.Problem, asked.Plan, asked.Spare, solve.RobustOptions{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := runs.WriteRobustness(found)
	if err != nil {
		t.Fatal(err)
	}
	for name, break_ := range map[string]func(day map[string]any){
		"a slot that is not asked about": func(day map[string]any) { day["slots"].([]any)[0].(map[string]any)["slot"] = "other" },
		"a slot without its cases":       func(day map[string]any) { day["slots"].([]any)[0].(map[string]any)["holds"] = []bool{true} },
		"a case too few":                 func(day map[string]any) { day["cases"] = day["cases"].([]any)[1:] },
		"no day":                         func(day map[string]any) { day["date"] = "Saturday" },
	} {
		var doc map[string]any
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatal(err)
		}
		break_(doc["days"].([]any)[0].(map[string]any))
		bad, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := runs.ReadRobustness(bad, asked); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}
