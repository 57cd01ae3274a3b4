package web

import (
	"fmt"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

var costRoutes = []route{
	{method: get, path: "/strikes/:strike/cost", act: auth.SeeCost, do: (*Server).costPage},
	{method: get, path: "/strikes/:strike/cost/slots", act: auth.SeeCost, do: (*Server).costBySlot},
	{method: get, path: "/strikes/:strike/cost/consultants", act: auth.SeePay, do: (*Server).costByConsultant},
}

// A costView is the rota priced at both cards, side by side.
type costView struct {
	base
	Notes       []string
	Choose      *pickForm // which cards to price at
	Cards       []costCard
	Missing     []mend // rates that the costs need and the cards do not give
	Unconfirmed []string
	Links       []Link
	Chart       chart
	Tables      []Table
	Detailed    []Link // longer tables
	NotCosted   []string
	Lost        []string
	LostTable   *Table
	BreakEven   []string
	NoBudget    string // where a budget is entered, when there is none
	Withheld    withheldView
}

// A costCard is one total.
type costCard struct {
	Heading, Amount string
	Lines           []string
}

// A costing is all that the cost of a rota depends on.
type costing struct {
	made  *madeRota
	money store.Money
	// cards are those to price at, and other says in words when they are not the strike's own.
	cards rota.Cards
	other string
}

// problem is the rota's problem at the cards to price at.
func (c costing) problem() rota.Problem {
	p := c.made.problem
	p.Cards = c.cards
	return p
}

func (c costing) ledger() rota.Ledger { return c.problem().Ledger(c.made.plan, c.money.Pricing) }

// newCostView builds the page.
func newCostView(b base, c costing, may func(auth.Act) bool) *costView {
	id := b.Strike.ID
	b.Wide()
	b.Sideways = true
	ledger := c.ledger()
	total := ledger.Total()
	view := &costView{base: b, Notes: costNotes(c)}
	view.Missing = missingRates(id, c, may(auth.EditPeople))
	view.Unconfirmed = unconfirmedRates(c)
	view.Cards = costCards(total, c.money.Pricing)
	days := namedSums(ledger.By(rota.ByDay), dayWords)
	view.Chart = newChart(days)
	view.Tables = []Table{
		costTable("by-day", "By day on which the shift starts", "Day", days, total),
		costTable("by-service", "By service", "Service", namedSums(ledger.By(rota.ByService), sameWords), total),
		costTable("by-unit", "By unit", "Unit", namedSums(ledger.By(rota.ByUnit), sameWords), total),
		costTable("by-band", "By band of the week", "Band", namedSums(ledger.By(rota.ByBand), bandKeyWords), total),
	}
	view.Detailed = []Link{{Text: "Cost by slot", Href: strikePath(id, "cost", "slots")}}
	if may(auth.SeePay) {
		view.Detailed = append(view.Detailed, Link{Text: "Cost by consultant", Href: strikePath(id, "cost", "consultants")})
	}
	view.NotCosted = notCosted(total)
	view.Lost, view.LostTable = lostWork(ledger, total)
	view.BreakEven = breakEvenWords(c, total)
	if c.money.Budget == nil {
		view.NoBudget = strikePath(id, "cost", "settings") + "#budget"
	}
	view.Withheld = newWithheldView(c, total, may)
	view.Withheld.Salaries = strikePath(id, "cost", "settings")
	view.Links = costLinks(id, may)
	return view
}

func costLinks(strikeID string, may func(auth.Act) bool) []Link {
	links := []Link{
		{Text: "What if", Href: strikePath(strikeID, "cost", "what-if")},
		{Text: "Cost cases compared", Href: strikePath(strikeID, "cost", "cases")},
		{Text: pricesTitle, Href: strikePath(strikeID, "cost", "prices")},
		{Text: "Rate cards of this strike", Href: strikePath(strikeID, "cost", "rates")},
		{Text: "How costs are worked out", Href: strikePath(strikeID, "cost", "settings")},
	}
	if may(auth.EditPeople) {
		links = append(links, Link{Text: "Attendance", Href: strikePath(strikeID, "residents", "attendance")})
	}
	if may(auth.Download) {
		links = append(links, Link{Text: "Download the workbook", Href: strikePath(strikeID, "downloads")})
	}
	return links
}

// costNotes say which rates the figures stand at, where that is not plain.
func costNotes(c costing) []string {
	var out []string
	for _, words := range c.made.changed {
		if words == ratesPart {
			out = append(out, "Rates have changed since the rota was made. Costs here and in the workbook are at the rates as they are now. "+
				"When the rota was made its costs were: "+knownWords(c.made.plan.Cost.Trust)+" all at trust rates, "+
				knownWords(c.made.plan.Cost.BMA)+" all at BMA rates, "+knownWords(c.made.plan.Cost.Agreed)+" as agreed.")
		}
	}
	if note := c.termsNote(); note != "" {
		out = append(out, note)
	}
	if c.other != "" {
		out = append(out, c.other)
	}
	if once := onceMinutes(c); once > 0 {
		out = append(out, hoursWords(once)+" of cover are of somebody in two slots at once, against the rule: they count and are paid once.")
	}
	if words := pricedWords(c); words != "" {
		out = append(out, words)
	}
	return out
}

// onceMinutes is how much of the cover counts in another slot at the same time.
func onceMinutes(c costing) int {
	sum := 0
	for _, l := range c.problem().Lines(c.made.plan) {
		sum += l.Elsewhere
	}
	return sum
}

func costCards(total rota.Sum, how rota.Pricing) []costCard {
	all := total.All()
	cards := []costCard{
		{rota.AtTrust.Words(), wholeWords(all.Trust), []string{hoursWords(total.Minutes)}},
		{rota.AtBMA.Words(), wholeWords(all.BMA), []string{hoursWords(total.Minutes), differenceWords(all)}},
		{"As agreed with each consultant", wholeWords(all.Agreed), []string{
			hoursWords(total.Minutes-total.InJobPlan-total.Owed) + " paid for",
			hoursWords(total.InJobPlan) + " in job plan: £0", owedWords(total)}},
	}
	if onCostWords(how) == "" {
		return cards
	}
	for i, b := range rota.Bases() {
		cards[i].Lines = append(cards[i].Lines, "Pay "+wholeWords(total.Pay.At(b))+", on-costs "+wholeWords(total.NI.Plus(total.Pension).At(b)))
	}
	return cards
}

// owedWords says what is owed as time off, and at which value when the trust has stated one.
func owedWords(total rota.Sum) string {
	words := hoursWords(total.Owed) + " owed as time off: £0"
	if total.Owed > 0 && total.OwedValue != nil {
		words += " (worth " + total.OwedValue.Whole() + " at the value stated)"
	}
	return words
}

// notCosted lists the hours that the agreed total has at £0.
func notCosted(total rota.Sum) []string {
	var out []string
	if total.InJobPlan > 0 {
		out = append(out, hoursWords(total.InJobPlan)+" in job plan: already paid for, so £0 as agreed. The totals at trust and at BMA rates count them.")
	}
	if total.Owed > 0 {
		out = append(out, hoursWords(total.Owed)+" to be taken as time off: £0 as agreed. The totals at trust and at BMA rates count them.")
	}
	return out
}

// lostWork says what cover displaces of the consultants' own work.
func lostWork(l rota.Ledger, total rota.Sum) ([]string, *Table) {
	if total.Lost.Sessions == 0 {
		return nil, nil
	}
	words := []string{fmt.Sprintf("%s displaced, a loss of %d.", count(total.Lost.Sessions, "session"), total.Lost.Units)}
	if total.Lost.Value == nil {
		words = append(words, "What that is worth is not known: the trust has stated no figure for a session or for each unit of loss.")
	} else {
		words = append(words, "At the figure that the trust has stated that is worth "+total.Lost.Value.String()+". It is no part of the cost of cover.")
	}
	var rows [][]Cell
	for _, s := range l.By(rota.ByService) {
		if s.Lost.Sessions == 0 {
			continue
		}
		rows = append(rows, []Cell{{Text: s.Key}, {Text: fmt.Sprint(s.Lost.Sessions)}, {Text: fmt.Sprint(s.Lost.Units)}, {Text: knownWords(s.Lost.Value)}})
	}
	t := NewTable("displaced", "Displaced by service that is covered",
		[]Column{{Text: "Service"}, {Text: "Sessions", Numeric: true}, {Text: "Loss", Numeric: true}, {Text: "Worth", Numeric: true}}, rows)
	return words, &t
}

// hoursWords rounds nothing: "1,904 hours", "12 hours 30 minutes".
func hoursWords(minutes int) string { return rota.Hours(minutes) }

func wholeWords(p *rota.Pence) string {
	if p == nil {
		return "Not known"
	}
	return p.Whole()
}

// knownWords is an amount to the penny.
func knownWords(p *rota.Pence) string {
	if p == nil {
		return "Not known"
	}
	return p.String()
}

// differenceWords compares the cards.
func differenceWords(t rota.Totals) string {
	if t.Trust == nil || t.BMA == nil {
		return "The difference is not known"
	}
	more, word := toPound(*t.BMA)-toPound(*t.Trust), "more" // of the figures as shown
	if more < 0 {
		more, word = -more, "less"
	}
	text := more.Whole() + " " + word + " than at trust rates"
	if *t.Trust > 0 {
		text += fmt.Sprintf(" (%d%%)", (int64(more)*100+int64(*t.Trust)/2)/int64(*t.Trust))
	}
	return text
}

// toPound rounds a total as [rota.Pence.Whole] shows it.
func toPound(p rota.Pence) rota.Pence { return (p + 50) / 100 * 100 }

// costing loads what the rota's cost depends on, at the strike's own cards; its
// rota is nil when none has been made.
func (s *Server) costing(v *visit, strike store.Strike) (costing, error) {
	m, err := s.made(v, strike)
	if err != nil || m == nil {
		return costing{}, err
	}
	money, err := v.store.Money(v.ctx(), strike.ID)
	return costing{made: m, money: money, cards: m.entry.Cards}, err
}

// withCosting loads the strike and its costing, and shows the empty page when no
// rota has been made; done is then true.
func (s *Server) withCosting(v *visit, title string) (b base, c costing, done bool, err error) {
	strike, err := s.strike(v)
	if err != nil {
		return b, c, false, err
	}
	if c, err = s.costing(v, strike); err != nil {
		return b, c, false, err
	}
	b = s.strikeBase(v, strike, costSection, title)
	if c.made == nil {
		return b, c, true, s.show(v, "empty", noRota(b, v.can(auth.EditRota)))
	}
	b.Overtaken = c.made.outOfDate(strike.ID, v.can)
	return b, c, false, nil
}

func (s *Server) costPage(v *visit) error {
	b, c, done, err := s.withCosting(v, "Cost")
	if err != nil || done {
		return err
	}
	list, err := s.cards(v)
	if err != nil {
		return err
	}
	by := v.filter(strikePath(b.Strike.ID, "cost"), "trust", "bma")
	c.choose(list, by)
	view := newCostView(b, c, v.can)
	view.Choose = chooseCards(list, c.made.entry.Cards, by)
	return s.show(v, "cost", view)
}

// choose prices at the cards that the filter names in place of the strike's own.
func (c *costing) choose(list []keyedCard, by filter) {
	var other []string
	for _, part := range []struct {
		name, words string
		card        *rota.Card
	}{{"trust", "trust", &c.cards.Trust}, {"bma", "BMA", &c.cards.BMA}} {
		if k, ok := findCard(list, by.get(part.name)); ok {
			*part.card = k.Card
			other = append(other, "“"+k.Name+"” in place of the strike’s "+part.words+" card")
		}
	}
	if len(other) > 0 {
		c.other = "Costs here are priced at " + strings.Join(other, ", and ") + ". Nothing is changed by that: the workbook keeps to the strike’s own cards."
	}
}

// chooseCards is the form that prices at other cards.
func chooseCards(list []keyedCard, own rota.Cards, by filter) *pickForm {
	f := by.form()
	pick := func(name, label, current string) Select {
		return choose(f, name, label, append([]Option{{Text: "The strike’s own: " + nameOr(current, "no name")}}, cardOptions(list)...))
	}
	return &pickForm{Action: by.path, Button: "Show the costs",
		Selects: []Select{pick("trust", "Trust card", own.Trust.Name), pick("bma", "BMA card", own.BMA.Name)}}
}

// A pickForm picks what a page shows; it changes nothing and posts nothing.
type pickForm struct {
	Action  string
	Selects []Select
	Button  string
}

// A costTablePage is one long table, a page at a time.
type costTablePage struct {
	base
	Unsure     string // that rates used are not confirmed, or ""
	Table      Table
	Pagination *Pagination
}

func newCostTablePage(b base, c costing, table Table, by filter, number int) *costTablePage {
	b.Wide()
	b.backTo("Cost", strikePath(b.Strike.ID, "cost"))
	last := table.Rows[len(table.Rows)-1]
	shown, number, pages := paged(table.Rows[:len(table.Rows)-1], number, by.href)
	table.Rows = append(append([][]Cell{}, shown...), last)
	b.Title = pageTitle(b.Title, number, pages)
	return &costTablePage{base: b, Unsure: unconfirmedNote(c), Table: table, Pagination: pages}
}

func (s *Server) costBySlot(v *visit) error {
	b, c, done, err := s.withCosting(v, "Cost by slot")
	if err != nil || done {
		return err
	}
	p, l := c.problem(), c.ledger()
	sums := namedSums(l.By(rota.BySlot), func(key string) string {
		slot, _ := p.Slot(rota.SlotID(key))
		return slot.Words()
	})
	table := costTable("by-slot", "By slot", "Slot", sums, l.Total())
	return s.show(v, "cost-table", newCostTablePage(b, c, table, filter{path: strikePath(b.Strike.ID, "cost", "slots")}, v.number()))
}

func (s *Server) costByConsultant(v *visit) error {
	b, c, done, err := s.withCosting(v, "Cost by consultant")
	if err != nil || done {
		return err
	}
	l := c.ledger()
	sums := namedSums(l.By(rota.ByConsultant), func(key string) string {
		name := c.made.name(rota.ConsultantID(key))
		if _, changed := c.made.termsThen(rota.ConsultantID(key)); changed {
			return name + " (terms changed since; these are those when the rota was made)"
		}
		return name
	})
	table := costTable("by-consultant", "By consultant", "Consultant", sums, l.Total())
	return s.show(v, "cost-table", newCostTablePage(b, c, table, filter{path: strikePath(b.Strike.ID, "cost", "consultants")}, v.number()))
}
