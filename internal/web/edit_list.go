package web

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// recentEdits is how many changes by hand the rota page lists.
const recentEdits = 20

// A madeEdit is one change by hand, in words.
type madeEdit struct {
	When, Who string
	Does      []string
	Reason    string
	Broken    []string
	State     string // "Undone", or ""
	Number    string // to undo it with; "" when it cannot be
	Button    string
	Here      string
	CSRF      string
}

// editsList words the changes by hand, the newest first.
func (m *madeRota) editsList(b base, edits []store.Edit, may bool) []madeEdit {
	var out []madeEdit
	for _, e := range edits {
		if m.apart() {
			e.Change = withoutStoodDown(e.Change)
			e.Change.Reason = ""
		}
		line := madeEdit{When: moment(e.At), Who: nameOr(e.By, "Somebody whose account is gone"), Does: m.changeWords(e.Change), Reason: e.Change.Reason,
			Button: "Undo", Here: strikePath(b.Strike.ID, "rota", "undo"), CSRF: b.CSRF}
		if e.Undoes != 0 {
			line.State, line.Button = "Undo", putBack
		}
		for _, broken := range e.Change.Broken {
			slot, _ := m.problem.Slot(broken.Slots[0])
			line.Broken = append(line.Broken, m.breachWords(broken, slot))
		}
		switch {
		case len(e.Change.People)+len(e.Change.Slots) == 0: // places that had begun were counted anew: there is nothing to take back
			line.Does = []string{"Nobody moves"}
		case e.Undone:
			line.State = "Undone since"
		case may && m.draft.Declines(e.Change) != nil:
			line.State = "Declined: take that back first"
		case may && !m.draft.CanUndo(e.Change):
			line.State = "Changed since"
		case may:
			line.Number = strconv.FormatInt(e.Number, 10)
		}
		out = append(out, line)
	}
	return out
}

// withoutStoodDown is the change without what tells that residents fill the place that
// somebody left.
func withoutStoodDown(c rota.Change) rota.Change {
	for _, p := range []*rota.Part{&c.Before, &c.After} {
		p.LeftOpen = slices.DeleteFunc(slices.Clone(p.LeftOpen), rota.LeftOpen.StoodDown)
	}
	return c
}

// putBack does again what an undo took back.
const putBack = "Put it back"

// changeWords says what a change did, a line for each thing.
func (m *madeRota) changeWords(c rota.Change) []string {
	out, parts := m.cutWords(c.Cuts)
	say := func(format string, pair rota.Pair) {
		if !parts[pair] {
			out = append(out, fmt.Sprintf(format, m.name(pair.Consultant), m.slotWords(pair.Slot)))
		}
	}
	before, after := pairSet(pairsIn(c.Before)), pairSet(pairsIn(c.After))
	for _, a := range c.After.Assignments {
		if !before[a.Pair()] {
			say("%s takes %s", a.Pair())
		}
	}
	for _, a := range c.Before.Assignments {
		if !after[a.Pair()] {
			say("%s leaves %s", a.Pair())
		}
	}
	for _, l := range c.After.Locks {
		if before[l.Pair] && !hasLock(c.Before.Locks, l.Pair) {
			say("%s is locked in %s", l.Pair)
		}
	}
	for _, l := range c.Before.Locks {
		if after[l.Pair] && !hasLock(c.After.Locks, l.Pair) {
			say("%s is no longer locked in %s", l.Pair)
		}
	}
	out = append(out, m.keptOffWords(c)...)
	for _, id := range c.Slots {
		if was, is := leftIn(c.Before, id), leftIn(c.After, id); was != is && !parts[rota.Pair{Slot: id}] {
			out = append(out, leftOpenWords(is)+": "+m.slotWords(id))
		}
	}
	return out
}

func pairsIn(p rota.Part) []rota.Pair { return rota.Plan{Assignments: p.Assignments}.Pairs() }

func hasLock(locks []rota.Lock, pair rota.Pair) bool {
	return slices.ContainsFunc(locks, func(l rota.Lock) bool { return l.Pair == pair })
}

// locked are those of the pairs that are locked.
func (m *madeRota) locked(pairs []rota.Pair) []rota.Pair {
	var out []rota.Pair
	for _, pair := range pairs {
		if hasLock(m.draft.Locks, pair) {
			out = append(out, pair)
		}
	}
	return out
}

func leftIn(p rota.Part, id rota.SlotID) int {
	for _, l := range p.LeftOpen {
		if l.Slot == id {
			return l.Places
		}
	}
	return 0
}

// leftOpenWords says how many places are left open on purpose now.
func leftOpenWords(n int) string {
	if n == 0 {
		return "No place is left open on purpose any more"
	}
	return count(n, "place") + " left open on purpose"
}

// slotWords is the slot in a sentence, or its code when it is gone.
func (m *madeRota) slotWords(id rota.SlotID) string {
	if s, ok := m.slot(id); ok {
		return m.problem.SlotWords(s)
	}
	return "a slot that has been deleted (" + string(id) + ")"
}

// fromPage names the page from which a change is undone, to go back there.
const fromPage = "page"

