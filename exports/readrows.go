package exports

import (
	"fmt"

	"strikerota/rota"
)

// slots, residents, duties, consultants and rates read their sheets into the entry.

func (r *reader) slots(e *rota.Entry) {
	r.each(slotBlock, func(l *line) {
		places, _ := l.whole("Places")
		priority, _ := l.whole("Priority")
		e.Slots = append(e.Slots, rota.Slot{
			ID: rota.SlotID(l.text("ID")), Service: l.text("Service"), Unit: l.text("Unit"), Role: l.text("Role"), Site: l.text("Site"),
			Span: l.span(), Places: places, SkillsAll: l.list("Skills, all needed"), SkillsAny: l.list("Skills, one needed"),
			Mode: rota.Mode(l.choose("Mode")), NoOtherDuty: l.yes("No other duty"), Priority: priority, Source: l.text("Source"),
		})
		l.becomes("slots[%d]", len(e.Slots)-1)
	})
}

// span reads the columns Start and End.
func (l *line) span() rota.Span { return rota.Span{Start: l.when("Start"), End: l.when("End")} }

func (r *reader) residents(e *rota.Entry) {
	r.each(residentBlock, func(l *line) {
		e.Residents = append(e.Residents, rota.Resident{ID: rota.ResidentID(l.text("ID")), Name: l.text("Name"), Grade: l.text("Grade"), Unit: l.text("Unit")})
		l.becomes("residents[%d]", len(e.Residents)-1)
	})
}

func (r *reader) duties(e *rota.Entry) {
	taken := map[rota.DutyID]bool{}
	r.each(dutyBlock, func(l *line) { taken[rota.DutyID(unshown(l.raw("ID")))] = true })
	next := numbering(func(id string) bool { return taken[rota.DutyID(id)] }, "D%04d")
	r.each(dutyBlock, func(l *line) {
		d := rota.Duty{
			ID: rota.DutyID(l.text("ID")), Resident: rota.ResidentID(l.text("Resident")), Span: l.span(),
			Slot: rota.SlotID(l.text("Slot")), Declaration: rota.Declaration(l.choose("Declaration")),
		}
		if d.ID == "" && l.raw("ID") == "" {
			d.ID = rota.DutyID(next())
		}
		if d.Declaration == "" {
			d.Declaration = rota.NoReply // empty is No reply; a word that is none has its fault already
		}
		e.Duties = append(e.Duties, d)
		l.becomes("duties[%d]", len(e.Duties)-1)
	})
}

// numbering gives ids that are not taken, in order.
func numbering(taken func(string) bool, form string) func() string {
	n := 0
	return func() string {
		for {
			n++
			if id := fmt.Sprintf(form, n); !taken(id) {
				return id
			}
		}
	}
}

func (r *reader) consultants(e *rota.Entry) {
	index := map[rota.ConsultantID]int{}
	r.each(consultantBlock, func(l *line) {
		c := rota.Consultant{
			ID: rota.ConsultantID(l.text("ID")), Name: l.text("Name"), Grade: l.text("Grade"), Contact: l.text("Contact"),
			Skills: l.list("Skills"), Sites: l.list("Sites"), Terms: rota.Terms(l.choose("Terms")), PayPoint: readPayPoint(l.text("Pay point")),
			MaxCover: l.hours("Most hours of cover", "Most hours of cover"), Note: l.text("Note"),
		}
		if n, ok := l.whole("Most nights in a row"); ok {
			c.MaxNightsInARow = &n
		}
		if _, twice := index[c.ID]; !twice {
			index[c.ID] = len(e.Consultants)
		}
		e.Consultants = append(e.Consultants, c)
		l.becomes("consultants[%d]", len(e.Consultants)-1)
	})
	r.offers(e, index)
	r.sessions(e, index)
}

// owner finds the consultant that a row belongs to.
func (l *line) owner(index map[rota.ConsultantID]int) (int, bool) {
	id := l.text("Consultant")
	i, ok := index[rota.ConsultantID(id)]
	if !ok && id != "" && !l.torn {
		l.wrong("Consultant", "No consultant has this ID on the sheet Consultants.")
	}
	return i, ok && id != ""
}

func (r *reader) offers(e *rota.Entry, index map[rota.ConsultantID]int) {
	r.each(offerBlock, func(l *line) {
		i, ok := l.owner(index)
		o := rota.Offer{Span: l.span()}
		for _, m := range l.many("Modes") {
			o.Modes = append(o.Modes, rota.Mode(m))
		}
		if !ok {
			return
		}
		c := &e.Consultants[i]
		c.Offers = append(c.Offers, o)
		l.becomes("consultants[%d].offers[%d]", i, len(c.Offers)-1)
	})
}

func (r *reader) sessions(e *rota.Entry, index map[rota.ConsultantID]int) {
	type key struct{ who, id string }
	taken := map[key]bool{}
	r.each(sessionBlock, func(l *line) { taken[key{unshown(l.raw("Consultant")), unshown(l.raw("ID"))}] = true })
	next := map[string]func() string{}
	r.each(sessionBlock, func(l *line) {
		i, ok := l.owner(index)
		s := rota.Session{ID: rota.SessionID(l.text("ID")), Name: l.text("Name"), Span: l.span(), Kind: rota.SessionKind(l.choose("Kind"))}
		loss, given := l.whole("Loss")
		s.Loss = loss
		if s.Kind == rota.Planned && !given && l.raw("Loss") == "" {
			l.wrong("Loss", "Loss is missing. Write 0 if displacing the session loses nothing.")
		}
		if !ok {
			return
		}
		c := &e.Consultants[i]
		if who := string(c.ID); s.ID == "" && l.raw("ID") == "" {
			if next[who] == nil {
				next[who] = numbering(func(id string) bool { return taken[key{who, id}] }, "s%d")
			}
			s.ID = rota.SessionID(next[who]())
		}
		c.Sessions = append(c.Sessions, s)
		l.becomes("consultants[%d].sessions[%d]", i, len(c.Sessions)-1)
	})
}

// readPayPoint gives "" for the words that stand for the general row.
func readPayPoint(t string) string {
	if sameText(t, everybody) {
		return ""
	}
	return t
}

func (r *reader) rates(e *rota.Entry) {
	r.each(rateBlockColumns, func(l *line) {
		row := rota.RateRow{PayPoint: readPayPoint(l.text("Pay point"))}
		for b := rota.Band(0); b < rota.BandCount; b++ {
			row.Rate[b] = l.money(b.Words())
		}
		row.Called = l.money(cardCalled)
		for _, key := range l.many(cardConfirm) {
			row.CalledUnconfirmed = row.CalledUnconfirmed || key == calledKey
			for b := rota.Band(0); b < rota.BandCount; b++ {
				row.Unconfirmed[b] = row.Unconfirmed[b] || b.Key() == key
			}
		}
		if key := l.choose("Card"); key != "" {
			card := cardOf(e, key)
			card.Rates = append(card.Rates, row)
			l.becomes("cards.%s.rates[%d]", key, len(card.Rates)-1)
		}
	})
	seen := map[string]bool{}
	r.each(detailBlock, func(l *line) {
		name := l.text("Detail")
		if seen[name] {
			l.wrong("Detail", "This detail is there twice.")
		}
		seen[name] = true
		l.detail(e, name)
	})
}
