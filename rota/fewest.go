package rota

import "slices"

// FewestChanges is the problem with few changes from the published plan as the first
// aim after cover: whoever has been told keeps what they were told of wherever that
// covers as much. Without a published plan it is the problem as it is.
func (p Problem) FewestChanges() Problem {
	if len(p.Published) == 0 {
		return p
	}
	rest := slices.DeleteFunc(slices.Clone(p.Aims), func(a Aim) bool { return a == AimChanges })
	i := slices.Index(rest, AimCover) + 1 // cover is the first aim, when it is one
	p.Aims = slices.Insert(rest, i, AimChanges)
	return p
}
