package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// A fact is one thing that a sheet of the entry workbook says of a row.
type fact struct{ name, value string }

// A difference is one row of the list of what an upload would change.
type difference struct {
	what  string // "Resident", "Duty" …
	which string // its code and what people call it
	fact  string // what changes; "" when the whole row is new or gone
	now   string
	file  string
}

// differences lists row by row what saving the file would change, in the order of the sheets.
func differences(now, file rota.Entry) []difference {
	var out []difference
	names := map[rota.ResidentID]string{}
	for _, r := range append(slices.Clone(now.Residents), file.Residents...) {
		names[r.ID] = r.Name
	}
	out = append(out, differ("Strike", "", factsOfStrike(now), factsOfStrike(file))...)
	out = append(out, differAll("Resident", now.Residents, file.Residents,
		func(r rota.Resident) (string, string) { return string(r.ID), r.Name }, factsOfResident)...)
	out = append(out, differAll("Duty", now.Duties, file.Duties,
		func(d rota.Duty) (string, string) { return string(d.ID), names[d.Resident] }, factsOfDuty)...)
	out = append(out, differAll("Consultant", now.Consultants, file.Consultants,
		func(c rota.Consultant) (string, string) { return string(c.ID), c.Name }, factsOfConsultant)...)
	out = append(out, differAll("Slot", now.Slots, file.Slots,
		func(s rota.Slot) (string, string) { return string(s.ID), s.Unit + ", " + s.Role }, factsOfSlot)...)
	out = append(out, differ("Trust card", "", factsOfCard(now.Cards.Trust), factsOfCard(file.Cards.Trust))...)
	return append(out, differ("BMA card", "", factsOfCard(now.Cards.BMA), factsOfCard(file.Cards.BMA))...)
}

// differAll compares the rows of a sheet by their codes: those of the file in
// their order, then those that are gone.
func differAll[T any](what string, now, file []T, called func(T) (id, name string), facts func(T) []fact) []difference {
	was := map[string]T{}
	for _, v := range now {
		id, _ := called(v)
		was[id] = v
	}
	var out []difference
	for _, v := range file {
		id, name := called(v)
		old, there := was[id]
		if !there {
			out = append(out, difference{what: what, which: whichWords(id, name), file: inAFew(facts(v))})
			continue
		}
		delete(was, id)
		out = append(out, differ(what, whichWords(id, name), facts(old), facts(v))...)
	}
	for _, v := range now {
		id, name := called(v)
		if _, gone := was[id]; gone {
			out = append(out, difference{what: what, which: whichWords(id, name), now: inAFew(facts(v))})
		}
	}
	return out
}

func whichWords(id, name string) string {
	if name == "" {
		return id
	}
	return name + " (" + id + ")"
}

// differ compares facts by name: those of the file in their order, then those it lacks.
func differ(what, which string, now, file []fact) []difference {
	was := map[string]string{}
	for _, f := range now {
		was[f.name] = f.value
	}
	var out []difference
	for _, f := range file {
		if was[f.name] != f.value {
			out = append(out, difference{what, which, f.name, was[f.name], f.value})
		}
		delete(was, f.name)
	}
	for _, f := range now {
		if v, left := was[f.name]; left && v != "" {
			out = append(out, difference{what, which, f.name, v, ""})
		}
	}
	return out
}

// inAFew is a row in a few words.
func inAFew(facts []fact) string {
	var out []string
	for _, f := range facts {
		if f.value != "" {
			out = append(out, rota.LowerFirst(f.name)+" "+f.value)
		}
	}
	return sentence(strings.Join(out, "; "))
}

func factsOfStrike(e rota.Entry) []fact {
	minutes := func(v *int) string {
		if v == nil {
			return ""
		}
		return rota.Hours(*v)
	}
	number := func(v *int) string {
		if v == nil {
			return ""
		}
		return fmt.Sprint(*v)
	}
	out := []fact{
		{"Name", e.Strike.Name}, {"Start", moment(e.Strike.Start)}, {"End", moment(e.Strike.End)},
		{"Rest", minutes(e.Rules.Rest)}, {"Longest run", minutes(e.Rules.MaxRun)}, {"Most cover", minutes(e.Rules.MaxCover)},
		{"Nights in a row", number(e.Rules.MaxNightsInARow)}, {"Days in a row", number(e.Rules.MaxDaysInARow)},
		{"On call with on-site work", yesWords(e.Rules.OnCallWithOnSite)}, {"How the silent are counted", string(e.Case.Kind) + awayWords(e.Case)},
	}
	var aims []string
	for _, a := range e.Aims {
		aims = append(aims, a.Words())
	}
	out = append(out, fact{"Aims", strings.Join(aims, "; ")})
	for _, t := range e.Rules.Travel {
		out = append(out, fact{"Travel from " + t.From + " to " + t.To, rota.Hours(t.Minutes)})
	}
	return out
}

