package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A Purpose is what a run is for.
type Purpose string

// The purposes. A run that is not for a rota answers a question and makes no rota: it
// is never the strike's newest run, and what it finds is in [Trust.Answer]. The answer
// of one for the rest of a strike becomes the draft when somebody takes it.
const (
	ForRota   Purpose = "rota"
	ForPrices Purpose = "prices" // the rota at two prices
	ForCases  Purpose = "cases"  // the strike with the silent counted in three ways
	ForAims   Purpose = "aims"   // the strike with its aims in two orders
	ForRobust Purpose = "robust" // the rota with more silent doctors away
	ForReplan Purpose = "replan" // the rest of the strike planned anew on the day: a rota that waits to be taken
)

// HasPlan reports whether what comes of a run is one plan for its problem.
func (p Purpose) HasPlan() bool { return p == ForRota || p == ForReplan }

// Urgent are the purposes that somebody waits for with the telephone in hand: all others
// give way to them.
func Urgent() []Purpose { return []Purpose{ForRota, ForReplan} }

// Questions are the purposes that make no rota.
func Questions() []Purpose { return []Purpose{ForPrices, ForCases, ForAims, ForRobust, ForReplan} }

// CreateQuestionRun queues a run that answers a question. The documents are those of
// internal/runs. A purpose that is no question is rota.ErrConflict.
func (t *Trust) CreateQuestionRun(ctx context.Context, actor Actor, strikeID string, purpose Purpose, problem, question []byte, o RunOptions) (Run, error) {
	if !slices.Contains(Questions(), purpose) {
		return Run{}, fmt.Errorf("queue a question: %w", rota.ErrConflict)
	}
	text := string(question)
	row := newRun(actor, strikeID, problem, o)
	row.Purpose, row.Question = string(purpose), &text
	return t.createRun(ctx, actor, row)
}

// LatestQuestionRun loads the strike's newest run for the purpose, however it stands;
// rota.ErrNotFound when there is none.
func (t *Trust) LatestQuestionRun(ctx context.Context, strikeID string, purpose Purpose) (Run, error) {
	return t.latest(ctx, strikeID, purpose)
}

// RunQuestion loads the question of a run; rota.ErrNotFound when it is for a rota.
func (t *Trust) RunQuestion(ctx context.Context, id string) ([]byte, error) {
	var row *runRow
	err := t.read(ctx, func(tx *gorm.DB) (err error) {
		row, err = within(t, gorm.G[*runRow](tx)).Select("question").Where("id = ? AND purpose <> ?", id, string(ForRota)).Take(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load the question of run %s: %w", id, err)
	}
	return []byte(*row.Question), nil
}

// An AnswerRecord is what a run was asked and has found, as documents.
type AnswerRecord struct {
	RunID                     string
	MadeAt                    time.Time
	Problem, Question, Answer []byte
}

// Answer loads the strike's newest finished run for the purpose; rota.ErrNotFound when there is none.
func (t *Trust) Answer(ctx context.Context, strikeID string, purpose Purpose) (AnswerRecord, error) {
	row, err := t.newestDone(ctx, strikeID, purpose)
	if err == nil && row.Question == nil {
		err = rota.ErrNotFound
	}
	if err != nil {
		return AnswerRecord{}, fmt.Errorf("load the answer about %s of strike %s: %w", purpose, strikeID, err)
	}
	return AnswerRecord{RunID: row.ID, MadeAt: instant(*row.FinishedAt), Problem: []byte(row.Problem),
		Question: []byte(*row.Question), Answer: []byte(*row.Plan)}, nil
}
