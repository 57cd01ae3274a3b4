package exports

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// A Beside is what a handout holds beside its problem and its plan, which have
// documents of their own: what is kept of a version, so that its files come out the
// same later.
type Beside struct {
	Labels
	Cards       rota.Cards // whole: a problem document leaves some of a card out
	Consultants []rota.Consultant
	Locks       []rota.Lock
	LeftOpen    []rota.LeftOpen
	Lost        []rota.Slot
	AllLost     []rota.Slot `json:",omitempty"`
	Off         []rota.Pair
	Declined    []rota.Pair
	Ways        map[rota.SlotID]WaysOut
	Money       Money
	Behind      string
}

// Keep writes what is beside the problem and the plan. What no file shows is left
// out: notes about consultants.
func (h Handout) Keep() ([]byte, error) {
	b := Beside{Labels: h.Labels, Cards: h.Problem.Cards, Locks: h.Locks, LeftOpen: h.LeftOpen, Lost: h.Lost, AllLost: h.AllLost, Off: h.Off, Declined: h.Declined, Ways: h.Ways, Money: h.Money, Behind: h.Behind}
	for _, c := range h.Consultants {
		c.Note = ""
		b.Consultants = append(b.Consultants, c)
	}
	slices.SortFunc(b.Consultants, func(a, b rota.Consultant) int { return strings.Compare(string(a.ID), string(b.ID)) })
	data, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("keep a handout: %w", err)
	}
	return data, nil
}

// ReadKept is the handout that was kept.
func ReadKept(data []byte, p rota.Problem, plan rota.Plan) (Handout, error) {
	var b Beside
	if json.Unmarshal(data, &b) != nil {
		return Handout{}, errors.New("a kept handout cannot be read") // the error would repeat some of it
	}
	h := Handout{Labels: b.Labels, Problem: p, Plan: plan, Consultants: map[rota.ConsultantID]rota.Consultant{},
		Locks: b.Locks, LeftOpen: b.LeftOpen, Lost: b.Lost, AllLost: b.AllLost, Off: b.Off, Declined: b.Declined, Ways: b.Ways, Money: b.Money, Behind: b.Behind}
	h.Problem.Cards = b.Cards
	for _, c := range b.Consultants {
		h.Consultants[c.ID] = c
	}
	return h, nil
}