func yesWords(b bool) string {
	if b {
		return "Yes"
	}
	return "No"
}

func awayWords(c rota.Case) string {
	if c.Kind != rota.ShareAway {
		return ""
	}
	return fmt.Sprintf(", %d %%", c.Share)
}

func factsOfResident(r rota.Resident) []fact {
	return []fact{{"Name", r.Name}, {"Grade", r.Grade}, {"Unit", r.Unit}}
}

func factsOfDuty(d rota.Duty) []fact {
	return []fact{{"Resident", string(d.Resident)}, {"Slot", string(d.Slot)}, {"When", spanWithDates(d.Span)}, {"Reply", d.Declaration.Words()}}
}

func spanWithDates(s rota.Span) string { return moment(s.Start) + " to " + moment(s.End) }

func factsOfConsultant(c rota.Consultant) []fact {
	limit := func(v *int, words func(int) string) string {
		if v == nil {
			return ""
		}
		return words(*v)
	}
	out := []fact{
		{"Name", c.Name}, {"Grade", c.Grade}, {"Contact", c.Contact}, {"Note", c.Note}, {"Skills", strings.Join(c.Skills, ", ")}, {"Sites", strings.Join(c.Sites, ", ")},
		{"Terms", c.Terms.Words()}, {"Pay point", c.PayPoint}, {"Most cover", limit(c.MaxCover, rota.Hours)},
		{"Nights in a row", limit(c.MaxNightsInARow, func(n int) string { return fmt.Sprint(n) })},
	}
	for i, o := range c.Offers {
		var modes []string
		for _, m := range o.Modes {
			modes = append(modes, strings.ToLower(m.Words()))
		}
		out = append(out, fact{fmt.Sprintf("Offer %d", i+1), spanWithDates(o.Span) + ", " + strings.Join(modes, ", ")})
	}
	for _, s := range c.Sessions {
		out = append(out, fact{"Session " + string(s.ID), fmt.Sprintf("%s, %s, %s, loss %d", nameOr(s.Name, "no name"), spanWithDates(s.Span), strings.ToLower(s.Kind.Words()), s.Loss)})
	}
	return out
}

func factsOfSlot(s rota.Slot) []fact {
	return []fact{
		{"Service", s.Service}, {"Unit", s.Unit}, {"Role", s.Role}, {"Site", s.Site}, {"When", spanWithDates(s.Span)}, {"Doctors needed", fmt.Sprint(s.Places)},
		{"Skills, all", strings.Join(s.SkillsAll, ", ")}, {"Skills, one of", strings.Join(s.SkillsAny, ", ")}, {"Mode", s.Mode.Words()},
		{"No other duty", yesWords(s.NoOtherDuty)}, {"Priority", fmt.Sprint(s.Priority)}, {"Source", s.Source},
	}
}

func factsOfCard(c rota.Card) []fact {
	var days []string
	for _, d := range c.BankHolidays {
		days = append(days, d.Words())
	}
	out := []fact{{"Name", c.Name}, {"Region", c.Region}, {"Valid from", c.ValidFrom.String()}, {"Source", c.Source}, {"Bank holidays", strings.Join(days, ", ")}}
	for _, r := range c.Rates {
		who := nameOr(r.PayPoint, "everybody else")
		note := func(cell string, rate *rota.Pence, unconfirmed bool) {
			value := ""
			if rate != nil {
				value = rate.String()
			}
			if unconfirmed {
				value += " (not confirmed)"
			}
			out = append(out, fact{cell + ", " + who, strings.TrimSpace(value)})
		}
		for b, rate := range r.Rate {
			note(rota.Band(b).Words(), rate, r.Unconfirmed[b])
		}
		note(calledWords, r.Called, r.CalledUnconfirmed)
	}
	return out
}

// mostDifferences is how many differences a page lists; a file that changes more
// than that is another file rather than a change.
const mostDifferences = 1000

// differenceTable lists the differences; nil when there are none.
func differenceTable(all []difference) (table *Table, more string) {
	if len(all) == 0 {
		return nil, ""
	}
	if n := len(all) - mostDifferences; n > 0 {
		all, more = all[:mostDifferences], fmt.Sprintf("%d more are not listed here.", n)
	}
	var rows [][]Cell
	for _, d := range all {
		what := d.fact
		switch {
		case what != "":
		case d.now == "":
			what = "New"
		default:
			what = "Gone"
		}
		rows = append(rows, []Cell{{Text: strings.TrimSpace(d.what + " " + d.which)}, {Text: what}, {Text: nameOr(d.now, "Nothing")}, {Text: nameOr(d.file, "Nothing")}})
	}
	t := NewTable("differences", "Every difference", []Column{{Text: "Row"}, {Text: "What changes"}, {Text: "Entered now"}, {Text: "In the file"}}, rows)
	t.Compact = true
	return &t, more
}
