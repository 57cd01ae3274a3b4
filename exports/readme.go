package exports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"strikerota/rota"
)

// page writes a sheet of words: what in column A, the words beside it.
type page struct{ *sheet }

const pageWidth = 92

func (b *book) page(name, heading string) page {
	p := page{b.sheet(name, layout{widths: []float64{26, pageWidth}, paper: paperA4})}
	p.put(24, p.cell(title, heading))
	return p
}

func (p page) section(name string) {
	p.skip(1)
	p.put(20, p.cell(heading, name))
}

func (p page) line(what, words string) {
	p.put(tall(max(linesIn(words, pageWidth), linesIn(what, 26))), p.cell(wrapped, what), p.cell(wrapped, words))
}

// readme opens the README of a workbook.
func (l Labels) readme(b *book, heading string) page {
	p := b.page(readmeSheet, heading)
	l.begin(p)
	return p
}

// begin writes what every workbook says of itself.
func (l Labels) begin(p page) {
	p.line("Handling", l.handling()+". Share only with people who need it.")
	p.line("Delete by", orElse(l.deleteBy(), "not set"))
	p.line("Trust", orElse(l.Trust, "not given"))
	if words := l.Edition.Words(); words != "" {
		p.line("Which rota", words+l.Edition.advice())
	}
	if l.Only != "" {
		p.line("Services", l.onlyWords()+". Slots of other services, and who is in them, are not in this file: what somebody covers there is not told here.")
	}
	p.line("Made", l.madeWords())
	l.changedLine(p)
	p.line("Program", "strikerota "+orElse(l.Version, "of unknown version"))
	if l.Stale != "" {
		p.line("Out of date", l.Stale)
	}
}

// writeReadme says what the results workbook is, how sure the plan is, and how to use it.
func (l ledger) writeReadme(b *book) error {
	p := l.readme(b, "Strike cover: "+l.Problem.Strike.Name)
	l.standing(p, "the sheet "+openSheet)
	p.section("The sheets")
	p.line(costsSheet, "Totals and sums of cost by day, service, unit, consultant and band of the week, as pay and with on-costs; "+summarySheet+" has them on a page.")
	l.rotaWords(p)
	p.line(shiftsSheet, "One row a shift, with its hours by band and what it costs at both cards and as agreed.")
	p.line(ratesSheet, "Both rate cards. The yellow cells may be changed.")
	costHelp(p)
	p.line("Times", londonWords)
	return p.flush()
}

// writeRotaReadme says what the rota workbook is.
func (l ledger) writeRotaReadme(b *book) error {
	p := l.readme(b, "Rota: "+l.Problem.Strike.Name)
	p.section("The rota")
	l.covered(p, "the sheet "+openSheet)
	if n := len(l.brokenPairs()); n > 0 {
		p.line("Rules broken on purpose", fmt.Sprintf("%d %s, marked \"breaks a rule\". Somebody has decided so: the rota coordinators know which rule it is, and why.", n, noun(n, "assignment", "assignments")))
	}
	p.line("To fill a place", rota.UpperFirst(l.officeName())+". Why nobody could take it is in the evidence of the place, which the rota coordinator has.")
	p.section("The sheets")
	p.line("One a service", "Who covers what, day by day, and how to reach them. OPEN is a place that nobody covers, with how pressing it is and what it needs.")
	l.dayAndAllWords(p)
	p.line(openSheet, "Every place that nobody covers, and what to do about it.")
	if words := l.contactWords(); words != "" {
		p.line("Contacts", words)
	}
	p.line("Other doctors", "No resident is named or counted here, and no place that residents fill. "+consultantsWords)
	p.line("Times", londonWords)
	return p.flush()
}

// rotaWords say what the sheets of a rota are.
func (l ledger) rotaWords(p page) {
	p.line("One a service", "Who covers what, day by day. OPEN is a place that nobody covers; locked is an assignment that a person has decided.")
	l.dayAndAllWords(p)
	p.line(openSheet, "Every place that nobody covers, what stops each consultant, and what would fill it.")
}

func (l ledger) dayAndAllWords(p page) {
	p.line("One a day", "Every consultant who covers on that day with how to reach them, in the order of services and units: to pin up. The morning on which the last night ends has one too.")
	all := "One row a place for consultants, to filter and sort"
	if !l.ward {
		all += ", with the reason of each lock"
	}
	p.line(allSheet, all+".")
}

const londonWords = "All times are London wall clock. Hours are real hours: a night over a clock change is an hour longer or shorter."

