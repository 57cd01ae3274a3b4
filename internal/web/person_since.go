package web

import (
	"errors"
	"slices"
	"strconv"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var seenRoutes = []route{
	{method: post, path: "/strikes/:strike/consultants/:consultant/seen", act: auth.SeeRota, do: (*Server).markSeen},
}

// sinceQuery is the version from which changes are told.
const sinceQuery = "since"

// A sinceView is what changed for one consultant since a version, to the newest, and
// what the draft would change that nobody has been told of.
type sinceView struct {
	Heading string
	Lines   []string
	None    string // that nothing has, or ""
	Draft   []string
	Choose  *pickForm
	See     *seeForm // nil when the newest has been seen
}

// A sinceInput is what it is made of. The list has the newest version first.
type sinceInput struct {
	id     rota.ConsultantID
	path   string // of the page
	whose  string // "theirs", or "yours" for the consultant
	list   []store.Version
	from   int64 // the version from which it is told, 0 for none
	seen   int64 // up to which the account has seen it, 0 for none
	before *edition
	newest edition
	draft  edition
}

func newSince(b base, in sinceInput) *sinceView {
	p := &sinceView{Heading: "Changed since " + toVersion(in.from)}
	last := in.newest.number
	switch {
	case in.before == nil:
		p.Heading, p.None = "Told of by "+toVersion(last), "It is the first version: all of its cover was new then."
	case in.from == last:
		p.None = "Nothing: that is the newest version, and you have seen it."
	default:
		if p.Lines = differBetween(*in.before, in.newest).personLines(in.id); p.Lines == nil {
			p.None = "Nothing of " + in.whose + ", up to " + toVersion(last) + "."
		}
	}
	p.Draft = differBetween(in.newest, in.draft).personLines(in.id)
	if in.seen < last {
		p.See = &seeForm{Action: in.path + "/seen", CSRF: b.CSRF, Number: strconv.FormatInt(last, 10), Text: "Mark as seen: tell me what changes after " + toVersion(last)}
	}
	if len(in.list) > 1 {
		p.Choose = chooseSince(in.path, in.list, in.from)
	}
	return p
}

func chooseSince(path string, list []store.Version, from int64) *pickForm {
	var options []Option
	for _, x := range list {
		options = append(options, Option{Value: strconv.FormatInt(x.Number, 10), Text: versionChoice(x)})
	}
	ask := choose(form.New().Set(sinceQuery, strconv.FormatInt(from, 10)), sinceQuery, "Changes since", options)
	return &pickForm{Action: path, Selects: []Select{ask}, Button: "Show"}
}

// personLines say what differs for one consultant, a line for each slot; nil when nothing does.
func (d differing) personLines(id rota.ConsultantID) []string {
	i := slices.IndexFunc(d.People, func(c rota.PersonChange) bool { return c.Consultant == id })
	if i < 0 {
		return nil
	}
	var out []string
	for _, part := range []struct {
		words string
		slots []rota.Slot
	}{{"New: ", d.People[i].Gain}, {"No longer: ", d.People[i].Lose}, {"At another time or place: ", d.People[i].Moved}} {
		for _, s := range part.slots {
			out = append(out, part.words+d.slotWords(s))
		}
	}
	return out
}

// since loads what changed for the consultant since the version that the address names,
// or else the one that the account saw last, or else the one before the newest; nil
// while nothing has been published.
func (s *Server) since(v *visit, strike store.Strike, b base, m *madeRota, id rota.ConsultantID) (*sinceView, error) {
	in := sinceInput{id: id, path: personPath(strike.ID, id), whose: "theirs"}
	var err error
	if in.list, err = v.store.Versions(v.ctx(), strike.ID); err != nil || len(in.list) == 0 {
		return nil, err
	}
	if in.seen, err = v.store.Seen(v.ctx(), v.user.ID, strike.ID, id); err != nil {
		return nil, err
	}
	in.from = in.list[0].Number - 1
	if in.seen > 0 {
		in.from = in.seen
	}
	if err := s.loadSince(v, strike, &in); err != nil {
		return nil, err
	}
	in.draft = m.edition()
	return newSince(b, in), nil
}

// ownSince is the same for the consultant: since what they have seen or answered last, or
// else since the first version; nil while there is one alone. The draft is not theirs to see.
func (s *Server) ownSince(v *visit, b base, in ownCover, id rota.ConsultantID) (*sinceView, error) {
	out := sinceInput{id: id, path: ownCoverPath, whose: "yours"}
	var err error
	if out.list, err = v.store.Versions(v.ctx(), in.strike.ID); err != nil || len(out.list) < 2 {
		return nil, err
	}
	if out.seen, err = v.store.Seen(v.ctx(), store.ByConsultant.ID, in.strike.ID, id); err != nil {
		return nil, err
	}
	for _, a := range in.told.about(id) {
		if !a.ByPhone {
			out.seen = max(out.seen, a.Version)
		}
	}
	out.from = max(out.seen, 1)
	if err := s.loadSince(v, in.strike, &out); err != nil {
		return nil, err
	}
	out.draft = out.newest
	return newSince(b, out), nil
}

// loadSince loads the versions to compare: the newest, and the one that the address names
// or else from, if it is one.
func (s *Server) loadSince(v *visit, strike store.Strike, in *sinceInput) error {
	last := in.list[0].Number
	if asked, err := versionNumber(v.query(sinceQuery)); err == nil && asked <= last {
		in.from = asked
	}
	_, h, err := s.version(v, strike.ID, last)
	if err != nil {
		return err
	}
	in.newest = editionOf(last, h)
	if in.from == 0 {
		return nil
	}
	_, h, err = s.version(v, strike.ID, in.from)
	before := editionOf(in.from, h)
	in.before = &before
	return err
}

// markSeen keeps that the account has seen what changed for a consultant up to a version.
func (s *Server) markSeen(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	number := f.Version()
	if err := f.Done(); err != nil {
		return err
	}
	id := rota.ConsultantID(v.param("consultant"))
	if err := s.knows(v, strike, id); err != nil {
		return err
	}
	if err := s.keepSeen(v, v.user.ID, strike, id, number); err != nil {
		return err
	}
	return s.redirect(v, personPath(strike.ID, id))
}

// markOwnSeen keeps that the consultant has seen what changed for them.
func (s *Server) markOwnSeen(v *visit) error {
	strike, err := s.ownStrike(v)
	if err != nil {
		return err
	}
	f := v.form()
	number := f.Version()
	if err := f.Done(); err != nil {
		return err
	}
	if err := s.keepSeen(v, store.ByConsultant.ID, strike, rota.ConsultantID(v.own.ID), number); err != nil {
		return err
	}
	return s.redirect(v, ownCoverPath)
}

func (s *Server) keepSeen(v *visit, by string, strike store.Strike, id rota.ConsultantID, number int64) error {
	err := v.store.SetSeen(v.ctx(), by, strike.ID, id, number)
	if errors.Is(err, rota.ErrNotFound) {
		return &form.Refused{Field: "version"}
	}
	if err == nil {
		s.flash(v, "From now on this page tells you what changes after "+toVersion(number))
	}
	return err
}
