package runs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/solve"
)

// PriceTime is how long each of the two solves for prices may take at most.
const PriceTime = time.Minute

// A Pricer is solve.AtTwoPrices, or a stand-in.
type Pricer func(ctx context.Context, a, b rota.Problem, o solve.Options) (solve.TwoPrices, error)

// A PriceQuestion asks whether a rota would be another at another price.
type PriceQuestion struct {
	Rota          string // the run that made the rota
	First, Second AtPrice
}

// AtPrice is the problem of the rota at a price.
type AtPrice struct {
	Name    string
	Basis   rota.Basis
	Problem rota.Problem
}

// Cost is what a plan comes to at the price; nil when it is not known.
func (p AtPrice) Cost(plan rota.Plan) *rota.Pence {
	return rota.Total(p.Problem.Lines(plan)).At(p.Basis)
}

// EnqueuePrices queues a run that answers the question, and gives its id. It makes no rota.
func (r *Runs) EnqueuePrices(ctx context.Context, actor store.Actor, strikeID string, q PriceQuestion) (string, error) {
	problem, err := written(func(w io.Writer) error { return document.WriteProblem(w, q.First.Problem) })
	if err != nil {
		return "", fmt.Errorf("write the problem: %w", err)
	}
	prices, err := q.Document()
	if err != nil {
		return "", err
	}
	o := store.RunOptions{Limit: PriceTime, Seed: r.options.Seed}
	if r.options.Limit > 0 {
		o.Limit = min(o.Limit, r.options.Limit)
	}
	return r.enqueue(ctx, func() (store.Run, error) { return r.store.CreatePriceRun(ctx, actor, strikeID, problem, prices, o) })
}

const (
	pricesFormat   = "strikerota/price-question/1"
	twoPlansFormat = "strikerota/two-plans/1"
)

// A pricesDoc is a question without the first problem, which is kept as the run's.
type pricesDoc struct {
	Format string          `json:"format"`
	Rota   string          `json:"rota"`
	First  priceDoc        `json:"first"`
	Second priceDoc        `json:"second"`
	Then   json.RawMessage `json:"second_problem"`
}

type priceDoc struct {
	Name  string `json:"name"`
	Basis string `json:"basis"`
}

type twoPlansDoc struct {
	Format string          `json:"format"`
	First  json.RawMessage `json:"first"`
	Second json.RawMessage `json:"second"`
}

// Document writes the question without the first problem, which is kept as the run's.
func (q PriceQuestion) Document() ([]byte, error) {
	then, err := written(func(w io.Writer) error { return document.WriteProblem(w, q.Second.Problem) })
	if err != nil {
		return nil, fmt.Errorf("write the problem: %w", err)
	}
	return json.Marshal(pricesDoc{pricesFormat, q.Rota, priceDoc{q.First.Name, q.First.Basis.Key()}, priceDoc{q.Second.Name, q.Second.Basis.Key()}, then})
}

// ReadPriceQuestion reads a question from a run's problem and prices.
func ReadPriceQuestion(problem, prices []byte) (PriceQuestion, error) {
	var doc pricesDoc
	if err := readLine(prices, &doc); err != nil || doc.Format != pricesFormat {
		return PriceQuestion{}, errors.New("read the prices: they are none") // err would repeat a name
	}
	q := PriceQuestion{Rota: doc.Rota, First: doc.First.price(), Second: doc.Second.price()}
	var err error
	if q.First.Problem, err = document.ReadProblem(bytes.NewReader(problem)); err != nil {
		return PriceQuestion{}, fmt.Errorf("read the problem: %w", err)
	}
	if q.Second.Problem, err = document.ReadProblem(bytes.NewReader(doc.Then)); err != nil {
		return PriceQuestion{}, fmt.Errorf("read the second problem: %w", err)
	}
	return q, nil
}

func (doc priceDoc) price() AtPrice {
	p := AtPrice{Name: doc.Name}
	for _, b := range rota.Bases() {
		if b.Key() == doc.Basis {
			p.Basis = b
		}
	}
	return p
}

// WriteTwoPlans writes the answer to a question: the same plans give the same bytes.
func WriteTwoPlans(t solve.TwoPrices) ([]byte, error) {
	first, bad := written(func(w io.Writer) error { return document.WritePlan(w, t.A) })
	second, worse := written(func(w io.Writer) error { return document.WritePlan(w, t.B) })
	if err := errors.Join(bad, worse); err != nil {
		return nil, fmt.Errorf("write the plans: %w", err)
	}
	return json.Marshal(twoPlansDoc{twoPlansFormat, first, second})
}

// ReadTwoPlans reads the answer to a question.
func ReadTwoPlans(data []byte) (solve.TwoPrices, error) {
	var doc twoPlansDoc
	if err := readLine(data, &doc); err != nil || doc.Format != twoPlansFormat {
		return solve.TwoPrices{}, errors.New("read the plans: they are none")
	}
	var out solve.TwoPrices
	var bad, worse error
	out.A, bad = document.ReadPlan(bytes.NewReader(doc.First))
	out.B, worse = document.ReadPlan(bytes.NewReader(doc.Second))
	if err := errors.Join(bad, worse); err != nil {
		return solve.TwoPrices{}, fmt.Errorf("read the plans: %w", err)
	}
	return out, nil
}

// prices answers the run's question, with plans that the referee has passed.
func (a *attempt) prices(ctx context.Context, problem []byte) ([]byte, error) {
	asked, err := a.store.RunPrices(ctx, a.run.ID)
	if err != nil {
		return nil, err
	}
	q, err := ReadPriceQuestion(problem, asked)
	if err != nil {
		return nil, err
	}
	both, err := keeping(ctx, a, func(ctx context.Context, o solve.Options) (solve.TwoPrices, error) {
		return a.options.Prices(ctx, q.First.Problem, q.Second.Problem, o)
	})
	if err != nil {
		return nil, err
	}
	near, err := solve.Near(q.Second.Problem, both.A)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(refereed(q.First.Problem, both.A), refereed(near, both.B)); err != nil {
		return nil, err
	}
	return WriteTwoPlans(both)
}
