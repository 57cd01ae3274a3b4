package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func storedConsultants(e rota.Entry) []store.Consultant {
	var out []store.Consultant
	for _, c := range e.Consultants {
		out = append(out, store.Consultant{Consultant: c, Version: 1})
	}
	return out
}

func TestMissingSkills(t *testing.T) {
	t.Parallel()
	e := rotatest.July().
		Slot("a", "25 08:00", "25 20:00", rotatest.NeedsAll("Obstetrics", "Fetal medicine")).
		Slot("b", "26 08:00", "26 20:00", rotatest.NeedsAll("Fetal medicine")).
		Slot("c", "27 08:00", "27 20:00", rotatest.NeedsAny("SACT", "Haematology")).
		Slot("d", "28 08:00", "28 20:00", rotatest.NeedsAny("Obstetrics", "Gynaecology")).
		Consultant("C001", rotatest.Skills("Obstetrics")).Entry()
	want := []missingSkill{
		{"Fetal medicine: needed by 2 slots", "/strikes/st/slots?skill=Fetal+medicine"},
		{"SACT or Haematology: needed by 1 slot", "/strikes/st/slots?skill=SACT"},
	}
	if diff := cmp.Diff(want, missingSkills("st", e.Slots, storedConsultants(e))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOfferedMinutes(t *testing.T) {
	t.Parallel()
	on := func(start, end string) rota.Offer {
		return rota.Offer{Span: rotatest.Span("2025-07-"+start, "2025-07-"+end)}
	}
	for _, tt := range []struct {
		name   string
		offers []rota.Offer
		want   int
	}{
		{"none", nil, 0},
		{"touching", []rota.Offer{on("25 08:00", "25 20:00"), on("25 20:00", "26 08:00")}, 24 * 60},
		{"overlapping, any order", []rota.Offer{on("25 12:00", "25 20:00"), on("25 08:00", "25 14:00")}, 12 * 60},
		{"one inside another", []rota.Offer{on("25 08:00", "27 08:00"), on("26 08:00", "26 20:00"), on("27 07:00", "27 09:00")}, 49 * 60},
	} {
		if got := offeredMinutes(tt.offers); got != tt.want {
			t.Errorf("%s: %d minutes, want %d", tt.name, got, tt.want)
		}
	}
}

func TestConsultantsPage(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Slot("a", "25 08:00", "25 20:00").
		Consultant("C001", rotatest.Skills("Obstetrics"), rotatest.Planned("s1", "26 09:00", "26 13:00", 5)).
		Consultant("C002", rotatest.Skills("SACT"), rotatest.NoOffer()).Entry()
	p := newConsultantsPage(strikeBaseFor("Consultants"), e.Slots, storedConsultants(e), nil, filter{path: "/x"}, 1, true)
	if diff := cmp.Diff([]Figure{{"Consultants", "2"}, {"Have offered time", "1"}, {"No offer yet", "1"}}, p.Figures); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	if p.Rows[0].Sessions != "1 session" || p.Rows[1].Offered != "No offer yet" || p.Rows[1].Sessions != "None" {
		t.Errorf("rows: %+v", p.Rows)
	}
	p = newConsultantsPage(strikeBaseFor("Consultants"), e.Slots, storedConsultants(e), nil, filter{path: "/x", values: url.Values{"skill": {"SACT"}}}, 1, false)
	if len(p.Rows) != 1 || p.Rows[0].Skills[0].Text != "SACT" || p.Rows[0].Name.Href != "" || p.Add != nil {
		t.Errorf("filtered by skill, read only: %+v", p.Rows)
	}
	p = newConsultantsPage(strikeBaseFor("Consultants"), nil, nil, nil, filter{path: "/x"}, 1, true)
	if p.Rows != nil || !strings.Contains(p.None, "No consultant has been entered yet") {
		t.Errorf("the empty page says %q", p.None)
	}
}

func TestConsultantForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := "/strikes/" + s.strike + "/consultants/new"
	long := strings.Repeat("x", 101)
	to := tryForm(t, v, page, page, map[string]string{"name": "Dr New Person", "skills": "Obstetrics", "other-skills": "Fetal medicine, Scanning", "sites": "Ashmere General",
		"terms": "bma_rate", "pay-point": "3", "max-cover": "24.5", "max-nights": "2",
		"offer-0-span-day": "2025-07-25", "offer-0-span-from": "7:30pm", "offer-0-span-to": "9am",
		"session-0-name": "Breast clinic", "session-0-span-day": "2025-07-28", "session-0-span-from": "0900", "session-0-span-to": "12:30", "session-0-kind": "planned", "session-0-loss": "8",
		"then": "offer"}, []badField{
		{"no name", map[string]string{"name": ""}, "name", "Enter the consultant’s name"},
		{"long name", map[string]string{"name": long}, "name", "100 characters"},
		{"odd hours", map[string]string{"max-cover": "lots"}, "max-cover", "must be hours"},
		{"too many nights", map[string]string{"max-nights": "40"}, "max-nights", "from 0 to 31"},
		{"offer without a day", map[string]string{"offer-0-span-day": ""}, "offer-0-span-day", "Choose the day of the offer"},
		{"offer with an odd time", map[string]string{"offer-0-span-from": "dusk"}, "offer-0-span-from", "such as 8am, 5:30pm or 17:30"},
		{"session with a bare hour", map[string]string{"session-0-span-to": "5"}, "session-0-span-to", "as 5am or 5pm"},
		{"no word of the loss", map[string]string{"session-0-loss": ""}, "session-0-loss", "or 0 if there are none"},
		{"session that nobody said may be lost", map[string]string{"session-0-kind": ""}, "session-0-kind", "Choose whether the session may be lost"},
		{"session without a name", map[string]string{"session-0-name": ""}, "session-0-name", "Enter what the session is"},
		{"session without an end", map[string]string{"session-0-span-to": ""}, "session-0-span-to", "Enter when the session ends"},
		{"too great a loss", map[string]string{"session-0-loss": "100001"}, "session-0-loss", "from 0 to 100000"},
		{"a word too long", map[string]string{"other-skills": long}, "other-skills", "60 characters"},
	})
	list, err := s.store.Consultants(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(c store.Consultant) bool { return c.Name == "Dr New Person" })
	if i < 0 {
		t.Fatal("the consultant was not saved")
	}
	got := list[i]
	minutes, nights := 24*60+30, 2
	want1 := rota.Consultant{ID: got.ID, Name: "Dr New Person", Grade: "Consultant", Skills: []string{"Obstetrics", "Fetal medicine", "Scanning"},
		Sites: []string{"Ashmere General"}, Terms: rota.BMARate, PayPoint: "3", MaxCover: &minutes, MaxNightsInARow: &nights,
		Offers:   []rota.Offer{{Span: rotatest.Span("2025-07-25 19:30", "2025-07-26 09:00"), Modes: []rota.Mode{rota.OnSite}}},
		Sessions: []rota.Session{{ID: "s1", Span: rotatest.Span("2025-07-28 09:00", "2025-07-28 12:30"), Kind: rota.Planned, Loss: 8, Name: "Breast clinic"}}}
	slices.Sort(want1.Skills)
	slices.Sort(got.Skills)
	if diff := cmp.Diff(want1, got.Consultant); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
	edit := "/strikes/" + s.strike + "/consultants/" + string(got.ID) + "/edit"
	if want := edit + "#offer-1-span-day"; to != want {
		t.Fatalf("after “save and add another offer” the page is %q, want %q", to, want)
	}
	values := fields(t, v.get(edit), edit)
	values.Set("offer-0-remove", "yes")
	values["offer-0-modes"] = []string{"on_site", "on_call"} // what is removed is not looked at
	want(t, v.post(edit, values), http.StatusSeeOther)
	if now, _ := s.store.Consultant(t.Context(), s.strike, got.ID); len(now.Offers) != 0 || len(now.Sessions) != 1 {
		t.Errorf("after taking the offer out: %d offers, %d sessions", len(now.Offers), len(now.Sessions))
	}
}

// TestFixedNeedsNoLoss holds that only a session that can be displaced asks what that loses.
func TestFixedNeedsNoLoss(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind rota.SessionKind
		loss string
		ok   bool
	}{{rota.Fixed, "", true}, {rota.Planned, "0", true}, {rota.Planned, "", false}} {
		f := form.New().Set("session-0-name", "Clinic").Set("session-0-kind", string(tt.kind)).Set("session-0-loss", tt.loss)
		setSpan(f, "session-0-span", rotatest.Span("2025-07-25 09:00", "2025-07-25 13:00"))
		if readSession(f, 0); f.OK() != tt.ok {
			t.Errorf("%s, loss %q: %v", tt.kind, tt.loss, f.Errors())
		}
	}
}

