package rota

import "slices"

// A Ledger is a plan priced assignment by assignment. Every breakdown of it
// ([Ledger.By]) adds up to its total to the penny.
type Ledger struct {
	Entries []LedgerEntry // in the plan's order
	Lost    []LostSession // displaced sessions, by assignment
}

// A LedgerEntry is one assignment priced on every basis. Pay is rounded half up
// once, and each on-cost once on that pay.
type LedgerEntry struct {
	Slot       Slot
	Consultant Consultant
	Minutes    int    // that count: time in two slots at once does once
	Owed       int    // minutes owed as time off
	OwedValue  *Pence // at the value stated; nil when none is, or nothing is owed
	Cost
	Parts []LedgerPart // by band, in order; they add up to the entry
}

// InJobPlan reports whether the hours are part of the job plan: £0 as agreed, but counted.
func (e LedgerEntry) InJobPlan() bool { return e.Consultant.Terms == InJobPlan }

// A LedgerPart is the part of an assignment in one band.
// Minutes are cut as the trust card cuts the week; where the BMA card has other
// bank holidays, a part may hold its money and no minutes.
type LedgerPart struct {
	Band      Band
	Minutes   int
	OwedValue *Pence
	Cost
}

// A LostSession is a planned session that an assignment displaces.
type LostSession struct {
	Slot       Slot // that displaces it
	Consultant ConsultantID
	Session    Session
	Value      *Pence // nil when the trust has given no figure
}

// Ledger prices the plan at the problem's cards. Assignments that name nothing in
// the problem are left out, as are sessions that it does not have.
func (p Problem) Ledger(plan Plan, how Pricing) Ledger {
	var l Ledger
	counted := p.counting(plan)
	for _, a := range plan.Assignments {
		slot, ok := p.Slot(a.Slot)
		who, known := p.Consultant(a.Consultant)
		if !ok || !known {
			continue
		}
		l.Entries = append(l.Entries, how.entry(p.Cards, slot, who, counted(slot, who.ID)))
		for _, id := range a.Displaces {
			for _, s := range who.Sessions {
				if s.ID == id {
					l.Lost = append(l.Lost, LostSession{slot, who.ID, s, how.lost(s)})
				}
			}
		}
	}
	if how.BMAShare != nil {
		l.mix(*how.BMAShare)
	}
	for i := range l.Entries {
		l.Entries[i].addOnCosts(how)
	}
	return l
}

// lost is what a displaced session is worth in pounds.
func (p Pricing) lost(s Session) *Pence {
	switch {
	case p.LossSession != nil:
		return p.LossSession
	case p.LossUnit != nil:
		return ptr(Pence(s.Loss) * *p.LossUnit)
	}
	return nil
}

// entry prices what counts of one assignment, all but the on-costs.
func (p Pricing) entry(cards Cards, s Slot, who Consultant, counted []Span) LedgerEntry {
	e := LedgerEntry{Slot: s, Consultant: who, Minutes: minutesOf(counted)}
	trust, bma := p.pieces(cards.Trust, s.Mode, who.PayPoint, counted), p.pieces(cards.BMA, s.Mode, who.PayPoint, counted)
	var trustParts, bmaParts []*Pence
	e.Pay.Trust, trustParts = pay(trust)
	e.Pay.BMA, bmaParts = pay(bma)
	e.Pay.Agreed = who.agreed(e.Pay)
	for i, n := range trust {
		part := LedgerPart{Band: n.band, Minutes: n.minutes, Cost: noughtCost()}
		part.Pay.Trust = trustParts[i]
		e.Parts = append(e.Parts, part)
	}
	for i, n := range bma {
		e.part(n).Pay.BMA = bmaParts[i]
	}
	slices.SortFunc(e.Parts, func(a, b LedgerPart) int { return int(a.Band - b.Band) })
	for i := range e.Parts {
		e.Parts[i].Pay.Agreed = who.agreed(e.Parts[i].Pay)
	}
	if who.Terms == TimeOff {
		e.owe(p.TimeOffHour)
	}
	return e
}

