package web

import (
	"errors"
	"net/http"
	"slices"

	"strikerota/internal/store"
	"strikerota/rota"
)

// goneMeanwhile answers 409 to a form for something that somebody has deleted since its
// page was opened: who did, and all that was typed, so that it can be added anew. Of what
// nobody has deleted the error stays as it is.
func (s *Server) goneMeanwhile(v *visit, strike store.Strike, kind store.Kind, list section, failed error, typed func() []SummaryRow) error {
	if strike.ID == "" || !errors.Is(failed, rota.ErrNotFound) {
		return failed
	}
	rows, _, err := v.store.AuditLog(v.ctx(), store.AuditFilter{StrikeID: strike.ID, Kind: kind}, 1)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rows, func(r store.AuditRow) bool { return r.Action == store.Deleted && r.ID == v.param(string(kind)) })
	if i < 0 {
		return failed
	}
	facts := Summary(typed()...)
	p := &errorPage{base: s.strikeBase(v, strike, list, "Somebody else has deleted this"), Facts: &facts,
		Paragraphs: []string{nameOr(rows[i].By, "Somebody else") + " deleted it at " + moment(rows[i].At) + ", after you opened the page. Your change has not been saved. What you typed:"},
		Links:      []Link{{Text: "Add it again", Href: strikePath(strike.ID, string(list), "new")}, {Text: "See what there is now", Href: strikePath(strike.ID, string(list))}}}
	return s.showWith(v, http.StatusConflict, "error", p)
}
