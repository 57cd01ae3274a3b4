package web

import (
	"errors"
	"net/http"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A Changed says that somebody else saved first, and shows both states where
// they differ. What was typed stays in the form below it; saving again keeps it.
type Changed struct {
	Sentence string
	Table    *Table // nil when both are the same
}

// changedSince compares what is kept now with what was typed, fact by fact.
func changedSince(err error, now, typed []SummaryRow) *Changed {
	c := &Changed{Sentence: changedBy(err) + " saved a change after you opened this page. Nothing of yours has been saved yet. " +
		"What you typed is still in the form below: change it to what it should be, then save again."}
	var rows [][]Cell
	for _, x := range factsApart(now, typed) {
		rows = append(rows, []Cell{{Text: x.key}, {Text: x.was}, {Text: x.is}})
	}
	if len(rows) > 0 {
		t := NewTable("changed", "What differs", []Column{{Text: "What"}, {Text: "Saved now"}, {Text: "What you typed"}}, rows)
		t.Size = "s"
		c.Table = &t
	}
	return c
}

// merged saves what was read of a form. Where somebody else was faster, what only one of
// the two has changed is kept: now gives the form of what is kept by then, and both
// together are read, checked and saved. Where a person has to decide, nothing is saved:
// clash says who was faster, and both is the form to decide in.
func merged(f *form.Form, read func(*form.Form), save func() error, now func() (*form.Form, error)) (both *form.Form, clash, err error) {
	if err = save(); !errors.Is(err, rota.ErrConflict) {
		return nil, nil, err
	}
	clash = err
	kept, err := now()
	if err != nil {
		return nil, nil, err
	}
	both, apart := f.Merge(kept)
	read(both.Set("version", kept.Value("version")))
	if apart || !both.OK() {
		return both, clash, nil
	}
	return nil, nil, save()
}

// changedBy names who saved first, and when.
func changedBy(err error) string {
	var clash *store.Conflict
	if errors.As(err, &clash) && clash.By != "" {
		return clash.By + ", at " + moment(clash.At) + ","
	}
	return "Somebody else"
}

// showChanged answers 409 with the page that the form came from.
func (s *Server) showChanged(v *visit, name string, p page) error {
	p.core().Errors = []form.Error{{Field: "changed", Target: "changed-by", Text: "Somebody else changed this after you opened it"}}
	return s.showWith(v, http.StatusConflict, name, p)
}

// A deletePage asks before something is deleted for good.
type deletePage struct {
	base
	Warning string
	Facts   SummaryList
	Version int64
	Action  string
	Button  Button
	Keep    Link
}

func newDeletePage(b base, warning string, facts SummaryList, version int64, action, button string, keep Link) *deletePage {
	b.backTo(keep.Text, keep.Href)
	return &deletePage{base: b, Warning: warning, Facts: facts, Version: version, Action: action,
		Button: Button{Text: button, Variant: "warning", Once: true}, Keep: keep}
}

// remove answers the form of a delete page: it deletes the version that the page
// showed, and goes back to the list.
func (s *Server) remove(v *visit, list []string, done string, remove func(strikeID string, version int64) error) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	version := f.Version()
	if err := f.Done(); err != nil {
		return err
	}
	if err := remove(strike.ID, version); err != nil {
		return err
	}
	s.flash(v, done)
	return s.redirect(v, strikePath(strike.ID, list...))
}
