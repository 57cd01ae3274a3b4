package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var publishRoutes = []route{
	{method: get, path: "/strikes/:strike/publish", act: auth.Publish, do: (*Server).publishPage},
	{method: post, path: "/strikes/:strike/publish", act: auth.Publish, do: (*Server).publish},
	{method: get, path: "/strikes/:strike/publish/open", act: auth.Publish, do: (*Server).publishOpenPage},
	{method: post, path: "/strikes/:strike/publish/open", act: auth.Publish, do: (*Server).publish},
}

// Fields of the publish forms.
const (
	noteField     = "note"
	approverField = "approver"
	staleField    = "stale" // that it is published though what is entered has changed
	lastField     = "last"  // the newest version that was seen
)

const (
	maxVersionNote = 1000
	maxApprover    = 200
)

// A publishView is what will be published, to check before it is.
type publishView struct {
	base
	Stop    bool // places that must hold are open: the page asks who approves
	Action  string
	Version int64    // of the draft
	Last    int64    // the newest version, 0 for none
	Since   *Changed // what somebody else did after the page was opened
	Facts   SummaryList
	Changed *outOfDate
	Tells   string // that its places tell who is away, or ""
	First   string // that nobody is asked for in the first hours of the strike, or ""
	Still   string // what of it is still being worked out, or ""
	Differs string
	Tables  []Table
	Open    *Table
	Broken  []brokenLine
	Covered string // said where no place is open
	Who     []string
	Asked   []string // who is still to be asked, and who is not asked again
	Tell    string   // that somebody does not know yet that they need not come, or ""
	Calls   string   // where they are rung
	Stale   *Choices // to be ticked where what is entered has changed
	On      *Button  // to the page that asks who approves, in place of the form
	Person  *Input
	Reason  *Textarea
	Note    Textarea
	Button  Button
	Keep    Link
}

// A publishing is what the page is made of. last is nil while nothing has been published.
type publishing struct {
	m    *madeRota
	last *edition
	stop bool
	tell string // that somebody does not know yet that they need not come, or ""
	form *form.Form
	may  func(auth.Act) bool
	at   time.Time
}

func newPublishView(b base, in publishing) *publishView {
	id, draft := b.Strike.ID, in.m.edition()
	b.backTo("Rota", strikePath(id, "rota"))
	p := &publishView{base: b, Stop: in.stop, Action: strikePath(id, "publish"), Version: in.m.version, Changed: in.m.outOfDate(id, in.may), Still: in.m.explained.still(), First: firstHoursWords(in.m.entry, in.at, in.may),
		Broken: in.m.brokenLines(id), Who: whoSees(), Asked: in.m.askedWords(), Tell: in.tell, Calls: strikePath(id, "day", "calls"), Keep: Link{Text: "Do not publish", Href: strikePath(id, "rota")}}
	unable := in.m.unableWords("")
	if p.Changed != nil && unable != "" {
		p.Changed.Words += " " + unable
	}
	p.Differs = "Nothing has been published before."
	if in.m.entry.Case.Kind == rota.AllWorking {
		p.Tells = "This strike counts every resident who has not said as working. So each place of the rota is of a shift whose resident has said that they will be away, and whoever reads it and knows the shifts can tell who. Plan as if they will be away, or a share of them, and make the rota again before you publish it."
	}
	if in.last != nil {
		p.Last = in.last.number
		d := differBetween(*in.last, draft)
		p.Differs, p.Tables = d.since(), d.tables()
	}
	p.facts(in.m, draft, versionName(p.Last+1))
	p.Open = openTable(id, in.m, in.m.cells(id, in.may(auth.SeePeople)))
	p.ask(in, draft, unable, Button{Text: "Publish " + toVersion(p.Last+1), Once: true})
	return p
}

// facts say what the version will be. Of a rota that no longer answers what is entered,
// no more is said than holds.
func (p *publishView) facts(m *madeRota, draft edition, name string) {
	proof, filled, open := m.proofWords(), draft.filledWords(), draft.openWords()
	p.Covered = "Every place is covered."
	if len(m.changed) > 0 {
		const then = ", as it was entered when the rota was made"
		proof, filled, open = "Not known for what is entered now", filled+then, open+then+m.missingWords()
		p.Covered = "Every place is covered that was entered when the rota was made."
	}
	p.Facts = Summary(SummaryRow{Key: "It will be", Value: name}, SummaryRow{Key: "Rota", Value: m.madeWords()},
		SummaryRow{Key: "How good it is", Value: proof}, SummaryRow{Key: "Filled", Value: filled}, SummaryRow{Key: "Open", Value: open})
}