// TestEnterSaves holds that Enter in a field, which presses the first button of
// the form, only saves.
func TestEnterSaves(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	for _, page := range []string{"consultants/new", "consultants/C001/edit", "residents/new"} {
		at := "/strikes/" + s.strike + "/" + page
		first := parse(t, want(t, v.get(at), http.StatusOK)).Find("form[action='" + at + "'] button").First()
		if name, named := first.Attr("name"); named || !strings.Contains(first.Text(), "Save the") {
			t.Errorf("%s: Enter presses %q, named %q", page, strings.TrimSpace(first.Text()), name)
		}
	}
}

func TestConsultantNeedsSiteAndModes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := "/strikes/" + s.strike + "/consultants/C001/edit"
	start := fields(t, v.get(page), page)
	for _, tt := range []struct{ name, drop, target, text string }{
		{"no site", "sites", "sites", "Choose at least one site"},
		{"no mode", "offer-0-modes", "offer-0-modes", "Choose on site, on call or standby"},
		{"no terms", "terms", "terms", "Choose how cover is paid"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v.t = t
			values := url.Values{}
			for name, list := range start {
				values[name] = list
			}
			values.Del(tt.drop)
			w := want(t, v.post(page, values), http.StatusUnprocessableEntity)
			contract(t, w)
			if link := parse(t, w).Find(".nhsuk-error-summary a[href='#" + tt.target + "']"); !strings.Contains(link.Text(), tt.text) {
				t.Errorf("the summary says %q", parse(t, w).Find(".nhsuk-error-summary__list").Text())
			}
		})
	}
	v.t = t
	start.Set("surprise", "1")
	want(t, v.post(page, start), http.StatusBadRequest)
}

