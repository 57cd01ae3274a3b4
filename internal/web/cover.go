package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A coverView is one slot: what it is, who covers it, why it is open, and locks.
type coverView struct {
	base
	Here    string
	State   Tag
	Note    string // what to know of the state, in a sentence
	Lost    []string
	Changed *outOfDate
	Facts   SummaryList
	Holders []holder
	Waiting []holder // locked for the next rota, and not in this one
	KeptOff []keptOff
	Gone    []answerCard // those who have declined it
	Why     *why
	WhyOpen string // the heading of Why
	Ways    *waysOut
	// Evidence is where the evidence sheet of an open slot is, or "".
	Evidence string
	Could    *couldTake
	Broken   []string
	Pick     *wayForm
	Lock     *lockForm
	Again    *Button
	Office   string // whom to ring about an open place, for those who cannot fill it
	Came     string // what was recorded of who came, or ""
}

// A holder is one consultant in the slot, or locked to it.
type holder struct {
	Name       string
	Facts      SummaryList
	Consultant string
	Do         string // what its form posts
	Here, CSRF string
	Button     *Button
	Off        string      // where they are taken off, or ""
	Answer     *answerCard // once a version has them here
}

// A lockForm locks somebody else.
type lockForm struct {
	Able    *Choices
	Others  *Choices
	Consent *consentInputs // nil where all of the others have offered it
	Reason  Textarea
	Button  Button
}

// What a form of the page asks for.
const (
	doField = "do"
	doLock  = "lock"
	doFree  = "unlock"
	doPick  = "choose"
)

// maxReason is how long a reason may be, in characters.
const maxReason = 500

// A coverInput is what the page is made of. now is the problem as entered now,
// with the slot in it; made is whether there is a rota.
type coverInput struct {
	m    *madeRota
	now  rota.Problem
	need rota.Need
	slot rota.Slot
	made bool
	may  func(auth.Act) bool
	form *form.Form

	money rota.Pricing

	could  *couldTake // for those who may not change the rota
	picked *wayForm   // for those who may
}

// newCoverView builds the page.
func newCoverView(b base, in coverInput) *coverView {
	id := b.Strike.ID
	b.backTo("Rota", strikePath(id, "rota"))
	p := &coverView{base: b, Here: coverPath(id, in.slot.ID), Facts: in.facts(id), Could: in.could, Pick: in.picked}
	p.Came = in.came()
	p.Lost = in.m.lostWords(in.slot)
	if in.made {
		p.Changed = in.m.outOfDate(id, in.may)
	}
	open, isOpen := in.m.plan.OpenIn(in.slot.ID)
	p.State, p.Note = in.state(isOpen)
	if isOpen {
		w := in.m.whyOpen(open)
		in.asked(&w, id)
		p.Why, p.WhyOpen = &w, "Why it is open"
		if in.may(auth.EditRota) {
			p.Ways, p.Evidence = in.m.waysOut(id, in.slot.ID, in.may), slotPath(id, in.slot.ID, "evidence.xlsx")
		} else {
			p.Ways = in.m.waysApart(id, in.slot.ID, in.may)
		}
		if slot, _ := in.m.problem.Slot(in.slot.ID); slot.Places > 1 {
			p.WhyOpen = fmt.Sprintf("Why %d of %d places are open", open.Places, slot.Places)
		}
	}
	for _, a := range in.m.plan.Holders(in.slot.ID) {
		p.Holders = append(p.Holders, in.holder(a, id))
	}
	p.Waiting, p.KeptOff = in.waiting(), in.keptOff(id)
	in.answers(p)
	for _, list := range [][]holder{p.Holders, p.Waiting} {
		for i := range list {
			list[i].Here, list[i].CSRF = p.Here, b.CSRF
		}
	}
	for _, b := range in.m.plan.Broken {
		if slices.Contains(b.Slots, in.slot.ID) {
			p.Broken = append(p.Broken, in.m.brokenWords(b, in.slot))
		}
	}
	if in.may(auth.EditRota) {
		p.Again = in.m.againButton(id)
		p.Lock = in.lockForm()
	}
	return p
}

// state is the slot's, as a tag and a sentence.
func (in coverInput) state(open bool) (Tag, string) {
	slot, inRota := in.m.problem.Slot(in.slot.ID)
	unable := in.m.unableWords(in.slot.ID)
	switch {
	case in.slot.LostIn(in.m.lostNow()):
		return Tag{Text: "Lost", Colour: "grey"}, ""
	case in.made && open:
		return Tag{Text: "Open", Colour: "red"}, in.m.leftWords(in.slot.ID)
	case in.made && inRota && in.deleted():
		return Tag{Text: "To be filled again", Colour: "red"}, "Somebody in it has been deleted since. Make the rota again to fill it."
	case in.made && inRota && unable != "":
		return Tag{Text: "To be filled again", Colour: "red"}, unable
	case in.made && inRota:
		return Tag{Text: "Filled", Colour: "green"}, strings.TrimSpace(in.unneededWords(slot) + " " + in.m.leftWords(in.slot.ID))
	case !in.made && (in.need.Places > 0 || !in.may(auth.SeePeople)):
		return TagNew, "No rota has been made yet."
	case !in.may(auth.SeePeople):
		return Tag{Text: cellOut.word, Colour: "grey"}, outWords
	case in.m.isStoodDown(in.slot.ID):
		return Tag{Text: cellDown.word, Colour: "grey"}, in.m.leftWords(in.slot.ID)
	case in.need.Places == 0:
		return Tag{Text: cellNone.word, Colour: "grey"}, in.residentsCover()
	}
	if in.m.needsNone()[in.slot.ID] && in.may(auth.SeePeople) {
		return Tag{Text: cellNone.word, Colour: "grey"}, "By who came no consultant is needed."
	}
	return Tag{Text: "Not in this rota", Colour: "yellow"}, "It needs cover, but the rota was made before that. Make it again."
}

