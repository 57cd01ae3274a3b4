package web

import (
	"io"

	"strikerota/internal/store"
	"strikerota/rota"
)

// A heldView is what is held about somebody, for themselves.
type heldView struct {
	base
	heldText
	File string
}

// held is the page of whoever has come.
func (s *Server) held(v *visit) (*heldView, store.Strike, error) {
	strike, err := s.ownStrike(v)
	if err != nil {
		return nil, strike, err
	}
	p := &heldView{base: s.ownBase(v, strike, "What is held about you"), File: ownHeldPath + "/file"}
	if v.own.Kind == store.KindConsultant {
		p.heldText, err = s.heldOfConsultant(v, strike, rota.ConsultantID(v.own.ID))
	} else {
		p.heldText, err = s.heldOfResident(v, strike, rota.ResidentID(v.own.ID))
	}
	return p, strike, err
}

func (s *Server) heldPage(v *visit) error {
	p, _, err := s.held(v)
	if err != nil {
		return err
	}
	return s.show(v, "own-held", p)
}

func (s *Server) heldFile(v *visit) error {
	p, strike, err := s.held(v)
	if err != nil {
		return err
	}
	return s.sendHeld(v, strike, "held.txt", p.heldText)
}

// sendHeld answers with the file.
func (s *Server) sendHeld(v *visit, strike store.Strike, key string, h heldText) error {
	return s.send(v, strike, key, "text/plain; charset=utf-8", s.now(), func(w io.Writer) error {
		_, err := io.WriteString(w, h.text())
		return err
	})
}
