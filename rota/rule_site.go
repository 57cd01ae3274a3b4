package rota

import "slices"

// ruleSite: the slot is at a site where the consultant works.
var ruleSite = Rule{
	ID: "site", Name: "Works at the site",
	Source: "Trust's own record of where each consultant is inducted and has access",
	find: func(r roster) []Breach {
		return r.each(func(s *Slot) bool { return !sited(&r.who, s) })
	},
}

func sited(c *Consultant, s *Slot) bool { return slices.Contains(c.Sites, s.Site) }