// costHelp says how the sheets of cost are used.
func costHelp(p page) {
	p.section("How to use it")
	p.line("Prices used", "Choose trust rates, BMA rates or as agreed in the yellow cell of "+summarySheet+": every total there and the column of the prices used on "+costsSheet+" follow.")
	p.line("Rates", "Type the new rate, in pounds an hour, into its yellow cell on "+ratesSheet+". All costs follow at once. "+
		`A rate that is not known stays empty: costs that need it say "not known", never £0.`)
	p.line("Called in", "The yellow cell of "+summarySheet+" says how much of on-call time is taken to be spent called in. That share of each on-call shift is paid at the rate for being called in, or at the rate of its band of the week where there is none; "+
		`the rest at the on-call rate. At 0% on call is paid as available only. Where a rate for it is missing, the cost is "not known".`)
	p.line("Protection", "Formulas are protected without a password, against slips only (Review, Unprotect sheet).")
}

// standing says how good the plan is, and where open places are listed.
func (l ledger) standing(p page, listed string) {
	p.section("The plan")
	p.line("Strike", spanWords(l.Problem.Strike.Span))
	p.line("Status", l.statusWords(true))
	l.covered(p, listed)
	l.aims(p)
	l.broken(p)
}

// covered says how much is covered, and where open places are listed.
func (l ledger) covered(p page, listed string) {
	p.line("Shifts covered", fmt.Sprint(len(l.shifts)))
	p.line("Places open", openWords(l.Plan, listed))
	if words := l.lostWords(); words != "" {
		p.line("Lost", words)
	}
}

func (l Labels) deleteBy() string {
	if l.DeleteBy.IsZero() {
		return ""
	}
	return dayWords(l.DeleteBy)
}

// changedLine says that people have changed the plan since it was made.
func (l Labels) changedLine(p page) {
	if !l.Changed.IsZero() {
		p.line("Changed by hand", "Last "+timeWords(l.Changed)+". What this file holds is the rota as changed")
	}
}

func timeWords(t time.Time) string {
	t = t.In(rota.Zone())
	return dayWords(rota.DateOf(t)) + " at " + t.Format("15:04")
}

func (l Labels) madeWords() string {
	words := timeWords(l.Made)
	if l.Made.IsZero() {
		words = "at an unknown time"
	}
	if l.By != "" {
		words += ", by " + l.By
	}
	return words
}

func spanWords(s rota.Span) string {
	at := func(d rota.Date, clock string) string { return clock + " " + dayWords(d) }
	return at(rota.DateOf(s.Start), s.Start.In(rota.Zone()).Format("15:04")) + " to " + at(rota.DateOf(s.End), s.End.In(rota.Zone()).Format("15:04"))
}

func openWords(p rota.Plan, listed string) string {
	places := 0
	for _, o := range p.Open {
		places += o.Places
	}
	if places == 0 {
		return "None"
	}
	slots := "slots"
	if len(p.Open) == 1 {
		slots = "slot"
	}
	return fmt.Sprintf("%d, in %d %s: see %s", places, len(p.Open), slots, listed)
}

// lostWords count the parts of slots that nobody was in and that nobody can cover any more; "" for none.
func (h Handout) lostWords() string {
	minutes := 0
	for _, s := range h.Lost {
		minutes += s.Places * s.Minutes()
	}
	if minutes == 0 {
		return ""
	}
	return fmt.Sprintf("%d %s, %s in all: nobody was there, and nobody can be any more. They are not open, and the rota says %s.",
		len(h.Lost), noun(len(h.Lost), "part of a slot", "parts of slots"), rota.Hours(minutes), lostWord)
}

// statusWords never says more than the bounds do: "Best found, at most N better". Of a
// plan that people have changed since, the bounds are of another.
func (h Handout) statusWords(money bool) string {
	p := h.Plan
	if p.Status == rota.Proved && h.ratesChanged() {
		return "Proved best at the rates of pay when it was made, which have been changed since."
	}
	if p.Status == rota.Proved {
		return "Proved best: no plan that keeps the rules is better by these aims in this order." + h.costLeftOut()
	}
	if p.ByHand {
		return "Changed by hand since it was made: how much better another could be is not known."
	}
	for _, a := range p.Aims {
		if a.Value != a.Bound && rota.IsCost(a.Aim) && !money {
			return "Best found: a cheaper one with the same cover may exist."
		}
		if a.Value != a.Bound {
			return fmt.Sprintf("Best found: %s could be at most %s better.", strings.ToLower(stageName(a.Aim)), stageValue(a.Aim, a.Value-a.Bound))
		}
	}
	return "Best found."
}

