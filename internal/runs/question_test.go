package runs_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// question asks of the bench's problem at trust rates and at BMA rates with an uplift.
func (b *bench) question(t *testing.T) runs.Question {
	t.Helper()
	q := runs.Question{Rota: "r1"}
	for _, price := range []rota.Price{
		{Name: "All at trust rates", Basis: rota.AtTrust},
		{Name: "Dearer “rates”", Basis: rota.AtBMA, Case: rota.CostCase{Uplift: 1250}},
		{Name: "As agreed", Basis: rota.AsAgreed},
	} {
		p, err := b.problem.At(price)
		if err != nil {
			t.Fatal(err)
		}
		q.Variants = append(q.Variants, runs.Variant{Name: price.Name, Note: "Noted", Basis: price.Basis, Problem: asWritten(t, p)})
	}
	return q
}

func problemsOf(q runs.Question) []rota.Problem {
	var out []rota.Problem
	for _, v := range q.Variants {
		out = append(out, v.Problem)
	}
	return out
}

// asWritten is the problem as its document has it.
func asWritten(t *testing.T, p rota.Problem) rota.Problem {
	t.Helper()
	p, err := document.ReadProblem(bytes.NewReader(problemText(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// asking is a Runs whose workers answer questions as given.
func (b *bench) asking(varier runs.Varier, robuster runs.Robuster) *runs.Runs {
	return b.askingAnd(varier, robuster, greedy)
}

// askingAnd is asking with a solver of rotas.
func (b *bench) askingAnd(varier runs.Varier, robuster runs.Robuster, solver runs.Solver) *runs.Runs {
	r := runs.New(b.Store, runs.Options{Limit: 2 * time.Minute, Seed: 1, Threads: 1, Solve: solver, Variants: varier, Robust: robuster})
	r.SetTimes(50*time.Millisecond, leaseOfLiving, 100*time.Millisecond, time.Second)
	return r
}

// firstAlone gives the greedy plan to the first problem, and nobody to the others.
func firstAlone(_ context.Context, problems []rota.Problem, _ solve.Options) ([]rota.Plan, error) {
	plans := []rota.Plan{rotatest.Greedy(problems[0])}
	for _, p := range problems[1:] {
		near, err := solve.Near(p, plans[0])
		if err != nil {
			return nil, err
		}
		plans = append(plans, rotatest.Plan(near))
	}
	return plans, nil
}

// answered asks the question, and gives the answer when a worker has found it.
func (b *bench) answered(t *testing.T, r *runs.Runs, purpose store.Purpose, asked runs.Asked) store.AnswerRecord {
	t.Helper()
	id, err := r.Ask(t.Context(), b.Trust, store.Actor{}, b.strike, purpose, asked)
	if err != nil {
		t.Fatal(err)
	}
	work(t, r)
	b.awaitState(t, id, store.RunDone)
	record, err := b.Answer(t.Context(), b.strike, purpose)
	if err != nil {
		t.Fatal(err)
	}
	return record
}

func TestQuestion(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		asked := b.question(t)
		r := b.asking(func(ctx context.Context, problems []rota.Problem, o solve.Options) ([]rota.Plan, error) {
			if diff := cmp.Diff(problemsOf(asked), problems, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the problems (-want +got):\n%s", diff)
			}
			if o.Limit != runs.VariantTime || o.Seed != 1 || o.Threads != 1 || o.Stop == nil || o.Progress == nil {
				t.Errorf("the options are %+v", o)
			}
			return firstAlone(ctx, problems, o)
		}, nil)
		record := b.answered(t, r, store.ForPrices, asked)
		got, err := runs.ReadQuestion(record.Problem, record.Question)
		if diff := cmp.Diff(asked, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("the question: %v (-want +got):\n%s", err, diff)
		}
		plans, err := runs.ReadPlans(record.Answer, 3)
		want, failed := firstAlone(t.Context(), problemsOf(asked), solve.Options{})
		if diff := cmp.Diff(want, plans, cmpopts.EquateEmpty()); err != nil || failed != nil || diff != "" {
			t.Fatalf("the plans: %v (-want +got):\n%s", err, diff)
		}
		if cost := asked.Variants[0].Cost(plans[0]); cost == nil || *cost != *rota.Total(b.problem.Lines(plans[0])).Trust {
			t.Errorf("the first plan costs %v", cost)
		}
		if _, err := b.CurrentPlan(t.Context(), b.strike); !errors.Is(err, rota.ErrNotFound) {
			t.Errorf("there is a rota: %v", err)
		}
	})
}

// TestQuestionForReal solves with HiGHS, as the program does.
func TestQuestionForReal(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		record := b.answered(t, b.asking(nil, nil), store.ForPrices, b.question(t))
		plans, err := runs.ReadPlans(record.Answer, 3)
		if err != nil || len(plans[0].Assignments) == 0 {
			t.Fatalf("%v, %+v", err, plans)
		}
		for _, plan := range plans {
			if dropped, added := solve.Changes(plans[0], plan); plan.Status != rota.Proved || len(dropped)+len(added) > 0 {
				t.Errorf("%s, without %v and with %v", plan.Status, dropped, added)
			}
		}
	})
}

