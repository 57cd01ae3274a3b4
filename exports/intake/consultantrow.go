package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/rota"
)

// covers are the skills of the row's person. What a tab calls them is asked for by tab,
// since one word may mean another skill on another. A file without such a column asks
// what the people of a tab can do.
func (l *line) covers() ([]string, bool) {
	text := l.text(Covers)
	if !l.has(Covers) {
		text = l.sheet.Name
	}
	var out []string
	ok := true
	for _, part := range splitCovers(text) {
		if l.answered(wordKey(SkillWord, l.sheet.Name, part)) == "" {
			if name, ok := l.skills.find(part); ok {
				out = append(out, name)
				continue
			}
		}
		answer, key := l.ask(SkillWord, l.sheet.Name, part, func(w *Word) {
			w.Free = true
			for _, s := range l.skills.all {
				w.Options = append(w.Options, Option{s, s})
			}
			w.Options = append(w.Options, Option{Ignore, "No skill that a slot needs"})
			w.Suggestion = l.likelySkill(part)
		})
		switch answer {
		case Ignore:
		case "":
			l.openWord(max(l.col(Covers), l.col(Name)), key, "unknown skill", "Nothing says which skills this is.")
			ok = false
		default:
			out = append(out, l.skillNames(strings.Split(answer, ";"))...)
		}
	}
	return distinct(out), ok
}

// likelySkill is the skill that a word most likely stands for: none when the tab on which
// it stands, or a title above its headings, is called after another.
func (l *line) likelySkill(word string) string {
	name := likest(word, l.skills.all)
	for _, part := range strings.Split(word, "/") {
		if likest(part, l.skills.all) != name {
			return "" // its parts point to different things
		}
	}
	for _, title := range l.titles() {
		if l.namesOther(title, name) {
			return ""
		}
	}
	return name
}

// titles are the name of the sheet and the lines above its headings.
func (l *line) titles() []string {
	out := []string{l.sheet.Name}
	for _, row := range l.sheet.Rows {
		if row.Number >= l.choice.Header {
			break
		}
		if texts := filled(row); len(texts) == 1 {
			out = append(out, texts[0])
		}
	}
	return out
}

var (
	titleEnd   = regexp.MustCompile(` [-–—] |[:(]`)
	titleWords = regexp.MustCompile(`(?i)\b(consultants?|who|can|will|cover|rota|strike|team|department|dept|availability|plan)\b`)
)

// namesOther reports whether a title is called after another skill, or after more than
// the skill: obstetric anaesthesia is not obstetrics. One that names the skill as well
// as others says nothing.
func (l *line) namesOther(title, skill string) bool {
	if at := titleEnd.FindStringIndex(title); at != nil {
		title = title[:at[0]]
	}
	other := false
	for _, part := range splitCovers(titleWords.ReplaceAllString(title, " ")) {
		switch named := likest(part, l.skills.all); {
		case named == "":
		case named == skill && len(tokens(part)) <= len(tokens(skill)):
			return false
		default:
			other = true
		}
	}
	return other
}

// splitCovers parts what a person can cover.
func splitCovers(text string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(strings.ReplaceAll(text, " and ", ","), func(r rune) bool { return strings.ContainsRune(",+;&\n", r) }) {
		if p = tidy(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// base are the sites at which the row's person works. Any, or nothing said, is every
// site of the strike.
func (l *line) base() (sites []string, any, ok bool) {
	text := l.text(Site)
	if text == "" || anySite(text) {
		return nil, true, true
	}
	for _, part := range l.siteParts(text) {
		if anySite(part) {
			return nil, true, true
		}
		name, ok := l.siteNamed(part)
		if !ok {
			return nil, false, false
		}
		if name != "" {
			sites = append(sites, name)
		}
	}
	return sites, false, true
}

// strikeSites are the sites of the strike and those that the file names.
func (r *reader) strikeSites() []string {
	out := sitesOf(r.k.Entry, r.k.Memory.Anywhere)
	for _, id := range r.gatherOrder {
		out = append(out, r.gathered[id].record.Sites...)
	}
	return distinct(out)
}

// sitesOf are the sites of an entry: those of its slots, and of consultants who do not
// just cover at every site that there is.
func sitesOf(e rota.Entry, anywhere map[rota.ConsultantID]bool) []string {
	var out []string
	for _, s := range e.Slots {
		out = append(out, s.Site)
	}
	for _, c := range e.Consultants {
		if !anywhere[c.ID] {
			out = append(out, c.Sites...)
		}
	}
	return distinct(out)
}

// siteParts parts sites, unless the whole is a name.
func (l *line) siteParts(text string) []string {
	if _, known := l.sites.find(text); known || l.answered(wordKey(SiteWord, "", text)) != "" {
		return []string{text}
	}
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",+;&/", r) })
}

