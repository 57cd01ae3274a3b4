package web

import (
	"strconv"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

const (
	officePath  = "/office"
	officeTitle = "The rota office"
	reachField  = "reach"
	maxReach    = 80
)

var officeRoutes = []route{
	{method: get, path: officePath, act: auth.EditStrike, do: (*Server).officePage},
	{method: post, path: officePath, act: auth.EditStrike, do: (*Server).saveOffice},
}

// An officeView asks how the rota office is reached.
type officeView struct {
	base
	Action  string
	Version string
	Opened  string
	Changed *Changed
	Reach   Input
	Button  Button
}

func newOfficeView(b base, f *form.Form) *officeView {
	b.backTo("Strikes", "/strikes")
	return &officeView{base: b, Action: officePath, Version: f.Value("version"), Opened: f.Opened(), Button: Button{Text: "Save", Once: true},
		Reach: input(f, reachField, "How to reach the rota office on a day of strike, at any hour").
			Hinted("A telephone number or a bleep, as in bleep 4411. Wards, clinical leads and consultants read it on pages, sheets and calendars.")}
}

func officeForm(o store.Office) *form.Form {
	return form.New().Set(reachField, o.Reach).Set("version", strconv.FormatInt(o.Version, 10))
}

func officeFacts(o store.Office) []SummaryRow {
	return []SummaryRow{{Key: officeTitle, Value: o.Reach}}
}

// office is how the trust's rota office is reached. Until the first trust has said, it is as
// the settings have it.
func (s *Server) office(v *visit) (store.Office, error) {
	o, err := v.store.Office(v.ctx())
	if err == nil && o.Version == 0 && v.store.ID() == store.FirstTrust {
		o.Reach = s.options.Office
	}
	return o, err
}

func (s *Server) officePage(v *visit) error {
	o, err := s.office(v)
	if err != nil {
		return err
	}
	return s.show(v, "office", newOfficeView(s.base(v, officeTitle), officeForm(o)))
}

func (s *Server) saveOffice(v *visit) error {
	f := v.form()
	var typed store.Office
	read := func(f *form.Form) {
		typed = store.Office{Reach: f.Optional(reachField, "how to reach the rota office", maxReach), Version: f.Version()}
	}
	read(f)
	if err := f.Done(); err != nil {
		return err
	}
	b := s.base(v, officeTitle)
	if !f.OK() {
		return s.showAgain(v, "office", newOfficeView(b, f), f)
	}
	var now store.Office
	both, clash, err := merged(f, read, func() error { return v.store.SaveOffice(v.ctx(), v.actor(), typed) }, func() (kept *form.Form, err error) {
		if now, err = s.office(v); err == nil {
			kept = officeForm(now)
		}
		return kept, err
	})
	if clash != nil {
		p := newOfficeView(b, both)
		p.Changed = changedSince(clash, officeFacts(now), officeFacts(typed))
		return s.showChanged(v, "office", p)
	}
	if err != nil {
		return err
	}
	s.flash(v, "It has been saved")
	return s.redirect(v, "/strikes")
}

// officeWords say whom to ring about an open place.
func (s *Server) officeWords(v *visit) (string, error) {
	o, err := s.office(v)
	if o.Reach == "" {
		return "To have an open place filled, ring the rota office. Its number can be shown here: a rota coordinator enters it under Strikes.", err
	}
	return "To have an open place filled, ring the rota office: " + o.Reach + ".", err
}
