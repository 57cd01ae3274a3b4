package web

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"time"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/solve"
)

var robustRoutes = []route{
	{method: get, path: "/strikes/:strike/rota/robust", act: auth.EditRota, do: (*Server).robustPage},
	{method: post, path: "/strikes/:strike/rota/robust", act: auth.EditRota, do: (*Server).askRobust, solves: true},
	{method: post, path: "/strikes/:strike/rota/robust/cancel", act: auth.EditRota, do: askingRobust.cancel},
	{method: get, path: "/strikes/:strike/rota/robust/events", act: auth.EditRota, do: askingRobust.events},
	{method: get, path: "/strikes/:strike/rota/robust/progress", act: auth.EditRota, do: askingRobust.progress},
}

const robustTitle = "If more doctors are away"

// A robustAnswer is what was found of a rota, with the question.
type robustAnswer struct {
	runs.RobustQuestion
	solve.Robustness
	at      time.Time
	unaided map[rota.SlotID][4]bool // as solve.Unaided
}

// newRobustAnswer puts what was found beside the question.
func newRobustAnswer(q runs.RobustQuestion, found solve.Robustness, at time.Time) *robustAnswer {
	return &robustAnswer{q, found, at, solve.Unaided(q.Problem, q.Plan, q.Spare)}
}

// A robustInput is what the page is made of.
type robustInput struct {
	made   *madeRota
	last   *store.Run    // the newest question, or nil
	answer *robustAnswer // the newest that was answered, or nil
	may    func(auth.Act) bool
}

// question asks of the rota as it is, with the replies as they are.
func (m *madeRota) robustQuestion() runs.RobustQuestion {
	return runs.RobustQuestion{Rota: m.run, Problem: m.problem, Plan: m.plan, Spare: solve.SpareOf(m.entry)}
}

// outOfDate reports whether the rota, or who is counted on in it, has changed since.
func (a *robustAnswer) outOfDate(m *madeRota) bool {
	now := m.robustQuestion()
	if !slices.Equal(now.Plan.Pairs(), a.Plan.Pairs()) {
		return true
	}
	now.Rota, now.Plan = a.Rota, a.Plan
	problem, question, err := now.Documents()
	wasProblem, wasQuestion, failed := a.Documents()
	return err != nil || failed != nil || !bytes.Equal(problem, wasProblem) || !bytes.Equal(question, wasQuestion)
}

// cannot says why nothing can be asked of the rota; "" when it can.
func (in robustInput) cannot(strikeID string) (words string, mend *Link) {
	m := in.made
	switch {
	case in.behind():
		again := m.again(strikeID)
		return "Slots, residents’ duties and replies, or the case, have changed since the rota was made. First: " + rota.LowerFirst(again.Text) + ".", &again
	case m.entry.Case.Kind == rota.AllAway:
		return "This strike counts every resident who has not said as away. So nobody more can be away than the rota allows for: " +
			"every place that it fills holds whatever they do.", &Link{Text: "See what would change if some of them worked", Href: askingCases.path(strikeID)}
	case len(solve.SpareOf(m.entry)) == 0:
		return "The rota counts on nobody who has not said: every place that it fills holds whatever they do.", nil
	}
	return "", nil
}

// behind reports whether places have changed since the rota was made.
func (in robustInput) behind() bool {
	m := in.made
	now, was, err := askedAgain(m.entry, m.problem, m.plan, m.replanned)
	return err != nil || !sameDocument(rota.Problem{Slots: now.Slots}, rota.Problem{Slots: was.Slots})
}

// A robustView is how the rota stands up to more silent doctors away.
type robustView struct {
	base
	questionView
	None    string // why nothing can be asked
	Mend    *Link
	Rest    *Link // where the rest is planned anew, while the strike runs
	Share   string
	Made    string
	Old     string // what has changed since it was worked out
	Figures []Figure
	Filters Filters
	Days    []robustRow
	Places  *Table
	NoRow   string
	Pages   *Pagination
	Standby *Table
	// NoStandby says why nobody is named to stand by.
	NoStandby string
	CSV       string
	Ask       *Button
	Answered  bool
	Unproved  string
}

