package web

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/document"
)

var replanRoutes = []route{
	{method: get, path: "/strikes/:strike/day/replan", act: auth.EditRota, do: (*Server).replanPage},
	{method: post, path: "/strikes/:strike/day/replan", act: auth.EditRota, do: (*Server).askReplan, solves: true},
	{method: post, path: "/strikes/:strike/day/replan/take", act: auth.EditRota, do: (*Server).takeReplan},
	{method: post, path: "/strikes/:strike/day/replan/cancel", act: auth.EditRota, do: askingReplan.cancel},
	{method: get, path: "/strikes/:strike/day/replan/events", act: auth.EditRota, do: askingReplan.events},
	{method: get, path: "/strikes/:strike/day/replan/progress", act: auth.EditRota, do: askingReplan.progress},
}

const replanTitle = "Plan the rest anew"

// replanProblem is what is left of the strike at an instant, with as few changes as can be
// from a rota as it stands right after cover.
func replanProblem(e rota.Entry, standing []rota.Pair, at time.Time) (rota.Problem, error) {
	p, _, err := makeable(e.Remaining(standing, at))
	if err != nil {
		return p, err
	}
	return p.Started(at).FewestChanges(), nil
}

// replannedAt is from when on the rest of the draft was planned anew; zero when it was not.
func replannedAt(record store.PlanRecord) (time.Time, error) {
	if record.Question == nil {
		return time.Time{}, nil
	}
	at, _, err := runs.ReadReplan(record.Question)
	return at, err
}

// A replanAnswer is the rest of a strike planned anew.
type replanAnswer struct {
	rota.Made
	run   string
	at    time.Time // from when on
	draft int64     // the version of the draft that it was planned from
}

func readReplan(record store.AnswerRecord) (a *replanAnswer, err error) {
	a = &replanAnswer{run: record.RunID}
	if a.at, a.draft, err = runs.ReadReplan(record.Question); err != nil {
		return nil, err
	}
	if a.Problem, err = document.ReadProblem(bytes.NewReader(record.Problem)); err != nil {
		return nil, err
	}
	a.Plan, err = document.ReadPlan(bytes.NewReader(record.Answer))
	return a, err
}

// A replanView asks for the rest of the strike to be planned anew, and shows what would
// change before it is the rota.
type replanView struct {
	base
	questionView
	watch
	Mends  []mend
	Answer *replanned
	Ask    *Button
}

// A replanned is what would change.
type replanned struct {
	Headline string
	Proof    string
	Old      string // why it cannot be taken any more
	Since    *Table // what was changed by hand since, or nil
	Done     string // that it is the rota already
	Changes  *Table
	Settled  []Link // slots that had begun and need more or fewer than the rota has, by who came
	Open     []Link // slots of which places stay open
	Take     *Button
	Undo     string // what the taking is, as a change by hand
	Run      string
	Calls    string // where the calls are, once it is the rota
}

// A replanInput is what the page is made of.
type replanInput struct {
	dayInput
	last   *store.Run        // the newest question, or nil
	answer *replanAnswer     // the newest that was answered, or nil
	differ []rota.SlotChange // between the rota and what was planned
	since  *Table            // what was changed by hand since it was planned, or nil
}

// newReplanView builds the page.
func newReplanView(b base, in replanInput) *replanView {
	id := b.Strike.ID
	b.backTo(dayTitle, in.watch.path(id))
	p := &replanView{base: b, questionView: askingReplan.view(id, in.last, in.may), watch: in.watch}
	_, err := replanProblem(in.m.entry, in.m.plan.Pairs(), in.watch.at)
	p.Mends = cannotStart(id, in.m.entry, err)
	if in.answer != nil && p.Events == "" {
		p.Answer = in.found(id)
	}
	if p.Events == "" && len(p.Mends) == 0 {
		p.Ask = &Button{Text: replanTitle, Once: true}
		if p.Answer != nil && p.Answer.Take != nil {
			p.Ask = &Button{Text: "Plan it anew again", Variant: "secondary", Once: true}
		}
	}
	return p
}

