package rota

import (
	"fmt"
	"slices"
	"strings"
)

// PerCent is a share in hundredths of a per cent: 1500 is 15 %.
type PerCent int

// Whole is all of something.
const Whole PerCent = 10_000

// Words is a share as people write it: "14.38%", "15%".
func (p PerCent) Words() string {
	text := fmt.Sprintf("%d.%02d", p/100, p%100)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".") + "%"
}

// A Pricing is what a trust has settled about how cover is priced, beside its
// cards. The zero Pricing prices as the plan document does.
type Pricing struct {
	// CalledShare is how much of on-call time is taken to be spent called in; a
	// called hour is paid at the called rate instead of for being available.
	CalledShare PerCent
	// BMAShare, if not nil, prices the agreed total as if this share of every hour
	// paid for were at BMA rates and the rest at trust rates, whatever was agreed.
	BMAShare *PerCent
	NI       OnCost
	Pension  OnCost
	// TimeOffHour is what an hour owed as time off is worth to the trust; nil is not stated.
	TimeOffHour *Pence
	// LossUnit is pounds for each unit of loss of a displaced session, LossSession
	// for each session; at most one is given.
	LossUnit, LossSession *Pence
}

// An OnCost is what an employer pays on top of pay: a rate that is switched on or off.
type OnCost struct {
	On   bool
	Rate PerCent
}

// Standard on-costs, both off until a trust switches them on, since whether they
// fall on cover for a strike is for its payroll to say.
//
// Employer's National Insurance is 15 % above £5,000 a year from 6 April 2025; a
// consultant is past that, so all of an extra hour bears it. The employer's pension
// contribution of the NHS scheme is 23.78 % in 2025/26, of which a trust pays
// 14.38 % and NHS England the rest (NHS Employers, NHSBSA).
const (
	StandardNI      PerCent = 1500
	StandardPension PerCent = 1438
)

// StandardPricing is what a new strike starts with.
func StandardPricing() Pricing {
	return Pricing{NI: OnCost{Rate: StandardNI}, Pension: OnCost{Rate: StandardPension}}
}

// Validate lists what is wrong with the pricing as an *[Invalid], or gives nil.
func (p Pricing) Validate() error {
	f := &faults{}
	p.validate(f)
	return f.err()
}

func (p Pricing) validate(f *faults) {
	percent := func(path string, v PerCent) {
		if v < 0 || v > Whole {
			f.add(path, "must be from 0 to 100 per cent")
		}
	}
	amount := func(path string, v *Pence) {
		if v != nil && (*v < 0 || *v > MaxPence) {
			f.add(path, "must be from £0 to £10,000,000")
		}
	}
	percent("called_share", p.CalledShare)
	if p.BMAShare != nil {
		percent("bma_share", *p.BMAShare)
	}
	percent("ni", p.NI.Rate)
	percent("pension", p.Pension.Rate)
	amount("time_off_hour", p.TimeOffHour)
	amount("loss_unit", p.LossUnit)
	amount("loss_session", p.LossSession)
	if p.LossUnit != nil && p.LossSession != nil {
		f.add("loss_session", "give a figure for each unit of loss or for each session, not both")
	}
}

// Of is the on-cost of some pay, rounded half up; nil when the pay is not known.
func (o OnCost) Of(pay *Pence) *Pence {
	switch {
	case !o.On:
		return ptr(Pence(0))
	case pay == nil:
		return nil
	}
	return ptr(Pence(proportion(int64(*pay), int64(o.Rate), int64(Whole))))
}

// A piece is the part of a slot in one band of a card.
type piece struct {
	band    Band
	minutes int
	// weight is what it costs in pence, times 60 × Whole. known is false when a rate is missing.
	weight int64
	known  bool
}

// pieces cuts time in a mode by band, and weighs each piece at the card.
func (p Pricing) pieces(c Card, m Mode, payPoint string, spans []Span) []piece {
	var out []piece
	for _, s := range spans {
		for from := s.Start; from.Before(s.End); {
			hour, to := c.slice(from)
			if to.After(s.End) {
				to = s.End
			}
			n := piece{band: shownBand(m, hour), minutes: Span{from, to}.Minutes()}
			rate, ok := p.rate(c, m, payPoint, hour)
			n.weight, n.known = int64(n.minutes)*rate, ok
			out = merge(out, n)
			from = to
		}
	}
	return out
}

// shownBand is where an hour counts: by the clock on site, in one band from home.
func shownBand(m Mode, hour Band) Band {
	switch m {
	case OnCall:
		return OnCallBand
	case Standby:
		return StandbyBand
	}
	return hour
}

// rate is pence × Whole for an hour of work that falls into a band by the clock.
func (p Pricing) rate(c Card, m Mode, payPoint string, hour Band) (int64, bool) {
	rate, err := c.Rate(payPoint, shownBand(m, hour))
	if m != OnCall || p.CalledShare == 0 {
		return int64(rate) * int64(Whole), err == nil
	}
	called, calledErr := c.CalledRate(payPoint, hour)
	share := int64(p.CalledShare)
	return int64(rate)*(int64(Whole)-share) + int64(called)*share, err == nil && calledErr == nil
}

func merge(list []piece, n piece) []piece {
	for i := range list {
		if list[i].band == n.band {
			list[i].minutes += n.minutes
			list[i].weight += n.weight
			list[i].known = list[i].known && n.known
			return list
		}
	}
	return append(list, n)
}

// pay adds pieces up, rounded half up once, and shares the sum out again over
// them. A piece without a rate is nil, and makes the sum nil.
func pay(list []piece) (*Pence, []*Pence) {
	weights := make([]int64, len(list))
	var sum int64
	all := true
	for i, n := range list {
		if n.known {
			weights[i] = n.weight
			sum += n.weight
		}
		all = all && n.known
	}
	total := (sum + 30*int64(Whole)) / (60 * int64(Whole))
	parts := make([]*Pence, len(list))
	for i, v := range share(total, weights) {
		if list[i].known {
			parts[i] = ptr(Pence(v))
		}
	}
	if !all {
		return nil, parts
	}
	return ptr(Pence(total)), parts
}

// A UsedCell is a rate that a cost is made of: a band of a row of a card, or the
// row's called rate. Row is -1 when the card has no row that applies.
type UsedCell struct {
	Row    int
	Band   Band
	Called bool
}

// Uses lists the rates of the card that the line's cost is made of, each once:
// standby without a rate of its own uses the on-call rate, and an hour called in
// the called rate or that of its band. Where all of it counts in another slot it uses none.
func (p Pricing) Uses(c Card, l Line) []UsedCell {
	s, row := l.Slot, c.Row(l.Consultant.PayPoint)
	if l.Elsewhere == s.Minutes() {
		return nil
	}
	var out []UsedCell
	use := func(u UsedCell) {
		if row < 0 {
			u = UsedCell{Row: -1}
		}
		if !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	for b, minutes := range c.Minutes(s) {
		if minutes == 0 {
			continue
		}
		band := Band(b)
		if band == StandbyBand && row >= 0 && c.Rates[row].Rate[band] == nil {
			band = OnCallBand
		}
		use(UsedCell{Row: row, Band: band})
	}
	if s.Mode != OnCall || p.CalledShare == 0 {
		return out
	}
	onSite := s
	onSite.Mode = OnSite
	for b, minutes := range c.Minutes(onSite) {
		switch {
		case minutes == 0:
		case row >= 0 && c.Rates[row].Called != nil:
			use(UsedCell{Row: row, Called: true})
		default:
			use(UsedCell{Row: row, Band: Band(b)})
		}
	}
	return out
}