// TestConsultantUnchanged saves every consultant of the example as the page
// shows them: nothing may be lost on the way through the form.
func TestConsultantUnchanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	before, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range before.Consultants {
		page := "/strikes/" + s.strike + "/consultants/" + string(c.ID) + "/edit"
		want(t, v.post(page, fields(t, v.get(page), page)), http.StatusSeeOther)
	}
	for _, r := range before.Residents {
		page := "/strikes/" + s.strike + "/residents/" + string(r.ID) + "/edit"
		want(t, v.post(page, fields(t, v.get(page), page)), http.StatusSeeOther)
	}
	for _, slot := range before.Slots {
		page := "/strikes/" + s.strike + "/slots/" + string(slot.ID) + "/edit"
		want(t, v.post(page, fields(t, v.get(page), page)), http.StatusSeeOther)
	}
	after, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	sorted := func(e rota.Entry) rota.Entry {
		for i := range e.Consultants {
			slices.Sort(e.Consultants[i].Skills)
		}
		return e
	}
	if diff := cmp.Diff(sorted(before), sorted(after)); diff != "" {
		t.Errorf("saving what is shown changes it (-before +after):\n%s", diff)
	}
}

func TestConsultantClashAndDelete(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := "/strikes/" + s.strike + "/consultants/C001/edit"
	mine, theirs := fields(t, v.get(page), page), fields(t, v.get(page), page)
	theirs.Set("contact", "bleep 1234")
	want(t, v.post(page, theirs), http.StatusSeeOther)
	other := fields(t, v.get(page), page)
	other.Set("contact", mine.Get("contact")) // as it was when the page was opened, see opened
	other.Set("opened", mine.Get("opened"))
	other.Set("version", mine.Get("version"))
	other.Set("note", "back on Saturday")
	want(t, v.post(page, other), http.StatusSeeOther)
	if got := fields(t, v.get(page), page); got.Get("contact") != "bleep 1234" || got.Get("note") != "back on Saturday" {
		t.Errorf("contact %q and note %q, want both people's", got.Get("contact"), got.Get("note"))
	}
	mine.Set("contact", "bleep 9876")
	w := want(t, v.post(page, mine), http.StatusConflict)
	contract(t, w)
	if cells := parse(t, w).Find("#changed-by tbody").Text(); !strings.Contains(cells, "bleep 1234") || !strings.Contains(cells, "bleep 9876") {
		t.Errorf("the page compares %q", cells)
	}
	want(t, v.post(page, fields(t, w, page)), http.StatusSeeOther)
	remove := "/strikes/" + s.strike + "/consultants/C001/delete"
	want(t, v.post(remove, url.Values{}), http.StatusConflict) // without the version that was seen
	want(t, v.post(remove, fields(t, v.get(remove), remove)), http.StatusSeeOther)
	want(t, v.get(page), http.StatusNotFound)
}

