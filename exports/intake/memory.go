package intake

import (
	"maps"

	"strikerota/rota"
)

// clone is a memory that can be changed without changing the other.
func (m Memory) clone() Memory {
	out := Memory{People: maps.Clone(m.People), Duties: maps.Clone(m.Duties), Given: maps.Clone(m.Given), Said: maps.Clone(m.Said), Anywhere: maps.Clone(m.Anywhere), Mends: map[Kind]map[string]Mend{}}
	for kind, mends := range m.Mends {
		out.Mends[kind] = maps.Clone(mends)
	}
	if out.Said == nil {
		out.Said = map[string]string{}
	}
	if out.Anywhere == nil {
		out.Anywhere = map[rota.ConsultantID]bool{}
	}
	if out.People == nil {
		out.People = map[string]string{}
	}
	if out.Duties == nil {
		out.Duties = map[rota.DutyID]DutyFacts{}
	}
	if out.Given == nil {
		out.Given = map[string]map[string]string{}
	}
	return out
}
