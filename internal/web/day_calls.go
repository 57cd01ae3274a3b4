package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var callRoutes = []route{
	{method: get, path: "/strikes/:strike/day/calls", act: auth.EditRota, do: (*Server).callsPage},
	{method: post, path: "/strikes/:strike/day/calls", act: auth.EditRota, do: (*Server).saveCall},
}

const callsTitle = "Whom to ring"

// saidNo is the reason for which somebody is kept off a slot who was rung.
const saidNo = "Said no on the telephone"

// A callsView is whom to ring about changes since the newest version, and what came of it.
type callsView struct {
	base
	Edition   string
	Office    string // how those who are rung reach the rota office, or ""
	Note      string // what the list goes by, when no version was published
	Reopen    []reopened
	Lines     []callLine
	Pages     *Pagination
	Part      string // which page of several the screen shows, or ""
	OnSheet   *Table // all lines, of every page, for a telephone list on paper
	None      string
	Spare     string // that some are not needed any more, or ""
	Withdrawn []withdrawn
	Unsure    string // that assignments which have not changed are not confirmed, or ""
	Answers   Link   // who has confirmed
	Done      *Table
	Replan    string
	Publish   string // where the rota is published, when it differs from the newest version
}

// A callLine is one person to ring about one slot.
type callLine struct {
	Name, Contact, Ask, Last string
	Outcome                  Choices
	pair                     rota.Pair
	slot                     rota.Slot
	Slot                     rota.SlotID
	Consultant               rota.ConsultantID
	Comes                    string       // yes, or no for who is told that they need not, or goes
	release                  rota.Release // of who goes
	watch
	Action, CSRF string
}

// A reopened is a slot that is open again since the newest version, and who could take it next.
type reopened struct {
	Slot Link
	Next []nextLine
	Left string // where what is left of it is covered, once it has begun; "" else
}

// A nextLine is one way to fill it.
type nextLine struct {
	Link
	Contact string // "" where none is entered
	Words   string
}

// nextShown is how many ways are named at once.
const nextShown = 3

// A callsInput is what the page is made of.
type callsInput struct {
	dayInput
	calls  []store.Call // since the newest version, the last of each pair
	office string       // how those who are rung reach the rota office, or ""
}

// lines are the calls that are still to be made, by time; to one slot first whom to ask. Who may
// go comes after all others: that fills no place.
func (in callsInput) lines() []callLine {
	told, now, worked, free := in.told(), pairSet(in.m.plan.Pairs()), in.worked(), map[rota.Pair]rota.Release{}
	for _, r := range in.releases() {
		free[r.Pair] = r
	}
	var out []callLine
	add := func(pair rota.Pair, comes string) {
		slot, ok := in.m.slot(pair.Slot)
		_, known := in.m.people[pair.Consultant]
		if ok && known && slot.End.After(in.watch.at) {
			out = append(out, callLine{pair: pair, Comes: comes, release: free[pair], slot: slot, Slot: pair.Slot, Consultant: pair.Consultant, watch: in.watch})
		}
	}
	for pair := range now {
		if _, spare := free[pair]; spare {
			add(pair, goes)
		} else if !told[pair] && !worked[pair] {
			add(pair, yes)
		}
	}
	for pair, knows := range told {
		if knows && !now[pair] && !in.knows(pair) {
			add(pair, no)
		}
	}
	slices.SortFunc(out, func(a, b callLine) int {
		return cmp.Or(count01(a.Comes == goes)-count01(b.Comes == goes), a.slot.Compare(b.slot.Span), cmp.Compare(a.Slot, b.Slot), strings.Compare(b.Comes, a.Comes), cmp.Compare(a.Consultant, b.Consultant))
	})
	return out
}

// Whether somebody is asked to come, as forms say it.
const (
	yes = "yes"
	no  = "no"
)

// asked reports whether they are asked to come, and not told that they need not.
func (l callLine) asked() bool { return l.Comes == yes }

