package rota

import "errors"

// Totals price a plan: everybody at trust rates, everybody at BMA rates, and as
// agreed by each consultant's terms. A nil total is not known, because a rate
// that it needs is missing; it is never shown as £0.
type Totals struct {
	Trust, BMA, Agreed *Pence
}

// A Line is one assignment priced. A nil amount is not known.
type Line struct {
	Slot       Slot
	Consultant Consultant
	Minutes    [BandCount]int // as the trust card cuts the week
	MinutesBMA [BandCount]int // as the BMA card does
	// OnCall and OnCallBMA are the minutes of an on-call slot by the clock, as the cards cut the
	// week: an hour called in is paid by the hour that it is. They are nought in other modes.
	OnCall, OnCallBMA [BandCount]int
	Elsewhere         int // minutes that count in another slot, which they are in at the same time
	Trust             *Pence
	BMA               *Pence
	Agreed            *Pence
}

// Cost is what one slot costs at the card for a pay point: minutes × pence by
// band, divided by 60 and rounded half up once. It gives a *[MissingRate] when a
// rate that the slot needs is not known.
func (c Card) Cost(s Slot, payPoint string) (Pence, error) {
	return c.cost(payPoint, c.Minutes(s))
}

func (c Card) cost(payPoint string, minutes [BandCount]int) (Pence, error) {
	var sum int64
	for b, minutes := range minutes {
		if minutes == 0 {
			continue
		}
		rate, err := c.Rate(payPoint, Band(b))
		if err != nil {
			return 0, err
		}
		sum += int64(minutes) * int64(rate)
	}
	return Pence((sum + 30) / 60), nil
}

// Agreed is what the trust pays a consultant for a slot on their own terms: the
// trust card, the BMA card, or nothing for in-job-plan work and time off.
func (c Cards) Agreed(s Slot, who Consultant) (Pence, error) {
	switch who.Terms {
	case TrustRate:
		return c.Trust.Cost(s, who.PayPoint)
	case BMARate:
		return c.BMA.Cost(s, who.PayPoint)
	}
	return 0, nil
}

// Lines prices every assignment of the plan, in the plan's order; time in two slots at
// once is paid once. Assignments that name nothing in the problem are left out.
func (p Problem) Lines(plan Plan) []Line {
	lines, counted := make([]Line, 0, len(plan.Assignments)), p.counting(plan)
	for _, a := range plan.Assignments {
		slot, ok := p.Slot(a.Slot)
		who, known := p.Consultant(a.Consultant)
		if !ok || !known {
			continue
		}
		lines = append(lines, p.Cards.line(slot, who, counted(slot, who.ID)))
	}
	return lines
}

// line prices what counts of a slot.
func (c Cards) line(s Slot, who Consultant, counted []Span) Line {
	known := func(v Pence, err error) *Pence {
		if err != nil {
			return nil
		}
		return &v
	}
	l := Line{Slot: s, Consultant: who, Minutes: c.Trust.minutes(s.Mode, counted), MinutesBMA: c.BMA.minutes(s.Mode, counted),
		Elsewhere: s.Minutes() - minutesOf(counted)}
	if s.Mode == OnCall {
		l.OnCall, l.OnCallBMA = c.Trust.minutes(OnSite, counted), c.BMA.minutes(OnSite, counted)
	}
	t := Totals{Trust: known(c.Trust.cost(who.PayPoint, l.Minutes)), BMA: known(c.BMA.cost(who.PayPoint, l.MinutesBMA))}
	l.Trust, l.BMA, l.Agreed = t.Trust, t.BMA, who.agreed(t)
	return l
}

// agreed picks what the consultant's terms pay.
func (c Consultant) agreed(t Totals) *Pence {
	switch c.Terms {
	case TrustRate:
		return t.Trust
	case BMARate:
		return t.BMA
	}
	return ptr(Pence(0))
}

// Total adds lines up. One amount that is not known makes its total not known.
func Total(lines []Line) Totals {
	zero := Pence(0)
	t := Totals{&zero, ptr(zero), ptr(zero)}
	for _, l := range lines {
		t.Trust = Plus(t.Trust, l.Trust)
		t.BMA = Plus(t.BMA, l.BMA)
		t.Agreed = Plus(t.Agreed, l.Agreed)
	}
	return t
}

// missing finds each rate that a cost aim may need and the cards do not give,
// as paths such as "cards.bma.rates[0].night". It looks at every consultant who
// could take each slot, and at the locks.
func (p Problem) missing(aim Aim, f *faults) {
	seen := map[string]bool{}
	note := func(card string, err error) {
		var m *MissingRate
		if !errors.As(err, &m) {
			return
		}
		path := "cards." + card
		if m.Row >= 0 {
			path = at(path+".rates", m.Row) + "." + m.Band.Key()
		}
		if !seen[path] {
			seen[path] = true
			f.add(path, "is not known, and the aim %s needs it", aim)
		}
	}
	locked := map[Pair]bool{}
	for _, l := range p.Locks {
		locked[l] = true
	}
	for _, s := range p.Slots {
		for i := range p.Consultants {
			c := &p.Consultants[i]
			if !able(c, &s) && !locked[Pair{s.ID, c.ID}] {
				continue
			}
			if aim == AimCostTrust || aim == AimCostAgreed && c.Terms == TrustRate {
				_, err := p.Cards.Trust.Cost(s, c.PayPoint)
				note("trust", err)
			}
			if aim == AimCostBMA || aim == AimCostAgreed && c.Terms == BMARate {
				_, err := p.Cards.BMA.Cost(s, c.PayPoint)
				note("bma", err)
			}
		}
	}
}
