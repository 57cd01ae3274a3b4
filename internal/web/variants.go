package web

import (
	"fmt"
	"slices"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var variantRoutes = []route{
	{method: get, path: "/strikes/:strike/rota/cases", act: auth.EditRota, do: (*Server).awayPage},
	{method: post, path: "/strikes/:strike/rota/cases", act: auth.EditRota, do: (*Server).askAway, solves: true},
	{method: post, path: "/strikes/:strike/rota/cases/cancel", act: auth.EditRota, do: askingCases.cancel},
	{method: get, path: "/strikes/:strike/rota/cases/events", act: auth.EditRota, do: askingCases.events},
	{method: get, path: "/strikes/:strike/rota/cases/progress", act: auth.EditRota, do: askingCases.progress},
	{method: get, path: "/strikes/:strike/rota/aims", act: auth.EditRota, do: (*Server).aimsPage},
	{method: post, path: "/strikes/:strike/rota/aims", act: auth.EditRota, do: (*Server).askAims, solves: true},
	{method: post, path: "/strikes/:strike/rota/aims/cancel", act: auth.EditRota, do: askingAims.cancel},
	{method: get, path: "/strikes/:strike/rota/aims/events", act: auth.EditRota, do: askingAims.events},
	{method: get, path: "/strikes/:strike/rota/aims/progress", act: auth.EditRota, do: askingAims.progress},
}

const (
	casesTitle = "All away, some away, all working"
	aimsTitle  = "Two orders of aims"
)

// besideRota are the questions that can be asked beside the rota.
func besideRota(strikeID string, may func(auth.Act) bool) []Link {
	if !may(auth.EditRota) {
		return nil
	}
	return []Link{{Text: casesTitle, Href: askingCases.path(strikeID)}, {Text: robustTitle, Href: askingRobust.path(strikeID)},
		{Text: aimsTitle, Href: askingAims.path(strikeID)}}
}

// A variantsView asks what would be in variants of what is entered, and gives the
// answer. Share is asked of cases, Aims of orders.
type variantsView struct {
	base
	questionView
	Lead   string
	Mends  []mend // what must be put right first
	Rates  []mend // missing rates, which leave out aims of cost
	Answer *comparison
	Share  *Input
	Own    []string // the strike's aims, in order
	Aims   []Select
	Ask    *Button
}

// A variantsInput is what both pages are made of.
type variantsInput struct {
	entry  rota.Entry
	last   *store.Run // the newest question, or nil
	answer *answered  // the newest that was answered, or nil
	may    func(auth.Act) bool
}

// newVariantsView builds what the two pages share. first is the question's first problem as it would be asked now.
func newVariantsView(b base, a asking, in variantsInput, first variantNow) *variantsView {
	id := b.Strike.ID
	b.Wide()
	b.backTo("Rota", strikePath(id, "rota"))
	p := &variantsView{base: b, questionView: a.view(id, in.last, in.may)}
	p.Mends, p.Rates = cannotStart(id, in.entry, first.err), rateMends(id, in.entry, first.missing, true)
	if in.answer != nil {
		p.Answer = newComparison(in)
	}
	if p.Events == "" && len(p.Mends) == 0 {
		p.Ask = &Button{Text: "Compare them", Once: true}
	}
	return p
}

// A variantNow is a problem as it would be asked now.
type variantNow struct {
	problem rota.Problem
	missing []rota.Fault
	err     error
}

func variantOf(e rota.Entry) variantNow {
	var v variantNow
	v.problem, v.missing, v.err = makeable(e)
	return v
}

// inCase is the entry with the silent counted in another way.
func inCase(e rota.Entry, kind rota.CaseKind, share int) rota.Entry {
	e.Case = rota.Case{Kind: kind, Share: share}
	return e
}

// casesQuestion asks of all three cases, with the same aims.
func casesQuestion(e rota.Entry, share int) (runs.Question, error) {
	var q runs.Question
	for _, c := range []struct {
		name string
		kind rota.CaseKind
	}{{"All away", rota.AllAway}, {fmt.Sprintf("%d%% away", share), rota.ShareAway}, {"All working", rota.AllWorking}} {
		v := variantOf(inCase(e, c.kind, share))
		if v.err != nil {
			return q, v.err
		}
		e.Aims = v.problem.Aims // those that rates are there for when most is to be covered
		q.Variants = append(q.Variants, runs.Variant{Name: c.name, Basis: rota.AsAgreed, Problem: v.problem})
	}
	return q, nil
}

// aimsQuestion asks of the strike's aims and of others.
func aimsQuestion(e rota.Entry, aims []rota.Aim) (runs.Question, error) {
	var q runs.Question
	for _, name := range []string{"Your order", "The other order"} {
		v := variantOf(e)
		if v.err != nil {
			return q, v.err
		}
		q.Variants = append(q.Variants, runs.Variant{Name: name, Basis: rota.AsAgreed, Problem: v.problem})
		e.Aims = aims
	}
	return q, nil
}

const defaultShare = 50

func newAwayView(b base, in variantsInput, f *form.Form) *variantsView {
	p := newVariantsView(b, askingCases, in, variantOf(inCase(in.entry, rota.AllAway, 0)))
	p.Lead = "This makes the best rota three times from what is entered now: with every resident who has not said away, with a share of them away, and with all of them working. " +
		"Wherever it makes no difference, all three keep to the same people. The rota that you have stays as it is."
	if p.Ask != nil {
		if !f.Has("share") {
			f.Set("share", fmt.Sprint(defaultShare))
			if in.entry.Case.Kind == rota.ShareAway {
				f.Set("share", fmt.Sprint(in.entry.Case.Share))
			}
		}
		share := number(f, "share", "Share of the silent of each slot that is away", 3).Hinted("Rounded up to whole people, slot by slot")
		share.Suffix = "%"
		p.Share = &share
	}
	return p
}

func newAimsView(b base, in variantsInput, f *form.Form) *variantsView {
	first := variantOf(in.entry)
	p := newVariantsView(b, askingAims, in, first)
	p.Lead = "This makes the best rota twice from what is entered now: by the aims of the strike, and by the same or other aims in another order. " +
		"Wherever the order makes no difference, both keep to the same people. The rota that you have stays as it is."
	for _, aim := range first.problem.Aims {
		p.Own = append(p.Own, aim.Words())
	}
	if p.Ask != nil {
		if !f.Has(aimName(0)) {
			for i, aim := range otherOrder(first.problem.Aims) {
				f.Set(aimName(i), string(aim))
			}
		}
		places := []string{"Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth"}
		for i := range rota.Aims()[1:] {
			p.Aims = append(p.Aims, choose(f, aimName(i), places[i], aimOptions()))
		}
	}
	return p
}

// otherOrder is a first suggestion: the aims after cover, the first two the other way round.
func otherOrder(aims []rota.Aim) []rota.Aim {
	out := slices.Clone(aims[min(1, len(aims)):])
	if len(out) > 1 {
		out[0], out[1] = out[1], out[0]
	}
	return out
}

// readAims reads the other order; cover comes first in every one.
func readAims(f *form.Form, own []rota.Aim) []rota.Aim {
	out := []rota.Aim{rota.AimCover}
	for i := range rota.Aims()[1:] {
		aim := form.OptionalChoice(f, aimName(i), "the aim", rota.Aims()[1:])
		switch {
		case aim == "":
		case slices.Contains(out, aim):
			f.Fail(aimName(i), "Choose each aim once")
		default:
			out = append(out, aim)
		}
	}
	if f.OK() && slices.Equal(out, own) {
		f.Fail(aimName(0), "Choose an order that is not the strike’s own")
	}
	return out
}

// withVariants loads what a page is made of.
func (s *Server) withVariants(v *visit, a asking, title string) (b base, in variantsInput, err error) {
	strike, err := s.strike(v)
	if err != nil {
		return b, in, err
	}
	in.may = v.can
	if in.entry, err = v.store.Entry(v.ctx(), strike.ID); err != nil {
		return b, in, err
	}
	if in.last, err = a.latest(s, v, strike.ID); err != nil {
		return b, in, err
	}
	in.answer, err = a.answer(s, v, strike.ID)
	return s.strikeBase(v, strike, rotaSection, title), in, err
}

func (s *Server) awayPage(v *visit) error {
	b, in, err := s.withVariants(v, askingCases, casesTitle)
	if err != nil {
		return err
	}
	return s.show(v, "variants", newAwayView(b, in, form.New()))
}

// askAway queues a question. While one is being answered, or none can be asked, the page says so.
func (s *Server) askAway(v *visit) error {
	b, in, err := s.withVariants(v, askingCases, casesTitle)
	if err != nil {
		return err
	}
	f := v.form()
	share := f.Int("share", "the share", 0, 100)
	if err := f.Done(); err != nil {
		return err
	}
	return s.askVariants(v, askingCases, newAwayView(b, in, f), f, func() (runs.Question, error) { return casesQuestion(in.entry, share) })
}

func (s *Server) aimsPage(v *visit) error {
	b, in, err := s.withVariants(v, askingAims, aimsTitle)
	if err != nil {
		return err
	}
	return s.show(v, "variants", newAimsView(b, in, form.New()))
}

// askAims queues a question, as askAway does.
func (s *Server) askAims(v *visit) error {
	b, in, err := s.withVariants(v, askingAims, aimsTitle)
	if err != nil {
		return err
	}
	f := v.form()
	aims := readAims(f, variantOf(in.entry).problem.Aims)
	if err := f.Done(); err != nil {
		return err
	}
	return s.askVariants(v, askingAims, newAimsView(b, in, f), f, func() (runs.Question, error) { return aimsQuestion(in.entry, aims) })
}

func (s *Server) askVariants(v *visit, a asking, page *variantsView, f *form.Form, question func() (runs.Question, error)) error {
	if page.Ask == nil {
		return s.redirect(v, page.Here)
	}
	if !f.OK() {
		return s.showAgain(v, "variants", page, f)
	}
	q, err := question()
	if err != nil {
		return err
	}
	if _, err := s.options.Runs.Ask(v.ctx(), v.store.Trust, v.actor(), page.Strike.ID, a.purpose, q); err != nil {
		return err
	}
	return s.redirect(v, page.Here)
}
