package e2e

import (
	"strings"
)

// versions publishes the rota, has somebody decline, makes it again with the fewest
// changes, publishes that and compares the two.
func (j *journey) versions() {
	j.t.Helper()
	j.publish("Publish version 1")
	j.look("Version 1")
	j.saved("is published")
	j.followFirst("main a[href$='/answers']")
	j.look("Who has confirmed")
	j.followFirst("main .app-answers button[value=confirmed]")
	j.saved("confirmed")
	j.followFirst("main .app-answers button[value=declined]")
	j.saved("decline it")
	j.look("Who has confirmed")
	j.follow("Make the rota again with the fewest changes")
	j.look("Make the rota")
	j.follow("Make the rota")
	j.await("the rota is made", `document.readyState === 'complete' && location.pathname.endsWith('/rota')`, solving)
	j.look("Rota")
	if got := j.text(".app-figures"); !strings.Contains(got, "Confirmed") {
		j.t.Errorf("%d px: the rota does not count who has confirmed: %s", j.width, got)
	}
	j.publish("Publish version 2")
	j.look("Version 2")
	j.menu("Downloads")
	j.look("Downloads")
	j.follow("All about the published versions")
	j.look("Published versions")
	j.pick("from", "1")
	j.pick("to", "2")
	j.follow("Compare")
	j.look("Two versions compared")
	if got := j.text("main"); !strings.Contains(got, "Version 1 and version 2") || strings.Contains(got, "Nobody’s cover differs") {
		j.t.Errorf("%d px: after a decline the comparison says %s", j.width, got)
	}
}

// sayWhyOpen looks at the page of publishing, and says why places are open where it asks.
func (j *journey) sayWhyOpen(look func(heading string)) {
	j.t.Helper()
	look("Publish the rota")
	if j.sees("main a", "Go on with places open that must hold") {
		j.follow("Go on with places open that must hold")
		look("Publish the rota")
		j.typeIn("approver", "Dr A. Director, medical director (fictional)")
	}
	if j.sees("main label", "Why is it published with places open?") {
		j.typeIn("reason", "Nobody has offered")
	}
}

// publish goes through the pages of publishing; a rota with open places needs a reason
// and, where they must hold, somebody who approves.
func (j *journey) publish(button string) {
	j.t.Helper()
	j.menu("Rota")
	j.follow("Publish the rota")
	j.sayWhyOpen(j.look)
	j.follow(button)
}
