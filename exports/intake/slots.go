package intake

import (
	"cmp"
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
			if n.day != (rota.Date{}) && n.day != day || !n.weekdays[day.Weekday()] {
				continue
			}
			span, ok := n.band.on(day)
			if !ok || !l.inStrike(span) {
				continue
			}
			one := s
			one.Role, one.Mode, one.Places, one.Span = orElse(n.role, s.Role), cmp.Or(n.mode, s.Mode), n.places, span
			made = append(made, SlotRecord{Place: l.place(), Slot: one})
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

// keepSlots keeps the slots of a row, but for those that an earlier row gives.
func (l *line) keepSlots(made []SlotRecord) {
	if len(made) == 0 {
		l.leave("no day of the strike", "None of its days and bands starts inside the strike.")
		return
	}
	var fresh, instead []SlotRecord
	again, by := Place{}, Place{}
	row := map[string]int{} // places by key
	for _, s := range made {
		switch places, twice := row[slotKey(s.Slot)]; {
		case twice && places != s.Places:
			l.rowFault("two numbers for one time", "Two columns give different numbers of doctors for the same time and role: "+s.Span.Words()+".", "Say that one of the columns is not read, or leave the row out.")
			return
		case twice:
			continue
		}
		row[slotKey(s.Slot)] = s.Places
		at, seen := l.slotAt[slotKey(s.Slot)]
		if !seen {
			fresh = append(fresh, s)
			continue
		}
		was := l.out.Records.Slots[at]
		switch settled := l.settled(was.Place); {
		case was.Places == s.Places && was.Priority == s.Priority:
			again = was.Place
		case settled == ThisRow:
			instead = append(instead, s)
		case settled == OtherRow:
			by = was.Place
		default:
			l.against(was.Place, "disagrees with an earlier row", fmt.Sprintf("%s has slots of the same unit, role and time, with other numbers or another priority.", rota.UpperFirst(was.Where())))
			return
		}
	}
	l.addSlots(fresh, instead)
	switch {
	case len(fresh)+len(instead) > 0:
	case by != Place{}:
		l.beaten(by)
	default:
		l.leave("the same row again", fmt.Sprintf("%s says the same.", rota.UpperFirst(again.Where())))
	}
}

// addSlots adds new slots, and puts others in the place of an earlier row's.
func (l *line) addSlots(fresh, instead []SlotRecord) {
	for _, s := range instead {
		was := &l.out.Records.Slots[l.slotAt[slotKey(s.Slot)]]
		other := was.Place
		*was = s
		if !slices.ContainsFunc(l.out.Records.Slots, func(x SlotRecord) bool { return x.Place == other }) {
			l.giveWay(other)
		}
	}
	for _, s := range fresh {
		l.slotAt[slotKey(s.Slot)] = len(l.out.Records.Slots)
		l.units.meet(s.Unit)
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
	s := rota.Slot{Service: l.text(Service), Role: l.text(Role), Unit: l.unitName()}
	ok := true
	switch {
	case s.Service == "" && l.has(Service):
		l.fault(l.col(Service), "no service", "The row names no service.", "Type it.")
		ok = false
	case s.Unit == "":
		l.fault(l.col(Unit), "no unit", "The row names no unit.", "Type it.")
		ok = false
	case s.Service == "":
		s.Service, ok = l.serviceOf(s.Unit)
	}
	across := slices.ContainsFunc(l.choice.Columns, func(c Column) bool { return c.Role != "" })
	if s.Role == "" && !l.has(Role) && !across {
		s.Role = "Doctor"
		l.remark("The file does not say in which role doctors are needed. The role is Doctor in all of its slots.")
	}
	site, siteOK := l.slotSite()
	mode, modeOK := l.mode()
	priority, priorityOK := l.priority()
	all, any, skillsOK := l.needed()
	s.Site, s.Mode, s.Priority, s.SkillsAll, s.SkillsAny = site, mode, priority, all, any
	notes := l.text(Notes)
	alone, aloneOK := l.alone()
	s.NoOtherDuty = alone || strings.Contains(plain(notes), "no other dut")
	s.Source = l.source(notes)
	l.askRole(s.Role)
	return s, ok && siteOK && modeOK && priorityOK && skillsOK && aloneOK
}

// serviceOf is the service of a unit in a file without services: as the strike has it, or as a person says.
func (l *line) serviceOf(unit string) (string, bool) {
	var services []string
	for _, s := range l.k.Entry.Slots {
		if plain(s.Unit) == plain(unit) {
			return s.Service, true
		}
		services = append(services, s.Service)
	}
	answer, key := l.ask(ServiceWord, "", unit, func(w *Word) {
		w.Free = true
		for _, s := range distinct(services) {
			w.Options = append(w.Options, Option{s, s})
		}
		if name := tidy(l.sheet.Name); !ofStaffing.MatchString(plain(name)) {
			w.Suggestion = name
		}
	})
	if answer == "" || answer == Ignore {
		l.openWord(l.col(Unit), key, "unknown service", "Nothing says to which service the unit belongs.")
		return "", false
	}
	return answer, true
}

// ofStaffing are names of sheets that say what stands there, and of no service.
var ofStaffing = regexp.MustCompile(`\b(min(imum)?s?|staff(ing)?|levels?|rotas?|roster|slots?|sheets?|data|lists?|plans?|cover|numbers|templates?|strike|safe|requirements?|needs?|blank|export)\b|\d`)

// slotSite is the site of a slot: in a file without sites the only one known, or as a person says.
func (l *line) slotSite() (string, bool) {
	switch {
	case l.text(Site) != "":
		return l.site()
	case l.has(Site):
		l.fault(l.col(Site), "no site", "The row names no site.", "Type it.")
		return "", false
	case len(l.sites.all) == 1 && l.answered(wordKey(SiteWord, "", noSite)) == "":
		l.remark("The file names no site. All of its slots were taken to be at " + l.sites.all[0] + ", the only site known.")
		return l.sites.all[0], true
	}
	return l.placeOf(l.col(Unit), noSite, SiteWord, l.sites, true, "unknown site", "Nothing says at which site this is.")
}

// unitName is the unit of a slot: a file of slots names units, so a new one is no question.
func (l *line) unitName() string {
	text := l.text(Unit)
	if !l.has(Unit) {
		text = l.section
	}
	if answer := l.answered(wordKey(UnitWord, "", text)); answer != "" && answer != Ignore {
		return answer
	}
	if known, ok := l.units.find(text); ok {
		return known
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

// A need is how many doctors a row needs in one part of the day.
type need struct {
	band     band
	day      rota.Date  // zero for each day of the row
	weekdays weekdaySet // on which of them
	role     string     // "" for the row's
	mode     rota.Mode  // "" for the row's
	places   int
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
		item, known := l.need(col, c)
		if !known {
			ok = false
			continue
		}
		if item.places = n; n > 0 {
			out = append(out, item)
		}
	}
	return out, ok
}

// need is when, and in which role, doctors of a column are needed.
func (l *line) need(col int, c Column) (need, bool) {
	item := need{weekdays: everyDay, role: c.Role, mode: l.headedMode(col)}
	l.askRole(c.Role)
	if c.Day != "" {
		item.day, _ = l.dayOf(col, c)
	} else if set, rest, some := weekdaysBeside(c.Band); some {
		if set == (weekdaySet{}) {
			l.fault(col, "unknown days", "The heading of the column names weekdays that cannot be made out.", "Write them in the box of the column as Mon-Fri or Sat-Sun.").Replaceable = false
			return item, false
		}
		item.weekdays, c.Band = set, rest
	}
	var known bool
	item.band, known = l.needBand(col, c)
	return item, known
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
	if c.Band == "" { // "Registrar night 2000-0830"
		for _, text := range []string{l.text(Role), l.text(Unit)} {
			if from, to, ok := rangeOf(text); ok {
				return band{from, to}, true
			}
		}
	}
	return l.band(col, c.Band)
}
