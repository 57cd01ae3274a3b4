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
func (b *bench) question(t *testing.T) runs.PriceQuestion {
	t.Helper()
	q := runs.PriceQuestion{Rota: "r1", First: runs.AtPrice{Name: "All at trust rates", Basis: rota.AtTrust}, Second: runs.AtPrice{Name: "Dearer “rates”", Basis: rota.AtBMA}}
	var err, failed error
	q.First.Problem, err = b.problem.At(rota.Price{Basis: rota.AtTrust})
	q.Second.Problem, failed = b.problem.At(rota.Price{Basis: rota.AtBMA, Case: rota.CostCase{Uplift: 1250}})
	if err := errors.Join(err, failed); err != nil {
		t.Fatal(err)
	}
	q.First.Problem, q.Second.Problem = asWritten(t, q.First.Problem), asWritten(t, q.Second.Problem)
	return q
}

// asWritten is the problem as its document has it.
func asWritten(t *testing.T, p rota.Problem) rota.Problem {
	t.Helper()
	var doc bytes.Buffer
	err := document.WriteProblem(&doc, p)
	if err == nil {
		p, err = document.ReadProblem(&doc)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// pricing is a Runs whose workers answer questions about prices as given.
func (b *bench) pricing(pricer runs.Pricer) *runs.Runs { return b.pricingAnd(pricer, greedy) }

// pricingAnd is pricing with a solver of rotas.
func (b *bench) pricingAnd(pricer runs.Pricer, solver runs.Solver) *runs.Runs {
	r := runs.New(b.Store, runs.Options{Limit: 2 * time.Minute, Seed: 1, Threads: 1, Solve: solver, Prices: pricer})
	r.SetTimes(50*time.Millisecond, 3*time.Second, 100*time.Millisecond, time.Second)
	return r
}

// twice gives the greedy plan at the first price, and nobody at the second.
func twice(_ context.Context, a, b rota.Problem, _ solve.Options) (solve.TwoPrices, error) {
	first := rotatest.Greedy(a)
	near, err := solve.Near(b, first)
	return solve.TwoPrices{A: first, B: rotatest.Plan(near)}, err
}

// answered asks the question, and gives the answer when a worker has found it.
func (b *bench) answered(t *testing.T, r *runs.Runs, asked runs.PriceQuestion) store.PriceRecord {
	t.Helper()
	id, err := r.EnqueuePrices(t.Context(), store.Actor{}, b.strike, asked)
	if err != nil {
		t.Fatal(err)
	}
	work(t, r)
	b.awaitState(t, id, store.RunDone)
	record, err := b.PriceAnswer(t.Context(), b.strike)
	if err != nil {
		t.Fatal(err)
	}
	return record
}

func TestPriceRun(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		asked := b.question(t)
		r := b.pricing(func(ctx context.Context, first, second rota.Problem, o solve.Options) (solve.TwoPrices, error) {
			if diff := cmp.Diff([]rota.Problem{asked.First.Problem, asked.Second.Problem}, []rota.Problem{first, second}, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the problems (-want +got):\n%s", diff)
			}
			if o.Limit != runs.PriceTime || o.Seed != 1 || o.Threads != 1 || o.Stop == nil || o.Progress == nil {
				t.Errorf("the options are %+v", o)
			}
			return twice(ctx, first, second, o)
		})
		record := b.answered(t, r, asked)
		got, err := runs.ReadPriceQuestion(record.Problem, record.Prices)
		if diff := cmp.Diff(asked, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("the question: %v (-want +got):\n%s", err, diff)
		}
		both, err := runs.ReadTwoPlans(record.Plans)
		want, failed := twice(t.Context(), asked.First.Problem, asked.Second.Problem, solve.Options{})
		if diff := cmp.Diff(want, both, cmpopts.EquateEmpty()); err != nil || failed != nil || diff != "" {
			t.Errorf("the plans: %v (-want +got):\n%s", err, diff)
		}
		if cost := asked.First.Cost(both.A); cost == nil || *cost != *rota.Total(b.problem.Lines(both.A)).Trust {
			t.Errorf("the first plan costs %v", cost)
		}
		if _, err := b.CurrentPlan(t.Context(), b.strike); !errors.Is(err, rota.ErrNotFound) {
			t.Errorf("there is a rota: %v", err)
		}
	})
}

// TestPriceRunForReal solves with HiGHS, as the program does.
func TestPriceRunForReal(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.pricing(nil)
		asked := b.question(t)
		record := b.answered(t, r, asked)
		both, err := runs.ReadTwoPlans(record.Plans)
		if err != nil || both.A.Status != rota.Proved || both.B.Status != rota.Proved || !both.Same() || len(both.A.Assignments) == 0 {
			t.Errorf("%v, %+v", err, both)
		}
	})
}

func TestPriceRunEnds(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		for _, tt := range []struct {
			name   string
			pricer runs.Pricer
			cancel bool
			want   store.RunState
		}{
			{"error", func(context.Context, rota.Problem, rota.Problem, solve.Options) (solve.TwoPrices, error) {
				return solve.TwoPrices{}, errors.New("the engine stalls")
			}, false, store.RunFailed},
			{"a plan that the referee refuses", func(ctx context.Context, first, second rota.Problem, o solve.Options) (solve.TwoPrices, error) {
				out, err := twice(ctx, first, second, o)
				out.B.Assignments = out.A.Assignments
				return out, err
			}, false, store.RunFailed},
			{"cancelled", func(ctx context.Context, _, _ rota.Problem, _ solve.Options) (solve.TwoPrices, error) {
				<-ctx.Done()
				return solve.TwoPrices{}, ctx.Err()
			}, true, store.RunCancelled},
		} {
			t.Run(tt.name, func(t *testing.T) {
				r := b.pricing(tt.pricer)
				id, err := r.EnqueuePrices(t.Context(), store.Actor{}, b.strike, b.question(t))
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
				if _, err := b.PriceAnswer(t.Context(), b.strike); !errors.Is(err, rota.ErrNotFound) {
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
		r := b.pricingAnd(func(ctx context.Context, first, second rota.Problem, o solve.Options) (solve.TwoPrices, error) {
			if calls.Add(1) <= 2 {
				began <- struct{}{}
				<-ctx.Done()
				return solve.TwoPrices{}, ctx.Err()
			}
			made <- "an answer"
			return twice(ctx, first, second, o)
		}, func(ctx context.Context, p rota.Problem, o solve.Options) (rota.Plan, error) {
			made <- "a rota"
			return greedy(ctx, p, o)
		})
		other := b.newStrike(t)
		ask := func(strike string) string {
			id, err := r.EnqueuePrices(t.Context(), store.Actor{}, strike, b.question(t))
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

func TestReadPricesRefuses(t *testing.T) {
	for _, bad := range []string{"", "{}", `{"format": "strikerota/price-question/2"}`, `{"format": "strikerota/price-question/1", "rota": "Dr Secret"`} {
		if _, err := runs.ReadPriceQuestion([]byte("{}"), []byte(bad)); err == nil || strings.Contains(err.Error(), "Secret") {
			t.Errorf("the prices %s: %v", bad, err)
		}
		if _, err := runs.ReadTwoPlans([]byte(bad)); err == nil || strings.Contains(err.Error(), "Secret") {
			t.Errorf("the plans %s: %v", bad, err)
		}
	}
}
