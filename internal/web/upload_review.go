package web

import (
	"fmt"
	"slices"

	"strikerota/exports"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A reviewView says what saving an uploaded file would change.
type reviewView struct {
	base
	Here     string
	FileMark string // of the file that was checked; base has a Mark of its own
	Settings string
	Table    Table
	List     *Table // every difference; nil when there is none
	More     string
	Long     bool // the list stands behind a summary
	Locks    string
	// Unoffered asks about locks whose offer the file takes away; nil for none.
	Unoffered *unofferedLocksView
	Save      Button
}

const (
	markField   = "mark"
	reviewTitle = "Check what will change"
)

// A diff counts what a file changes of one kind of thing.
type diff struct{ same, changed, fresh, gone int }

// newReview builds the page: what is entered now, and what the file holds.
func newReview(b base, f *form.Form, now, file rota.Entry, mark string) *reviewView {
	id := b.Strike.ID
	b.backTo("Upload another file", strikePath(id, "upload"))
	p := &reviewView{base: b, Here: strikePath(id, "upload", "review"), FileMark: mark, Save: Button{Text: "Save all", Once: true}}
	rows := [][]Cell{
		diffRow("Residents", compare(now.Residents, file.Residents, func(r rota.Resident) string { return string(r.ID) })),
		diffRow("Duties and declarations", compare(unattended(now.Duties), file.Duties, func(d rota.Duty) string { return string(d.ID) })),
		diffRow("Consultants, offers and sessions", compare(now.Consultants, file.Consultants, func(c rota.Consultant) string { return string(c.ID) })),
		diffRow("Slots", compare(now.Slots, file.Slots, func(s rota.Slot) string { return string(s.ID) })),
	}
	p.Table = NewTable("changes", "What would change", []Column{{Text: "What"}, {Text: "New", Numeric: true}, {Text: "Changed", Numeric: true},
		{Text: "Gone", Numeric: true}, {Text: "The same", Numeric: true}}, rows)
	p.Settings = settingsWords(now, file)
	all := differences(now, file)
	p.List, p.More = differenceTable(all)
	p.Long = len(all) > 50
	kept := keepLocks(file, now.Locks)
	if n := len(now.Locks); n > 0 {
		p.Locks = fmt.Sprintf("%s kept, %d dropped because their slot or consultant is not in the file.", count(len(kept), "lock"), n-len(kept))
	}
	p.Unoffered = newUnofferedLocks(f, file, unofferedLocks(now, file, kept))
	return p
}

// unattended are duties without their attendance, of which no workbook tells and which an upload keeps.
func unattended(duties []rota.Duty) []rota.Duty {
	out := slices.Clone(duties)
	for i := range out {
		out[i].Attendance = rota.NotConfirmed
	}
	return out
}

func diffRow(what string, t diff) []Cell {
	figure := func(n int) Cell { return Cell{Text: fmt.Sprint(n)} }
	return []Cell{{Text: what}, figure(t.fresh), figure(t.changed), figure(t.gone), figure(t.same)}
}

// compare counts by id. Two values are the same when they would be written the same.
func compare[T any](now, file []T, id func(T) string) diff {
	was := map[string]T{}
	for _, v := range now {
		was[id(v)] = v
	}
	t := diff{gone: len(was)}
	for _, v := range file {
		old, there := was[id(v)]
		switch {
		case !there:
			t.fresh++
			continue
		case rota.SameThing(old, v):
			t.same++
		default:
			t.changed++
		}
		t.gone--
	}
	return t
}

// settingsWords names what else would change.
func settingsWords(now, file rota.Entry) string {
	var out []string
	note := func(words string, same bool) {
		if !same {
			out = append(out, words)
		}
	}
	note("the name or dates of the strike", rota.SameThing(now.Strike, file.Strike))
	note("rest and other rules", rota.SameThing(now.Rules, file.Rules))
	note("how the silent are counted", rota.SameThing(now.Case, file.Case))
	note("the aims", rota.SameThing(now.Aims, file.Aims))
	note("the trust card", rota.SameThing(now.Cards.Trust, file.Cards.Trust))
	note("the BMA card", rota.SameThing(now.Cards.BMA, file.Cards.BMA))
	if out == nil {
		return "Dates, rules, aims and rates stay as they are."
	}
	return "These would change as well: " + rota.ListWords(out) + "."
}

// keepLocks are the locks whose slot and consultant the file still has: locks are not part of it.
func keepLocks(file rota.Entry, locks []rota.Lock) []rota.Lock {
	var out []rota.Lock
	for _, l := range locks {
		slot := slices.ContainsFunc(file.Slots, func(s rota.Slot) bool { return s.ID == l.Slot })
		who := slices.ContainsFunc(file.Consultants, func(c rota.Consultant) bool { return c.ID == l.Consultant })
		if slot && who {
			out = append(out, l)
		}
	}
	return out
}

// keepCards are the cards of the file with what it has no column for, as far as they are the same cards: what to know
// of a card, and who confirmed the rates that are as they were.
func keepCards(now, file rota.Cards) rota.Cards {
	return rota.Cards{Trust: keepCard(now.Trust, file.Trust), BMA: keepCard(now.BMA, file.BMA)}
}

func keepCard(now, file rota.Card) rota.Card {
	if now.Name != file.Name {
		return file
	}
	file.Note, file.Rates = now.Note, slices.Clone(file.Rates)
	for i, r := range file.Rates {
		if n := now.Row(r.PayPoint); n >= 0 && now.Rates[n].PayPoint == r.PayPoint {
			was := now.Rates[n]
			for b := range r.Rate {
				r.ConfirmedBy[b] = confirmed(was.Rate[b], r.Rate[b], was.Unconfirmed[b], r.Unconfirmed[b], was.ConfirmedBy[b], "")
			}
			r.CalledBy = confirmed(was.Called, r.Called, was.CalledUnconfirmed, r.CalledUnconfirmed, was.CalledBy, "")
			file.Rates[i] = r
		}
	}
	return file
}

// A review is what the page is made of: the file kept, and what is entered now.
type review struct {
	now, file rota.Entry
	mark      string
}

// review loads both; found is false when no file is kept any more.
func (s *Server) review(v *visit, strike store.Strike) (r review, found bool, err error) {
	data, found, err := s.kept(v, strike.ID)
	if err != nil || !found {
		return review{}, false, err
	}
	if r.now, err = v.store.Entry(v.ctx(), strike.ID); err != nil {
		return review{}, false, err
	}
	if r.file, err = exports.ReadEntry(data); err != nil {
		return review{}, false, fmt.Errorf("read the kept upload: %w", err)
	}
	r.file.Cards = keepCards(r.now.Cards, r.file.Cards)
	r.mark, err = mark(data, r.now)
	return r, true, err
}

func (s *Server) reviewPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	r, found, err := s.review(v, strike)
	if err != nil {
		return err
	}
	if !found {
		return s.redirect(v, strikePath(strike.ID, "upload"))
	}
	b := s.strikeBase(v, strike, downloadsSection, reviewTitle)
	return s.show(v, "review", newReview(b, form.New(), r.now, r.file, r.mark))
}

