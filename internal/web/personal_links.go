package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A linkKind is for whom the rota office makes personal links. Making one tells nothing
// of anybody: everybody is given one alike, and whether it is used is kept nowhere.
type linkKind struct {
	kind      store.Kind
	in        section
	one, many string
	file      string // its key
	named     string // what a page about one person names, for the audit
}

func linkKinds() []linkKind {
	return []linkKind{
		{store.KindResident, residentsSection, "resident", "residents", "resident-links.csv", "resident"},
		{store.KindConsultant, consultantsSection, "consultant", "consultants", "consultant-links.csv", ""},
	}
}

// personalLinkRoutes are the pages of both kinds: for everybody, and for one person.
func personalLinkRoutes() []route {
	var out []route
	for _, k := range linkKinds() {
		all := "/strikes/:strike/" + string(k.in) + "/links"
		one := "/strikes/:strike/" + string(k.in) + "/:" + k.one + "/link"
		out = append(out,
			route{method: get, path: all, act: auth.EditPeople, do: k.allPage},
			route{method: post, path: all, act: auth.EditPeople, do: k.give, file: true},
			route{method: post, path: all + "/end", act: auth.EditPeople, do: k.endAll},
			route{method: get, path: one, act: auth.EditPeople, do: k.onePage, names: k.named},
			route{method: post, path: one, act: auth.EditPeople, do: k.change, names: k.named})
	}
	return out
}

func (k linkKind) path(strikeID string, parts ...string) string {
	return strikePath(strikeID, append([]string{string(k.in)}, parts...)...)
}

// A linksView makes personal links for everybody.
type linksView struct {
	base
	Many     string
	Resident bool
	Figures  []Figure
	Over     bool // the strike has ended, or there is nobody
	Action   string
	Whom     *Choices // nil while nobody has one
	Reason   *reasonBox
	Make     Button
	End      string // where all are ended, or ""
}

// Whom a file of links is for, and what becomes of the link of one person.
const (
	whomField  = "whom"
	whomNew    = "new"
	whomAll    = "all"
	changeMake = "make"
	changeEnd  = "end"
)

// linksInput is what the pages are made of.
type linksInput struct {
	strike store.Strike
	people []exports.Link // without addresses
	links  map[string]store.PersonalLink
	gone   []string // whose link has ended with their name
	now    time.Time
}

// load loads everybody of the kind, and who has a link.
func (k linkKind) load(s *Server, v *visit) (linksInput, error) {
	in := linksInput{links: map[string]store.PersonalLink{}, now: s.now()}
	var err error
	if in.strike, err = s.strike(v); err != nil {
		return in, err
	}
	if k.kind == store.KindResident {
		list, err := v.store.Residents(v.ctx(), in.strike.ID)
		if err != nil {
			return in, err
		}
		for _, r := range sortResidents(list) {
			in.people = append(in.people, exports.Link{Name: r.Name, Grade: r.Grade, Unit: r.Unit, Code: string(r.ID), Ends: in.strike.End})
		}
	} else {
		list, err := v.store.Consultants(v.ctx(), in.strike.ID)
		if err != nil {
			return in, err
		}
		for _, c := range sortConsultants(list) {
			in.people = append(in.people, exports.Link{Name: c.Name, Grade: c.Grade, Code: string(c.ID), Ends: in.strike.End})
		}
	}
	list, err := v.store.PersonalLinks(v.ctx(), in.strike.ID, k.kind)
	for _, l := range list {
		in.links[l.ID] = l
	}
	if err == nil {
		in.gone, err = v.store.RenamedLinks(v.ctx(), in.strike.ID, k.kind)
	}
	return in, err
}

