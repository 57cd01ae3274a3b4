package web

import (
	"errors"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/rota"
	"strikerota/rota/solve"
)

// An explained is what the worker has worked out about a rota's open places. It
// is read only while the rota still answers what is entered.
type explained struct {
	known *runs.Explanation // nil when there is none
	soon  bool              // there is none yet, or not all of it, and it will come
	later bool              // after what came first
}

// of gives what is known of an open slot.
func (x explained) of(slot rota.SlotID) (runs.OpenSlot, bool) {
	if x.known == nil {
		return runs.OpenSlot{}, false
	}
	return x.known.Of(slot)
}

// still says in words that what stands against open places is still being worked out; "" when it is not.
func (x explained) still() string {
	switch {
	case x.later:
		return "Why places are open, and what would fill them, is still being worked out; other work came first."
	case x.soon:
		return "Why places are open, and what would fill them, is still being worked out."
	}
	return ""
}

// manyShown is how many candidates, or lines about training, are seen at once; the
// rest stand below, behind a summary.
const manyShown = 10

// patience is how long after a rota was made its explanation may still come: it
// takes the worker less, and then it has to be saved.
const patience = 2 * runs.ExplainTime

// explain loads what explains the rota, if it still holds.
func (s *Server) explain(v *visit, m *madeRota) error {
	if m.part != nil || m.changedButRates() || len(m.plan.Open) == 0 || m.draft.Divided() {
		return nil
	}
	text, err := v.store.Explanation(v.ctx(), m.run)
	m.explained.soon = s.now().Sub(m.at) < patience
	if errors.Is(err, rota.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	known, err := runs.ReadExplanation(text)
	if errors.Is(err, runs.ErrOldExplanation) {
		return nil
	}
	if err != nil {
		return err
	}
	m.explained.known, m.explained.later = &known, known.More && known.Later
	m.explained.soon = m.explained.later || m.explained.soon && known.More
	return nil
}

// A waysOut is what stands against an open slot as a whole, and what would fill it.
type waysOut struct {
	Conflict string // one sentence, or ""
	Parts    *solve.ConflictList
	Unsure   bool   // not everything that it names may be needed
	Lead     string // how many changes were tried, and how many fill a place
	Fixes    *shortList
	Note     string // what to know of the fixes, or why there are none
	Look     string // address to look again at, while it is being worked out
	Again    *Link  // where to make the rota again, or the rest of it, for those who may
}

// changedButRates reports whether anything but rates has changed since: who may cover which place does
// not depend on what it costs.
func (m *madeRota) changedButRates() bool {
	return slices.ContainsFunc(m.changed, func(part string) bool { return part != ratesPart })
}

// otherRates reports whether rates, and nothing else, have changed since the rota was made.
func (m *madeRota) otherRates() bool { return len(m.changed) > 0 && !m.changedButRates() }

// overtaken says why what was worked out when the rota was made is not shown any more;
// "" when it still holds.
func (m *madeRota) overtaken() string {
	switch {
	case m.changedButRates():
		return "What has been entered has changed since the rota was made, so what was worked out then may hold no more, and is not shown."
	case m.draft.Divided():
		return "Slots have been divided by hand since the rota was made, so what was worked out then may hold no more, and is not shown."
	}
	return ""
}

// onPurpose reports whether every open place of the slot is left open on purpose, or had
// begun when the rest was planned anew: nobody looks for what would fill those.
func (m *madeRota) onPurpose(slot rota.SlotID) bool {
	open, ok := m.plan.OpenIn(slot)
	return ok && m.problem.LeftOpenIn(slot) >= open.Places
}

// What is said of them in place of what would fill them.
const (
	onPurposeWords = "It is to stay open, so what would fill it is not looked for."
	begunOpenWords = "It had begun when the rest was planned anew, so nobody was put in it. What is left of it can be covered as a slot of its own."
)

func (m *madeRota) onPurposeWords(slot rota.SlotID) string {
	if slices.ContainsFunc(m.draft.Left, func(l rota.LeftOpen) bool { return l.Slot == slot && l.Begun() }) {
		return begunOpenWords
	}
	return onPurposeWords
}

// waysOut words what is known of an open slot, or says why nothing is told.
func (m *madeRota) waysOut(strikeID string, slot rota.SlotID, may func(auth.Act) bool) *waysOut {
	w := &waysOut{}
	if m.onPurpose(slot) {
		w.Note = m.onPurposeWords(slot)
		return w
	}
	if w.Note = m.overtaken(); w.Note != "" {
		if !m.changedButRates() {
			w.Note += " " + anewWords
		}
		w.Again = m.againFor(strikeID, may)
		return w
	}
	if _, open := m.draft.AsMade().OpenIn(slot); !open {
		w.Note = "It was filled in the rota as it was made at " + moment(m.at) + ", so what would fill it was not worked out then. " + anewWords
		return w
	}
	if m.explained.known == nil {
		if m.explained.soon {
			w.Note, w.Look = "Still working out what would help.", coverPath(strikeID, slot)
			return w
		}
		w.Note = "What would help has not been worked out for this rota."
		w.Again = m.againFor(strikeID, may)
		return w
	}
	o, ok := m.explained.of(slot)
	if m.explained.soon && !o.Final() {
		w.Look = coverPath(strikeID, slot)
	}
	if w.Look != "" && o.Conflict == nil {
		w.Note = "Still working out what would help."
		return w
	}
	if !ok || o.Conflict == nil {
		w.Note = "There was no time to look at what would help here."
		return w
	}
	w.Conflict, w.Unsure = o.Conflict.Words(m.problem, m.name), o.Conflict.Unsure && !o.Conflict.None
	if list, ok := o.Conflict.List(m.problem, m.name); ok {
		w.Conflict, w.Parts = list.Sentence, &list
	}
	w.Lead, w.Fixes, w.Note = o.Lead(m.problem.Aims), m.fixList(strikeID, o, may), m.noteWords(o)
	if m.draft.Moved() {
		w.Note += " " + anewWords
	}
	if w.Look != "" {
		w.Note = "Still working out what would fix it."
		if len(o.Fixes) > 0 {
			w.Note = "Still working out what else would fix it."
		}
	}
	return w
}

const anewWords = "Who could take this place now is worked out anew each time."

// movedWords say of which draft something was worked out that has been changed by hand since.
func (m *madeRota) movedWords() string {
	return "This was worked out for the rota as it was made at " + moment(m.at) + ", before it was changed by hand: what has been moved, locked or left open since is not in it."
}

// noteWords are what to know of the fixes of an open slot. They were tried with the
// locks of the run: what has been decided since without moving anybody, they do not know.
func (m *madeRota) noteWords(o runs.OpenSlot) string {
	note := o.Note()
	if m.otherRates() && len(o.Fixes) > 0 {
		note = strings.TrimSpace(note + " Rates have changed since this was worked out: what each change does to the cost is not shown, and by cost another may come first.")
	}
	switch {
	case m.draft.Moved():
		return strings.TrimSpace(note + " " + m.movedWords())
	case m.plan.ByHand:
		return strings.TrimSpace(note + " This was worked out when the rota was made, before what has been locked or left open by hand since: a change that moves somebody locked since is none.")
	}
	return note
}

// fixList are the best fixes, and the others behind a summary.
func (m *madeRota) fixList(strikeID string, o runs.OpenSlot, may func(auth.Act) bool) *shortList {
	cost := may(auth.SeeCost) && !m.otherRates()
	var lines []listLine
	for _, f := range m.refusedLast(slices.Concat(o.Fixes, o.More)) {
		effect := unbroken.Replace(sentence(runs.EffectWords(m.draft.AsMade(), f, cost)))
		line := listLine{Text: f.Words(m.problem, o.Slot, m.name), Details: strings.TrimSpace(m.refusal(f) + " " + effect), Note: m.askedBy(f)}
		if _, known := m.people[f.Consultant]; f.Kind == solve.FixOffer && known && may(auth.EditPeople) {
			line.Link = Link{Text: "Record the offer of " + m.name(f.Consultant), Href: offerPath(strikeID, f.Consultant, f.Slot)}
		}
		lines = append(lines, line)
	}
	return shorten(lines, len(o.Fixes), "change")
}

// askedBy says how to reach whoever a fix would have offer a slot; "" for all else, or where that is not entered.
func (m *madeRota) askedBy(f solve.Fix) string {
	contact := m.contact(f.Consultant)
	if f.Kind != solve.FixOffer || contact == "" {
		return ""
	}
	return "ask them on " + contact
}

// refusedLast are the fixes with those after all others that need somebody who has said no to it.
func (m *madeRota) refusedLast(fixes []solve.Fix) []solve.Fix {
	slices.SortStableFunc(fixes, func(a, b solve.Fix) int { return count01(m.refusal(a) != "") - count01(m.refusal(b) != "") })
	return fixes
}

// refusal says that whoever a fix would have offer a slot has refused it, or is kept off it; "" for nobody.
func (m *madeRota) refusal(f solve.Fix) string {
	if f.Kind != solve.FixOffer {
		return ""
	}
	slot, _ := m.problem.Slot(f.Slot)
	if slices.ContainsFunc(m.entry.Declined, func(d rota.Told) bool { return d.Consultant == f.Consultant && d.Overlaps(slot.Span) }) {
		return "They have declined cover at that time, so this stands last."
	}
	for _, k := range m.draft.KeptOff {
		other, _ := m.slot(k.Slot)
		switch {
		case k.Consultant != f.Consultant || !other.Overlaps(slot.Span):
		case k.Reason == saidNo:
			return "They have said no to cover at that time on the telephone, so this stands last."
		case strings.HasPrefix(k.Reason, cannotCome):
			return "It is recorded that they cannot come, so this stands last."
		case k.Slot == f.Slot:
			return "They were taken off it by hand, so this stands last."
		}
	}
	return ""
}

// unbroken keeps a sign and its amount on one line.
var unbroken = strings.NewReplacer("+£", "+\u2060£", "-£", "-\u2060£")

// A listLine is one line of a list, with a name before it, and details, a note of the
// person and what can be done below it where there are any.
type listLine struct {
	Name, Text, Details, Note string
	Link                      Link
}

// A shortList is a list of which the first lines are seen at once.
type shortList struct {
	First []listLine
	More  []listLine
	Words string // the summary of the rest
	After int    // the number of the first of the rest
}

// shorten shows so many lines of the list, and the rest behind a summary.
func shorten(all []listLine, seen int, what string) *shortList {
	if len(all) == 0 {
		return nil
	}
	n := min(len(all), seen)
	if len(all) == n+1 {
		n++ // a summary would take as much room
	}
	l := &shortList{First: all[:n], More: all[n:], After: n + 1}
	switch rest := len(l.More); {
	case rest > 0 && n == 0:
		l.Words = "Show " + count(rest, what)
	case rest > 0:
		l.Words = "Show " + count(rest, "more "+what)
	}
	return l
}

// A worth is what one more trained person would be worth.
type worth struct {
	List *shortList
	Note string
}

// worth is nil when the rota has no open place or is not explained.
func (m *madeRota) worth() *worth {
	if len(m.plan.Open) == 0 {
		return nil
	}
	if words := m.overtaken(); words != "" {
		return &worth{Note: words}
	}
	if m.explained.known == nil {
		return nil
	}
	var words []listLine
	for _, t := range m.explained.known.Training {
		words = append(words, listLine{Text: t.Words(m.problem)})
	}
	w := &worth{List: shorten(words, manyShown, "line")}
	switch tried := m.explained.known.TrainingAllTried; {
	case !tried && words == nil && m.explained.soon:
		w.Note = "Still being worked out. It will be here in a few seconds."
	case !tried && words == nil:
		w.Note = "There was no time to work it out."
	case !tried:
		w.Note = "Not every skill and day was looked at in the time there was."
	case words == nil:
		w.Note = "One more trained person on one day or night would not fill any of the open places."
	}
	if m.draft.Moved() {
		w.Note = strings.TrimSpace(w.Note + " " + m.movedWords())
	}
	return w
}
