package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var rotaRoutes = []route{
	{method: get, path: "/strikes/:strike/rota", act: auth.SeeRota, do: (*Server).rotaPage},
}

// A Fact is one figure at the top of a page.
type Fact struct {
	Key, Value string
	Href       string // where what is counted is shown, or ""
}

// A keyItem explains one kind of edge.
type keyItem struct{ Class, Word string }

// A rotaView is the rota as a grid and as cards, one day at a time.
type rotaView struct {
	base
	Made      string
	Stands    standing
	Proof     string
	Changed   *outOfDate
	Withdrawn []withdrawn
	Came      string // that who came differs from what the rota counts on, or ""
	OnTheDay  string
	Facts     []Fact
	Share     string // how the silent are counted, for those who may see people
	Again     *Button
	Publish   *Button
	Key       []keyItem
	Out       string // what it means that a slot is not in this rota, for those who may not know more
	Here      string
	Filters   []Select
	Chosen    []Link // filters in use; each link takes one away
	Grid      grid
	Days      []Link // for the narrow layout
	Day       string // the day of the narrow layout
	Services  []dayService
	Open      *Table
	Lost      *Table
	Worth     *worth // of training
	Broken    []brokenLine
	Edits     []madeEdit
	Downloads string
	Answers   *Link
	Beside    []Link // questions that can be asked beside it
	Found     bool
	NoSlot    string // of which of the visitor's services there is no slot, or ""
	Empty     bool   // there is none of any
}

// A dayService is one service of one day, as a card.
type dayService struct {
	Service string
	Slots   []daySlot
}

// A daySlot is one slot on a card.
type daySlot struct {
	gridCell
	Role string
}

// newRotaView builds the page.
func newRotaView(b base, m *madeRota, f rotaFilter, now time.Time, may func(auth.Act) bool) *rotaView {
	id := b.Strike.ID
	b.Wide()
	cells := m.cells(id, may(auth.SeePeople))
	services, days, states := filterOptions(cells)
	f = f.known(services, days, states)
	shown := slices.DeleteFunc(slices.Clone(cells), func(c gridCell) bool { return !f.keep(c) })
	p := &rotaView{base: b, Made: m.madeWords(), Stands: m.standing(id), Proof: m.proofWords(), Changed: m.outOfDate(id, may),
		Facts: rotaFacts(m), Here: strikePath(id, "rota"), Grid: newGrid(shown), Found: len(shown) > 0, Empty: len(cells) == 0}
	if p.OnTheDay = strikePath(id, "day"); may(auth.SeePeople) {
		p.Came, p.Share = cameWords(m.entry, m.asShown(), m.replanned, now), shareOf(m.entry.Case)
	}
	for i, f := range p.Facts {
		if f.Key == lockedFact && f.Value != "0" {
			p.Facts[i].Href = lockedPath(id)
		}
	}
	if may(auth.EditRota) {
		p.Again = m.againButton(id)
	}
	if may(auth.Publish) {
		p.Publish = &Button{Text: publishTitle, Href: strikePath(id, "publish"), Variant: "secondary"}
	}
	if words := m.unableWords(""); p.Changed != nil && words != "" {
		p.Changed.Words += " " + words
	}
	p.Beside = besideRota(id, may)
	if m.told.number > 0 {
		p.Answers = &Link{Text: "Who has confirmed " + toVersion(m.told.number), Href: strikePath(id, "answers")}
	}
	if may(auth.Download) {
		p.Downloads = strikePath(id, "downloads")
	}
	p.Filters = []Select{choice("service", "Service", services, f.Service), choice("day", "Day", days, f.Day), choice("state", "State", states, f.State)}
	p.Chosen = f.chosen(p.Here, p.Filters)
	for _, s := range cellStates {
		if slices.ContainsFunc(cells, func(c gridCell) bool { return c.state == s }) {
			p.Key = append(p.Key, keyItem{s.class, s.word})
			if s == cellOut {
				p.Out = s.word + ": " + rota.LowerFirst(outWords)
			}
		}
	}
	p.narrow(m, f, days[1:], shown)
	p.Withdrawn = m.withdrawn
	p.Open, p.Lost, p.Worth, p.Broken = openTable(id, m, shown), m.lostTable(m.lostNow()), m.worth(), m.brokenLines(id)
	return p
}

const lockedFact = "Locked"

// lockedPath is the rota with what is locked alone.
func lockedPath(strikeID string) string {
	return strikePath(strikeID, "rota") + "?" + url.Values{"state": {cellLocked.key}}.Encode()
}

// known drops filters that name nothing.
func (f rotaFilter) known(services, days, states []Option) rotaFilter {
	drop := func(value *string, options []Option) {
		if !slices.ContainsFunc(options, func(o Option) bool { return o.Value == *value }) {
			*value = ""
		}
	}
	drop(&f.Service, services)
	drop(&f.Day, days)
	drop(&f.State, states)
	return f
}

func choice(name, label string, options []Option, value string) Select {
	return choose(form.New().Set(name, value), name, label, options)
}

// chosen are links that take one filter away each.
func (f rotaFilter) chosen(here string, filters []Select) []Link {
	without := map[string]string{
		"service": rotaFilter{State: f.State}.query(f.Day),
		"day":     rotaFilter{Service: f.Service, State: f.State}.query(""),
		"state":   rotaFilter{Service: f.Service}.query(f.Day),
	}
	var out []Link
	for _, s := range filters {
		for _, o := range s.Options {
			if o.Chosen && o.Value != "" {
				out = append(out, Link{Text: o.Text, Href: here + without[s.Name]})
			}
		}
	}
	return out
}

