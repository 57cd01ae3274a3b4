package web

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestChangesSince holds what counts as a change of what is entered.
func TestChangesSince(t *testing.T) {
	t.Parallel()
	lock := func(slot rota.SlotID, c rota.ConsultantID) rota.Lock {
		return rota.Lock{Pair: rota.Pair{Slot: slot, Consultant: c}}
	}
	tests := []struct {
		name   string
		change func(*rota.Entry)
		want   []string
	}{
		{"nothing", func(*rota.Entry) {}, nil},
		{"a name", func(e *rota.Entry) { e.Consultants[0].Name = "Dr Other" }, nil}, // solving knows no names
		{"a lock on what the plan has", func(e *rota.Entry) { e.Locks = append(e.Locks, lock("a-filled", "c2")) }, nil},
		{"a lock on somebody else", func(e *rota.Entry) { e.Locks = append(e.Locks, lock("a-filled", "c1")) }, []string{"locks, people taken off, or places left open"}},
		{"a lock taken off", func(e *rota.Entry) { e.Locks = nil }, []string{"locks, people taken off, or places left open"}},
		{"a resident will be away", func(e *rota.Entry) { e.Duties[0].Declaration = rota.Away }, []string{"slots, residents’ duties and replies, or the case"}},
		{"skills", func(e *rota.Entry) { e.Consultants[1].Skills = []string{"Obstetrics"} }, []string{"consultants"}},
		{"a rate", func(e *rota.Entry) {
			e.Cards.Trust.Rates = slices.Clone(e.Cards.Trust.Rates)
			e.Cards.Trust.Rates[0].Rate[rota.Night] = ptrTo(rota.Pence(1))
		}, []string{"rates"}},
		{"a rate gone that an aim needs", func(e *rota.Entry) { e.Cards.Trust.Rates = nil }, []string{"rates"}},
		{"the aims", func(e *rota.Entry) { e.Aims = []rota.Aim{rota.AimCover} }, []string{"dates, rules or aims"}},
		{"a fault", func(e *rota.Entry) { e.Slots[0].Places = 0 }, []string{"something that must be put right before a rota can be made"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := aRota(t)
			e := m.entry
			tt.change(&e)
			if diff := cmp.Diff(tt.want, changesSince(e, m.problem, m.plan, time.Time{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRateCame has a rota made while a rate was missing: the rate is entered, and
// nothing but rates has changed.
func TestRateCame(t *testing.T) {
	t.Parallel()
	e := aRota(t).entry
	before := e
	before.Cards.Trust.Rates = nil
	p, missing, err := makeable(before)
	if err != nil || len(missing) == 0 {
		t.Fatalf("without trust rates: %v, missing %v", err, missing)
	}
	if got := changesSince(before, p, rotatest.Plan(p), time.Time{}); got != nil {
		t.Errorf("before the rate: %q", got)
	}
	const left = ". Cost was left out"
	if got := newMadeRota(before, p, rotatest.Plan(p), time.Time{}).proofWords(); !strings.Contains(got, left) {
		t.Errorf("a rota without costs: %q", got)
	}
	if got := aRota(t).proofWords(); strings.Contains(got, left) {
		t.Errorf("a rota with costs: %q", got)
	}
	before.Cards.Trust.Rates = []rota.RateRow{{PayPoint: "nobody's"}}
	if got := ratesTask(newFacts(store.Strike{}, before)); got.Status != TagDoing {
		t.Errorf("a card that prices nobody: %+v", got)
	}
	if got := ratesTask(newFacts(store.Strike{}, e)); got.Status != TagDone {
		t.Errorf("cards that price all: %+v", got)
	}
	if diff := cmp.Diff([]string{"rates"}, changesSince(e, p, rotatest.Plan(p), time.Time{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
