package rota

import (
	"sort"
	"time"
)

// ruleRest: no duty run spans more than the longest run. A duty run is a chain of
// work, that is on-site cover and sessions kept, in which no gap reaches the
// rest. With 11 hours' rest and runs of 13 hours this is the daily rest of the
// Working Time Regulations 1998, regulation 10: in each 24 hours from starting
// work there are 11 clear hours. A run without any cover is not the plan's.
var ruleRest = Rule{
	ID: "rest", Name: "Rest between duties",
	Source: "Working Time Regulations 1998, regulation 10 (11 hours' rest in each 24)",
	find:   tooLong,
}

func tooLong(r roster) []Breach {
	if r.rules.MaxRun == nil || r.rules.Rest == nil {
		return nil
	}
	var out []Breach
	for _, run := range r.runs(*r.rules.Rest) {
		if len(run.slots) > 0 && run.Minutes() > *r.rules.MaxRun {
			out = append(out, Breach{Slots: run.slots, Sessions: run.sessions, Locked: !run.chosen})
		}
	}
	return out
}

// A run is a chain of work. chosen says that something in it was for the plan to
// decide: an assignment that is not locked, or a planned session that it keeps.
type run struct {
	Span
	slots    []SlotID
	sessions []SessionID
	chosen   bool
}

// runs chains the roster's work: a gap of rest minutes or more ends a run.
func (r roster) runs(rest int) []run {
	var works []run
	for _, h := range r.cover {
		if h.Mode == OnSite {
			works = append(works, run{Span: h.Span, slots: []SlotID{h.ID}, chosen: !h.locked})
		}
	}
	for _, s := range r.kept {
		works = append(works, run{Span: s.Span, sessions: []SessionID{s.ID}, chosen: s.Kind == Planned})
	}
	sort.SliceStable(works, func(i, j int) bool { return works[i].Compare(works[j].Span) < 0 })
	var out []run
	for _, w := range works {
		if n := len(out); n > 0 && w.Start.Sub(out[n-1].End) < time.Duration(rest)*time.Minute {
			out[n-1].join(w)
		} else {
			out = append(out, w)
		}
	}
	return out
}

func (r *run) join(w run) {
	if w.End.After(r.End) {
		r.End = w.End
	}
	r.slots = append(r.slots, w.slots...)
	r.sessions = append(r.sessions, w.sessions...)
	r.chosen = r.chosen || w.chosen
}
