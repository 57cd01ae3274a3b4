package web

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

const dayAttendanceTitle = "Who came"

// What the form of attendance asks for.
const (
	doSave   = "save"
	doOthers = "others" // and that everybody else who was expected was here
)

// A dayAttendance is the duties of one day by unit, with a choice for each.
type dayAttendance struct {
	base
	watch
	Action  string
	Unit    string
	Choices []Select
	Changed *Changed
	Groups  []attendanceGroup
	None    string
	Others  *Button
	Save    Button
}

// An attendanceGroup is one unit.
type attendanceGroup struct {
	Unit string
	Rows []attendanceRow
}

// An attendanceRow is one duty. Select is nil while it is too early to say.
type attendanceRow struct {
	Name, About, Times, Expected string
	Choice                       *replyChoice
}

// An attendanceInput is what the page is made of. unit is the one that is shown, "" for all.
type attendanceInput struct {
	entry rota.Entry
	list  []store.Resident
	watch watch
	unit  string
}

// A dueDuty is one duty with whose it is and where.
type dueDuty struct {
	rota.Duty
	who  store.Resident
	unit string
	site string // of the slot, "" when it belongs to none
}

// due are the duties that start on the day, or had begun before it and go on, by unit, time and name.
func (in attendanceInput) due() []dueDuty {
	units, sites := map[rota.SlotID]string{}, map[rota.SlotID]string{}
	for _, s := range in.entry.Slots {
		units[s.ID], sites[s.ID] = s.Unit, s.Site
	}
	day := rota.DateOf(in.watch.at)
	var out []dueDuty
	for _, r := range sortResidents(in.list) {
		for _, d := range r.Duties {
			if rota.DateOf(d.Start) == day || d.Holds(in.watch.at) {
				out = append(out, dueDuty{d, r, nameOr(units[d.Slot], r.Unit), sites[d.Slot]})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b dueDuty) int {
		if c := strings.Compare(a.unit, b.unit); c != 0 {
			return c
		}
		return a.Compare(b.Span)
	})
	return out
}

// ready reports whether it can be said whether somebody came: the duty has begun, by the
// clock and at the time shown. The last hour of a day stands for all of the day.
func (in attendanceInput) ready(d rota.Duty) bool {
	if d.Start.After(in.watch.now) {
		return false
	}
	at := in.watch.at
	next := at.Add(time.Hour)
	whole := in.watch.chosen && (rota.DateOf(next) != rota.DateOf(at) || !in.watch.day.Holds(next))
	return !d.Start.After(at) || whole && rota.DateOf(d.Start) == rota.DateOf(at)
}

func (in attendanceInput) expectedWords(d rota.Duty) string {
	switch {
	case in.entry.Strike.Expects(d):
		return "Expected"
	case d.Declaration == rota.Away:
		return "Not expected"
	}
	return "Not known"
}

// newDayAttendance builds the page.
func newDayAttendance(b base, f *form.Form, in attendanceInput) *dayAttendance {
	id := b.Strike.ID
	b.backTo(dayTitle, in.watch.dayPath(id))
	p := &dayAttendance{base: b, watch: in.watch, Action: strikePath(id, "day", "attendance"), Unit: in.unit,
		Save: Button{Text: "Save the attendance", Name: doField, Value: doSave, Once: true}}
	all := in.due()
	p.Choices = in.choices(all)
	if len(all) == 0 {
		p.None = "No resident has a duty that starts on this day, or goes on into it at the time shown."
	}
	grid, expected := attendanceGrid(), false
	for _, d := range all {
		if in.unit != "" && d.unit != in.unit {
			continue
		}
		if n := len(p.Groups); n == 0 || p.Groups[n-1].Unit != d.unit {
			p.Groups = append(p.Groups, attendanceGroup{Unit: d.unit})
		}
		row := attendanceRow{Name: nameOr(d.who.Name, string(d.who.ID)), About: d.who.Grade, Times: d.Times(), Expected: in.expectedWords(d.Duty)}
		if rota.DateOf(d.Start) != rota.DateOf(in.watch.at) {
			row.Times = d.Words()
		}
		if d.site != "" {
			row.Times += ", " + d.site
		}
		if in.ready(d.Duty) {
			choice := grid.choice(f, row.Name, d.Duty)
			row.Choice = &choice
			expected = expected || in.entry.Strike.Expects(d.Duty) && d.Attendance == rota.NotConfirmed
		}
		group := &p.Groups[len(p.Groups)-1]
		group.Rows = append(group.Rows, row)
	}
	if expected {
		p.Others = &Button{Text: "Save, and everybody else who was expected was here", Name: doField, Value: doOthers, Variant: "secondary", Once: true}
	}
	return p
}

// choices are the day and the unit to show.
func (in attendanceInput) choices(all []dueDuty) []Select {
	f := form.New().Set("unit", in.unit)
	units := []Option{{Text: "All units"}}
	for _, d := range all {
		if o := (Option{Value: d.unit, Text: d.unit}); units[len(units)-1] != o {
			units = append(units, o)
		}
	}
	return append(in.watch.choices()[:1], choose(f, "unit", "Unit", units))
}

// others are the changes with, of all duties of the form that nobody has said anything of,
// that those who were expected were here.
func (in attendanceInput) others(f *form.Form, changes []dutyChange) []dutyChange {
	for _, d := range in.due() {
		said := slices.ContainsFunc(changes, func(c dutyChange) bool { return c.duty == d.ID })
		if !said && in.ready(d.Duty) && in.entry.Strike.Expects(d.Duty) && f.Value(fromName(d.ID)) == notConfirmed {
			changes = append(changes, dutyChange{d.ID, notConfirmed, string(rota.Worked)})
		}
	}
	return changes
}

// watchOfDay is the time to show when a day alone was chosen: the last hour of it, so that
// all of it can be confirmed once it is over. Where nothing was chosen and now is no hour
// of the strike's days, it is that of the first day.
func watchOfDay(e rota.Entry, now time.Time, day, hour string) watch {
	w := newWatch(e, now, day, hour)
	if day == "" {
		day = w.Day()
	} else if hour != "" && w.Day() == day {
		return w
	}
	for h := 23; h >= 0 && day != ""; h-- {
		if last := newWatch(e, now, day, strconv.Itoa(h)); last.Day() == day {
			return last
		}
	}
	return w
}

// loadAttendance loads what the page is made of.
func (s *Server) loadAttendance(v *visit, day, hour, unit string) (b base, in attendanceInput, err error) {
	strike, list, err := s.withResidents(v)
	if err != nil {
		return b, in, err
	}
	e, err := v.store.Entry(v.ctx(), strike.ID)
	in = attendanceInput{entry: e, list: list, watch: watchOfDay(e, s.now(), day, hour), unit: unit}
	return s.strikeBase(v, strike, overviewSection, dayAttendanceTitle), in, err
}

// dayAttendancePage answers GET /strikes/:strike/day/attendance.
func (s *Server) dayAttendancePage(v *visit) error {
	b, in, err := s.loadAttendance(v, v.query(dayField), v.query(hourField), v.query("unit"))
	if err != nil {
		return err
	}
	return s.show(v, "day-attendance", newDayAttendance(b, form.New(), in))
}

// saveDayAttendance saves what was changed, and says what opens by it.
func (s *Server) saveDayAttendance(v *visit) error {
	f := v.form()
	day, hour := readWatch(f)
	unit := f.Optional("unit", "the unit", 80)
	do := form.OptionalChoice(f, doField, "what to do", []string{doSave, doOthers})
	grid := attendanceGrid()
	changes := grid.read(f)
	if err := f.Done(); err != nil {
		return err
	}
	b, in, err := s.loadAttendance(v, day, hour, unit)
	if err != nil {
		return err
	}
	if do == doOthers {
		changes = in.others(f, changes)
	}
	if tooEarly(in.list, changes, func(d rota.Duty) bool { return !in.ready(d) }) {
		return &form.Refused{Field: doField}
	}
	if !f.OK() {
		return s.showAgain(v, "day-attendance", newDayAttendance(b, f, in), f)
	}
	err = grid.save(s, v, b.Strike.ID, changes)
	if errors.Is(err, rota.ErrConflict) {
		return s.showAttendanceClash(v, b, in, f, changes, err)
	}
	if err != nil {
		return err
	}
	return s.attended(v, b.Strike.ID, in, changes)
}

// showAttendanceClash shows the page with what was typed and what somebody else has saved since.
func (s *Server) showAttendanceClash(v *visit, b base, in attendanceInput, f *form.Form, changes []dutyChange, clash error) error {
	changed := attendanceGrid().changed(f, clash, in.list, changes)
	p := newDayAttendance(b, keepTyped(f, changes), in)
	p.Changed = changed
	return s.showChanged(v, "day-attendance", p)
}

// attended says what was saved and what opens by it, and goes to where that is dealt with.
func (s *Server) attended(v *visit, strikeID string, before attendanceInput, changes []dutyChange) error {
	words := attendanceGrid().saved(len(changes))
	to := before.watch.path(strikeID, "attendance")
	if before.unit != "" {
		to = withQuery(to, "unit", before.unit)
	}
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	m, err := s.made(v, strike)
	if err != nil {
		return err
	}
	if m != nil {
		if opened := openings(before.entry, m.entry, m.plan, rota.Span{Start: before.watch.at, End: before.watch.day.End}); opened > 0 {
			words += ". " + sentenceIsAre(opened, "place") + " opened by it"
			to = before.watch.dayPath(strikeID)
		} else if spare := (dayInput{m: m, watch: before.watch, may: v.can}).spareWords(); spare != "" && len(changes) > 0 {
			words += ". " + spare
			to = before.watch.dayPath(strikeID)
		}
	}
	s.flash(v, words)
	return s.redirect(v, to)
}

// openings is how many more places are open after than before, of slots that have not ended.
func openings(before, after rota.Entry, plan rota.Plan, span rota.Span) int {
	was := map[rota.SlotID]int{}
	for _, s := range before.Standing(plan, span) {
		was[s.Slot.ID] = s.Open()
	}
	n := 0
	for _, s := range after.Standing(plan, span) {
		n += max(0, s.Open()-was[s.Slot.ID])
	}
	return n
}

// withQuery adds a parameter to an address.
func withQuery(address, name, value string) string {
	sign := "?"
	if strings.Contains(address, "?") {
		sign = "&"
	}
	return address + sign + url.Values{name: {value}}.Encode()
}
