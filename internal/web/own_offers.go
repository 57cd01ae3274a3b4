package web

import (
	"strconv"

	"strikerota/internal/auth"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var ownConsultantRoutes = []route{
	{method: get, path: ownCoverPath, act: auth.Offer, do: (*Server).ownCoverPage},
	{method: post, path: ownCoverPath, act: auth.Offer, do: (*Server).answerOwn},
	{method: post, path: ownCoverPath + "/seen", act: auth.Offer, do: (*Server).markOwnSeen},
	{method: get, path: ownCoverPath + "/duties.ics", act: auth.Offer, do: (*Server).ownCalendar, file: true},
	{method: get, path: ownOffersPath, act: auth.Offer, do: (*Server).ownOffersPage},
	{method: post, path: ownOffersPath, act: auth.Offer, do: (*Server).saveOwnOffers},
}

// An ownOffersView is a consultant's own form: what they offer, on which terms, and
// their own work. The rest of what is entered of them is the rota office's.
type ownOffersView struct {
	base
	Version     string
	Opened      string
	Changed     *Changed
	Facts       SummaryList
	Contact     Input
	Terms       Choices
	MaxCover    Input
	MaxNights   Input
	OfferRows   string
	Offers      []offerRow
	Declined    string
	SessionRows string
	Sessions    []sessionRow
	Save        Button
	MoreOffers  Button
	MoreSession Button
}

func buildOwnOffers(b base, f *form.Form, st consultantState) *ownOffersView {
	p := &ownOffersView{base: b, Version: f.Value("version"),
		Contact:     input(f, "contact", "How to reach you on the day").Hinted("A telephone or bleep number. Wards and the switchboard read it beside your name in the rota.").Wide(20),
		Terms:       radios(f, "terms", "How your cover is paid", termsOptions()),
		MaxCover:    number(f, "max-cover", "Most cover you will do in this strike, in hours", 5).Hinted("Leave empty to take the trust’s limit"),
		MaxNights:   number(f, "max-nights", "Most nights in a row", 3).Hinted("Leave empty to take the trust’s limit"),
		Save:        Button{Text: "Save", Once: true},
		MoreOffers:  Button{Text: "Save and add another offer", Name: "then", Value: "offer", Variant: "secondary"},
		MoreSession: Button{Text: "Save and add another session", Name: "then", Value: "session", Variant: "secondary"}}
	facts := consultantFacts(st.now)
	p.Facts = Summary(pickRows(facts, "Name", "Grade", "Skills", "Sites", "Pay point")...)
	if declinedNote(st.now.Consultant, st.declined) != "" {
		p.Declined = "You have declined cover within what you offer: that time does not count as offered until you take it back under Your cover."
	}
	p.Offers, p.Sessions = buildOffered(f, st)
	for i := range p.Offers {
		p.Offers[i].Modes.Label = "You would be"
	}
	for i := range p.Sessions {
		p.Sessions[i].Kind.Label = "May it be lost, so that you can cover?"
	}
	p.OfferRows, p.SessionRows = strconv.Itoa(len(p.Offers)), strconv.Itoa(len(p.Sessions))
	p.Opened = f.Opened()
	return p
}

// pickRows are the rows with the keys given.
func pickRows(rows []SummaryRow, keys ...string) []SummaryRow {
	var out []SummaryRow
	for _, key := range keys {
		for _, r := range rows {
			if r.Key == key {
				out = append(out, r)
			}
		}
	}
	return out
}

// ownOffers loads the consultant of the link.
func (s *Server) ownOffers(v *visit) (consultantState, error) {
	st := consultantState{}
	var err error
	if st.strike, err = s.ownStrike(v); err != nil {
		return st, err
	}
	told, err := s.tellings(v, st.strike.ID)
	if err != nil {
		return st, err
	}
	st.declined = told.declines()
	st.now, err = v.store.Consultant(v.ctx(), st.strike.ID, rota.ConsultantID(v.own.ID))
	return st, err
}

const ownOffersTitle = "What you offer"

func (s *Server) ownOffersPage(v *visit) error {
	st, err := s.ownOffers(v)
	if err != nil {
		return err
	}
	return s.show(v, "own-offers", buildOwnOffers(s.ownBase(v, st.strike, ownOffersTitle), offeredForm(st.now), st))
}

// saveOwnOffers answers POST. What the rota office has changed meanwhile is kept with it;
// where both have changed the same, both are shown.
func (s *Server) saveOwnOffers(v *visit) error {
	st, err := s.ownOffers(v)
	if err != nil {
		return err
	}
	f := v.form()
	var typed consultantRead
	read := func(f *form.Form) {
		typed = consultantRead{Consultant: st.now}
		typed.readOffered(f)
		typed.Version = f.Version()
		if f.OK() {
			checkConsultant(f, st, typed)
		}
	}
	read(f)
	then := form.OptionalChoice(f, "then", "what is next", []string{"offer", "session"})
	if err := f.Done(); err != nil {
		return err
	}
	b := s.ownBase(v, st.strike, ownOffersTitle)
	if !f.OK() {
		return s.showAgain(v, "own-offers", buildOwnOffers(b, f, st), f)
	}
	both, clash, err := merged(f, read, func() error {
		now, err := v.store.Entry(v.ctx(), st.strike.ID)
		if err == nil {
			_, err = v.store.SaveConsultant(v.ctx(), v.actor(), st.strike.ID, typed.Consultant, takenBack(now, typed.Consultant)...)
		}
		return err
	}, func() (now *form.Form, err error) {
		if st, err = s.ownOffers(v); err == nil {
			now = offeredForm(st.now)
			buildOwnOffers(b, now, st)
		}
		return now, err
	})
	if clash != nil {
		p := buildOwnOffers(b, both, st)
		p.Changed = changedSince(clash, consultantFacts(st.now), consultantFacts(typed.Consultant))
		return s.showChanged(v, "own-offers", p)
	}
	if err != nil {
		return err
	}
	s.flash(v, "What you offer has been saved")
	kept := map[string]int{"offer": len(typed.Offers), "session": len(typed.Sessions)}
	if n, more := kept[then]; more {
		return s.redirect(v, ownOffersPath+"#"+rowName(then, n, "span-day"))
	}
	return s.redirect(v, ownOffersPath)
}