// costLeftOut says that no aim of the plan is a cost; "" when one is.
func (h Handout) costLeftOut() string {
	if slices.ContainsFunc(h.Plan.Aims, func(a rota.AimValue) bool { return rota.IsCost(a.Aim) }) {
		return ""
	}
	return " Cost was left out: a cheaper one with the same cover may exist."
}

// now is what each stage of the plan's aims comes to at the rates as they are now.
func (h Handout) now() map[string]int64 {
	out := map[string]int64{}
	for _, a := range slices.Concat(h.Plan.Aims, rota.Values(h.Problem, h.Plan)) {
		out[a.Aim] = a.Value
	}
	return out
}

// ratesChanged reports whether the plan was made with a cost as aim that comes to
// something else at the rates as they are now.
func (h Handout) ratesChanged() bool {
	now := h.now()
	return slices.ContainsFunc(h.Plan.Aims, func(a rota.AimValue) bool { return rota.IsCost(a.Aim) && now[a.Aim] != a.Value })
}

func (l ledger) aims(p page) {
	p.section("What the plan reaches, in order")
	now := l.now()
	for _, a := range l.Plan.Aims {
		words := stageValue(a.Aim, now[a.Aim]) + " (" + l.sureWords(a, now[a.Aim]) + ")"
		if rota.IsCost(a.Aim) {
			words += strings.TrimSuffix("."+l.payAloneNote()+l.doubtNote(), ".")
		}
		p.line(stageName(a.Aim), words)
	}
}

// payAloneNote says that rotas are compared by pay alone, where what is paid is more; "" where it is not.
func (l ledger) payAloneNote() string {
	if l.Money.CalledShare == 0 && !l.Money.NI.On && !l.Money.Pension.On {
		return ""
	}
	return " Rotas are compared by pay alone, with nobody called in: " + summarySheet + " has what the cover costs."
}

// sureWords say how sure it is that no plan reaches more of an aim, which comes to now
// at the rates as they are.
func (l ledger) sureWords(a rota.AimValue, now int64) string {
	switch {
	case rota.IsCost(a.Aim) && now != a.Value:
		return "at the rates as they are now, so not known to be best; " + stageValue(a.Aim, a.Value) + " at those when the rota was made"
	case a.Value == a.Bound:
		return "proved best"
	case l.Plan.ByHand:
		return "changed by hand, so not known to be best"
	}
	return "at most " + stageValue(a.Aim, a.Value-a.Bound) + " better"
}

// stageName is a stage of the aims in words.
func stageName(stage string) string {
	if priority, ok := strings.CutPrefix(stage, "cover/"); ok {
		return "Open time, priority " + priority
	}
	for _, a := range aimChoices {
		if a.key == stage {
			return a.words
		}
	}
	return stage
}

func stageValue(stage string, v int64) string {
	switch {
	case strings.HasPrefix(stage, "cover/"), stage == string(rota.AimSpread):
		return rota.Hours(int(v))
	case rota.IsCost(stage) && v < 0:
		return "not known"
	case rota.IsCost(stage):
		return rota.Pence(v).String()
	}
	return fmt.Sprint(v)
}

// broken lists the rules that locks break: people have decided them.
func (l ledger) broken(p page) {
	if len(l.Plan.Broken) == 0 {
		return
	}
	p.section("Rules broken on purpose")
	for _, b := range l.brokenRules() {
		p.line(b.Rule, b.Words)
	}
}

// reasonOf is what was typed with the locks of a breach.
func (l ledger) reasonOf(b rota.Breach) string {
	var out []string
	for _, id := range b.Slots {
		if why := l.reasons[rota.Pair{Slot: id, Consultant: b.Consultant}]; why != "" && !slices.Contains(out, why) {
			out = append(out, why)
		}
	}
	return strings.Join(out, "; ")
}

// breachWords says what is wrong in the first slot of the breach, because of the others.
func (l ledger) breachWords(b rota.Breach) string {
	if len(b.Slots) == 0 {
		return rota.RuleName(b.Rule)
	}
	slot, _ := l.Problem.Slot(b.Slots[0])
	if b.Rule == rota.RulePlaces {
		return "more people than places in " + l.Problem.SlotWords(slot)
	}
	reason := rota.Reason{Consultant: b.Consultant, Rule: b.Rule, Because: b.Because(slot.ID)}
	return l.Problem.SlotWords(slot) + ": " + reason.Words(l.Problem, slot)
}
