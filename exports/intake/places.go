package intake

import (
	"slices"
	"strings"
)

// unit reads the row's unit by the name that the trust has for it. Not to know it is
// a fault of the row only when that matters.
func (l *line) unit(matters bool) (string, bool) {
	if !l.has(Unit) {
		return l.placeOf(l.col(Name), l.section, UnitWord, l.units, matters, "unknown unit", "The unit is not known.")
	}
	return l.placeName(Unit, UnitWord, l.units, matters, "unknown unit", "The unit is not known.")
}

// sectionHeading is the unit that a line of its own names, in sheets whose rows have no
// column for it.
func (l *line) sectionHeading() (string, bool) {
	texts := filled(l.row)
	if l.c.Kind != Duties && l.c.Kind != Slots || l.has(Unit) || len(texts) != 1 || l.at(l.col(Date)) != "" || mayBePerson(texts[0]) {
		return "", false
	}
	return tidy(texts[0]), true
}

// mayBePerson reports whether a line of one cell is somebody's name rather than a unit's.
func mayBePerson(text string) bool {
	return strings.Contains(text, ",") || isVacant(text) || slices.ContainsFunc(strings.Fields(plain(text)), func(w string) bool { return slices.Contains(titles, w) })
}

// site reads the row's site; a file without sites leaves it empty.
func (l *line) site() (string, bool) {
	return l.placeName(Site, SiteWord, l.sites, true, "unknown site", "The site is not known.")
}

// placeName is the known name that a cell stands for. An empty cell is no place.
func (l *line) placeName(f Field, kind WordKind, known []string, matters bool, code, wrong string) (string, bool) {
	return l.placeOf(l.col(f), l.text(f), kind, known, matters, code, wrong)
}

// siteNamed is the known site that a text stands for.
func (l *line) siteNamed(text string) (string, bool) {
	return l.placeOf(l.col(Site), tidy(text), SiteWord, l.sites, true, "unknown site", "The site is not known.")
}

func (l *line) placeOf(col int, text string, kind WordKind, known []string, matters bool, code, wrong string) (string, bool) {
	if text == "" {
		return "", true
	}
	if l.answered(wordKey(kind, "", text)) == "" {
		for _, name := range known {
			if plain(name) == plain(text) {
				return name, true
			}
		}
	}
	answer, key := l.ask(kind, "", text, func(w *Word) {
		w.Free = true
		for _, name := range known {
			w.Options = append(w.Options, Option{name, name})
		}
		w.Suggestion = likest(text, known)
	})
	switch {
	case answer != "" && answer != Ignore:
		return answer, true
	case !matters:
		return "", true
	case answer == "":
		l.openWord(col, key, code, wrong)
	default:
		l.leaveOut("left out by its "+string(kind), "You have said that rows with this word are left out.")
	}
	return "", false
}

// unitsOf are the units of the entry and those that answers name.
func (r *reader) unitsOf() []string {
	var out []string
	for _, s := range r.k.Entry.Slots {
		out = append(out, s.Unit)
	}
	for _, s := range r.k.Entry.Residents {
		out = append(out, s.Unit)
	}
	return distinct(append(out, r.named(UnitWord)...))
}

func (r *reader) sitesOf() []string {
	var out []string
	for _, s := range r.k.Entry.Slots {
		out = append(out, s.Site)
	}
	for _, c := range r.k.Entry.Consultants {
		out = append(out, c.Sites...)
	}
	return distinct(append(out, r.named(SiteWord)...))
}

// skillsOf are those that slots ask for, that consultants have or that answers name.
func (r *reader) skillsOf() []string {
	var out []string
	for _, s := range r.k.Entry.Slots {
		out = append(append(out, s.SkillsAll...), s.SkillsAny...)
	}
	for _, c := range r.k.Entry.Consultants {
		out = append(out, c.Skills...)
	}
	return distinct(out)
}

// named are what words of a kind were said to mean.
func (r *reader) named(kind WordKind) []string {
	var out []string
	for _, answers := range []map[string]string{r.k.Words, r.c.Answers} {
		for key, a := range answers {
			if len(key) > len(kind) && key[:len(kind)+1] == string(kind)+"/" && a != Ignore {
				out = append(out, a)
			}
		}
	}
	return out
}

// distinct sorts texts and leaves out the empty and the doubled.
func distinct(texts []string) []string {
	slices.Sort(texts)
	texts = slices.Compact(texts)
	return slices.DeleteFunc(texts, func(t string) bool { return t == "" })
}