func TestNumberSessions(t *testing.T) {
	t.Parallel()
	got := numberSessions([]rota.Session{{ID: "s2"}, {}, {ID: "s1"}, {}})
	var ids []rota.SessionID
	for _, s := range got {
		ids = append(ids, s.ID)
	}
	if want := []rota.SessionID{"s2", "s3", "s1", "s4"}; !slices.Equal(ids, want) {
		t.Errorf("ids %v, want %v", ids, want)
	}
}

func TestMissingSkillIsShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	slot, err := s.store.Slot(t.Context(), s.strike, "oa-25-night")
	if err != nil {
		t.Fatal(err)
	}
	slot.SkillsAll = []string{"Hyperbaric medicine"}
	if _, err := s.store.SaveSlot(t.Context(), actor, s.strike, slot); err != nil {
		t.Fatal(err)
	}
	w := want(t, v.get("/strikes/"+s.strike+"/consultants"), http.StatusOK)
	contract(t, w)
	link := parse(t, w).Find("main .nhsuk-inset-text a")
	if !strings.Contains(link.Text(), "Hyperbaric medicine: needed by 1 slot") {
		t.Fatalf("the page does not say that nobody has the skill: %q", link.Text())
	}
	list := want(t, v.get(link.AttrOr("href", "")), http.StatusOK)
	if got := parse(t, list).Find("tbody tr").Length(); got != 1 {
		t.Errorf("its link leads to %d slots, want the one", got)
	}
}

// TestLongLists looks at lists of several pages, with the large example.
func TestLongLists(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, rotatest.Large(1)); err != nil {
		t.Fatal(err)
	}
	v := s.as(auth.Coordinator)
	for path, rows := range map[string]int{"residents?page=2": 50, "residents/replies?page=2": 50, "consultants?page=3": 10, "slots?page=2": 50, "gaps?cover=enough&page=2": 50, "residents?page=x": 50} {
		w := want(t, v.get("/strikes/"+s.strike+"/"+path), http.StatusOK)
		contract(t, w)
		doc := parse(t, w)
		if got := doc.Find("table").Last().Find("tbody tr").Length(); got != rows {
			t.Errorf("%s: %d rows, want %d", path, got, rows)
		}
		if doc.Find(".nhsuk-pagination").Length() != 1 || !strings.Contains(doc.Find("h1").Text(), "(page ") {
			t.Errorf("%s: no pagination, or no page number in the title %q", path, doc.Find("h1").Text())
		}
	}
}
