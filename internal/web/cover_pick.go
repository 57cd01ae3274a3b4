package web

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/solve"
)

// A wayForm is who could take the slot, as radios: the ranked ways in groups by what
// comes of each, then those whom a rule stops.
type wayForm struct {
	Heading string
	Lead    string
	Groups  []wayGroup
	Stopped *waysApart
	Error   string
	Button  Button
	Left    *Link // to covering what is left of a slot that has begun
	// Open and Close are links that leave a place open, and take that back.
	Open, Close *Link
}

// A wayGroup is the ways with one kind of outcome: the first of them, and the rest
// behind a summary.
type wayGroup struct {
	First *Choices
	More  *waysApart
}

// waysApart are ways behind a summary, with a form of their own.
type waysApart struct {
	Words string
	Ways  *Choices
}

// Apart are the ids of the forms of what is behind a summary.
func (p *wayForm) Apart() []string {
	var out []string
	for _, g := range p.Groups {
		if g.More != nil {
			out = append(out, g.More.Ways.Form)
		}
	}
	if p.Stopped != nil {
		out = append(out, p.Stopped.Ways.Form)
	}
	return out
}

// apart are ways behind a summary; nil when there are none.
func (in coverInput) apart(id, legend, words string, options []Option) *waysApart {
	ways := in.ways(id, legend, options)
	if ways == nil {
		return nil
	}
	ways.Form = id + "-form"
	return &waysApart{Words: words, Ways: ways}
}

// wayField is the name of the radios.
const wayField = "way"

// pick is the form: nil for those who may not change the rota, and where the slot is
// not in it.
func (in coverInput) pick(strikeID string) (*wayForm, error) {
	slot, _ := in.m.problem.Slot(in.slot.ID)
	if !in.inRota() || !in.may(auth.EditRota) {
		return nil, nil
	}
	all, err := in.m.candidates(slot.ID)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(c solve.Candidate) bool { return !in.stillEntered(c) })
	holders := in.m.plan.Holders(slot.ID)
	p := &wayForm{Heading: "Who could take this", Button: Button{Text: "Check what comes of it"}, Error: in.form.Error(wayField),
		Lead: "Best first. Each keeps rest and every other rule. Nothing is saved until you have seen what comes of it."}
	open := len(holders) < slot.Places
	if !open {
		p.Heading = "Who else could take this"
	}
	if len(all) == 0 {
		p.Lead = "Nobody could by the rules and with the locks as they are, even by leaving other slots or changing places with somebody."
	}
	if len(in.m.changed) > 0 {
		p.Lead += " This goes by what was entered when the rota was made."
	}
	if len(all) > 0 && in.may(auth.SeeCost) && (in.money.CalledShare > 0 || onCostWords(in.money) != "") {
		p.Lead += " Costs here are pay alone, with nobody called in."
	}
	if p.Left = in.leftLink(strikeID, open); p.Left != nil {
		p.Lead += " It has begun: choose here only who has been there since " + rota.ClockWords(in.slot.Start) + "."
	}
	p.group(in, all, open)
	p.stopped(in, all, slot, holders)
	in.openLinks(p, strikeID, slot, len(holders))
	return p, nil
}

// candidates ranks who could take the slot in the rota as it is now. While the strike runs
// nobody leaves work for it that has begun.
func (m *madeRota) candidates(slot rota.SlotID) ([]solve.Candidate, error) {
	if m.part != nil { // who can take it depends on what they do elsewhere
		all, err := m.part.whole.candidates(slot)
		return slices.DeleteFunc(all, func(c solve.Candidate) bool { return !m.part.candidate(c) }), err
	}
	p := m.problem
	if m.begun {
		p = p.Underway(m.plan.Pairs(), m.now, slot)
	}
	board, err := solve.NewBoard(p, m.plan)
	if err != nil {
		return nil, err
	}
	all, err := board.Candidates(slot, solve.CandidateOptions{})
	slices.SortStableFunc(all, func(a, b solve.Candidate) int { return count01(m.refusedThen(a)) - count01(m.refusedThen(b)) })
	return all, err
}

// refusedThen reports whether who would take a slot has said no, when rung, to other cover at that
// time: they stand last. It is for those alone who may read what was said.
func (m *madeRota) refusedThen(c solve.Candidate) bool {
	slot, _ := m.problem.Slot(c.Slot)
	return !m.apart() && slices.ContainsFunc(m.draft.KeptOff, func(k rota.KeptOff) bool {
		other, ok := m.slot(k.Slot)
		return ok && k.Consultant == c.Consultant && k.Reason == saidNo && other.Overlaps(slot.Span)
	})
}

// stillEntered reports whether all whom the candidate moves can still be locked.
func (in coverInput) stillEntered(c solve.Candidate) bool {
	return !slices.ContainsFunc(c.Moves, func(m solve.Move) bool { _, ok := in.m.people[m.Consultant]; return !ok })
}

