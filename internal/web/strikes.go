package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var strikeRoutes = []route{
	{method: get, path: "/strikes", act: auth.SeeStrike, do: (*Server).strikesPage},
	{method: get, path: "/strikes/new", act: auth.EditStrike, do: (*Server).newStrikePage},
	{method: post, path: "/strikes/new", act: auth.EditStrike, do: (*Server).addStrike},
	{method: get, path: "/strikes/:strike", act: auth.SeeStrike, do: (*Server).overviewPage},
	{method: get, path: "/strikes/:strike/details", act: auth.EditStrike, do: (*Server).strikeDetailsPage},
	{method: post, path: "/strikes/:strike/details", act: auth.EditStrike, do: (*Server).saveStrikeDetails},
}

// strikesPage lists the strikes, latest first.
type strikesPage struct {
	base
	Table  *Table // nil when there are none
	Add    *Button
	Copy   string   // where one is added with the slots and rules of the last, or ""
	Kept   string   // where it is told when everybody is deleted, for those who may see it
	Office string   // where it is said how the rota office is reached, for those who may
	Sight  string   // where it is told who sees residents by name, for those who do
	Told   []string // what is new about that
	Cards  string   // where the rate cards are, for those who may see them
}

func newStrikesPage(b base, strikes []store.Strike, may func(auth.Act) bool) *strikesPage {
	p := &strikesPage{base: b}
	if may(auth.SeeCost) {
		p.Cards = libraryPath()
	}
	if may(auth.SeeRetention) {
		p.Kept = retentionPath
	}
	if may(auth.SeePeople) {
		p.Sight = sightPath
	}
	if may(auth.EditStrike) {
		p.Office = officePath
		p.Add = &Button{Text: "Add a strike", Href: "/strikes/new"}
		if len(strikes) > 0 {
			p.Copy = "/strikes/new?" + url.Values{"copy": {strikes[0].ID}}.Encode()
		}
	}
	var rows [][]Cell
	for _, s := range strikes {
		ends := Cell{Text: moment(s.End)}
		if !s.PurgedAt.IsZero() {
			ends.Text += ". Everybody in it was deleted on " + longDate(rota.DateOf(s.PurgedAt))
		}
		rows = append(rows, []Cell{{Text: s.Name, Href: strikePath(s.ID)}, {Text: moment(s.Start)}, ends})
	}
	if len(rows) > 0 {
		t := NewTable("strikes", "Strikes, latest first", []Column{{Text: "Strike"}, {Text: "Starts"}, {Text: "Ends"}}, rows)
		p.Table = &t
	}
	return p
}

func (s *Server) strikesPage(v *visit) error {
	strikes, err := v.store.Strikes(v.ctx())
	if err != nil {
		return err
	}
	p := newStrikesPage(s.base(v, "Strikes"), ordered(strikes), v.can)
	if p.Told, err = s.sightTold(v); err != nil {
		return err
	}
	return s.show(v, "strikes", p)
}

// newStrikePage asks what a strike cannot be without; its rules start as the standard ones.
type newStrikePage struct {
	base
	Name   Input
	From   DateInput
	Until  DateInput
	Kept   retentionInputs
	Copy   *Choices // nil when there is nothing to copy from
	Button Button
}

// maxCopies is how many earlier strikes are offered to copy from.
const maxCopies = 5

func buildNewStrike(b base, f *form.Form, earlier []store.Strike) *newStrikePage {
	b.backTo("Strikes", "/strikes")
	p := &newStrikePage{base: b, Name: strikeNameInput(f), From: startInput(f), Until: endInput(f), Kept: newRetentionInputs(f), Button: Button{Text: "Add the strike", Once: true}}
	if len(earlier) > 0 {
		options := []Option{{Value: "", Text: "Nothing: start afresh"}}
		for _, st := range earlier[:min(len(earlier), maxCopies)] {
			options = append(options, Option{Value: st.ID, Text: st.Name, Hint: longSpan(st.Span)})
		}
		copies := radios(f, "copy", "What to copy", options).Hinted("Slots, rules and aims only. Each day takes the slots of the same day of the week. No resident, consultant, declaration or rate is copied.")
		p.Copy = &copies
	}
	return p
}

// copiedFrom is the earlier strike that is to be copied, or nil.
func copiedFrom(f *form.Form, earlier []store.Strike) *store.Strike {
	var ids []string
	for _, st := range earlier {
		ids = append(ids, st.ID)
	}
	id := form.OptionalChoice(f, "copy", "what to copy", ids)
	i := slices.Index(ids, id)
	if id == "" || i < 0 {
		return nil
	}
	return &earlier[i]
}

