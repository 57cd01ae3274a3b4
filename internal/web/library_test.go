package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestLibraryPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Finance)
	w := want(t, v.get("/cards"), http.StatusOK)
	contract(t, w)
	text := parse(t, w).Find("main").Text()
	for _, name := range []string{"BMA 2025, outside London", "BMA 2025, London", "BMA July 2022", "Contract floor 2025/26", "20 rates, 20 not confirmed"} {
		if !strings.Contains(text, name) {
			t.Errorf("the library does not list %q", name)
		}
	}
	shown := want(t, v.get("/cards/card/bma-2025-london"), http.StatusOK)
	contract(t, shown)
	if text := parse(t, shown).Find("main").Text(); !strings.Contains(text, "£200.00 (not confirmed)") || !strings.Contains(text, "The Times, July 2025") {
		t.Error("the card does not show its marks and sources")
	}
	// Copy a shipped card and change it: what was published stays confirmed by its source,
	// what finance ticks is confirmed by them, what changes is confirmed anew.
	edit := want(t, v.post("/cards/card/bma-2025/copy", fields(t, v.get("/cards/card/bma-2025"), "/cards/card/bma-2025/copy")), http.StatusSeeOther).Header().Get("Location")
	to := tryForm(t, v, edit, edit, map[string]string{"name": "Ours", "note": "Approved by the board", "row-0-weekday_evening-confirmed": "yes", "row-0-night": "320", "row-0-night-confirmed": "yes",
		"row-0-called": "199.50"},
		[]badField{
			{"no name", map[string]string{"name": ""}, "name", "Enter the name of the card"},
			{"a called rate in words", map[string]string{"row-0-called": "lots"}, "row-0-called", "pounds and pence in digits"},
			{"a called rate of three decimals", map[string]string{"row-0-called": "130.255"}, "row-0-called", "at most two decimals"},
			{"a rate of three decimals", map[string]string{"row-0-night": "130.255"}, "row-0-night", "at most two decimals"},
			{"a long note", map[string]string{"note": strings.Repeat("x", 301)}, "note", "300 characters or fewer"},
		})
	all, err := s.store.LibraryCards(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("%d cards, %v", len(all), err)
	}
	r := all[0].Rates[0]
	today := longDate(rota.DateOf(time.Now()))
	if all[0].Name != "Ours" || all[0].Note != "Approved by the board" || r.ConfirmedBy[rota.WeekdayDay] != "The Times and The Telegraph, July 2025" || !r.Unconfirmed[rota.WeekdayDay] ||
		r.ConfirmedBy[rota.WeekdayEvening] != "R. Osei, "+today || r.ConfirmedBy[rota.Night] != "R. Osei, "+today ||
		*r.Called != 19950 || !r.CalledUnconfirmed || r.CalledBy != "" {
		t.Errorf("saved %+v", all[0])
	}
	contract(t, want(t, v.get(to), http.StatusOK))
	// Delete it.
	page := to + "/delete"
	want(t, v.post(page, fields(t, v.get(page), page)), http.StatusSeeOther)
	want(t, v.get(to), http.StatusNotFound)
}

func TestLibraryRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	for _, path := range []string{"/cards/card/none", "/cards/card/bma-2025/edit", "/cards/card/bma-2025/delete", "/cards/card/none/edit",
		"/cards/card/bma-2025/file/card.pdf"} {
		contract(t, want(t, v.get(path), http.StatusNotFound))
	}
	lead := s.as(auth.Lead)
	for _, path := range []string{"/cards", "/cards/compare", "/cards/card/bma-2025", "/cards/card/" + s.ownCard() + "/edit"} {
		want(t, lead.get(path), http.StatusNotFound)
	}
}

func TestCompareCards(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Finance)
	w := want(t, v.get("/cards/compare?first=bma-2022&second=bma-2025"), http.StatusOK)
	contract(t, w)
	text := strings.Join(strings.Fields(parse(t, w).Find("table").Text()), " ")
	for _, words := range []string{"£150.00", "£188.00", "£38.00", "£250.00 (not confirmed)", "£63.00"} {
		if !strings.Contains(text, words) {
			t.Errorf("the comparison lacks %q: %s", words, text)
		}
	}
	contract(t, want(t, v.get("/cards/compare?first=none"), http.StatusOK))
}

