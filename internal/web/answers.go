package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// tellings are what consultants have been told of by the newest version, and what they
// have answered. Number is 0 while nothing has been published.
type tellings struct {
	number int64
	at     time.Time // when it was published
	list   []store.Answer
	by     map[rota.Pair]store.Answer
	calls  map[rota.Pair]store.Outcome // what was said by telephone since, of pages that load it
}

func newTellings(number int64, at time.Time, list []store.Answer) tellings {
	t := tellings{number: number, at: at, list: list, by: map[rota.Pair]store.Answer{}}
	for _, a := range list {
		t.by[a.Told.Pair] = a
	}
	return t
}

func (s *Server) tellings(v *visit, strikeID string) (tellings, error) {
	versions, err := v.store.Versions(v.ctx(), strikeID)
	if err != nil || len(versions) == 0 {
		return tellings{}, err
	}
	return s.tellingsOf(v, strikeID, versions[0])
}

// tellingsOf are those of the newest version.
func (s *Server) tellingsOf(v *visit, strikeID string, newest store.Version) (tellings, error) {
	list, err := s.answersOf(v, strikeID, newest.Number)
	if v.can(auth.SeeRota) && !v.can(auth.SeePeople) {
		list = answersApart(list)
	}
	return newTellings(newest.Number, newest.At, list), err
}

// of is how it stands with one assignment of the slot as it is; ok is false when they
// have not been told of it just so.
func (t tellings) of(slot rota.Slot, id rota.ConsultantID) (a store.Answer, ok bool) {
	pair := rota.Pair{Slot: slot.ID, Consultant: id}
	a, ok = t.by[pair]
	return a, ok && a.Current && a.Told.Same(rota.Told{Pair: pair, Span: slot.Span, Mode: slot.Mode, Site: slot.Site})
}

// outcome is how it stands with one assignment of the slot as it is: by the newest version, and
// by telephone since, which becomes an answer to the next.
func (t tellings) outcome(slot rota.Slot, id rota.ConsultantID) store.Outcome {
	told, ok := t.of(slot, id)
	said := t.calls[rota.Pair{Slot: slot.ID, Consultant: id}]
	if !ok && told.Current && told.Outcome == store.Confirmed && told.Told.Contains(slot.Span) && told.Told.Mode == slot.Mode && told.Told.Site == slot.Site {
		return store.Confirmed // of more than the slot is now
	}
	if !ok || told.Outcome == store.NotAsked || told.Outcome == store.Rung && said == store.Confirmed {
		return said
	}
	return told.Outcome
}

// callsSince loads what was said by telephone since the newest version, and adds it to what is told of
// the rota.
func (s *Server) callsSince(v *visit, strikeID string, m *madeRota) ([]store.Call, error) {
	calls, err := s.callsOf(v, strikeID, m)
	m.told.calls = map[rota.Pair]store.Outcome{}
	for _, c := range calls {
		m.told.calls[c.Pair] = c.Answer
	}
	return calls, err
}

// confirmed counts what is confirmed of all assignments of the newest version.
func (t tellings) confirmed() (confirmed, all int) {
	for _, a := range t.list {
		if a.Current && a.Outcome != store.EndsSooner {
			all++
		}
		if a.Current && a.Outcome == store.Confirmed {
			confirmed++
		}
	}
	return confirmed, all
}

// notOver leaves out what is over.
func (t tellings) notOver(now time.Time) tellings {
	t.list = slices.DeleteFunc(slices.Clone(t.list), func(a store.Answer) bool { return over(a, now) })
	return t
}

// words count what is confirmed of the newest version.
func (t tellings) words() string {
	confirmed, all := t.confirmed()
	verb := "are"
	if confirmed == 1 {
		verb = "is"
	}
	return fmt.Sprintf("Who has confirmed: %d of %s %s", confirmed, count(all, "assignment"), verb)
}

// declined lists what has been declined of the slot.
func (t tellings) declined(id rota.SlotID) []store.Answer {
	return slices.DeleteFunc(slices.Clone(t.list), func(a store.Answer) bool { return a.Told.Slot != id || a.Outcome != store.Declined })
}

// about lists what has to do with one consultant.
func (t tellings) about(id rota.ConsultantID) []store.Answer {
	return slices.DeleteFunc(slices.Clone(t.list), func(a store.Answer) bool { return a.Told.Consultant != id })
}

