package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"strikerota/rota"
)

// consultant reads one row: a person with a column for each part of a day, or one offer of theirs.
func (l *line) consultant() {
	who, ok := l.person()
	if !ok {
		return
	}
	l.readComments()
	l.noteLimits()
	skills, ok1 := l.covers()
	sites, anywhere, ok2 := l.base()
	rate, ok3 := l.terms()
	point := l.pricedAs()
	cells, ok4 := l.coverings()
	own, offers, ok5 := l.rowTimes()
	cells = append(cells, own...)
	g, ok6 := l.gather(who)
	if !ok6 {
		return
	}
	if !ok1 || !ok2 || !ok3 || l.leftOut || l.waysOpen || !(ok4 && ok5) && !saysSomething(cells, offers) {
		l.oneTerms(g, rate, cells, offers) // asked for with the other words
		return
	}
	if !ok4 || !ok5 {
		l.partly("What the row says of other times is taken.")
	}
	check := rota.Consultant{ID: "C", Name: g.record.Consultant.Name, Grade: l.gradeSaid(), Contact: l.contact(), PayPoint: l.text(PayPoint), Terms: rota.TrustRate, Skills: skills, Sites: distinct(slices.Clone(sites))}
	if !l.sound(rota.Entry{Consultants: []rota.Consultant{check}}, "consultants[") {
		return
	}
	said := saidRow{cells: cells, facts: l.factsOf(rate, point)}
	if !l.agree(g, &said) {
		delete(l.partial, l.place())
		return
	}
	terms, paid, ok := l.oneTerms(g, rate, said.cells, offers)
	if !ok {
		delete(l.partial, l.place())
		return
	}
	l.merge(g, skills, sites, said.facts)
	g.said, g.paid = terms, paid
	g.anywhere = g.anywhere || anywhere
	g.notes = append(g.notes, l.notes(said.cells)...)
	g.cells = slices.Grow(g.cells, len(said.cells))
	for _, c := range said.cells {
		g.put(c)
	}
	g.offers = append(g.offers, offers...)
	l.parts += len(said.cells) + len(offers)
}

// ofLimits are headings of columns that may say when somebody cannot cover after all, or how much of it they can.
var ofLimits = regexp.MustCompile(`\b(leave|unavailab\w*|cannot|can'?t|away|max(imum)?|most|limits?|restrict\w*|already|on[- ]?call|commitments?|not)\b`)

// noteLimits tells of such columns that are not read.
func (l *line) noteLimits() {
	for col, text := range l.aside(ofLimits) {
		if t := plain(text); !slices.Contains(nobody, t) && t != "no" && t != "n" {
			l.remark("The column “" + tidy(l.header.At(col).Text) + "” was not read. It may limit what people offer: look whether what was read is right, and enter their limits by hand.")
		}
	}
}

// saysSomething reports whether a row says something of a time that can be read.
func saysSomething(cells []covering, offers []rota.Offer) bool {
	return len(offers) > 0 || slices.ContainsFunc(cells, func(c covering) bool { return c.kind != saysNothing })
}

// merge adds what the row says of a person beside their offers.
func (l *line) merge(g *gathered, skills, sites []string, said facts) {
	c := &g.record
	c.Places = append(c.Places, l.place())
	c.Skills = distinct(append(c.Skills, skills...))
	c.Sites = distinct(append(c.Sites, sites...))
	for _, f := range said {
		if was, there := g.facts.of(f.field); !there || l.settled(was.Place) == ThisRow {
			g.facts = g.facts.with(f)
		}
	}
	for _, f := range []struct {
		to   *string
		from Field
	}{{&c.Number, Number}, {&c.GMC, GMC}, {&c.Email, Email}} {
		if *f.to == "" {
			*f.to = l.text(f.from)
		}
	}
	for col, from := range l.choice.Columns {
		if from.Field == Comment {
			g.limit(l, l.heard[col].nights)
		}
	}
}

// gather finds what earlier rows said of the person, or begins.
func (l *line) gather(who Person) (*gathered, bool) {
	m := l.people.find(who)
	switch {
	case m.open():
		id, ok := l.whichOf(who, m, nil, l.people.newConsultant)
		if !ok {
			return nil, false
		}
		m.id = id
	case m.renamed:
		id, ok := l.sameAfterAll(who, m.id, l.people.newConsultant)
		if !ok {
			return nil, false
		}
		m.id = id
	case m.id == "":
		id, ok := l.newOrKnown(who)
		if !ok {
			return nil, false
		}
		m.id = id
	}
	for _, mark := range who.marks() {
		l.people.mark(m.id, mark)
	}
	if g := l.gathered[m.id]; g != nil {
		return g, true
	}
	g := &gathered{record: ConsultantRecord{Person: who}}
	g.record.ID = rota.ConsultantID(m.id)
	g.record.Consultant.Name = l.people.shown[m.id]
	l.gathered[m.id] = g
	l.gatherOrder = append(l.gatherOrder, m.id)
	return g, true
}

