package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

var dayRoutes = []route{
	{method: get, path: "/strikes/:strike/day", act: auth.SeeRota, do: (*Server).dayPage},
	{method: get, path: "/strikes/:strike/day/attendance", act: auth.EditPeople, do: (*Server).dayAttendancePage, names: "attendance"},
	{method: post, path: "/strikes/:strike/day/attendance", act: auth.EditPeople, do: (*Server).saveDayAttendance, names: "attendance"},
	{method: get, path: "/strikes/:strike/day/unable", act: auth.EditRota, do: (*Server).unablePage},
	{method: post, path: "/strikes/:strike/day/unable", act: auth.EditRota, do: (*Server).saveUnable},
	{method: post, path: "/strikes/:strike/day/able", act: auth.EditRota, do: (*Server).saveAble},
	{method: get, path: "/strikes/:strike/day/slots/:slot", act: auth.EditRota, do: (*Server).cutPage},
	{method: post, path: "/strikes/:strike/day/slots/:slot", act: auth.EditRota, do: (*Server).saveCut},
}

const dayTitle = "On the day"

// A dayView is who is in, who comes within the next hours, and what is open, by unit.
type dayView struct {
	base
	Edition   string // which rota it is
	Shown     string // that it is not now, or ""
	Changed   *outOfDate
	Withdrawn []withdrawn
	Apart     string // that who came is not counted, or ""
	Span      string
	Down      string // until when a print of it hangs
	Figures   []Figure
	Do        []Link // what can be recorded
	Here      string
	Choices   []Select
	Now       string // where now is shown, when something else is
	Spare     string // that some are not needed any more, or ""
	Calls     string // where they are told
	Unable    []ableLine
	Open      *Table
	Lost      *Table
	Hours     hourTable
	Full      hourTable // roles in which nobody is missing, folded
	Posts     *Table
	Folds     []dayFold // in place of Posts where there are many
	Services  []Link
	Office    string // how to reach those who can fill an open place, for those who cannot
	None      string
}

// A dayInput is what the page is made of.
type dayInput struct {
	m       *madeRota
	watch   watch
	service string       // that alone is shown; "" for all
	edits   []store.Edit // the newest changes by hand, for pages that offer to undo them
	may     func(auth.Act) bool
}

// standing is how slots stand: by who came for those who may see people, and else as
// the rota has it, which tells of no resident. Parts that are lost stand empty.
func (in dayInput) standing(span rota.Span) []rota.Standing {
	list := in.m.asShown().Standing(span)
	if in.may(auth.SeePeople) {
		list = in.m.entry.Standing(in.m.plan, span)
	}
	for _, s := range in.m.lostNow() {
		if s.Overlaps(span) {
			list = append(list, rota.Standing{Slot: s, Lost: true})
		}
	}
	slices.SortStableFunc(list, func(a, b rota.Standing) int { return a.Slot.Compare(b.Slot.Span) })
	return list
}

// newDayView builds the page.
func newDayView(b base, in dayInput) *dayView {
	id := b.Strike.ID
	b.Wide()
	b.backTo("Overview", strikePath(id))
	span := in.watch.span()
	list := in.ofService(in.standing(span))
	p := &dayView{base: b, Edition: in.edition(), Shown: in.watch.words(), Changed: in.m.outOfDate(id, in.may),
		Span: moment(span.Start) + " to " + moment(span.End), Down: "Take this down at " + moment(span.End) + ", or as soon as a newer one is printed.",
		Here: strikePath(id, "day"), Choices: append(in.watch.choices(), in.serviceChoice()...), Services: in.serviceLinks(id),
		Figures: dayFigures(list, in.watch), Do: in.links(id)}
	if in.watch.chosen && in.watch.day.Holds(in.watch.now) {
		p.Now = strikePath(id, "day")
	}
	if !in.may(auth.SeePeople) {
		p.Apart = apartWords
	}
	if in.may(auth.EditRota) {
		p.Unable = in.unable(b)
		p.Spare, p.Calls = in.spareWords(), in.watch.path(id, "calls")
	}
	p.Open, p.Lost = in.open(id, list), in.m.lostTable(in.lostBefore())
	p.showPosts(in, id, list, span)
	return p
}

// apartWords are for those who may not know which residents came.
const apartWords = "Which residents came is not counted on this page: places are as the rota has them, so that more or fewer may be open. The rota coordinators see both."

// links are what can be recorded from the page.
func (in dayInput) links(id string) []Link {
	var out []Link
	if in.may(auth.EditPeople) {
		out = append(out, Link{Text: "Record who came", Href: in.watch.path(id, "attendance")})
	}
	if in.may(auth.EditRota) {
		out = append(out, Link{Text: "A consultant cannot come", Href: in.watch.path(id, "unable")},
			Link{Text: replanTitle, Href: in.watch.path(id, "replan")}, Link{Text: callsTitle, Href: in.watch.path(id, "calls")},
			Link{Text: "Changes by hand, with Undo", Href: strikePath(id, "rota") + "#changes"})
	}
	return out
}

// edition says which rota is shown: the published one, or how it differs.
func (in dayInput) edition() string {
	told := in.m.told
	if told.number == 0 {
		return "Draft: no version of this rota has been published."
	}
	words := fmt.Sprintf("version %d, published at %s", told.number, moment(told.at))
	if n := in.changes(); n > 0 {
		return "Draft: " + count(n, "change") + " since " + words + "."
	}
	if in.m.at.After(told.at) || in.m.edited.After(told.at) {
		return "Draft: everybody in it is where " + words + ", has them. Slots or open places may have changed since."
	}
	return sentence(words) + "."
}

