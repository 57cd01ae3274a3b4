package intake

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// slots compares slots: one is the same when its unit, role, site, time and mode are.
func (ch *changer) slots(r Result) {
	next := ch.k.Last.Slot
	at := map[string]int{}
	for i, key := range slotKeys(ch.entry.Slots) {
		at[key] = i
		next = max(next, suffix("S", string(ch.entry.Slots[i].ID)))
	}
	said := make([]rota.Slot, len(r.Records.Slots))
	for i, s := range r.Records.Slots {
		said[i] = s.Slot
	}
	seen := map[int]bool{}
	for i, key := range slotKeys(said) {
		was, there := at[key]
		if there {
			seen[was] = true
			ch.changedSlot(key, was, r.Records.Slots[i])
			continue
		}
		s := said[i]
		if ch.note(Change{Key: key, Op: Added, What: "slot", Label: slotLabel(s), At: r.Records.Slots[i].Place, Slot: &said[i]}) {
			next++
			s.ID = rota.SlotID(fmt.Sprintf("S%03d", next))
			ch.entry.Slots = append(ch.entry.Slots, s)
			ch.given(key, values(slotFields(rota.Slot{}, s)))
		}
	}
	for i, key := range slotKeys(ch.k.Entry.Slots) {
		if !seen[i] {
			ch.missingSlot(key, ch.k.Entry.Slots[i])
		}
	}
	ch.everySite()
}

// slotKeys name slots by what makes them the same; those that are alike are counted.
func slotKeys(slots []rota.Slot) []string {
	out := make([]string, len(slots))
	count := map[string]int{}
	for i, s := range slots {
		key := "slot/" + strings.Join([]string{plain(s.Unit), plain(s.Role), plain(s.Site), instantKey(s.Start), instantKey(s.End), string(s.Mode)}, "/")
		count[key]++
		out[i] = fmt.Sprintf("%s#%d", key, count[key])
	}
	return out
}

func slotLabel(s rota.Slot) string { return s.Unit + ", " + s.Role + ": " + s.Span.Words() }

func slotFields(was, s rota.Slot) []FieldChange {
	yes := func(b bool) string {
		if b {
			return "yes"
		}
		return "no"
	}
	skills := func(was, is, other []string) FieldChange {
		f := FieldChange{Before: strings.Join(was, "; "), After: strings.Join(is, "; ")}
		if len(was) > 0 && len(is) == 0 && len(other) > 0 {
			f.After = "none"
		}
		return f
	}
	all, any := skills(was.SkillsAll, s.SkillsAll, s.SkillsAny), skills(was.SkillsAny, s.SkillsAny, s.SkillsAll)
	all.Field, any.Field = "skills_all", "skills_any"
	return []FieldChange{
		{Field: "service", Before: was.Service, After: s.Service},
		{Field: "places", Before: itoa(was.Places), After: itoa(s.Places)},
		all,
		any,
		{Field: "priority", Before: itoa(was.Priority), After: itoa(s.Priority)},
		{Field: "no_other_duty", Before: yes(was.NoOtherDuty), After: yes(s.NoOtherDuty)},
		{Field: "source", Before: was.Source, After: s.Source},
	}
}

func (ch *changer) changedSlot(key string, i int, s SlotRecord) {
	was, now := &ch.entry.Slots[i], s.Slot
	if len(now.SkillsAll)+len(now.SkillsAny) == 0 {
		now.SkillsAll, now.SkillsAny = was.SkillsAll, was.SkillsAny // the file does not speak of them
	}
	now.ID, now.Source = was.ID, orElse(now.Source, was.Source)
	fields := slotFields(*was, now)
	says := values(fields)
	for f, is := range map[string][]string{"skills_all": now.SkillsAll, "skills_any": now.SkillsAny} {
		if len(is) == 0 {
			delete(says, f)
		}
	}
	c := Change{Key: key, What: "slot", ID: string(was.ID), Label: slotLabel(s.Slot), At: s.Place, Fields: differ(fields)}
	c.Op = opOf(c.Fields)
	if ch.note(c) {
		*was = now
		ch.given(key, says)
	}
}

func (ch *changer) missingSlot(key string, s rota.Slot) {
	c := Change{Key: key, Op: Missing, What: "slot", ID: string(s.ID), Label: slotLabel(s), Ask: true, Why: "Slots that are not in the file are kept unless you tick them, which takes them out."}
	if !ch.note(c) {
		return
	}
	ch.entry.Slots = slices.DeleteFunc(ch.entry.Slots, func(x rota.Slot) bool { return x.ID == s.ID })
	ch.entry.Locks = slices.DeleteFunc(slices.Clone(ch.entry.Locks), func(x rota.Lock) bool { return x.Slot == s.ID })
	ch.entry.Published = slices.DeleteFunc(slices.Clone(ch.entry.Published), func(x rota.Pair) bool { return x.Slot == s.ID })
	for i, d := range ch.entry.Duties {
		if d.Slot == s.ID {
			ch.entry.Duties[i].Slot = ""
		}
	}
}
