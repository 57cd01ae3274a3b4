package intake

import (
	"fmt"
	"slices"

	"strikerota/rota"
)

// duties compares residents and their duties.
func (ch *changer) duties(r Result) {
	next := 0
	for _, d := range ch.entry.Duties {
		next = max(next, suffix("D", string(d.ID)))
	}
	done := map[rota.ResidentID]bool{}
	for _, who := range r.Records.Residents {
		done[who.Resident] = true
		ch.resident(who)
	}
	seen := map[rota.DutyID]bool{}
	for _, d := range r.Records.Duties {
		if slices.IndexFunc(ch.entry.Residents, func(x rota.Resident) bool { return x.ID == d.Resident }) < 0 {
			continue // the resident is declined
		}
		if id := ch.duty(d, &next); id != "" {
			seen[id] = true
		}
	}
	for _, who := range ch.k.Entry.Residents {
		if !done[who.ID] {
			ch.missingResident(who)
		}
	}
	for _, d := range ch.k.Entry.Duties {
		if done[d.Resident] && !seen[d.ID] {
			ch.missingDuty(d)
		}
	}
}

// missingResident lists somebody whom the file does not name.
func (ch *changer) missingResident(who rota.Resident) {
	c := Change{Key: "resident/" + string(who.ID), Op: Missing, What: "resident", ID: string(who.ID), Label: who.Name, Ask: true,
		Why: "They are not in the file. They are kept, with their duties, unless you take them out."}
	if ch.note(c) {
		ch.entry.Residents = slices.DeleteFunc(ch.entry.Residents, func(x rota.Resident) bool { return x.ID == who.ID })
		ch.entry.Duties = slices.DeleteFunc(ch.entry.Duties, func(x rota.Duty) bool { return x.Resident == who.ID })
	}
}

// resident compares a person.
func (ch *changer) resident(d ResidentRecord) {
	c := Change{Key: "resident/" + string(d.Resident), What: "resident", ID: string(d.Resident), Label: shownName(d.Name), At: d.Place}
	i := slices.IndexFunc(ch.entry.Residents, func(x rota.Resident) bool { return x.ID == d.Resident })
	want := map[string]string{"grade": d.Grade, "unit": d.Unit}
	if i < 0 {
		c.Op = Added
		if ch.note(c) {
			ch.entry.Residents = append(ch.entry.Residents, rota.Resident{ID: d.Resident, Name: c.Label, Grade: d.Grade, Unit: d.Unit})
			ch.given(c.Key, want)
			ch.marks(d)
		}
		return
	}
	was := &ch.entry.Residents[i]
	fields := []FieldChange{{Field: "grade", Before: was.Grade, After: d.Grade}, {Field: "unit", Before: was.Unit, After: d.Unit}}
	says := values(fields)
	c.Fields = differ(fields)
	c.Op = opOf(c.Fields)
	if ch.note(c) {
		was.Grade, was.Unit = orElse(d.Grade, was.Grade), orElse(d.Unit, was.Unit)
		ch.given(c.Key, says)
	}
	ch.marks(d)
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func (ch *changer) marks(d ResidentRecord) {
	for _, m := range d.marks() {
		if ch.memory.People[m] == "" {
			ch.memory.People[m] = string(d.Resident)
		}
	}
}

// duty compares one duty: it is the same when it starts at the same time and is the same person's.
func (ch *changer) duty(d DutyRecord, next *int) rota.DutyID {
	key := fmt.Sprintf("duty/%s/%s", d.Resident, instantKey(d.Start))
	c := Change{Key: key, What: "duty", Label: shownName(d.Name) + ": " + shownSpan(d.Span), At: d.Place}
	i := slices.IndexFunc(ch.entry.Duties, func(x rota.Duty) bool { return x.Resident == d.Resident && x.Start.Equal(d.Start) })
	says := map[string]string{"end": instantKey(d.End)}
	facts := DutyFacts{Unit: d.Unit, Site: d.Site, OnCall: d.OnCall}
	if i < 0 {
		c.Op = Added
		if ch.note(c) {
			*next++
			id := rota.DutyID(fmt.Sprintf("D%04d", *next))
			ch.entry.Duties = append(ch.entry.Duties, rota.Duty{ID: id, Resident: d.Resident, Span: d.Span, Declaration: rota.NoReply})
			ch.memory.Duties[id] = facts
			ch.given(key, says)
		}
		return ""
	}
	was := ch.entry.Duties[i]
	c.ID, c.Op = string(was.ID), Same
	if !was.End.Equal(d.End) {
		c.Op, c.Fields = Changed, []FieldChange{{Field: "end", Before: instantKey(was.End), After: instantKey(d.End)}}
	}
	if ch.note(c) {
		ch.entry.Duties[i].End = d.End
		facts.Tied = ch.memory.Duties[was.ID].Tied
		ch.memory.Duties[was.ID] = facts
		ch.given(key, says)
	}
	return was.ID
}

// missingDuty lists a duty of somebody in the file that the file does not have.
func (ch *changer) missingDuty(d rota.Duty) {
	key := fmt.Sprintf("duty/%s/%s", d.Resident, instantKey(d.Start))
	c := Change{Key: key, Op: Missing, What: "duty", ID: string(d.ID), Label: shownSpan(d.Span), Ask: true, Why: "It is not in the file. It is kept unless you take it out."}
	if ch.note(c) {
		ch.entry.Duties = slices.DeleteFunc(ch.entry.Duties, func(x rota.Duty) bool { return x.ID == d.ID })
		delete(ch.memory.Duties, d.ID)
		delete(ch.memory.Given, key)
	}
}
