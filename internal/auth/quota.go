package auth

import (
	"sync"
	"time"
)

// A Use is what a Quota counts.
type Use int

// The uses.
const (
	UseNone   Use = iota // not counted
	UseChange            // a form sent
	UseFile              // a workbook, calendar or CSV file given
	UseUpload            // a file brought in
	UseRota              // a rota asked for, or a question that solves
	uses
)

// Limits are how much one account may ask for. A limit of 0 is none.
type Limits struct {
	ChangesPerMinute int
	FilesPerHour     int
	UploadsPerHour   int
	RotasPerHour     int
}

// A Quota slows down an account that asks for far more than a person can: a script,
// or somebody else with a person's session who takes all there is. It is safe for
// concurrent use and kept in memory: each server counts by itself.
type Quota struct {
	now    func() time.Time
	limits Limits

	mu   sync.Mutex
	left [uses]map[string]*bucket // by the account's id
}

// NewQuota makes a Quota that reads the time from now.
func NewQuota(now func() time.Time, limits Limits) *Quota {
	q := &Quota{now: now, limits: limits}
	for i := range q.left {
		q.left[i] = map[string]*bucket{}
	}
	return q
}

// Take counts one use by the account, and returns 0, or how long it has to wait
// before it may: then nothing is counted.
func (q *Quota) Take(account string, use Use) time.Duration {
	most, per := q.limits.of(use)
	if most == 0 {
		return 0
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return take(q.left[use], account, limit{most, per / time.Duration(most)}, q.now())
}

// of is how many uses an account has at once, and over how long they come back.
func (l Limits) of(use Use) (int, time.Duration) {
	switch use {
	case UseChange:
		return l.ChangesPerMinute, time.Minute
	case UseFile:
		return l.FilesPerHour, time.Hour
	case UseUpload:
		return l.UploadsPerHour, time.Hour
	case UseRota:
		return l.RotasPerHour, time.Hour
	}
	return 0, 0
}
