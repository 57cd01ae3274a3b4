package web

import "strikerota/rota"

// A standing says that a page is of the draft, and how that stands against the newest version.
type standing struct {
	Words   string
	Compare *Link // the two side by side, where they may differ
}

// standing is of the whole draft.
func (m *madeRota) standing(strikeID string) standing {
	version := toVersion(m.told.number)
	compare := &Link{Text: "Compare the two", Href: strikePath(strikeID, "versions", "compare")}
	switch same := m.told.holds(m, everyone); {
	case m.told.number == 0:
		return standing{Words: "This is the draft: nothing has been published yet."}
	case same && m.part == nil && (m.at.After(m.told.at) || m.edited.After(m.told.at)):
		return standing{Words: "This is the draft, with everybody where " + version + " has them. It was made or changed after that version, so other places may be open.", Compare: compare}
	case same:
		return standing{Words: "This is the draft, with everybody where " + version + " has them."}
	}
	return standing{Words: "This is the draft. Not everybody in it is where " + version + " has them.", Compare: compare}
}

// standingOf is of one consultant's cover.
func (m *madeRota) standingOf(id rota.ConsultantID) standing {
	version := toVersion(m.told.number)
	switch {
	case m.told.number == 0:
		return standing{Words: "This is the draft: nothing has been published yet."}
	case m.told.holds(m, func(other rota.ConsultantID) bool { return other == id }):
		return standing{Words: "This is the draft, which has the same cover for them as " + version + "."}
	}
	return standing{Words: "This is the draft, which has other cover for them than " + version + "."}
}

func everyone(rota.ConsultantID) bool { return true }

// holds reports whether those who are asked about have in the draft just the cover that
// the newest version has for them.
func (t tellings) holds(m *madeRota, asked func(rota.ConsultantID) bool) bool {
	left := 0
	for _, a := range t.list {
		if a.Current && asked(a.Told.Consultant) {
			left++
		}
	}
	for _, a := range m.plan.Assignments {
		if !asked(a.Consultant) {
			continue
		}
		slot, _ := m.problem.Slot(a.Slot)
		if _, told := t.of(slot, a.Consultant); !told {
			return false
		}
		left--
	}
	return left == 0
}
