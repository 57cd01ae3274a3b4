package intake

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// A saidTerms is terms that the file names for some or all of a person's cover.
type saidTerms struct {
	Place
	terms rota.Terms
	own   bool   // said by a cell, a note or a comment, and not by the column of rates
	what  string // "for Sat 26 July, night"
	col   int
}

// cell is "K14", or "K14 of Obstetrics".
func (s saidTerms) cell() string {
	if s.Sheet == "" {
		return sheet.Name(s.col, s.Row)
	}
	return sheet.Name(s.col, s.Row) + " of " + s.Sheet
}

// saidTerms are the terms that the row names for what it offers: a cell's own, else those
// of the column of rates; and those of comments.
func (l *line) saidTerms(rate rota.Terms, cells []covering, offers []rota.Offer) []saidTerms {
	var out []saidTerms
	add := func(terms rota.Terms, own bool, col int, what string) {
		if terms == "" {
			return
		}
		out = append(out, saidTerms{l.place(), terms, own, *l.whats.same(what), col})
	}
	others := len(offers) == 0 && !slices.ContainsFunc(cells, covering.offered)
	for _, c := range cells {
		col := int(c.col)
		note := l.heard[col].terms
		switch {
		case c.offered() && c.terms == "":
			if others = others || note == ""; note != "" {
				add(note, true, col, "for "+partWords(l.choice.Columns[col]))
			}
		case c.offered():
			add(c.terms, true, col, "for "+partWords(l.choice.Columns[col]))
			fallthrough
		default:
			add(note, true, col, "in a note")
		}
	}
	for col, c := range l.choice.Columns {
		if c.Field == Comment {
			add(l.heard[col].terms, true, col, "in the comments")
		}
	}
	if others {
		add(rate, false, l.col(Terms), "for all other cover")
	}
	for _, o := range offers {
		add(rate, false, l.col(Terms), "for "+o.Span.Words())
	}
	return out
}

// offered reports whether the person would cover.
func (c covering) offered() bool {
	return c.kind == willCover || c.kind == onSiteOnly || c.kind == plannedWork || c.kind == fromHome
}

// oneTerms are the terms of a row and of the person's earlier rows, and those that
// stand where they are several: a person is paid in one way, and somebody says which.
func (l *line) oneTerms(g *gathered, rate rota.Terms, cells []covering, offers []rota.Offer) (all []saidTerms, paid rota.Terms, ok bool) {
	earlier, rate := l.settledTerms(g, rate)
	now := l.saidTerms(rate, cells, offers)
	all = slices.Concat(earlier, now)
	if len(termsOf(all)) < 2 {
		return all, "", true
	}
	paid, key := l.paidAs(g, all)
	if !slices.Contains(termsOf(all), paid) {
		var said []string
		for _, t := range termsOf(all) {
			said = append(said, rota.LowerFirst(t.Words())+" "+whereSaid(all, t))
		}
		l.openWord(now[0].col, key, "several terms", "A person is paid in one way for all of their cover, and the file names several: "+strings.Join(said, "; ")+".")
		return nil, "", false
	}
	return all, paid, true
}

// paidAs is how a person of several terms is paid: as somebody has said of them, or now
// of all whose rows name the same; else as they are entered, or as was said of all before.
func (l *line) paidAs(g *gathered, all []saidTerms) (paid rota.Terms, key string) {
	name := g.record.Consultant.Name
	if l.people.namesakes[nameKey(name)] {
		name = l.people.described(string(g.record.ID))
	}
	own := l.answered(wordKey(PaidWord, "", name))
	key = wordKey(PaidWord, "", termsPattern(all))
	said, kept := l.answered(key), l.enteredTerms(g)
	isKept := slices.Contains(termsOf(all), kept) && own == "" && l.c.Answers[key] == ""
	if said != "" || own == "" && !isKept {
		l.paidTogether(key, name, all)
	}
	switch {
	case own != "", said == Each && !isKept:
		return l.paidEach(name, all)
	case isKept:
		return kept, key
	}
	return rota.Terms(said), key
}

// paidEach asks how one person is paid.
func (l *line) paidEach(name string, all []saidTerms) (rota.Terms, string) {
	describe := func(w *Word) { w.Options = paidOptions(all) }
	answer, key := l.ask(PaidWord, "", name, describe)
	describe(l.words[key]) // later rows name more
	l.mayBeLeftOut(l.words[key])
	return rota.Terms(answer), key
}