func TestQuestionEnds(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		for _, tt := range []struct {
			name   string
			varier runs.Varier
			cancel bool
			want   store.RunState
		}{
			{"error", func(context.Context, []rota.Problem, solve.Options) ([]rota.Plan, error) {
				return nil, errors.New("the engine stalls")
			}, false, store.RunFailed},
			{"a plan that the referee refuses", func(ctx context.Context, problems []rota.Problem, o solve.Options) ([]rota.Plan, error) {
				out, err := firstAlone(ctx, problems, o)
				out[1].Assignments = out[0].Assignments
				return out, err
			}, false, store.RunFailed},
			{"a plan too few", func(ctx context.Context, problems []rota.Problem, o solve.Options) ([]rota.Plan, error) {
				return firstAlone(ctx, problems[1:], o)
			}, false, store.RunFailed},
			{"cancelled", func(ctx context.Context, _ []rota.Problem, _ solve.Options) ([]rota.Plan, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}, true, store.RunCancelled},
		} {
			t.Run(tt.name, func(t *testing.T) {
				r := b.asking(tt.varier, nil)
				id, err := r.Ask(t.Context(), b.Trust, store.Actor{}, b.strike, store.ForCases, b.question(t))
				if err != nil {
					t.Fatal(err)
				}
				end := work(t, r)
				defer end()
				if tt.cancel {
					b.awaitState(t, id, store.RunRunning)
					if err := b.RequestStop(t.Context(), store.Actor{}, id, false); err != nil {
						t.Fatal(err)
					}
				}
				b.awaitState(t, id, tt.want)
				if _, err := b.Answer(t.Context(), b.strike, store.ForCases); !errors.Is(err, rota.ErrNotFound) {
					t.Errorf("there is an answer: %v", err)
				}
			})
		}
	})
}

// TestRotaComesFirst holds that a question stops for a rota that somebody waits for, of
// its strike or another, and is answered after it as if it had not been begun; and that
// of those that wait the rota is first.
func TestRotaComesFirst(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var calls atomic.Int32
		began, made := make(chan struct{}, 9), make(chan string, 9)
		r := b.askingAnd(func(ctx context.Context, problems []rota.Problem, o solve.Options) ([]rota.Plan, error) {
			if calls.Add(1) <= 2 {
				began <- struct{}{}
				<-ctx.Done()
				return nil, ctx.Err()
			}
			made <- "an answer"
			return firstAlone(ctx, problems, o)
		}, nil, func(ctx context.Context, p rota.Problem, o solve.Options) (rota.Plan, error) {
			made <- "a rota"
			return greedy(ctx, p, o)
		})
		other := b.newStrike(t)
		ask := func(strike string) string {
			id, err := r.Ask(t.Context(), b.Trust, store.Actor{}, strike, store.ForPrices, b.question(t))
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		asked, alsoAsked := ask(b.strike), ask(other)
		work(t, r)
		<-began
		rotas := []string{b.enqueue(t, r, b.strike)}
		b.awaitState(t, rotas[0], store.RunDone)
		<-began
		rotas = append(rotas, b.enqueue(t, r, other))
		for _, id := range append(rotas, asked, alsoAsked) {
			if run := b.awaitState(t, id, store.RunDone); run.Attempts != 1 {
				t.Errorf("run %s for %s has been attempted %d times", id, run.Purpose, run.Attempts)
			}
		}
		for i, want := range []string{"a rota", "a rota", "an answer", "an answer"} {
			if got := <-made; got != want {
				t.Errorf("%d is %s, want %s", i+1, got, want)
			}
		}
	})
}

// TestRotaNotTold holds that a question lets a rota go first of which the queue has not
// been told yet.
func TestRotaNotTold(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		made := make(chan string, 9)
		r := b.askingAnd(func(ctx context.Context, problems []rota.Problem, o solve.Options) ([]rota.Plan, error) {
			made <- "an answer"
			return firstAlone(ctx, problems, o)
		}, nil, func(ctx context.Context, p rota.Problem, o solve.Options) (rota.Plan, error) {
			made <- "a rota"
			return greedy(ctx, p, o)
		})
		asked, err := r.Ask(t.Context(), b.Trust, store.Actor{}, b.strike, store.ForPrices, b.question(t))
		if err != nil {
			t.Fatal(err)
		}
		run, err := b.CreateRun(t.Context(), store.Actor{}, b.newStrike(t), problemText(t, b.problem), store.RunOptions{Limit: time.Minute, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		work(t, r)
		for _, id := range []string{run.ID, asked} {
			if run := b.awaitState(t, id, store.RunDone); run.Attempts != 1 {
				t.Errorf("the run for %s has been attempted %d times", run.Purpose, run.Attempts)
			}
		}
		if got := <-made; got != "a rota" {
			t.Errorf("the first is %s, want a rota", got)
		}
	})
}

func TestReadQuestionRefuses(t *testing.T) {
	for _, bad := range []string{"", "{}", `{"format": "strikerota/question/2"}`, `{"format": "strikerota/question/1", "rota": "Dr Secret"`,
		`{"format": "strikerota/question/1", "rota": "Dr Secret", "variants": []}`, `{"format": "strikerota/plans/1", "plans": []}`,
		`{"format": "strikerota/robust-question/1", "rota": "Dr Secret", "plan": {}, "spare": {}}`} {
		if _, err := runs.ReadQuestion([]byte("{}"), []byte(bad)); err == nil || strings.Contains(err.Error(), "Secret") {
			t.Errorf("the question %s: %v", bad, err)
		}
		if _, err := runs.ReadRobustQuestion([]byte("{}"), []byte(bad)); err == nil || strings.Contains(err.Error(), "Secret") {
			t.Errorf("the robust question %s: %v", bad, err)
		}
		if _, err := runs.ReadPlans([]byte(bad), 2); err == nil || strings.Contains(err.Error(), "Secret") {
			t.Errorf("the plans %s: %v", bad, err)
		}
	}
	if _, _, err := (runs.Question{Variants: make([]runs.Variant, 1)}).Documents(); err == nil {
		t.Error("a question of one variant is written")
	}
}