// words of an outcome, of somebody who is asked to come or told that they need not.
func outcomeWords(o store.CallOutcome, comes bool) string {
	switch {
	case o == store.CallNoAnswer:
		return "No answer"
	case !comes:
		return "Told"
	case o == store.CallYes:
		return "Yes, they come"
	}
	return "No, they cannot"
}

// outcomes are those that can come of a call.
func outcomesOf(comes bool) []store.CallOutcome {
	if comes {
		return store.CallOutcomes()
	}
	return []store.CallOutcome{store.CallYes, store.CallNoAnswer}
}

func (in callsInput) callWords(c store.Call) string {
	return outcomeWords(c.Outcome, c.Comes) + ", " + nameOr(c.By, "somebody whose account is gone") + " at " + moment(c.At)
}

// fill words the line, as number n of the page. f holds what was posted for the pair failed.
func (l *callLine) fill(b base, in callsInput, n int, f *form.Form, failed rota.Pair) {
	l.Name, l.Contact = in.m.name(l.Consultant), nameOr(in.m.contact(l.Consultant), "no number entered")
	where := in.m.problem.SlotWords(l.slot)
	l.Ask = "Need not come to " + where + "."
	if l.Comes == goes {
		l.Ask = in.releaseWords(l.release)
	}
	if l.asked() {
		l.Ask = "Ask whether they come to " + where + "."
	}
	if c := in.last(l.pair); c != nil && c.Comes == l.asked() {
		l.Last = in.callWords(*c)
	}
	id := fmt.Sprintf("%s-%d", outcomeField, n)
	field := Field{ID: id, Name: outcomeField, Label: "What came of it?"}
	if l.pair == failed {
		field.Error = f.Error(outcomeField)
	}
	var options []Option
	for _, o := range outcomesOf(l.asked()) {
		options = append(options, Option{Value: string(o), Text: outcomeWords(o, l.asked())})
	}
	l.Outcome = Choices{Field: field, Options: numbered(id, options), Small: true, Inline: true}
	l.Action, l.CSRF = strikePath(b.Strike.ID, "day", "calls"), b.CSRF
}

const outcomeField = "outcome"

// newCallsView builds a page of the list. f is a form that was posted for the pair failed, if any.
func newCallsView(b base, in callsInput, number int, f *form.Form, failed rota.Pair) (*callsView, error) {
	id := b.Strike.ID
	b.backTo(dayTitle, in.watch.path(id))
	p := &callsView{base: b, Edition: in.edition(), Office: in.office, Replan: in.watch.path(id, "replan")}
	here := in.watch.path(id, "calls")
	lines := in.lines()
	p.Spare = in.spareWords()
	p.Done = in.done(lines)
	var rows [][]Cell
	for i := range lines { // all of them, whichever page is shown: on paper there is one list
		l := &lines[i]
		l.fill(b, in, i+1, f, failed)
		rows = append(rows, []Cell{{Text: l.Name}, {Text: l.Contact}, {Text: l.Ask}, {Text: nameOr(l.Last, "Not rung yet")}, {Text: "□ " + strings.Join(optionTexts(l.Outcome.Options), " □ ")}})
	}
	p.Lines, number, p.Pages = paged(lines, number, func(n int) string { return withQuery(here, "page", strconv.Itoa(n)) })
	p.Title, p.Heading = pageTitle(b.Title, number, p.Pages), b.Title
	if p.Pages != nil {
		p.Part = fmt.Sprintf("Page %d of %d.", number, len(p.Pages.Pages))
	}
	if in.changes() > 0 && in.may(auth.Publish) {
		p.Publish = strikePath(id, "publish")
	}
	if in.m.told.number == 0 {
		p.Note = "No version of the rota has been published, so the planner does not know who has been told what. Everybody who is in it is on the list."
	}
	if n := in.unconfirmed(); n > 0 {
		p.Answers = Link{Text: "Who has confirmed " + toVersion(in.m.told.number), Href: strikePath(id, "answers")}
		p.Unsure = in.unconfirmedWords(n) + ": whether the consultants know what they cover there is not on record."
	}
	if rows == nil {
		p.None = "Nobody has to be rung: everybody knows what they cover."
		if p.Unsure != "" {
			p.None = "Nobody has to be rung about a change since " + toVersion(in.m.told.number) + "."
		}
	} else {
		t := NewTable("paper", "Whom to ring", []Column{{Text: "Who"}, {Text: "Number"}, {Text: "What"}, {Text: "So far"}, {Text: "Outcome"}}, rows)
		p.OnSheet = &t
	}
	var err error
	p.Reopen, err = in.reopened(id)
	if p.None != "" && slices.ContainsFunc(p.Reopen, func(r reopened) bool { return r.Left == "" }) {
		p.None = "Nobody has to be rung but whoever could take what is open again."
		if !slices.ContainsFunc(p.Reopen, func(r reopened) bool { return r.Next != nil }) {
			p.None = "Nobody has to be rung about a change. What is open again nobody could take by the rules: ask those who are trained whether they offer it after all."
		}
	}
	return p, err
}

