package web

import (
	"cmp"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/rota"
)

// needRota is the rota made last, or 404.
func (s *Server) needRota(v *visit, strike store.Strike) (*madeRota, error) {
	m, err := s.made(v, strike)
	if err == nil && m == nil {
		err = rota.ErrNotFound
	}
	return m, err
}

// labels are what every file of the strike bears. made is when its rota was made.
func (s *Server) labels(strike store.Strike, made time.Time) exports.Labels {
	return exports.Labels{Trust: s.trustName(strike.Trust), Made: made, Version: s.options.Version, DeleteBy: s.deleteBy(strike)}
}

// deleteBy is the day by which the strike's files must be deleted.
func (s *Server) deleteBy(strike store.Strike) rota.Date {
	days := s.options.DeleteAfterDays
	if strike.Retention.Recorded() {
		days = strike.Retention.Days
	}
	return exports.DeleteBy(strike.Strike, days, rota.DateOf(s.now()))
}

// handout is what the files of the rota show, at the rates as they are now. No
// resident is in it.
func (s *Server) handout(v *visit, strike store.Strike) (*madeRota, exports.Handout, error) {
	m, err := s.needRota(v, strike)
	if err != nil {
		return nil, exports.Handout{}, err
	}
	if err := s.explain(v, m); err != nil {
		return nil, exports.Handout{}, err
	}
	p, plan := m.repriced()
	h := exports.Handout{Labels: s.labels(strike, m.at), Problem: p, Plan: plan, Consultants: m.named(),
		Locks: m.entry.Locks, LeftOpen: m.draft.Left, Lost: rota.DueLost(m.entry.Lost), AllLost: m.lostNow(), Off: m.draft.Off(), Withdrawn: m.stranded(), Declined: m.declinedOpen(), Ways: map[rota.SlotID]exports.WaysOut{}}
	if m.apart() {
		h.Locks = locksApart(h.Locks)
	}
	if h.Edition, err = s.draftEdition(v, strike, m); err != nil {
		return nil, exports.Handout{}, err
	}
	h.Changed = m.edited
	money, err := v.store.Money(v.ctx(), strike.ID)
	if err != nil {
		return nil, exports.Handout{}, err
	}
	h.Money.Pricing = money.Pricing
	office, err := s.office(v)
	if err != nil {
		return nil, exports.Handout{}, err
	}
	h.Office = office.Reach
	if changed := m.changedApart(); len(changed) > 0 {
		h.Stale = changedWords(changed)
	}
	if len(m.changed) > 0 {
		h.Behind = changedWords(m.changed)
	}
	for _, o := range plan.Open {
		h.Ways[o.Slot] = m.ways(o.Slot, m.name)
	}
	return m, m.ownFiles(h), nil
}

// draftEdition says of the draft whether it is as the newest version.
func (s *Server) draftEdition(v *visit, strike store.Strike, m *madeRota) (exports.Edition, error) {
	told, err := s.tellings(v, strike.ID)
	return exports.Edition{Draft: true, Newest: told.number, Same: told.number > 0 && told.holds(m, everyone)}, err
}

// ways are what stands against an open slot and what would fix it, without
// amounts of money, for files. name is how a consultant stands in them.
func (m *madeRota) ways(slot rota.SlotID, name func(rota.ConsultantID) string) exports.WaysOut {
	if m.onPurpose(slot) {
		return exports.WaysOut{Note: m.onPurposeWords(slot)}
	}
	if words := m.overtaken(); words != "" {
		return exports.WaysOut{Note: words}
	}
	o, ok := m.explained.of(slot)
	out := exports.WaysOut{More: m.explained.soon && !o.Final()}
	if !ok || o.Conflict == nil {
		return out
	}
	out.Conflict, out.Note = o.Conflict.Words(m.problem, name), strings.TrimSpace(o.Lead(nil)+" "+m.noteWords(o))
	if o.Conflict.Unsure && !o.Conflict.None {
		out.Conflict += " Not everything named may be needed."
	}
	for _, f := range m.refusedLast(slices.Concat(o.Fixes, o.More))[:len(o.Fixes)] {
		way := exports.Way{Text: f.Words(m.problem, o.Slot, name), Effect: runs.EffectWords(m.draft.AsMade(), f, false)}
		if m.refusal(f) != "" {
			way.Effect = strings.TrimPrefix(way.Effect+"; they have said no", "; ")
		}
		out.Ways = append(out.Ways, way)
	}
	return out
}

