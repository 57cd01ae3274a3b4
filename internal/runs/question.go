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

// VariantTime is how long each solve of a question may take at most.
const VariantTime = time.Minute

// A Varier is solve.Variants, or a stand-in.
type Varier func(ctx context.Context, problems []rota.Problem, o solve.Options) ([]rota.Plan, error)

// A Question asks what would be: the plans for one problem in variants.
type Question struct {
	Rota     string // the run that made the rota that it is about; "" when it is about what is entered
	Variants []Variant
}

// A Variant is the problem with something varied, and a basis that prices its plan.
type Variant struct {
	Name    string
	Note    string // what its name does not say, such as which rates stop at £0, or ""
	Basis   rota.Basis
	Problem rota.Problem
}

// Cost is what a plan comes to in the variant; nil when it is not known.
func (v Variant) Cost(plan rota.Plan) *rota.Pence {
	return rota.Total(v.Problem.Lines(plan)).At(v.Basis)
}

// An Asked is a question that a run can answer, as two documents.
type Asked interface {
	Documents() (problem, question []byte, err error)
}

// Ask queues a run that answers the question, and gives its id. It makes no rota.
func (r *Runs) Ask(ctx context.Context, trust *store.Trust, actor store.Actor, strikeID string, purpose store.Purpose, q Asked) (string, error) {
	problem, question, err := q.Documents()
	if err != nil {
		return "", err
	}
	o := store.RunOptions{Limit: VariantTime, Seed: r.options.Seed}
	if r.options.Limit > 0 {
		o.Limit = min(o.Limit, r.options.Limit)
	}
	return r.enqueue(ctx, func() (store.Run, error) {
		return trust.CreateQuestionRun(ctx, actor, strikeID, purpose, problem, question, o)
	})
}

const (
	questionFormat = "strikerota/question/1"
	plansFormat    = "strikerota/plans/1"
)

// A questionDoc is a question without the first problem, which is kept as the run's.
type questionDoc struct {
	Format   string       `json:"format"`
	Rota     string       `json:"rota"`
	Variants []variantDoc `json:"variants"`
}

type variantDoc struct {
	Name    string          `json:"name"`
	Note    string          `json:"note,omitempty"`
	Basis   string          `json:"basis"`
	Problem json.RawMessage `json:"problem,omitempty"`
}

type plansDoc struct {
	Format string            `json:"format"`
	Plans  []json.RawMessage `json:"plans"`
}

// Documents are the first problem, and the question without it.
func (q Question) Documents() (problem, question []byte, err error) {
	if len(q.Variants) < 2 {
		return nil, nil, errors.New("a question has at least two variants")
	}
	doc := questionDoc{Format: questionFormat, Rota: q.Rota}
	for i, v := range q.Variants {
		text, err := problemText(v.Problem)
		if err != nil {
			return nil, nil, err
		}
		if i == 0 {
			problem, text = text, nil
		}
		doc.Variants = append(doc.Variants, variantDoc{v.Name, v.Note, v.Basis.Key(), text})
	}
	question, err = json.Marshal(doc)
	return problem, question, err
}

func problemText(p rota.Problem) (json.RawMessage, error) {
	text, err := written(func(w io.Writer) error { return document.WriteProblem(w, p) })
	if err != nil {
		return nil, fmt.Errorf("write the problem: %w", err)
	}
	return text, nil
}

// ReadQuestion reads a question from a run's problem and question.
func ReadQuestion(problem, question []byte) (Question, error) {
	var doc questionDoc
	if err := readLine(question, &doc); err != nil || doc.Format != questionFormat || len(doc.Variants) < 2 {
		return Question{}, errors.New("read the question: it is none") // err would repeat a name
	}
	q := Question{Rota: doc.Rota}
	for i, v := range doc.Variants {
		text := []byte(v.Problem)
		if i == 0 {
			text = problem
		}
		p, err := document.ReadProblem(bytes.NewReader(text))
		if err != nil {
			return Question{}, fmt.Errorf("read problem %d: %w", i+1, err)
		}
		q.Variants = append(q.Variants, Variant{Name: v.Name, Note: v.Note, Basis: basisOf(v.Basis), Problem: p})
	}
	return q, nil
}

func basisOf(key string) rota.Basis {
	for _, b := range rota.Bases() {
		if b.Key() == key {
			return b
		}
	}
	return rota.AsAgreed
}

// problems are those of the variants.
func (q Question) problems() []rota.Problem {
	out := make([]rota.Problem, len(q.Variants))
	for i, v := range q.Variants {
		out[i] = v.Problem
	}
	return out
}

// WritePlans writes the answer to a question: the same plans give the same bytes.
func WritePlans(plans []rota.Plan) ([]byte, error) {
	doc := plansDoc{Format: plansFormat}
	for _, plan := range plans {
		text, err := written(func(w io.Writer) error { return document.WritePlan(w, plan) })
		if err != nil {
			return nil, fmt.Errorf("write the plans: %w", err)
		}
		doc.Plans = append(doc.Plans, text)
	}
	return json.Marshal(doc)
}

// ReadPlans reads the answer to a question of so many variants.
func ReadPlans(data []byte, variants int) ([]rota.Plan, error) {
	var doc plansDoc
	if err := readLine(data, &doc); err != nil || doc.Format != plansFormat || len(doc.Plans) != variants {
		return nil, errors.New("read the plans: they are none")
	}
	out := make([]rota.Plan, variants)
	for i, text := range doc.Plans {
		var err error
		if out[i], err = document.ReadPlan(bytes.NewReader(text)); err != nil {
			return nil, fmt.Errorf("read plan %d: %w", i+1, err)
		}
	}
	return out, nil
}

// variants answers the run's question, with plans that the referee has passed.
func (a *attempt) variants(ctx context.Context, problem, question []byte) ([]byte, error) {
	q, err := ReadQuestion(problem, question)
	if err != nil {
		return nil, err
	}
	plans, err := keeping(ctx, a, func(ctx context.Context, o solve.Options) ([]rota.Plan, error) {
		return a.options.Variants(ctx, q.problems(), o)
	})
	if err != nil {
		return nil, err
	}
	if len(plans) != len(q.Variants) {
		return nil, fmt.Errorf("%d plans for %d variants", len(plans), len(q.Variants))
	}
	for i, plan := range plans {
		asked := q.Variants[i].Problem
		if i > 0 {
			if asked, err = solve.Near(asked, plans[0]); err != nil {
				return nil, err
			}
		}
		if err := refereed(asked, plan); err != nil {
			return nil, err
		}
	}
	return WritePlans(plans)
}
