package exports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"strikerota/rota"
)

// A ledger is a plan worked out for showing: every shift priced, every name unique.
type ledger struct {
	Handout
	ward   bool // for those who go by the rota: without why it is so
	names  map[rota.ConsultantID]string
	shifts []shift // by start, service, unit, slot, consultant
	// split says that the two cards cut some shift into different bands, since
	// their bank holidays differ. Then the BMA hours have columns of their own.
	split bool

	holders map[rota.SlotID][]rota.Assignment
	reasons map[rota.Pair]string // typed with locks
	pay     rota.Ledger          // the plan as the trust prices it: on each consultant's own terms, never at a mix
	// whole and blocks are what the shifts cost, for the sheets of the cost alone.
	whole  tally
	blocks []costBlock
	// elsewhere is minutes of a pair that count in another slot, at the same time.
	elsewhere map[rota.Pair]int
}

// A shift is one assignment as the workbook shows it.
type shift struct {
	rota.Line
	rota.Assignment
	full rota.Totals // the pay of the line with on-costs
}

func newLedger(in Handout) ledger {
	l := ledger{Handout: in, names: names(in), holders: map[rota.SlotID][]rota.Assignment{}, reasons: map[rota.Pair]string{}, elsewhere: map[rota.Pair]int{}}
	for _, lock := range in.Locks {
		l.reasons[lock.Pair] = lock.Reason
	}
	how := in.Money.Pricing
	how.BMAShare = nil
	l.pay = in.Problem.Ledger(in.Plan, how)
	shifts, pay := map[rota.Pair]shift{}, l.pay.Entries
	for i, line := range in.Problem.Lines(in.Plan) { // the same assignments in the same order
		line.Trust, line.BMA, line.Agreed = pay[i].Pay.Trust, pay[i].Pay.BMA, pay[i].Pay.Agreed
		shifts[rota.Pair{Slot: line.Slot.ID, Consultant: line.Consultant.ID}] = shift{Line: line, full: pay[i].All()}
	}
	for _, a := range in.Plan.Assignments {
		l.holders[a.Slot] = append(l.holders[a.Slot], a)
		s, ok := shifts[a.Pair()]
		if !ok {
			continue // the referee reports an assignment that names nothing
		}
		s.Assignment = a
		l.split = l.split || s.MinutesBMA != s.Minutes || s.OnCallBMA != s.OnCall
		l.shifts = append(l.shifts, s)
		if s.Elsewhere > 0 {
			l.elsewhere[a.Pair()] = s.Elsewhere
		}
	}
	sort.SliceStable(l.shifts, func(i, j int) bool {
		a, b := l.shifts[i], l.shifts[j]
		return cmp.Or(a.Line.Slot.Compare(b.Line.Slot.Span), compareSlots(a.Line.Slot, b.Line.Slot),
			cmp.Compare(l.names[a.Line.Consultant.ID], l.names[b.Line.Consultant.ID]),
			cmp.Compare(a.Line.Consultant.ID, b.Line.Consultant.ID)) < 0
	})
	return l
}

func compareSlots(a, b rota.Slot) int {
	return cmp.Or(strings.Compare(a.Service, b.Service), strings.Compare(a.Unit, b.Unit), strings.Compare(a.Role, b.Role),
		strings.Compare(a.Site, b.Site), cmp.Compare(a.ID, b.ID))
}

// names gives everyone in the problem a name that nobody else on the sheets has,
// so that sums by consultant never add two people up. Spreadsheets take "Dr Ash"
// and "DR ASH" for the same text.
func names(in Handout) map[rota.ConsultantID]string {
	out := map[rota.ConsultantID]string{}
	count := map[string]int{}
	for _, c := range in.Problem.Consultants {
		name := strings.TrimSpace(in.Consultants[c.ID].Name)
		if name == "" {
			name = string(c.ID)
		}
		out[c.ID] = rota.ShortenedTo(name, 120)
		count[fold(out[c.ID])]++
	}
	for _, c := range in.Problem.Consultants {
		if count[fold(out[c.ID])] > 1 {
			out[c.ID] = fmt.Sprintf("%s (%s)", out[c.ID], rota.ShortenedTo(string(c.ID), 100))
		}
	}
	return out
}

func fold(t string) string { return strings.ToLower(strings.TrimSpace(shown(t))) }

// name is the consultant's name on the sheets.
func (l ledger) name(id rota.ConsultantID) string {
	if n, ok := l.names[id]; ok {
		return n
	}
	return string(id)
}

// session is what a session is called on the sheets.
func (l ledger) session(who rota.ConsultantID, id rota.SessionID) string {
	for _, s := range l.Consultants[who].Sessions {
		if s.ID == id && s.Name != "" {
			return s.Name
		}
	}
	return string(id)
}

// loss is what the sessions that the shift displaces lose together.
func (s shift) loss() int {
	sum := 0
	for _, own := range s.Line.Consultant.Sessions {
		if slices.Contains(s.Displaces, own.ID) {
			sum += own.Loss
		}
	}
	return sum
}

// class says whose money the shift is.
func class(t rota.Terms) string {
	switch t {
	case rota.InJobPlan:
		return "Job plan"
	case rota.TimeOff:
		return "Time off"
	}
	return "Extra"
}

// everybody is the pay point of a card's general row.
const everybody = "Everybody else"

func payPoint(p string) string {
	if p == "" {
		return everybody
	}
	return p
}

// hoursOf turns minutes into the hours that a cell holds, to ten places.
func hoursOf(minutes int) float64 { return math.Round(float64(minutes)/60*1e10) / 1e10 }

func allMinutes(m [rota.BandCount]int) int {
	sum := 0
	for _, n := range m {
		sum += n
	}
	return sum
}

// times is a span in words: "08:00 to 20:30", with the day of the end when it is another. The
// midnight at which a day ends is that day's.
func times(s rota.Span) string {
	from, to := s.Start.In(rota.Zone()), s.End.In(rota.Zone())
	text := from.Format("15:04") + " to " + to.Format("15:04")
	days := int(daySerial(rota.DateOf(s.End)) - daySerial(rota.DateOf(s.Start)))
	if days > 0 && wallMinute(s.End) == 0 {
		text, days = from.Format("15:04")+" to midnight", days-1
	}
	switch {
	case days == 1:
		return text + " next day"
	case days > 1:
		return fmt.Sprintf("%s, %d days later", text, days)
	}
	return text
}

func dayWords(d rota.Date) string {
	return fmt.Sprintf("%s %d %s %d", d.Weekday().String()[:3], d.Day, d.Month.String()[:3], d.Year)
}
