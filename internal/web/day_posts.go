package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// dayWhole is how many lines of a day are shown at once. Of more, each service has a fold of its
// own, and hours in which nobody is missing are folded too.
const dayWhole = 20

// A dayFold is everybody of one service who is in or comes.
type dayFold struct {
	Summary string
	Open    bool // it is all that is shown
	Table   *Table
}

// showPosts lists everybody by unit and role, and counts them by the hour.
func (p *dayView) showPosts(in dayInput, strikeID string, list []rota.Standing, span rota.Span) {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b rota.Standing) int { return byRole(a.Slot, b.Slot) })
	without := in.placeless()
	hours := slices.Concat(sorted, in.ofService(without.standing(span)))
	slices.SortStableFunc(hours, func(a, b rota.Standing) int { return byRole(a.Slot, b.Slot) })
	p.Hours = newHourTable("hours", "How many consultants are in, hour by hour", in.m.problem, hours, span, without)
	switch {
	case len(sorted) == 0:
		p.None = "No slot needs a consultant in these hours."
		return
	case len(sorted) <= dayWhole:
		t := in.posts(strikeID, "posts", "Who is in and who comes, by unit", sorted)
		p.Posts = &t
		return
	}
	p.Hours, p.Full = p.Hours.parted()
	for len(sorted) > 0 {
		n, service := 0, sorted[0].Slot.Service
		for n < len(sorted) && sorted[n].Slot.Service == service {
			n++
		}
		t := in.posts(strikeID, fmt.Sprintf("posts-%d", len(p.Folds)+1), service+": who is in and who comes", sorted[:n])
		p.Folds = append(p.Folds, dayFold{service + ": " + in.foldWords(sorted[:n]), in.service != "", &t})
		sorted = sorted[n:]
	}
}

// foldWords count who is in and who comes, and how many are missing.
func (in dayInput) foldWords(list []rota.Standing) string {
	here, come, empty := 0, 0, 0
	for _, s := range list {
		if s.Slot.Holds(in.watch.at) {
			here += len(s.Holders)
		} else {
			come += len(s.Holders)
		}
		empty += s.Empty()
	}
	words := fmt.Sprintf("%d in now, %s", here, count(come, "comes", "come"))
	if empty == 0 {
		return words + ", nobody missing"
	}
	return words + ", " + count(empty, "place") + " without a consultant"
}

// posts are the lines of a table of who is in and who comes.
func (in dayInput) posts(strikeID, id, caption string, list []rota.Standing) Table {
	var rows [][]Cell
	for _, s := range list {
		state := "Comes"
		if s.Slot.Holds(in.watch.at) {
			state = "In"
		}
		if n := s.Open(); n > 0 {
			state = fmt.Sprintf("%d of %d open", n, s.Slot.Places)
		}
		if n := s.Spare(); n > 0 {
			state += fmt.Sprintf(", %d more than needed", n)
		}
		role := Cell{Text: in.m.problem.RoleWords(s.Slot), Href: coverPath(strikeID, s.Slot.ID), Hidden: s.Slot.Span.Words()}
		if s.Lost {
			state, role = fmt.Sprintf("%d lost: nobody is there", s.Slot.Places), Cell{Text: role.Text}
		}
		rows = append(rows, []Cell{role, {Text: in.watch.whenWords(s.Slot.Span)}, {Text: state}, {Text: "No consultant", People: in.reached(s.Holders)}})
	}
	return NewTable(id, caption, []Column{{Text: "Unit and role"}, {Text: "When"}, {Text: "State"}, {Text: "Who"}}, rows)
}

// reached are people with how to reach them for those who may read that: it is in the files of
// the rota, too.
func (in dayInput) reached(ids []rota.ConsultantID) []reached {
	var out []reached
	for _, id := range ids {
		out = append(out, reached{in.m.name(id), in.contact(id)})
	}
	return out
}

func (in dayInput) contact(id rota.ConsultantID) string {
	if !in.may(auth.SeePeople) && !in.may(auth.Download) {
		return ""
	}
	return in.m.contact(id)
}

// byRole orders slots by service, unit, site and role.
func byRole(a, b rota.Slot) int {
	return cmp.Or(strings.Compare(a.Service, b.Service), strings.Compare(a.Unit, b.Unit), strings.Compare(a.Site, b.Site), strings.Compare(a.Role, b.Role))
}

const serviceField = "service"

// ofService keeps what is of the service that was chosen, if there is such.
func (in dayInput) ofService(list []rota.Standing) []rota.Standing {
	if in.service == "" {
		return list
	}
	return slices.DeleteFunc(list, func(s rota.Standing) bool { return s.Slot.Service != in.service })
}

// services are those of the rota and of what is entered.
func (m *madeRota) services() []string {
	var out []string
	for _, s := range slices.Concat(m.problem.Slots, m.entry.Slots) {
		out = append(out, s.Service)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// serviceChoice asks for one service; nothing where there is only one.
func (in dayInput) serviceChoice() []Select {
	names := in.m.services()
	if len(names) < 2 {
		return nil
	}
	options := []Option{{Text: "All services"}}
	for _, name := range names {
		options = append(options, Option{Value: name, Text: name})
	}
	return []Select{choice(serviceField, "Service", options, in.service)}
}

// serviceLinks are the other services, and all.
func (in dayInput) serviceLinks(strikeID string) []Link {
	names := in.m.services()
	if len(names) < 2 {
		return nil
	}
	out := []Link{{Text: "All services", Href: in.watch.path(strikeID), Current: in.service == ""}}
	for _, name := range names {
		v := url.Values{serviceField: {name}}
		if in.watch.Day() != "" {
			v.Set(dayField, in.watch.Day())
			v.Set(hourField, in.watch.Hour())
		}
		out = append(out, Link{Text: name, Href: strikePath(strikeID, "day") + "?" + v.Encode(), Current: name == in.service})
	}
	return out
}