// TestChooseAndKeep has a strike take a copy of a card and give one to the library.
func TestChooseAndKeep(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "cost", "rates")
	action := page + "/bma/choose"
	form := fields(t, v.get(page), action)
	w := want(t, v.post(action, form), http.StatusUnprocessableEntity) // nothing chosen
	contract(t, w)
	form = fields(t, w, action)
	form.Set("card-bma", "bma-2022")
	want(t, v.post(action, form), http.StatusSeeOther)
	cards, err := s.store.Cards(t.Context(), s.strike)
	if err != nil || cards.BMA.Name != "BMA July 2022" || cards.BMA.Chosen != "bma-2022" {
		t.Errorf("the strike has %q, chosen %q, %v", cards.BMA.Name, cards.BMA.Chosen, err)
	}
	if text := parse(t, v.get(page)).Find("main").Text(); !strings.Contains(text, "Copied from") {
		t.Error("the page does not say where the card is from")
	}
	contract(t, want(t, v.post(action, afresh(form)), http.StatusConflict)) // the version is old now
	keep := page + "/trust/keep"
	want(t, v.post(keep, fields(t, v.get(page), keep)), http.StatusSeeOther)
	all, err := s.store.LibraryCards(t.Context())
	if err != nil || len(all) != 1 || all[0].Name != cards.Trust.Name {
		t.Errorf("in the library: %v, %v", all, err)
	}
}

// postCard sends a file as the form of the library does.
func postCard(t *testing.T, v *visitor, name string, data []byte, title string, confirmed ...string) *httptest.ResponseRecorder {
	t.Helper()
	v.get("/cards")
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	fields := map[string]string{csrfKey: v.csrf, onceKey: v.formText(), "name": title}
	for _, ticked := range confirmed {
		fields[confirmedField] = ticked
	}
	for field, value := range fields {
		if err := m.WriteField(field, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/cards/file", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return v.do(r)
}

// TestCardFileRoundTrip downloads cards both ways and brings them in again: who
// brought them in from which file is their source, and who confirmed what is not marked.
func TestCardFileRoundTrip(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Finance)
	by := "R. Osei, " + longDate(rota.DateOf(time.Now()))
	for i, tt := range []struct {
		card, file, source string
		ticked             []string
		unconfirmed        bool
		night              string // who confirmed it
	}{
		{"bma-2025", "card.xlsx", "card.xlsx, brought in by " + by + ". Source in the file: Press reports of the BMA", nil, true, ""},
		{"bma-2025", "card.csv", "card.csv, brought in by " + by, []string{"yes"}, true, ""},
		{s.ownCard(), "card.csv", "card.csv, brought in by " + by, []string{"yes"}, false, by + ", from a file"},
		{s.ownCard(), "card.xlsx", "card.xlsx, brought in by " + by, nil, true, ""},
	} {
		file := want(t, v.get("/cards/card/"+tt.card+"/file/"+tt.file), http.StatusOK)
		if got := file.Header().Get("Content-Disposition"); got != `attachment; filename="rate-`+tt.file+`"` {
			t.Errorf("%s: %s", tt.file, got)
		}
		title := fmt.Sprintf("From a file %d", i)
		to := want(t, postCard(t, v, tt.file, file.Body.Bytes(), title, tt.ticked...), http.StatusSeeOther).Header().Get("Location")
		contract(t, want(t, v.get(to), http.StatusOK))
		all, err := s.store.LibraryCards(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(all, func(c store.LibraryCard) bool { return c.Name == title })
		if at < 0 || !strings.HasPrefix(all[at].Source, tt.source) || all[at].Rates[0].Unconfirmed[rota.Night] != tt.unconfirmed || all[at].Rates[0].ConfirmedBy[rota.Night] != tt.night {
			t.Errorf("%s of %s: %+v", tt.file, tt.card, all)
		}
	}
}

func TestCardFileFaultsOnPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Finance)
	var broken bytes.Buffer
	card := rotatest.TrustCard()
	if err := exports.CardText(&broken, card); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		file string
		data []byte
		says string
	}{
		"no file kind":     {"card.pdf", []byte("x"), "must be a .xlsx or .csv"},
		"empty":            {"card.csv", nil, "is empty"},
		"no headings":      {"card.csv", []byte("a,b\n1,2\n"), "No row of the file has the headings"},
		"a rate in words":  {"card.csv", bytes.Replace(broken.Bytes(), []byte("98.00"), []byte("lots"), 1), "H2: "},
		"not a workbook":   {"card.xlsx", []byte("PK\x03\x04 broken"), "file"},
		"nothing in there": {"card.csv", []byte("\n\n"), "blank"},
	} {
		w := want(t, postCard(t, v, tt.file, tt.data, ""), http.StatusUnprocessableEntity)
		contract(t, w)
		if got := parse(t, w).Find(".nhsuk-error-summary").Text(); !strings.Contains(got, tt.says) {
			t.Errorf("%s: %q, want %q", name, got, tt.says)
		}
	}
	if all, err := s.store.LibraryCards(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("in the library: %v, %v", all, err)
	}
}

