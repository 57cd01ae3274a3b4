package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"strikerota/internal/web/form"
	"strikerota/rota"
)

// templatesPage offers the templates as cards.
type templatesPage struct {
	base
	Cards []templateCard
	Blank Button
}

// A templateCard is one template: what it holds, before it is chosen.
type templateCard struct {
	Heading, About string
	Lines          []string
	Button         Button
}

func newTemplatesPage(b base) *templatesPage {
	id := b.Strike.ID
	b.backTo("Critical slots", strikePath(id, "slots"))
	p := &templatesPage{base: b, Blank: Button{Text: "Add a slot without a template", Href: strikePath(id, "slots", "new"), Variant: "secondary"}}
	for _, t := range slotTemplates {
		card := templateCard{Heading: t.service, About: t.about, Button: Button{Text: "Use the " + strings.ToLower(t.service) + " template", Href: strikePath(id, "slots", "templates", t.key)}}
		for _, l := range t.lines {
			card.Lines = append(card.Lines, l.unit+", "+l.role+", "+l.clockWords())
		}
		p.Cards = append(p.Cards, card)
	}
	return p
}

func (l templateLine) clocks() (from, to wallClock) {
	from, _ = parseClock(l.from)
	to, _ = parseClock(l.to)
	return from, to
}

// clockWords is when the line is, on whichever day: "8pm to 8:30am".
func (l templateLine) clockWords() string {
	from, to := l.clocks()
	if l.from == l.to {
		return "24 hours from " + from.words()
	}
	return from.words() + " to " + to.words()
}

// templatePage asks for site and days first, then shows every line to be looked
// over. Nothing is added before that.
type templatePage struct {
	base
	Action  string
	Review  bool
	Site    Input   // of the question
	Days    Choices // of the question
	Known   string  // sites in use
	Ask     Button
	Rows    int
	Lines   []reviewLine
	Service string
	Add     Button
	Again   string // address of the question
	Other   *Link  // the review with no line ticked, or with all; nil once something was typed
}

// A reviewLine is one line of a template as it will be added.
type reviewLine struct {
	Legend  string
	Include *Tick
	Fields  slotFields
	From    Input
	To      Input
	Days    Choices
}

// wholeDays are the days of a strike on which slots may start: all but the last
// when it ends in the morning.
func wholeDays(strike rota.Span) []rota.Date {
	last := rota.DateOf(strike.End.Add(-time.Minute))
	if strike.End.In(rota.Zone()).Hour() < 12 {
		last = rota.DateOf(strike.End).Add(-1)
	}
	out := []rota.Date{rota.DateOf(strike.Start)}
	for d := out[0].Add(1); !last.Before(d); d = d.Add(1) {
		out = append(out, d)
	}
	return out
}

func dayTexts(days []rota.Date) []string {
	out := make([]string, len(days))
	for i, d := range days {
		out[i] = d.String()
	}
	return out
}

func linePrefix(i int) string { return fmt.Sprintf("line-%d-", i) }

func buildTemplateQuestion(b base, f *form.Form, t slotTemplate, st slotState) *templatePage {
	id := b.Strike.ID
	b.backTo("Templates", strikePath(id, "slots", "templates"))
	p := &templatePage{base: b, Action: strikePath(id, "slots", "templates", t.key), Service: t.service,
		Site: input(f, "site", "Site").Hinted("Every slot of the template will be at this site. Come back for another.").Wide(20),
		Days: checkboxes(f, "day", "Days on which the slots start", daysOptions(wholeDays(st.strike.Span))),
		Ask:  Button{Text: "Look over the slots"}}
	p.Known = strings.Join(slotSites(st.all), ", ")
	return p
}

