package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// gapsTrust has one slot for each way of lacking people.
func gapsTrust() *rotatest.Builder {
	return rotatest.July().
		Slot("skill", "25 08:00", "25 20:00", rotatest.NeedsAll("BMT")).
		Slot("site", "25 08:00", "25 20:00", rotatest.NeedsAll("Obstetrics"), rotatest.AtSite(rotatest.South)).
		Slot("offer", "26 20:00", "27 08:00", rotatest.NeedsAll("Neonatal"), rotatest.Priority(3)).
		Slot("few", "25 08:00", "25 20:00", rotatest.NeedsAll("Obstetrics"), rotatest.Places(3), rotatest.Priority(2)).
		Slot("barely", "25 08:00", "25 20:00", rotatest.NeedsAll("SACT")).
		Slot("spare", "25 08:00", "25 20:00", rotatest.NeedsAll("Obstetrics"), rotatest.Priority(2)).
		Slot("met", "25 08:00", "25 20:00", rotatest.NeedsAll("BMT")).
		Consultant("C001", rotatest.Skills("Obstetrics", "SACT"), rotatest.Offer("25 07:00", "25 21:00")).
		Consultant("C002", rotatest.Skills("Obstetrics"), rotatest.Offer("25 07:00", "25 21:00")).
		Consultant("C003", rotatest.Skills("Neonatal"), rotatest.NoOffer()).
		Duty("R001", "met", rota.Working).Duty("R002", "barely", rota.NoReply).Duty("R003", "spare", rota.Away)
}