// narrow fills the layout for phones: the chosen day, or else today while the strike runs, or
// the first with an open place, or with a slot. The list of days says how many places are open on each.
func (p *rotaView) narrow(m *madeRota, f rotaFilter, days []Option, cells []gridCell) {
	open := map[string]int{}
	day, today := f.Day, rota.DateOf(m.now).String()
	if day == "" && m.begun && slices.ContainsFunc(cells, func(c gridCell) bool { return c.day().String() == today }) {
		day = today
	}
	for _, c := range cells {
		d := c.day().String()
		if open[d] += c.open(); day == "" && c.open() > 0 {
			day = d
		}
	}
	if day == "" && len(cells) > 0 {
		day = cells[0].day().String()
	}
	for _, d := range days {
		text := d.Text
		if n := open[d.Value]; n > 0 {
			text += fmt.Sprintf(": %d open", n)
		}
		p.Days = append(p.Days, Link{Text: text, Href: p.Here + f.query(d.Value), Current: d.Value == day})
		if d.Value == day {
			p.Day = d.Text
		}
	}
	here := slices.DeleteFunc(slices.Clone(cells), func(c gridCell) bool { return c.day().String() != day })
	for _, group := range newGrid(here).Groups {
		s := dayService{Service: group.Service}
		for _, row := range group.Rows {
			for _, cell := range slices.Concat(row.Days...) {
				s.Slots = append(s.Slots, daySlot{cell, m.problem.RoleWords(cell.slot)})
			}
		}
		p.Services = append(p.Services, s)
	}
}

func changedWords(changed []string) string {
	return "What is entered has changed since this rota was made: " + strings.Join(changed, "; ") + "."
}

// rotaFacts counts places.
func rotaFacts(m *madeRota) []Fact {
	places, open, locked, broken := 0, 0, 0, len(m.plan.Broken)
	for _, s := range m.problem.Slots {
		places += s.Places
	}
	for _, o := range m.plan.Open {
		open += o.Places
	}
	locks := lockedPairs(m.entry)
	for _, a := range m.plan.Assignments {
		if _, ok := locks[a.Pair()]; ok {
			locked++
		}
	}
	out := []Fact{
		{Key: "Filled", Value: fmt.Sprintf("%d of %s", places-open, count(places, "place"))},
		{Key: "Open", Value: fmt.Sprint(open)},
		{Key: lockedFact, Value: fmt.Sprint(locked)},
	}
	if n := len(m.stranded()); n > 0 {
		words := "Offer withdrawn"
		if m.apart() {
			words = cellAgain.word
		}
		out = append(out, Fact{Key: words, Value: count(n, "place")})
	}
	if n := len(m.entry.Locks) - locked; n > 0 {
		out = append(out, Fact{Key: "Locked since, not in this rota", Value: fmt.Sprint(n)})
	}
	if a := m.askCount(); m.told.number > 0 || a.confirmed > 0 {
		out = append(out, Fact{Key: "Confirmed", Value: fmt.Sprintf("%d of %d", a.confirmed, len(m.plan.Assignments))})
	}
	if n := m.told.reopened(m.plan); n > 0 {
		out = append(out, Fact{Key: "Open again since published", Value: count(n, "slot")})
	}
	if broken > 0 {
		out = append(out, Fact{Key: "Rules broken on purpose", Value: fmt.Sprint(broken)})
	}
	return out
}

// openTable lists the open slots among the cells, the most important first, and while the strike runs those
// that are over last; nil when there are none.
func openTable(strikeID string, m *madeRota, cells []gridCell) *Table {
	var open []gridCell
	for _, c := range cells {
		if c.state == cellOpen {
			open = append(open, c)
		}
	}
	over := func(c gridCell) int { return count01(!c.slot.End.After(m.answersAt())) }
	slices.SortStableFunc(open, func(a, b gridCell) int { return cmp.Or(over(a)-over(b), a.slot.Priority-b.slot.Priority) })
	var rows [][]Cell
	for _, c := range open {
		o, _ := m.plan.OpenIn(c.slot.ID)
		rows = append(rows, []Cell{
			{Text: c.slot.Span.Words()},
			{Text: m.problem.RoleWords(c.slot), Href: coverPath(strikeID, c.slot.ID), Hidden: c.slot.Span.Words()},
			{Text: fmt.Sprint(c.slot.Priority)},
			{Text: fmt.Sprintf("%d of %d", o.Places, c.slot.Places)},
			{Text: strings.TrimSpace(strings.Repeat("It is over. ", over(c)) + m.leftWords(o.Slot) + " " + m.whyOpenBesides(o, nil).Sentence)},
		})
	}
	if rows == nil {
		return nil
	}
	t := NewTable("open-slots", "Open places, the most important first", []Column{{Text: "When"}, {Text: "Slot"},
		{Text: "Priority", Numeric: true}, {Text: "Open", Numeric: true}, {Text: "Why"}}, rows)
	return &t
}

func (s *Server) rotaPage(v *visit) error {
	b, m, done, err := s.withRota(v, rotaSection, "Rota")
	if err != nil || done {
		return err
	}
	if err := s.explain(v, m); err != nil {
		return err
	}
	if m.told, err = s.tellings(v, b.Strike.ID); err != nil {
		return err
	}
	if _, err = s.callsSince(v, b.Strike.ID, m); err != nil {
		return err
	}
	f := rotaFilter{Service: v.query("service"), Day: v.query("day"), State: v.query("state")}
	if err = s.addWithdrawn(v, b.Strike.ID, m); err != nil {
		return err
	}
	p := newRotaView(b, m, f, s.now(), v.can)
	p.NoSlot = v.noSlotWords(m.entry.Slots)
	edits, err := s.editsOf(v, b.Strike.ID, m)
	if err != nil {
		return err
	}
	p.Edits = m.editsList(b, edits, v.can(auth.EditRota))
	return s.show(v, "rota", p)
}
