package exports

import (
	"fmt"
	"io"
	"slices"
	"time"

	"strikerota/rota"
)

// Rota writes the rota workbook, for wards and the switchboard: who is where and
// when and how to reach them. One sheet a service, one a day to pin up, all
// shifts in a table to filter, and every open place with what to do about it. It
// holds no amount of money, nothing of residents, and of consultants neither what
// stops them nor what was decided about them: that is in the evidence of an open place.
func Rota(w io.Writer, h Handout) error {
	b, err := h.labelled("Rota: "+h.Problem.Strike.Name, h.Problem.Strike.Name)
	if err != nil {
		return err
	}
	l := newWardLedger(h)
	return b.written(w, append([]func(*book) error{l.writeRotaReadme}, append(l.rotaSheets(), l.writeWardOpen)...)...)
}

// newWardLedger is the ledger for those who go by the rota.
func newWardLedger(h Handout) ledger {
	l := newLedger(h)
	l.ward = true
	return l
}

// rotaSheets are the sheets of the rota.
func (l ledger) rotaSheets() []func(*book) error {
	return []func(*book) error{l.writeServices, l.writeDays, l.writeAll}
}

func (l ledger) writeServices(b *book) error {
	for i, v := range services(l.posts(), l.known() > 0) {
		if err := l.writeService(b, b.names.of(v.name), i+1, v); err != nil {
			return err
		}
	}
	return nil
}

const contactHead = "Contact"

// postFields are the columns of a listing of posts.
var postFields = []field{
	{"Date", 16, date}, {"Start", 7, clock}, {"End", 11, dayClock}, {"Service", 14, wrapped}, {"Unit", 20, wrapped}, {"Role", 18, wrapped},
	{"Site", 14, wrapped}, {"Mode", 9, plain}, {"Priority", 9, whole}, {"Skills needed", 20, wrapped}, {"Who", 26, wrapped}, {contactHead, 20, wrapped},
	{"State", 10, wrapped}, {whyHead, 34, wrapped}, {"Slot", 18, wrapped},
}

const (
	whyHead = "Why it is so"
	whoCol  = 11 // of Who
)

// postList is every line of the rota.
func (l ledger) postList() listing {
	t := listing{name: "AllShifts", fields: postFields}
	for _, p := range l.posts() {
		s := p.slot
		t.add(rota.DateOf(s.Start), s.Start, s.End, s.Service, s.Unit, s.Role, s.Site, s.Mode.Words(), s.Priority, skillWords(s), p.who, p.contact, p.stateWords(), p.why, string(s.ID))
	}
	if l.ward {
		return t.without(whyHead)
	}
	return t
}

func (l ledger) writeAll(b *book) error {
	t := l.told(l.postList())
	s := b.sheet(allSheet, layout{widths: t.widths(), paper: paperA3, landscape: true, frozenRow: tableHeadRow, frozenCol: 1, titleRow: tableHeadRow})
	first := ref(whoCol, tableHeadRow+1)
	s.marked(first+":"+ref(whoCol, tableHeadRow+max(1, len(t.rows))), first)
	l.headed(s, allSheet, consultantsWords)
	s.list(t, "No place is for a consultant.")
	return s.flush()
}

// writeDays writes a sheet for each day on which a slot runs, to pin up.
func (l ledger) writeDays(b *book) error {
	posts := l.posts()
	for i, d := range postDays(posts) {
		var on []post
		day := wholeDay(d)
		for _, p := range posts {
			if p.slot.Overlaps(day) {
				on = append(on, p)
			}
		}
		if err := l.writeDay(b, d, i+1, on); err != nil {
			return err
		}
	}
	return nil
}

// consultantsWords say what the sheets of a rota hold, and what they do not.
const consultantsWords = "Places for consultants alone: all other doctors are as on the ward’s own rota."