// found is what would change, or that it has already.
func (in replanInput) found(strikeID string) *replanned {
	a := in.answer
	from := moment(a.at)
	out := &replanned{Proof: a.Plan.ProofWords() + ".", Run: a.run}
	if in.m.run == a.run {
		out.Headline, out.Done = "The rest from "+from+" on is the rota now", "Ring everybody who has to know."
		out.Calls = in.watch.path(strikeID, "calls")
		return out
	}
	if in.m.version != a.draft {
		out.Headline, out.Old = "Planned from "+from+" on", "The rota has been changed since, so this plan can no longer be taken. Plan it anew again: that starts from the rota as it is now."
		out.Since = in.since
		return out
	}
	changes := in.changes()
	if begun := in.begun(changes); len(begun) > 0 {
		out.Headline, out.Old = "Planned from "+from+" on", in.begunWords(begun)
		return out
	}
	out.Headline = "Planned from " + from + " on: " + count(len(changes), "slot") + " would change"
	out.Open, out.Settled = a.open(strikeID, in.watch.at), in.settledLinks(strikeID)
	switch {
	case len(changes) > 0:
		out.Changes, out.Undo = in.changeTable(strikeID, changes), "It becomes one change by hand, which can be undone. Then you see whom to ring."
	case out.Settled == nil && len(in.m.changed) > 0:
		out.Headline = "Planned from " + from + " on: nobody would be moved, and the rota would go by what is entered now"
	case out.Settled == nil:
		out.Headline = "Planned from " + from + " on: nothing that has not begun would be better with other people"
		return out
	default:
		out.Headline = "Planned from " + from + " on: nobody would be moved, and places that had begun would be counted by who came"
	}
	out.Take = &Button{Text: "Make this the rota", Once: true}
	return out
}

// open leads to the slots of which places stay open and that are not over, the most important first.
func (a *replanAnswer) open(strikeID string, now time.Time) []Link {
	var slots []rota.Slot
	for _, o := range a.Plan.Open {
		if s, ok := a.Problem.Slot(o.Slot); ok && s.End.After(now) {
			slots = append(slots, s)
		}
	}
	slices.SortStableFunc(slots, func(a, b rota.Slot) int { return cmp.Or(a.Priority-b.Priority, a.Compare(b.Span)) })
	var out []Link
	for _, s := range slots {
		out = append(out, Link{Text: a.Problem.SlotWords(s), Href: coverPath(strikeID, s.ID)})
	}
	return out
}

// changes are the slots in which somebody else would be.
func (in replanInput) changes() []rota.SlotChange {
	return slices.DeleteFunc(slices.Clone(in.differ), func(c rota.SlotChange) bool { return c.Leave == nil && c.Come == nil })
}

// settled are the slots in which nobody else would be, and of which more or fewer places are
// open by who came. Until that is the rota, those who may not know who came read it as it was.
func (in replanInput) settled() []rota.SlotChange {
	return slices.DeleteFunc(slices.Clone(in.differ), func(c rota.SlotChange) bool {
		return c.Leave != nil || c.Come != nil || c.OpenBefore == c.OpenAfter
	})
}

// settledLinks say of each how many places are open by who came.
func (in replanInput) settledLinks(strikeID string) []Link {
	var out []Link
	for _, c := range in.settled() {
		open := "no place open"
		if c.OpenAfter > 0 {
			open = count(c.OpenAfter, "place") + " open"
		}
		out = append(out, Link{Text: fmt.Sprintf("%s: %s, where this rota has %d", in.m.problem.SlotWords(c.Slot), open, c.OpenBefore), Href: coverPath(strikeID, c.Slot.ID)})
	}
	return out
}

