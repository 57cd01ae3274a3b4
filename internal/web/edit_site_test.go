package web

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
)

// handEntry is a trust in which a day and a night are open, an evening is held, and one
// of the people is not trained.
func handEntry() rota.Entry {
	return rotatest.July().Standard().
		Slot("day", "25 08:00", "25 20:00", rotatest.NeedsAll("Obstetrics")).
		Slot("night", "25 20:00", "26 08:00", rotatest.NeedsAll("Obstetrics")).
		Slot("later", "27 08:00", "27 20:00", rotatest.NeedsAll("Obstetrics")).
		Consultant("c1", rotatest.Skills("Obstetrics")).
		Consultant("c2", rotatest.Skills("Obstetrics")).
		Consultant("c3").
		Entry()
}

// handSite is a site with that trust, and a rota in which c2 has the day after.
func handSite(t *testing.T, change ...func(*Options)) *site {
	t.Helper()
	s := newSite(t, change...)
	e := handEntry()
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	s.finish(rotatest.In("later", "c2"))
	return s
}

// finish has the rota made with these assignments.
func (s *site) finish(as ...rota.Assignment) {
	s.t.Helper()
	p := s.problem()
	for _, l := range p.Locks {
		if !slices.ContainsFunc(as, func(a rota.Assignment) bool { return a.Pair() == l }) {
			as = append(as, rotatest.In(l.Slot, l.Consultant))
		}
	}
	s.run = s.start(p)
	s.finishRun(p, as...)
}

// finishRun ends the site's run of the problem with these assignments.
func (s *site) finishRun(p rota.Problem, as ...rota.Assignment) {
	s.t.Helper()
	var plan bytes.Buffer
	if err := document.WritePlan(&plan, rotatest.Plan(p, as...)); err != nil {
		s.t.Fatal(err)
	}
	if err := s.store.FinishRun(s.t.Context(), s.run, plan.Bytes()); err != nil {
		s.t.Fatal(err)
	}
}

func taking(slot rota.SlotID, who rota.ConsultantID) rota.Edit {
	return rota.Edit{Takes: []rota.Pair{{Slot: slot, Consultant: who}}}
}

// open opens the check page of an edit, and gives the values that its form would post.
func (s *site) open(v *visitor, slot rota.SlotID, e rota.Edit) (to string, values url.Values) {
	s.t.Helper()
	w := want(s.t, v.get(checkPath(s.strike, slot, e)), http.StatusOK)
	contract(s.t, w)
	doc := parse(s.t, w)
	values = url.Values{}
	for _, name := range []string{wayField, sawField} {
		values.Set(name, doc.Find("input[name="+name+"]").AttrOr("value", ""))
	}
	values.Set(reasonField, "")
	return doc.Find("main form").AttrOr("action", ""), values
}

func (s *site) current() (rota.Plan, store.PlanRecord) {
	s.t.Helper()
	d, record := s.draft()
	return d.Plan, record
}

// draft is the rota as it is, which the referee passes.
func (s *site) draft() (rota.Draft, store.PlanRecord) {
	s.t.Helper()
	record, err := s.store.CurrentPlan(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	e, err := s.store.Entry(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	d, err := new(planCache).draft(record, e)
	if err != nil {
		s.t.Fatal(err)
	}
	if report := rota.Check(d.Problem, d.Plan); !report.OK() {
		s.t.Errorf("the referee finds %v %v", report.Faults, report.Breaches)
	}
	return d, record
}

// pageText is what a page says.
func pageText(t *testing.T, v *visitor, path string) string {
	t.Helper()
	w := want(t, v.get(path), http.StatusOK)
	contract(t, w)
	return strings.Join(strings.Fields(parse(t, w).Find("main").Text()), " ")
}