// outWords say of a slot without a place in the rota all that is told to those who may not see
// what residents have said, whatever the reason is.
const outWords = "The rota has no place for a consultant here. Residents may be at work as on their own rota, or the slot may be newer than this rota."

// residentsCover says which residents fill the slot: those expected, or some who have not
// said, as the strike counts them.
func (in coverInput) residentsCover() string {
	if in.need.Working >= in.need.Slot.Places {
		return "The residents who are expected fill every place: no consultant is needed."
	}
	return "No consultant is needed, because this strike counts residents who have not said as working: " + count(in.need.Silent, "resident") + " here."
}

// unneededWords say of places that nobody is needed in why they are there; "" for none.
func (in coverInput) unneededWords(s rota.Slot) string {
	if s.Unneeded == 0 || !in.may(auth.SeePeople) {
		return ""
	}
	return "Residents were expected to fill what is needed when the rota was made. " + count(s.Unneeded, "place is", "places are") + " here for a lock alone: whoever leaves it opens nothing."
}

// facts say what is true of the slot.
func (in coverInput) facts(strikeID string) SummaryList {
	s := in.slot
	change := ""
	if in.may(auth.EditSlots) {
		change = slotPath(strikeID, s.ID, "edit")
	}
	rows := []SummaryRow{
		{Key: "Service", Value: s.Service},
		{Key: "Where", Value: s.Unit + ", " + s.Site},
		{Key: "Role", Value: s.Role},
		{Key: "When", Value: s.Span.Words() + " (" + rota.Hours(s.Minutes()) + ")"},
		{Key: "How", Value: howWords(s)},
		{Key: "Skills", Value: skillWords(s)},
		{Key: "Priority", Value: priorityWords(strconv.Itoa(s.Priority))},
		{Key: "Doctors needed", Value: fmt.Sprint(in.need.Slot.Places), Change: change},
		{Key: "Residents rostered", Value: in.residents()},
		{Key: "Places for consultants", Value: in.placesWords()},
	}
	if in.need.Slot.ID == "" || !in.may(auth.SeePeople) {
		rows = in.placesOnly(rows)
	}
	return Summary(rows...)
}

// placesWords are how many places are for consultants: by what is entered, and in the
// rota where that has another number.
func (in coverInput) placesWords() string {
	s, ok := in.m.problem.Slot(in.slot.ID)
	if !ok && in.made && in.need.Places > 0 && in.m.needsNone()[in.slot.ID] {
		return fmt.Sprintf("%d by what was said before; none by who came", in.need.Places)
	}
	if !ok || !in.made || s.Places-s.Unneeded == in.need.Places {
		return fmt.Sprint(in.need.Places)
	}
	return fmt.Sprintf("%d by what is entered now; %d in this rota", in.need.Places, s.Places)
}

// placesOnly leaves of the figures of a slot the places that the rota has for
// consultants: all that is known of a slot that is gone since, and all that somebody
// may read who may not see what residents have said. One who knows who is rostered
// reads from the others what a single resident said.
func (in coverInput) placesOnly(rows []SummaryRow) []SummaryRow {
	rows = slices.DeleteFunc(rows, func(r SummaryRow) bool {
		return slices.Contains([]string{"Doctors needed", "Residents rostered", "Places for consultants"}, r.Key)
	})
	if s, ok := in.m.problem.Slot(in.slot.ID); ok {
		rows = append(rows, SummaryRow{Key: "Places for consultants", Value: fmt.Sprint(s.Places)})
	}
	return rows
}

// residents are counts, for those who may see people.
func (in coverInput) residents() string {
	n := in.need
	if n.Rostered() == 0 {
		return "None"
	}
	return fmt.Sprintf("%d: %d expected, %d away, %d not known", n.Rostered(), n.Working, n.Away, n.Silent)
}

func howWords(s rota.Slot) string {
	if s.NoOtherDuty {
		return s.Mode.Words() + ", no other duty"
	}
	return s.Mode.Words()
}