// answerWords is how an answer stands.
func answerWords(o store.Outcome) string {
	switch o {
	case store.Rung:
		return "Rung, no answer"
	case store.Confirmed:
		return "Confirmed"
	case store.Declined:
		return "Declined"
	case notAvailable:
		return unavailable
	case store.EndsSooner:
		return "Ends sooner, not asked"
	}
	return "Not asked"
}

// unsettled reports whether they have neither confirmed nor declined.
func unsettled(a store.Answer) bool {
	return a.Outcome != store.Confirmed && a.Outcome != store.Declined && a.Outcome != notAvailable && a.Outcome != store.EndsSooner
}

var outcomeColours = map[store.Outcome]string{store.NotAsked: "grey", store.Rung: "yellow", store.Confirmed: "green", store.Declined: "red", notAvailable: "red", store.EndsSooner: "green"}

func outcomeTag(o store.Outcome) Tag { return Tag{Text: answerWords(o), Colour: outcomeColours[o]} }

// saidWords is when it was said, how, and who recorded it; "" of what nobody was asked.
func saidWords(a store.Answer) string {
	if a.Outcome == store.NotAsked || a.Outcome == notAvailable || a.Outcome == store.EndsSooner {
		return ""
	}
	how := "Said so themselves at "
	if a.ByPhone {
		how = "By telephone, recorded " + editorWords(a.By) + "at "
	}
	return how + moment(a.At) + ", to " + toVersion(a.Version) + "."
}

// declinedWords is what a decline does, for those who may not know.
const declinedWords = "Their offer for that time no longer counts, until this is taken back."

// An answerCard is one consultant with what they have been told of.
type answerCard struct {
	Name     string
	Href     string
	Contact  string // "" for those who may not see it
	Lines    []answerLine
	All      []Button // for all their lines at once
	Person   string
	Version  string
	Back     string // the page to which the form goes back
	Here     string
	CSRF     string
	unsettle bool // something is not confirmed
}

// Where the form of an answer leads back to.
const (
	backToAnswers = "answers"
	backToPerson  = "person"
	backToSlot    = "slot"
)

// An answering is what cards are made of.
type answering struct {
	base base
	m    *madeRota
	back string
	may  func(auth.Act) bool

	again map[rota.Pair]bool // whose place is to be filled again
	here  map[rota.Pair]bool // who is in the rota

}

func newAnswering(b base, m *madeRota, back string, may func(auth.Act) bool) answering {
	return answering{base: b, m: m, back: back, may: may, again: pairSet(m.stranded()), here: pairSet(m.plan.Pairs())}
}

// card is one consultant's.
func (in answering) card(id rota.ConsultantID, list []store.Answer) answerCard {
	strike := in.base.Strike.ID
	c := answerCard{Name: in.m.name(id), Href: personPath(strike, id), Person: string(id), Version: fmt.Sprint(in.m.told.number), Back: in.back,
		Here: strikePath(strike, "answers"), CSRF: in.base.CSRF}
	if in.may(auth.SeePeople) {
		c.Contact = nameOr(in.m.people[id].Contact, "No contact entered")
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b store.Answer) int { return a.Told.Span.Compare(b.Told.Span) })
	open := 0
	for _, a := range list {
		line := answerLine{What: Link{Text: in.m.toldWords(a), Href: coverPath(strike, a.Told.Slot)}, Slot: string(a.Told.Slot), State: outcomeTag(a.Outcome), Said: saidWords(a), Saw: a.Number}
		if a.Outcome == store.Declined {
			line.Said += " " + declinedWords
		}
		line.Said = strings.TrimSpace(strings.Join([]string{withdrawnBy(in.m.withdrawn, a.Told.Pair), in.m.breaksWords(a.Told.Pair), line.Said}, " "))
		if in.may(auth.EditRota) {
			line.Do, line.Day = answerButtons(a, in.again[a.Told.Pair], in.m.answersAt()), in.dayLink(a)
		}
		if unsettled(a) && !over(a, in.m.answersAt()) && !in.again[a.Told.Pair] {
			open++
		}
		c.Lines = append(c.Lines, line)
	}
	if c.unsettle = open > 0; open > 1 && in.may(auth.EditRota) {
		c.All = []Button{outcomeButton("Rung, no answer", store.Rung), outcomeButton("Confirms all", store.Confirmed)}
	}
	return c
}