func (k linkKind) newPage(b base, f *form.Form, in linksInput) *linksView {
	id := b.Strike.ID
	b.backTo(sentence(k.many), k.path(id))
	p := &linksView{base: b, Many: k.many, Resident: k.kind == store.KindResident, Action: k.path(id, "links"),
		Over: len(in.people) == 0 || !in.now.Before(in.strike.End), Make: Button{Text: "Make the links and download them", Once: true}}
	p.Figures = []Figure{{sentence(k.many), count(len(in.people), "person", "people")}, {"Have a link now", count(len(in.links), "person", "people")}}
	if len(in.gone) > 0 && !p.Over {
		p.Figures = append(p.Figures, Figure{"Link ended with a change of name", count(len(in.gone), "person", "people")})
	}
	if len(in.links) > 0 {
		if !f.Has(whomField) {
			f.Set(whomField, whomNew)
		}
		whom := radios(f, whomField, "For whom", []Option{{Value: whomNew, Text: "Those who have no link yet"},
			{Value: whomAll, Text: "Everybody", Hint: "Links that were made before open nothing any more"}})
		p.Whom, p.End = &whom, k.path(id, "links", "end")
	}
	if p.Resident {
		reason := newReasonBox(f, "Why you need the file", "Such as: to be sent to all residents.")
		p.Reason = &reason
	}
	return p
}

func (k linkKind) base(s *Server, v *visit, in linksInput) base {
	return s.strikeBase(v, in.strike, k.in, "Personal links of "+k.many)
}

func (k linkKind) allPage(s *Server, v *visit) error {
	in, err := k.load(s, v)
	if err != nil {
		return err
	}
	return s.show(v, "personal-links", k.newPage(k.base(s, v, in), form.New(), in))
}

// give makes the links and answers with the file that holds them: nothing could show
// them again.
func (k linkKind) give(s *Server, v *visit) error {
	in, err := k.load(s, v)
	if err != nil {
		return err
	}
	f := v.form()
	whom, reason := whomAll, ""
	if len(in.links) > 0 || f.Has(whomField) {
		whom = form.Choice(f, whomField, "for whom the links are", []string{whomNew, whomAll})
	}
	if k.kind == store.KindResident {
		if reason, err = s.readReason(v, in.strike, f); err != nil {
			return err
		}
	}
	if err := f.Done(); err != nil {
		return err
	}
	links, made := k.fresh(s.origin(v), in, whom)
	if f.OK() && len(links) == 0 {
		f.FailAt(whomField, whomField, "Everybody has a link. Choose Everybody to replace them all")
	}
	if !f.OK() {
		return s.showAgain(v, "personal-links", k.newPage(k.base(s, v, in), f, in), f)
	}
	var out bytes.Buffer
	if err := exports.LinksCSV(&out, links); err != nil {
		return err
	}
	err = v.store.MakePersonalLinks(v.ctx(), v.actor(), in.strike.ID, k.kind, made, k.file, reason)
	if errors.Is(err, store.ErrOver) {
		return s.redirect(v, k.path(in.strike.ID, "links"))
	}
	if err != nil {
		return err
	}
	return s.send(v, in.strike, k.file, csvType, s.now(), func(w io.Writer) error {
		_, err := out.WriteTo(w)
		return err
	})
}

// fresh makes a link for everybody, or for those who have none.
func (k linkKind) fresh(origin string, in linksInput, whom string) (links []exports.Link, made []store.NewPersonalLink) {
	for _, who := range in.people {
		if _, has := in.links[who.Code]; has && whom == whomNew {
			continue
		}
		secret, hash := auth.NewLongToken()
		who.Address = origin + ownLinkPath + "/" + secret
		links, made = append(links, who), append(made, store.NewPersonalLink{ID: who.Code, Hash: hash})
	}
	return links, made
}

func (k linkKind) endAll(s *Server, v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	if err := v.form().Done(); err != nil {
		return err
	}
	if err := v.store.EndPersonalLinks(v.ctx(), v.actor(), strike.ID, k.kind, ""); err != nil {
		return err
	}
	s.flash(v, "All personal links of "+k.many+" have been ended")
	return s.redirect(v, k.path(strike.ID, "links"))
}

// A linkOneView is about one person's link, or shows it, this once.
type linkOneView struct {
	base
	Who      string
	Resident bool
	State    string
	Action   string
	Do       []Button
	Link     string // "" but for the once
	Ended    bool   // the one before ended with it
	Until    string
}

