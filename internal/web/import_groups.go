package web

import (
	"fmt"
	"strings"

	"strikerota/exports/intake"
	"strikerota/internal/web/form"
)

// A changeGroup is changes of one sort with one box for all. Those of answers all say
// the same, and are listed without boxes of their own.
type changeGroup struct {
	Tick  *Tick
	Words string // of the summary of the list
	Parts []changePart
}

// A changeSort is the changes of a group, by where they are among all.
type changeSort struct {
	key, label string
	at         []int
	alike      bool // each does the same
}

// changeSorts are the changes that are made unless they are declined, by sort: answers
// by what becomes of them, the others by what they are about.
func changeSorts(ch intake.Changes) []changeSort {
	var out []changeSort
	at := map[string]int{}
	for i, c := range ch.List {
		if c.Op != intake.Changed || c.Ask {
			continue
		}
		s := changeSort{key: c.What}
		if c.What == "declaration" && len(c.Fields) == 1 {
			f := c.Fields[0].Words()
			s.label, s.alike = fmt.Sprintf("“%s” becomes “%s”", f.Before, f.After), true
			s.key += "/" + s.label
		}
		n, met := at[s.key]
		if !met {
			n = len(out)
			at[s.key] = n
			out = append(out, s)
		}
		out[n].at = append(out[n].at, i)
	}
	for i, s := range out {
		what, _, _ := strings.Cut(s.key, "/")
		if what == "declaration" {
			what = "answer"
		}
		n := count(len(s.at), what, manyOf(what))
		if out[i].label = n + ": " + s.label; !s.alike {
			out[i].label = "Change " + n
		}
	}
	return out
}

func groupName(i int) string { return fmt.Sprintf("g%d", i) }

// changeGroups are the groups for the page, and how many changes they do not list.
func changeGroups(f *form.Form, ch intake.Changes) (groups []changeGroup, hidden int) {
	for i, s := range changeSorts(ch) {
		g := changeGroup{Tick: tick(f, groupName(i), s.label), Words: fmt.Sprintf("Each of them (%d)", len(s.at))}
		for n, at := range s.at {
			if n >= mostTicks {
				hidden += len(s.at) - n
				break
			}
			part := newChangePart(f, at, ch.List[at])
			if s.alike {
				part.Tick, part.Label, part.Fields = nil, ch.List[at].Label, nil
			}
			g.Parts = append(g.Parts, part)
		}
		groups = append(groups, g)
	}
	return groups, hidden
}

// readGroups gives the changes that are not wanted: those of a group without its tick,
// and those listed with a box of their own without theirs.
func readGroups(f *form.Form, ch intake.Changes) map[string]bool {
	out := map[string]bool{}
	for i, s := range changeSorts(ch) {
		all := f.Checked(groupName(i))
		for n, at := range s.at {
			own := s.alike || n >= mostTicks || f.Checked(changeName(at))
			if !all || !own {
				out[ch.List[at].Key] = true
			}
		}
	}
	return out
}

// groupsForm ticks the groups of which something is made, and what is made of them.
func groupsForm(f *form.Form, ch intake.Changes, declined map[string]bool) {
	for i, s := range changeSorts(ch) {
		for _, at := range s.at {
			if !declined[ch.List[at].Key] {
				f.Set(groupName(i), "yes")
				if !s.alike {
					f.Set(changeName(at), "yes")
				}
			}
		}
	}
}