// A robustRow is one unit on one day.
type robustRow struct {
	Day, Unit, Silent, Verdict, Standby string
	Cells                               []heatCell
}

// newRobustView builds the page.
func newRobustView(b base, in robustInput, f filter, number int) *robustView {
	id := b.Strike.ID
	b.Wide()
	b.Sideways = true
	b.backTo("Rota", strikePath(id, "rota"))
	p := &robustView{base: b, questionView: askingRobust.view(id, in.last, in.may)}
	p.None, p.Mend = in.cannot(id)
	p.Share = shareOf(in.made.entry.Case)
	if again := in.made.again(id); in.made.begun && (p.Mend == nil || *p.Mend != again) {
		p.Rest = &again
	}
	if p.None == "" && p.Events == "" {
		p.Ask = &Button{Text: "Work it out", Once: true}
		if in.answer != nil {
			p.Ask = &Button{Text: "Work it out again", Variant: "secondary", Once: true}
		}
	}
	if in.answer != nil {
		p.show(in, f, number)
	}
	return p
}

// show adds what was found.
func (p *robustView) show(in robustInput, f filter, number int) {
	a := in.answer
	p.Answered, p.Made, p.CSV = true, "Worked out at "+moment(a.at)+".", strikePath(p.Strike.ID, "downloads", robustFile)
	if a.outOfDate(in.made) || in.behind() {
		p.Old = "The rota, or what is entered, has changed since this was worked out. It is shown as it was then."
	}
	if !a.Proved {
		p.Unproved = "Some days have too many combinations to look at all of them. There it says “at most”: it may be less, and never more."
	}
	p.Figures = a.robustFigures()
	var slots []rota.Slot
	for _, d := range a.Days {
		for _, s := range d.Slots {
			slots = append(slots, s.Slot)
		}
	}
	p.Filters = slotFilters(f, slots, choose(f.form(), "holds", "How far it holds", anyOf("However far", optionsOf(holdings, holding.words))),
		choose(f.form(), "show", "Show", anyOf("By unit and day", []Option{{Value: "places", Text: "By place"}})))
	if f.get("show") == "places" {
		p.places(in, f, number)
	} else {
		p.days(in, f, number)
	}
	if len(p.Days) == 0 && p.Places == nil {
		p.NoRow = "Nothing is like that. Change or clear what you filter by."
	}
	p.Standby, p.NoStandby = standbyTable(a.Standby, in.made.name), a.noStandby()
}

func (p *robustView) days(in robustInput, f filter, number int) {
	found := slices.DeleteFunc(slices.Clone(in.answer.Days), func(d solve.UnitDay) bool {
		return f.get("service") != "" && d.Service != f.get("service") || f.get("day") != "" && d.Date.String() != f.get("day") ||
			f.get("holds") != "" && string(in.answer.dayHolds(d).called) != f.get("holds")
	})
	shown, number, pages := paged(found, number, f.href)
	p.Pages, p.Title = pages, pageTitle(p.Title, number, pages)
	for _, d := range shown {
		row := robustRow{Day: d.Date.Words(), Unit: d.Unit, Silent: silentWords(d.Silent), Verdict: in.answer.dayHolds(d).words(), Standby: in.answer.standbyWords(d, in.made.name)}
		for k := range d.Cases {
			row.Cells = append(row.Cells, in.answer.robustCell(d, k))
		}
		p.Days = append(p.Days, row)
	}
}