func TestFindGaps(t *testing.T) {
	t.Parallel()
	type row struct {
		Slot     rota.SlotID
		Strength strength
		Able     int
		Why      string
		Replies  int
	}
	var got []row
	for _, g := range findGaps(gapsTrust().Entry()) {
		got = append(got, row{g.need.Slot.ID, g.strength(), g.able, g.why, g.replies})
	}
	want := []row{
		{"site", nobody, 0, "2 people have the skills, none of them works at south", 0},
		{"skill", nobody, 0, "Nobody has the skills: BMT", 0},
		{"barely", barely, 1, "", 1},
		{"few", nobody, 2, "2 of 2 trained people there offered this time on site", 0},
		{"spare", enough, 2, "", 0},
		{"offer", nobody, 0, "1 trained person works there, none has offered this time on site", 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestGapsDeclined holds that an offer counts no more for what was declined.
func TestGapsDeclined(t *testing.T) {
	t.Parallel()
	e := gapsTrust().Entry()
	for _, s := range e.Slots {
		if s.ID == "spare" {
			e.Declined = []rota.Told{{Pair: rota.Pair{Slot: s.ID, Consultant: "C001"}, Span: s.Span, Mode: s.Mode, Site: s.Site}}
		}
	}
	for _, g := range findGaps(e) {
		if g.need.Slot.ID == "spare" && g.able != 1 {
			t.Errorf("%d can take what one of two has declined", g.able)
		}
		if g.need.Slot.ID == "barely" && g.why != "1 of 1 trained person there offered this time on site, of them 1 declined it" {
			t.Errorf("why nobody can: %q", g.why)
		}
	}
}

func TestGapsCase(t *testing.T) {
	t.Parallel()
	e := gapsTrust().Entry()
	e.Case = rota.Case{Kind: rota.AllWorking}
	for _, g := range findGaps(e) {
		if g.need.Slot.ID == "barely" && (g.wanted("") || g.wanted(enough) || !g.wanted(onReplies) || g.replies != 1) {
			t.Errorf("with the silent at work the slot has no place left and rests on replies alone, yet it is %+v", g)
		}
	}
	lead := func(a auth.Act) bool { return a != auth.SeePeople }
	made, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	if p := newGapsPage(strikeBaseFor("Gaps"), e.Unsaid(&made), filter{path: "/gaps", values: url.Values{"cover": {"replies"}}}, 1, lead, time.Time{}); p.Table != nil || len(p.Figures) != 3 || p.AsMade == "" {
		t.Errorf("a lead reads what rests on replies: %+v", p.Table)
	}
	if p := newGapsPage(strikeBaseFor("Gaps"), e.Unsaid(nil), filter{path: "/gaps"}, 1, lead, time.Time{}); p.Heat != nil || p.Figures != nil || p.None != untilMade {
		t.Errorf("before there is a rota a lead reads %+v, %q", p.Figures, p.None)
	}
	for kind, text := range map[rota.CaseKind]string{rota.AllAway: "counted as away", rota.ShareAway: "40% are counted as away", rota.AllWorking: "counted as working"} {
		if got := caseWords(rota.Case{Kind: kind, Share: 40}); !strings.Contains(got, text) {
			t.Errorf("%s: %q", kind, got)
		}
	}
}

// TestGapsOver holds that slots which are over stand last while the strike runs, and say so.
func TestGapsOver(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Slot("first", "25 08:00", "25 20:00").Slot("later", "27 08:00", "27 20:00", rotatest.Priority(3)).Entry()
	for now, over := range map[string]bool{"2025-07-24 12:00": false, "2025-07-26 12:00": true, "2025-08-26 12:00": false} {
		rows := newGapsPage(strikeBaseFor("Gaps"), e, filter{path: "/gaps"}, 1, anything, rotatest.At(now)).Table.Rows
		if last := rows[len(rows)-1][0].Text; len(rows) != 2 || strings.HasPrefix(last, "Fri 25 July") != over || strings.HasSuffix(last, ". It is over") != over {
			t.Errorf("at %s the last of %d is %q", now, len(rows), last)
		}
	}
}

func TestGapsPage(t *testing.T) {
	t.Parallel()
	e := gapsTrust().Entry()
	p := newGapsPage(strikeBaseFor("Gaps"), e, filter{path: "/gaps"}, 1, anything, time.Time{})
	want := []Figure{{"Nobody, or fewer people than places", "4 slots"}, {"Just as many people as places", "1 slot"},
		{"Rest on residents who have not said", "1 slot"}, {"To be covered by consultants", "6 slots"}}
	if diff := cmp.Diff(want, p.Figures); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	if len(p.Table.Rows) != 5 {
		t.Errorf("the list has %d slots, want the 5 that are gaps", len(p.Table.Rows))
	}
	if got := p.Table.Rows[0][1].Href; got != "/strikes/st/slots/site/edit" {
		t.Errorf("the slot links to %q", got)
	}
	for _, tt := range []struct {
		by   url.Values
		want int
	}{{url.Values{"cover": {"nobody"}}, 4}, {url.Values{"cover": {"enough"}}, 1}, {url.Values{"day": {"2025-07-26"}}, 1}, {url.Values{"service": {"none"}}, 0}, {url.Values{"cover": {"replies"}}, 1}} {
		got := 0
		if table := newGapsPage(strikeBaseFor("Gaps"), e, filter{path: "/gaps", values: tt.by}, 1, anything, time.Time{}).Table; table != nil {
			got = len(table.Rows)
		}
		if got != tt.want {
			t.Errorf("filter %v: %d slots, want %d", tt.by, got, tt.want)
		}
	}
}

func TestGapsHeatMap(t *testing.T) {
	t.Parallel()
	e := gapsTrust().Change(func(e *rota.Entry) {
		for i := range e.Slots {
			e.Slots[i].Service = "Cancer"
		}
		e.Slots[2].Service = "Maternity" // of 26 July
	}).Entry()
	h := newHeatMap(e, findGaps(e), "/gaps")
	want := &heatMap{Days: []string{"Fri 25 July", "Sat 26 July"}, Rows: []heatRow{
		{"Cancer", []heatCell{{"app-heat--2", "3 of 6 nobody", "1 just enough, 1 rests on replies", "/gaps?day=2025-07-25&service=Cancer#list"}, {Words: "No slot"}}},
		{"Maternity", []heatCell{{Words: "No slot"}, {Class: "app-heat--2", Words: "1 of 1 nobody", Href: "/gaps?day=2025-07-26&service=Maternity#list"}}},
	}}
	if diff := cmp.Diff(want, h); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestGapsOnReplies holds that a day whose only risk is who replies is marked, and
// that the mark leads to those slots.
func TestGapsOnReplies(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Slot("a", "25 08:00", "25 20:00").Slot("b", "25 20:00", "26 08:00", rotatest.NeedsAll("rare")).
		Consultant("C001").Consultant("C002").Consultant("C003", rotatest.Skills("rare")).
		Duty("R001", "a", rota.NoReply).Entry()
	h := newHeatMap(e, findGaps(e)[1:], "/gaps")
	if diff := cmp.Diff(heatCell{"app-heat--3", "1 rests on replies", "", "/gaps?cover=replies&day=2025-07-25&service=Maternity#list"}, h.Rows[0].Cells[0]); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	p := newGapsPage(strikeBaseFor("Gaps"), e, filter{path: "/gaps"}, 1, anything, time.Time{})
	if why := p.Table.Rows[0][6].Text; why != "One person only" {
		t.Errorf("a slot that one person could take reads %q", why)
	}
}

func TestNoGaps(t *testing.T) {
	t.Parallel()
	just, spare := gap{need: rota.Need{Places: 1}, able: 1}, gap{need: rota.Need{Places: 1}, able: 2}
	for want, gaps := range map[string][]gap{"No slot lacks people in what has been entered so far, but 1 slot has just as many people as places": {just, spare}, "No gaps in what has been entered so far. ": {spare}} {
		if got := gapSentence(gaps); !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	e := rotatest.July().Slot("a", "25 08:00", "25 20:00").
		Consultant("C001", rotatest.Offer("25 07:00", "25 21:00")).Consultant("C002", rotatest.Offer("25 07:00", "25 21:00")).Consultant("C003", rotatest.NoOffer()).Entry()
	p := newGapsPage(strikeBaseFor("Gaps"), e, filter{path: "/gaps"}, 1, anything, time.Time{})
	if p.Table != nil || p.None != "No gaps in what has been entered so far." {
		t.Errorf("without a gap the page says %q", p.None)
	}
	want := []string{"No resident has been entered, so every place is counted as one for consultants", "1 consultant has no offer"}
	if diff := cmp.Diff(want, p.NotYet); diff != "" {
		t.Errorf("not entered (-want +got):\n%s", diff)
	}
}

func TestGapsEmptyAndRoles(t *testing.T) {
	t.Parallel()
	e := rota.Entry{Strike: rotatest.Small(1).Strike, Case: rota.Case{Kind: rota.AllAway}}
	if p := newGapsPage(strikeBaseFor("Gaps"), e, filter{path: "/gaps"}, 1, anything, time.Time{}); p.Start == nil || p.Heat != nil {
		t.Error("without slots the page offers no way on")
	}
	s := newSite(t)
	v := s.as(auth.Lead)
	w := want(t, v.get("/strikes/"+s.strike+"/gaps"), 200)
	contract(t, w)
	full, _ := s.store.Entry(t.Context(), s.strike)
	text := parse(t, w).Find("body").Text()
	for _, r := range full.Residents {
		if strings.Contains(text, r.Name) {
			t.Errorf("the gaps name a resident")
		}
	}
	for _, c := range full.Consultants {
		if strings.Contains(text, c.Name) {
			t.Errorf("the gaps name a consultant")
		}
	}
	if parse(t, w).Find("main a[href$='/edit'], main a[href*='details']").Length() > 0 {
		t.Error("a lead is offered links that are not for them")
	}
}
