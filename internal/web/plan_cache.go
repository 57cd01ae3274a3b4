package web

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"sync"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
)

// keptPlans is how many things a cache keeps.
const keptPlans = 8

// A cache keeps the last few things read, by a key that names what never changes:
// reading a large document takes longer than all else on its page. What it gives is
// shared, so nobody may change it.
type cache[T any] struct {
	mu   sync.Mutex
	kept map[string]T
}

// of gives what the key names, read unless it is kept already.
func (c *cache[T]) of(key string, read func() (T, error)) (T, error) {
	c.mu.Lock()
	got, ok := c.kept[key]
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
	c.kept[key] = got
	return got, nil
}

// A planCache keeps the last few plans read: a run's never change, nor does a version
// of a draft.
type planCache struct {
	plans cache[readDocuments] // by run
	hands cache[rota.Draft]    // changed by hand: by run, version, and what has been published and declined since
}

// readDocuments are a problem and its plan, read.
type readDocuments struct {
	problem rota.Problem
	plan    rota.Plan
}

// read gives the documents of the record, from the cache if they are there.
func (c *planCache) read(record store.PlanRecord) (rota.Problem, rota.Plan, error) {
	got, err := c.plans.of(record.RunID, func() (got readDocuments, err error) {
		if got.problem, err = document.ReadProblem(bytes.NewReader(record.Problem)); err != nil {
			return got, fmt.Errorf("read the stored problem: %w", err)
		}
		if got.plan, err = document.ReadPlan(bytes.NewReader(record.Plan)); err != nil {
			return got, fmt.Errorf("read the stored plan: %w", err)
		}
		return got, nil
	})
	return got.problem, got.plan, err
}

// draft gives the record as a draft. The reasons of locks and places left open that
// are not in its hand are looked up among those entered.
func (c *planCache) draft(record store.PlanRecord, e rota.Entry) (rota.Draft, error) {
	if record.Question != nil {
		e.Published = nil // changes count from how the rota stood when its rest was planned anew
	}
	made := func() (rota.Draft, error) {
		problem, plan, err := c.read(record)
		if err != nil {
			return rota.Draft{}, err
		}
		return rota.NewDraft(problem, plan, e), nil
	}
	if record.Hand == nil {
		return made() // the reasons may change while the version stays
	}
	since := sha256.Sum256(fmt.Append(nil, e.Published, e.Declined))
	return c.hands.of(fmt.Sprintf("%s/%d/%x", record.RunID, record.Version, since), func() (rota.Draft, error) {
		d, err := made()
		if err != nil {
			return d, err
		}
		return d.As(*record.Hand), nil
	})
}
