package intake

import (
	"fmt"
	"slices"
	"time"

	"strikerota/rota"
)

// duties compares residents and their duties.
func (ch *changer) duties(r Result) {
	next := ch.k.Last.Duty
	for _, d := range ch.entry.Duties {
		next = max(next, suffix("D", string(d.ID)))
	}
	done := map[rota.ResidentID]bool{}
	for _, who := range r.Records.Residents {
		done[who.Resident] = true
		ch.resident(who)
	}
	match := ch.matchDuties(r.Records.Duties)
	seen := map[rota.DutyID]bool{}
	there := map[rota.ResidentID]bool{} // but for those who are declined
	for _, who := range ch.entry.Residents {
		there[who.ID] = true
	}
	ch.old = map[rota.ResidentID][]rota.DutyID{}
	ch.now, ch.dutyAt = map[rota.DutyID]rota.Span{}, map[rota.DutyID]int{}
	for i, d := range ch.entry.Duties {
		ch.old[d.Resident] = append(ch.old[d.Resident], d.ID)
		ch.now[d.ID], ch.dutyAt[d.ID] = d.Span, i
	}
	for i, d := range r.Records.Duties {
		if match[i] != "" {
			seen[match[i]] = true
			ch.changedDuty(d, match[i])
		}
	}
	for i, d := range r.Records.Duties {
		if match[i] == "" && there[d.Resident] {
			ch.newDuty(d, &next, seen)
		}
	}
	names := map[rota.ResidentID]string{}
	for _, who := range ch.k.Entry.Residents {
		names[who.ID] = who.Name
		if !done[who.ID] {
			ch.missingResident(who)
		}
	}
	for _, d := range ch.k.Entry.Duties {
		if done[d.Resident] && !seen[d.ID] {
			ch.missingDuty(d, names)
		}
	}
}

// matchDuties finds which duty of the entry each of the file is: the person's that starts
// at the same time, else one that it overlaps and that no other is.
func (ch *changer) matchDuties(file []DutyRecord) []rota.DutyID {
	held := map[rota.ResidentID][]rota.Duty{}
	for _, d := range ch.k.Entry.Duties {
		held[d.Resident] = append(held[d.Resident], d)
	}
	out := make([]rota.DutyID, len(file))
	taken := map[rota.DutyID]bool{}
	for _, same := range []func(rota.Duty, DutyRecord) bool{
		func(a rota.Duty, b DutyRecord) bool { return a.Start.Equal(b.Start) },
		func(a rota.Duty, b DutyRecord) bool { return a.Overlaps(b.Span) },
	} {
		for i, d := range file {
			for _, e := range held[d.Resident] {
				if out[i] == "" && !taken[e.ID] && same(e, d) {
					out[i], taken[e.ID] = e.ID, true
				}
			}
		}
	}
	return out
}

// missingResident lists somebody whom the file does not name.
func (ch *changer) missingResident(who rota.Resident) {
	c := Change{Key: "resident/" + string(who.ID), Op: Missing, What: "resident", ID: string(who.ID), Label: aboutWords(who.Name, who.Unit, who.Grade, string(who.ID)), Ask: true,
		Why: "Residents who are not in the file are kept, with their duties, unless you tick them, which takes them out."}
	if ch.note(c) {
		ch.entry.Residents = slices.DeleteFunc(ch.entry.Residents, func(x rota.Resident) bool { return x.ID == who.ID })
		ch.entry.Duties = slices.DeleteFunc(ch.entry.Duties, func(x rota.Duty) bool { return x.Resident == who.ID })
	}
}

