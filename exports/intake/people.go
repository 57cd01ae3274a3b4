package intake

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// people are those known and those that the file has added, by name and by the
// marks that tell two people of one name apart.
type people struct {
	named map[string][]string // name key → ids
	marks map[string]string   // mark → id
	own   map[string][]string // id → marks
	shown map[string]string   // id → name
	words map[string][]string // word of a name → ids
	next  int
	fresh map[string]bool // ids given for this file
	// listed is how many people were offered where everybody was to choose from: for somebody who is
	// asked for, and for somebody of whom it is said who they are.
	listed [2]int
	// namesakes are the names that more than one number goes with, in the file or beside it.
	namesakes map[string]bool
}

func newPeople() people {
	return people{named: map[string][]string{}, marks: map[string]string{}, own: map[string][]string{}, shown: map[string]string{}, words: map[string][]string{}, fresh: map[string]bool{}, namesakes: map[string]bool{}}
}

// peopleOf knows the residents of an entry, or its consultants for a file of them.
func peopleOf(k Known, kind Kind) people {
	p := newPeople()
	if kind == Consultants {
		p.next = k.Last.Consultant
		for _, c := range k.Entry.Consultants {
			p.add(string(c.ID), c.Name, nil)
			p.next = max(p.next, suffix("C", string(c.ID)))
		}
	} else {
		p.next = k.Last.Resident
		for _, r := range k.Entry.Residents {
			p.add(string(r.ID), r.Name, nil)
			p.next = max(p.next, suffix("R", string(r.ID)))
		}
	}
	for _, mark := range slices.Sorted(maps.Keys(k.Memory.People)) {
		id := k.Memory.People[mark]
		if _, there := p.shown[id]; there {
			p.mark(id, mark)
		}
	}
	return p
}

// suffix is the number after a letter in an id such as R017, or 0.
func suffix(letter, id string) int {
	var n int
	if _, err := fmt.Sscanf(id, letter+"%d", &n); err != nil {
		return 0
	}
	return n
}

func (p *people) add(id, name string, marks []string) {
	key := nameKey(name)
	p.named[key] = append(p.named[key], id)
	p.shown[id] = name
	for _, word := range nameWords(name) {
		if ids := p.words[word]; !slices.Contains(ids[max(0, len(ids)-1):], id) {
			p.words[word] = append(ids, id)
		}
	}
	for _, m := range marks {
		p.mark(id, m)
	}
}

func (p *people) mark(id, mark string) {
	if _, taken := p.marks[mark]; !taken {
		p.marks[mark] = id
		p.own[id] = append(p.own[id], mark)
	}
}

// meet notes that a name goes with a number, of which there are two sorts.
func (p *people) meet(seen map[string]string, w Person) {
	name := nameKey(w.Name)
	for _, m := range []struct{ kind, key string }{{"gmc:", numberKey(w.GMC)}, {"number:", numberKey(w.Number)}} {
		if m.key == "" || name == "" {
			continue
		}
		at := m.kind + name
		if was, met := seen[at]; met && was != m.key {
			p.namesakes[name] = true
		}
		seen[at] = m.key
	}
}

// meetKnown notes the numbers of those known.
func (p *people) meetKnown(seen map[string]string) {
	for _, id := range slices.Sorted(maps.Keys(p.shown)) {
		for _, m := range p.own[id] {
			kind, key, _ := strings.Cut(m, ":")
			switch kind {
			case "gmc":
				p.meet(seen, Person{Name: p.shown[id], GMC: key})
			case "number":
				p.meet(seen, Person{Name: p.shown[id], Number: key})
			}
		}
	}
}

// marks are what tells the person apart, the surest first.
func (w Person) marks() []string {
	var out []string
	for _, m := range []struct{ kind, key string }{{"gmc:", numberKey(w.GMC)}, {"number:", numberKey(w.Number)}, {"email:", emailKey(w.Email)}} {
		if m.key != "" {
			out = append(out, m.kind+m.key)
		}
	}
	return out
}

// A match is who a row may be about.
type match struct {
	id      string
	others  []string // who else it may be, when marks and name do not tell
	renamed bool     // the marks are of somebody with another name
	twice   bool     // the name alone is not enough, though the others may not have been met
}