// person loads the person of the path; rota.ErrNotFound when there is none.
func (k linkKind) person(s *Server, v *visit) (linksInput, *linkOneView, error) {
	in, err := k.load(s, v)
	if err != nil {
		return in, nil, err
	}
	id := v.param(k.one)
	for _, who := range in.people {
		if who.Code != id {
			continue
		}
		p := &linkOneView{base: s.strikeBase(v, in.strike, k.in, "Personal link of "+k.one+" "+id), Who: who.Name, Resident: k.kind == store.KindResident,
			Action: k.path(in.strike.ID, id, "link"), Until: moment(in.strike.End)}
		p.backTo(sentence(k.one), k.path(in.strike.ID, id, "edit"))
		p.choose(in, id)
		return in, p, nil
	}
	return in, nil, rota.ErrNotFound
}

// choose says how it stands and what may be done.
func (p *linkOneView) choose(in linksInput, id string) {
	button := func(text, value, variant string) Button {
		return Button{Text: text, Name: doField, Value: value, Variant: variant, Once: true}
	}
	have, has := in.links[id]
	switch {
	case !in.now.Before(in.strike.End):
		p.State = "The strike is over, so no link can be made any more."
	case has:
		p.State = "They have a link, made at " + moment(have.MadeAt) + ", which ends at " + moment(have.Expires) + ". It cannot be shown again. A new one ends it at once: whoever opens the old one then reads that it opens nothing, and that the newest is the one to open."
		p.Do = []Button{button("Make a new link, which ends this one", changeMake, ""), button("End the link", changeEnd, "secondary")}
	case slices.Contains(in.gone, id):
		p.State = renamedWords + " Make a new link and send them that."
		p.Do = []Button{button("Make a new link", changeMake, "")}
	default:
		p.State = "They have no link."
		p.Do = []Button{button("Make a link", changeMake, "")}
	}
}

// renamedWords say why a link has ended that nobody has ended.
const renamedWords = "Their personal link opens nothing any more, since their name has changed: a link is for one name alone, so that nobody comes to the pages of somebody else who has been given the same code."

// endedByName is what to say after a person was saved under another name, who had a link; "" for all others.
func (s *Server) endedByName(v *visit, strikeID string, kind store.Kind, id, was, now string) (string, error) {
	if was == "" || was == now {
		return "", nil
	}
	gone, err := v.store.RenamedLinks(v.ctx(), strikeID, kind)
	if err != nil || !slices.Contains(gone, id) {
		return "", err
	}
	return ". Their personal link has ended with the change of name: make them a new one", nil
}

func (k linkKind) onePage(s *Server, v *visit) error {
	_, p, err := k.person(s, v)
	if err != nil {
		return err
	}
	return s.show(v, "personal-link", p)
}

// change makes one person's link and shows it, or ends it.
func (k linkKind) change(s *Server, v *visit) error {
	in, p, err := k.person(s, v)
	if err != nil {
		return err
	}
	f := v.form()
	do := form.Choice(f, doField, "what to do", []string{changeMake, changeEnd})
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		return &form.Refused{Field: doField}
	}
	id := v.param(k.one)
	if do == changeEnd {
		if err := v.store.EndPersonalLinks(v.ctx(), v.actor(), in.strike.ID, k.kind, id); err != nil {
			return err
		}
		s.flash(v, "The link has been ended")
		return s.redirect(v, p.Action)
	}
	secret, hash := auth.NewLongToken()
	err = v.store.MakePersonalLink(v.ctx(), v.actor(), in.strike.ID, k.kind, store.NewPersonalLink{ID: id, Hash: hash})
	if errors.Is(err, store.ErrOver) {
		return s.redirect(v, p.Action)
	}
	if err != nil {
		return err
	}
	_, p.Ended = in.links[id]
	p.Link, p.Do = s.origin(v)+ownLinkPath+"/"+secret, nil
	return s.showWith(v, http.StatusOK, "personal-link", p)
}
