package web

import (
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
	Table *Table // nil when there are none
	Add   *Button
	Cards string // where the rate cards are, for those who may see them
}

func newStrikesPage(b base, strikes []store.Strike, may func(auth.Act) bool) *strikesPage {
	p := &strikesPage{base: b}
	if may(auth.SeeCost) {
		p.Cards = libraryPath()
	}
	if may(auth.EditStrike) {
		p.Add = &Button{Text: "Add a strike", Href: "/strikes/new"}
	}
	var rows [][]Cell
	for _, s := range strikes {
		rows = append(rows, []Cell{{Text: s.Name, Href: strikePath(s.ID)}, {Text: moment(s.Start)}, {Text: moment(s.End)}})
	}
	if len(rows) > 0 {
		t := NewTable("strikes", "Strikes, latest first", []Column{{Text: "Strike"}, {Text: "Starts"}, {Text: "Ends"}}, rows)
		p.Table = &t
	}
	return p
}

func (s *Server) strikesPage(v *visit) error {
	strikes, err := s.store.Strikes(v.ctx())
	if err != nil {
		return err
	}
	return s.show(v, "strikes", newStrikesPage(s.base(v, "Strikes"), ordered(strikes), v.can))
}

// newStrikePage asks what a strike cannot be without; its rules start as the standard ones.
type newStrikePage struct {
	base
	Name   Input
	From   DateInput
	Until  DateInput
	Button Button
}

func buildNewStrike(b base, f *form.Form) *newStrikePage {
	b.backTo("Strikes", "/strikes")
	return &newStrikePage{base: b, Name: strikeNameInput(f), From: startInput(f), Until: endInput(f), Button: Button{Text: "Add the strike", Once: true}}
}

func strikeNameInput(f *form.Form) Input {
	return input(f, "name", "Name").Hinted("What people call it, such as July 2025").Wide(20)
}

func startInput(f *form.Form) DateInput {
	return instantInput(f, "start", "Start").Hinted("For example, 25 7 2025 at 07:00. London time.")
}

func endInput(f *form.Form) DateInput {
	return instantInput(f, "end", "End").Hinted("The moment it is over: if the notice says 6:59am, choose 07:00.")
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
	f := form.New().Set("start-time", "07:00").Set("end-time", "07:00")
	return s.show(v, "strike-new", buildNewStrike(s.base(v, "Add a strike"), f))
}

func (s *Server) addStrike(v *visit) error {
	f := v.form()
	settings := store.StrikeSettings{Strike: readStrike(f), Rules: rota.StandardRules(),
		Case: rota.Case{Kind: rota.AllAway}, Aims: rota.DefaultAims()}
	if err := f.Done(); err != nil {
		return err
	}
	id, err := "", error(nil)
	if f.OK() {
		checkSettings(f, settings)
	}
	if f.OK() {
		id, err = s.store.CreateStrike(v.ctx(), v.actor(), settings)
	}
	if f.OK() && err == nil {
		s.flash(v, "The strike has been added")
		return s.redirect(v, strikePath(id))
	}
	if err != nil && !f.Faults(err, "name", settingsField) {
		return err
	}
	return s.showAgain(v, "strike-new", buildNewStrike(s.base(v, "Add a strike"), f), f)
}

// checkSettings puts the faults that the domain finds at the form's fields.
func checkSettings(f *form.Form, settings store.StrikeSettings) {
	_, err := rota.NewProblem(rota.Problem{Strike: settings.Strike, Rules: settings.Rules, Aims: settings.Aims})
	f.Faults(err, "name", settingsField)
}
