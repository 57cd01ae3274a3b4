package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/rota"
)

// mode reads where the doctor is; a file without such a column speaks of the hospital.
func (l *line) mode() (rota.Mode, bool) {
	if !l.has(Mode) {
		for col := range l.choice.Columns {
			if l.headedMode(col) != "" {
				l.remark("Columns that are headed on call were taken as on call from home, and all others as on site.")
				return rota.OnSite, true
			}
		}
		l.remark("The file does not say which slots are on site and which on call. All were taken as on site.")
		return rota.OnSite, true
	}
	text := l.text(Mode)
	if text == "" {
		l.fault(l.col(Mode), "unknown type", "It is not said whether the doctor is on site or on call.", "Type on site, on call or standby.").Options = modeOptions()
		return "", false
	}
	if m, ok := modeOf(text); ok {
		return m, true
	}
	answer, key := l.ask(ModeWord, "", text, func(w *Word) { w.Options = modeOptions() })
	if !slices.Contains(rota.Modes(), rota.Mode(answer)) {
		l.openWord(l.col(Mode), key, "unknown type", "It is not said whether the doctor is on site or on call.")
		return "", false
	}
	return rota.Mode(answer), true
}

// headedMode is on call for a column of numbers whose heading says so, in a file that has no column for it; else "".
func (l *line) headedMode(col int) rota.Mode {
	if l.has(Mode) || l.choice.Columns[col].Field != Places {
		return ""
	}
	if home, here := waysHeaded(groupHeading(l.choice, l.sheet, col)); home && !here {
		return rota.OnCall
	}
	return ""
}

func modeOptions() []Option {
	var out []Option
	for _, m := range rota.Modes() {
		out = append(out, Option{string(m), m.Words()})
	}
	return out
}

var priorityWords = map[string]int{
	"1": 1, "red": 1, "high": 1, "must": 1, "must hold": 1, "critical": 1, "essential": 1, "p1": 1, "priority 1": 1, "r": 1,
	"2": 2, "amber": 2, "medium": 2, "should": 2, "should hold": 2, "important": 2, "p2": 2, "priority 2": 2, "a": 2, "orange": 2,
	"3": 3, "green": 3, "low": 3, "could": 3, "desirable": 3, "p3": 3, "priority 3": 3, "g": 3,
}

func (l *line) priority() (int, bool) {
	if !l.has(Priority) {
		l.remark("The file gives no priorities. All slots were taken as priority 1.")
		return 1, true
	}
	text := l.text(Priority)
	if n, ok := priorityWords[plain(text)]; ok {
		return n, true
	}
	if text == "" {
		l.fault(l.col(Priority), "unknown priority", "The priority is missing.", "Type 1, 2 or 3, or red, amber or green.")
		return 0, false
	}
	answer, key := l.ask(PriorityWord, "", text, func(w *Word) {
		w.Options = []Option{{"1", "1: must be covered"}, {"2", "2: should be covered"}, {"3", "3: covered if it can be"}}
	})
	n, ok := priorityWords[answer]
	if !ok {
		l.openWord(l.col(Priority), key, "unknown priority", "Nothing says how important this is.")
	}
	return n, ok
}

// alone reports whether the row says that whoever is in the slot may do nothing else: yes under "No other duty", or
// no under "Other duties".
func (l *line) alone() (alone, ok bool) {
	col := l.col(Alone)
	text := plain(l.at(col))
	heading := plain(l.header.At(max(col, 0)).Text)
	turned := strings.Contains(heading, "other") && !strings.Contains(heading, "no other")
	switch {
	case text == "" || text == "-":
		return false, true
	case slices.Contains([]string{"yes", "y", "true", "x", "✓", "✔", "1"}, text), strings.HasPrefix(text, "no other"):
		return !turned || strings.HasPrefix(text, "no other"), true
	case slices.Contains([]string{"no", "n", "false", "0", "none"}, text):
		return turned, true
	}
	l.fault(col, "neither yes nor no", "It is not clear whether whoever is in the slot may have another duty.", "Type yes or no.")
	return false, false
}

var orWord = regexp.MustCompile(`(?i)\s+or\s+`)

// needed reads the skills of a slot: "a + b" needs both, "a or b" either.
func (l *line) needed() (all, any []string, ok bool) {
	text := l.text(Skills)
	parts := orWord.Split(text, -1)
	if len(parts) > 1 && strings.ContainsAny(text, "+&") {
		l.fault(l.col(Skills), "skills not clear", "The cell joins skills both with + and with or.", "Write it in two rows, or with only one of the two.")
		return nil, nil, false
	}
	if len(parts) > 1 {
		return nil, l.skillNames(parts), true
	}
	return l.skillNames(splitSkills(text)), nil, true
}

// splitSkills parts skills that hold together.
func splitSkills(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '+' || r == ',' || r == ';' || r == '&' })
}

// skillNames writes skills as the entry does where it has them.
func (l *line) skillNames(parts []string) []string {
	var out []string
	for _, p := range parts {
		if p = tidy(p); p != "" && !slices.Contains(out, p) {
			out = append(out, l.skillName(p))
		}
	}
	return out
}

func (l *line) skillName(text string) string {
	if known, ok := l.skills.find(text); ok {
		return known
	}
	if l.c.Kind == Slots {
		l.skills.meet(text) // slots name skills; the first way of writing one stands
	}
	return text
}