// postDays are the days on which a slot runs, the morning on which its last night ends among them.
func postDays(posts []post) []rota.Date {
	var days []rota.Date
	for _, p := range posts {
		for d, last := rota.DateOf(p.slot.Start), rota.DateOf(p.slot.End.Add(-time.Second)); d.Compare(last) <= 0; d = d.Add(1) {
			days = append(days, d)
		}
	}
	slices.SortFunc(days, rota.Date.Compare)
	return slices.Compact(days)
}

// wholeDay is the day from midnight to midnight, in London.
func wholeDay(d rota.Date) rota.Span {
	at := func(d rota.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, rota.Zone()).UTC() }
	return rota.Span{Start: at(d), End: at(d.Add(1))}
}

var dayFields = []field{
	{"Service", 17, poster}, {"Unit", 27, poster}, {"Role", 26, poster}, {"Site", 20, poster}, {"From", 14, posterWhen}, {"To", 14, posterWhen},
	{"Mode", 11, poster}, {"Who", 34, poster}, {contactHead, 26, poster}, {"State", 24, poster},
}

func (l ledger) writeDay(b *book, d rota.Date, n int, posts []post) error {
	t := listing{name: fmt.Sprintf("OnDay%d", n), fields: dayFields}
	slices.SortStableFunc(posts, func(a, b post) int { return byPlace(a.slot, b.slot) })
	for _, p := range posts {
		s := p.slot
		t.add(s.Service, s.Unit, s.Role, s.Site, s.Start, plainEnd(s.Span), s.Mode.Words(), p.who, p.contact, p.wardWords())
	}
	t = l.told(t)
	page := layout{widths: t.widths(), paper: paperA3, landscape: true, frozenRow: tableHeadRow, frozenCol: 2, titleRow: tableHeadRow}
	height := 24 + 3*tall(1)
	for _, row := range t.rows {
		height += t.height(row)
	}
	page.tall = page.pagesDown(height)
	s := b.sheet(b.names.of(fmt.Sprintf("%s %d %s", d.Weekday().String()[:3], d.Day, d.Month.String()[:3])), page)
	s.marked(fmt.Sprintf("H%d:H%d", tableHeadRow+1, tableHeadRow+max(1, len(t.rows))), fmt.Sprintf("H%d", tableHeadRow+1))
	l.headedUntil(s, fmt.Sprintf("%s %d %s %d", d.Weekday(), d.Day, d.Month, d.Year), l.downWords(d, posts), l.dayWords(d), l.officeWords())
	s.list(t, "Nobody is needed on this day.")
	return s.flush()
}

// dayWords say what a sheet of a day holds, and when in it the strike ends.
func (l ledger) dayWords(d rota.Date) string {
	words := consultantsWords + " From midnight to midnight, with nights that began the day before."
	if end := l.Problem.Strike.End; rota.DateOf(end) == d {
		words += " The strike ends at " + rota.ClockWords(end) + "."
	}
	return words
}

// downWords say until when a sheet of a day hangs: until its last slot is over, or there is a newer one.
func (l ledger) downWords(d rota.Date, posts []post) string {
	end := wholeDay(d).End
	for _, p := range posts {
		if p.slot.End.After(end) {
			end = p.slot.End
		}
	}
	at := "at the end of the day"
	if end.After(wholeDay(d).End) {
		at = "at " + rota.ClockWords(end) + " on " + rota.DateOf(end).Words()
	}
	newer := "a newer version is published"
	if l.Edition.Draft {
		newer = "a version is published"
	}
	return "Take this sheet down " + at + ", or as soon as " + newer + "."
}

// plainEnd is when something ends, for people to read: midnight belongs to the day before it.
func plainEnd(s rota.Span) any {
	if wallMinute(s.End) > 0 {
		return s.End
	}
	return rota.DateOf(s.End).Add(-1).Weekday().String()[:3] + " midnight"
}

// byPlace orders slots by where they are, then when.
func byPlace(a, b rota.Slot) int {
	if c := compareSlots(withoutID(a), withoutID(b)); c != 0 {
		return c
	}
	if c := a.Compare(b.Span); c != 0 {
		return c
	}
	return compareSlots(a, b)
}

func withoutID(s rota.Slot) rota.Slot {
	s.ID = ""
	return s
}