// TestConfirm holds who is said to have confirmed a rate.
func TestConfirm(t *testing.T) {
	t.Parallel()
	p := func(n rota.Pence) *rota.Pence { return &n }
	was := rota.Card{Rates: []rota.RateRow{{}}}
	was.Rates[0].Rate = [rota.BandCount]*rota.Pence{p(1), p(2), p(3), p(4), p(5), p(6)}
	was.Rates[0].ConfirmedBy = [rota.BandCount]string{"Ann", "Ann", "The Times", "", "The Times", "The Times"}
	was.Rates[0].Unconfirmed = [rota.BandCount]bool{rota.Weekend: true, rota.OnCallBand: true, rota.StandbyBand: true}
	now := rota.Card{Rates: []rota.RateRow{{}}}
	now.Rates[0].Rate = [rota.BandCount]*rota.Pence{p(1), p(20), p(3), p(4), p(5), p(60)}
	now.Rates[0].Unconfirmed = [rota.BandCount]bool{rota.OnCallBand: true, rota.StandbyBand: true}
	saved, again := confirm(was, now, "Bob")
	// What was published stays published while it is that rate and nobody confirms it. The
	// tick of a rate that was confirmed was for the rate as it was.
	if got, want := saved.Rates[0].ConfirmedBy, [rota.BandCount]string{"Ann", "", "Bob", "", "The Times", ""}; got != want || again != 1 {
		t.Errorf("%q, want %q; %d to confirm again", got, want, again)
	}
	if !saved.Rates[0].Unconfirmed[1] || saved.Rates[0].Unconfirmed[0] {
		t.Errorf("not confirmed: %v, want the changed rate alone", saved.Rates[0].Unconfirmed)
	}
	saved, again = confirm(saved, func() rota.Card {
		c := saved
		c.Rates = slices.Clone(c.Rates)
		c.Rates[0].Unconfirmed[1] = false
		return c
	}(), "Bob")
	if saved.Rates[0].ConfirmedBy[1] != "Bob" || again != 0 {
		t.Errorf("ticked again: %q, %d to confirm", saved.Rates[0].ConfirmedBy, again)
	}
	other := saved
	other.Rates = slices.Clone(saved.Rates)
	other.Rates[0].PayPoint = "SAS"
	// Ticks that were for everybody say nothing of another pay point; a new row's own ticks do.
	if got, again := confirm(saved, other, "Cat"); again != 4 || got.Rates[0].Unconfirmed != [rota.BandCount]bool{true, true, true, true, true, true} {
		t.Errorf("with another pay point %v are not confirmed, %d again", got.Rates[0].Unconfirmed, again)
	}
	both := saved
	both.Rates = append(slices.Clone(saved.Rates), other.Rates[0])
	if got, again := confirm(saved, both, "Cat"); again != 0 || got.Rates[1].ConfirmedBy[0] != "Cat" {
		t.Errorf("a new row: %q, %d to confirm again", got.Rates[1].ConfirmedBy, again)
	}
}

// TestCopiesAreNumbered: copying a card again and again gives no two cards of one name.
func TestCopiesAreNumbered(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Finance)
	for range 3 {
		want(t, v.post("/cards/card/bma-2025/copy", fields(t, v.get("/cards/card/bma-2025"), "/cards/card/bma-2025/copy")), http.StatusSeeOther)
	}
	all, err := s.store.LibraryCards(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range all {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	if len(names) != 3 || !strings.HasPrefix(names[0], "Copy of ") || names[1] != names[0]+" (copy 2)" || names[2] != names[0]+" (copy 3)" {
		t.Errorf("three copies are called %q", names)
	}
}