// resident compares a person.
func (ch *changer) resident(d ResidentRecord) {
	c := Change{Key: "resident/" + string(d.Resident), What: "resident", ID: string(d.Resident), Label: shownName(d.Name), At: d.Place}
	i := slices.IndexFunc(ch.entry.Residents, func(x rota.Resident) bool { return x.ID == d.Resident })
	if i < 0 {
		c.Op, c.Says = Added, []FieldChange{{Field: "grade", After: d.Grade}, {Field: "unit", After: d.Unit}}
		if ch.note(c) {
			ch.entry.Residents = append(ch.entry.Residents, rota.Resident{ID: d.Resident, Name: c.Label, Grade: d.Grade, Unit: d.Unit})
			ch.given(c.Key, values(c.Says))
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

func dutyKey(d DutyRecord) string {
	return fmt.Sprintf("duty/%s/%s", d.Resident, instantKey(d.Start))
}

// newDuty adds a duty. One that overlaps duties of the entry which the file does not
// have takes their place, once somebody says so.
func (ch *changer) newDuty(d DutyRecord, next *int, seen map[rota.DutyID]bool) {
	c := Change{Key: dutyKey(d), Op: Added, What: "duty", Label: shownName(d.Name) + ": " + d.Span.Words(), At: d.Place,
		Says: []FieldChange{{Field: "unit", After: d.Unit}, {Field: "site", After: d.Site}}}
	if d.OnCall {
		c.Says = append(c.Says, FieldChange{Field: "where", After: rota.OnCall.Words()})
	}
	inTheWay := ch.overlapping(d)
	if len(inTheWay) > 0 {
		c.Ask, c.Why = true, "It overlaps a duty of the same person that is kept. If you accept it, it takes the other's place."
	}
	if !ch.note(c) {
		return
	}
	for _, id := range inTheWay {
		seen[id] = true
		ch.dropDuty(id)
	}
	*next++
	id := rota.DutyID(fmt.Sprintf("D%04d", *next))
	ch.entry.Duties = append(ch.entry.Duties, rota.Duty{ID: id, Resident: d.Resident, Span: d.Span, Declaration: rota.NoReply})
	ch.memory.Duties[id] = DutyFacts{Unit: d.Unit, Site: d.Site, OnCall: d.OnCall}
	ch.given(c.Key, values(dutyFields(rota.Span{}, d.Span)))
}

// overlapping are the person's duties of before, as they are by now, that a duty overlaps.
// Those of one file never overlap each other.
func (ch *changer) overlapping(d DutyRecord) []rota.DutyID {
	var out []rota.DutyID
	for _, id := range ch.old[d.Resident] {
		if span, kept := ch.now[id]; kept && span.Overlaps(d.Span) {
			out = append(out, id)
		}
	}
	return out
}

func (ch *changer) dropDuty(id rota.DutyID) {
	ch.entry.Duties = slices.DeleteFunc(ch.entry.Duties, func(x rota.Duty) bool { return x.ID == id })
	delete(ch.memory.Duties, id)
	delete(ch.now, id)
}

func dutyFields(was, is rota.Span) []FieldChange {
	before := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return rota.DateOf(t).Words() + ", " + rota.ClockWords(t)
	}
	return []FieldChange{{Field: "start", Before: before(was.Start), After: before(is.Start)}, {Field: "end", Before: before(was.End), After: before(is.End)}}
}

// changedDuty compares a duty with the one that it is. None has been dropped by now.
func (ch *changer) changedDuty(d DutyRecord, id rota.DutyID) {
	was := &ch.entry.Duties[ch.dutyAt[id]]
	fields, facts := dutyFields(was.Span, d.Span), ch.memory.Duties[id]
	says, moved := values(fields), len(differ(slices.Clone(fields))) > 0
	c := Change{Key: dutyKey(d), What: "duty", ID: string(id), Label: shownName(d.Name) + ": " + d.Span.Words(), At: d.Place, Fields: differ(append(fields, facts.compared(d)...))}
	c.Op = opOf(c.Fields)
	for _, other := range ch.overlapping(d) {
		if other != id && moved {
			c.Ask, c.Why = true, "It overlaps another duty of the same person. It cannot be changed unless that is taken out."
			ch.note(c)
			return
		}
	}
	if !ch.note(c) {
		return
	}
	was.Span, ch.now[id] = d.Span, d.Span
	if moved || c.Op == Changed && was.Slot == facts.Tied {
		was.Slot, facts.Tied = "", "" // it may no longer last for the whole of the slot, or be of its unit
	}
	facts.Unit, facts.Site, facts.OnCall = orElse(d.Unit, facts.Unit), orElse(d.Site, facts.Site), d.OnCall
	ch.memory.Duties[id] = facts
	ch.given(c.Key, says)
}

// compared are what a file says of where a duty is, beside what the last one did.
func (f DutyFacts) compared(d DutyRecord) []FieldChange {
	where := map[bool]string{true: rota.OnCall.Words(), false: rota.OnSite.Words()}
	return []FieldChange{{Field: "unit", Before: f.Unit, After: d.Unit}, {Field: "site", Before: f.Site, After: d.Site}, {Field: "where", Before: where[f.OnCall], After: where[d.OnCall]}}
}

// missingDuty lists a duty of somebody in the file that the file does not have.
func (ch *changer) missingDuty(d rota.Duty, names map[rota.ResidentID]string) {
	key := fmt.Sprintf("duty/%s/%s", d.Resident, instantKey(d.Start))
	c := Change{Key: key, Op: Missing, What: "duty", ID: string(d.ID), Label: names[d.Resident] + ": " + d.Span.Words(), Ask: true, Why: "Duties that are not in the file are kept unless you tick them, which takes them out."}
	if ch.note(c) {
		ch.dropDuty(d.ID)
		delete(ch.memory.Given, key)
	}
}