// group puts each way into the first group that it belongs to. So many are seen at
// once in all of them.
func (p *wayForm) group(in coverInput, all []solve.Candidate, open bool) {
	seen := manyShown
	for n, o := range outcomes {
		var options []Option
		all = slices.DeleteFunc(slices.Clone(all), func(c solve.Candidate) bool {
			if !o.of(c, open) {
				return false
			}
			line := in.m.candidateLine(c, in.may(auth.SeeCost))
			hint := strings.Join(slices.DeleteFunc([]string{sentence(line.Text), line.Details}, func(s string) bool { return s == "" }), ". ")
			options = append(options, Option{Value: wayOf(editFor(c)), Text: line.Name, Hint: hint + dotted(in.aboutHint(c.Consultant)), Reach: in.reach(c.Consultant)})
			return true
		})
		if options == nil {
			continue
		}
		k := min(seen, len(options))
		if len(options) == k+1 {
			k++
		}
		seen = max(0, seen-k)
		words := fmt.Sprintf("%s: show %s", o.heading, count(len(options)-k, "more way"))
		if k == 0 {
			words = fmt.Sprintf("%s: show %s", o.heading, count(len(options), "way"))
		}
		p.Groups = append(p.Groups, wayGroup{
			First: in.ways(fmt.Sprintf("%s-%d", wayField, n), o.heading, options[:k]),
			More:  in.apart(fmt.Sprintf("%s-%d-more", wayField, n), o.heading, words, options[k:]),
		})
	}
}

// dotted puts a full stop before a note.
func dotted(note string) string {
	if note == "" {
		return ""
	}
	return "." + note
}

// ways are radios; nil when there are none.
func (in coverInput) ways(id, legend string, options []Option) *Choices {
	if len(options) == 0 {
		return nil
	}
	return &Choices{Field: Field{ID: id, Name: wayField, Label: legend, LabelSize: "s"}, Small: true,
		Options: numbered(id, chosen(options, in.form.Value(wayField)))}
}

// stopped lists those whom a rule stops, while there is a place for them: an open one,
// or the only one, if nobody is locked in it.
func (p *wayForm) stopped(in coverInput, able []solve.Candidate, slot rota.Slot, holders []rota.Assignment) {
	var leaves []rota.Pair
	switch {
	case len(holders) < slot.Places:
	case len(holders) == 1 && !holders[0].Locked:
		leaves = []rota.Pair{holders[0].Pair()}
	default:
		if p.Groups == nil {
			p.Lead = in.fullWords()
		}
		return
	}
	could := map[rota.ConsultantID]bool{}
	for _, c := range able {
		could[c.Consultant] = true
	}
	var options []Option
	untrained := map[string]bool{} // come last: whom to ask for an exception is rarely one of them
	for _, r := range rota.Stops(in.m.problem, in.m.plan, slot.ID) {
		_, entered := in.m.people[r.Consultant]
		if could[r.Consultant] || !entered || slices.Contains(r.Because, string(slot.ID)) || in.m.isKeptOff(rota.Pair{Slot: slot.ID, Consultant: r.Consultant}) {
			continue
		}
		way := wayOf(rota.Edit{Takes: []rota.Pair{{Slot: slot.ID, Consultant: r.Consultant}}, Leaves: leaves})
		untrained[way] = r.Rule == ruleSkill
		options = append(options, Option{Text: in.m.name(r.Consultant), Value: way,
			Hint: sentence(in.m.stopWords(r, in.m.problem, slot)) + ". Needs a reason" + dotted(in.aboutHint(r.Consultant)), Reach: in.reach(r.Consultant)})
	}
	sort.SliceStable(options, func(i, j int) bool {
		if a, b := untrained[options[i].Value], untrained[options[j].Value]; a != b {
			return b
		}
		return options[i].Text < options[j].Text
	})
	p.Stopped = in.apart(wayField+"-stopped", "Who cannot, by the rules", fmt.Sprintf("Show who cannot take it by the rules (%d)", len(options)), options)
}

// openLinks are to leave one place more open on purpose, and one fewer.
func (in coverInput) openLinks(p *wayForm, strikeID string, slot rota.Slot, holders int) {
	left := in.m.problem.LeftOpenIn(slot.ID)
	to := func(n int) string {
		return checkPath(strikeID, slot.ID, rota.Edit{LeftOpen: []rota.LeftOpen{{Slot: slot.ID, Places: n}}})
	}
	if slot.Places-holders > left {
		p.Open = &Link{Text: "Leave a place open on purpose", Href: to(left + 1)}
	}
	if left > 0 {
		p.Close = &Link{Text: "Let a place that is left open be filled again", Href: to(left - 1)}
	}
}

// inRota reports whether the rota has the slot: it is changed by hand then.
func (in coverInput) inRota() bool {
	_, there := in.m.problem.Slot(in.slot.ID)
	return in.made && there
}

// first is the id of the first radio.
func (p *wayForm) first() string {
	if len(p.Groups) > 0 {
		return p.Groups[0].First.ID // the first group always has some that are seen
	}
	if p.Stopped != nil {
		return p.Stopped.Ways.ID
	}
	return "pick"
}
