package web

import (
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A heldKind is about whom everything that is held is shown, and given as a file, by the rota
// office: to somebody who asks for it and has no personal link, or none any more.
type heldKind struct {
	kind  store.Kind
	in    section
	one   string
	file  string // its key
	names string // what the page shows, for the audit: not whom
	load  func(s *Server, v *visit, strike store.Strike, id string) (heldText, error)
}

func heldKinds() []heldKind {
	return []heldKind{
		{store.KindResident, residentsSection, "resident", "held-resident.txt", "everything held about a resident",
			func(s *Server, v *visit, strike store.Strike, id string) (heldText, error) {
				return s.heldOfResident(v, strike, rota.ResidentID(id))
			}},
		{store.KindConsultant, consultantsSection, "consultant", "held-consultant.txt", "everything held about a consultant",
			func(s *Server, v *visit, strike store.Strike, id string) (heldText, error) {
				return s.heldOfConsultant(v, strike, rota.ConsultantID(id))
			}},
	}
}

// heldRoutes are the page and the file of both kinds. The file is given for a POST alone, with a reason, as
// are files that name residents.
func heldRoutes() []route {
	var out []route
	for _, k := range heldKinds() {
		path := "/strikes/:strike/" + string(k.in) + "/:" + k.one + "/held"
		out = append(out, route{method: get, path: path, act: auth.SeePeople, do: k.page, names: k.names},
			route{method: post, path: path, act: auth.SeePeople, do: k.give, names: k.names, file: true})
	}
	return out
}

// heldTitle heads the pages.
const heldTitle = "Everything held about this person"

// A heldOfficeView shows it to the rota office.
type heldOfficeView struct {
	base
	heldText
	Here   string
	Choice *Choices // which of the office's own words are given; nil when there are none
	Reason Textarea
	Button Button
}

const givenField = "words"

// view is the page about the person of the path.
func (k heldKind) view(s *Server, v *visit, f *form.Form) (*heldOfficeView, store.Strike, error) {
	strike, err := s.strike(v)
	if err != nil {
		return nil, strike, err
	}
	id := v.param(k.one)
	at := strikePath(strike.ID, string(k.in), id)
	p := &heldOfficeView{base: s.strikeBase(v, strike, k.in, heldTitle), Here: at + "/held", Button: Button{Text: "Download the file"}}
	p.backTo(sentence(k.one), at+"/edit")
	p.Reason = textarea(f, reasonField, "Why the file is made", 3).Hinted("Such as: they have asked what is held about them. " + reasonHint)
	p.heldText, err = k.load(s, v, strike, id)
	if err != nil || len(p.Words) == 0 {
		return p, strike, err
	}
	var options []Option
	for _, w := range p.Words {
		options = append(options, Option{Value: w.mark(), Text: w.Text, Hint: w.About})
	}
	choice := checkboxes(f, givenField, "What the rota office has written about them", options).
		Hinted("Read each, and tick what tells of nobody else: that goes into the file. Of the others the file says how many there are. Give those by hand, with what is about others taken out.")
	p.Choice = &choice
	return p, strike, nil
}

func (k heldKind) page(s *Server, v *visit) error {
	p, _, err := k.view(s, v, form.New())
	if err != nil {
		return err
	}
	return s.show(v, "held", p)
}

// give records who asks and why, and answers with the file.
func (k heldKind) give(s *Server, v *visit) error {
	f := v.form()
	reason := readReason(f)
	p, strike, err := k.view(s, v, f)
	if err != nil {
		return err
	}
	var marks []string
	for _, w := range p.Words {
		marks = append(marks, w.mark())
	}
	given := form.Choices(f, givenField, "what the rota office has written", marks)
	if err := f.Done(); err != nil {
		return err
	}
	if err := s.namesNobody(v, strike, f, reason); err != nil {
		return err
	}
	if !f.OK() {
		if p, _, err = k.view(s, v, f); err != nil { // with its faults
			return err
		}
		return s.showAgain(v, "held", p, f)
	}
	if err := v.store.RequestFile(v.ctx(), v.actor(), strike.ID, k.file, reason); err != nil {
		return err
	}
	p.give(given)
	return s.sendHeld(v, strike, k.file, p.heldText)
}
