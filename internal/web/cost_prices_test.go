package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// priced gives the strike a question about prices that has been answered, once.
func (s *site) priced() {
	s.t.Helper()
	if _, err := s.store.Answer(s.t.Context(), s.strike, store.ForPrices); err == nil {
		return
	}
	p, plan, record, err := planOf(s)
	if err != nil {
		s.t.Fatal(err)
	}
	q, err := pricesOf(newMadeRota(rota.Entry{Strike: p.Strike, Cards: p.Cards}, p, plan, record.MadeAt), anything).question(rota.Price{Name: "As agreed", Basis: rota.AsAgreed}, rota.Price{Name: "All at BMA rates", Basis: rota.AtBMA})
	if err != nil {
		s.t.Fatal(err)
	}
	q.Rota = record.RunID
	id, err := queue{}.Ask(s.t.Context(), s.store.Trust, actor, s.strike, store.ForPrices, q)
	if err != nil {
		s.t.Fatal(err)
	}
	plans, err := runs.WritePlans([]rota.Plan{plan, rotatest.Plan(q.Variants[1].Problem)})
	if err == nil {
		err = s.store.FinishRun(s.t.Context(), id, plans)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func pricesOf(m *madeRota, may func(auth.Act) bool) pricesInput {
	return pricesInput{costing: costOf(m), may: may}
}

// twoTerms is a rota of three days, with somebody on trust rates and somebody on BMA
// rates for each, in which the first has two.
func twoTerms(t *testing.T) *madeRota {
	t.Helper()
	e := rotatest.July().Slot("mon", "28 08:00", "28 18:00").Slot("sun", "27 08:00", "27 18:00").Slot("sat", "26 08:00", "26 18:00").
		Consultant("c1", rotatest.Terms(rota.TrustRate, "")).Consultant("c2", rotatest.Terms(rota.BMARate, "")).
		Aims(rota.AimCover, rota.AimCostAgreed).Entry()
	for i, name := range []string{"Anne Example", "Ben Example"} {
		e.Consultants[i].Name = name
	}
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeRota(e, p, rotatest.Plan(p, rotatest.In("mon", "c1"), rotatest.In("sun", "c1"), rotatest.In("sat", "c2")), e.Strike.Start)
	m.run = "run1"
	return m
}

// dearer asks of the rota as agreed and with an uplift, and answers with the pairs.
func dearer(t *testing.T, m *madeRota, may func(auth.Act) bool, up rota.Pence, then ...rota.Assignment) pricesInput {
	t.Helper()
	in := pricesOf(m, may)
	q, err := in.question(priceOf("agreed", nil, false, nil), priceOf(byUplift, &up, false, nil))
	if err != nil {
		t.Fatal(err)
	}
	proved := func(plan rota.Plan) rota.Plan { plan.Status = rota.Proved; return plan }
	in.answer = &answered{Question: q, plans: []rota.Plan{proved(m.plan), proved(rotatest.Plan(q.Variants[1].Problem, then...))}, at: m.at}
	return in
}

func cellTexts(t Table) [][]string {
	var out [][]string
	for _, row := range t.Rows {
		var line []string
		for _, c := range row {
			line = append(line, c.Text)
		}
		out = append(out, line)
	}
	return out
}

func TestPriceAnswer(t *testing.T) {
	t.Parallel()
	m := twoTerms(t)
	same := newPriceAnswer(dearer(t, m, anything, 100, m.plan.Assignments...))
	// A trust hour is £98, and £125 at the weekend; a BMA hour £188 and £250.
	if diff := cmp.Diff([][]string{{"Best rota at both prices", "£4,730.00", "£4,750.00"}}, cellTexts(same.Costs)); same.Headline != "The same people would cover at both prices" || same.Changes != nil || diff != "" {
		t.Errorf("the same: %+v, costs (-want +got):\n%s", same, diff)
	}
	then := []rota.Assignment{rotatest.In("mon", "c2"), rotatest.In("sat", "c1")}
	changed := newPriceAnswer(dearer(t, m, anything, 10000, then...))
	if changed.Headline != "Another price would change who covers 3 slots" {
		t.Errorf("changed: %q", changed.Headline)
	}
	want := [][]string{
		{"Labour ward, Registrar tier", "Sat 26 July, 8am to 6pm", "Ben Example (own terms: BMA rate)", "Anne Example (own terms: trust rate)"},
		{"Labour ward, Registrar tier", "Sun 27 July, 8am to 6pm", "Anne Example (own terms: trust rate)", "Nobody"},
		{"Labour ward, Registrar tier", "Mon 28 July, 8am to 6pm", "Anne Example (own terms: trust rate)", "Ben Example (own terms: BMA rate)"},
	}
	if diff := cmp.Diff(want, cellTexts(*changed.Changes)); diff != "" {
		t.Errorf("who covers (-want +got):\n%s", diff)
	}
	wantCosts := [][]string{{"Best rota at the first price", "£4,730.00", "£6,730.00"}, {"Best rota at the second price", "£3,130.00", "£4,130.00"}}
	if diff := cmp.Diff(wantCosts, cellTexts(changed.Costs)); diff != "" {
		t.Errorf("costs (-want +got):\n%s", diff)
	}
	if !slices.Contains(changed.Words, "At the second price, keeping to the first rota would cost £2,600.00 more than changing.") {
		t.Errorf("words %q", changed.Words)
	}
	for more, want := range map[rota.Pence]string{1: "£0.01 more", 0: "cost the same", -1: "£0.01 less"} {
		if got := stayWords(more); !strings.Contains(got, want) {
			t.Errorf("%d pence more: %q", more, got)
		}
	}
	for _, row := range cellTexts(*newPriceAnswer(dearer(t, m, finance, 10000, then...)).Changes) {
		if row[2] != "1 consultant (own terms: trust rate)" && row[2] != "1 consultant (own terms: BMA rate)" || row[2] == row[3] {
			t.Errorf("finance reads %q", row)
		}
	}
}

// TestPriceWithoutMoney holds that rotas that cost the same are not said to differ for a price.
func TestPriceWithoutMoney(t *testing.T) {
	t.Parallel()
	m := twoTerms(t)
	in := dearer(t, m, finance, 100, rotatest.In("mon", "c2"), rotatest.In("sun", "c1"), rotatest.In("sat", "c2"))
	for i := range in.answer.Variants {
		in.answer.Variants[i] = in.answer.Variants[0]
		in.answer.Variants[i].Basis = rota.AtTrust
	}
	if got := newPriceAnswer(in); got.Headline != "No money is involved: other people could cover 1 slot for the same cost" {
		t.Errorf("%q", got.Headline)
	}
	swap := Table{Rows: [][]Cell{{{Text: "a"}, {Text: "a"}}, {{Text: "a"}, {Text: "b"}}}}
	tellApart(swap)
	if swap.Rows[0][1].Text == "a" || swap.Rows[1][1].Text != "b" {
		t.Errorf("told apart: %v", cellTexts(swap))
	}
}

func TestPriceNotes(t *testing.T) {
	t.Parallel()
	m := twoTerms(t)
	in := dearer(t, m, anything, 100)
	if got := priceNotes(in); len(got) != 2 || !strings.Contains(got[0], "at the rates of then") || !strings.Contains(got[1], "2 are not confirmed") {
		t.Errorf("notes %q", got)
	}
	if got := strings.Join(priceNotes(dearer(t, m, anything, -12000)), "\n"); !strings.Contains(got, "At the second price: no rate falls below £0, so these stop there: weekday 7am to 7pm (£") {
		t.Errorf("of rates that stop at £0 the notes say %q", got)
	}
	in.answer.plans[1].Status = rota.BestFound
	in.answer.Rota = "an older run"
	in.money.NI.On = true
	got := strings.Join(priceNotes(in), "\n")
	for _, want := range []string{"made again since", "not the time to prove both", "pay alone"} {
		if !strings.Contains(got, want) {
			t.Errorf("the notes do not say %q:\n%s", want, got)
		}
	}
}

// TestPriceNotesOfChanges: what has changed since the rota was made is told, and nothing of replies.
func TestPriceNotesOfChanges(t *testing.T) {
	t.Parallel()
	m := twoTerms(t)
	for what, change := range map[string]func(*rota.Entry){
		"consultants": func(e *rota.Entry) { e.Consultants[0].Terms = rota.BMARate },
		"rates": func(e *rota.Entry) {
			e.Cards.Trust.Rates = slices.Clone(e.Cards.Trust.Rates)
			e.Cards.Trust.Rates[0].Rate[rota.Night] = nil
		},
		"slots": func(e *rota.Entry) { e.Slots[0].Priority++ },
		"": func(e *rota.Entry) {
			e.Residents = []rota.Resident{{ID: "R1", Name: "Example"}}
			e.Duties = []rota.Duty{{ID: "D1", Resident: "R1", Slot: e.Slots[0].ID, Span: e.Slots[0].Span, Declaration: rota.Working}}
		},
	} {
		e := m.entry
		e.Slots, e.Consultants = slices.Clone(e.Slots), slices.Clone(e.Consultants)
		change(&e)
		now := newMadeRota(e, m.problem, m.plan, m.at)
		now.run = m.run
		in := dearer(t, m, finance, 100)
		in.made, in.answer.Rota = now, now.run
		notes := strings.Join(priceNotes(in), "\n")
		if told := strings.Contains(notes, "have changed, which the answer does not know of: "+what+"."); told != (what != "") || what == "" && strings.Contains(notes, "changed") {
			t.Errorf("%q: the notes are %q", what, notes)
		}
		if what != "rates" {
			continue
		}
		in = dearer(t, now, finance, 100)
		in.answer.Rota = now.run
		if notes := strings.Join(priceNotes(in), "\n"); strings.Contains(notes, "does not know of") {
			t.Errorf("asked at the new rates: the notes are %q", notes)
		}
	}
	in := dearer(t, m, finance, 100)
	in.answer.Rota, m.edited = m.run, m.at.Add(1)
	if notes := strings.Join(priceNotes(in), "\n"); !strings.Contains(notes, "by hand since") {
		t.Errorf("changed by hand: %q", notes)
	}
}

// TestPricesOfTwins holds that what finance can ask, and reads, is the same whatever
// anybody has said since the rota was made.
func TestPricesOfTwins(t *testing.T) {
	t.Parallel()
	read := func(said rota.Declaration) (view *pricesView, problem string) {
		m := crowd(t, 0, 8, 0, rota.NoReply)
		e := m.entry
		e.Duties = slices.Clone(e.Duties)
		for i := range e.Duties {
			e.Duties[i].Declaration = said
		}
		twin := newMadeRota(e, m.problem, m.plan, m.at)
		in := dearer(t, twin, finance, 100, m.plan.Assignments...)
		_, doc, err := in.answer.Documents()
		if err != nil {
			t.Fatal(err)
		}
		return newPricesView(strikeBaseForTest(), in, form.New()), string(doc)
	}
	first, asked := read(rota.Away)
	for _, said := range rota.Declarations() {
		now, then := read(said)
		if diff := cmp.Diff(first, now, cmp.AllowUnexported(pricesView{}, questionView{}), cmpopts.EquateEmpty()); diff != "" || asked != then {
			t.Errorf("all %q: asked the same: %t, reads (-first +now):\n%s", said, asked == then, diff)
		}
	}
}

func TestPriceOptions(t *testing.T) {
	t.Parallel()
	half := rota.PerCent(5000)
	cases := []store.CostCase{{ID: "K1", CostCase: rota.CostCase{Name: "Nights", Uplift: 500}}, {ID: "K2", CostCase: rota.CostCase{Name: "Half", BMAShare: &half}}}
	var keys []string
	for _, o := range priceOptions(cases) {
		keys = append(keys, o.Value)
	}
	if diff := cmp.Diff([]string{"agreed", "uplift", "trust", "bma", "case/K1"}, keys); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	up := rota.Pence(1250)
	for _, c := range []struct {
		key  string
		less bool
		want rota.Price
	}{
		{"bma", false, rota.Price{Name: "All at BMA rates", Basis: rota.AtBMA}},
		{"case/K1", false, rota.Price{Name: "As agreed, in the cost case “Nights”", Basis: rota.AsAgreed, Case: cases[0].CostCase}},
		{"uplift", false, rota.Price{Name: "As agreed, with every trust rate £12.50 an hour up", Basis: rota.AsAgreed, Case: rota.CostCase{Uplift: 1250}}},
		{"uplift", true, rota.Price{Name: "As agreed, with every trust rate £12.50 an hour down", Basis: rota.AsAgreed, Case: rota.CostCase{Uplift: -1250}}},
	} {
		if diff := cmp.Diff(c.want, priceOf(c.key, &up, c.less, cases)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.key, diff)
		}
	}
}

// TestPriceNote holds that a case says where rotas are compared what of it does not count there.
func TestPriceNote(t *testing.T) {
	t.Parallel()
	c, half := costOf(pricedRota(t)), rota.PerCent(5000)
	const without = "What the case says of hours called in does not count here, where rotas are compared with nobody called in"
	for name, tt := range map[string]struct {
		k    rota.CostCase
		want string
	}{
		"an uplift":      {rota.CostCase{Uplift: 100}, ""},
		"a share":        {rota.CostCase{CalledShare: &half}, without},
		"a called rate":  {rota.CostCase{Rates: []rota.RateChange{{Called: true}}}, without},
		"and a floor":    {rota.CostCase{Uplift: -50_00, CalledShare: &half}, flooredWords(rota.CostCase{Uplift: -50_00}, c) + ". " + without},
		"a floor, alone": {rota.CostCase{Uplift: -50_00}, flooredWords(rota.CostCase{Uplift: -50_00}, c)},
	} {
		if got := priceNote(tt.k, c); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestAskPrices(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	v := s.as(auth.Finance)
	page := strikePath(s.strike, "cost", "prices")
	before, err := s.store.CurrentPlan(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	to := tryForm(t, v, page, page, map[string]string{"uplift": "12.50"}, []badField{
		{"the same twice", map[string]string{"second": "agreed"}, "second", "not the first"},
		{"no amount", map[string]string{"uplift": ""}, "uplift", "Enter by how much"},
		{"an amount in words", map[string]string{"uplift": "more"}, "uplift", "pounds and pence"},
		{"nothing", map[string]string{"uplift": "0"}, "uplift", "Enter by how much"},
		{"past belief", map[string]string{"uplift": "10000.01"}, "uplift", "no more than £10,000"},
	})
	if to != page {
		t.Errorf("it leads to %s", to)
	}
	under := want(t, v.get(page), http.StatusOK)
	contract(t, under)
	doc := parse(t, under)
	if got, _ := doc.Find("[data-progress]").Attr("data-progress"); got != page+"/events" || doc.Find("select").Length() > 0 {
		t.Errorf("the page of a question being answered has its progress at %q", got)
	}
	run, err := s.store.LatestQuestionRun(t.Context(), s.strike, store.ForPrices)
	if err != nil {
		t.Fatal(err)
	}
	// It is no run of a rota, and a second is not begun beside it.
	want(t, s.as(auth.Coordinator).get(strikePath(s.strike, "runs", run.ID)), http.StatusNotFound)
	s.onceAndCancelled(v, askingPrices, under, map[string][]string{"first": {"agreed"}, "second": {"bma"}, "uplift": {""}, "direction": {"more"}})
	want(t, v.post(page+"/cancel", fields(t, under, page+"/cancel")), http.StatusSeeOther) // it is over
	if got := want(t, v.get(page+"/events"), http.StatusOK).Body.String(); !strings.Contains(got, "event: done") {
		t.Errorf("events %s", got)
	}
	after, err := s.store.CurrentPlan(t.Context(), s.strike)
	if diff := cmp.Diff(before, after); err != nil || diff != "" {
		t.Errorf("the rota is another: %v\n%s", err, diff)
	}
	want(t, s.as(auth.Lead).get(page), http.StatusNotFound)
}

// TestPricesShown holds that the answer is on the page of those who may see it, beside a form to ask again.
func TestPricesShown(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	s.priced()
	page := strikePath(s.strike, "cost", "prices")
	for _, role := range []auth.Role{auth.Coordinator, auth.Finance} {
		w := want(t, s.as(role).get(page), http.StatusOK)
		contract(t, w)
		doc := parse(t, w)
		if got := doc.Find("#answer").Text(); !strings.HasPrefix(got, "Another price would change who covers") || doc.Find("select").Length() != 2 || doc.Find("table").Length() != 2 {
			t.Errorf("%s reads %q", role, got)
		}
	}
}

// TestPricesWithout holds what is said when nothing can be asked.
func TestPricesWithout(t *testing.T) {
	t.Parallel()
	m := twoTerms(t)
	m.problem.Aims = []rota.Aim{rota.AimCover}
	p := newPricesView(strikeBaseForTest(), pricesOf(m, anything), form.New())
	if p.Ask != nil || !strings.Contains(p.None, "without an aim of cost") {
		t.Errorf("without an aim of cost: %+v", p)
	}
	run := store.Run{ID: "r2", StrikeID: "s1", Purpose: store.ForPrices, State: store.RunFailed, Reference: "ABCD"}
	in := pricesOf(twoTerms(t), anything)
	in.last = &run
	if p := newPricesView(strikeBaseForTest(), in, form.New()); !strings.Contains(p.Failed, "ABCD") || p.Ask == nil {
		t.Errorf("after a question that failed: %+v", p)
	}
}

// TestPricesNeedRates holds that a missing rate is named with its link.
func TestPricesNeedRates(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	for i := range e.Cards.BMA.Rates {
		e.Cards.BMA.Rates[i].Rate[rota.Night] = nil
	}
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	v := s.as(auth.Finance)
	page := strikePath(s.strike, "cost", "prices")
	w := want(t, v.post(page, map[string][]string{"first": {"trust"}, "second": {"bma"}, "uplift": {""}, "direction": {"more"}}), http.StatusUnprocessableEntity)
	contract(t, w)
	if text := parse(t, w).Find("main").Text(); !strings.Contains(text, "night rate of the BMA card") {
		t.Errorf("it reads %s", text)
	}
}