// part finds the entry's part of the piece's band, or adds it.
func (e *LedgerEntry) part(n piece) *LedgerPart {
	for i := range e.Parts {
		if e.Parts[i].Band == n.band {
			return &e.Parts[i]
		}
	}
	e.Parts = append(e.Parts, LedgerPart{Band: n.band, Cost: noughtCost()})
	return &e.Parts[len(e.Parts)-1]
}

// owe counts the hours as owed, at what an hour is worth.
func (e *LedgerEntry) owe(hour *Pence) {
	e.Owed = e.Minutes
	if hour == nil {
		return
	}
	e.OwedValue = ptr(Pence(proportion(int64(e.Minutes), int64(*hour), 60)))
	weights := make([]int64, len(e.Parts))
	for i, part := range e.Parts {
		weights[i] = int64(part.Minutes)
	}
	for i, v := range share(int64(*e.OwedValue), weights) {
		e.Parts[i].OwedValue = ptr(Pence(v))
	}
}

// addOnCosts adds the on-costs of the entry's pay, shared over its parts.
func (e *LedgerEntry) addOnCosts(how Pricing) {
	on := func(o OnCost, into func(*Cost) *Totals) {
		sum := totals(func(b Basis) *Pence { return o.Of(e.Pay.At(b)) })
		*into(&e.Cost) = sum
		parts := [BasisCount][]*Pence{}
		for _, b := range Bases() {
			parts[b] = e.shared(sum.At(b), b, o)
		}
		for i := range e.Parts {
			*into(&e.Parts[i].Cost) = totals(func(b Basis) *Pence { return parts[b][i] })
		}
	}
	on(how.NI, func(c *Cost) *Totals { return &c.NI })
	on(how.Pension, func(c *Cost) *Totals { return &c.Pension })
}

// shared cuts an on-cost over the entry's parts as their pay is cut. When the sum
// is not known, each part that has pay bears its own.
func (e *LedgerEntry) shared(sum *Pence, b Basis, o OnCost) []*Pence {
	out := make([]*Pence, len(e.Parts))
	weights := make([]int64, len(e.Parts))
	for i, part := range e.Parts {
		out[i] = o.Of(part.Pay.At(b))
		if v := part.Pay.At(b); v != nil {
			weights[i] = int64(*v)
		}
	}
	if sum == nil {
		return out
	}
	for i, v := range share(int64(*sum), weights) {
		out[i] = ptr(Pence(v))
	}
	return out
}

// paid reports whether the assignment costs money beyond the job plan.
func (e LedgerEntry) paid() bool {
	return e.Consultant.Terms == TrustRate || e.Consultant.Terms == BMARate
}

// mix makes the agreed pay of all that is paid for a share at BMA rates and the
// rest at trust rates: exact over all of it, rounded half up once, and shared out
// over the assignments and their parts.
func (l *Ledger) mix(bma PerCent) {
	weigh := func(t Totals) (int64, bool) {
		var w int64
		if bma < Whole {
			if t.Trust == nil {
				return 0, false
			}
			w += int64(*t.Trust) * int64(Whole-bma)
		}
		if bma > 0 {
			if t.BMA == nil {
				return 0, false
			}
			w += int64(*t.BMA) * int64(bma)
		}
		return w, true
	}
	mixed := func(n int, of func(int) *Totals, total func(sum int64) int64) {
		weights := make([]int64, n)
		known := make([]bool, n)
		var sum int64
		for i := range n {
			weights[i], known[i] = weigh(*of(i))
			sum += weights[i]
		}
		for i, v := range share(total(sum), weights) {
			of(i).Agreed = nil
			if known[i] {
				of(i).Agreed = ptr(Pence(v))
			}
		}
	}
	var paid []*LedgerEntry
	for i := range l.Entries {
		if l.Entries[i].paid() {
			paid = append(paid, &l.Entries[i])
		}
	}
	rounded := func(sum int64) int64 { return (sum + int64(Whole)/2) / int64(Whole) }
	mixed(len(paid), func(i int) *Totals { return &paid[i].Pay }, rounded)
	for _, e := range paid {
		total := rounded
		if e.Pay.Agreed != nil {
			total = func(int64) int64 { return int64(*e.Pay.Agreed) }
		}
		mixed(len(e.Parts), func(i int) *Totals { return &e.Parts[i].Pay }, total)
	}
}
