package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// TestImportHandEdits: what was changed by hand since is asked for, and stays unless it is ticked.
func TestImportHandEdits(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	take := func() *bringer {
		b := bringIn(v, "duties", "plans.csv", dutyFile)
		b.press(nil, "")
		if strings.HasSuffix(b.at, "words") {
			b.press(map[string]string{b.control("QQ"): intake.Ignore}, "rows")
		}
		b.press(map[string]string{"do": "go"}, "changes")
		return b
	}
	take().press(nil, "imported")
	r, err := s.store.Resident(t.Context(), s.strike, s.entry().Residents[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	r.Grade = "ST8"
	if _, err := s.store.SaveResident(t.Context(), actor, s.strike, r); err != nil {
		t.Fatal(err)
	}
	b := take()
	if !strings.Contains(b.says(), "Said or edited since") || !strings.Contains(b.says(), "ST8") {
		t.Fatalf("the changes: %s", b.says())
	}
	b.press(nil, "")
	if got := s.entry().Residents[0].Grade; got != "ST8" {
		t.Errorf("the hand edit was undone without asking: %q", got)
	}
	b = take()
	name := parse(t, b.w).Find(".app-change input").First().AttrOr("name", "")
	b.press(map[string]string{name: "yes"}, "imported")
	if got := s.entry().Residents[0].Grade; got != "ST4" {
		t.Errorf("the file's grade was asked for and is not there: %q", got)
	}
	// An undo that would lose an edit says so and offers the rest.
	done := b.at
	if r, err = s.store.Resident(t.Context(), s.strike, r.ID); err != nil {
		t.Fatal(err)
	}
	r.Grade = "ST9"
	if _, err := s.store.SaveResident(t.Context(), actor, s.strike, r); err != nil {
		t.Fatal(err)
	}
	w := want(t, v.post(done+"/undo", url.Values{}), http.StatusUnprocessableEntity)
	contract(t, w)
	if got := text(t, parse(t, w).Find("main").Text()); !strings.Contains(got, "1 thing that it brought in was edited since") || !strings.Contains(got, "Keep these and undo the rest") {
		t.Errorf("undo says: %s", got)
	}
	want(t, v.post(done+"/undo", url.Values{"partly": {"yes"}}), http.StatusSeeOther)
	if got := s.entry().Residents[0].Grade; got != "ST9" {
		t.Errorf("the edit is gone: %q", got)
	}
}

// TestImportClash: somebody saves between the page and the button. Nothing is lost, and the page says who.
func TestImportClash(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	b := bringIn(v, "duties", "plans.csv", dutyFile)
	b.press(nil, "words")
	b.press(map[string]string{b.control("QQ"): intake.Ignore}, "rows")
	b.press(map[string]string{"do": "go"}, "changes")
	values := fields(t, b.w, b.at)
	osei := store.Actor{ID: s.users[auth.Coordinator].ID}
	ann := store.Resident{Resident: rota.Resident{Name: "EXAMPLE, Ann", Grade: "ST4"}}
	if _, err := s.store.SaveResident(t.Context(), osei, s.strike, ann); err != nil {
		t.Fatal(err)
	}
	w := want(t, v.post(b.at, values), http.StatusConflict)
	contract(t, w)
	if got := text(t, parse(t, w).Find("#changed-by").Text()); !strings.Contains(got, "R. Osei, at ") {
		t.Errorf("the page says %q", got)
	}
	if got := len(s.entry().Duties); got != 0 {
		t.Errorf("%d duties were saved", got)
	}
	b.w = w
	b.press(nil, "imported")
	if got := len(s.entry().Duties); got != 3 {
		t.Errorf("%d duties after saving again", got)
	}
	// A page of another list of words or rows is shown anew.
	other := bringIn(v, "duties", "plans.csv", dutyFile)
	for _, step := range []string{"words", "rows"} {
		address := strings.TrimSuffix(other.at, "columns") + step
		contract(t, want(t, v.post(address, url.Values{markField: {"old"}}), http.StatusConflict))
	}
}

// TestImportAgain: rows that were corrected and left out are so the next time, are listed, and can be asked again.
func TestImportAgain(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	b := bringIn(v, "duties", "plans.csv", dutyFile)
	b.press(nil, "words")
	b.press(map[string]string{b.control("QQ"): "", b.control("QQ") + "-text": ""}, "rows")
	b.follow(redirectTo(strings.TrimSuffix(b.at, "rows") + "words"))
	if name := b.control("QQ"); fields(t, b.w, b.at).Get(name)+fields(t, b.w, b.at).Get(name+"-text") != "" {
		t.Error("a word that was left undecided is guessed again")
	}
	b.press(map[string]string{b.control("QQ"): "duty"}, "rows")
	if got := b.says(); !strings.Contains(got, "Row 6 EXAMPLE, Ben (Dr), 31/06/2025, LD, Ward A") {
		t.Errorf("the row to correct says not whose it is: %s", got)
	}
	b.press(map[string]string{b.control("31/06/2025"): "29/07/2025", "do": "check"}, "changes")
	b.press(nil, "imported")
	b = bringIn(v, "duties", "plans.csv", dutyFile+"\"EXAMPLE, Dee (Dr)\",0208975,ST5,Ward A,LD,32/07/2025,08:00,20:30\n")
	b.press(nil, "rows")
	if got := b.says(); !strings.Contains(got, "1 row corrected, as last time") || !strings.Contains(got, "Row 6, EXAMPLE, Ben (Dr), 29/07/2025, LD, Ward A. “31/06/2025” in F6 was corrected to “29/07/2025”.") {
		t.Errorf("as last time: %s", got)
	}
	b.press(map[string]string{"x0": "yes", "do": "check"}, "changes")
	b.press(nil, "imported")
	if !strings.Contains(b.says(), "Left out as last time") && !strings.Contains(b.says(), "Left out by you") {
		t.Errorf("the done page: %s", b.says())
	}
	b = bringIn(v, "duties", "plans.csv", dutyFile+"\"EXAMPLE, Dee (Dr)\",0208975,ST5,Ward A,LD,32/07/2025,08:00,20:30\n")
	b.press(nil, "changes")
	if got := b.says(); !strings.Contains(got, "nothing would change") || !strings.Contains(got, "1 row corrected and 1 row left out") {
		t.Errorf("the same file again: %s", got)
	}
	b.follow(redirectTo(strings.TrimSuffix(b.at, "changes") + "rows"))
	b.press(map[string]string{"do": "afresh"}, "rows")
	if got := b.says(); !strings.Contains(got, "31/06/2025") || !strings.Contains(got, "32/07/2025") || strings.Contains(got, "as last time") {
		t.Errorf("asked again: %s", got)
	}
}

// gridFile has one person on leave in one row and with an offer in another.
const gridFile = "Consultant,Base,Covers,Rate,Fri 25 0800-1300,Sat 26 0800-1300\n" +
	"Dr Example Ann,North,obstetrics,BMA,OK,OK\n" +
	"Dr Example Ben,North,obstetrics,BMA,OK,\n" +
	"Ann Example,North,obstetrics,BMA,AL,OK\n"

// TestImportDisagree: two rows of one person that contradict each other are said with both cells; which stands is asked.
func TestImportDisagree(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	start := func() *bringer {
		b := bringIn(v, "consultants", "plans.csv", gridFile)
		b.press(nil, "")
		if strings.HasSuffix(b.at, "words") {
			b.press(map[string]string{b.control("obstetrics") + "-text": "obstetrics", b.control("North"): "North", b.control("Yes, OK"): "yes"}, "")
		}
		return b
	}
	offers := func() int {
		n := 0
		for _, c := range s.entry().Consultants {
			n += len(c.Offers)
		}
		return n
	}
	b := start()
	if got := b.says(); !strings.HasSuffix(b.at, "rows") || !strings.Contains(got, "Fri 25 July, 8am to 1pm: “OK” in E2, here “AL” in E4") || !strings.Contains(got, "Row 2 stands: “OK”") || !strings.Contains(got, "Row 4 stands: “AL”") {
		t.Fatalf("at %s: %s", b.at, got)
	}
	b.press(map[string]string{"do": "go"}, "changes")
	b.press(nil, "imported")
	if got := offers(); got != 2 {
		t.Errorf("%d offers while nobody has said which stands, want that of the other day and Ben's", got)
	}
	b = start()
	b.press(map[string]string{b.control("AL"): intake.OtherRow, "do": "check"}, "changes")
	b.press(nil, "imported")
	if got := offers(); got != 3 {
		t.Errorf("%d offers once the row with the offer stands, want 3", got)
	}
	b = start()
	if got := b.says(); !strings.HasSuffix(b.at, "changes") || !strings.Contains(got, "nothing would change") || !strings.Contains(got, "As last time") {
		t.Errorf("the same file again: at %s, %s", b.at, got)
	}
}
