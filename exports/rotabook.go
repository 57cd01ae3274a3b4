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
// shifts in a table to filter, and every open place with what would fill it. It
// holds no amount of money.
func Rota(w io.Writer, h Handout) error {
	b, err := h.labelled("Rota: "+h.Problem.Strike.Name, h.Problem.Strike.Name)
	if err != nil {
		return err
	}
	l := newLedger(h)
	return b.written(w, append([]func(*book) error{l.writeRotaReadme}, l.rotaSheets()...)...)
}

// rotaSheets are the sheets of the rota.
func (l ledger) rotaSheets() []func(*book) error {
	return []func(*book) error{l.writeServices, l.writeDays, l.writeAll, l.writeOpen}
}

func (l ledger) writeServices(b *book) error {
	for i, v := range services(l.posts()) {
		if err := l.writeService(b, b.names.of(v.name), i+1, v); err != nil {
			return err
		}
	}
	return nil
}

const contactHead = "Contact"

// postFields are the columns of a listing of posts.
var postFields = []field{
	{"Date", 15, date}, {"Start", 7, clock}, {"End", 11, dayClock}, {"Service", 14, wrapped}, {"Unit", 20, wrapped}, {"Role", 18, wrapped},
	{"Site", 14, wrapped}, {"Mode", 9, plain}, {"Priority", 9, whole}, {"Who", 26, wrapped}, {contactHead, 20, wrapped}, {"State", 10, wrapped},
	{"Why it is so", 34, wrapped}, {"Slot", 18, wrapped},
}

// postList is every line of the rota.
func (l ledger) postList() listing {
	t := listing{name: "AllShifts", fields: postFields}
	for _, p := range l.posts() {
		s := p.slot
		t.add(rota.DateOf(s.Start), s.Start, s.End, s.Service, s.Unit, s.Role, s.Site, s.Mode.Words(), s.Priority, p.who, p.contact, p.stateWords(), p.why, string(s.ID))
	}
	return t
}

func (l ledger) writeAll(b *book) error {
	t := l.told(l.postList())
	s := b.sheet(allSheet, layout{widths: t.widths(), paper: paperA3, landscape: true, frozenRow: tableHeadRow, frozenCol: 1, titleRow: tableHeadRow})
	first := ref(10, tableHeadRow+1)
	s.marked(first+":"+ref(10, tableHeadRow+max(1, len(t.rows))), first, openWord)
	l.headed(s, allSheet)
	s.list(t, "No slot is entered.")
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

// postDays are the days on which a slot starts.
func postDays(posts []post) []rota.Date {
	var days []rota.Date
	for _, p := range posts {
		days = append(days, rota.DateOf(p.slot.Start))
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
	{"Service", 17, poster}, {"Unit", 27, poster}, {"Role", 26, poster}, {"Site", 22, poster}, {"From", 14, posterWhen}, {"To", 14, posterWhen},
	{"Mode", 12, poster}, {"Who", 36, poster}, {contactHead, 28, poster}, {"State", 13, poster},
}

const dayHeadRow = 3

func (l ledger) writeDay(b *book, d rota.Date, n int, posts []post) error {
	t := listing{name: fmt.Sprintf("OnDay%d", n), fields: dayFields}
	slices.SortStableFunc(posts, func(a, b post) int { return byPlace(a.slot, b.slot) })
	for _, p := range posts {
		s := p.slot
		t.add(s.Service, s.Unit, s.Role, s.Site, s.Start, s.End, s.Mode.Words(), p.who, p.contact, p.wardWords())
	}
	t = l.told(t)
	page := layout{widths: t.widths(), paper: paperA3, landscape: true, frozenRow: dayHeadRow, frozenCol: 2, titleRow: dayHeadRow}
	height := 24 + 2*tall(1)
	for _, row := range t.rows {
		height += t.height(row)
	}
	page.tall = page.pagesDown(height)
	s := b.sheet(b.names.of(fmt.Sprintf("%s %d %s", d.Weekday().String()[:3], d.Day, d.Month.String()[:3])), page)
	s.marked(fmt.Sprintf("H%d:H%d", dayHeadRow+1, dayHeadRow+max(1, len(t.rows))), fmt.Sprintf("H%d", dayHeadRow+1), openWord)
	s.put(24, s.cell(title, l.titled(fmt.Sprintf("%s %d %s %d", d.Weekday(), d.Day, d.Month, d.Year))))
	s.put(0, s.cell(bare, "Everybody on duty from midnight to midnight, nights that begin the day before among them. "+l.foot()+"."))
	s.list(t, "Nobody is needed on this day.")
	return s.flush()
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
