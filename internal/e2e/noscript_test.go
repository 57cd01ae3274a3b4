package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestWithoutScripts does the main job of the small example in a browser that runs no
// script, on a telephone and at 200 per cent of a wide window: sign in, make the rota, see
// how far it is, change it against a rule, publish it, download it, and look at the day.
func TestWithoutScripts(t *testing.T) {
	for _, width := range []int{widths[1], widths[0] / 2} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			j := newJourney(t, width)
			if width == widths[0]/2 {
				j.must("zoom in", chromedp.EmulateViewport(int64(width), 450, chromedp.EmulateScale(2)))
			}
			j.withoutScripts()
			j.plainJob()
		})
	}
}

func (j *journey) plainJob() {
	t := j.t
	t.Helper()
	j.enter()
	if eval[bool](j.tab, `document.body.classList.contains('js-enabled')`) {
		t.Fatal("the browser runs scripts")
	}
	j.plain("Overview")
	j.menu("Rota")
	j.plain("Rota")
	j.follow("Make the rota")
	j.follow("Make the rota")
	j.at("Making the rota")
	for end := time.Now().Add(solving); j.sees("main a[href]", "Check progress"); {
		if time.Now().After(end) {
			t.Fatal("the rota is not made within a minute")
		}
		j.follow("Check progress")
	}
	if got := j.text("main"); !strings.Contains(got, "The rota has been made.") || !strings.Contains(got, "Proved best.") {
		t.Errorf("when the run is over, its page reads %q", got)
	}
	j.plain("Making the rota")
	j.follow("See the rota")
	j.plain("Rota")
	j.plainEdit()
	j.plainPublish()
	j.plainDay()
	j.menu("Downloads")
	j.plain("Downloads")
	if got := sheets(t, j.download("Rota workbook")); !slices.Equal(got, rotaSheets) {
		t.Errorf("the workbook has sheets %q, want %q", got, rotaSheets)
	}
	j.followIn("header button", "Sign out")
	j.at("Sign in")
}

// plainEdit puts somebody in a slot whom a rule stops: the page that stops for it asks for a
// reason, which then stands on the rota.
func (j *journey) plainEdit() {
	j.t.Helper()
	j.followFirst("main a.app-cell--filled")
	slot := j.heading()
	j.plain(slot)
	j.press(shown("main summary")+".find((e) => e.textContent.includes('cannot take it by the rules'))", "those whom a rule stops")
	j.press(first("main input[id^=way-stopped]"), "somebody whom a rule stops")
	j.follow("Check what comes of it")
	j.plain("Check this change")
	j.expect(422)
	j.follow("Break the rule and save")
	j.plain("Check this change")
	if got := j.text(".nhsuk-error-summary"); !strings.Contains(got, "Enter why the rule is broken") {
		j.t.Errorf("%d px: without a reason the page says %q", j.width, got)
	}
	j.typeIn("reason", "The medical director agreed (fictional)")
	j.follow("Break the rule and save")
	j.saved("takes")
	j.plain(slot)
	j.menu("Rota")
	j.plain("Rota")
	if got := j.text("main"); !strings.Contains(got, "Rules broken on purpose") || !strings.Contains(got, "The medical director agreed (fictional)") {
		j.t.Errorf("%d px: the rota does not say which rule is broken, and why", j.width)
	}
}

func (j *journey) plainPublish() {
	j.t.Helper()
	j.follow("Publish the rota")
	j.sayWhyOpen(j.plain)
	j.follow("Publish version 1")
	j.saved("is published")
	j.plain("Version 1")
}

// plainDay records an absence and a consultant who cannot come, and looks at whom to ring.
func (j *journey) plainDay() {
	j.t.Helper()
	const at = "/day?day=2025-07-25&hour=7"
	j.open(j.strike + at)
	j.plain("On the day")
	j.follow("Record who came")
	j.follow("Show") // all of the day: few duties have begun at seven
	j.plain("Who came")
	j.pick(eval[string](j.tab, `document.querySelector('main select[id^=to-]').id`), "absent")
	j.follow("Save the attendance")
	j.saved("Attendance of 1 duty has been saved")
	j.open(j.strike + at)
	j.follow("A consultant cannot come")
	j.plain("A consultant cannot come")
	j.pick("consultant", eval[string](j.tab, `document.getElementById('consultant').options[1].value`))
	j.follow("Continue")
	j.plain("A consultant cannot come")
	if j.sees("main button", "Take them off these slots") {
		if eval[bool](j.tab, `document.querySelector('main input[name=slot]:checked') === null`) {
			j.press(first("main input[name=slot]"), "a slot")
		}
		j.follow("Take them off these slots")
		j.saved("is off")
	}
	j.open(j.strike + "/day/calls?day=2025-07-25&hour=7")
	j.plain("Whom to ring")
}

// plain checks what can be checked of a page without running a script in it.
func (j *journey) plain(heading string) {
	j.t.Helper()
	j.at(heading)
	if wide := eval[int](j.tab, `document.documentElement.scrollWidth`); wide > j.width {
		j.t.Errorf("%s, without scripts: the page is %d px wide: %s", heading, wide, eval[string](j.tab, widest))
	}
	for _, fault := range j.taken() {
		j.t.Errorf("%s, without scripts: %s", heading, fault)
	}
	j.shoot("plain " + heading)
}
