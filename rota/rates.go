package rota

import (
	"fmt"
	"slices"
	"time"
)

// Band is a part of the week with its own hourly rate. On-site hours fall into
// the first four; on-call and standby hours keep their own rate at any hour.
type Band int

// The bands, London time, as the BMA consultant cards of 2022 to 2025 cut the week.
const (
	WeekdayDay     Band = iota // 07:00-19:00 Monday to Friday
	WeekdayEvening             // 19:00-23:00 Monday to Friday
	Weekend                    // 07:00-23:00 Saturday, Sunday and bank holidays
	Night                      // 23:00-07:00 any day
	OnCallBand                 // on call from home, any hour
	StandbyBand                // standby, any hour
	BandCount
)

// Key is the band's name in documents ("weekday_day").
func (b Band) Key() string {
	return [BandCount]string{"weekday_day", "weekday_evening", "weekend", "night", "on_call", "standby"}[b]
}

// Words is the band as people read it.
func (b Band) Words() string {
	return [BandCount]string{"Weekday 7am to 7pm", "Weekday 7pm to 11pm", "Weekend and bank holiday 7am to 11pm",
		"Night 11pm to 7am", "On call from home", "Standby"}[b]
}

// A RateRow is one row of a card: pence per hour by band. A nil rate is not known, never free.
type RateRow struct {
	PayPoint string // "" is the row for everybody without their own
	Rate     [BandCount]*Pence
	// Unconfirmed marks the cells that nobody at the trust has confirmed.
	Unconfirmed [BandCount]bool
	// ConfirmedBy is who at the trust confirmed each cell, or of one that nobody there has
	// confirmed, the published source that gives it. "" is not said, and of a cell that is
	// not confirmed also inferred.
	ConfirmedBy [BandCount]string
	// Called is the rate of an hour of on-call work when called in. Nil takes the
	// rate of the hour's own band, as the BMA cards do. No document holds it.
	Called            *Pence
	CalledUnconfirmed bool
	CalledBy          string // who confirmed it
}

// Doubt says in words how a cell stands that nobody at the trust has confirmed:
// published somewhere, or not even that. It is "" for all others.
func (r RateRow) Doubt(b Band) string {
	switch {
	case r.Rate[b] == nil || !r.Unconfirmed[b]:
		return ""
	case r.ConfirmedBy[b] != "":
		return "published, not confirmed"
	}
	return "not confirmed"
}

// Doubtful reports whether nobody at the trust has confirmed a rate that a cost is made
// of, and who has published it. What is not known is not doubtful.
func (c Card) Doubtful(u UsedCell) (by string, doubtful bool) {
	if u.Row < 0 {
		return "", false
	}
	r := c.Rates[u.Row]
	if u.Called {
		return r.CalledBy, r.Called != nil && r.CalledUnconfirmed
	}
	return r.ConfirmedBy[u.Band], r.Rate[u.Band] != nil && r.Unconfirmed[u.Band]
}

// Doubtful reports for each basis whether what the lines cost, priced so, is made of a rate that
// nobody at the trust has confirmed.
func (c Cards) Doubtful(how Pricing, lines []Line) [BasisCount]bool {
	var out [BasisCount]bool
	for _, l := range lines {
		trust, bma := c.Trust.doubts(how, l), c.BMA.doubts(how, l)
		out[AtTrust], out[AtBMA] = out[AtTrust] || trust, out[AtBMA] || bma
		out[AsAgreed] = out[AsAgreed] || trust && l.Consultant.Terms == TrustRate || bma && l.Consultant.Terms == BMARate
	}
	return out
}

func (c Card) doubts(how Pricing, l Line) bool {
	return slices.ContainsFunc(how.Uses(c, l), func(u UsedCell) bool {
		_, doubtful := c.Doubtful(u)
		return doubtful
	})
}

// A Card is what an hour of cover costs, by band and pay point.
type Card struct {
	Name         string
	Region       string // such as "outside London"
	ValidFrom    Date
	Source       string
	Note         string // what to know before the card is used, such as that it is a floor
	BankHolidays []Date // priced as weekends, from midnight to midnight
	Rates        []RateRow
}

// Cards are the two cards that every plan is priced at, side by side.
type Cards struct {
	Trust, BMA Card
}

// A MissingRate is a cell that a cost needs and the card does not give. It is an error.
type MissingRate struct {
	Card string // the card's name
	Row  int    // index in Rates, or -1 when the card has no row for PayPoint
	Band Band
}

