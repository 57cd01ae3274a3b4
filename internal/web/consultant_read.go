package web

import (
	"slices"
	"strconv"
	"strings"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A consultantRead is a form that was read, with the rows that its offers and sessions came from.
type consultantRead struct {
	store.Consultant
	offers, sessions []int
}

func readConsultant(f *form.Form, st consultantState) consultantRead {
	var c consultantRead
	c.Name = f.Text("name", "the consultant’s name", 100)
	c.Grade = f.Optional("grade", "the grade", 40)
	c.Note = strings.Join(strings.Fields(f.Lines("note", "the note", rota.MaxNote)), " ")
	c.Skills = withOthers(form.Choices(f, "skills", "the skills", st.skills()), f.Words("other-skills", "the skills"))
	c.Sites = withOthers(form.Choices(f, "sites", "the sites", st.sites()), f.Words("other-sites", "the sites"))
	if len(c.Sites) == 0 && f.Error("sites") == "" && f.Error("other-sites") == "" {
		f.FailAt("sites", siteTarget(st), "Choose at least one site where they work")
	}
	c.PayPoint = f.Optional("pay-point", "the pay point", 40)
	c.readOffered(f)
	return c
}

// readOffered reads the part of the form that consultants may fill in themselves.
func (c *consultantRead) readOffered(f *form.Form) {
	c.Contact = f.Optional("contact", "the contact", 60)
	c.Terms = form.Choice(f, "terms", "how cover is paid", rota.AllTerms())
	c.Offers, c.Sessions = nil, nil
	c.MaxCover = f.Hours("max-cover", "the most cover", 0, 100_000)
	c.MaxNightsInARow = f.OptionalInt("max-nights", "the most nights in a row", 0, 31)
	readRows(f, "offer", spanNames(spanParts("modes", "remove")), map[string]string{"modes": string(rota.OnSite)}, func(i int) {
		span := readSpan(f, rowName("offer", i, "span"), "the offer")
		modes := form.Choices(f, rowName("offer", i, "modes"), "the modes", rota.Modes())
		if len(modes) == 0 {
			f.Fail(rowName("offer", i, "modes"), "Choose on site, on call or standby")
		}
		c.Offers = append(c.Offers, rota.Offer{Span: span, Modes: modes})
		c.offers = append(c.offers, i)
	})
	readRows(f, "session", spanNames(spanParts("id", "name", "kind", "loss", "remove")), nil, func(i int) {
		c.Sessions = append(c.Sessions, readSession(f, i))
		c.sessions = append(c.sessions, i)
	})
	c.Sessions = numberSessions(c.Sessions)
}

// siteTarget is the control to mend when no site is given.
func siteTarget(st consultantState) string {
	if len(st.sites()) == 0 {
		return "other-sites"
	}
	return "sites"
}

func withOthers(chosen, others []string) []string {
	for _, o := range others {
		if !slices.Contains(chosen, o) {
			chosen = append(chosen, o)
		}
	}
	return chosen
}

func readSession(f *form.Form, i int) rota.Session {
	name := func(part string) string { return rowName("session", i, part) }
	s := rota.Session{ID: rota.SessionID(f.Optional(name("id"), "the session", 40))}
	s.Name = f.Text(name("name"), "what the session is", 80)
	s.Span = readSpan(f, name("span"), "the session")
	s.Kind = form.Choice(f, name("kind"), "whether the session may be lost, so that they can cover", rota.SessionKinds())
	loss := f.OptionalInt(name("loss"), "the patients lost", 0, rota.MaxLoss)
	switch {
	case loss != nil:
		s.Loss = *loss
	case s.Kind == rota.Planned && f.Error(name("loss")) == "":
		f.Fail(name("loss"), "Enter the patients lost if the session is displaced, or 0 if there are none")
	}
	return s
}

// numberSessions gives new sessions the next free ids: s1, s2 …
func numberSessions(list []rota.Session) []rota.Session {
	taken := map[rota.SessionID]bool{}
	for _, s := range list {
		taken[s.ID] = true
	}
	next := 1
	for i := range list {
		for ; list[i].ID == ""; next++ {
			if id := rota.SessionID("s" + strconv.Itoa(next)); !taken[id] {
				list[i].ID = id
			}
		}
	}
	return list
}

// checkConsultant puts the faults that the domain finds at the form's fields.
func checkConsultant(f *form.Form, st consultantState, c consultantRead) {
	one := c.Consultant.Consultant
	one.ID = "new"
	e := rota.Entry{Strike: st.strike.Strike, Rules: st.strike.Rules, Case: st.strike.Case, Consultants: []rota.Consultant{one}}
	putFaults(f, e.Validate(), func(path string) (name, what string) {
		inside, ok := strings.CutPrefix(path, "consultants[0].")
		if i, part, found := index(inside, "offers"); ok && found && i < len(c.offers) {
			return spanFault(rowName("offer", c.offers[i], "span"), part), "the offer:"
		}
		if i, _, found := index(inside, "sessions"); ok && found && i < len(c.sessions) {
			return rowName("session", c.sessions[i], "span-to"), "the session:"
		}
		switch {
		case strings.HasPrefix(inside, "skills"):
			return "other-skills", "a skill"
		case strings.HasPrefix(inside, "sites"):
			return "other-sites", "a site"
		}
		return "", ""
	})
}

func distinctInOrder(values []string, more string) []string {
	if more == "" || slices.Contains(values, more) {
		return values
	}
	return append(slices.Clone(values), more)
}
