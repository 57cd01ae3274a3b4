package web

import (
	"slices"
	"strconv"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var availabilityRoutes = []route{
	{method: get, path: "/strikes/:strike/consultants/availability", act: auth.EditPeople, do: (*Server).availabilityPage},
	{method: post, path: "/strikes/:strike/consultants/availability", act: auth.EditPeople, do: (*Server).saveAvailability},
	{method: get, path: "/strikes/:strike/consultants/:consultant/availability", act: auth.EditPeople, do: (*Server).availabilityPage},
	{method: post, path: "/strikes/:strike/consultants/:consultant/availability", act: auth.EditPeople, do: (*Server).saveAvailability},
}

// availabilityPath is the grid of one consultant, or of all for the id "".
func availabilityPath(strikeID string, id rota.ConsultantID) string {
	return strikePath(strikeID, "consultants", string(id), "availability")
}

// An availabilityView asks by checkboxes when consultants have offered to cover: a
// box is a shift of a day. For one consultant the days stand below each other, for
// many each has a row. Boxes travel with what they were, so that only what was
// changed is saved, and the changes of two people both go through.
type availabilityView struct {
	base
	Action     string
	Skill      string
	Number     int
	One        bool
	Filters    Filters
	Caption    string
	Shifts     []shiftHead
	Days       []string // heads of the columns, for many
	Rows       []availabilityRow
	Count      int                 // of consultants on the page
	Unoffered  *unofferedLocksView // what to say of locks on times that are not offered any more, or nil
	Modes      Choices
	Anyway     *Tick // saves offers that meet a fixed session
	None       string
	Pagination *Pagination
	Save       Button
}

// A shiftHead is a shift with its times, and for one consultant the box that takes
// all its days.
type shiftHead struct {
	Text, Times string
	All         *allBox
}

// An availabilityRow is a consultant with their days, or a day of the one consultant.
type availabilityRow struct {
	Head    string
	Href    string
	About   string
	All     *allBox
	Cells   []availabilityCell
	Hidden  []keptField
	Errors  []Field
	Columns int
}

// A availabilityCell is the boxes of one day, or one box of the one consultant's day.
type availabilityCell struct {
	Head  string
	Boxes []availabilityBox
}

// An availabilityBox is one shift of one day of one consultant.
type availabilityBox struct {
	ID, Name, Value string
	Label           string // for screen readers, with who and when
	Text            string
	Ticked          bool
	Note            string // what is offered of it, or what stands in its way
}

// An allBox ticks all boxes of a row or column.
type allBox struct{ ID, Name, Value, Label string }

// An availabilityInput is what the grid is made of.
type availabilityInput struct {
	st     consultantState
	one    bool
	list   []store.Consultant // of the page
	shifts []rota.Shift
	days   []rota.Date
	form   *form.Form
}

// theirs names a field of the i-th consultant of the page.
func theirs(field string, i int) string { return field + "-" + strconv.Itoa(i) }

func boxKey(d rota.Date, s rota.Shift) string { return d.String() + "_" + s.Key }

// spans are the shifts of the strike's days by the key of their box.
func (in availabilityInput) spans() map[string]rota.Span {
	out := map[string]rota.Span{}
	for _, d := range in.days {
		for _, s := range in.shifts {
			if span, ok := s.On(d); ok {
				out[boxKey(d, s)] = span
			}
		}
	}
	return out
}

// offeredOf are the boxes that are ticked of what is kept, in order.
func offeredOf(spans map[string]rota.Span, c store.Consultant) []string {
	var out []string
	for key, span := range spans {
		if rota.Offered(c.Offers, span) {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// fill gives the form what is kept, where nothing was typed.
func (in availabilityInput) fill() {
	spans := in.spans()
	in.form.Set("rows", strconv.Itoa(len(in.list)))
	for i, c := range in.list {
		if in.form.Has(theirs("who", i)) {
			continue
		}
		kept := offeredOf(spans, c)
		in.form.Set(theirs("who", i), string(c.ID)).Set(theirs("was", i), strings.Join(kept, " "))
		if len(kept) > 0 {
			in.form.Set(theirs("offer", i), kept...)
		}
	}
	if !in.form.Has("modes") && !in.form.Has("page") {
		in.form.Set("modes", string(rota.OnSite))
	}
}

func newAvailability(b base, in availabilityInput, by filter, number int) *availabilityView {
	strike := b.Strike.ID
	p := &availabilityView{base: b, One: in.one, Skill: by.get("skill"), Save: Button{Text: "Save what they have offered", Once: true}}
	p.backTo("Consultants", strikePath(strike, "consultants"))
	p.Action = by.path
	if !in.one {
		p.Wide()
		p.Filters = newFilters(by, nil, []Select{choose(by.form(), "skill", "Skill", anyOf("All skills", optionsFrom(skillsOf(plainConsultants(in.st.all)))))})
		p.list(&in, by, number)
	}
	switch {
	case len(in.list) == 0:
		p.None = "There is no consultant to show. Add consultants first, or change what you filter by."
		return p
	case len(in.shifts) == 0:
		p.None = "There is no slot yet, so the planner does not know which shifts to ask about. Add critical slots first."
		return p
	}
	in.fill()
	p.Count = len(in.list)
	for _, s := range in.shifts {
		p.Shifts = append(p.Shifts, shiftHead{Text: s.Words(), Times: shiftTimes(s, in.days[0])})
	}
	p.Modes = checkboxes(in.form, "modes", "What is newly ticked is offered", optionsOf(rota.Modes(), rota.Mode.Words))
	p.Modes.Small, p.Modes.Inline = true, true
	if in.form.Error("anyway") != "" || in.form.Value("anyway") != "" {
		p.Anyway = tick(in.form, "anyway", "Save these offers all the same: a fixed session stays, and no slot that meets it is given")
	}
	if in.one {
		p.Rows = in.dayRows(p)
	} else {
		p.Rows = in.peopleRows(p, strike)
	}
	return p
}

// list cuts the page out of the consultants.
func (p *availabilityView) list(in *availabilityInput, by filter, number int) {
	found := slices.DeleteFunc(sortConsultants(in.st.all), func(c store.Consultant) bool {
		return by.get("skill") != "" && !slices.Contains(c.Skills, by.get("skill"))
	})
	p.Caption = count(len(found), "consultant")
	in.list, p.Number, p.Pagination = paged(found, number, by.href)
	if in.form.Has(theirs("who", 0)) { // shown again: the rows are those that were posted
		in.list = in.posted()
	}
	p.Title = pageTitle(p.Title, p.Number, p.Pagination)
}

// posted are the consultants of the posted rows, in their order. The rows after one
// who is gone move up, with their ticks.
func (in availabilityInput) posted() []store.Consultant {
	var out []store.Consultant
	for i := range perPage {
		at := slices.IndexFunc(in.st.all, func(c store.Consultant) bool { return string(c.ID) == in.form.Value(theirs("who", i)) })
		if at < 0 {
			continue
		}
		if to := len(out); to < i {
			for _, name := range []string{"who", "was", "offer", "all"} {
				in.form.Set(theirs(name, to), in.form.Values(theirs(name, i))...)
			}
		}
		out = append(out, in.st.all[at])
	}
	return out
}

// shiftTimes are the times of a shift as the clocks show them.
func shiftTimes(s rota.Shift, d rota.Date) string {
	span, ok := s.On(d)
	if !ok {
		return ""
	}
	return span.Times()
}

// dayRows are the rows of one consultant: a day each, a column for each shift.
func (in availabilityInput) dayRows(p *availabilityView) []availabilityRow {
	for k, s := range in.shifts {
		p.Shifts[k].All = &allBox{ID: "all-" + s.Key, Name: theirs("all", 0), Value: s.Key, Label: "All days, " + rota.LowerFirst(s.Words())}
	}
	c := in.list[0]
	p.Caption = "When they have offered to cover"
	hidden, spans := in.hidden(0), in.spans()
	var out []availabilityRow
	for _, d := range in.days {
		row := availabilityRow{Head: d.Words(), Hidden: hidden, All: &allBox{ID: "all-" + d.String(), Name: theirs("all", 0), Value: d.String(), Label: d.Words() + ", all shifts"}}
		hidden = nil
		for _, s := range in.shifts {
			row.Cells = append(row.Cells, availabilityCell{Head: s.Words(), Boxes: in.boxes(0, c, d, []rota.Shift{s}, spans)})
		}
		out = append(out, row)
	}
	out[0].Errors = in.errors(0)
	out[0].Columns = len(in.shifts) + 2
	return out
}

// peopleRows are the rows of many consultants, a column for each day.
func (in availabilityInput) peopleRows(p *availabilityView, strike string) []availabilityRow {
	for _, d := range in.days {
		p.Days = append(p.Days, d.Words())
	}
	spans := in.spans()
	var out []availabilityRow
	for i, c := range in.list {
		row := availabilityRow{Head: c.Name, Href: availabilityPath(strike, c.ID), About: strings.Join(c.Skills, ", "), Hidden: in.hidden(i), Errors: in.errors(i),
			All: &allBox{ID: theirs("all", i), Name: theirs("all", i), Value: "row", Label: c.Name + ", all days and shifts"}, Columns: len(in.days) + 2}
		for _, d := range in.days {
			row.Cells = append(row.Cells, availabilityCell{Head: d.Words(), Boxes: in.boxes(i, c, d, in.shifts, spans)})
		}
		out = append(out, row)
	}
	return out
}

// hidden are who the i-th consultant is and what was ticked when the page was opened.
func (in availabilityInput) hidden(i int) []keptField {
	return []keptField{{theirs("who", i), in.form.Value(theirs("who", i))}, {theirs("was", i), in.form.Value(theirs("was", i))}}
}

func (in availabilityInput) errors(i int) []Field {
	if text := in.form.Error(theirs("offer", i)); text != "" {
		return []Field{{ID: theirs("offer", i) + "-fault", Error: text}}
	}
	return nil
}

// boxes are the shifts of a day of one consultant, among the spans of all boxes.
func (in availabilityInput) boxes(i int, c store.Consultant, d rota.Date, shifts []rota.Shift, spans map[string]rota.Span) []availabilityBox {
	ticked := in.form.Values(theirs("offer", i))
	var out []availabilityBox
	for _, s := range shifts {
		span, ok := s.On(d)
		if !ok {
			continue
		}
		key := boxKey(d, s)
		out = append(out, availabilityBox{ID: theirs("box", i) + "-" + key, Name: theirs("offer", i), Value: key, Text: s.Words(),
			Label: c.Name + ", " + d.Words() + ", " + rota.LowerFirst(s.Words()), Ticked: slices.Contains(ticked, key), Note: boxNote(c, span, spans, in.st.declined)})
	}
	return out
}

// boxNote says what a box cannot: that cover in it was declined, that a fixed session is
// in its way, or that part of the shift is offered. The spans are those of the page's boxes.
func boxNote(c store.Consultant, span rota.Span, spans map[string]rota.Span, declined []rota.Told) string {
	var out []string
	if slices.ContainsFunc(declined, func(d rota.Told) bool { return d.Consultant == c.ID && partOf(d.Span, span, spans) }) {
		out = append(out, "Declined since")
	}
	for _, x := range c.Sessions {
		if x.Kind == rota.Fixed && x.Overlaps(span) {
			out = append(out, nameOr(x.Name, "Fixed session")+", "+clockSpan(x.Span))
			break
		}
	}
	if rota.Offered(c.Offers, span) {
		if out == nil {
			return heldWords(c.Offers, span)
		}
		return strings.Join(out, ". ")
	}
	var parts []string
	for _, o := range c.Offers {
		if partOf(o.Span, span, spans) {
			parts = append(parts, clockSpan(o.Span)+modeHint(o.Modes))
		}
	}
	if parts != nil {
		out = append(out, "Part is offered: "+strings.Join(distinct(parts), ", "))
	}
	return strings.Join(out, ". ")
}

// modeHint says how a part is offered, when that is not on site.
func modeHint(modes []rota.Mode) string {
	if len(modes) == 0 || slices.Contains(modes, rota.OnSite) {
		return ""
	}
	return " (" + rota.LowerFirst(modes[0].Words()) + ")"
}

// partOf reports whether an offer's part of a shift is told of beside the shift's box.
// It is not where another box holds that part and more of the offer, or as much in a
// shorter shift: a night that is offered touches the day, which says nothing of the day.
func partOf(offer, shift rota.Span, spans map[string]rota.Span) bool {
	part := common(offer, shift)
	if !offer.Overlaps(shift) {
		return false
	}
	for _, other := range spans {
		more := common(offer, other).Minutes() - part.Minutes()
		if other.Contains(part) && (more > 0 || more == 0 && other.Minutes() < shift.Minutes()) {
			return false
		}
	}
	return true
}

// common is what two spans that overlap have in common.
func common(a, b rota.Span) rota.Span {
	if a.Start.Before(b.Start) {
		a.Start = b.Start
	}
	if b.End.Before(a.End) {
		a.End = b.End
	}
	return a
}

// heldWords say how an offered shift is offered, when that is not on site.
func heldWords(offers []rota.Offer, span rota.Span) string {
	var out []string
	for _, mode := range rota.Modes() {
		held := slices.ContainsFunc(offers, func(o rota.Offer) bool { return o.Contains(span) && slices.Contains(o.Modes, mode) })
		switch {
		case held && mode == rota.OnSite:
			return ""
		case held:
			out = append(out, rota.LowerFirst(mode.Words()))
		}
	}
	return sentence(strings.Join(out, ", ")) + " only"
}

// clockSpan is "8am to 1pm", with the day when the span is longer than a shift.
func clockSpan(s rota.Span) string {
	if rota.DateOf(s.Start) == rota.DateOf(s.End) || s.Minutes() <= 16*60 {
		return rota.ClockWords(s.Start) + " to " + rota.ClockWords(s.End)
	}
	return s.Words()
}
