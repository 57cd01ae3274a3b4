package intake

import (
	"maps"
	"slices"
	"strings"

	"strikerota/rota"
)

// consultants compares consultants with what they have offered.
func (ch *changer) consultants(r Result) {
	seen := map[rota.ConsultantID]bool{}
	at := map[rota.ConsultantID]int{}
	for i, c := range ch.entry.Consultants {
		at[c.ID] = i
	}
	for i := range r.Records.Consultants {
		c := &r.Records.Consultants[i]
		seen[c.ID] = true
		if was, known := at[c.ID]; known {
			ch.knownConsultant(c, &ch.entry.Consultants[was])
		} else {
			ch.newConsultant(c)
		}
	}
	for _, c := range ch.k.Entry.Consultants {
		if !seen[c.ID] {
			ch.missingConsultant(c)
		}
	}
}

func changeOf(r *ConsultantRecord) Change {
	return Change{Key: "consultant/" + string(r.ID), What: "consultant", Label: r.Consultant.Name, At: r.Places[0]}
}

func (ch *changer) newConsultant(r *ConsultantRecord) {
	c := changeOf(r)
	c.Op, c.Consultant = Added, &r.Consultant
	if ch.note(c) {
		ch.entry.Consultants = append(ch.entry.Consultants, r.Consultant)
		ch.anywhere(r)
		if ch.keeps {
			ch.given(c.Key, values(consultantFields(rota.Consultant{}, r.Consultant)))
		}
		ch.consultantMarks(r)
	}
}

func (ch *changer) knownConsultant(r *ConsultantRecord, was *rota.Consultant) {
	c := changeOf(r)
	c.ID = string(was.ID)
	fields := consultantFields(*was, r.Consultant)
	says := values(fields)
	c.Fields = differ(fields)
	c.Op = opOf(c.Fields)
	if ch.note(c) {
		for _, f := range c.Fields {
			take(was, r.Consultant, f.Field)
		}
		ch.anywhere(r)
		ch.given(c.Key, says)
	}
	ch.consultantMarks(r)
}

// anywhere remembers whether somebody covers at every site.
func (ch *changer) anywhere(r *ConsultantRecord) {
	if delete(ch.memory.Anywhere, r.ID); r.Anywhere {
		ch.memory.Anywhere[r.ID] = true
	}
}

// everySite lets those who cover at every site do so at the sites that slots have brought,
// unless their sites were edited by hand.
func (ch *changer) everySite() {
	sites := sitesOf(ch.entry, ch.memory.Anywhere)
	if len(sites) == 0 {
		return
	}
	for i := range ch.entry.Consultants {
		who := &ch.entry.Consultants[i]
		c := Change{Key: "consultant/" + string(who.ID), Op: Changed, What: "consultant", ID: string(who.ID), Label: who.Name,
			Fields: []FieldChange{{Field: "sites", Before: strings.Join(who.Sites, "; "), After: strings.Join(sites, "; ")}}}
		given := ch.memory.Given[c.Key]
		if !ch.memory.Anywhere[who.ID] || given["sites"] != c.Fields[0].Before || slices.Equal(who.Sites, sites) {
			continue
		}
		if ch.note(c) {
			who.Sites = sites
			says := map[string]string{}
			maps.Copy(says, given)
			says["sites"] = c.Fields[0].After
			ch.given(c.Key, says)
		}
	}
}

func (ch *changer) consultantMarks(r *ConsultantRecord) {
	for _, m := range r.marks() {
		if ch.memory.People[m] == "" {
			ch.memory.People[m] = string(r.ID)
		}
	}
}

// Said is what the file says of something that is new, by field. What it leaves empty has no words.
func (c Change) Said() []FieldChange {
	switch {
	case c.Consultant != nil:
		return consultantFields(rota.Consultant{}, *c.Consultant)
	case c.Slot != nil:
		return slotFields(rota.Slot{}, *c.Slot)
	}
	return c.Says
}

// consultantFields are what a file may change of a consultant. Offers are always
// spoken of: a person without any has withdrawn them.
func consultantFields(was, c rota.Consultant) []FieldChange {
	return []FieldChange{
		{Field: "grade", Before: was.Grade, After: c.Grade},
		{Field: "contact", Before: was.Contact, After: c.Contact},
		{Field: "pay_point", Before: was.PayPoint, After: c.PayPoint},
		{Field: "skills", Before: strings.Join(was.Skills, "; "), After: strings.Join(c.Skills, "; ")},
		{Field: "sites", Before: strings.Join(was.Sites, "; "), After: strings.Join(c.Sites, "; ")},
		{Field: "terms", Before: was.Terms.Words(), After: c.Terms.Words()},
		{Field: "nights", Before: limitText(was.MaxNightsInARow), After: limitText(c.MaxNightsInARow)},
		{Field: "offers", Before: offersText(was.Offers), After: offersText(c.Offers)},
		{Field: "note", Before: was.Note, After: c.Note},
		{Field: "sessions", Before: sessionsText(was.Sessions), After: sessionsText(c.Sessions)},
	}
}

// take changes one field.
func take(to *rota.Consultant, from rota.Consultant, field string) {
	switch field {
	case "grade":
		to.Grade = from.Grade
	case "contact":
		to.Contact = from.Contact
	case "pay_point":
		to.PayPoint = from.PayPoint
	case "skills":
		to.Skills = from.Skills
	case "sites":
		to.Sites = from.Sites
	case "terms":
		to.Terms = from.Terms
	case "nights":
		to.MaxNightsInARow = from.MaxNightsInARow
	case "offers":
		to.Offers = from.Offers
	case "note":
		to.Note = from.Note
	case "sessions":
		to.Sessions = from.Sessions
	}
}

func limitText(n *int) string {
	if n == nil {
		return ""
	}
	return itoa(*n)
}

func offersText(offers []rota.Offer) string {
	var out []string
	for _, o := range offers {
		var modes []string
		for _, m := range o.Modes {
			modes = append(modes, m.Words())
		}
		out = append(out, o.Words()+" ("+strings.Join(modes, ", ")+")")
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, "; ")
}

func sessionsText(sessions []rota.Session) string {
	var out []string
	for _, s := range sessions {
		kind := "not to be moved"
		if s.Kind == rota.Planned {
			kind = "can be displaced, loss " + itoa(s.Loss)
		}
		out = append(out, s.Words()+" "+s.Name+" ("+kind+")")
	}
	return strings.Join(out, "; ")
}

func (ch *changer) missingConsultant(c rota.Consultant) {
	change := Change{Key: "consultant/" + string(c.ID), Op: Missing, What: "consultant", ID: string(c.ID), Label: aboutWords(c.Name, c.Grade, string(c.ID)), Ask: true,
		Why: "Consultants who are not in the file are kept unless you tick them, which takes them out."}
	if !ch.note(change) {
		return
	}
	ch.entry.Consultants = slices.DeleteFunc(ch.entry.Consultants, func(x rota.Consultant) bool { return x.ID == c.ID })
	ch.entry.Locks = slices.DeleteFunc(slices.Clone(ch.entry.Locks), func(x rota.Lock) bool { return x.Consultant == c.ID })
	ch.entry.Published = slices.DeleteFunc(slices.Clone(ch.entry.Published), func(x rota.Pair) bool { return x.Consultant == c.ID })
}