func optionTexts(options []Option) []string {
	var out []string
	for _, o := range options {
		out = append(out, o.Text)
	}
	return out
}

// done lists the calls after which nobody has to be rung about the slot, as lines says who
// has; nil for none.
func (in callsInput) done(lines []callLine) *Table {
	var rows [][]Cell
	for _, c := range slices.Backward(in.calls) {
		if slices.ContainsFunc(lines, func(l callLine) bool { return l.pair == c.Pair }) {
			continue
		}
		rows = append(rows, []Cell{{Text: in.m.name(c.Consultant)}, {Text: in.m.slotWords(c.Slot)}, {Text: in.callWords(c)}})
	}
	if rows == nil {
		return nil
	}
	t := NewTable("done", "Done", []Column{{Text: "Who"}, {Text: "Slot"}, {Text: "Outcome"}}, rows)
	return &t
}

// reopened are the slots that are open since somebody said no, was taken out, stopped or did not come, and those
// that go on now, each with who could be asked next, or how what is left of it is covered.
func (in callsInput) reopened(strikeID string) ([]reopened, error) {
	var out []reopened
	came := in.openByWhoCame()
	for _, id := range slices.Concat(in.refused(), in.emptied(), in.divided(), in.openNow()) {
		slot, ok := in.m.problem.Slot(id)
		_, open := in.m.plan.OpenIn(id)
		if !ok || !open || !came[id] || !slot.End.After(in.watch.at) || slices.ContainsFunc(out, func(r reopened) bool { return r.Slot.Href == coverPath(strikeID, id) }) {
			continue
		}
		r := reopened{Slot: Link{Text: in.m.problem.SlotWords(slot), Href: coverPath(strikeID, id)}}
		if in.m.late(slot) {
			r.Left = in.watch.path(strikeID, "slots", string(id))
			out = append(out, r)
			continue
		}
		all, err := in.m.candidates(id)
		if err != nil {
			return nil, err
		}
		for _, way := range all[:min(nextShown, len(all))] {
			line := in.m.candidateLine(way, in.may(auth.SeeCost))
			contact := in.m.contact(way.Consultant)
			r.Next = append(r.Next, nextLine{Link{Text: line.Name, Href: checkPath(strikeID, id, editFor(way))}, contact, line.Text})
		}
		out = append(out, r)
	}
	return out, nil
}

// withCalls loads what the page is made of.
func (s *Server) withCalls(v *visit, day, hour string) (b base, in callsInput, done bool, err error) {
	b, in.dayInput, done, err = s.withDay(v, callsTitle, day, hour)
	if err != nil || done {
		return b, in, done, err
	}
	if in.calls, err = s.callsSince(v, b.Strike.ID, in.m); err != nil {
		return b, in, false, err
	}
	o, err := s.office(v)
	in.office = o.Reach
	return b, in, false, err
}

