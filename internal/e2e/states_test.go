package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestStates looks at the pages as they are when something is wrong with what was
// typed, when nothing has been entered yet, and with a whole trust in them.
func TestStates(t *testing.T) {
	t.Parallel()
	for _, width := range widths {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			j := newJourney(t, width)
			j.enter()
			j.startLarge()
			j.mistakes()
			j.signedOutMeanwhile()
			j.emptyStrike()
			j.large()
		})
	}
}

// enter signs in and goes to the small example.
func (j *journey) enter() {
	j.t.Helper()
	j.signInAs(j.served.email)
	j.toSmallExample()
}

// signInAs signs in to an account that the program has named.
func (j *journey) signInAs(email string) {
	j.t.Helper()
	j.open(j.served.address + "/")
	j.typeIn("email", email)
	j.typeIn("password", j.served.accounts[email])
	j.follow("Sign in")
}

// mistakes sends forms that lack something, or hold what cannot be. Each comes back
// with a summary of errors that has the focus, and links to the boxes.
func (j *journey) mistakes() {
	j.t.Helper()
	for _, tt := range []struct {
		page, button string
		boxes        map[string]string
	}{
		{"/details", "Save the details", map[string]string{"name": "", "start-day": "41"}},
		{"/residents/new", "Save the resident", nil},
		{"/consultants/new", "Save the consultant", map[string]string{"max-cover": "-3"}},
		{"/slots/new", "Save the slot", map[string]string{"places": "0"}},
		{"/cost/rates/trust", "Save the card", map[string]string{"name": ""}},
		{"/upload", "Check the file", nil},
	} {
		if status := j.open(j.strike + tt.page); status != 200 {
			j.t.Errorf("%s: status %d", tt.page, status)
			continue
		}
		for id, text := range tt.boxes {
			if !eval[bool](j.tab, `!!document.getElementById(`+quoted(id)+`)`) {
				j.t.Errorf("%s has no box %s", tt.page, id)
				continue
			}
			j.typeIn(id, text)
		}
		j.expect(422)
		if status := j.followIn("main button", tt.button); status != 422 {
			j.t.Errorf("%s: status %d for a form with mistakes, want 422", tt.page, status)
		}
		if !eval[bool](j.tab, `document.activeElement?.matches('.nhsuk-error-summary')`) {
			j.t.Errorf("%s with mistakes: the summary of errors has not the focus", tt.page)
		}
		j.check("mistakes in " + tt.page)
	}
}

// signedOutMeanwhile sends a form after the session has ended. After signing in again
// what was typed is there, and can be sent.
func (j *journey) signedOutMeanwhile() {
	j.t.Helper()
	j.open(j.strike + "/details")
	const name = "Typed before the end"
	before := eval[string](j.tab, `document.getElementById('name').value`)
	for _, text := range []string{name, before} { // the second time puts it back
		j.open(j.strike + "/details")
		j.typeIn("name", text)
		j.must("end the session", func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
			_, err := cdp.Call(ctx, t, network.ClearBrowserCookies, cdp.Empty{})
			return chromedp.Void{}, err
		})
		j.follow("Save the details")
		j.at("Sign in")
		j.check("signed out meanwhile")
		j.typeIn("email", j.served.email)
		j.typeIn("password", j.served.password)
		j.follow("Sign in")
		j.look("Send it again?")
		j.follow("Send what I typed")
		j.saved("saved")
		if got := j.text("h1 .nhsuk-caption-l"); got != text {
			j.t.Errorf("the strike is called %q, want %q", got, text)
		}
	}
}

// emptyStrike adds a strike and looks at its pages, in which nothing has been entered.
func (j *journey) emptyStrike() {
	j.t.Helper()
	j.open(j.served.address + "/strikes/new")
	for id, text := range map[string]string{"name": "November 2026", "start-day": "20", "start-month": "11", "start-year": "2026",
		"end-day": "5", "end-month": "12", "end-year": "2026", "keep-basis": "As settled here", "keep-notice": "The notice for staff"} {
		j.typeIn(id, text)
	}
	j.follow("Add the strike")
	j.look("Is this right?") // so long a strike may be a slip
	j.follow("Yes, it lasts 15 days")
	j.inspect("empty overview")
	strike := j.served.address + eval[string](j.tab, `location.pathname`)
	for _, page := range []string{"/residents", "/residents/replies", "/consultants", "/consultants/availability", "/slots", "/slots/templates/transplant", "/gaps",
		"/rota", "/solve", "/cost", "/cost/rates", "/downloads", "/upload"} {
		if status := j.open(strike + page); status != 200 {
			j.t.Errorf("%s of an empty strike: status %d", page, status)
		}
		j.check("empty " + page)
	}
	j.everyLinkOf(strike)
}

// everyLinkOf holds that the links of the overview of a strike lead somewhere.
func (j *journey) everyLinkOf(strike string) {
	j.t.Helper()
	j.open(strike)
	bad := promised[[]string](j.tab, deadLinks+`([...document.querySelectorAll('a[href]:not([href^="tel:"])')].map((a) => a.href))`)
	if len(bad) > 0 {
		j.t.Errorf("links of an empty overview that lead nowhere: %q", bad)
	}
}

// startLarge has the rota of the large example made, and does not wait for it.
func (j *journey) startLarge() {
	j.t.Helper()
	j.open(j.served.address + "/strikes")
	j.follow(largeExample)
	j.menu("Rota")
	j.follow("Make the rota")
	j.follow("Make the rota")
	j.at("Making the rota")
}

// large looks at the pages that grow with the trust.
func (j *journey) large() {
	j.t.Helper()
	j.open(j.served.address + "/strikes")
	j.follow(largeExample)
	strike := j.served.address + eval[string](j.tab, `location.pathname`)
	for _, page := range []string{"", "/residents", "/residents?page=4", "/residents/replies", "/consultants", "/consultants/availability", "/slots", "/gaps", "/upload"} {
		if status := j.open(strike + page); status != 200 {
			j.t.Errorf("%s of the large example: status %d", page, status)
		}
		j.check("large " + page)
	}
	for end := time.Now().Add(solving); ; {
		j.open(strike + "/rota")
		if strings.Contains(j.text("main"), "Made at") {
			break
		}
		if time.Now().After(end) {
			j.t.Fatal("the rota of the large example has not been made")
		}
	}
	j.check("large /rota")
	j.grid()
	j.followFirst("#open-places a")
	j.check("large, an open slot")
	j.open(strike + "/rota")
	j.followFirst("main a.app-cell--filled")
	j.check("large, a filled slot")
	j.open(strike + "/cost")
	j.check("large /cost")
}
