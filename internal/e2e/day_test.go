package e2e

import (
	"strings"
	"testing"
)

// TestOnTheDay rehearses the day of the small example on a telephone.
func TestOnTheDay(t *testing.T) {
	t.Parallel()
	j := newJourney(t, widths[1])
	j.enter()
	j.solve()
	j.day()
}

// day rehearses the day of the strike: somebody is absent, a consultant cannot come, the
// rest is planned anew, and whoever has to know is rung.
func (j *journey) day() {
	j.t.Helper()
	j.menu("Overview")
	j.follow("Who is in and who comes")
	j.look("On the day")
	j.press(find("main summary", "Look at another day or hour"), "another hour")
	j.pick("hour", "7")
	j.follow("Show")
	j.at("On the day")
	if got := j.text("main"); !strings.Contains(got, "7am on Friday 25 July 2025") {
		j.t.Errorf("%d px: the chosen hour is not shown: %s", j.width, got)
	}
	j.follow("Record who came")
	j.follow("Show") // all of the day: few duties have begun at seven
	j.pick(eval[string](j.tab, `document.querySelector('main select[id^=to-]').id`), "absent")
	j.look("Who came")
	j.follow("Save the attendance")
	j.saved("Attendance of 1 duty has been saved")
	j.open(j.strike + "/day?day=2025-07-25&hour=7")
	who := eval[string](j.tab, `[...document.querySelectorAll('tr[role=row]')].find((r) => r.textContent.includes('Labour ward') && r.textContent.includes('Comes')).lastElementChild.lastElementChild.textContent.trim().split(' (')[0]`)
	j.follow("A consultant cannot come")
	j.look("A consultant cannot come")
	j.pick("consultant", eval[string](j.tab, `[...document.getElementById('consultant').options].find((o) => o.text.startsWith(`+quoted(who)+`)).value`))
	j.follow("Continue")
	j.look("A consultant cannot come")
	j.follow("Take them off these slots")
	j.saved("is off") // on the page of the one slot that this opens
	j.check("who could take it")
	j.open(j.strike + "/day?day=2025-07-25&hour=7")
	j.follow("Plan the rest anew")
	j.at("Plan the rest anew")
	j.followIn("main button", "Plan the rest anew")
	j.await("the rest is planned", `document.querySelector('#answer') !== null`, solving)
	j.look("Plan the rest anew")
	j.follow("Make this the rota")
	j.saved("This is the rota now")
	j.look("Whom to ring")
	j.press(first("main input[name=outcome]"), "yes")
	j.followFirst("main form button")
	j.saved("yes, they come")
}