// shownAtWork says in how many places of a slot the rota shows residents at work: those
// for which it needs no consultant.
func (m *madeRota) shownAtWork(id rota.SlotID) int {
	return m.entry.ShownAtWork(m.problem, id)
}

// exactReturn is the workforce return as it is known now.
func (m *madeRota) exactReturn() []rota.ReturnCell { return m.entry.Return(m.shownAtWork) }

// sharedReturn is what everybody is told of it who may not see residents by name, before
// small groups are put together: a single correction does not alter it.
func (m *madeRota) sharedReturn() []rota.ReturnCell {
	return m.entry.SharedReturn(&m.problem, m.toldReturn)
}

// behindWords say of which days the shared return is behind by corrections that are held back, for those
// who may have the exact one; "" for none.
func (m *madeRota) behindWords() string {
	var days []string
	for _, d := range rota.ToldOtherwise(m.entry.Return(rota.EverySlot), m.toldReturn) {
		days = append(days, d.Words())
	}
	if days == nil {
		return ""
	}
	return "Attendance of " + rota.ListWords(days) + " was corrected since all of it was confirmed, or went back with a backup. The workforce return and the cost workbook that others may have do not count that yet: the difference would tell of one person. " +
		"Submit “Workforce return, exact” instead, and settle pay by “Cost workbook with exact pay withheld”: both are among the named files."
}

// behindReturn are these words, whether or not a rota has been made.
func (s *Server) behindReturn(v *visit, strike store.Strike) (words string, err error) {
	_, _, err = s.returned(v, strike, func(m *madeRota) []rota.ReturnCell {
		words = m.behindWords()
		return nil
	})
	return words, err
}

// returned is the entry with its workforce return: the rota made last says who is known
// to be at work; without one nobody is.
func (s *Server) returned(v *visit, strike store.Strike, cells func(*madeRota) []rota.ReturnCell) (rota.Entry, []rota.ReturnCell, error) {
	m, err := s.made(v, strike)
	if err != nil {
		return rota.Entry{}, nil, err
	}
	if m == nil {
		if m, err = s.unmade(v, strike); err != nil {
			return rota.Entry{}, nil, err
		}
	}
	return m.entry, cells(m), nil
}

// unmade stands for the rota where none has been made.
func (s *Server) unmade(v *visit, strike store.Strike) (*madeRota, error) {
	m, err := &madeRota{}, error(nil)
	if m.entry, err = s.entry(v, strike.ID); err != nil {
		return nil, err
	}
	if m.toldReturn, err = v.store.ToldReturn(v.ctx(), strike.ID); err != nil {
		return nil, err
	}
	m.problem.Slots = slices.Clone(m.entry.Slots) // no rota shows anybody at work
	slices.SortFunc(m.problem.Slots, func(a, b rota.Slot) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return m, nil
}

// byCode names a consultant by code, for files that need no names.
func byCode(id rota.ConsultantID) string { return string(id) }

// evidence answers with the evidence file of an open slot; a slot that is covered has none.
func (s *Server) evidence(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	m, h, err := s.handout(v, strike)
	if err != nil {
		return err
	}
	id := rota.SlotID(v.param("slot"))
	if _, open := m.plan.OpenIn(id); !open {
		if _, ok := m.slot(id); !ok {
			return rota.ErrNotFound
		}
		return s.redirect(v, coverPath(strike.ID, id))
	}
	slot, _ := m.slot(id)
	var lost []string
	if v.can(auth.SeePeople) {
		lost = m.lostParts(slot)
	}
	return s.send(v, strike, draftFile(h.Edition, "evidence-"+slug(string(id))+".xlsx"), sheetType, m.asOf(), func(w io.Writer) error {
		return exports.Evidence(w, h, id, m.ways(id, byCode), lost...)
	})
}

// A personRow is a consultant with cover in the rota, or with none any more.
type personRow struct {
	id   rota.ConsultantID
	name string
	rota.Load
}

// coverRows are the consultants with cover in the plan, and those who have had some
// before, by name.
func coverRows(made rota.Made, before []rota.Pair, name func(rota.ConsultantID) string) []personRow {
	loads := made.Problem.Loads(made.Plan)
	for _, pair := range before {
		if _, covers := loads[pair.Consultant]; !covers {
			loads[pair.Consultant] = rota.Load{}
		}
	}
	var out []personRow
	for id, load := range loads {
		out = append(out, personRow{id, name(id), load})
	}
	slices.SortFunc(out, func(a, b personRow) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(string(a.id), string(b.id)))
	})
	return out
}