// terms is how the row's person is paid; "" leaves it open.
func (l *line) terms() (rota.Terms, bool) {
	text := l.text(Terms)
	if text == "" || text == "-" {
		return "", true
	}
	answer := l.answered(wordKey(TermsWord, "", text))
	if terms, ok := termsIn(text); ok && answer == "" {
		return terms, true
	}
	answer, key := l.ask(TermsWord, "", text, func(w *Word) {
		for _, t := range rota.AllTerms() {
			w.Options = append(w.Options, Option{string(t), t.Words()})
		}
	})
	if !slices.Contains(rota.AllTerms(), rota.Terms(answer)) {
		l.openWord(l.col(Terms), key, "unknown terms", "Nothing says how this is paid.")
		return "", false
	}
	return rota.Terms(answer), true
}

// pricedAs is the row of the rate cards that prices the row's person. A text that no row has is asked for where that
// would leave a cost unknown, or where one row holds the years that it may be; until then it stays as written.
func (l *line) pricedAs() string {
	text, cards := l.text(PayPoint), l.k.Entry.Cards
	point, same := cards.PayPoint(text)
	if same {
		return point
	}
	if text == "" || point == "" && !cards.Trust.Unpriced(text) && !cards.BMA.Unpriced(text) {
		return text
	}
	answer, _ := l.ask(PayPointWord, "", text, func(w *Word) {
		w.Suggestion = point
		for _, p := range cards.PayPoints() {
			w.Options = append(w.Options, Option{p, "The row " + p})
		}
		w.Options = append(w.Options, Option{text, "Keep it as written: no row of the cards prices it"})
	})
	if slices.Contains(cards.PayPoints(), answer) {
		return answer
	}
	return text
}

// offers reads the row's own times, in a file with a row an offer.
func (l *line) offers() ([]rota.Offer, bool) {
	if !l.has(Start) && !l.has(Times) {
		return nil, true
	}
	if !l.stillStands() {
		return nil, false
	}
	if !l.has(Date) && !l.has(Start) {
		return l.listedOffers(offersListed(l.text(Times)))
	}
	span, ok := l.dutySpan(shift{})
	if !ok {
		return nil, false
	}
	modes, ok := l.offerModes()
	if !ok && !l.waysOpen {
		return nil, false // it is no offer
	}
	return []rota.Offer{{Span: span, Modes: modes}}, ok
}

// offerModes are the modes of the row's offers: as is said of the whole file, where it names none.
func (l *line) offerModes() ([]rota.Mode, bool) {
	if l.text(Mode) == "" {
		way, ok := l.ways(max(l.col(Mode), l.col(Times), l.col(Start)))
		return offersOf(way, rota.Span{})[0].Modes, ok
	}
	var modes []rota.Mode
	for _, part := range strings.FieldsFunc(l.text(Mode), func(r rune) bool { return strings.ContainsRune(",;/+&", r) }) {
		m, ok := modeOf(part)
		if !ok {
			answer, key := l.ask(ModeWord, "", part, func(w *Word) { w.Options = modeOptions() })
			if m = rota.Mode(answer); !slices.Contains(rota.Modes(), m) {
				l.openWord(l.col(Mode), key, "unknown type", "It is not said whether this is on site or on call.")
				return nil, false
			}
		}
		if !slices.Contains(modes, m) {
			modes = append(modes, m)
		}
	}
	slices.SortFunc(modes, func(a, b rota.Mode) int { return slices.Index(rota.Modes(), a) - slices.Index(rota.Modes(), b) })
	return modes, true
}
