package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// A Purpose is what a run is for.
type Purpose string

// The purposes. A run for prices makes no rota: it is never the strike's newest run
// or plan, and what it finds is in [Store.PriceAnswer].
const (
	ForRota   Purpose = "rota"
	ForPrices Purpose = "prices"
)

// CreatePriceRun queues a run that solves a problem at two prices. The documents are
// those of internal/runs: the problem is at the first price.
func (s *Store) CreatePriceRun(ctx context.Context, actor Actor, strikeID string, problem, prices []byte, o RunOptions) (Run, error) {
	text := string(prices)
	row := newRun(actor, strikeID, problem, o)
	row.Purpose, row.Prices = string(ForPrices), &text
	return s.createRun(ctx, actor, row)
}

// LatestPriceRun loads the strike's newest run for prices, however it stands;
// rota.ErrNotFound when there is none.
func (s *Store) LatestPriceRun(ctx context.Context, strikeID string) (Run, error) {
	return s.latest(ctx, strikeID, ForPrices)
}

// RunPrices loads the prices of a run for prices.
func (s *Store) RunPrices(ctx context.Context, id string) ([]byte, error) {
	var row *runRow
	err := s.read(ctx, func(tx *gorm.DB) (err error) {
		row, err = gorm.G[*runRow](tx).Select("prices").Where("id = ? AND purpose = ?", id, string(ForPrices)).Take(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load the prices of run %s: %w", id, err)
	}
	return []byte(*row.Prices), nil
}

// A PriceRecord is what a run for prices was asked and has found, as documents.
type PriceRecord struct {
	RunID                  string
	MadeAt                 time.Time
	Problem, Prices, Plans []byte
}

// PriceAnswer loads the strike's newest finished run for prices; rota.ErrNotFound when there is none.
func (s *Store) PriceAnswer(ctx context.Context, strikeID string) (PriceRecord, error) {
	row, err := s.newestDone(ctx, strikeID, ForPrices)
	if err != nil {
		return PriceRecord{}, fmt.Errorf("load the answer about prices of strike %s: %w", strikeID, err)
	}
	return PriceRecord{RunID: row.ID, MadeAt: instant(*row.FinishedAt), Problem: []byte(row.Problem),
		Prices: []byte(*row.Prices), Plans: []byte(*row.Plan)}, nil
}
