package intake

import (
	"fmt"
	"slices"
	"strings"
)

// open reports whether somebody must say who is meant.
func (m match) open() bool { return m.twice || len(m.others) > 0 }

// withNumbers is the person's name with the numbers that are to tell them from others.
func (w Person) withNumbers() string {
	return strings.Join(slices.DeleteFunc([]string{w.Name, tidy(w.Number), tidy(w.GMC)}, func(t string) bool { return t == "" }), ", ")
}

// whichOf asks which of the people whom a row may be about it is, and gives who it is.
// Rows of one name are asked for by their numbers, and without any by what else the row
// says. Add makes somebody new.
func (l *line) whichOf(who Person, m match, says []string, add func(Person) string) (string, bool) {
	if said := l.answered(wordKey(PersonWord, "", who.Name)); slices.Contains(m.others, said) && !m.twice {
		return said, true // whoever was asked of one of the numbers has said whose the name is
	}
	shown := who.withNumbers()
	if shown == who.Name {
		shown = strings.Join(slices.DeleteFunc(append([]string{who.Name}, says...), func(t string) bool { return t == "" }), ", ")
	}
	about := strings.Join(says, ", ")
	answer, key := l.ask(PersonWord, "", shown, func(w *Word) {
		var alike []string
		for _, id := range m.others {
			label := l.people.described(id)
			if what := l.about(id); strings.Trim(what, ", ") != "" {
				label += ", " + what
				if what == about {
					alike = append(alike, id)
				}
			}
			w.Options = append(w.Options, Option{id, label})
		}
		w.Options = append(w.Options, Option{New, "Somebody else, who is new"})
		if len(alike) == 1 {
			w.Suggestion = alike[0]
		}
	})
	switch {
	case l.people.shown[answer] != "":
		return answer, true
	case answer == New:
		return l.newBy(key, who, add), true
	}
	l.openWord(max(l.col(Name), l.col(LastName)), key, "name fits two people", "Two people are known by this name or by these numbers.")
	return "", false
}

// newBy is the person who is new by what was answered of a word: made once, also when
// the file comes again.
func (l *line) newBy(key string, who Person, add func(Person) string) string {
	id := l.out.Made[key]
	if id == "" {
		id = strings.TrimPrefix(l.k.Memory.Said[saidHash(l.c.Kind, key)], New)
	}
	if l.people.shown[id] == "" {
		id = add(who)
	}
	if l.out.Made == nil {
		l.out.Made = map[string]string{}
	}
	l.out.Made[key] = id
	return id
}

// about is the grade and the unit of a resident.
func (l *line) about(id string) string {
	for _, r := range l.k.Entry.Residents {
		if l.c.Kind != Consultants && string(r.ID) == id {
			return r.Grade + ", " + r.Unit
		}
	}
	for _, r := range l.out.Records.Residents {
		if string(r.Resident) == id {
			return r.Grade + ", " + r.Unit
		}
	}
	return ""
}

// sameAfterAll asks whether somebody with another name is the person with that number,
// and gives who it is. Add makes somebody new.
func (l *line) sameAfterAll(who Person, id string, add func(Person) string) (string, bool) {
	named := slices.DeleteFunc(slices.Clone(l.people.named[nameKey(who.Name)]), func(x string) bool { return x == id })
	answer, key := l.ask(PersonWord, "", who.Name, func(w *Word) {
		for _, x := range append([]string{id}, named...) {
			w.Options = append(w.Options, Option{x, l.people.described(x)})
		}
		w.Options = append(w.Options, Option{New, "Somebody else, who is new"})
		if len(named) == 1 {
			w.Suggestion = named[0]
		}
	})
	switch {
	case l.people.shown[answer] != "":
		return answer, true
	case answer == New && len(named) == 1:
		return named[0], true // made for an earlier row
	case answer == New:
		return add(who), true
	}
	l.openWord(max(l.col(Name), l.col(LastName)), key, "another name with the same number", fmt.Sprintf("The number is that of %s.", l.people.shown[id]))
	return "", false
}
