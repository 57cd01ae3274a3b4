package rota

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// NotNeededReason is the reason for which a place stays open whose consultant was told that
// they are not needed. It says nothing of residents: it is read by those who may not know
// which of them came.
const NotNeededReason = "Stood down on the day"

// StoodDown reports whether the places are not needed any more since residents fill them:
// they do not count as open.
func (l LeftOpen) StoodDown() bool { return l.Reason == NotNeededReason }

// A Release is somebody of a slot that more hold than are needed, who may be told that they
// are not needed from an instant on.
type Release struct {
	Pair
	From   time.Time
	Loss   int64  // of sessions of theirs that would not be displaced for it any more
	Agreed *Pence // what the whole slot costs on their terms; nil when it is not known
}

// Released lists who may go, by time of the slot: as many of each slot as hold it beyond those
// that are needed by who came, so that no place opens. Of several it is whoever counts most
// by the aims of the rota, in their order: whose own work is displaced at the greater loss, or
// who costs more. Work that has begun is left at from, if it lasts longer.
func (e Entry) Released(m Made, span Span, from time.Time) []Release {
	known := map[ConsultantID]bool{}
	for _, c := range e.Consultants {
		known[c.ID] = true
	}
	var out []Release
	for _, s := range e.Standing(m.Plan, span) {
		until := s.Slot.Start
		if !until.After(span.Start) {
			until = from
		}
		if _, planned := m.Problem.Slot(s.Slot.ID); !planned || s.Spare() == 0 || !s.Slot.End.After(until) {
			continue
		}
		var may []Release
		for _, id := range s.Holders {
			if known[id] {
				may = append(may, m.release(Pair{s.Slot.ID, id}, until))
			}
		}
		slices.SortFunc(may, m.sooner)
		out = append(out, may[:min(s.Spare(), len(may))]...)
	}
	return out
}

func (m Made) release(pair Pair, from time.Time) Release {
	out := Release{Pair: pair, From: from}
	who, _ := m.Problem.Consultant(pair.Consultant)
	for _, a := range m.Plan.Assignments {
		if a.Pair() != pair {
			continue
		}
		for _, s := range who.Sessions {
			if slices.Contains(a.Displaces, s.ID) && !s.Start.Before(from) {
				out.Loss += int64(s.Loss)
			}
		}
	}
	for _, l := range m.Problem.Lines(Plan{Assignments: []Assignment{{Slot: pair.Slot, Consultant: pair.Consultant}}}) {
		out.Agreed = l.Agreed
	}
	return out
}

// sooner orders whom to send home: by the aims that tell the two apart, then by id.
func (m Made) sooner(a, b Release) int {
	pence := func(r Release) Pence {
		if r.Agreed == nil {
			return 0
		}
		return *r.Agreed
	}
	order := 0
	for _, aim := range m.Problem.Aims {
		switch {
		case aim == AimDisplaced:
			order = cmp.Or(order, cmp.Compare(b.Loss, a.Loss))
		case aim.isCost():
			order = cmp.Or(order, cmp.Compare(pence(b), pence(a)))
		}
	}
	return cmp.Or(order, cmp.Compare(b.Loss, a.Loss), cmp.Compare(pence(b), pence(a)), strings.Compare(string(a.Consultant), string(b.Consultant)))
}

// NotNeeded leaves the place of somebody open who goes, where the rota still has a need for
// it: the residents who came fill it.
func (d Draft) NotNeeded(pair Pair) []LeftOpen {
	slot, ok := d.whole.Slot(pair.Slot)
	n := d.whole.LeftOpenIn(pair.Slot) + 1
	if !ok || n > slot.needed()-(len(d.Plan.Holders(pair.Slot))-1) {
		return nil
	}
	return []LeftOpen{{pair.Slot, n, NotNeededReason}}
}

// WithoutReleased is the problem without the places, of those that are left open, that residents
// fill who came.
func (p Problem) WithoutReleased(left []LeftOpen) Problem {
	if !slices.ContainsFunc(left, LeftOpen.StoodDown) {
		return p
	}
	free := map[SlotID]int{}
	for _, l := range left {
		if l.StoodDown() {
			free[l.Slot] = min(l.Places, p.LeftOpenIn(l.Slot))
		}
	}
	slots, open := p.Slots, p.LeftOpen
	p.Slots, p.LeftOpen = nil, nil
	for _, s := range slots {
		if s.Places -= free[s.ID]; s.Places > 0 {
			p.Slots = append(p.Slots, s)
		}
	}
	for _, l := range open {
		if l.Places -= free[l.Slot]; l.Places > 0 {
			p.LeftOpen = append(p.LeftOpen, l)
		}
	}
	return p
}