func (p *robustView) places(in robustInput, f filter, number int) {
	type place struct {
		solve.SlotHold
		day solve.UnitDay
	}
	var found []place
	for _, d := range in.answer.Days {
		for _, s := range d.Slots {
			if fits(s.Slot, f) && (f.get("holds") == "" || string(in.answer.slotHolds(s).called) == f.get("holds")) {
				found = append(found, place{s, d})
			}
		}
	}
	shown, number, pages := paged(found, number, f.href)
	p.Pages, p.Title = pages, pageTitle(p.Title, number, pages)
	var rows [][]Cell
	for _, s := range shown {
		h := in.answer.slotHolds(s.SlotHold)
		rows = append(rows, []Cell{{Text: s.Slot.Span.Words()}, {Text: in.answer.Problem.RoleWords(s.Slot), Href: coverPath(p.Strike.ID, s.Slot.ID), Hidden: s.Slot.Span.Words()},
			{Text: priorityWords(string(rune('0' + s.Slot.Priority)))}, {Text: silentWords(s.Silent)}, {Tag: &Tag{Text: h.words(), Colour: h.colour()}}})
	}
	if len(rows) > 0 {
		t := NewTable("robust-places", count(len(found), "slot"), []Column{{Text: "When"}, {Text: "Slot"}, {Text: "Priority"}, {Text: "Silent doctors counted on"}, {Text: "Its places hold"}}, rows)
		t.Compact, t.Size = true, "s"
		p.Places = &t
	}
}

// robustAnswer loads the newest answer; nil when there is none.
func (s *Server) robustAnswer(v *visit, strikeID string) (*robustAnswer, error) {
	record, err := v.store.Answer(v.ctx(), strikeID, store.ForRobust)
	if errors.Is(err, rota.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.robust.of(record.RunID, func() (*robustAnswer, error) { return readRobust(record) })
}

func readRobust(record store.AnswerRecord) (*robustAnswer, error) {
	q, err := runs.ReadRobustQuestion(record.Problem, record.Question)
	if err != nil {
		return nil, err
	}
	r, err := runs.ReadRobustness(record.Answer, q)
	return newRobustAnswer(q, r, record.MadeAt), err
}

// withRobust loads what the page is made of; done is true when the empty page has been shown.
func (s *Server) withRobust(v *visit) (b base, in robustInput, done bool, err error) {
	b, m, done, err := s.withRota(v, rotaSection, robustTitle)
	if err != nil || done {
		return b, in, done, err
	}
	in = robustInput{made: m, may: v.can}
	if in.last, err = askingRobust.latest(s, v, b.Strike.ID); err != nil {
		return b, in, false, err
	}
	in.answer, err = s.robustAnswer(v, b.Strike.ID)
	return b, in, false, err
}

func (s *Server) robustPage(v *visit) error {
	b, in, done, err := s.withRobust(v)
	if err != nil || done {
		return err
	}
	f := v.filter(askingRobust.path(b.Strike.ID), "service", "day", "holds", "show")
	return s.show(v, "robust", newRobustView(b, in, f, v.number()))
}

// askRobust queues the question. While it is being answered, or when nothing can be
// asked, the page says so.
func (s *Server) askRobust(v *visit) error {
	b, in, done, err := s.withRobust(v)
	if err != nil || done {
		return err
	}
	if err := v.form().Done(); err != nil {
		return err
	}
	page := newRobustView(b, in, filter{path: askingRobust.path(b.Strike.ID)}, 1)
	if page.Ask != nil {
		if _, err := s.options.Runs.Ask(v.ctx(), v.store.Trust, v.actor(), b.Strike.ID, store.ForRobust, in.made.robustQuestion()); err != nil {
			return err
		}
	}
	return s.redirect(v, page.Here)
}

// writeRobust gives every place with how far it holds.
func (s *Server) writeRobust(v *visit, strike store.Strike, w io.Writer) (written, error) {
	m, err := s.needRota(v, strike)
	if err != nil {
		return written{}, err
	}
	a, err := s.robustAnswer(v, strike.ID)
	if err == nil && a == nil {
		err = rota.ErrNotFound
	}
	if err != nil {
		return written{}, err
	}
	e, err := s.draftEdition(v, strike, m)
	if err != nil {
		return written{}, err
	}
	return written{a.at, e}, exports.RobustCSV(w, a.exported(m.name), s.labels(strike, a.at))
}
