package e2e

import (
	"fmt"
	"os/exec"
	"strings"
)

// auditRoute is what administrators alone may see of the planner: who did what, and no strike.
const auditRoute = "/audit"

// shut are pages that a role may not see: they answer as if they were not there.
var shut = map[string]string{
	"lead":          "/residents",
	"finance":       "/consultants",
	"administrator": "/rota",
}

// roles signs in as the other people of the example, one after the other, and checks
// where they come to and what their menu leads to. The coordinator's pages have been
// checked in both windows; those of others differ in what they leave out.
func (j *journey) roles() {
	j.t.Helper()
	if j.width == widths[0] {
		for _, role := range []string{"lead", "finance"} {
			j.enterAs(role)
			pages := eval[[]string](j.tab, `[...document.querySelectorAll('.nhsuk-header__navigation-list a')].map((a) => a.href)`)
			if len(pages) < 3 {
				j.t.Errorf("the menu of %s leads to %q", role, pages)
			}
			for _, page := range pages {
				if status := j.open(page); status != 200 {
					j.t.Errorf("%s at %s: status %d", role, j.where(), status)
				}
				j.check(role + " " + j.heading())
			}
			j.followIn("header button", "Sign out")
		}
	}
	j.group()
	j.enterAs("administrator")
	j.look("Audit")
}

// group makes an account at a group of trusts, which a trust cannot, and looks at the one
// page that it has.
func (j *journey) group() {
	j.t.Helper()
	path, err := program()
	if err != nil {
		j.t.Fatal(err)
	}
	email := fmt.Sprintf("group-%d@trust.example", j.width)
	said, err := exec.Command(path, "user", "add", "-config", j.served.config, "-role", "group", email, "Group").CombinedOutput()
	first, _, _ := strings.Cut(string(said), "\n")
	password := signInLine.FindStringSubmatch(first)
	if err != nil || password == nil {
		j.t.Fatalf("user add: %v\n%s", err, said)
	}
	j.served.accounts[email] = password[2]
	j.signInAs(email)
	j.look("Published rotas of the trusts")
	j.followIn("header button", "Sign out")
}

// enterAs signs in as the example's person of the role, who finds a page shut that is not theirs.
func (j *journey) enterAs(role string) {
	j.t.Helper()
	j.signInAs(role + "@trust.example")
	home := eval[string](j.tab, `location.href`)
	j.expect(404)
	if status := j.open(j.strike + shut[role]); status != 404 {
		j.t.Errorf("%s opens %s: status %d, want 404", role, shut[role], status)
	}
	j.open(home)
}