// copiedWords say what was copied, and what to look at.
func copiedWords(slots []rota.Slot, borrowed []rota.CopiedDay, bare []rota.Date) string {
	out := ". " + sentence(count(len(slots), "slot")) + " copied"
	for _, c := range borrowed {
		out += fmt.Sprintf("; %s has those of a %s", c.Day.Words(), c.From.Weekday())
	}
	for _, d := range bare {
		out += fmt.Sprintf("; none fits %s", d.Words())
	}
	return out + ". Check them with your services"
}

func strikeNameInput(f *form.Form) Input {
	return input(f, "name", "Name").Hinted("What people call it, such as July 2025").Wide(20)
}

func startInput(f *form.Form) DateInput {
	return instantInput(f, "start", "Start").Hinted("For example, 25 7 2025 at 7am. London time.")
}

func endInput(f *form.Form) DateInput {
	return instantInput(f, "end", "End").Hinted("The moment it is over: if the notice says 6:59am, choose 7am.")
}

// readStrike reads the name and the span of a strike.
func readStrike(f *form.Form) rota.Strike {
	st := rota.Strike{Name: f.Text("name", "the name of the strike", 80)}
	st.Start = f.Instant("start", "the start")
	st.End = f.Instant("end", "the end")
	if f.OK() && !st.Start.Before(st.End) {
		f.FailAt("end", "end-day", "The end must be after the start")
	}
	return st
}

func (s *Server) newStrikePage(v *visit) error {
	earlier, err := v.store.Strikes(v.ctx())
	if err != nil {
		return err
	}
	f := form.New().Set("start-time", "07:00").Set("end-time", "07:00").Set("copy", v.query("copy"))
	setRetention(f, s.usualRetention(ordered(earlier)))
	return s.show(v, "strike-new", buildNewStrike(s.base(v, "Add a strike"), f, ordered(earlier)))
}

func (s *Server) addStrike(v *visit) error {
	earlier, err := v.store.Strikes(v.ctx())
	if err != nil {
		return err
	}
	earlier = ordered(earlier)
	f := v.form()
	settings := store.StrikeSettings{Strike: readStrike(f), Rules: rota.StandardRules(),
		Case: rota.Case{Kind: rota.AllAway}, Aims: rota.DefaultAims(), Retention: readRetention(f)}
	from := copiedFrom(f, earlier)
	long, sooner := readLong(f), f.Optional(soonerField, "the day", 10)
	if err := f.Done(); err != nil {
		return err
	}
	if f.OK() {
		checkSettings(f, settings)
	}
	b := s.base(v, "Add a strike")
	if !f.OK() {
		return s.showAgain(v, "strike-new", buildNewStrike(b, f, earlier), f)
	}
	if isLong(settings.Span) && !long {
		return s.askLong(v, b, settings.Strike, "/strikes/new")
	}
	if on := deleteOn(store.Strike{}, settings, rota.DateOf(s.now())); asksFewDays(store.Strike{}, settings.Retention) && sooner != on.String() {
		return s.showWith(v, http.StatusOK, "interruption", newFewDaysView(b, settings, "/strikes/new", on, keptFields(v.c.Request.PostForm)))
	}
	id, words, err := s.createStrike(v, settings, from)
	if err == nil {
		s.flash(v, "The strike has been added"+words)
		return s.redirect(v, strikePath(id))
	}
	if !f.Faults(err, "name", settingsField) {
		return err
	}
	return s.showAgain(v, "strike-new", buildNewStrike(b, f, earlier), f)
}

// createStrike adds the strike, with the rules, aims and slots of an earlier one if one is given.
func (s *Server) createStrike(v *visit, settings store.StrikeSettings, from *store.Strike) (id, words string, err error) {
	if from == nil {
		id, err = v.store.CreateStrike(v.ctx(), v.actor(), settings)
		return id, "", err
	}
	list, err := v.store.WholeSlots(v.ctx(), from.ID)
	if err != nil {
		return "", "", err
	}
	slices.SortFunc(list, compareSlots)
	slots, borrowed, bare := rota.CopySlots(list, from.Span, settings.Span)
	settings.Rules, settings.Aims, settings.Case = from.Rules, from.Aims, from.Case
	id, err = v.store.CreateStrike(v.ctx(), v.actor(), settings, slots...)
	return id, copiedWords(slots, borrowed, bare), err
}

// checkSettings puts the faults that the domain finds at the form's fields.
func checkSettings(f *form.Form, settings store.StrikeSettings) {
	_, err := rota.NewProblem(rota.Problem{Strike: settings.Strike, Rules: settings.Rules, Aims: settings.Aims})
	f.Faults(err, "name", settingsField)
}
