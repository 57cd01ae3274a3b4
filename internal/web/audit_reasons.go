package web

import (
	"strikerota/internal/store"
)

const reasonsPath = auditPath + "/reasons"

// A reasonsView lists who was given which file that names people, and why, in their own words:
// for auditors; coordinators read those of a strike on Downloads. It goes with the people of its strike.
type reasonsView struct {
	base
	Table      *Table // nil when there are none
	Pagination *Pagination
}

func newReasonsView(b base, list []store.FileRequest, total, number int, strikes []store.Strike) *reasonsView {
	b.Wide()
	b.backTo("Audit", auditPath)
	p := &reasonsView{base: b}
	var rows [][]Cell
	for _, g := range list {
		rows = append(rows, []Cell{{Text: secondWords(g.At)}, {Text: nameOr(g.By, "Somebody whose account is gone")}, {Text: handedWords(g.File)},
			{Text: g.Reason}, {Text: strikeNamed(strikes, g.StrikeID)}})
	}
	if rows == nil {
		return p
	}
	p.Pagination = numberedPages(number, (total+store.AuditPage-1)/store.AuditPage, filter{path: reasonsPath}.href)
	p.Title = pageTitle(b.Title, number, p.Pagination)
	t := NewTable("reasons", count(total, "file")+", the newest first", []Column{{Text: "When"}, {Text: "Who"}, {Text: "File"}, {Text: "Why"}, {Text: "Strike"}}, rows)
	t.Compact, t.Size = true, "s"
	p.Table = &t
	return p
}

// reasonsPage answers GET /audit/reasons.
func (s *Server) reasonsPage(v *visit) error {
	number := v.number()
	list, total, err := v.store.FileRequestsOfAll(v.ctx(), number)
	if err != nil {
		return err
	}
	if len(list) == 0 && total > 0 {
		return s.redirect(v, reasonsPath)
	}
	strikes, err := v.store.Strikes(v.ctx())
	if err != nil {
		return err
	}
	return s.show(v, "audit-reasons", newReasonsView(s.base(v, "Why files were asked for"), list, total, number, strikes))
}
