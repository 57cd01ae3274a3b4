package web

import (
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// ownCard is the id of a card of the library, which it adds if need be.
func (s *site) ownCard() string {
	s.t.Helper()
	all, err := s.store.LibraryCards(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	if len(all) > 0 {
		return all[0].ID
	}
	id, err := s.store.SaveLibraryCard(s.t.Context(), actor, store.LibraryCard{Card: rotatest.TrustCard()})
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

// costCase is the id of a cost case of the strike, which it adds if need be.
func (s *site) costCase() string {
	s.t.Helper()
	all, err := s.store.CostCases(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	if len(all) > 0 {
		return all[0].ID
	}
	half := rota.PerCent(5000)
	id, err := s.store.SaveCostCase(s.t.Context(), actor, s.strike, store.CostCase{CostCase: rota.CostCase{Name: "Half accept trust rates", BMAShare: &half}})
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}
