package web

import (
	"bytes"
	"fmt"
	"sync"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
)

// A planCache keeps the documents of the last few plans read: a run's never
// change, and reading a large one takes longer than all else on its page. What
// it gives is shared, so nobody may change it.
type planCache struct {
	mu    sync.Mutex
	plans map[string]readDocuments // by run
	hands map[string]rota.Draft    // changed by hand: by run and version
}

// An answerCache keeps the last few answers read, by run: a run's never changes. What
// it gives is shared, so nobody may change it.
type answerCache[T any] struct {
	mu   sync.Mutex
	kept map[string]T
}

// of gives the answer of the run, read unless it is kept already.
func (c *answerCache[T]) of(run string, read func() (T, error)) (T, error) {
	c.mu.Lock()
	got, ok := c.kept[run]
	c.mu.Unlock()
	if ok {
		return got, nil
	}
	got, err := read()
	if err != nil {
		return got, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || len(c.kept) >= keptPlans {
		c.kept = map[string]T{}
	}
	c.kept[run] = got
	return got, nil
}

// readDocuments are a problem and its plan, read.
type readDocuments struct {
	problem rota.Problem
	plan    rota.Plan
}

// keptPlans is how many plans a cache keeps.
const keptPlans = 8

// read gives the documents of the record, from the cache if they are there.
func (c *planCache) read(record store.PlanRecord) (rota.Problem, rota.Plan, error) {
	c.mu.Lock()
	got, ok := c.plans[record.RunID]
	c.mu.Unlock()
	if ok {
		return got.problem, got.plan, nil
	}
	var err error
	if got.problem, err = document.ReadProblem(bytes.NewReader(record.Problem)); err != nil {
		return rota.Problem{}, rota.Plan{}, fmt.Errorf("read the stored problem: %w", err)
	}
	if got.plan, err = document.ReadPlan(bytes.NewReader(record.Plan)); err != nil {
		return rota.Problem{}, rota.Plan{}, fmt.Errorf("read the stored plan: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.plans == nil || len(c.plans) >= keptPlans {
		c.plans = map[string]readDocuments{}
	}
	c.plans[record.RunID] = got
	return got.problem, got.plan, nil
}

// draft gives the record as a draft. The reasons of locks and places left open that
// are not in its hand are looked up among those entered.
func (c *planCache) draft(record store.PlanRecord, e rota.Entry) (rota.Draft, error) {
	key := fmt.Sprintf("%s/%d", record.RunID, record.Version)
	c.mu.Lock()
	got, ok := c.hands[key]
	c.mu.Unlock()
	if ok {
		return got, nil
	}
	problem, plan, err := c.read(record)
	if err != nil {
		return rota.Draft{}, err
	}
	d := rota.NewDraft(problem, plan, e)
	if record.Hand == nil {
		return d, nil
	}
	d = d.As(*record.Hand)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hands == nil || len(c.hands) >= keptPlans {
		c.hands = map[string]rota.Draft{}
	}
	c.hands[key] = d
	return d, nil
}
