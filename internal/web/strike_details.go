package web

import (
	"fmt"
	"strconv"
	"strings"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// strikeDetails is what planning goes by: dates, case, limits, travel, aims.
type strikeDetails struct {
	base
	Version  int64
	Opened   string   // what the fields held when the page was opened
	Changed  *Changed // somebody else was faster
	Name     Input
	From     DateInput
	Until    DateInput
	Clocks   string // what a change of the clocks inside means, or ""
	Case     Choices
	Share    Input
	Limits   []Input
	OnCall   Choices
	Travel   []travelRow
	Aims     []Select
	CoverAim string
	Kept     retentionInputs
	Button   Button
	OnSheet  *SummaryList // what is saved, which is printed in place of the form
	Counted  string       // from when the days to keep count where it is not from the end, or ""
}

// A travelRow is one pair of sites and the minutes between them.
type travelRow struct{ From, To, Minutes Input }

const (
	spareTravel = 2 // empty rows after those that are there
	maxTravel   = 40
)

// A limit is a rule with a number: its field, label, hint and where it is kept.
type limit struct {
	name, label, hint, what, path string
	hours                         bool
	low, high                     int
	of                            func(*rota.Rules) **int
}

// limits are the rules with a number, in the order of the page. Empty means that the rule does not apply.
var limits = []limit{
	{"rest", "Rest between duties, in hours", "11 by the Working Time Regulations. Anything shorter counts as one run of work.", "the rest", "rest", true, 0, 2880,
		func(r *rota.Rules) **int { return &r.Rest }},
	{"max-run", "Longest run of work, in hours", "13: what 11 hours’ rest leaves of a day.", "the longest run", "max_run", true, 1, 2880,
		func(r *rota.Rules) **int { return &r.MaxRun }},
	{"max-cover", "Most cover for one consultant over the strike, in hours", "", "the most cover", "max_cover", true, 0, 100_000,
		func(r *rota.Rules) **int { return &r.MaxCover }},
	{"max-nights", "Most nights in a row", "", "the most nights", "max_nights_in_a_row", false, 0, 31,
		func(r *rota.Rules) **int { return &r.MaxNightsInARow }},
	{"max-days", "Most days in a row", "", "the most days", "max_days_in_a_row", false, 0, 31,
		func(r *rota.Rules) **int { return &r.MaxDaysInARow }},
}

// caseOptions say how residents who have not said are counted.
func caseOptions() []Option {
	return []Option{
		{Value: string(rota.AllAway), Text: "Plan as if all of them will be away", Hint: "The safe choice. No reply is normal and means nothing."},
		{Value: string(rota.ShareAway), Text: "Plan as if a share of them will be away", Hint: "Enter the share below."},
		{Value: string(rota.AllWorking), Text: "Plan as if all of them will be working", Hint: "Shows the least that is needed: compare with it, and do not rely on it or publish it. Every place of such a rota is of a shift whose resident has said that they will be away, so that whoever knows the shifts can tell who."},
	}
}

// aimOptions are the aims that may follow cover.
func aimOptions() []Option {
	out := []Option{{Value: "", Text: "Nothing more"}}
	for _, aim := range rota.Aims()[1:] {
		out = append(out, Option{Value: string(aim), Text: aim.Words()})
	}
	return out
}

// settingsForm fills the form with what is kept.
func settingsForm(s store.StrikeSettings) *form.Form {
	f := form.New().Set("name", s.Name).SetInstant("start", s.Start).SetInstant("end", s.End)
	f.Set("case", string(s.Case.Kind)).Set("share", strconv.Itoa(s.Case.Share))
	for _, l := range limits {
		text := form.IntText(*l.of(&s.Rules))
		if l.hours {
			text = form.HoursText(*l.of(&s.Rules))
		}
		f.Set(l.name, text)
	}
	f.Set("on-call", "no")
	if s.Rules.OnCallWithOnSite {
		f.Set("on-call", "yes")
	}
	for i, t := range s.Rules.Travel {
		f.Set(travelName(i, "from"), t.From).Set(travelName(i, "to"), t.To).Set(travelName(i, "minutes"), strconv.Itoa(t.Minutes))
	}
	f.Set("travel-rows", strconv.Itoa(len(s.Rules.Travel)+spareTravel))
	setRetention(f, s.Retention)
	for i := range rota.Aims()[1:] {
		if i+1 < len(s.Aims) {
			f.Set(aimName(i), string(s.Aims[i+1]))
		}
	}
	return f
}

func travelName(i int, part string) string { return fmt.Sprintf("travel-%d-%s", i, part) }

func aimName(i int) string { return fmt.Sprintf("aim-%d", i) }

func buildStrikeDetails(b base, f *form.Form, version int64) *strikeDetails {
	b.backTo("Overview", strikePath(b.Strike.ID))
	p := &strikeDetails{base: b, Version: version, Opened: f.Opened(), Name: strikeNameInput(f), From: startInput(f), Until: endInput(f),
		Case:     radios(f, "case", "Residents who have not said what they will do", caseOptions()),
		Share:    number(f, "share", "Share of them that will be away", 3),
		CoverAim: rota.AimCover.Words(), Kept: newRetentionInputs(f), Button: Button{Text: "Save the details", Once: true}}
	p.Share.Suffix = "%"
	for _, l := range limits {
		p.Limits = append(p.Limits, number(f, l.name, l.label, 5).Hinted(l.hint))
	}
	p.OnCall = radios(f, "on-call", "May somebody be on call from home while on site in the same unit?",
		[]Option{{Value: "no", Text: "No, one or the other"}, {Value: "yes", Text: "Yes, the two may overlap"}})
	rows, _ := strconv.Atoi(f.Value("travel-rows"))
	for i := range min(max(rows, spareTravel), maxTravel) {
		n := i + 1
		p.Travel = append(p.Travel, travelRow{
			From:    input(f, travelName(i, "from"), fmt.Sprintf("From site (%d)", n)).Wide(10),
			To:      input(f, travelName(i, "to"), fmt.Sprintf("To site (%d)", n)).Wide(10),
			Minutes: number(f, travelName(i, "minutes"), fmt.Sprintf("Minutes (%d)", n), 4),
		})
	}
	places := []string{"Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth"}
	for i := range rota.Aims()[1:] {
		p.Aims = append(p.Aims, choose(f, aimName(i), places[i], aimOptions()))
	}
	return p
}

// readSettings reads the whole form.
func readSettings(f *form.Form) store.StrikeSettings {
	s := store.StrikeSettings{Strike: readStrike(f), Retention: readRetention(f)}
	s.Case.Kind = form.Choice(f, "case", "how to count them", rota.CaseKinds())
	if share := f.OptionalInt("share", "the share", 0, 100); share != nil {
		s.Case.Share = *share
	} else if s.Case.Kind == rota.ShareAway && f.Error("share") == "" {
		f.Fail("share", "Enter the share that will be away")
	}
	for _, l := range limits {
		if l.hours {
			*l.of(&s.Rules) = f.Hours(l.name, l.what, l.low, l.high)
		} else {
			*l.of(&s.Rules) = f.OptionalInt(l.name, l.what, l.low, l.high)
		}
	}
	s.Rules.OnCallWithOnSite = form.Choice(f, "on-call", "whether that is allowed", []string{"no", "yes"}) == "yes"
	s.Rules.Travel = readTravel(f)
	s.Aims = append(s.Aims, rota.AimCover)
	for i := range rota.Aims()[1:] {
		if aim := form.OptionalChoice(f, aimName(i), "the aim", rota.Aims()[1:]); aim != "" {
			s.Aims = append(s.Aims, aim)
		}
	}
	return s
}

func readTravel(f *form.Form) []rota.Travel {
	var out []rota.Travel
	for i := range f.Int("travel-rows", "the rows", 0, maxTravel) {
		from := f.Optional(travelName(i, "from"), "the site", 60)
		to := f.Optional(travelName(i, "to"), "the site", 60)
		minutes := f.OptionalInt(travelName(i, "minutes"), "the minutes", 0, 1440)
		switch {
		case from == "" && to == "" && minutes == nil:
			continue
		case from == "":
			f.Fail(travelName(i, "from"), "Enter the site that the journey starts from")
		case to == "":
			f.Fail(travelName(i, "to"), "Enter the site that the journey goes to")
		case minutes == nil:
			if f.Error(travelName(i, "minutes")) == "" {
				f.Fail(travelName(i, "minutes"), "Enter how many minutes the journey takes")
			}
		default:
			out = append(out, rota.Travel{From: from, To: to, Minutes: *minutes})
		}
	}
	return out
}

// settingsField turns a path of the domain into the field of the details form.
func settingsField(p string) (name, what string) {
	for _, l := range limits {
		if p == "rules."+l.path {
			return l.name, l.what
		}
	}
	switch {
	case p == "strike.name":
		return "name", "the name"
	case strings.HasPrefix(p, "strike."):
		return "end", "the strike:"
	case strings.HasPrefix(p, "case.share"):
		return "share", "the share"
	case strings.HasPrefix(p, "case"):
		return "case", "the count"
	case strings.HasPrefix(p, "rules.travel["):
		i, _, _ := strings.Cut(strings.TrimPrefix(p, "rules.travel["), "]")
		return "travel-" + i + "-from", "the journey"
	case strings.HasPrefix(p, "aims["):
		i, _, _ := strings.Cut(strings.TrimPrefix(p, "aims["), "]")
		if n, err := strconv.Atoi(i); err == nil && n > 0 {
			return aimName(n - 1), "this aim"
		}
	}
	return "", ""
}

// outsideWords says how many slots start outside the strike since its dates were
// changed, after what was saved. Those that always did are not news.
func outsideWords(was, now rota.Span, list []rota.Slot) string {
	n := 0
	for _, s := range list {
		if startsIn(was, s) && !startsIn(now, s) {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return ". 1 critical slot starts outside the strike now: change or delete it"
	}
	return fmt.Sprintf(". %s start outside the strike now: change or delete them", count(n, "critical slot"))
}

func (s *Server) strikeDetailsPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f, err := s.detailsForm(v, strike)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, overviewSection, "Dates, rules and aims")
	p := buildStrikeDetails(b, f, strike.Version)
	p.Clocks, p.Counted = clocksWords(strike.Span), countedFrom(strike.Strike, strike.KeptFrom, rota.DateOf(s.now()))
	saved := Summary(settingsFacts(strike.StrikeSettings)...)
	p.OnSheet = &saved
	return s.show(v, "strike-details", p)
}

