package web

import (
	"strings"

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
	Reason reasonBox
	Button Button
}

const givenField = "words"

// loaded is what is held about the person of the path.
func (k heldKind) loaded(s *Server, v *visit) (store.Strike, heldText, error) {
	strike, err := s.strike(v)
	if err != nil {
		return strike, heldText{}, err
	}
	held, err := k.load(s, v, strike, v.param(k.one))
	if err == nil && len(held.Words) > 0 {
		err = s.markOthers(v, strike, rota.ConsultantID(v.param(k.one)), held.Words)
	}
	return strike, held, err
}

// markOthers marks the words about a consultant in which somebody else of the strike is named, by name or by code.
func (s *Server) markOthers(v *visit, strike store.Strike, of rota.ConsultantID, words []officeNote) error {
	residents, err := v.store.Residents(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	consultants, err := v.store.Consultants(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	var others []string
	for _, r := range residents {
		others = append(others, r.Name, string(r.ID))
	}
	for _, c := range consultants {
		if c.ID != of {
			others = append(others, c.Name, string(c.ID))
		}
	}
	for i, w := range words {
		words[i].Given, words[i].Names = withoutNames(w.Text, others)
	}
	return nil
}

// option asks whether what the office has written is given.
func (w officeNote) option() Option {
	o := Option{Value: w.mark(), Text: w.Text, Hint: w.About + "."}
	if len(w.Names) > 0 {
		o.Hint += " It names somebody else in this strike: " + strings.Join(w.Names, ", ") + ". In the file it reads: “" + w.Given + "”. Tick it only if the rest does not tell who is meant."
	}
	return o
}

// view is the page about the person of the path.
func (k heldKind) view(s *Server, v *visit, strike store.Strike, held heldText, f *form.Form) *heldOfficeView {
	at := strikePath(strike.ID, string(k.in), v.param(k.one))
	p := &heldOfficeView{base: s.strikeBase(v, strike, k.in, heldTitle), heldText: held, Here: at + "/held", Button: Button{Text: "Download the file"}}
	p.backTo(sentence(k.one), at+"/edit")
	p.Reason = newReasonBox(f, "Why the file is made", "Such as: they have asked what is held about them.")
	if len(p.Words) == 0 {
		return p
	}
	var options []Option
	for _, w := range p.Words {
		options = append(options, w.option())
	}
	choice := checkboxes(f, givenField, "What the rota office has written about them", options).
		Hinted("Read each, and tick what tells of nobody else: that goes into the file. Names of others in this strike that the planner finds are taken out; it cannot find everything that tells of somebody. Of those not ticked the file says how many there are. Give them by hand, with what is about others taken out.")
	p.Choice = &choice
	return p
}

func (k heldKind) page(s *Server, v *visit) error {
	strike, held, err := k.loaded(s, v)
	if err != nil {
		return err
	}
	return s.show(v, "held", k.view(s, v, strike, held, form.New()))
}

// give records who asks and why, and answers with the file.
func (k heldKind) give(s *Server, v *visit) error {
	strike, held, err := k.loaded(s, v)
	if err != nil {
		return err
	}
	f := v.form()
	reason, err := s.readReason(v, strike, f)
	if err != nil {
		return err
	}
	var marks []string
	for _, w := range held.Words {
		marks = append(marks, w.mark())
	}
	given := form.Choices(f, givenField, "what the rota office has written", marks)
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		return s.showAgain(v, "held", k.view(s, v, strike, held, f), f)
	}
	if err := v.store.RequestFile(v.ctx(), v.actor(), strike.ID, k.file, reason); err != nil {
		return err
	}
	held.give(given)
	return s.sendHeld(v, strike, k.file, held)
}