// paidTogether asks once for all people whose rows name the same terms in the same way.
func (l *line) paidTogether(key, name string, all []saidTerms) {
	describe := func(w *Word) { w.Options = paidOptions(all) }
	l.ask(PaidWord, "", termsPattern(all), describe)
	w := l.words[key]
	if !slices.Contains(w.Who, name) {
		w.Who = append(w.Who, name)
	}
	if describe(w); len(w.Who) > 1 {
		for i, t := range termsOf(all) {
			w.Options[i].Label = t.Words() + ", for all of them"
		}
		w.Options = append(w.Options, Option{Each, "Ask me about each of them"})
	}
	l.mayBeLeftOut(w)
}

// termsPattern says which terms the column of rates names and which cells do:
// "Trust rate in the column of rates, BMA rate in cells or comments".
func termsPattern(said []saidTerms) string {
	list := func(own bool) string {
		var words []string
		for _, t := range termsOf(slices.DeleteFunc(slices.Clone(said), func(s saidTerms) bool { return s.own != own })) {
			words = append(words, rota.LowerFirst(t.Words()))
		}
		return strings.Join(words, " and ")
	}
	var out []string
	if column := list(false); column != "" {
		out = append(out, column+" in the column of rates")
	}
	if cells := list(true); cells != "" {
		out = append(out, cells+" in cells or comments")
	}
	return rota.UpperFirst(strings.Join(out, ", "))
}

// settledTerms are the terms of earlier rows and the rate of this one, without what a
// person has overruled, or is asked to, where two rows contradict each other.
func (l *line) settledTerms(g *gathered, rate rota.Terms) ([]saidTerms, rota.Terms) {
	now := rate
	earlier := slices.DeleteFunc(slices.Clone(g.said), func(s saidTerms) bool {
		if s.own {
			return slices.ContainsFunc(g.cells, func(c covering) bool { return *c.Place == s.Place && int(c.col) == s.col && c.kind == saysNothing })
		}
		if s.Place == l.place() || now == "" || s.terms == now {
			return false
		}
		if l.settled(s.Place) == OtherRow {
			rate = ""
			return false
		}
		return true
	})
	return earlier, rate
}

// enteredTerms are those of the person in the strike; "" for somebody new.
func (l *line) enteredTerms(g *gathered) rota.Terms {
	for _, c := range l.k.Entry.Consultants {
		if c.ID == g.record.ID {
			return c.Terms
		}
	}
	return ""
}

// termsOf are the different terms, the dearest first.
func termsOf(said []saidTerms) []rota.Terms {
	return slices.DeleteFunc(dearest(), func(t rota.Terms) bool {
		return !slices.ContainsFunc(said, func(s saidTerms) bool { return s.terms == t })
	})
}

func dearest() []rota.Terms {
	return []rota.Terms{rota.BMARate, rota.TrustRate, rota.TimeOff, rota.InJobPlan}
}

// mostCells is how many cells a choice names.
const mostCells = 4

// whereSaid names the cells that say the terms.
func whereSaid(said []saidTerms, terms rota.Terms) string {
	var out []string
	for _, s := range said {
		if s.terms == terms {
			out = append(out, s.what+" ("+s.cell()+")")
		}
	}
	if n := len(out); n > mostCells {
		out = append(out[:mostCells], fmt.Sprintf("and %d more", n-mostCells))
	}
	return strings.Join(out, ", ")
}

func paidOptions(said []saidTerms) []Option {
	var out []Option
	for _, t := range termsOf(said) {
		out = append(out, Option{string(t), t.Words() + ": said " + whereSaid(said, t)})
	}
	return out
}

// terms are how the person is paid: as was chosen, or as the file says in one way only.
func (g *gathered) terms() rota.Terms {
	if g.paid != "" {
		return g.paid
	}
	if len(g.said) > 0 {
		return g.said[0].terms
	}
	return rota.TrustRate
}

// passedOver tells of the terms that do not stand, for the person's note.
func (g *gathered) passedOver() []string {
	var out []string
	for _, t := range termsOf(g.said) {
		if t == g.terms() {
			continue
		}
		var what []string
		for _, s := range g.said {
			if s.terms == t && !slices.Contains(what, s.what) {
				what = append(what, s.what)
			}
		}
		out = append(out, "Also said: "+rota.LowerFirst(t.Words())+" "+strings.Join(what, ", "))
	}
	if t := g.unused(); t != "" {
		out = append(out, "Also said: "+rota.LowerFirst(t.Words())+" in the column of rates")
	}
	return out
}

// unused are the terms of the column of rates when nothing is offered at them, since all
// cells say others; else "".
func (g *gathered) unused() rota.Terms {
	rate := rota.Terms(g.facts.text(Terms))
	if len(g.said) == 0 || slices.Contains(termsOf(g.said), rate) {
		return ""
	}
	return rate
}