// opensWhatMustHold reports whether places that must hold are open; while the strike runs, of slots that
// are not over: nobody can approve what has been.
func (m *madeRota) opensWhatMustHold() bool {
	return slices.ContainsFunc(m.plan.Open, func(o rota.Open) bool {
		s, ok := m.problem.Slot(o.Slot)
		return ok && s.Priority == 1 && (!m.begun || s.End.After(m.now))
	})
}

// missingWords say how many places are needed by what is entered now that the rota does
// not have; "" for none, and where it is of a part of the strike alone.
func (m *madeRota) missingWords() string {
	missing := 0
	for _, n := range m.entry.Needs() {
		planned, _ := m.problem.Slot(n.Slot.ID)
		missing += max(0, n.Places-planned.Places)
	}
	if missing == 0 || !m.replanned.IsZero() {
		return ""
	}
	return ". " + count(missing, "more place is", "more places are") + " needed by what is entered now"
}

func (e edition) openWords() string {
	if e.open(0) == 0 {
		return "None"
	}
	return fmt.Sprintf("%s, of them %d of priority 1", count(e.open(0), "place"), e.open(1))
}

// whoSees says who can see a version.
func whoSees() []string {
	return []string{"Rota coordinators and clinical leads see it, by name, and can download it.",
		"Finance can download its costs, by consultants’ codes.",
		"Consultants with a personal link read what they cover in it. Somebody at a body that the trust belongs to, such as an ICB, may read rounded totals without names.",
		"Nobody is sent anything: hand out its sheets and calendars, or ring people, from its own page."}
}

// ask adds the form with who could no longer come, or the way to it where places that must hold are open.
func (p *publishView) ask(in publishing, draft edition, unable string, publish Button) {
	id := p.Strike.ID
	p.Button = publish
	p.Note = textarea(in.form, noteField, "Note, if you want one", 3).Hinted("What people should know of this version. Whoever sees the version can read it, but for clinical leads of some services alone. Do not name a resident.")
	if draft.open(0) > 0 {
		reason := textarea(in.form, reasonField, "Why is it published with places open?", 3).Hinted("Kept with the version. Do not name a resident.")
		p.Reason = &reason
	}
	if len(in.m.changed) > 0 {
		label := "What is entered has changed since this rota was made"
		if unable != "" {
			label += ". " + unable + " Fill it again first"
		}
		stale := checkboxes(in.form, staleField, label, []Option{{Value: "yes", Text: "Publish it all the same, as it was made"}})
		p.Stale = &stale
	}
	switch {
	case in.m.opensWhatMustHold() && !in.stop:
		p.On = &Button{Text: "Go on with places open that must hold", Href: strikePath(id, "publish", "open"), Variant: "warning"}
	case in.stop:
		person := input(in.form, approverField, "Who approves it?").Hinted("Name and post of whoever answers for safe staffing in your trust: the medical director, or whom they have named for this strike.")
		p.Person, p.Action, p.Button.Variant = &person, strikePath(id, "publish", "open"), "warning"
		p.backTo("Publish", strikePath(id, "publish"))
	}
}

func (s *Server) publishPage(v *visit) error { return s.showPublish(v, false) }

// publishOpenPage stops before a rota is published in which a place that must hold is
// open; without one there is nothing to stop for.
func (s *Server) publishOpenPage(v *visit) error { return s.showPublish(v, true) }

const publishTitle = "Publish the rota"

func (s *Server) showPublish(v *visit, stop bool) error {
	b, m, done, err := s.withRota(v, rotaSection, publishTitle)
	if err != nil || done {
		return err
	}
	if stop && !m.opensWhatMustHold() {
		return s.redirect(v, strikePath(b.Strike.ID, "publish"))
	}
	in, err := s.publishing(v, b.Strike.ID, m, form.New())
	if err != nil {
		return err
	}
	in.stop = stop
	return s.show(v, "publish", newPublishView(b, in))
}

func (s *Server) publishing(v *visit, strikeID string, m *madeRota, f *form.Form) (publishing, error) {
	last, err := s.latest(v, strikeID)
	if err != nil {
		return publishing{}, err
	}
	calls := callsInput{}
	if calls.dayInput, err = s.onTheDay(v, strikeID, m, "", ""); err != nil {
		return publishing{}, err
	}
	if calls.calls, err = s.callsSince(v, strikeID, m); err != nil {
		return publishing{}, err
	}
	return publishing{m: m, last: last, tell: calls.tellWords(), form: f, may: v.can, at: s.now()}, s.explain(v, m)
}

