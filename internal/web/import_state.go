package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// A kindPlace is where files of one kind belong: who may bring them in, and under
// which item of the navigation.
type kindPlace struct {
	act     auth.Act
	section section
}

var kindPlaces = map[intake.Kind]kindPlace{
	intake.Duties:       {auth.EditPeople, residentsSection},
	intake.Declarations: {auth.EditPeople, residentsSection},
	intake.Consultants:  {auth.EditPeople, consultantsSection},
	intake.Slots:        {auth.EditSlots, slotsSection},
	intake.Rates:        {auth.EditCost, costSection},
}

// namesIn are which residents a file of the kind names, in words for the audit.
func namesIn(k intake.Kind) string {
	if kindPlaces[k].section == residentsSection {
		return "spreadsheet"
	}
	return ""
}

// kindsFor are the kinds that the visitor may bring in.
func kindsFor(v *visit) []intake.Kind {
	return slices.DeleteFunc(intake.Kinds(), func(k intake.Kind) bool { return !v.can(kindPlaces[k].act) })
}

// A bringing is a file that is being brought in, read again for one request, and
// what it is compared with.
type bringing struct {
	strike  store.Strike
	kept    store.Import
	choices intake.Choices
	book    sheet.Book
	ground  store.Ground
	known   intake.Known
	locks   []rota.Lock // as they are to be, once it is said what becomes of those without an offer
}

// bringing loads the import that the path names: 404 unless it is the visitor's own,
// not a day old, and of a kind that they may bring in.
func (s *Server) bringing(v *visit) (*bringing, error) {
	strike, err := s.strike(v)
	if err != nil {
		return nil, err
	}
	b := &bringing{strike: strike}
	var file []byte
	if b.kept, file, err = v.store.Import(v.ctx(), strike.ID, v.param("import"), v.user.ID); err != nil {
		return nil, err
	}
	if json.Unmarshal(b.kept.Choices, &b.choices) != nil {
		return nil, fmt.Errorf("import %s: the choices cannot be read", b.kept.ID) // the error would repeat some of them
	}
	if !v.can(kindPlaces[b.choices.Kind].act) {
		return nil, rota.ErrForbidden
	}
	v.names = namesIn(b.choices.Kind)
	if b.book, err = s.readBook(v.ctx(), b.kept.FileName, file); err != nil {
		return nil, fmt.Errorf("import %s: %w", b.kept.ID, err)
	}
	b.ground, b.known, err = s.ground(v, strike.ID)
	b.known.By = confirmer(v.user.Name, s.now())
	return b, err
}

// readBook reads a file. One is read at a time, since a large one takes memory.
func (s *Server) readBook(ctx context.Context, name string, file []byte) (sheet.Book, error) {
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-ctx.Done():
		return sheet.Book{}, ctx.Err()
	}
	return sheet.Read(name, file)
}

// ground is what files for the strike are compared with.
func (s *Server) ground(v *visit, strikeID string) (store.Ground, intake.Known, error) {
	g, err := v.store.Ground(v.ctx(), strikeID)
	if err != nil {
		return g, intake.Known{}, err
	}
	k := intake.Known{Entry: g.Entry, Words: g.Words, Last: g.Last, Grades: g.Grades, Own: g.Own}
	if g.Memory != nil && json.Unmarshal(g.Memory, &k.Memory) != nil {
		return g, k, fmt.Errorf("the memory of strike %s cannot be read", strikeID)
	}
	return g, k, nil
}

// A step is one page of an import, and its path.
type step string

// The steps in order. Those with nothing to ask are skipped.
const (
	columnsStep step = "columns"
	wordsStep   step = "words"
	rowsStep    step = "rows"
	changesStep step = "changes"
)

func (b *bringing) path(at step) string { return importPath(b.strike.ID, b.kept.ID, string(at)) }

func importPath(strikeID string, parts ...string) string {
	return strikePath(strikeID, append([]string{"import"}, parts...)...)
}

// next is the step after one that is done: the first with something to ask.
func (b *bringing) next(after step) step {
	if after == columnsStep && len(openWords(b.words())) > 0 {
		return wordsStep
	}
	if after != rowsStep && len(b.read().Faults) > 0 {
		return rowsStep
	}
	return changesStep
}

func (b *bringing) words() []intake.Word { return intake.Words(b.book, b.choices, b.known) }
func (b *bringing) read() intake.Result  { return intake.Read(b.book, b.choices, b.known) }

func openWords(words []intake.Word) []intake.Word {
	return slices.DeleteFunc(slices.Clone(words), func(w intake.Word) bool { return w.Answer != "" })
}

// keep saves the choices. Two pages of one import that are open at once do not undo
// each other's: the later one is a conflict.
func (s *Server) keep(v *visit, b *bringing) error { return s.keepIn(v.ctx(), v, b) }

// keepRefused is keep where the form is refused, and may be sent again.
func (s *Server) keepRefused(v *visit, b *bringing) error {
	return s.keepIn(store.EveryTime(v.ctx()), v, b)
}

func (s *Server) keepIn(ctx context.Context, v *visit, b *bringing) error {
	text, err := json.Marshal(b.choices)
	if err != nil {
		return err
	}
	b.kept.Kind, b.kept.Choices = string(b.choices.Kind), text
	b.kept.Version, err = v.store.SaveChoices(ctx, b.kept)
	return err
}

// onward keeps the choices and goes to the next step.
func (s *Server) onward(v *visit, b *bringing, after step) error {
	if err := s.keep(v, b); err != nil {
		return err
	}
	return s.redirect(v, b.path(b.next(after)))
}

// importBase starts a page of an import.
func (s *Server) importBase(v *visit, b *bringing, title string) base {
	out := s.strikeBase(v, b.strike, kindPlaces[b.choices.Kind].section, title)
	out.OnScreen = b.choices.Kind == intake.Declarations
	return out
}

// printOf is a fingerprint of what a page lists. Fields of a form are numbers in that
// list, so a form of another list must not be read.
func printOf(list ...any) string {
	h := sha256.New()
	for _, x := range list {
		text, _ := json.Marshal(x) // plain values only
		h.Write(text)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
