package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/exports/sheet"
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
	if l.headsPeople(texts) || l.namesNoPerson(texts) {
		return tidy(texts[0]), true
	}
	if l.c.Kind != Duties && l.c.Kind != Slots || l.has(Unit) || len(texts) != 1 || l.at(l.col(Date)) != "" || mayBePerson(texts[0]) {
		return "", false
	}
	return tidy(texts[0]), true
}

// namesNoPerson reports whether a row of a grid of duties says nothing but a text where names stand, though it
// has a column for units: "LABOUR WARD" between the people. A person of whom it says nothing else has no duty.
func (l *line) namesNoPerson(texts []string) bool {
	return l.c.Kind == Duties && l.has(DayCode) && l.has(Unit) && len(texts) == 1 && l.at(l.col(Name)) == texts[0] && !mayBePerson(texts[0])
}

// headsPeople reports whether a row of a table of people is a line such as "Maternity" between them:
// one text, with letters, that stands before the names in a column that is not read or holds numbers.
func (l *line) headsPeople(texts []string) bool {
	if l.c.Kind == Slots || l.c.Kind == Rates || len(texts) != 1 || aDigit.MatchString(texts[0]) || mayBePerson(texts[0]) {
		return false
	}
	col := slices.IndexFunc(l.row.Cells, func(c sheet.Cell) bool { return tidy(c.Text) != "" })
	if col >= len(l.choice.Columns) || col >= max(l.col(Name), l.col(LastName)) {
		return false
	}
	f := l.choice.Columns[col].Field
	return f == "" || f == Number
}

var aDigit = regexp.MustCompile(`\d`)

// mayBePerson reports whether a line of one cell is somebody's name rather than a unit's.
func mayBePerson(text string) bool {
	return strings.Contains(text, ",") || isVacant(text) || slices.ContainsFunc(strings.Fields(plain(text)), func(w string) bool { return slices.Contains(titles, w) })
}

// noSite stands for the site in rows that name none.
const noSite = "(no site named)"

// site reads the row's site; a file without sites leaves it empty, and so does a duty
// at either.
func (l *line) site() (string, bool) {
	if l.c.Kind == Duties && anySite(l.text(Site)) {
		return "", true
	}
	return l.placeName(Site, SiteWord, l.sites, true, "unknown site", "The site is not known.")
}

// placeName is the known name that a cell stands for. An empty cell is no place.
func (l *line) placeName(f Field, kind WordKind, known nameList, matters bool, code, wrong string) (string, bool) {
	return l.placeOf(l.col(f), l.text(f), kind, known, matters, code, wrong)
}

// siteNamed is the known site that a text stands for.
func (l *line) siteNamed(text string) (string, bool) {
	return l.placeOf(l.col(Site), tidy(text), SiteWord, l.sites, true, "unknown site", "The site is not known.")
}

func (l *line) placeOf(col int, text string, kind WordKind, known nameList, matters bool, code, wrong string) (string, bool) {
	if text == "" {
		return "", true
	}
	if l.answered(wordKey(kind, "", text)) == "" {
		if name, ok := known.find(text); ok {
			return name, true
		}
	}
	answer, key := l.ask(kind, "", text, func(w *Word) {
		w.Free = true
		near := known.all
		if len(near) > mostAlike {
			near = nil // nobody chooses among so many: the name can be typed
		}
		for _, name := range nearestFirst(text, near) {
			w.Options = append(w.Options, Option{name, name})
		}
		if known.at[plain(text)] != text && text != noSite && !(kind == SiteWord && anySite(text)) {
			w.Options = append(w.Options, Option{text, "A new " + string(kind) + " of this name"})
		}
		w.Suggestion = likest(text, near)
	})
	switch {
	case answer != "" && answer != Ignore:
		return answer, true
	case answer == "" && !matters:
		return "", true
	}
	l.openWord(col, key, code, wrong)
	return "", false
}

// nearestFirst orders names by how like a text they are.
func nearestFirst(text string, names []string) []string {
	out := slices.Clone(names)
	near := map[string]int{}
	for _, name := range names {
		near[name] = likeness(text, name)
	}
	slices.SortStableFunc(out, func(a, b string) int { return near[b] - near[a] })
	return out
}

// anySite reports whether a text says that the site does not matter.
func anySite(text string) bool {
	parts := strings.FieldsFunc(strings.ReplaceAll(plain(text), "-", " "), func(r rune) bool { return strings.ContainsRune(",/&+;", r) })
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(p string) bool { return !slices.Contains(everySite, tidy(p)) })
}

var everySite = []string{"either", "both", "any", "all", "either or both", "any or all", "cross site", "cross sites", "multi site", "all sites", "any site", "either site",
	"both sites", "anywhere", "trust wide", "trustwide", "no preference", "no restriction"}

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
	return distinct(append(out, slices.DeleteFunc(r.named(SiteWord), anySite)...))
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
