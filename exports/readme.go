package exports

import (
	"fmt"
	"strings"

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

// writeReadme says what the workbook is, how sure the plan is, and how to use it.
func (l ledger) writeReadme(b *book) error {
	p := b.page("README", "Strike cover: "+l.Problem.Strike.Name)
	p.line("Handling", l.Handling+". Share only with people who need it for this strike.")
	p.line("Delete by", orElse(l.deleteBy(), "not set"))
	p.line("Trust", orElse(l.Trust, "not given"))
	p.line("Strike", spanWords(l.Problem.Strike.Span))
	p.line("Made", madeWords(l.ResultsInput))
	p.line("Program", "strikerota "+orElse(l.Version, "of unknown version"))
	p.section("The plan")
	p.line("Status", statusWords(l.Plan))
	p.line("Shifts covered", fmt.Sprint(len(l.shifts)))
	p.line("Places open", openWords(l.Plan))
	for _, c := range []struct {
		what  string
		pence *rota.Pence
	}{{"Cost at trust rates", l.total.Trust}, {"Cost at BMA rates", l.total.BMA}, {"Cost as agreed", l.total.Agreed}} {
		p.line(c.what, amount(c.pence)+" when the plan was made; the sheet Costs follows the rates.")
	}
	l.aims(p)
	l.broken(p)
	p.section("The sheets")
	p.line("Rota", "Who covers what, day by day. OPEN is a place that nobody covers; locked is an assignment that a person has decided.")
	p.line("Shifts", "One row a shift, with its hours by band and what it costs at both cards and as agreed.")
	p.line("Open places", "Every place that nobody covers, and what stops each consultant.")
	p.line("Costs", "Totals, and sums by day, service, consultant and band of the week, each checked against the total.")
	p.line("Rates", "Both rate cards. The yellow cells may be changed.")
	p.section("How to change a rate")
	p.line("", "Type the new rate, in pounds an hour, into its yellow cell on Rates. Shifts and Costs follow at once. "+
		`A rate that is not known stays empty: costs that need it say "not known", never £0.`)
	p.line("Protection", "Formulas are protected without a password, against slips only (Review, Unprotect sheet).")
	p.line("Times", "All times are London wall clock. Hours are real hours: a night over a clock change is an hour longer or shorter.")
	return p.flush()
}

func (l ledger) deleteBy() string {
	if l.DeleteBy.IsZero() {
		return ""
	}
	return dayWords(l.DeleteBy)
}

func madeWords(in ResultsInput) string {
	t := in.Made.In(rota.Zone())
	words := dayWords(rota.DateOf(t)) + " at " + t.Format("15:04")
	if in.Made.IsZero() {
		words = "at an unknown time"
	}
	if in.By != "" {
		words += ", by " + in.By
	}
	return words
}

func spanWords(s rota.Span) string {
	at := func(d rota.Date, clock string) string { return clock + " " + dayWords(d) }
	return at(rota.DateOf(s.Start), s.Start.In(rota.Zone()).Format("15:04")) + " to " + at(rota.DateOf(s.End), s.End.In(rota.Zone()).Format("15:04"))
}

func amount(p *rota.Pence) string {
	if p == nil {
		return "Not known"
	}
	return p.String()
}

func openWords(p rota.Plan) string {
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
	return fmt.Sprintf("%d, in %d %s: see the sheet Open places", places, len(p.Open), slots)
}

// statusWords never says more than the bounds do: "Best found, at most N better".
func statusWords(p rota.Plan) string {
	if p.Status == rota.Proved {
		return "Proved best: no plan that keeps the rules is better by these aims in this order."
	}
	for _, a := range p.Aims {
		if a.Value != a.Bound {
			return fmt.Sprintf("Best found: %s could be at most %s better.", strings.ToLower(stageName(a.Aim)), stageValue(a.Aim, a.Value-a.Bound))
		}
	}
	return "Best found."
}

func (l ledger) aims(p page) {
	p.section("What the plan reaches, in order")
	for _, a := range l.Plan.Aims {
		words := stageValue(a.Aim, a.Value) + " (proved best)"
		if a.Value != a.Bound {
			words = fmt.Sprintf("%s (at most %s better)", stageValue(a.Aim, a.Value), stageValue(a.Aim, a.Value-a.Bound))
		}
		p.line(stageName(a.Aim), words)
	}
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
	case strings.HasPrefix(stage, "cost:") && v < 0:
		return "not known"
	case strings.HasPrefix(stage, "cost:"):
		return rota.Pence(v).String()
	}
	return fmt.Sprint(v)
}

// broken lists the rules that locks break: people have decided them.
func (l ledger) broken(p page) {
	if len(l.Plan.Broken) == 0 {
		return
	}
	p.section("Rules that locks break")
	for _, b := range l.Plan.Broken {
		words := l.breachWords(b)
		if b.Consultant != "" {
			words = l.name(b.Consultant) + ": " + words
		}
		p.line(rota.RuleName(b.Rule), words)
	}
}

// breachWords says what is wrong in the first slot of the breach, because of the others.
func (l ledger) breachWords(b rota.Breach) string {
	if len(b.Slots) == 0 {
		return rota.RuleName(b.Rule)
	}
	slot, _ := l.Problem.Slot(b.Slots[0])
	if b.Rule == rota.RulePlaces {
		return "more people than places in " + slot.Unit + " " + stamp(slot.Span)
	}
	reason := rota.Reason{Consultant: b.Consultant, Rule: b.Rule, Because: b.Because(slot.ID)}
	return slot.Unit + " " + stamp(slot.Span) + ", " + reason.Words(l.Problem, slot)
}