// templateForm fills the review with the lines of the template.
func templateForm(t slotTemplate, site string, days []string) *form.Form {
	f := form.New().Set("lines", strconv.Itoa(len(t.lines)))
	for i, l := range t.lines {
		p := linePrefix(i)
		setSlotFields(f, p, rota.Slot{Service: t.service, Unit: l.unit, Role: l.role, Site: site, Places: l.places, SkillsAll: l.all, SkillsAny: l.any,
			Mode: l.mode, NoOtherDuty: l.alone, Priority: l.priority, Source: l.source})
		from, to := l.clocks()
		f.Set(p+"from", from.words()).Set(p+"to", to.words())
		if on := slices.DeleteFunc(slices.Clone(days), func(day string) bool { return !l.on(day) }); len(on) > 0 {
			f.Set(p+"include", "yes").Set(p+"days", on...)
		}
	}
	return f
}

// on reports whether the line is wanted on a day to start with.
func (l templateLine) on(day string) bool {
	d, err := rota.ParseDate(day)
	weekend := err == nil && (d.Weekday() == time.Saturday || d.Weekday() == time.Sunday)
	return l.days == everyDay || !weekend
}

func buildTemplateReview(b base, f *form.Form, t slotTemplate, st slotState) *templatePage {
	id := b.Strike.ID
	at := strikePath(id, "slots", "templates", t.key)
	b.backTo("Site and days", at)
	n, _ := strconv.Atoi(f.Value("lines"))
	n = min(max(n, 0), len(t.lines))
	p := &templatePage{base: b, Review: true, Action: at, Rows: n, Service: t.service, Again: at, Add: Button{Text: "Add these slots", Once: true}}
	days := daysOptions(wholeDays(st.strike.Span))
	for i := range n {
		prefix := linePrefix(i)
		fields := buildSlotFields(f, prefix, nil)
		for _, in := range []*Input{&fields.Unit, &fields.Role, &fields.Places, &fields.SkillsAll, &fields.SkillsAny, &fields.Source} {
			in.Hint = "" // what they mean is plain from what they hold
		}
		line := reviewLine{Legend: t.lines[i].unit + ", " + t.lines[i].role + ", " + t.lines[i].clockWords(),
			Include: tick(f, prefix+"include", "Add this line"), Fields: fields,
			From: input(f, prefix+"from", "From").Wide(10), To: input(f, prefix+"to", "To").Wide(10),
			Days: checkboxes(f, prefix+"days", "Starts on", days)}
		line.Days.Small = true
		p.Lines = append(p.Lines, line)
	}
	return p
}

// readTemplate reads the lines that are to be added: one slot for each of their
// days. A line without a day adds nothing. lines says which line each slot is of.
func readTemplate(f *form.Form, t slotTemplate, st slotState) (slots []rota.Slot, lines []int) {
	days := dayTexts(wholeDays(st.strike.Span))
	for i := range f.Int("lines", "the lines", 1, len(t.lines)) {
		prefix := linePrefix(i)
		chosen := form.Choices(f, prefix+"days", "the days", days)
		if !f.Checked(prefix+"include") || len(chosen) == 0 && f.Error(prefix+"days") == "" {
			f.Ignore(f.Names(prefix)...)
			continue
		}
		s := readSlotFields(f, prefix)
		from, okFrom := readStart(f, prefix+"from", "when it starts")
		to, okTo := readClock(f, prefix+"to", "when it ends")
		if !okFrom || !okTo {
			continue
		}
		for _, text := range chosen {
			day, err := rota.ParseDate(text)
			if err != nil {
				continue // not possible: it is one of days
			}
			s.Span = londonSpan(f, strings.TrimSuffix(prefix, "-"), day, impliedEnd(day, from, to), from, to)
			slots, lines = append(slots, s), append(lines, i)
		}
	}
	if len(slots) == 0 && f.OK() {
		f.FailAt("lines", linePrefix(0)+"include", "Tick at least one line to add, and a day for it")
	}
	return slots, lines
}

