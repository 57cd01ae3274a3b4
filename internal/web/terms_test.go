package web

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestTermsThenAndNow: once terms or pay points have changed, pages of a slot, a person and the costs say which are those
// of the rota, that their costs go by these, and which are entered now.
func TestTermsThenAndNow(t *testing.T) {
	t.Parallel()
	rows := func(m *madeRota, id rota.ConsultantID) string {
		in := personInput{m: m, id: id, may: anything}
		slot := coverOf(t, m, rota.SlotID(map[rota.ConsultantID]string{"c1": "a", "c2": "b", "c3": "c", "c4": "d"}[id]))
		var out []string
		for _, r := range append(in.facts().Rows, slot.personRows(m.plan.Holders(slot.slot.ID)[0])...) {
			if r.Key == "Paid" || r.Key == "Terms" {
				out = append(out, r.Value)
			}
		}
		if len(out) != 2 || out[0] != out[1] {
			t.Errorf("the person's page and the slot's say %q", out)
		}
		return out[0]
	}
	note := func(m *madeRota) string {
		for _, n := range costNotes(costOf(m)) {
			if strings.Contains(n, "The terms or pay points of") {
				return n
			}
		}
		return ""
	}
	m := pricedRota(t)
	if got := rows(m, "c1"); got != "Trust rate" || note(m) != "" {
		t.Errorf("nothing has changed: %q, %q", got, note(m))
	}
	was := m.plan.Cost
	change := func(id rota.ConsultantID, terms rota.Terms, point string) {
		who := m.people[id]
		who.Terms, who.PayPoint = terms, point
		m.people[id] = who
	}
	change("c1", rota.BMARate, "")
	change("c3", rota.InJobPlan, "4-7")
	for id, want := range map[rota.ConsultantID]string{
		"c1": "Trust rate when the rota was made, which its cost goes by. Entered now: BMA rate. That counts when the rota is made again",
		"c2": "BMA rate",
		"c3": "In job plan, the card’s general row when the rota was made, which its cost goes by. Entered now: in job plan, pay point 4-7. That counts when the rota is made again",
	} {
		if got := rows(m, id); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	now := m.problem
	now.Consultants = append([]rota.Consultant{}, now.Consultants...)
	now.Consultants[0].Terms, now.Consultants[2].PayPoint = rota.BMARate, "4-7"
	then := rota.Total(now.Lines(m.plan))
	want := "The terms or pay points of 2 consultants with cover have changed since the rota was made. Costs here and in the workbook go by those when it was made; the new ones count when the rota is made again. " +
		"With the same cover on the terms as they are now it would cost " + then.Agreed.String() + " as agreed, " + then.Trust.String() + " all at trust rates and " + then.BMA.String() + " all at BMA rates."
	if diff := cmp.Diff(want, note(m)); diff != "" {
		t.Errorf("the page of costs (-want +got)\n%s", diff)
	}
	if got := costOf(m).ledger().Total().All(); *got.Agreed != *was.Agreed {
		t.Errorf("as agreed it is %s, want %s as before", got.Agreed, was.Agreed)
	}
}

// TestSlotCostsAsOnThePage: what a slot and a person cost on their own pages is what the tables of cost have, with on-costs
// and with on call that is called in.
func TestSlotCostsAsOnThePage(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Slot("a", "25 08:00", "25 20:20").Slot("b", "26 20:00", "27 08:10", rotatest.InMode(rota.OnCall)).Slot("c", "28 08:10", "28 12:00", rotatest.InMode(rota.OnCall)).
		Consultant("c1", rotatest.Terms(rota.BMARate, "")).Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	m := newMadeRota(e, p, rotatest.Plan(p, rotatest.In("a", "c1"), rotatest.In("b", "c1"), rotatest.In("c", "c1")), e.Strike.Start)
	how := func(s *store.MoneySettings) {
		s.CalledShare = 3333
		s.NI.On, s.Pension.On = true, true
	}
	c := costOf(m, how)
	amounts := func(rows []SummaryRow) (out []string) {
		for _, r := range rows {
			if strings.HasPrefix(r.Key, "Cost ") {
				if !strings.HasSuffix(r.Key, ", on-costs included") {
					t.Errorf("it says %q", r.Key)
				}
				out = append(out, strings.TrimSuffix(r.Value, notConfirmedMark))
			}
		}
		return out
	}
	for _, sum := range c.ledger().By(rota.BySlot) {
		in := coverOf(t, m, rota.SlotID(sum.Key))
		in.money = c.money.Pricing
		all := sum.All()
		if diff := cmp.Diff([]string{all.Trust.String(), all.BMA.String(), all.Agreed.String()}, amounts(in.personRows(m.plan.Holders(in.slot.ID)[0]))); diff != "" {
			t.Errorf("slot %s (-table +its page)\n%s", sum.Key, diff)
		}
	}
	all := c.ledger().Total().All()
	view := newPersonView(strikeBaseForTest(), personInput{m: m, id: "c1", money: c.money.Pricing, may: anything})
	if diff := cmp.Diff([]string{all.Trust.String(), all.BMA.String(), all.Agreed.String()}, amounts(view.Cost.Rows)); diff != "" {
		t.Errorf("the person (-table +page)\n%s", diff)
	}
}

// TestRangeWords: of two bounds each may be missing by itself.
func TestRangeWords(t *testing.T) {
	t.Parallel()
	p := func(n rota.Pence) *rota.Pence { return &n }
	for _, tt := range []struct {
		low, high *rota.Pence
		want      string
	}{{nil, nil, "Not known"}, {p(100), nil, "At least £1.00; the most is not known"}, {nil, p(100), "At most £1.00; the least is not known"},
		{p(100), p(100), "£1.00"}, {p(0), p(100), "£0.00 to £1.00"}} {
		if got := rangeWords(tt.low, tt.high); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
