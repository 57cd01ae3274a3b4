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

// consultantPage is the form of one consultant with their offers and sessions.
type consultantPage struct {
	base
	Action      string
	Version     string
	Opened      string
	Changed     *Changed
	Own         *ownChanged // what they have changed themselves, since somebody looked
	Name        Input
	Grade       Input
	Contact     Input
	Note        Textarea
	Skills      *Choices // nil when no skill is known yet
	OtherSkills Input
	Sites       *Choices
	OtherSites  Input
	Terms       Choices
	PayPoint    Select
	MaxCover    Input
	MaxNights   Input
	OfferRows   string
	Offers      []offerRow
	Declined    string // what of the offers they have declined, or ""
	Ready       string // of which slot the offer to add has the time, or ""
	Slot        string // that slot, to which saving leads back
	SessionRows string
	Sessions    []sessionRow
	Unoffered   *unofferedLocksView // what to say of locks on times that they do not offer any more, or nil
	Save        Button
	MoreOffers  Button
	MoreSession Button
	Another     *Button // saves and goes on with the next new one
	Delete      string  // address, or "" for a new consultant
	Link        string  // where their personal link is made, likewise
	Held        string  // where everything held about them is shown, likewise
	Grid        string  // where offers are ticked by shift, likewise
}

// An offerRow is one offer of the form: an empty one comes last.
type offerRow struct {
	Legend string
	Span   SpanInput
	Modes  Choices
	Remove *Tick // nil in the empty row
}

// A sessionRow is one session of the form: an empty one comes last.
type sessionRow struct {
	Legend string
	IDName string
	ID     string
	Name   Input
	Span   SpanInput
	Kind   Choices
	Loss   Input
	Remove *Tick
}

// consultantState is what the pages of consultants are about; now is empty for a new one.
type consultantState struct {
	strike store.Strike
	slots  []rota.Slot
	all    []store.Consultant
	cards  rota.Cards
	now    store.Consultant
	like   *store.Consultant // whose grade, sites and terms the form of a new one begins with, or nil

	declined []rota.Told // what consultants have declined
}

func (s *Server) consultantState(v *visit) (consultantState, error) {
	strike, err := s.strike(v)
	if err != nil {
		return consultantState{}, err
	}
	st := consultantState{strike: strike}
	slots, err := v.store.Slots(v.ctx(), strike.ID)
	if err != nil {
		return st, err
	}
	st.slots = plainSlots(slots)
	if st.all, err = v.store.Consultants(v.ctx(), strike.ID); err != nil {
		return st, err
	}
	cards, err := v.store.Cards(v.ctx(), strike.ID)
	if err != nil {
		return st, err
	}
	st.cards = rota.Cards{Trust: cards.Trust.Card, BMA: cards.BMA.Card}
	told, err := s.tellings(v, strike.ID)
	if err != nil {
		return st, err
	}
	st.declined = told.declines()
	if id := v.param("consultant"); id != "" {
		st.now, err = v.store.Consultant(v.ctx(), strike.ID, rota.ConsultantID(id))
	} else if i := slices.IndexFunc(st.all, func(c store.Consultant) bool { return string(c.ID) == v.query("like") }); i >= 0 {
		st.like = &st.all[i]
	}
	return st, err
}

// skills are those that slots need and consultants have.
func (st consultantState) skills() []string {
	return distinct(slotSkills(st.slots), skillsOf(plainConsultants(st.all)), st.now.Skills)
}

// sites are those of slots and consultants.
func (st consultantState) sites() []string {
	return distinct(slotSites(st.slots), sitesOf(plainConsultants(st.all)), st.now.Sites)
}

// consultantForm fills the form with what is kept.
func consultantForm(c store.Consultant) *form.Form {
	f := offeredForm(c)
	f.Set("name", c.Name).Set("grade", c.Grade).Set("note", c.Note)
	f.Set("skills", c.Skills...).Set("sites", c.Sites...).Set("pay-point", c.PayPoint)
	if c.ID == "" {
		f.Set("terms", string(rota.TrustRate)).Set("grade", "Consultant")
	}
	return f
}

