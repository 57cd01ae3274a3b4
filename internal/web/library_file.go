package web

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var cardFileRoutes = []route{
	{method: get, path: "/cards/card/:key/file/:cardfile", act: auth.SeeCost, do: (*Server).cardFile, file: true},
	{method: post, path: "/cards/file", act: auth.EditCost, do: (*Server).loadCard, upload: true},
}

// A cardUpload is the form that brings in a card.
type cardUpload struct {
	Name      Input
	File      FileUpload
	Confirmed *Tick
	Button    Button
}

// confirmedField is ticked by whoever confirms the rates of a file.
const confirmedField = "confirmed"

func newCardUpload(f *form.Form) cardUpload {
	return cardUpload{
		Name: input(f, "name", "Name of the card (optional)").Hinted("Leave empty to take the name in the file").Wide(30),
		File: fileUpload(f, fileField, "Card as .xlsx or .csv", ".xlsx,.csv").
			Hinted("With the headings of a card downloaded from here. Its rates come in as not confirmed unless you say otherwise below."),
		Confirmed: tick(f, confirmedField, "The trust has confirmed all rates that the file does not mark as not confirmed"),
		Button:    Button{Text: "Bring in the card", Variant: "secondary", Once: true},
	}
}

// cardFile gives a card as a workbook or as text.
func (s *Server) cardFile(v *visit) error {
	c, err := s.libraryCard(v)
	if err != nil {
		return err
	}
	l := exports.Labels{Trust: s.trustName(v.trust()), Made: s.now(), By: v.user.Name, Version: s.options.Version, DeleteBy: rota.DateOf(s.now()).Add(s.options.DeleteAfterDays)}
	kind, write := sheetType, func(w io.Writer, c rota.Card) error { return exports.CardBook(w, c, l) }
	switch v.param("cardfile") {
	case "card.xlsx":
	case "card.csv":
		kind, write = csvType, func(w io.Writer, c rota.Card) error {
			if _, err := io.WriteString(w, "\ufeff"); err != nil { // Excel takes text for UTF-8 by this mark only
				return err
			}
			return exports.CardText(w, c)
		}
	default:
		return rota.ErrNotFound
	}
	var out bytes.Buffer
	if err := write(&out, c.Card); err != nil {
		return fmt.Errorf("write rate card %s: %w", c.Key, err)
	}
	v.c.Header("Content-Disposition", `attachment; filename="rate-`+v.param("cardfile")+`"`)
	v.c.Data(http.StatusOK, kind, out.Bytes())
	return nil
}

// loadCard adds the card of a file to the library, or says what is wrong with the file.
func (s *Server) loadCard(v *visit) error {
	f := v.form()
	f.Ignore(fileField)
	name := f.Optional("name", "the name of the card", 100)
	agreed := f.Checked(confirmedField)
	if err := f.Done(); err != nil {
		return err
	}
	file, data, wrong, err := s.readUpload(v, ".xlsx", ".csv")
	if err != nil {
		return err
	}
	if wrong != "" {
		f.Fail(fileField, wrong)
		return s.cardNotLoaded(v, f)
	}
	card, err := exports.ReadCard("", data)
	faults := rota.Faults(err)
	switch {
	case err != nil && faults == nil:
		return err
	case err != nil:
		for _, fault := range faults[:min(len(faults), 10)] {
			f.Fail(fileField, sentence(nameOr(fault.Path, "The file")+": "+fault.Text))
		}
		if len(faults) > 10 {
			f.Fail(fileField, fmt.Sprintf("And %s more", count(len(faults)-10, "fault")))
		}
	case !f.OK():
	default:
		if name != "" {
			card.Name = name
		}
		by := confirmer(v.user.Name, s.now())
		if !agreed {
			doubtAll(card)
		}
		card, _ = confirm(rota.Card{}, card, by+", from a file")
		if card.Source != "" {
			card.Source = "Source in the file: " + card.Source
		}
		card.Source = rota.SourceOf(file, by, card.Source)
		return s.loadedCard(v, card)
	}
	return s.cardNotLoaded(v, f)
}

// doubtAll marks every rate of a card as not confirmed.
func doubtAll(c rota.Card) {
	for i := range c.Rates {
		r := &c.Rates[i]
		for b, rate := range r.Rate {
			r.Unconfirmed[b] = rate != nil
		}
		r.CalledUnconfirmed = r.Called != nil
	}
}

func (s *Server) loadedCard(v *visit, card rota.Card) error {
	id, err := v.store.SaveLibraryCard(v.ctx(), v.actor(), store.LibraryCard{Card: card})
	if err != nil {
		return err
	}
	s.flash(v, "The card has been brought in")
	return s.redirect(v, cardPath(id))
}

func (s *Server) cardNotLoaded(v *visit, f *form.Form) error {
	list, err := s.cards(v)
	if err != nil {
		return err
	}
	return s.showAgain(v, "library", newLibraryView(s.base(v, "Rate cards"), list, f, true), f)
}
