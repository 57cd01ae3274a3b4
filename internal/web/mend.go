package web

import (
	"fmt"
	"strconv"
	"strings"

	"strikerota/rota"
)

// A mend is one fault of what is entered, in words, and where to put it right.
type mend struct {
	Text string
	Link Link
}

// mends puts the faults of an entry into words with links. Names may be in
// them: the page is for those who may edit people.
func mends(strikeID string, e rota.Entry, faults []rota.Fault) []mend {
	out := make([]mend, len(faults))
	for i, f := range faults {
		out[i] = mendOf(strikeID, e, f)
	}
	return out
}

func mendOf(strikeID string, e rota.Entry, f rota.Fault) mend {
	list, i, rest := splitPath(f.Path)
	say := func(who string, link Link) mend {
		if strings.HasSuffix(f.Text, " has this id") { // it names what it is about
			rest = ""
		}
		return mend{Text: who + ": " + pathWords(rest) + f.Text, Link: link}
	}
	switch {
	case list == "slots" && i < len(e.Slots):
		s := e.Slots[i]
		return say(slotWords(s), Link{Text: "Mend the slot", Href: slotPath(strikeID, s.ID, "edit")})
	case list == "consultants" && i < len(e.Consultants):
		c := e.Consultants[i]
		return say(nameOr(c.Name, string(c.ID)), Link{Text: "Mend the consultant", Href: strikePath(strikeID, "consultants", string(c.ID), "edit")})
	case list == "residents" && i < len(e.Residents):
		r := e.Residents[i]
		return say(nameOr(r.Name, string(r.ID)), Link{Text: "Mend the resident", Href: strikePath(strikeID, "residents", string(r.ID), "edit")})
	case list == "duties" && i < len(e.Duties):
		d := e.Duties[i]
		return say("Duty "+string(d.ID)+" of resident "+string(d.Resident),
			Link{Text: "Mend the duty", Href: strikePath(strikeID, "residents", string(d.Resident), "edit")})
	case list == "locks" && i < len(e.Locks):
		return say("The lock of a consultant in slot "+string(e.Locks[i].Slot),
			Link{Text: "See the slot", Href: coverPath(strikeID, e.Locks[i].Slot)})
	case strings.HasPrefix(f.Path, "cards."):
		return rateMend(strikeID, e.Cards, f)
	}
	return mend{Text: "Dates, rules and aims: " + pathWords(f.Path) + f.Text,
		Link: Link{Text: "Mend the details", Href: strikePath(strikeID, "details")}}
}

// rateMend names the cell of a rate card that is missing or wrong.
func rateMend(strikeID string, cards rota.Cards, f rota.Fault) mend {
	kind, cell, _ := strings.Cut(strings.TrimPrefix(f.Path, "cards."), ".")
	card, name := cards.Trust, "trust"
	if kind == "bma" {
		card, name = cards.BMA, "BMA"
	}
	link := Link{Text: "Mend the " + name + " card", Href: strikePath(strikeID, "cost", "rates", kind)}
	missing := strings.HasPrefix(f.Text, "is not known")
	_, i, band := splitPath(cell)
	switch {
	case missing && cell == "":
		return mend{noRowWords(name, card) + ", so the cost of some shifts is not known.", link}
	case missing && i < len(card.Rates):
		return mend{missingWords(name, card.Rates[i].PayPoint, bandOf(band)) + " The cost of some shifts is not known without it.", link}
	}
	return mend{"The " + name + " card: " + pathWords(cell) + f.Text, link}
}

// noRowWords says why a card gives nothing for whoever has no pay point of their own.
func noRowWords(name string, card rota.Card) string {
	if len(card.Rates) == 0 {
		return "The " + name + " card has no rates yet"
	}
	return "The " + name + " card has no row for everybody"
}

// missingWords says which cell of a card is missing.
func missingWords(card, payPoint string, band rota.Band) string {
	who := ""
	if payPoint != "" {
		who = " for pay point " + payPoint
	}
	return fmt.Sprintf("The %s rate%s of the %s card is missing.", bandShort(band), who, card)
}

// bandShort is a band within a sentence.
func bandShort(b rota.Band) string {
	return [rota.BandCount]string{"weekday daytime", "weekday evening", "weekend", "night", "on-call", "standby"}[b]
}

func bandOf(key string) rota.Band {
	for b := range rota.BandCount {
		if b.Key() == key {
			return b
		}
	}
	return rota.WeekdayDay
}

// splitPath takes "slots[3].end" apart. The index is too large for any list when there is none.
func splitPath(path string) (list string, index int, rest string) {
	list, after, ok := strings.Cut(path, "[")
	if !ok {
		return path, 1 << 30, ""
	}
	number, rest, _ := strings.Cut(after, "]")
	index, err := strconv.Atoi(number)
	if err != nil || index < 0 {
		return list, 1 << 30, ""
	}
	return list, index, strings.TrimPrefix(rest, ".")
}

// pathWords turns the rest of a path into the start of a sentence: "offers[0].end"
// is "offer 1, end ". Lists count from 1, as people do.
func pathWords(path string) string {
	if path == "" {
		return ""
	}
	var out []string
	for _, part := range strings.Split(path, ".") {
		list, i, _ := splitPath(part)
		word := strings.ReplaceAll(list, "_", " ")
		if i < 1<<30 {
			word = fmt.Sprintf("%s %d", strings.TrimSuffix(word, "s"), i+1)
		}
		out = append(out, word)
	}
	return strings.Join(out, ", ") + " "
}

func slotWords(s rota.Slot) string {
	if s.Unit == "" || s.Role == "" || s.Start.IsZero() || s.End.IsZero() {
		return "Slot " + string(s.ID)
	}
	return s.Words()
}

func nameOr(name, id string) string {
	if name == "" {
		return id
	}
	return name
}
