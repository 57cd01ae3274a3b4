package web

import (
	"strconv"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// Consultants change what they offer by their personal links while the office plans with
// it. What they have changed since an account looked last is shown before and after.

var ownChangesRoutes = []route{
	{method: get, path: "/strikes/:strike/consultants/changed", act: auth.SeePeople, do: (*Server).ownChangesPage},
	{method: post, path: "/strikes/:strike/consultants/changed", act: auth.SeePeople, do: (*Server).seeOwnChanges},
}

func ownChangesPath(strikeID string) string { return strikePath(strikeID, "consultants", "changed") }

// An ownChangesView lists what all of them have changed.
type ownChangesView struct {
	base
	People []ownChanged
	All    *seeForm // nil when there is nothing to see
}

// An ownChanged is what one consultant changed of themselves since somebody looked last.
type ownChanged struct {
	Name, Href string
	When       string
	Table      *Table // nil when all of it was changed back
	Seen       seeForm
}

// A seeForm marks something as seen up to a number.
type seeForm struct {
	Action, CSRF string
	Who, Number  string // nobody in particular is all
	Text, Of     string // Of is told to those who do not see whose it is
}

const ownChangesTitle = "Changed by consultants themselves"

// newOwnChanged puts together what one consultant changed, the oldest first; nil for nothing.
func newOwnChanged(b base, list []store.OwnChange) *ownChanged {
	if len(list) == 0 {
		return nil
	}
	last := list[len(list)-1]
	who := last.After
	p := &ownChanged{Name: who.Name, Href: personPath(b.Strike.ID, who.ID), When: "Changed at " + moment(last.At)}
	if len(list) > 1 {
		p.When = "Changed " + count(len(list), "time") + ", last at " + moment(last.At)
	}
	var all []factChange
	for _, c := range list {
		for _, x := range ownChangeFacts(c) {
			all = follow(all, x)
		}
	}
	var rows [][]Cell
	for _, x := range all {
		if x.was != x.is {
			rows = append(rows, []Cell{{Text: x.key}, {Text: nameOr(x.was, "Nothing")}, {Text: nameOr(x.is, "Nothing")}})
		}
	}
	if rows != nil {
		t := NewTable("changed-"+string(who.ID), "What "+who.Name+" changed", []Column{{Text: "What"}, {Text: "Before"}, {Text: "Now"}}, rows)
		t.Size = "s"
		p.Table = &t
	}
	p.Seen = seeForm{Action: ownChangesPath(b.Strike.ID), CSRF: b.CSRF, Who: string(who.ID), Number: strconv.FormatInt(last.Number, 10), Text: "Mark as seen", Of: ": " + who.Name}
	return p
}

// ownChangeFacts are what differs between a consultant before and after.
func ownChangeFacts(c store.OwnChange) []factChange {
	return factsApart(consultantFacts(store.Consultant{Consultant: c.Before}), consultantFacts(store.Consultant{Consultant: c.After}))
}

// A factChange is a fact before and after.
type factChange struct{ key, was, is string }

// follow adds a change to those before it: a fact that changes twice has its first state before.
func follow(all []factChange, x factChange) []factChange {
	for i := range all {
		if all[i].key == x.key {
			all[i].is = x.is
			return all
		}
	}
	return append(all, x)
}

// factsApart are the facts that differ, those of after in its order and then those it lacks.
func factsApart(before, after []SummaryRow) []factChange {
	was := map[string]string{}
	for _, r := range before {
		was[r.Key] = r.Value
	}
	var out []factChange
	for _, r := range after {
		if was[r.Key] != r.Value {
			out = append(out, factChange{r.Key, was[r.Key], r.Value})
		}
		delete(was, r.Key)
	}
	for _, r := range before {
		if v := was[r.Key]; v != "" {
			out = append(out, factChange{r.Key, v, ""})
		}
	}
	return out
}

func newOwnChanges(b base, list []store.OwnChange) *ownChangesView {
	b.backTo("Consultants", strikePath(b.Strike.ID, "consultants"))
	p := &ownChangesView{base: b}
	var order []rota.ConsultantID
	of := map[rota.ConsultantID][]store.OwnChange{}
	for _, c := range list {
		id := c.After.ID
		if of[id] == nil {
			order = append(order, id)
		}
		of[id] = append(of[id], c)
	}
	for _, id := range order {
		p.People = append(p.People, *newOwnChanged(b, of[id]))
	}
	if len(p.People) > 1 {
		p.All = &seeForm{Action: ownChangesPath(b.Strike.ID), CSRF: b.CSRF, Number: strconv.FormatInt(list[len(list)-1].Number, 10), Text: "Mark all as seen"}
	}
	return p
}

func (s *Server) ownChangesPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	list, err := v.store.OwnChanges(v.ctx(), v.user.ID, strike.ID, "")
	if err != nil {
		return err
	}
	return s.show(v, "own-changes", newOwnChanges(s.strikeBase(v, strike, consultantsSection, ownChangesTitle), list))
}

// ownChanged loads what one consultant changed since the account looked last.
func (s *Server) ownChanged(v *visit, b base, id rota.ConsultantID) (*ownChanged, error) {
	if id == "" || !v.can(auth.SeePeople) {
		return nil, nil
	}
	list, err := v.store.OwnChanges(v.ctx(), v.user.ID, b.Strike.ID, id)
	return newOwnChanged(b, list), err
}

// seeOwnChanges marks it as seen. Whatever came after the page was shown stays to be seen.
func (s *Server) seeOwnChanges(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	number, who := f.Version(), rota.ConsultantID(f.Optional("consultant", "the consultant", maxAnswerCode))
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		return &form.Refused{Field: "consultant"}
	}
	if err := v.store.SeeOwnChanges(v.ctx(), v.user.ID, strike.ID, who, number); err != nil {
		return err
	}
	s.flash(v, "Marked as seen: you are told of what consultants change from now on")
	return s.redirect(v, ownChangesPath(strike.ID))
}

// ownChangersWords say that consultants have changed something, or are "".
func ownChangersWords(n int) string {
	if n == 0 {
		return ""
	}
	return count(n, "consultant") + " changed what they offer, or how to pay or reach them, since you last looked."
}
