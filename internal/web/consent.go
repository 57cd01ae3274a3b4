package web

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// Extra cover is voluntary: whoever is given a place that they have not offered must have agreed to
// it otherwise, and it is kept who said so and when.
const (
	agreedField     = "agreed"
	agreedWhenField = "agreed-when"
)

// consentInputs ask who has agreed, and when.
type consentInputs struct {
	Who, When Input
	About     string
}

func newConsentInputs(f *form.Form, about string) *consentInputs {
	return &consentInputs{About: about,
		Who:  input(f, agreedField, "Who has agreed to it").Hinted("By name: the consultant, or whoever has it from them."),
		When: input(f, agreedWhenField, "When they agreed, and how").Hinted("Such as: 24 July, 9:10pm, by telephone.")}
}

// A consent is who has agreed to a place that was not offered, and when.
type consent struct{ who, when string }

func readConsent(f *form.Form) consent {
	return consent{f.Optional(agreedField, "who has agreed", 100), f.Optional(agreedWhenField, "when they agreed", 100)}
}

// require refuses what was not agreed to.
func (c consent) require(f *form.Form) {
	if c.who == "" && f.Error(agreedField) == "" {
		f.Fail(agreedField, "Enter the name of who has agreed to it: they have not offered this time, and cover is voluntary")
	}
	if c.when == "" && f.Error(agreedWhenField) == "" {
		f.Fail(agreedWhenField, "Enter when they agreed, and how")
	}
}

// with is a reason with it.
func (c consent) with(reason string) string {
	return strings.TrimSpace("Agreed by " + c.who + ", " + strings.TrimSuffix(c.when, ".") + ".\n" + reason)
}

// consented are reasons that begin as [consent.with] writes them.
var consented = regexp.MustCompile(`^Agreed by [^\n]+, [^\n]+\.(\n|$)`)

// keptAsAgreed reports whether a lock keeps the pair, with who agreed to it and when.
func keptAsAgreed(e rota.Entry, p rota.Pair) bool {
	return slices.ContainsFunc(e.Locks, func(l rota.Lock) bool { return l.Pair == p && consented.MatchString(l.Reason) })
}

// takenBack are the locks to which a consultant had agreed and whose offer they take away themselves with what is saved
// now: who agreed stays recorded, and holds no more.
func takenBack(now rota.Entry, to store.Consultant) (out []store.LockFate) {
	for _, l := range unofferedLocks(now, withConsultants(now, to), now.Locks) {
		if l.Consultant == to.ID && keptAsAgreed(now, l.Pair) {
			l.Reason = "They have withdrawn their offer since.\n" + l.Reason
			out = append(out, store.LockFate{Lock: l})
		}
	}
	return out
}

// unoffered reports whether a change gives somebody a place that they have not offered.
func unoffered(broken []rota.Breach) bool {
	return slices.ContainsFunc(broken, func(b rota.Breach) bool { return b.Rule == rota.RuleOffer })
}
