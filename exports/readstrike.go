package exports

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"strikerota/rota"
)

// strike reads the sheet Strike: its items, travel times, bank holidays and aims.
func (r *reader) strike(e *rota.Entry) {
	r.items(e)
	r.each(travelBlock, func(l *line) {
		minutes, _ := l.whole("Travel, minutes")
		e.Rules.Travel = append(e.Rules.Travel, rota.Travel{From: l.text("From site"), To: l.text("To site"), Minutes: minutes})
		l.becomes("rules.travel[%d]", len(e.Rules.Travel)-1)
	})
	r.each(holidayBlock, func(l *line) {
		day := l.day("Bank holiday")
		if key := l.choose("On card"); key != "" {
			card := cardOf(e, key)
			card.BankHolidays = append(card.BankHolidays, day)
			l.becomes("cards.%s.bank_holidays[%d]", key, len(card.BankHolidays)-1)
		}
	})
	r.each(aimBlock, func(l *line) {
		aim := rota.Aim(l.choose("Aims, first to last"))
		switch {
		case aim == "":
			return
		case slices.Contains(e.Aims, aim):
			l.wrong("Aims, first to last", "This aim is there twice.")
		case len(e.Aims) == 0 && aim != rota.AimCover:
			l.wrong("Aims, first to last", "The first aim must be Open places.")
		}
		e.Aims = append(e.Aims, aim)
	})
}

// items reads the named items, each of which must be there once.
func (r *reader) items(e *rota.Entry) {
	at := map[string]*line{}
	r.each(itemBlock, func(l *line) {
		name := l.text("Item")
		i := slices.IndexFunc(items, func(item struct{ name, field, help string }) bool { return sameText(item.name, name) })
		switch {
		case name == "":
		case i < 0:
			l.wrong("Item", "This is not one of the items of a strike. Take them from an empty entry workbook.")
		case at[items[i].field] != nil:
			l.wrong("Item", "This item is there twice.")
		default:
			at[items[i].field] = l
			r.cells[items[i].field] = l.cell("Value")
		}
	})
	if _, ok := r.sheets[sheetStrike]; !ok || r.torn {
		return
	}
	for _, item := range items {
		if at[item.field] == nil {
			r.fault(sheetStrike+"!A:A", "The item %q is missing. Take it from an empty entry workbook.", item.name)
			r.torn = true
		}
	}
	if !r.torn {
		e.Strike.Name = at["strike.name"].text("Value")
		e.Strike.Start, e.Strike.End = at["strike.start"].moment("Start"), at["strike.end"].moment("End")
		readCase(e, at["case.kind"], at["case.share"])
		readRules(&e.Rules, at)
	}
}

// moment reads a time of the strike.
func (l *line) moment(called string) (t time.Time) {
	raw := l.text("Value")
	if raw == "" {
		l.wrong("Value", "%s of the strike is missing.", called)
		l.badTimes = append(l.badTimes, "strike")
		return t
	}
	t, err := parseWhen(raw, l.date1904)
	if err != nil {
		l.wrong("Value", "%s of the strike %s.", called, err.Error())
		l.badTimes = append(l.badTimes, "strike")
	}
	return t
}

func readCase(e *rota.Entry, kind, share *line) {
	t := kind.text("Value")
	if t == "" {
		kind.wrong("Value", "Say how residents who have not said are counted: All away, A share away or All working.")
	} else {
		e.Case.Kind = rota.CaseKind(kind.oneOf("Value", t, caseChoices))
	}
	n, given := share.whole("Value")
	e.Case.Share = n
	if e.Case.Kind == rota.ShareAway && !given && share.raw("Value") == "" {
		share.wrong("Value", "The share away is missing: a percentage from 0 to 100.")
	}
}