// begun are the changes of slots that have begun since it was planned: nobody is moved there. Of what had
// begun before only somebody is gone who was deleted since they were put there.
func (in replanInput) begun(changes []rota.SlotChange) []rota.SlotChange {
	at := in.watch.begun()
	return slices.DeleteFunc(slices.Clone(changes), func(c rota.SlotChange) bool {
		return c.Slot.Start.After(at) || !c.Slot.Start.After(in.answer.at)
	})
}

func (in replanInput) begunWords(begun []rota.SlotChange) string {
	var names []string
	for _, c := range begun {
		names = append(names, in.m.problem.SlotWords(c.Slot))
	}
	return "Work that it would change has begun since: " + firstFew(names, nextShown) + ". Nobody is moved in work that has begun, so this plan can no longer be taken. Plan it anew again."
}

func (in replanInput) changeTable(strikeID string, changes []rota.SlotChange) *Table {
	var rows [][]Cell
	for _, c := range changes {
		state := "Filled"
		switch {
		case c.Gone:
			state = "Needs no consultant any more"
		case c.OpenAfter > 0:
			state = count(c.OpenAfter, "place") + " open"
		}
		rows = append(rows, []Cell{{Text: in.m.problem.SlotWords(c.Slot), Href: coverPath(strikeID, c.Slot.ID)}, {Text: "Nobody", People: in.reached(c.Come)}, {Text: "Nobody", People: in.reached(c.Leave)}, {Text: state}})
	}
	t := NewTable("changes", "What would change", []Column{{Text: "Slot"}, {Text: "Comes"}, {Text: "Need not come"}, {Text: "After it"}}, rows)
	return &t
}

// taken is the plan as it becomes the draft: an edit that lists whom it moves.
func (in replanInput) taken() store.Taken {
	a, e := in.answer, in.m.entry
	t := store.Taken{Run: a.run, Seen: a.draft}
	held := lockedPairs(e)
	for _, pair := range a.Problem.Locks {
		if _, ok := held[pair]; !ok {
			t.Locks = append(t.Locks, rota.Lock{Pair: pair, Reason: rota.BegunReason})
		}
	}
	e.Locks = slices.Concat(e.Locks, t.Locks)
	t.Left, t.Free = begunOpen(a.Problem, e)
	e.LeftOpen = append(slices.DeleteFunc(slices.Clone(e.LeftOpen), func(l rota.LeftOpen) bool { return slices.Contains(t.Free, l.Slot) }), t.Left...)
	after := rota.NewDraft(a.Problem, a.Plan, e)
	people, slots := map[rota.ConsultantID]bool{}, map[rota.SlotID]bool{}
	for _, c := range in.changes() {
		slots[c.Slot.ID] = true
		for _, id := range slices.Concat(c.Leave, c.Come) {
			people[id] = true
		}
	}
	t.Change.People, t.Change.Slots = slices.Sorted(maps.Keys(people)), slices.Sorted(maps.Keys(slots))
	t.Change.Before, t.Change.After = in.m.draft.Part(t.Change.People, t.Change.Slots), after.Part(t.Change.People, t.Change.Slots)
	t.Change.Reason = "The rest was planned anew from " + moment(a.at) + " on"
	return t
}

// begunOpen are the places that the problem leaves open since their slots had begun, of
// slots that nobody has decided to leave open, and the slots of which another number had been
// left open for that.
func begunOpen(p rota.Problem, e rota.Entry) (left []rota.LeftOpen, free []rota.SlotID) {
	decided := map[rota.SlotID]bool{}
	for _, l := range e.LeftOpen {
		decided[l.Slot] = !l.Begun() || p.LeftOpenIn(l.Slot) == l.Places
		if !decided[l.Slot] {
			free = append(free, l.Slot)
		}
	}
	for _, l := range p.LeftOpen {
		if !decided[l.Slot] {
			left = append(left, rota.LeftOpen{Slot: l.Slot, Places: l.Places, Reason: rota.BegunReason})
		}
	}
	return left, free
}

