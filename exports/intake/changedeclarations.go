package intake

import (
	"fmt"
	"slices"
	"time"

	"strikerota/rota"
)

// declarations compares what residents said with the duties that start on each day.
func (ch *changer) declarations(r Result) {
	held := map[rota.ResidentID]map[rota.Date][]int{}
	for i, d := range ch.entry.Duties {
		if held[d.Resident] == nil {
			held[d.Resident] = map[rota.Date][]int{}
		}
		day := rota.DateOf(d.Start)
		held[d.Resident][day] = append(held[d.Resident][day], i)
	}
	names := map[rota.ResidentID]string{}
	for _, who := range ch.entry.Residents {
		names[who.ID] = who.Name
	}
	for _, a := range r.Records.Answers {
		for _, day := range a.Days {
			on := held[a.Resident][day.Day]
			if len(on) == 0 && day.Declaration != rota.NoReply {
				ch.out.Spare++
			}
			for _, i := range on {
				ch.declaration(i, a, names[a.Resident], day.Declaration)
			}
		}
	}
}

// declaration compares one duty's. Silence takes back only what an earlier file said:
// it does not undo what somebody told the coordinator. What the resident has said by
// their own link is not changed unasked.
func (ch *changer) declaration(i int, a AnswerRecord, name string, said rota.Declaration) {
	d := &ch.entry.Duties[i]
	key := fmt.Sprintf("declaration/%s/%s", d.Resident, instantKey(d.Start))
	if said == rota.NoReply && ch.k.Memory.Given[key]["declaration"] != string(d.Declaration) {
		said = d.Declaration
	}
	c := Change{Key: key, What: "declaration", ID: string(d.ID), Label: name + ": " + d.Span.Words(), At: a.Place}
	c.Fields = differ([]FieldChange{{Field: "declaration", Before: string(d.Declaration), After: string(said)}})
	c.Op = opOf(c.Fields)
	if own, ok := ch.k.Own[d.ID]; ok && c.Op == Changed {
		c.Ask, c.Why = true, ownWords(own, a.Done)
	}
	if ch.note(c) {
		d.Declaration = said
		ch.given(key, map[string]string{"declaration": string(said)})
	}
}

// ownWords ask about an answer that the resident has given by their own link.
func ownWords(own, done time.Time) string {
	words := "Said by the resident, by their own link, at " + whenWords(own)
	switch {
	case done.IsZero():
		words += "; the file does not say when the form was filled in."
	case done.After(own):
		words += ", before the form was filled in at " + whenWords(done) + "."
	default:
		words += ", after the form was filled in."
	}
	return words + " Take the form's answer instead?"
}

func whenWords(t time.Time) string { return rota.ClockWords(t) + " on " + rota.DateOf(t).Words() }

// tie says which slot each duty would have filled: one of its unit, site and level that
// it lasts for the whole of, on site for a duty on site and from home for one on call. A
// slot with a place to spare comes first, and residents who will be working choose before others. More
// duties than places are tied to the slot that has the fewest too many, so that no place is
// counted empty beside a doctor who is there. Duties
// tied by hand stay as they are. It gives the number of duties tied otherwise than before.
func (ch *changer) tie() int {
	slots := map[rota.SlotID]rota.Slot{}
	free := map[rota.SlotID]int{}
	for _, s := range ch.entry.Slots {
		slots[s.ID] = s
		free[s.ID] = s.Places
	}
	order := ch.ours(slots, free)
	tiers := ch.tiers()
	roles := make([]tier, len(ch.entry.Slots))
	for i, s := range ch.entry.Slots {
		roles[i] = ch.saidTier(RoleWord, s.Role)
	}
	was := make([]rota.SlotID, len(order))
	for n, i := range order {
		d := &ch.entry.Duties[i]
		was[n], d.Slot = d.Slot, ""
		for j, s := range ch.entry.Slots {
			if !wouldFill(*d, ch.memory.Duties[d.ID], tiers[d.Resident], s, roles[j]) {
				continue
			}
			if d.Slot == "" || free[d.Slot] <= 0 && free[s.ID] > free[d.Slot] {
				d.Slot = s.ID
			}
		}
		if d.Slot != "" {
			free[d.Slot]--
		}
	}
	ch.before = map[rota.DutyID]rota.Duty{}
	for _, d := range ch.k.Entry.Duties {
		ch.before[d.ID] = d
	}
	changed := 0
	for n, i := range order {
		d := &ch.entry.Duties[i]
		if d.Slot == "" {
			ch.tieOnly(d, tiers[d.Resident], roles)
		}
		facts := ch.memory.Duties[d.ID]
		facts.Tied = d.Slot
		ch.memory.Duties[d.ID] = facts
		if was[n] != d.Slot {
			changed++
		}
	}
	return changed
}

// ours are the duties that an import may tie, those of residents who will be working
// first. The others take their places away.
func (ch *changer) ours(slots map[rota.SlotID]rota.Slot, free map[rota.SlotID]int) []int {
	var order []int
	for i, d := range ch.entry.Duties {
		facts, imported := ch.memory.Duties[d.ID]
		_, there := slots[facts.Tied]
		if imported && (d.Slot == facts.Tied || facts.Tied != "" && !there && d.Slot == "") {
			order = append(order, i)
		} else if d.Slot != "" {
			free[d.Slot]--
		}
	}
	first := func(i int) int {
		if ch.entry.Duties[i].Declaration == rota.Working {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(order, func(a, b int) int { return first(a) - first(b) })
	return order
}

// tiers are the levels of the residents.
func (ch *changer) tiers() map[rota.ResidentID]tier {
	out := map[rota.ResidentID]tier{}
	for _, r := range ch.entry.Residents {
		out[r.ID] = ch.saidTier(GradeWord, r.Grade)
	}
	return out
}

// saidTier is the level of a grade or role: as a person has said, or by its words.
func (ch *changer) saidTier(kind WordKind, text string) tier {
	key := wordKey(kind, "", text)
	answer := ch.c.Answers[key]
	if answer == "" {
		answer = ch.k.Words[key]
	}
	switch answer {
	case "1":
		return juniorTier
	case "2":
		return registrarTier
	}
	return tierOf(text)
}

func wouldFill(d rota.Duty, facts DutyFacts, who tier, s rota.Slot, role tier) bool {
	return who != unknownTier && who == role && facts.Unit == s.Unit && isWithin(d, facts, s)
}

// isWithin reports whether a duty lasts for the whole of a slot, at its site and in its way.
func isWithin(d rota.Duty, facts DutyFacts, s rota.Slot) bool {
	return (facts.Site == "" || facts.Site == s.Site) && (s.Mode != rota.OnSite) == facts.OnCall && d.Contains(s.Span)
}
