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
	Seen    string // the version to be marked as seen, or ""
	Action  string
	CSRF    string
}

// A sinceInput is what it is made of. The list has the newest version first.
type sinceInput struct {
	id     rota.ConsultantID
	list   []store.Version
	from   int64 // the version from which it is told, 0 for none
	seen   int64 // up to which the account has seen it, 0 for none
	before *edition
	newest edition
	draft  edition
}

func newSince(b base, in sinceInput) *sinceView {
	path := personPath(b.Strike.ID, in.id)
	p := &sinceView{Heading: "Changed since " + toVersion(in.from), Action: path + "/seen", CSRF: b.CSRF}
	last := in.newest.number
	switch {
	case in.before == nil:
		p.Heading, p.None = "Told of by "+toVersion(last), "It is the first version: all of its cover was new then."
	case in.from == last:
		p.None = "Nothing: that is the newest version, and you have seen it."
	default:
		if p.Lines = differBetween(*in.before, in.newest).personLines(in.id); p.Lines == nil {
			p.None = "Nothing of theirs, up to " + toVersion(last) + "."
		}
	}
	p.Draft = differBetween(in.newest, in.draft).personLines(in.id)
	if in.seen < last {
		p.Seen = strconv.FormatInt(last, 10)
	}
	if len(in.list) > 1 {
		p.Choose = chooseSince(path, in.list, in.from)
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
	in := sinceInput{id: id, draft: m.edition()}
	var err error
	if in.list, err = v.store.Versions(v.ctx(), strike.ID); err != nil || len(in.list) == 0 {
		return nil, err
	}
	last := in.list[0].Number
	if in.seen, err = v.store.Seen(v.ctx(), v.user.ID, strike.ID, id); err != nil {
		return nil, err
	}
	in.from = last - 1
	if in.seen > 0 {
		in.from = in.seen
	}
	if asked, err := versionNumber(v.query(sinceQuery)); err == nil && asked <= last {
		in.from = asked
	}
	_, h, err := s.version(v, strike.ID, last)
	if err != nil {
		return nil, err
	}
	in.newest = editionOf(last, h)
	if in.from > 0 {
		_, h, err := s.version(v, strike.ID, in.from)
		if err != nil {
			return nil, err
		}
		before := editionOf(in.from, h)
		in.before = &before
	}
	return newSince(b, in), nil
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
	if _, err := v.store.Consultant(v.ctx(), strike.ID, id); err != nil {
		return err
	}
	err = v.store.SetSeen(v.ctx(), v.user.ID, strike.ID, id, number)
	if errors.Is(err, rota.ErrNotFound) {
		return &form.Refused{Field: "version"}
	}
	if err != nil {
		return err
	}
	s.flash(v, "From now on this page tells you what changes after "+toVersion(number))
	return s.redirect(v, personPath(strike.ID, id))
}