// Error names the cell.
func (m *MissingRate) Error() string {
	if m.Row < 0 {
		return fmt.Sprintf("the rate card has no row that applies (%s)", m.Band.Key())
	}
	return fmt.Sprintf("rates[%d].%s is not known", m.Row, m.Band.Key())
}

// Row is the index of the row for a pay point: its own if there is one, else the general row, else -1.
func (c Card) Row(payPoint string) int {
	general := -1
	for i, r := range c.Rates {
		if r.PayPoint == payPoint {
			return i
		}
		if r.PayPoint == "" {
			general = i
		}
	}
	return general
}

// Rate is the pence per hour for a pay point in a band, or a *[MissingRate].
// Standby without a rate of its own takes the on-call rate.
func (c Card) Rate(payPoint string, b Band) (Pence, error) {
	row := c.Row(payPoint)
	if row < 0 {
		return 0, &MissingRate{Card: c.Name, Row: -1, Band: b}
	}
	rate := c.Rates[row].Rate[b]
	if rate == nil && b == StandbyBand {
		b = OnCallBand
		rate = c.Rates[row].Rate[b]
	}
	if rate == nil {
		return 0, &MissingRate{Card: c.Name, Row: row, Band: b}
	}
	return *rate, nil
}

// Minutes cuts a slot into bands: real minutes in each. On-call and standby
// slots lie wholly in their own band.
func (c Card) Minutes(s Slot) [BandCount]int { return c.minutes(s.Mode, []Span{s.Span}) }

func (c Card) minutes(m Mode, spans []Span) [BandCount]int {
	var out [BandCount]int
	switch m {
	case OnCall:
		out[OnCallBand] = minutesOf(spans)
		return out
	case Standby:
		out[StandbyBand] = minutesOf(spans)
		return out
	}
	for _, s := range spans {
		for from := s.Start; from.Before(s.End); {
			band, to := c.slice(from)
			if to.After(s.End) {
				to = s.End
			}
			out[band] += Span{from, to}.Minutes()
			from = to
		}
	}
	return out
}

// slice is the band at t and the instant at which it ends.
func (c Card) slice(t time.Time) (Band, time.Time) {
	d := DateOf(t)
	day := WeekdayDay
	evening := WeekdayEvening
	if c.dear(d) {
		day, evening = Weekend, Weekend
	}
	switch {
	case t.Before(wall(d, 7)):
		return Night, wall(d, 7)
	case t.Before(wall(d, 19)):
		return day, wall(d, 19)
	case t.Before(wall(d, 23)):
		return evening, wall(d, 23)
	}
	return Night, wall(d.Add(1), 7)
}

// dear reports whether d is priced as a weekend.
func (c Card) dear(d Date) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return true
	}
	for _, h := range c.BankHolidays {
		if h == d {
			return true
		}
	}
	return false
}

// CalledRate is the pence for an hour of a called on-call hour that falls into an
// hourly band, for a pay point: the row's own called rate, else that of the band.
func (c Card) CalledRate(payPoint string, hour Band) (Pence, error) {
	if row := c.Row(payPoint); row >= 0 && c.Rates[row].Called != nil {
		return *c.Rates[row].Called, nil
	}
	return c.Rate(payPoint, hour)
}

// Validate lists every fault of a card by itself as an *[Invalid], with paths
// such as "rates[2].night", or gives nil.
func (c Card) Validate() error {
	f := &faults{}
	c.validate(f, "")
	if c.Name == "" {
		f.add("name", "is missing")
	}
	return f.err()
}

// MaxRate bounds one hourly rate: £10,000.
const MaxRate Pence = 1_000_000

func (c Card) validate(f *faults, path string) {
	seen := map[string]bool{}
	if path != "" {
		path += "."
	}
	for i, r := range c.Rates {
		p := at(path+"rates", i)
		if seen[r.PayPoint] {
			f.add(p+".pay_point", "the card has another row for this pay point")
		}
		seen[r.PayPoint] = true
		for b, rate := range r.Rate {
			if rate != nil && (*rate < 0 || *rate > MaxRate) {
				f.add(p+"."+Band(b).Key(), "must be from £0 to £10,000 an hour")
			}
		}
		if r.Called != nil && (*r.Called < 0 || *r.Called > MaxRate) {
			f.add(p+".called", "must be from £0 to £10,000 an hour")
		}
	}
	for i, d := range c.BankHolidays {
		if d.IsZero() {
			f.add(at(path+"bank_holidays", i), "must be a day")
		}
	}
}