// offeredForm fills the part of the form that consultants may fill in themselves.
func offeredForm(c store.Consultant) *form.Form {
	f := form.New().Set("contact", c.Contact).Set("terms", string(c.Terms))
	f.Set("max-cover", form.HoursText(c.MaxCover)).Set("max-nights", form.IntText(c.MaxNightsInARow))
	f.Set("version", strconv.FormatInt(c.Version, 10))
	for i, o := range c.Offers {
		setSpan(f, rowName("offer", i, "span"), o.Span)
		f.Set(rowName("offer", i, "modes"), texts(o.Modes)...)
	}
	setRows(f, "offer", len(c.Offers))
	for i, s := range c.Sessions {
		f.Set(rowName("session", i, "id"), string(s.ID)).Set(rowName("session", i, "name"), s.Name)
		setSpan(f, rowName("session", i, "span"), s.Span)
		f.Set(rowName("session", i, "kind"), string(s.Kind))
		if s.Kind == rota.Planned || s.Loss != 0 {
			f.Set(rowName("session", i, "loss"), strconv.Itoa(s.Loss))
		}
	}
	setRows(f, "session", len(c.Sessions))
	return f
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

func buildConsultant(b base, f *form.Form, st consultantState) *consultantPage {
	id := b.Strike.ID
	b.backTo("Consultants", strikePath(id, "consultants"))
	p := &consultantPage{base: b, Action: strikePath(id, "consultants", "new"), Version: f.Value("version"), Slot: f.Value(slotQuery),
		Name:        input(f, "name", "Name"),
		Grade:       input(f, "grade", "Grade").Hinted("Consultant, or SAS doctor").Wide(20),
		Contact:     input(f, "contact", "Contact on the day").Hinted("A telephone or bleep number. It stands beside their name in the rota workbook, which wards and the switchboard read.").Wide(20),
		Note:        textarea(f, "note", "Note", 2).Hinted("What they have said that the planner cannot act on, such as “back on Saturday”. You see it where you choose who covers; it is in no rota for wards."),
		OtherSkills: input(f, "other-skills", "Other skills").Hinted("With commas between them, written as in the slots"),
		OtherSites:  input(f, "other-sites", "Other sites").Hinted("With commas between them, written as in the slots"),
		Terms:       radios(f, "terms", "How cover is paid", termsOptions()),
		PayPoint:    choose(f, "pay-point", "Pay point", anyOf("The card’s general row", optionsFrom(distinctInOrder(st.cards.PayPoints(), f.Value("pay-point"))))).Hinted(payPointHint(st.cards, f.Value("pay-point"))),
		MaxCover:    number(f, "max-cover", "Most cover they will do in this strike, in hours", 5).Hinted("Leave empty to take the trust’s limit"),
		MaxNights:   number(f, "max-nights", "Most nights in a row", 3).Hinted("Leave empty to take the trust’s limit"),
		Save:        Button{Text: "Save the consultant", Once: true},
		MoreOffers:  Button{Text: "Save and add another offer", Name: "then", Value: "offer", Variant: "secondary"},
		MoreSession: Button{Text: "Save and add another session", Name: "then", Value: "session", Variant: "secondary"}, Another: anotherButton("consultant")}
	p.Skills, p.Sites = knownBoxes(f, "skills", "Skills", st.skills()), knownBoxes(f, "sites", "Sites", st.sites())
	if st.now.ID != "" {
		at := strikePath(id, "consultants", string(st.now.ID))
		p.Action, p.Delete, p.Grid, p.Link, p.Held, p.Another = at+"/edit", at+"/delete", at+"/availability", at+"/link", at+"/held", nil
	}
	p.Declined = declinedNote(st.now.Consultant, st.declined)
	p.Offers, p.Sessions = buildOffered(f, st)
	p.OfferRows, p.SessionRows = strconv.Itoa(len(p.Offers)), strconv.Itoa(len(p.Sessions))
	p.Opened = f.Opened()
	return p
}

// buildOffered are the offers and sessions of the form.
func buildOffered(f *form.Form, st consultantState) (offers []offerRow, sessions []sessionRow) {
	n := rowsOf(f, "offer")
	for i := range n {
		offers = append(offers, buildOffer(f, i, i == n-1, st))
	}
	n = rowsOf(f, "session")
	for i := range n {
		sessions = append(sessions, buildSession(f, i, i == n-1, st))
	}
	return offers, sessions
}

// knownBoxes are checkboxes of what has been entered elsewhere, or nil when that is nothing.
func knownBoxes(f *form.Form, name, legend string, known []string) *Choices {
	if len(known) == 0 {
		return nil
	}
	c := checkboxes(f, name, legend, optionsFrom(known))
	c.Small = true
	return &c
}

func termsOptions() []Option {
	out := optionsOf(rota.AllTerms(), rota.Terms.Words)
	hints := map[rota.Terms]string{rota.InJobPlan: "Replaces other work, so it costs nothing more", rota.TrustRate: "By the trust’s own rate card",
		rota.BMARate: "By the BMA’s rate card", rota.TimeOff: "The hours are owed back"}
	for i := range out {
		out[i].Hint = hints[rota.Terms(out[i].Value)]
	}
	return out
}

func buildOffer(f *form.Form, i int, last bool, st consultantState) offerRow {
	name := func(part string) string { return rowName("offer", i, part) }
	if last && !f.Has(name("span-day")) {
		f.Set(name("modes"), string(rota.OnSite))
	}
	row := offerRow{Legend: spanLegend(f, name("span"), fmt.Sprintf("Offer %d", i+1)), Span: spanInput(f, name("span"), st.strike.Span),
		Modes: checkboxes(f, name("modes"), "They would be", optionsOf(rota.Modes(), rota.Mode.Words))}
	row.Modes.Small = true
	if last && f.Value(name("span-day")) == "" {
		row.Legend = "Add an offer"
		return row
	}
	row.Remove = tick(f, name("remove"), "Remove this offer")
	return row
}

func buildSession(f *form.Form, i int, last bool, st consultantState) sessionRow {
	name := func(part string) string { return rowName("session", i, part) }
	row := sessionRow{Legend: spanLegend(f, name("span"), fmt.Sprintf("Session %d", i+1)), IDName: name("id"), ID: f.Value(name("id")),
		Name: input(f, name("name"), "What it is").Hinted("Such as Breast clinic. Never a patient’s name.").Wide(20),
		Span: spanInput(f, name("span"), st.strike.Span),
		Kind: radios(f, name("kind"), "May it be lost, so that they can cover?", []Option{{Value: string(rota.Fixed), Text: "No, it is fixed and always takes place"}, {Value: string(rota.Planned), Text: "Yes, it can be displaced"}}),
		Loss: number(f, name("loss"), "Patients lost if it is displaced", 5).Hinted("Any measure will do, as long as it is the same for all. More is worse; 0 is nothing lost.")}
	row.Kind.Small = true
	if last && f.Value(name("span-day")) == "" {
		row.Legend = "Add a session"
		return row
	}
	row.Remove = tick(f, name("remove"), "Remove this session")
	return row
}

// consultantFacts are a consultant in words: for comparing and before deleting.
func consultantFacts(c store.Consultant) []SummaryRow {
	limit := func(n *int, words func(int) string) string {
		if n == nil {
			return "The trust’s"
		}
		return words(*n)
	}
	rows := []SummaryRow{{Key: "Name", Value: c.Name}, {Key: "Grade", Value: c.Grade}, {Key: "Contact", Value: c.Contact}, {Key: noteKey, Value: c.Note},
		{Key: "Skills", Value: strings.Join(distinct(c.Skills), ", ")}, {Key: "Sites", Value: strings.Join(distinct(c.Sites), ", ")},
		{Key: "Paid", Value: c.Terms.Words()}, {Key: "Pay point", Value: c.PayPoint},
		{Key: "Most cover", Value: limit(c.MaxCover, rota.Hours)}, {Key: "Most nights in a row", Value: limit(c.MaxNightsInARow, strconv.Itoa)}}
	for _, o := range c.Offers {
		var modes []string
		for _, m := range rota.Modes() {
			if slices.Contains(o.Modes, m) {
				modes = append(modes, m.Words())
			}
		}
		rows = append(rows, SummaryRow{Key: "Offer, " + o.Span.Words(), Value: strings.Join(modes, ", ")})
	}
	for _, s := range c.Sessions {
		value := s.Name + ": " + rota.LowerFirst(s.Kind.Words())
		if s.Kind == rota.Planned {
			value += fmt.Sprintf(", loss %d", s.Loss)
		}
		rows = append(rows, SummaryRow{Key: "Session, " + s.Span.Words(), Value: value})
	}
	return rows
}

func consultantTitle(id rota.ConsultantID) string {
	if id == "" {
		return "Add a consultant"
	}
	return "Consultant " + string(id)
}

// consultantBase is headed by the consultant's name, which the title must not hold.
func (s *Server) consultantBase(v *visit, st consultantState) base {
	b := s.strikeBase(v, st.strike, consultantsSection, consultantTitle(st.now.ID))
	b.Heading = st.now.Name
	return b
}

// consultantPage answers GET for a new consultant and for one that is there.
func (s *Server) consultantPage(v *visit) error {
	st, err := s.consultantState(v)
	if err != nil {
		return err
	}
	b, f := s.consultantBase(v, st), consultantForm(st.now)
	if st.like != nil {
		consultantLike(f, *st.like)
	}
	p := buildConsultant(b, f, st)
	if st.now.ID != "" {
		p = readyFor(v.query(slotQuery), p, f, st)
	}
	if p.Own, err = s.ownChanged(v, b, st.now.ID); err != nil {
		return err
	}
	return s.show(v, "consultant", p)
}

// saveConsultant answers POST for both.
func (s *Server) saveConsultant(v *visit) error {
	st, err := s.consultantState(v)
	if err != nil {
		return s.goneMeanwhile(v, st.strike, store.KindConsultant, consultantsSection, err, func() []SummaryRow {
			return consultantFacts(readConsultant(v.form(), st).Consultant)
		})
	}
	known := rota.Entry{Slots: st.slots, Consultants: plainConsultants(st.all)}
	known.Consultants = slices.DeleteFunc(known.Consultants, func(o rota.Consultant) bool { return o.ID == st.now.ID })
	f := v.form()
	var typed consultantRead
	read := func(f *form.Form) {
		typed = readConsultant(f, st)
		typed.Consultant.Consultant = spellConsultant(known, typed.Consultant.Consultant)
		typed.ID, typed.Version = st.now.ID, f.Version()
		if f.OK() {
			checkConsultant(f, st, typed)
		}
	}
	read(f)
	then, slot := form.OptionalChoice(f, "then", "what is next", []string{"offer", "session", another}), f.Optional(slotQuery, "the slot", 80)
	asked, fates, err := s.askUnoffered(v, f, st.strike.ID, typed.Consultant)
	if err := errors.Join(err, f.Done()); err != nil {
		return err
	}
	b := s.consultantBase(v, st)
	if !f.OK() {
		p := buildConsultant(b, f, st)
		p.Unoffered = asked
		return s.showAgain(v, "consultant", p, f)
	}
	var id rota.ConsultantID
	both, clash, err := merged(f, read, func() (err error) {
		id, err = v.store.SaveConsultant(v.ctx(), v.actor(), st.strike.ID, typed.Consultant, fates...)
		return err
	}, func() (now *form.Form, err error) {
		if st, err = s.consultantState(v); err == nil {
			now = consultantForm(st.now)
			buildConsultant(b, now, st)
		}
		return now, err
	})
	if clash != nil {
		p := buildConsultant(b, both, st)
		p.Changed = changedSince(clash, consultantFacts(st.now), consultantFacts(typed.Consultant))
		return s.showChanged(v, "consultant", p)
	}
	if err != nil {
		return err
	}
	ended, err := s.endedByName(v, st.strike.ID, store.KindConsultant, string(id), st.now.Name, typed.Name)
	if err != nil {
		return err
	}
	typed.ID = id
	return s.afterConsultant(v, st, typed.Consultant.Consultant, fatesWords(fates)+ended, then, rota.SlotID(slot))
}