// toldWords is the slot as they were told of it.
func (m *madeRota) toldWords(a store.Answer) string {
	words := a.Told.Span.Words() + ", " + a.Told.Site
	if s, ok := m.slot(a.Told.Slot); ok {
		words = m.problem.RoleWords(s) + ", " + a.Told.Span.Words()
	}
	if !a.Current {
		words += ", no longer theirs"
	}
	return words
}

// cards are those of everybody who has been told of something, those who are still to
// be rung first.
func (in answering) cards() []answerCard {
	var order []rota.ConsultantID
	lists := map[rota.ConsultantID][]store.Answer{}
	for _, a := range in.m.told.list {
		id := a.Told.Consultant
		if lists[id] == nil {
			order = append(order, id)
		}
		lists[id] = append(lists[id], a)
	}
	out := make([]answerCard, len(order))
	for i, id := range order {
		out[i] = in.card(id, lists[id])
	}
	slices.SortStableFunc(out, func(a, b answerCard) int {
		if a.unsettle != b.unsettle {
			return map[bool]int{true: -1, false: 1}[a.unsettle]
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

func outcomeButton(text string, o store.Outcome) Button {
	return Button{Text: text, Name: outcomeField, Value: string(o), Variant: "secondary", Small: true, Once: true}
}

// An answersView is what consultants have answered to the newest version.
type answersView struct {
	base
	Version    Link
	Figures    []Figure
	Cards      []answerCard
	Calls      *Link // whom to ring, for those who may
	Withdrawn  []withdrawn
	Ring       string  // how many calls there are to make
	Fewest     *Button // where the rota is made again, when something was declined
	Pagination *Pagination
}

func newAnswers(in answering, number int) *answersView {
	b := in.base
	id := b.Strike.ID
	b.backTo("Rota", strikePath(id, "rota"))
	cards, number, paging := paged(in.cards(), number, func(n int) string { return filter{path: strikePath(id, "answers")}.href(n) })
	b.Title = pageTitle(b.Title, number, paging)
	p := &answersView{base: b, Withdrawn: in.m.withdrawn, Version: Link{Text: versionName(in.m.told.number), Href: versionPath(id, in.m.told.number)}, Cards: cards, Pagination: paging}
	p.Figures = in.m.told.figures(in.m)
	if in.m.told.reopened(in.m.plan) > 0 && in.may(auth.EditRota) {
		if p.Fewest = in.m.againButton(id); !in.m.begun {
			p.Fewest.Text += " with the fewest changes"
		}
	}
	return p
}

func (s *Server) answersPage(v *visit) error {
	b, m, done, err := s.withRota(v, rotaSection, "Who has confirmed")
	if err != nil || done {
		return err
	}
	day, err := s.onTheDay(v, b.Strike.ID, m, "", "")
	if err != nil {
		return err
	}
	if m.told.number == 0 {
		p := &emptyPage{base: b, Why: "Nothing has been published yet, so nobody has been asked."}
		if v.can(auth.Publish) {
			p.Button = &Button{Text: publishTitle, Href: strikePath(b.Strike.ID, "publish")}
		}
		return s.show(v, "empty", p)
	}
	if err = s.addWithdrawn(v, b.Strike.ID, m); err != nil {
		return err
	}
	in := newAnswering(b, m, backToAnswers, v.can)
	p := newAnswers(in, v.number())
	if v.can(auth.EditRota) {
		calls, err := s.callsSince(v, b.Strike.ID, m)
		if err != nil {
			return err
		}
		p.Ring, p.Calls = callsInput{dayInput: day, calls: calls}.ringWords(), &Link{Text: callsTitle, Href: strikePath(b.Strike.ID, "day", "calls")}
	}
	return s.show(v, "answers", p)
}

// answers adds to the page of a slot who in it has confirmed, and who has declined it.
func (in coverInput) answers(p *coverView) {
	about := newAnswering(p.base, in.m, backToSlot, in.may)
	for i, h := range p.Holders {
		if a, ok := in.m.told.of(in.slot, rota.ConsultantID(h.Consultant)); ok {
			card := about.card(a.Told.Consultant, []store.Answer{a})
			p.Holders[i].Answer = &card
		}
	}
	for _, a := range in.m.told.declined(in.slot.ID) {
		p.Gone = append(p.Gone, about.card(a.Told.Consultant, []store.Answer{a}))
	}
}