// saveUpload saves the whole file or nothing of it. When what is entered has
// changed since the page was shown, the page's counts are wrong: a conflict.
func (s *Server) saveUpload(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	seen := f.Text(markField, "what was shown", 64)
	r, found, err := s.review(v, strike)
	if err != nil {
		return err
	}
	kept := keepLocks(r.file, r.now.Locks)
	locks := readUnoffered(f, kept, unofferedLocks(r.now, r.file, kept))
	if err := f.Done(); err != nil {
		return err
	}
	switch {
	case !found:
		return s.redirect(v, strikePath(strike.ID, "upload"))
	case seen != r.mark:
		return rota.ErrConflict
	case !f.OK():
		b := s.strikeBase(v, strike, downloadsSection, reviewTitle)
		return s.showAgain(v, "review", newReview(b, f, r.now, r.file, r.mark), f)
	}
	e := r.file
	e.Locks, e.Published = locks, r.now.Published
	err = v.store.ReplaceEntry(v.ctx(), v.actor(), strike.ID, e)
	if faults := rota.Faults(err); faults != nil {
		f := form.New()
		f.Fail(fileField, "The file cannot be saved")
		return s.showAgain(v, "upload", newUploadView(s.uploadBase(v, strike), f, s.options.MaxUpload, faults), f)
	}
	if err != nil {
		return err
	}
	if err := s.dropUpload(v, strike.ID); err != nil {
		return err
	}
	s.flash(v, "The file has been saved")
	return s.redirect(v, strikePath(strike.ID))
}
