package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"strikerota/rota"
)

// slot reads one row of minimum staffing as a slot for each of its days and bands.
func (l *line) slot() {
	s, ok := l.slotOfRow()
	days, ok2 := l.rowDays()
	needs, ok3 := l.needs()
	if !ok || !ok2 || !ok3 || l.leftOut {
		return
	}
	if len(needs) == 0 {
		l.leave("needs nobody", "It needs nobody.")
		return
	}
	var made []SlotRecord
	for _, day := range days {
		for _, n := range needs {
			if n.day != (rota.Date{}) && n.day != day {
				continue
			}
			span, ok := n.band.on(day)
			if !ok || !l.inStrike(span) {
				continue
			}
			s.Places, s.Span = n.places, span
			made = append(made, SlotRecord{Place: l.place(), Slot: s})
		}
	}
	check := rota.Entry{}
	for i, m := range made {
		m.ID = rota.SlotID(itoa(i + 1))
		check.Slots = append(check.Slots, m.Slot)
	}
	if l.sound(check, "slots[") {
		l.keepSlots(made)
	}
}

// inStrike reports whether a slot is for the strike: it starts inside it.
func (l *line) inStrike(s rota.Span) bool {
	strike := l.k.Entry.Strike
	return !s.Start.Before(strike.Start) && s.Start.Before(strike.End)
}

// keepSlots keeps the slots of a row, unless an earlier row gives the same.
func (l *line) keepSlots(made []SlotRecord) {
	if len(made) == 0 {
		l.leave("no day of the strike", "None of its days and bands starts inside the strike.")
		return
	}
	again, other := 0, Place{}
	for _, s := range made {
		was, seen := l.slotAt[slotKey(s.Slot)]
		if !seen {
			continue
		}
		other = l.out.Records.Slots[was].Place
		if l.out.Records.Slots[was].Places == s.Places {
			again++
		}
	}
	switch {
	case again == len(made):
		l.leave("the same row again", fmt.Sprintf("Row %d says the same.", other.Row))
		return
	case other != (Place{}):
		l.rowFault("disagrees with an earlier row", fmt.Sprintf("Row %d has slots of the same unit, role and time, with other numbers.", other.Row), "Correct one of the two, or leave this row out.")
		return
	}
	for _, s := range made {
		l.slotAt[slotKey(s.Slot)] = len(l.out.Records.Slots)
		l.out.Records.Slots = append(l.out.Records.Slots, s)
	}
}

// slotKey is what makes two slots of a file the same.
func slotKey(s rota.Slot) string {
	return strings.Join([]string{plain(s.Service), plain(s.Unit), plain(s.Role), plain(s.Site), instantKey(s.Start), instantKey(s.End), string(s.Mode),
		strings.Join(s.SkillsAll, "+"), strings.Join(s.SkillsAny, "|")}, "/")
}

// slotOfRow reads what all slots of the row have in common.
func (l *line) slotOfRow() (rota.Slot, bool) {
	s := rota.Slot{Service: l.text(Service), Role: l.text(Role), Mode: rota.OnSite, Priority: 1}
	ok := true
	if s.Service == "" {
		s.Service = l.sheet.Name
		if l.has(Service) {
			l.fault(l.col(Service), "no service", "The row names no service.", "Type it.")
			ok = false
		}
	}
	s.Unit = l.unitName()
	if s.Unit == "" {
		l.fault(l.col(Unit), "no unit", "The row names no unit.", "Type it.")
		ok = false
	}
	site, siteOK := l.site()
	mode, modeOK := l.mode()
	priority, priorityOK := l.priority()
	all, any, skillsOK := l.needed()
	s.Site, s.Mode, s.Priority, s.SkillsAll, s.SkillsAny = site, mode, priority, all, any
	notes := l.text(Notes)
	s.NoOtherDuty = strings.Contains(plain(notes), "no other dut")
	s.Source = l.source(notes)
	l.askRole(s.Role)
	return s, ok && siteOK && modeOK && priorityOK && skillsOK
}

// unitName is the unit of a slot: a file of slots names units, so a new one is no question.
func (l *line) unitName() string {
	text := l.text(Unit)
	if answer := l.answered(wordKey(UnitWord, "", text)); answer != "" && answer != Ignore {
		return answer
	}
	for _, known := range l.units {
		if plain(known) == plain(text) {
			return known
		}
	}
	for _, s := range l.out.Records.Slots {
		if plain(s.Unit) == plain(text) {
			return s.Unit
		}
	}
	return text
}