func (s *Server) saveStrikeDetails(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	d := settingsSave{form: f, version: f.Version()}
	d.read(f)
	long, sooner := readLong(f), f.Optional(soonerField, "the day", 10)
	if err := f.Done(); err != nil {
		return err
	}
	b := s.strikeBase(v, strike, overviewSection, "Dates, rules and aims")
	if f.OK() && isLong(d.settings.Span) && !long && !d.settings.Span.Equal(strike.Span) {
		return s.askLong(v, b, d.settings.Strike, strikePath(strike.ID, "details"))
	}
	if on := deleteOn(strike, d.settings, rota.DateOf(s.now())); f.OK() && (on.Before(strike.DeleteOn) || asksFewDays(strike, d.settings.Retention)) && sooner != on.String() {
		return s.askSooner(v, b, strike, d.settings, on)
	}
	if f.OK() {
		var clash *strikeDetails
		if clash, err = d.save(s, v, b, strike.ID); clash != nil {
			return s.showChanged(v, "strike-details", clash)
		}
	}
	if f.OK() && err == nil {
		list, err := v.store.Slots(v.ctx(), strike.ID)
		if err != nil {
			return err
		}
		s.flash(v, "The details have been saved"+dueWords(deleteOn(strike, d.settings, rota.DateOf(s.now())), rota.DateOf(s.now()))+outsideWords(strike.Span, d.settings.Span, plainSlots(list)))
		return s.redirect(v, strikePath(strike.ID))
	}
	if err != nil && !f.Faults(err, "name", settingsField) {
		return err
	}
	return s.showAgain(v, "strike-details", buildStrikeDetails(b, f, d.version), f)
}