// find looks for the person: by marks first, else by a name that only one person has,
// whose marks do not say otherwise.
func (p *people) find(w Person) match {
	var byMark []string
	for _, m := range w.marks() {
		if id, ok := p.marks[m]; ok && !slices.Contains(byMark, id) {
			byMark = append(byMark, id)
		}
	}
	if len(byMark) == 1 {
		return match{id: byMark[0], renamed: w.Name != "" && !sameName(p.shown[byMark[0]], w.Name)}
	}
	if len(byMark) > 1 {
		return match{others: byMark}
	}
	if p.namesakes[nameKey(w.Name)] && numberKey(w.GMC) == "" && numberKey(w.Number) == "" {
		return match{others: p.named[nameKey(w.Name)], twice: true}
	}
	var named []string
	for _, id := range p.named[nameKey(w.Name)] {
		if !p.contradicts(id, w) {
			named = append(named, id)
		}
	}
	if len(named) == 1 && len(p.named[nameKey(w.Name)]) == 1 {
		return match{id: named[0]}
	}
	return match{others: named}
}

// sameName reports whether two names are those of somebody with one number: the same,
// one shortened, or a slip of the pen apart.
func sameName(a, b string) bool {
	return nameKey(a) == nameKey(b) || initialsFit(a, b) || nearlySame(nameWords(a), nameWords(b))
}

// contradicts reports whether the person has another number than the row gives, of the same sort.
func (p *people) contradicts(id string, w Person) bool {
	for _, m := range w.marks() {
		kind, _, _ := strings.Cut(m, ":")
		for _, own := range p.own[id] {
			if strings.HasPrefix(own, kind+":") && own != m && kind != "email" {
				return true
			}
		}
	}
	return false
}

// newResident gives somebody new the next free id.
func (p *people) newResident(w Person) string { return p.newID("R", w) }

// newConsultant gives somebody new the next free id.
func (p *people) newConsultant(w Person) string { return p.newID("C", w) }

func (p *people) newID(letter string, w Person) string {
	p.next++
	id := fmt.Sprintf("%s%03d", letter, p.next)
	name := shownName(w.Name)
	if letter == "C" {
		name = tidy(unbracketed(w.Name)) // consultants keep their titles, by which wards know them
	}
	p.add(id, name, w.marks())
	p.fresh[id] = true
	return id
}

// mostOfWord is how many people may have a word in their names for it to tell them from others.
const mostOfWord = 500

// near are those whose names are nearly the same, the same with initials, or of which
// one is the surname alone: all of these share a word.
func (p *people) near(name string) []string {
	b := nameWords(name)
	var may, out []string
	for _, word := range b {
		if ids := p.words[word]; len(ids) <= mostOfWord {
			may = append(may, ids...)
		}
	}
	slices.Sort(may)
	for _, id := range slices.Compact(may) {
		a := nameWords(p.shown[id])
		if initialsFit(p.shown[id], name) || nearlySame(a, b) || oneOf(a, b) || oneOf(b, a) {
			out = append(out, id)
		}
	}
	return out
}

// oneOf reports whether a name is one word of another.
func oneOf(a, b []string) bool {
	return len(a) == 1 && len(a[0]) > 1 && len(b) > 1 && slices.Contains(b, a[0])
}

// nearlySame reports whether two names are a slip of the pen apart: word by word they
// begin alike, one word is the same, and the others differ in a letter or two.
func nearlySame(a, b []string) bool {
	if len(a) != len(b) || len(a) > 8 {
		return false
	}
	x, y := slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	same, apart := 0, 0
	for i := range x {
		if x[i][0] != y[i][0] {
			return false
		}
		n := distance(x[i], y[i])
		if n == 0 {
			same++
		}
		apart += n
	}
	return same > 0 && apart <= 2
}

// mostListed is how many people are offered, over all unknown people for whom everybody is: a file
// of strangers would otherwise list everybody for each.
const mostListed = 20_000

// toChoose are the people whom an unknown person may be beside some: everybody, while that is not too
// much, and always the one whom they were said to be.
func (p *people) toChoose(but []string, said string) []Option {
	n := &p.listed[count(said != "")]
	if *n += len(p.shown); *n <= mostListed {
		return p.others(but)
	}
	if p.shown[said] == "" || slices.Contains(but, said) {
		return nil
	}
	return []Option{{said, p.described(said)}}
}

// others are all people but some, by name.
func (p *people) others(but []string) []Option {
	var out []Option
	for _, id := range slices.Sorted(maps.Keys(p.shown)) {
		if !slices.Contains(but, id) {
			out = append(out, Option{id, p.described(id)})
		}
	}
	slices.SortStableFunc(out, func(a, b Option) int { return strings.Compare(nameKey(a.Label), nameKey(b.Label)) })
	return out
}

// described is somebody for people who must tell them from others: with the mark that does.
func (p *people) described(id string) string {
	out := p.shown[id]
	for _, m := range p.own[id] {
		if _, value, ok := strings.Cut(m, ":"); ok {
			return out + " (" + value + ")"
		}
	}
	return out + " (" + id + ")"
}