func (l *line) source(notes string) string {
	name := l.sheet.Name
	if name == "" {
		name = "Staffing file"
	}
	out := fmt.Sprintf("%s, row %d", name, l.row.Number)
	if notes != "" {
		out += ": " + notes
	}
	return out
}

// askRole asks how senior a role is when its words do not say. An open word is no
// fault: residents' duties are then not tied to the slot.
func (l *line) askRole(role string) {
	if role != "" && tierOf(role) == unknownTier {
		l.ask(RoleWord, "", role, describeTier)
	}
}

func describeTier(w *Word) {
	w.Options = []Option{{"1", "Below registrar level"}, {"2", "Registrar level or above"}}
}

// modeWords are how people say where the doctor in a slot is.
var modeWords = []struct {
	exp  *regexp.Regexp
	mode rota.Mode
}{
	{regexp.MustCompile(`^(stand.?by)( from home)?$`), rota.Standby},
	{regexp.MustCompile(`^(on.?call|nroc|non.?res(ident)?( on.?call)?|from home|home|on.?call from home|off.?site|phone|remote)$`), rota.OnCall},
	{regexp.MustCompile(`^(on.?site|onsite|resident|resident on.?call|in.?house|in hospital|physical|present)$`), rota.OnSite},
}

func modeOf(text string) (rota.Mode, bool) {
	t := plain(text)
	for _, m := range modeWords {
		if m.exp.MatchString(t) {
			return m.mode, true
		}
	}
	return "", false
}

// mode reads where the doctor is; a file without such a column speaks of the hospital.
func (l *line) mode() (rota.Mode, bool) {
	if !l.has(Mode) {
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
	for _, known := range l.skills {
		if plain(known) == plain(text) {
			return known
		}
	}
	return text
}

// A need is how many doctors a row needs in one part of the day.
type need struct {
	band   band
	day    rota.Date // zero for each day of the row
	places int
}

var nobody = []string{"", "-", "0", "nil", "none", "n/a", "na", "x"}

// needs reads how many doctors the row needs in each band. Zero, a dash and nothing need nobody.
func (l *line) needs() ([]need, bool) {
	var out []need
	ok := true
	for col, c := range l.choice.Columns {
		if c.Field != Places || slices.Contains(nobody, plain(l.at(col))) {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSuffix(l.at(col), ".0"))
		if err != nil || n < 0 || n > rota.MaxPlaces {
			l.fault(col, "number not in digits", "This is no number of doctors.", "Type it in digits.").Suggestion = digitsOf(l.at(col))
			ok = false
			continue
		}
		b, known := l.needBand(col, c)
		if !known {
			ok = false
			continue
		}
		item := need{band: b, places: n}
		if c.Day != "" {
			if day, err := rota.ParseDate(c.Day); err == nil {
				item.day = day
			}
		}
		if n > 0 {
			out = append(out, item)
		}
	}
	return out, ok
}

// digitsOf is a number in words as digits.
func digitsOf(text string) string {
	i := slices.Index([]string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}, plain(text))
	if i < 0 {
		return ""
	}
	return itoa(i)
}

var onlyTimes = regexp.MustCompile(`^\d{1,2}[:.]?\d{2} ?- ?\d{1,2}[:.]?\d{2}$`)

// needBand says when doctors are needed: by the row's own times, by a note that is
// nothing but times, or by the band of the column or row.
func (l *line) needBand(col int, c Column) (band, bool) {
	if l.text(Times) != "" {
		from, to, ok := rangeOf(l.text(Times))
		if !ok {
			return l.band(l.col(Times), l.text(Times))
		}
		return band{from, to}, true
	}
	if l.text(Start) != "" && l.text(End) != "" {
		from, ok1 := l.sense.clock(l.text(Start))
		to, ok2 := l.sense.clock(l.text(End))
		if !ok1 || !ok2 {
			l.fault(l.col(Start), "no such time", "There is no such time.", "Type it as 08:00.")
		}
		return band{from.minutes, to.minutes}, ok1 && ok2
	}
	if onlyTimes.MatchString(plain(l.text(Notes))) {
		from, to, ok := rangeOf(l.text(Notes))
		return band{from, to}, ok
	}
	if c.Band == "" && l.has(BandName) {
		return l.band(l.col(BandName), l.text(BandName))
	}
	return l.band(col, c.Band)
}