// withReplan loads what the page is made of.
func (s *Server) withReplan(v *visit, day, hour string) (b base, in replanInput, done bool, err error) {
	b, in.dayInput, done, err = s.withDay(v, replanTitle, day, hour)
	if err != nil || done {
		return b, in, done, err
	}
	if in.last, err = askingReplan.latest(s, v, b.Strike.ID); err != nil {
		return b, in, false, err
	}
	record, err := v.store.Answer(v.ctx(), b.Strike.ID, askingReplan.purpose)
	if errors.Is(err, rota.ErrNotFound) {
		return b, in, false, nil
	}
	if err != nil {
		return b, in, false, err
	}
	in.answer, err = s.replans.of(record.RunID, func() (*replanAnswer, error) { return readReplan(record) })
	if err != nil {
		return b, in, false, err
	}
	in.differ = rota.Differ(in.m.asShown(), in.answer.Made).Slots
	if in.m.version != in.answer.draft {
		var c *Changed
		if c, err = s.draftChanged(v, b.Strike.ID, in.m, in.answer.draft); err == nil {
			in.since = c.Table
		}
	}
	return b, in, false, err
}

// replanPage answers GET /strikes/:strike/day/replan.
func (s *Server) replanPage(v *visit) error {
	b, in, done, err := s.withReplan(v, v.query(dayField), v.query(hourField))
	if err != nil || done {
		return err
	}
	return s.show(v, "day-replan", newReplanView(b, in))
}

// askReplan queues a run. While one is under way, or none can be asked, the page says so.
func (s *Server) askReplan(v *visit) error {
	f := v.form()
	day, hour := readWatch(f)
	if err := f.Done(); err != nil {
		return err
	}
	b, in, done, err := s.withReplan(v, day, hour)
	if err != nil || done {
		return err
	}
	page := newReplanView(b, in)
	if len(page.Mends) > 0 {
		return s.showAgain(v, "day-replan", page, cannotForm(page.Mends))
	}
	if page.Ask != nil {
		p, err := replanProblem(in.m.entry, in.m.plan.Pairs(), in.watch.at)
		if err != nil {
			return err
		}
		q := runs.ReplanQuestion{At: in.watch.at, Draft: in.m.version, Problem: p}
		if _, err := s.options.Runs.Ask(v.ctx(), v.store.Trust, v.actor(), b.Strike.ID, askingReplan.purpose, q); err != nil {
			return err
		}
	}
	return s.redirect(v, in.watch.path(b.Strike.ID, "replan"))
}

// replanClash shows the plan as it stands with what the matter is.
func (s *Server) replanClash(v *visit, b base, in replanInput, words string) error {
	p := newReplanView(b, in)
	p.Errors = []form.Error{{Field: "run", Target: "answer", Text: words}}
	return s.showWith(v, statusOf(rota.ErrConflict), "day-replan", p)
}

// takeReplan makes what was planned the rota, and goes to whom to ring.
func (s *Server) takeReplan(v *visit) error {
	f := v.form()
	day, hour := readWatch(f)
	run := f.Text("run", "the plan", 80)
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		return &form.Refused{Field: "run"}
	}
	b, in, done, err := s.withReplan(v, day, hour)
	if err != nil || done {
		return err
	}
	switch {
	case in.answer == nil:
		return rota.ErrConflict
	case in.answer.run != run:
		return s.replanClash(v, b, in, "The rest was planned anew again after you opened this page. Nothing has been taken: look at the newer plan")
	case in.m.version != in.answer.draft || len(in.begun(in.changes())) > 0:
		return s.replanClash(v, b, in, "This plan can no longer be taken. Nothing has been taken: see why")
	}
	err = v.store.TakeReplan(v.ctx(), v.actor(), b.Strike.ID, in.taken())
	if errors.Is(err, store.ErrDraftMoved) { // between the look and the save
		return s.takeReplan(v)
	}
	if err != nil {
		return err
	}
	s.flash(v, "This is the rota now. Ring everybody below")
	return s.redirect(v, in.watch.path(b.Strike.ID, "calls"))
}