// changes is how many assignments differ from the newest version: in who, or in when or where.
func (in dayInput) changes() int {
	now, told := in.m.plan.Pairs(), slices.SortedFunc(slices.Values(in.m.entry.Published), rota.Pair.Compare)
	n := len(rota.Missing(now, told)) + len(rota.Missing(told, now))
	published := pairSet(told)
	for _, pair := range now {
		slot, _ := in.m.problem.Slot(pair.Slot)
		if _, same := in.m.told.of(slot, pair.Consultant); published[pair] && !same {
			n++
		}
	}
	return n
}

// dayFigures count now and what comes.
func dayFigures(list []rota.Standing, w watch) []Figure {
	var in, empty, come, openLater int
	for _, s := range list {
		if s.Slot.Holds(w.at) {
			in, empty = in+len(s.Holders), empty+s.Empty()
		} else {
			come, openLater = come+len(s.Holders), openLater+s.Open()
		}
	}
	return []Figure{{"Places without a consultant now", strconv.Itoa(empty)}, {"Places open later", strconv.Itoa(openLater)},
		{"Consultants in now", strconv.Itoa(in)}, {"Consultants to come", strconv.Itoa(come)}}
}

// whenWords say since when a slot has gone on, or when it begins, seen from the time shown.
func (w watch) whenWords(s rota.Span) string {
	end := rota.ClockWords(s.End)
	if rota.DateOf(s.End) != rota.DateOf(w.at) {
		end += " " + rota.DateOf(s.End).Words()
	}
	if s.Holds(w.at) {
		return "Now, until " + end
	}
	return "From " + rota.ClockWords(s.Start) + " until " + end
}

// open lists the open places: those of now first, then by time, the most important first.
func (in dayInput) open(strikeID string, list []rota.Standing) *Table {
	list = slices.DeleteFunc(slices.Clone(list), func(s rota.Standing) bool { return s.Open() == 0 })
	if len(list) == 0 {
		return nil
	}
	later := func(s rota.Standing) int64 { return max(0, s.Slot.Start.Unix()-in.watch.at.Unix()) }
	slices.SortStableFunc(list, func(a, b rota.Standing) int {
		return cmp.Or(cmp.Compare(later(a), later(b)), a.Slot.Priority-b.Slot.Priority)
	})
	var rows [][]Cell
	for _, s := range list {
		rows = append(rows, []Cell{
			{Text: in.watch.whenWords(s.Slot.Span)},
			{Text: in.m.problem.RoleWords(s.Slot), Href: coverPath(strikeID, s.Slot.ID), Hidden: s.Slot.Span.Words()},
			{Text: fmt.Sprintf("%d of %d", s.Open(), s.Slot.Places)},
			{Text: strconv.Itoa(s.Slot.Priority)},
			{Text: "No consultant", People: in.reached(s.Holders)},
		})
		if in.may(auth.EditRota) {
			rows[len(rows)-1] = append(rows[len(rows)-1], in.todo(strikeID, s))
		}
	}
	columns := []Column{{Text: "When"}, {Text: "Unit and role"}, {Text: "Open", Numeric: true}, {Text: "Priority", Numeric: true}, {Text: "Who is in it"}}
	if in.may(auth.EditRota) {
		columns = append(columns, Column{Text: "What to do"})
	}
	t := NewTable("open", "Open places", columns, rows)
	return &t
}

// todo leads to what can be done about an open place: once its slot has begun more than a
// quarter of an hour ago, only what is left of it can be covered.
func (in dayInput) todo(strikeID string, s rota.Standing) Cell {
	if s.Slot.Start.Add(quarter).After(in.watch.at) {
		return Cell{Text: "Who could take it", Href: coverPath(strikeID, s.Slot.ID), Hidden: ": " + s.Slot.Words()}
	}
	return Cell{Text: cutTitle, Href: in.watch.path(strikeID, "slots", string(s.Slot.ID)), Hidden: "of " + s.Slot.Words()}
}

// withDay loads what a page of the day is made of, at the hour that was chosen, and shows the empty page when there
// is no rota; done is then true.
func (s *Server) withDay(v *visit, title, day, hour string) (b base, in dayInput, done bool, err error) {
	b, m, done, err := s.withRota(v, overviewSection, title)
	if err != nil || done {
		return b, in, done, err
	}
	in, err = s.onTheDay(v, b.Strike.ID, m, day, hour)
	return b, in, false, err
}

// onTheDay is a rota at the hour that was chosen, with what consultants were told of by the newest version.
func (s *Server) onTheDay(v *visit, strikeID string, m *madeRota, day, hour string) (dayInput, error) {
	var err error
	m.told, err = s.tellings(v, strikeID)
	return dayInput{m: m, watch: newWatch(m.entry, s.now(), day, hour), may: v.can}, err
}

// dayPage answers GET /strikes/:strike/day.
func (s *Server) dayPage(v *visit) error {
	b, in, done, err := s.withDay(v, dayTitle, v.query(dayField), v.query(hourField))
	if err != nil || done {
		return err
	}
	if v.can(auth.EditRota) {
		if in.edits, err = v.store.Edits(v.ctx(), b.Strike.ID, 0, recentEdits); err != nil {
			return err
		}
	}
	if service := v.query(serviceField); slices.Contains(in.m.services(), service) {
		in.service = service
	}
	p := newDayView(b, in)
	if err = s.addWithdrawn(v, b.Strike.ID, in.m); err != nil {
		return err
	}
	p.Withdrawn = in.m.withdrawn
	if !v.can(auth.EditRota) && p.Open != nil {
		if p.Office, err = s.officeWords(v); err != nil {
			return err
		}
	}
	return s.show(v, "day", p)
}
