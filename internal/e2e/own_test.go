package e2e

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// TestOwnPages opens personal links on a telephone: a resident says something and takes it
// back, a consultant offers a shift, and all their pages are checked.
func TestOwnPages(t *testing.T) {
	t.Parallel()
	j := newJourney(t, widths[1])
	v := signedIn(t, j.served)
	first := time.Now().AddDate(0, 0, 7) // links end with their strike
	strike := v.sends(t, "/strikes/new", "/strikes/new", url.Values{"name": {"Rehearsal"}, "keep-basis": {"As settled here"}, "keep-notice": {"The notice for staff"},
		"start-day": {strconv.Itoa(first.Day())}, "start-month": {strconv.Itoa(int(first.Month()))}, "start-year": {strconv.Itoa(first.Year())},
		"end-day": {strconv.Itoa(first.AddDate(0, 0, 3).Day())}, "end-month": {strconv.Itoa(int(first.AddDate(0, 0, 3).Month()))}, "end-year": {strconv.Itoa(first.AddDate(0, 0, 3).Year())}})
	day := first.AddDate(0, 0, 1).Format(time.DateOnly)
	v.sends(t, strike+"/residents/new", strike+"/residents/new", url.Values{"name": {"Dr Rehearsal"}, "grade": {"ST4"},
		"duty-0-span-day": {day}, "duty-0-span-from": {"8am"}, "duty-0-span-to": {"8pm"}})
	v.sends(t, strike+"/consultants/new", strike+"/consultants/new", url.Values{"name": {"Dr Example"}, "other-sites": {"North"}})

	j.open(v.address + v.linkOf(t, strike+"/residents/R001/link"))
	j.look("Your own pages")
	j.follow("Continue")
	j.look("Your duties in the strike")
	j.press(`document.getElementById('to-D0001-2')`, "I will be working")
	j.follow("Save what I say")
	j.saved("You can change it or take it back")
	j.menu("What is held about you")
	j.look("What is held about you")
	if got := j.text("main"); !strings.Contains(got, "Will be working, saved by you") {
		t.Errorf("what is held reads %q", got)
	}
	j.menu("Your duties")
	j.press(`document.getElementById('to-D0001-4')`, "Nothing said")
	j.follow("Save what I say")
	j.saved("Saved")
	j.expect(404)
	j.followIn("header button", "Leave")
	j.look("Open your personal link")

	j.open(v.address + v.linkOf(t, strike+"/consultants/C001/link"))
	j.follow("Continue")
	j.look("Your cover")
	j.menu("Your offers")
	j.look("What you offer")
	j.pick("offer-0-span-day", day)
	j.typeIn("offer-0-span-from", "8am")
	j.typeIn("offer-0-span-to", "8pm")
	j.follow("Save and add another offer")
	j.saved("What you offer has been saved")
}

// sends fills in the form of a page for the action, and gives where it leads.
func (v *visitor) sends(t *testing.T, page, action string, with url.Values) string {
	t.Helper()
	doc, err := v.page(page)
	if err != nil {
		t.Fatal(err)
	}
	values := formOn(doc, action)
	for name, list := range with {
		values[name] = list
	}
	to, err := v.post(action, values)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// linkOf makes a personal link and gives its path.
func (v *visitor) linkOf(t *testing.T, page string) string {
	t.Helper()
	answer, err := v.c.PostForm(v.address+page, v.sign(url.Values{"do": {"make"}}))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`/own/link/\w+$`).FindString(strings.TrimSpace(doc.Find("code").Text()))
	if link == "" {
		t.Fatalf("%s: status %d and no link", page, answer.StatusCode)
	}
	return link
}