// publish makes the draft the next version, as it was seen.
func (s *Server) publish(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	seen, last := f.Version(), f.Optional(lastField, "the last version", 20)
	said := store.NewVersion{Approver: f.Optional(approverField, "who approves it", maxApprover),
		OpenReason: f.Lines(reasonField, "why it is published with places open", maxReason), Note: f.Lines(noteField, "the note", maxVersionNote)}
	anyway := f.Checked(staleField)
	if err := f.Done(); err != nil {
		return err
	}
	return anew(func() error {
		m, version, err := s.newVersion(v, strike)
		if err != nil {
			return err
		}
		in, err := s.publishing(v, strike.ID, m, f)
		if err != nil {
			return err
		}
		draft := m.edition()
		in.stop = m.opensWhatMustHold()
		p := newPublishView(s.strikeBase(v, strike, rotaSection, publishTitle), in)
		if seen != m.version || last != strconv.FormatInt(p.Last, 10) {
			if p.Since, err = s.publishClash(v, strike, in, seen, last); err != nil {
				return err
			}
			return s.showChanged(v, "publish", p)
		}
		if len(m.changed) > 0 && !anyway {
			f.Fail(staleField, "Make the rota again first, or tick that it is published all the same")
		}
		if checkPublish(f, in, said); !f.OK() {
			return s.showAgain(v, "publish", newPublishView(p.base, in), f)
		}
		version.Note, version.Last = said.Note, p.Last
		if draft.open(0) > 0 {
			version.OpenReason = said.OpenReason
		}
		if in.stop {
			version.Approver = said.Approver
		}
		number, err := v.store.Publish(v.ctx(), v.actor(), strike.ID, version)
		if err != nil {
			return err
		}
		s.flash(v, versionName(number)+" is published")
		return s.redirect(v, versionPath(strike.ID, number))
	})
}

// publishClash says what somebody else did to the rota, or that they published one, after the
// page was opened.
func (s *Server) publishClash(v *visit, strike store.Strike, in publishing, seen int64, last string) (*Changed, error) {
	c, err := s.draftChanged(v, strike.ID, in.m, seen)
	if err != nil {
		return nil, err
	}
	if in.last != nil && last != strconv.FormatInt(in.last.number, 10) {
		list, err := v.store.Versions(v.ctx(), strike.ID)
		if err != nil {
			return nil, err
		}
		c.Sentence = nameOr(list[0].By, "Somebody else") + ", at " + moment(list[0].At) + ", published " + toVersion(list[0].Number) + " after you opened this page."
	}
	c.Sentence += " Nothing of yours has been published, and what you typed is still below. This page shows the rota as it is now and what differs from the last version: publish it if you still want it, or speak to them first."
	return c, nil
}

// draftChanged lists what was done to the draft since the version of it that was seen.
func (s *Server) draftChanged(v *visit, strikeID string, m *madeRota, seen int64) (*Changed, error) {
	edits, err := v.store.Edits(v.ctx(), strikeID, seen, 0)
	if err != nil {
		return nil, err
	}
	c := &Changed{Sentence: "The rota was made again after you opened this page."}
	var rows [][]Cell
	for _, e := range edits {
		rows = append(rows, []Cell{{Text: nameOr(e.By, "Somebody else") + ", at " + moment(e.At)}, {Text: strings.Join(m.changeWords(e.Change), "; ")}})
	}
	if rows != nil {
		c.Sentence = nameOr(edits[0].By, "Somebody else") + ", at " + moment(edits[0].At) + ", changed the rota after you opened this page."
		t := NewTable("changed", "What was changed since", []Column{{Text: "Who"}, {Text: "What"}}, rows)
		t.Size = "s"
		c.Table = &t
	}
	return c, nil
}

// checkPublish adds what is missing to the form.
func checkPublish(f *form.Form, in publishing, said store.NewVersion) {
	if in.stop && strings.TrimSpace(said.Approver) == "" {
		f.Fail(approverField, "Enter who approves that places are open that must hold")
	}
	if in.m.edition().open(0) > 0 && said.OpenReason == "" {
		f.Fail(reasonField, "Enter why it is published with places open")
	}
}

// versionPath is where a version is; what follows goes below it.
func versionPath(strikeID string, number int64, below ...string) string {
	return strikePath(strikeID, append([]string{"versions", strconv.FormatInt(number, 10)}, below...)...)
}
