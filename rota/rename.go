package rota

import "slices"

// A WordKind is which of the words that slots and people share.
type WordKind string

// The kinds of words that are the same only when they are written the same.
const (
	UnitWord    WordKind = "unit"
	RoleWord    WordKind = "role"
	SiteWord    WordKind = "site"
	SkillWord   WordKind = "skill"
	ServiceWord WordKind = "service"
)

// WordKinds are all of them.
func WordKinds() []WordKind {
	return []WordKind{UnitWord, RoleWord, SiteWord, SkillWord, ServiceWord}
}

// A Rename writes a word another way wherever a strike has it. Where the new word is
// there already, the two become one.
type Rename struct {
	Kind     WordKind
	From, To string
}

// inSlot are where a slot has words of the kind.
func (k WordKind) inSlot(s *Slot) (one []*string, some []*[]string) {
	switch k {
	case UnitWord:
		one = []*string{&s.Unit}
	case RoleWord:
		one = []*string{&s.Role}
	case SiteWord:
		one = []*string{&s.Site}
	case ServiceWord:
		one = []*string{&s.Service}
	case SkillWord:
		some = []*[]string{&s.SkillsAll, &s.SkillsAny}
	}
	return one, some
}

// ofConsultant are a consultant's words of the kind; nil for none.
func (k WordKind) ofConsultant(c *Consultant) *[]string {
	switch k {
	case SiteWord:
		return &c.Sites
	case SkillWord:
		return &c.Skills
	}
	return nil
}

// Words are the words of a kind that the entry has, in order.
func (e Entry) Words(kind WordKind) []string {
	var out []string
	for _, s := range slices.Concat(e.Slots, e.Lost) {
		one, some := kind.inSlot(&s)
		for _, w := range one {
			out = append(out, *w)
		}
		for _, list := range some {
			out = append(out, *list...)
		}
	}
	for _, c := range e.Consultants {
		if list := kind.ofConsultant(&c); list != nil {
			out = append(out, *list...)
		}
	}
	for _, who := range e.Residents {
		if kind == UnitWord {
			out = append(out, who.Unit)
		}
	}
	for _, t := range e.Rules.Travel {
		if kind == SiteWord {
			out = append(out, t.From, t.To)
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(w string) bool { return w == "" })
}

// Has reports whether the entry has a word of the kind.
func (e Entry) Has(kind WordKind, word string) bool { return slices.Contains(e.Words(kind), word) }

// Slot is a slot with the word renamed, and whether it has it.
func (r Rename) Slot(s Slot) (Slot, bool) {
	had := false
	one, some := r.Kind.inSlot(&s)
	for _, w := range one {
		had = r.word(w)
	}
	for _, list := range some {
		had = r.list(list) || had
	}
	return s, had
}

// Resident is a resident with the word renamed, and whether they have it.
func (r Rename) Resident(who Resident) (Resident, bool) {
	return who, r.Kind == UnitWord && r.word(&who.Unit)
}

// Consultant is a consultant with the word renamed, and whether they have it.
func (r Rename) Consultant(who Consultant) (Consultant, bool) {
	list := r.Kind.ofConsultant(&who)
	return who, list != nil && r.list(list)
}

// Travel is the travel times with the word renamed, and whether they have it. Of times
// between the same two sites the longest stays; from a site to itself there is none.
func (r Rename) Travel(times []Travel) ([]Travel, bool) {
	if r.Kind != SiteWord || !slices.ContainsFunc(times, func(t Travel) bool { return t.From == r.From || t.To == r.From }) {
		return times, false
	}
	var out []Travel
	for _, t := range times {
		r.word(&t.From)
		r.word(&t.To)
		same := func(o Travel) bool { return o.From == t.From && o.To == t.To || o.From == t.To && o.To == t.From }
		if i := slices.IndexFunc(out, same); i >= 0 {
			out[i].Minutes = max(out[i].Minutes, t.Minutes)
		} else if t.From != t.To {
			out = append(out, t)
		}
	}
	return out, true
}

// Entry is all that is entered with the word renamed.
func (r Rename) Entry(e Entry) Entry {
	e.Slots, e.Lost = renamed(e.Slots, r.Slot), renamed(e.Lost, r.Slot)
	e.Residents, e.Consultants = renamed(e.Residents, r.Resident), renamed(e.Consultants, r.Consultant)
	e.Rules.Travel, _ = r.Travel(e.Rules.Travel)
	return e
}

func (r Rename) word(w *string) bool {
	if *w != r.From || *w == "" {
		return false
	}
	*w = r.To
	return true
}

// list renames in a list, which is copied. A word that is there already is not there twice.
func (r Rename) list(words *[]string) bool {
	i := slices.Index(*words, r.From)
	if i < 0 {
		return false
	}
	out := slices.Clone(*words)
	if slices.Contains(out, r.To) {
		out = slices.Delete(out, i, i+1)
	} else {
		out[i] = r.To
	}
	*words = out
	return true
}

func renamed[T any](list []T, of func(T) (T, bool)) []T {
	out := make([]T, len(list))
	for i, one := range list {
		out[i], _ = of(one)
	}
	return out
}