// newOrKnown asks whether somebody with nearly the name of another is that person. Others are new.
func (l *line) newOrKnown(who Person) (string, bool) {
	near := slices.DeleteFunc(l.people.near(who.Name), func(id string) bool { return l.people.contradicts(id, who) })
	if len(near) > 0 {
		answer, key := l.ask(PersonWord, "", who.Name, func(w *Word) {
			for _, id := range near {
				w.Options = append(w.Options, Option{id, l.people.described(id)})
			}
			w.Options = append(w.Options, Option{New, "Somebody else"})
			if len(near) == 1 {
				w.Suggestion = near[0]
			}
		})
		switch {
		case l.people.shown[answer] != "":
			return answer, true
		case answer != New:
			l.openWord(max(l.col(Name), l.col(LastName)), key, "may be somebody known", "Somebody with nearly the same name is known.")
			return "", false
		}
	}
	return l.people.newConsultant(who), true
}

// gatherConsultants makes the records of all rows.
func (r *reader) gatherConsultants() {
	cut, nowhere := 0, 0
	var unsure []string       // what is not agreed yet, with whose it is
	var open, passed []string // people of whom no terms are said, and of whom those of the column do not stand
	sites := r.strikeSites()
	r.out.Records.Consultants = make([]ConsultantRecord, 0, len(r.gatherOrder))
	for _, id := range r.gatherOrder {
		g := r.gathered[id]
		if len(g.record.Places) == 0 {
			continue // every row of theirs is at fault
		}
		c := g.record
		if g.anywhere {
			c.Sites, c.Anywhere = sites, true
			nowhere += count(len(sites) == 0)
		}
		c.Grade, c.Contact, c.PayPoint = g.facts.text(Grade), g.facts.text(Contact), g.facts.text(PayPoint)
		c.Terms = g.terms()
		switch {
		case g.unused() != "":
			passed = append(passed, c.Consultant.Name)
		case len(g.said) == 0:
			open = append(open, c.Consultant.Name)
		}
		c.Offers, c.Sessions = g.allOffers(r.planned), g.sessions()
		for _, x := range g.order() {
			if x.kind == notAgreed {
				unsure = append(unsure, c.Consultant.Name+" on "+x.spanWords())
			}
		}
		var whole bool
		c.Note, whole = g.note()
		cut += count(!whole)
		r.out.Records.Consultants = append(r.out.Records.Consultants, c)
		*g = gathered{record: ConsultantRecord{Consultant: rota.Consultant{Sites: c.Sites}}, anywhere: g.anywhere} // the rest is not needed again
	}
	if len(unsure) > 0 {
		r.remark("Not agreed yet, and so not offered: " + firstFew(unsure, "; ") + ".")
	}
	if len(open) > 0 {
		r.remark("The file does not say how these are paid: " + firstNames(open) + ". The trust rate was taken.")
	}
	if len(passed) > 0 {
		r.remark("The column of rates says one thing of these people, and the cells of all that they offer another: " + firstNames(passed) + ". The cells stand, and their notes keep the other.")
	}
	if cut > 0 {
		r.remark(fmt.Sprintf("The comments on %d people are too long for a note of %d characters. Their ends are in your file alone.", cut, rota.MaxNote))
	}
	if nowhere > 0 {
		r.remark(fmt.Sprintf("People who work at any site: %d. No site of the strike is known yet, so that they can cover nothing. Bring in the minimum staffing, then bring this file in again.", nowhere))
	} else if len(sites) > 1 && slices.ContainsFunc(r.gatherOrder, func(id string) bool { return r.gathered[id].anywhere }) {
		r.remark("People for whom the file names no site, or either, may cover at every site: " + strings.Join(sites, ", ") + ".")
	}
}

// firstNames lists people, the first of them by name.
func firstNames(names []string) string { return firstFew(names, ", ") }