// checkTemplate puts what the domain finds at the lines, each fault once, and
// refuses slots that are there already.
func checkTemplate(f *form.Form, st slotState, slots []rota.Slot, lines []int) {
	e := rota.Entry{Strike: st.strike.Strike, Rules: st.strike.Rules, Case: st.strike.Case}
	for i, s := range slots {
		s.ID = rota.SlotID(fmt.Sprintf("new-%d", i))
		e.Slots = append(e.Slots, s)
		same := func(o rota.Slot) bool { return sameWork(o, s) }
		if name := linePrefix(lines[i]) + "role"; f.Error(name) == "" &&
			(slices.ContainsFunc(st.all, same) || slices.ContainsFunc(slots[:i], same)) {
			f.Fail(name, "There is such a slot already: "+s.Words()+". Change the line, or take it out")
		}
	}
	putFaults(f, e.Validate(), func(path string) (name, what string) {
		i, part, ok := index(path, "slots")
		if !ok || i >= len(lines) {
			return "", ""
		}
		name, what = slotField(linePrefix(lines[i]), part)
		return strings.Replace(name, "span-to", "to", 1), what
	})
}

// template is the template that the path names: ErrNotFound when there is none.
func (v *visit) template() (slotTemplate, error) {
	i := slices.IndexFunc(slotTemplates, func(t slotTemplate) bool { return t.key == v.param("template") })
	if i < 0 {
		return slotTemplate{}, rota.ErrNotFound
	}
	return slotTemplates[i], nil
}

func (s *Server) templatesPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	return s.show(v, "slot-templates", newTemplatesPage(s.strikeBase(v, strike, slotsSection, "Start from a template")))
}

func (s *Server) withTemplate(v *visit) (slotTemplate, slotState, base, error) {
	t, err := v.template()
	if err != nil {
		return t, slotState{}, base{}, err
	}
	st, err := s.slotState(v)
	if err != nil {
		return t, st, base{}, err
	}
	return t, st, s.strikeBase(v, st.strike, slotsSection, t.service+" template"), nil
}

// templatePage answers GET: the question, or the review once it is answered.
func (s *Server) templatePage(v *visit) error {
	t, st, b, err := s.withTemplate(v)
	if err != nil {
		return err
	}
	query := v.c.Request.URL.Query()
	if !query.Has("site") && !query.Has("day") {
		f := form.New().Set("day", dayTexts(wholeDays(st.strike.Span))...)
		if sites := slotSites(st.all); len(sites) == 1 {
			f.Set("site", sites[0])
		}
		return s.show(v, "slot-template", buildTemplateQuestion(b, f, t, st))
	}
	f := form.Of(query)
	site := f.Text("site", "the site", 60)
	days := form.Choices(f, "day", "the days", dayTexts(wholeDays(st.strike.Span)))
	if len(days) == 0 && f.Error("day") == "" {
		f.Fail("day", "Choose at least one day")
	}
	if !f.OK() {
		return s.showAgain(v, "slot-template", buildTemplateQuestion(b, f, t, st), f)
	}
	fill, other := templateForm(t, site, days), &Link{Text: "Begin with no line ticked"}
	if query.Get("tick") == "none" {
		other.Text = "Begin with all lines ticked"
		query.Del("tick")
		for i := range t.lines {
			fill.Set(linePrefix(i) + "include")
		}
	} else {
		query.Set("tick", "none")
	}
	p := buildTemplateReview(b, fill, t, st)
	other.Href = p.Action + "?" + query.Encode()
	p.Other = other
	return s.show(v, "slot-template", p)
}

// addTemplate adds the slots of the review, all or none.
func (s *Server) addTemplate(v *visit) error {
	t, st, b, err := s.withTemplate(v)
	if err != nil {
		return err
	}
	f := v.form()
	slots, lines := readTemplate(f, t, st)
	if err := f.Done(); err != nil {
		return err
	}
	known, err := v.store.Entry(v.ctx(), st.strike.ID)
	if err != nil {
		return err
	}
	if slots = spellSlots(known, slots); f.OK() {
		checkTemplate(f, st, slots, lines)
	}
	if !f.OK() {
		return s.showAgain(v, "slot-template", buildTemplateReview(b, f, t, st), f)
	}
	if err := v.store.AddSlots(v.ctx(), v.actor(), st.strike.ID, slots); err != nil {
		return err
	}
	s.flash(v, addedWords(len(slots)))
	return s.redirect(v, strikePath(st.strike.ID, "slots"))
}

func addedWords(n int) string {
	if n == 1 {
		return "1 slot has been added"
	}
	return count(n, "slot") + " have been added"
}