// callsPage answers GET /strikes/:strike/day/calls.
func (s *Server) callsPage(v *visit) error {
	b, in, done, err := s.withCalls(v, v.query(dayField), v.query(hourField))
	if err != nil || done {
		return err
	}
	p, err := newCallsView(b, in, v.number(), form.New(), rota.Pair{})
	if err == nil {
		err = s.addWithdrawn(v, b.Strike.ID, in.m)
	}
	if err != nil {
		return err
	}
	p.Withdrawn = in.m.withdrawn
	return s.show(v, "day-calls", p)
}

// saveCall keeps what came of one call. A no takes them off the slot.
func (s *Server) saveCall(v *visit) error {
	f := v.form()
	day, hour := readWatch(f)
	pair := rota.Pair{Slot: rota.SlotID(f.Text("slot", "the slot", 80)), Consultant: rota.ConsultantID(f.Text(consultantField, "who was rung", 80))}
	asked := form.Choice(f, "comes", "what was asked", []string{yes, no, goes})
	comes := asked == yes
	outcome := form.Choice(f, outcomeField, "what came of it", outcomesOf(comes))
	if err := f.Done(); err != nil {
		return err
	}
	return anew(func() error {
		b, in, done, err := s.withCalls(v, day, hour)
		if err != nil || done {
			return err
		}
		lines := in.lines()
		n := slices.IndexFunc(lines, func(l callLine) bool { return l.pair == pair && l.Comes == asked })
		if n < 0 {
			return s.callOvertaken(v, b, in, pair, asked, outcome)
		}
		if !f.OK() {
			return s.showCallAgain(v, b, in, f, pair, n)
		}
		call := store.NewCall{Pair: pair, Comes: comes, Outcome: outcome}
		if call.Edit, err = in.callEdit(lines[n], outcome); err != nil {
			return err
		}
		if err := v.store.SaveCall(v.ctx(), v.actor(), b.Strike.ID, call); err != nil {
			return err
		}
		words := in.m.name(pair.Consultant) + ": " + rota.LowerFirst(outcomeWords(outcome, comes))
		if call.Edit != nil && comes {
			words += ". The place is open again"
		}
		s.flash(v, words)
		return s.redirect(v, in.watch.path(b.Strike.ID, "calls"))
	})
}

// showCallAgain shows the page that has call n, with what is missing beside it.
func (s *Server) showCallAgain(v *visit, b base, in callsInput, f *form.Form, pair rota.Pair, n int) error {
	if text := f.Error(outcomeField); text != "" {
		f = form.New()
		f.FailAt(outcomeField, fmt.Sprintf("%s-%d", outcomeField, n+1), text)
	}
	p, err := newCallsView(b, in, n/perPage+1, f, pair)
	if err != nil {
		return err
	}
	return s.showAgain(v, "day-calls", p, f)
}

// callEdit takes somebody who said no off the slot, and lets somebody go who was told that they
// are not needed; nil for other outcomes.
func (in callsInput) callEdit(l callLine, outcome store.CallOutcome) (*store.NewEdit, error) {
	var e rota.Edit
	switch {
	case l.Comes == goes && outcome == store.CallYes:
		e = in.releaseEdit(l.release)
	case l.asked() && outcome == store.CallNo:
		e = rota.Edit{Leaves: []rota.Pair{l.pair}, KeepOff: []rota.Pair{l.pair}, Reason: saidNo}
		e.Unlocks = in.m.locked(e.Leaves)
	default:
		return nil, nil
	}
	after, change, err := in.m.draft.Edit(e)
	if err != nil {
		return nil, err
	}
	out := newEdit(in.m, after, change)
	return &out, nil
}