// undoEdit takes a change by hand back, if nothing that was done since stands in the way.
func (s *Server) undoEdit(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	number, bad := strconv.ParseInt(f.Text(editField, "a change", 20), 10, 64)
	back := strikePath(strike.ID, "rota")
	day, hour := readWatch(f)
	if form.OptionalChoice(f, fromPage, "the page", []string{"day"}) != "" {
		back = strikePath(strike.ID, "day") + watchQuery(day, hour)
	}
	if err := f.Done(); err != nil {
		return err
	}
	if bad != nil {
		return &form.Refused{Field: editField}
	}
	return anew(func() error {
		m, err := s.needRota(v, strike)
		if err != nil {
			return err
		}
		e, err := v.store.Edit(v.ctx(), strike.ID, number)
		if err != nil {
			return err
		}
		after, c, err := m.draft.Undo(e.Change)
		if e.Undone || errors.Is(err, rota.ErrConflict) {
			return s.showInTheWay(v, strike, m, e)
		}
		if err != nil {
			return err
		}
		if err := s.keepEdit(v, strike, m, after, c, number); err != nil {
			return err
		}
		words := "Undone"
		if e.Undoes != 0 {
			words = "It has been put back"
		}
		s.flash(v, words)
		return s.redirect(v, back)
	})
}

// showInTheWay answers 409 with what was done since and has to be undone first.
func (s *Server) showInTheWay(v *visit, strike store.Strike, m *madeRota, e store.Edit) error {
	p := &errorPage{base: s.strikeBase(v, strike, rotaSection, "This cannot be undone as it stands"),
		Links: []Link{{Text: "See the changes by hand", Href: strikePath(strike.ID, "rota") + "#changes"}}}
	if e.Undone {
		p.Paragraphs = []string{"It has been undone already. Nothing has been changed."}
		return s.showWith(v, statusOf(rota.ErrConflict), "error", p)
	}
	if declined := m.draft.Declines(e.Change); declined != nil {
		p.Paragraphs = []string{"It would put somebody back into what they have declined. Nothing has been changed. Take back that they declined it: where nothing else has changed, that puts them back."}
		p.Links = nil
		for _, pair := range declined {
			p.Links = append(p.Links, Link{Text: m.name(pair.Consultant) + " in " + m.slotWords(pair.Slot), Href: coverPath(strike.ID, pair.Slot)})
		}
		return s.showWith(v, statusOf(rota.ErrConflict), "error", p)
	}
	later, err := v.store.Edits(v.ctx(), strike.ID, e.Number, 0)
	if err != nil {
		return err
	}
	p.Paragraphs = []string{"The people and slots that it touched are no longer as it left them. Nothing has been changed."}
	found := false
	for _, l := range later {
		if l.Undone || l.Undoes != 0 || !l.Change.Meets(e.Change) {
			continue
		}
		if !found {
			p.Paragraphs = append(p.Paragraphs, "Undo these first, from the top:")
			found = true
		}
		for _, does := range m.changeWords(l.Change) {
			p.Paragraphs = append(p.Paragraphs, nameOr(l.By, "Somebody")+", "+moment(l.At)+": "+does)
		}
	}
	if !found {
		p.Paragraphs = append(p.Paragraphs, "The rota has been made again since.")
	}
	return s.showWith(v, statusOf(rota.ErrConflict), "error", p)
}

// leftWords says how many places of the slot are left open on purpose, and why, or stay open
// since they had begun; "" for none.
func (m *madeRota) leftWords(id rota.SlotID) string {
	for _, l := range m.draft.Left {
		if l.Slot != id || m.apart() && l.StoodDown() {
			continue
		}
		if l.StoodDown() {
			return sentence(rota.NotNeededReason) + ": " + count(l.Places, "place") + ". No consultant is needed there any more."
		}
		text := "Left open on purpose: " + count(l.Places, "place") + "."
		if l.Begun() {
			text = "Stays open: " + count(l.Places, "place") + "."
		}
		if l.Reason != "" {
			text += " " + sentence(l.Reason) + "."
		}
		return text
	}
	return ""
}

// A brokenLine is one rule broken on purpose, and where to see it.
type brokenLine struct {
	Rule, Words string
	Slot        Link
}

// breaksWords names the rules that somebody breaks in a slot because it was decided so.
func (m *madeRota) breaksWords(p rota.Pair) string {
	var names []string
	for _, b := range m.plan.Broken {
		if b.Consultant == p.Consultant && slices.Contains(b.Slots, p.Slot) {
			names = append(names, rota.RuleName(b.Rule))
		}
	}
	switch {
	case names == nil:
		return ""
	case m.apart(): // as on the sheets for wards
		return "Breaks a rule on purpose."
	}
	return "Breaks a rule on purpose: “" + strings.Join(distinct(names), "”, “") + "”."
}

// brokenLines lists the rules that the rota breaks because somebody has decided so.
func (m *madeRota) brokenLines(strikeID string) []brokenLine {
	var out []brokenLine
	for _, b := range m.plan.Broken {
		slot, _ := m.problem.Slot(b.Slots[0])
		rule := rota.RuleName(b.Rule)
		if m.hidden(rota.Reason{Consultant: b.Consultant, Rule: b.Rule, Because: b.Because(slot.ID)}) {
			rule = "A rule is broken"
		}
		out = append(out, brokenLine{rule, m.brokenWords(b, slot), Link{Text: m.problem.SlotWords(slot), Href: coverPath(strikeID, slot.ID)}})
	}
	return out
}