// holder is who covers the slot in the rota.
func (in coverInput) holder(a rota.Assignment, strikeID string) holder {
	lock, locked := lockedPairs(in.m.entry)[a.Pair()]
	row := in.lockRow(locked, lock.Reason)
	if _, known := in.m.people[a.Consultant]; !known {
		row.Value = "No longer: they have been deleted"
	}
	h := in.person(a.Consultant, append(in.personRows(a), row))
	switch {
	case !in.may(auth.EditRota), !in.lockable(a.Consultant):
		return h
	case locked && !in.broken(a):
		h.Do, h.Button = doFree, &Button{Text: "Unlock", Variant: "secondary", Small: true}
	case !locked:
		h.Do, h.Button = doLock, &Button{Text: "Lock", Variant: "secondary", Small: true}
	}
	off := rota.Edit{Leaves: []rota.Pair{a.Pair()}}
	off.KeepOff = off.Leaves
	if a.Locked {
		off.Unlocks = off.Leaves
	}
	h.Off = checkPath(strikeID, a.Slot, off)
	return h
}

func (in coverInput) person(id rota.ConsultantID, rows []SummaryRow) holder {
	return holder{Name: in.m.name(id), Consultant: string(id), Facts: Summary(rows...)}
}

// lockRow says whether somebody is locked, and why to those who may read what is typed of people.
func (in coverInput) lockRow(locked bool, reason string) SummaryRow {
	switch {
	case !locked:
		return SummaryRow{Key: "Locked", Value: "No. Making the rota again may change it"}
	case reason != "" && in.may(auth.SeePeople):
		return SummaryRow{Key: "Locked", Value: "Yes: " + reason}
	}
	return SummaryRow{Key: "Locked", Value: "Yes. Making the rota again keeps it"}
}

// personRows are the facts of one assignment.
func (in coverInput) personRows(a rota.Assignment) []SummaryRow {
	who, known := in.m.people[a.Consultant]
	if !known {
		who, _ = in.m.problem.Consultant(a.Consultant)
	}
	rows := in.termsRows(in.m.termsWords(a.Consultant))
	if in.may(auth.SeePeople) {
		rows = append(rows, SummaryRow{Key: "Contact", Value: who.Contact, Dials: true})
		if who.Note != "" {
			rows = append(rows, SummaryRow{Key: "Note", Value: who.Note})
		}
	}
	for _, l := range in.m.linesOf(a.Consultant) {
		if l.Slot.ID != a.Slot {
			continue
		}
		if in.may(auth.SeeCost) {
			rows = append(rows, in.m.costRows(in.money, l)...)
		}
		hours := bandWords(l.Minutes)
		if l.Elsewhere > 0 {
			hours = sentence(strings.TrimPrefix(hours+". ", ". ")) + rota.OnceWords(l.Elsewhere)
		}
		rows = append(rows, SummaryRow{Key: "Hours", Value: hours})
	}
	return append(rows, SummaryRow{Key: "Displaces", Value: displacedWords(who, a.Displaces)})
}

// moneyWords is an amount, or that it is not known: never £0 for that.
func moneyWords(p *rota.Pence) string {
	if p == nil {
		return "Not known: a rate is missing"
	}
	return p.String()
}

// markedWords are [moneyWords], with a mark at an amount that is made of a rate nobody has confirmed.
func markedWords(p *rota.Pence, doubtful bool) string {
	if p == nil || !doubtful {
		return moneyWords(p)
	}
	return p.String() + notConfirmedMark
}

// agreedWords are what the slot costs on the consultant's terms, likewise marked.
func (m *madeRota) agreedWords(cost *rota.Pence, slot rota.Slot, who rota.Consultant) string {
	return markedWords(cost, m.entry.Cards.Doubtful(rota.Pricing{}, []rota.Line{{Slot: slot, Consultant: who}})[rota.AsAgreed])
}

// notConfirmedMark follows an amount that is made of a rate which nobody at the trust has confirmed.
const notConfirmedMark = " (a rate is not confirmed)"

func bandWords(minutes [rota.BandCount]int) string {
	var out []string
	for b, n := range minutes {
		if n > 0 {
			out = append(out, rota.Hours(n)+" "+bandShort(rota.Band(b)))
		}
	}
	return strings.Join(out, ", ")
}

func displacedWords(who rota.Consultant, ids []rota.SessionID) string {
	var out []string
	for _, s := range who.Sessions {
		if slices.Contains(ids, s.ID) {
			out = append(out, fmt.Sprintf("%s, %s (%s)", nameOr(s.Name, string(s.ID)), s.Span.Words(), rota.LossWords(int64(s.Loss))))
		}
	}
	if out == nil {
		return "Nothing"
	}
	return strings.Join(out, "; ")
}

// lockable reports whether the slot and the consultant are still entered.
func (in coverInput) lockable(id rota.ConsultantID) bool {
	_, known := in.m.people[id]
	return known && in.need.Slot.ID != ""
}

// broken reports whether the assignment breaks a rule, which only a lock can hold.
func (in coverInput) broken(a rota.Assignment) bool {
	return slices.ContainsFunc(in.m.plan.Broken, func(b rota.Breach) bool {
		return b.Consultant == a.Consultant && slices.Contains(b.Slots, a.Slot)
	})
}
