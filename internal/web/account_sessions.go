package web

import (
	"errors"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
)

// Everybody with an account sees where they are signed in, and ends what they do not know or no longer need. An
// administrator reads of others no more than how many there are: when somebody was at work is theirs.

const sessionsPath = accountPath + "/sessions"

// endKey says which session is to end: its id, [endOthers], or "" for all.
const (
	endKey    = "end"
	endOthers = "others"
)

// An idleNotice is what a page says before a session ends because nothing is done, and after. Scripts show it.
type idleNotice struct {
	Warn, End  int // seconds after the page was asked for
	Soon, Over string
}

// idleWarning is how long before the end it is said, or half the limit where that is short.
const idleWarning = 2 * time.Minute

func newIdleNotice(limit time.Duration) *idleNotice {
	warn := max(limit-idleWarning, limit/2)
	return &idleNotice{Warn: int(warn.Seconds()), End: int(limit.Seconds()),
		Soon: "You will be signed out in a minute or two, because nothing has been done here for a while.",
		Over: "You have been signed out: nothing was done here for a while, or you signed out elsewhere. What stood on this page is hidden. What you had typed in it is kept: sign in with the same account in another window of this browser, then come back here, and it is shown again."}
}

// A sessionItem is one browser in which somebody is signed in.
type sessionItem struct {
	ID      string // "" of this one, which the button to sign out ends
	Browser string
	When    string
}

func sessionItems(sessions []store.AccountSession, here string) []sessionItem {
	var out []sessionItem
	for _, a := range sessions {
		item := sessionItem{ID: a.ID, Browser: a.Browser, When: "Signed in at " + moment(a.Began) + ", last used at " + moment(a.Used) + "."}
		if a.ID == here {
			item.ID, item.Browser, item.When = "", a.Browser+" (this one)", "Signed in at "+moment(a.Began)+", used just now."
			out = append([]sessionItem{item}, out...)
			continue
		}
		out = append(out, item)
	}
	return out
}

// signedInWords say in how many browsers somebody is signed in.
func signedInWords(n int) string {
	if n == 0 {
		return "Nowhere"
	}
	return "In " + count(n, "browser")
}

// endOwnSessions signs somebody out in one browser, in all but this one, or in every one.
func (s *Server) endOwnSessions(v *visit) error {
	f := v.form()
	end := f.Optional(endKey, "where to sign out", 40)
	if err := f.Done(); err != nil {
		return err
	}
	switch end {
	case "":
		if err := v.store.EndSessionsOf(v.ctx(), v.actor(), v.user.ID); err != nil {
			return err
		}
		return s.leave(v)
	case endOthers:
		n, err := v.store.EndOtherSessions(v.ctx(), v.actor(), v.user.ID, v.session)
		if err != nil {
			return err
		}
		s.flash(v, otherWords(n))
		return s.redirect(v, accountPath)
	}
	text := "You have been signed out there"
	err := v.store.EndSession(v.ctx(), v.actor(), v.user.ID, end)
	if errors.Is(err, rota.ErrNotFound) {
		text, err = "You were signed out there already", nil
	}
	if err != nil {
		return err
	}
	if end == v.session {
		return s.leave(v)
	}
	s.flash(v, text)
	return s.redirect(v, accountPath)
}

func otherWords(n int) string {
	if n == 0 {
		return "You were signed in nowhere else"
	}
	return "You have been signed out everywhere else"
}
