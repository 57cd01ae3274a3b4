package web

import (
	"errors"
	"fmt"
	"strings"

	"strikerota/internal/auth"
	"strikerota/rota"
)

var costRoutes = []route{
	{method: get, path: "/strikes/:strike/cost", act: auth.SeeCost, do: (*Server).costPage},
}

// A costView is the rota priced at both cards, side by side.
type costView struct {
	base
	Changed     *outOfDate
	Note        string
	Cards       []costCard
	Missing     []mend // rates that the costs need and the cards do not give
	Unconfirmed []string
	Rates       string
	Chart       chart
	Tables      []Table
	Downloads   string
}

// A costCard is one total.
type costCard struct {
	Heading, Amount string
	Lines           []string
}

// newCostView builds the page. Rates are those entered now.
func newCostView(b base, m *madeRota, may func(auth.Act) bool) *costView {
	id := b.Strike.ID
	b.Wide()
	p, plan := m.repriced()
	lines := p.Lines(plan)
	view := &costView{base: b, Changed: m.outOfDate(id, may), Rates: strikePath(id, "cost", "rates")}
	for _, words := range m.changed {
		if words == "rates" {
			view.Note = "Rates have changed since the rota was made. Costs here are at the rates as they are now."
		}
	}
	view.Missing = missingRates(id, p.Cards, lines)
	view.Unconfirmed = unconfirmedRates(p.Cards, lines)
	view.Cards = costCards(lines)
	days := sumBy(lines, func(l rota.Line) string { return rota.DateOf(l.Slot.Start).String() })
	for i := range days {
		if d, err := rota.ParseDate(days[i].key); err == nil {
			days[i].text = d.Words()
		}
	}
	view.Chart = newChart(days)
	view.Tables = []Table{
		costTable("by-day", "By day", "Day", days),
		costTable("by-service", "By service", "Service", sumBy(lines, func(l rota.Line) string { return l.Slot.Service })),
		costTable("by-band", "By band of the week", "Band", sumByBand(p.Cards, lines)),
		costTable("by-consultant", "By consultant", "Consultant", byConsultant(m, lines, may(auth.SeeRota))),
	}
	if may(auth.Download) {
		view.Downloads = strikePath(id, "downloads")
	}
	return view
}

// byConsultant sums by consultant, with names only for those who may see them.
func byConsultant(m *madeRota, lines []rota.Line, named bool) []costSum {
	sums := sumBy(lines, func(l rota.Line) string { return string(l.Consultant.ID) })
	for i := range sums {
		if named {
			sums[i].text = m.name(rota.ConsultantID(sums[i].key))
		}
	}
	return sums
}

func costCards(lines []rota.Line) []costCard {
	t := rota.Total(lines)
	all, jobPlan, off := 0, 0, 0
	for _, l := range lines {
		n := sum(l.Minutes)
		all += n
		switch l.Consultant.Terms {
		case rota.InJobPlan:
			jobPlan += n
		case rota.TimeOff:
			off += n
		}
	}
	agreed := []string{hoursWords(all-jobPlan-off) + " paid for"}
	agreed = append(agreed, hoursWords(jobPlan)+" in job plan: £0", hoursWords(off)+" owed as time off: £0")
	return []costCard{
		{"All at trust rates", wholeWords(t.Trust), []string{hoursWords(all)}},
		{"All at BMA rates", wholeWords(t.BMA), []string{hoursWords(all), differenceWords(t)}},
		{"As agreed with each consultant", wholeWords(t.Agreed), agreed},
	}
}

func sum(minutes [rota.BandCount]int) int {
	n := 0
	for _, m := range minutes {
		n += m
	}
	return n
}

// hoursWords rounds nothing: "1,904 hours", "12 hours 30 minutes".
func hoursWords(minutes int) string { return rota.Hours(minutes) }

func wholeWords(p *rota.Pence) string {
	if p == nil {
		return "Not known"
	}
	return p.Whole()
}

// differenceWords compares the cards.
func differenceWords(t rota.Totals) string {
	if t.Trust == nil || t.BMA == nil {
		return "The difference is not known"
	}
	more, word := *t.BMA-*t.Trust, "more"
	if more < 0 {
		more, word = -more, "less"
	}
	text := more.Whole() + " " + word + " than at trust rates"
	if *t.Trust > 0 {
		text += fmt.Sprintf(" (%d%%)", (int64(more)*100+int64(*t.Trust)/2)/int64(*t.Trust))
	}
	return text
}

// missingRates lists every cell that a cost needs and a card does not give.
func missingRates(strikeID string, cards rota.Cards, lines []rota.Line) []mend {
	var out []mend
	seen := map[string]bool{}
	for _, c := range namedCards(cards) {
		for _, l := range lines {
			_, err := c.card.Cost(l.Slot, l.Consultant.PayPoint)
			var m *rota.MissingRate
			if !errors.As(err, &m) {
				continue
			}
			text := "The " + c.name + " card has no row for everybody."
			if m.Row >= 0 {
				text = missingWords(c.name, c.card.Rates[m.Row].PayPoint, m.Band)
			}
			if !seen[text] {
				seen[text] = true
				out = append(out, mend{text, Link{Text: "Set the rate", Href: strikePath(strikeID, "cost", "rates", c.kind)}})
			}
		}
	}
	return out
}

// A namedCard is a card with its name within a sentence and in addresses.
type namedCard struct {
	kind, name string
	card       rota.Card
}

func namedCards(c rota.Cards) []namedCard {
	return []namedCard{{"trust", "trust", c.Trust}, {"bma", "BMA", c.BMA}}
}

// unconfirmedRates lists the cells used that nobody at the trust has confirmed.
func unconfirmedRates(cards rota.Cards, lines []rota.Line) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range namedCards(cards) {
		for _, l := range lines {
			row := c.card.Row(l.Consultant.PayPoint)
			if row < 0 {
				continue
			}
			for b, minutes := range c.card.Minutes(l.Slot) {
				band := usedBand(c.card.Rates[row], rota.Band(b))
				text := strings.TrimSuffix(missingWords(c.name, c.card.Rates[row].PayPoint, band), " is missing.")
				if minutes > 0 && c.card.Rates[row].Unconfirmed[band] && !seen[text] {
					seen[text] = true
					out = append(out, text)
				}
			}
		}
	}
	return out
}

// usedBand is the band whose rate counts: standby without its own takes the on-call rate.
func usedBand(r rota.RateRow, b rota.Band) rota.Band {
	if b == rota.StandbyBand && r.Rate[b] == nil {
		return rota.OnCallBand
	}
	return b
}

func (s *Server) costPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	m, err := s.made(v, strike)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, costSection, "Cost")
	if m == nil {
		return s.show(v, "empty", noRota(b, v.can(auth.EditRota)))
	}
	return s.show(v, "cost", newCostView(b, m, v.can))
}