// A personalView lists who covers, each with their own two files.
type personalView struct {
	base
	Note       string
	Table      Table
	Pagination *Pagination
}

func newPersonal(b base, m *madeRota, number int) *personalView {
	id := b.Strike.ID
	b.backTo("Downloads", strikePath(id, "downloads"))
	path := strikePath(id, "downloads", "personal")
	rows, number, paging := paged(coverRows(m.asShown(), m.draft.Off(), m.name), number, func(n int) string { return filter{path: path}.href(n) })
	b.Title = pageTitle(b.Title, number, paging)
	p := &personalView{base: b, Pagination: paging, Note: "Each file holds the duties of one consultant and nobody else's. Send it to nobody but them."}
	if m.part != nil {
		p.Note = "Each file holds what one consultant covers in " + m.part.services.Words() + ", and nobody else’s. What they cover in other services is not in it: do not send it to them as all of theirs, which the rota coordinators can."
	}
	p.Table = personalTable("Consultants with cover, or with some taken off by hand", rows, id, strikePath(id, "downloads", "personal"))
	return p
}

// personalTable lists people with their own files, which are below the path.
func personalTable(caption string, rows []personRow, strikeID, path string) Table {
	var cells [][]Cell
	for _, r := range rows {
		own := path + "/" + url.PathEscape(string(r.id))
		cells = append(cells, []Cell{{Text: r.name, Href: personPath(strikeID, r.id)}, {Text: r.words()},
			{Text: "Sheet", Hidden: "of " + r.name, Href: own + "/duties.xlsx"}, {Text: "Calendar", Hidden: "of " + r.name, Href: own + "/duties.ics"}})
	}
	return NewTable("personal", caption, []Column{{Text: "Consultant"}, {Text: "Cover"}, {Text: "Duties and rest"}, {Text: "Calendar"}}, cells)
}

func (r personRow) words() string {
	if r.Duties == 0 {
		return "None any more. The calendar file takes it out"
	}
	return count(r.Duties, "duty", "duties") + ", " + hoursWords(r.Minutes)
}

func (s *Server) personalPage(v *visit) error {
	b, m, done, err := s.withRota(v, downloadsSection, "Personal sheets")
	if err != nil || done {
		return err
	}
	b.Overtaken = m.outOfDate(b.Strike.ID, v.can)
	return s.show(v, "personal", newPersonal(b, m, v.number()))
}

func (s *Server) personalSheet(v *visit) error {
	return s.personal(v, "xlsx", sheetType, exports.Personal)
}

func (s *Server) personalCalendar(v *visit) error {
	return s.personal(v, "ics", calendarType, exports.Calendar)
}

// personal answers with one consultant's own file. Its name tells it from others' by
// their code, which says nothing of who they are.
func (s *Server) personal(v *visit, ending, kind string, write func(io.Writer, exports.Handout, rota.ConsultantID) error) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	m, h, err := s.handout(v, strike)
	if err != nil {
		return err
	}
	id := rota.ConsultantID(v.param("consultant"))
	if _, ok := m.problem.Consultant(id); !ok {
		return rota.ErrNotFound
	}
	return s.send(v, strike, draftFile(h.Edition, "duties-"+slug(string(id))+"."+ending), kind, m.asOf(), func(w io.Writer) error { return write(w, h, id) })
}