func readRules(rules *rota.Rules, at map[string]*line) {
	rules.Rest = at["rules.rest"].hours("Value", "Rest")
	rules.MaxRun = at["rules.max_run"].hours("Value", "The longest run")
	rules.MaxCover = at["rules.max_cover"].hours("Value", "Most cover")
	if n, ok := at["rules.max_nights_in_a_row"].whole("Value"); ok {
		rules.MaxNightsInARow = &n
	}
	if n, ok := at["rules.max_days_in_a_row"].whole("Value"); ok {
		rules.MaxDaysInARow = &n
	}
	rules.OnCallWithOnSite = at["rules.on_call_with_on_site"].yes("Value")
}

// detail reads one row of what is known of the cards.
func (l *line) detail(e *rota.Entry, name string) {
	for _, c := range []struct{ head, key string }{{"Trust card", "trust"}, {"BMA card", "bma"}} {
		card := cardOf(e, c.key)
		switch {
		case sameText(name, "Name"):
			card.Name = l.text(c.head)
		case sameText(name, "Region"):
			card.Region = l.text(c.head)
		case sameText(name, "Valid from"):
			card.ValidFrom = l.day(c.head)
		case sameText(name, "Source"):
			card.Source = l.text(c.head)
		case name != "":
			l.wrong("Detail", "This is not one of the details of a card: Name, Region, Valid from, Source.")
			return
		}
	}
}

func cardOf(e *rota.Entry, key string) *rota.Card {
	if key == "bma" {
		return &e.Cards.BMA
	}
	return &e.Cards.Trust
}

// check has the domain look at the entry, and leads each fault back to its cell.
// What only follows from a cell that could not be read is left out.
func (r *reader) check(e rota.Entry) {
	for _, f := range rota.Faults(e.Validate()) {
		cell := r.place(f.Path)
		if !r.bad[cell] && !r.follows(e, f.Path) {
			r.faults = append(r.faults, rota.Fault{Path: cell, Text: r.sentence(f)})
		}
	}
}

// place is the cell of a path: its own, or that of the row that it lies in.
func (r *reader) place(path string) string {
	for p := path; p != ""; {
		if cell, ok := r.cells[p]; ok {
			return cell
		}
		p = p[:max(0, strings.LastIndexAny(p, ".["))]
	}
	return path
}

// follows reports whether the fault only follows from a time that could not be read.
func (r *reader) follows(e rota.Entry, path string) bool {
	for _, row := range r.badTimes {
		if path == row+".start" || path == row+".end" || path == row+".slot" {
			return true
		}
	}
	m := dutySlot.FindStringSubmatch(path)
	if m == nil {
		return false
	}
	i, _ := strconv.Atoi(m[1])
	for n, s := range e.Slots {
		if i < len(e.Duties) && s.ID == e.Duties[i].Slot && slices.Contains(r.badTimes, fmt.Sprintf("slots[%d]", n)) {
			return true
		}
	}
	return false
}

var dutySlot = regexp.MustCompile(`^duties\[(\d+)\]\.slot$`)

// sentence puts the heading in front of what the domain says.
func (r *reader) sentence(f rota.Fault) string {
	text := strings.TrimSuffix(f.Text, ".")
	head := r.headOf(f.Path)
	for _, verb := range []string{"is ", "must ", "needs "} {
		if head != "" && strings.HasPrefix(text, verb) {
			return head + " " + text + "."
		}
	}
	if head == "" || strings.HasPrefix(text, strings.ToLower(head)+" ") {
		return rota.UpperFirst(text) + "."
	}
	return head + ": " + text + "."
}

// headOf is the heading, or the item, that a path belongs to.
func (r *reader) headOf(path string) string {
	for _, item := range items {
		if item.field == path {
			return item.name
		}
	}
	field := path[strings.LastIndex(path, ".")+1:]
	field, _, _ = strings.Cut(field, "[")
	for _, b := range blocksOf() {
		if !strings.HasPrefix(r.place(path), b.sheet+"!") {
			continue
		}
		for _, c := range b.columns {
			if c.field == field {
				return c.head
			}
		}
	}
	return ""
}