func firstFew(list []string, between string) string {
	const most = 12
	text := strings.Join(list[:min(len(list), most)], between)
	if more := len(list) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// order is what the person said by time.
func (g *gathered) order() []covering {
	out := slices.Clone(g.cells)
	slices.SortStableFunc(out, func(a, b covering) int { return a.Span.Start.Compare(b.Span.Start) })
	return out
}

// sessions are the person's own work, one for each part of a day.
func (g *gathered) sessions() []rota.Session {
	var out []rota.Session
	for _, c := range g.order() {
		s := rota.Session{ID: rota.SessionID(fmt.Sprintf("s%d", len(out)+1)), Span: *c.Span, Name: c.text}
		switch c.kind {
		case fixedWork:
			s.Kind = rota.Fixed
		case plannedWork:
			s.Kind, s.Loss = rota.Planned, c.loss
		default:
			continue
		}
		out = append(out, s)
	}
	return out
}

// allOffers are the times in which the person has agreed to cover. Parts that adjoin
// make one offer, so that a slot may lie across them. Planned is how they cover in the place of
// work that can be displaced.
func (g *gathered) allOffers(planned coverKind) []rota.Offer {
	var here, home []rota.Span
	for _, c := range g.order() {
		way := c.kind
		if way == plannedWork {
			way = planned
		}
		if !c.disputed && (way == willCover || way == onSiteOnly) {
			here = adjoin(here, *c.Span)
		}
		if !c.disputed && (way == willCover || way == fromHome) {
			home = adjoin(home, *c.Span)
		}
	}
	var out []rota.Offer
	for _, s := range home {
		way := fromHome
		if slices.ContainsFunc(here, s.Equal) {
			way = willCover
		}
		out = append(out, offersOf(way, s)...)
	}
	for _, s := range here {
		if !slices.ContainsFunc(home, s.Equal) {
			out = append(out, offersOf(onSiteOnly, s)...)
		}
	}
	return append(out, g.offers...)
}

// adjoin adds a span to spans in order, as part of the last when they touch.
func adjoin(spans []rota.Span, s rota.Span) []rota.Span {
	if n := len(spans); n > 0 && !s.Start.After(spans[n-1].End) {
		if s.End.After(spans[n-1].End) {
			spans[n-1].End = s.End
		}
		return spans
	}
	return append(spans, s)
}

// wholeDate stands for the times of a no, or of what is not agreed, on a day of which nothing says the times.
var wholeDate = band{8 * 60, 20 * 60}

// when says of which times a cell speaks: of its own, or of its column's. One that offers nothing
// does not wait until somebody says when a day without a part is.
func (l *line) when(col int, c Column, said *coverSaying, known bool) (band, bool) {
	if said.timed {
		return said.when, true
	}
	if b, ok := offeredTimes(l.at(col)); ok {
		return b, true
	}
	if known && c.Band == "" && (said.kind == notAtAll || said.kind == notAgreed || said.kind == saysNothing) {
		b, ok := l.bandSaid("")
		if !ok {
			b, said.day = wholeDate, true
		}
		return b, true
	}
	return l.band(col, c.Band)
}

// coverings reads what the row says of each part of each day.
func (l *line) coverings() (out []covering, ok bool) {
	ok = true
	here := l.place()
	until := map[string]int{} // by day: minutes after which the person stops
	for col, c := range l.choice.Columns {
		if c.Field != Cover {
			continue
		}
		day, dated := l.dayOf(col, c)
		said, known := l.cover(col)
		b, timed := l.when(col, c, &said, known)
		if !dated || !timed || !known {
			if !dated {
				l.rowFault("no day", fmt.Sprintf("The column %s has no day.", l.header.At(col).Text), "Choose the day of the column.")
			}
			ok = false
			continue
		}
		span, real := b.on(day)
		if !real {
			ok = false
			continue
		}
		rem := l.heard[col]
		if rem.until > 0 {
			until[c.Day] = rem.until
		}
		if end := until[c.Day]; end > 0 && b.from >= end && (said.kind == willCover || said.kind == onSiteOnly || said.kind == plannedWork) {
			said = coverSaying{kind: cutShort}
		}
		c := covering{Span: l.spans.same(span), coverSaying: l.sayings.same(said), Place: &here, col: int32(col)}
		if at, twice := l.twoCells(out, c); twice {
			l.fault(col, "two cells for one time", fmt.Sprintf("It says otherwise of the same time than %s.", at), "Correct one of the two.")
			ok = false
			continue
		}
		out = append(out, c)
	}
	return out, ok
}
