package web

import (
	"slices"
	"strconv"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

// Whoever looks after accounts sees no resident by name, and could come to by an account that
// does: those who see them are told, and confirm it. See the store's ConfirmUser.

const (
	sightPath  = "/who-sees-residents"
	sightTitle = "Who sees residents by name"
)

var sightRoutes = []route{
	{method: get, path: sightPath, act: auth.SeePeople, do: (*Server).sightPage},
	{method: post, path: sightPath, act: auth.SeePeople, do: (*Server).changeSight},
}

// A sightView lists the accounts that see residents by name, and what is new about them.
type sightView struct {
	base
	Here  string
	News  []string
	Seen  string // the newest row of the audit that the page tells of; "" for none
	Table Table
	Waits []waitingView
}

// A waitingView is an account that waits to be confirmed.
type waitingView struct {
	ID, Name, Since string
	Chosen          bool // the password: before, nobody can know who will come in
	Button          Button
}

// sightWords say what happened to an account.
func sightWords(r store.AuditRow, name string) string {
	if r.Action == store.RestoredOlder || r.Action == store.RestoredUnread {
		return restoredWords(r)
	}
	by := " by " + byInWords(r) + " at " + moment(r.At)
	switch r.Action {
	case store.LinkedSight:
		return "A link to choose a new password for " + name + " was made" + by + ". Whoever has it can sign in as " + name + "."
	case store.SavedSight:
		return name + " was given another password" + by + ". Whoever has it can sign in as " + name + "."
	case store.UnsecuredSight:
		return "The second factor of " + name + " was taken off" + by + ". The password alone opens the account now."
	}
	return "New access to residents by name: " + name + ", given" + by + "."
}

// restoredWords say what to look at, and whom to ask, after a backup was restored.
func restoredWords(r store.AuditRow) string {
	of := ""
	if until := r.Until(); !until.IsZero() {
		of = " that goes until " + moment(until)
	}
	words := "A backup" + of + " took the place of the database at " + moment(r.At) + ". "
	if r.Action == store.RestoredOlder {
		return words + "What was entered, confirmed, made or published in between is gone, such as attendance, rates, rotas and versions: look them over, and enter again what is missing. " +
			"Replies that were changed or taken back since, and who was deleted one by one, are as they were left. Counts of attendance that others have read stand until corrections, together, tell of no single person. Personal links that were given before have ended."
	}
	return words + "What was done in between is gone, and could not be read. " +
		"Replies that were changed or taken back since are as they were before, and residents and consultants who were deleted one by one since are there again. " +
		"Which counts of attendance and of pay withheld others have read since is not known: those that they read once attendance is confirmed again may differ by one person, who could be known by it. " +
		"Keep to the returns that were given out, and before attendance of a day is confirmed again, compare it with them. " +
		"Ask residents whose shifts are still to come whether what is kept of their reply stands, delete again who was deleted, and ask an administrator to look at Accounts and Retention."
}

// confirmWords say of an account that waits, or would, who has to confirm it, and what helps when nobody can.
func (s *Server) confirmWords(v *visit, u store.User) (string, error) {
	n, err := s.store.Of(u.Trust).Confirmers(v.ctx(), u.ID)
	if err != nil {
		return "", err
	}
	command := "“strikerota user confirm " + nameOr(u.Email, "ADDRESS") + "”"
	if n == 0 {
		return "There is no rota coordinator who could confirm it now. Ask whoever looks after the computer that the planner runs on: they confirm it with the command " + command + ", once the password is chosen. Every coordinator is told of it.", nil
	}
	return "A rota coordinator who is there already confirms it, on “" + sightTitle + "”, once the password is chosen. If none can be reached, whoever looks after the computer that the planner runs on does, with the command " + command + ".", nil
}

// passwordWords say of somebody who sees residents how to come in again after a forgotten password, or are "";
// and of an account that waits already, who confirms it.
func (s *Server) passwordWords(v *visit, u store.User) (string, error) {
	if !u.Waits.IsZero() {
		return s.confirmWords(v, u)
	}
	if u.Closed() || u.Subject != "" || !auth.Can(auth.Role(u.Role), auth.SeePeople) {
		return "", nil
	}
	confirm, err := s.confirmWords(v, u)
	return "Whoever makes the link could use it themselves. So after a password chosen with a link, or a second factor that somebody else took off, the account opens no residents until it is confirmed. " + confirm +
		" If a password was forgotten and it cannot wait, whoever looks after the computer gives another with “strikerota user password " + u.Email + "”: it works at once where the account does not wait already, and every coordinator is told.", err
}

// byInWords is who did it, within a sentence.
func byInWords(r store.AuditRow) string {
	if r.ByID == "" {
		return "whoever runs the planner or the trust’s sign-in"
	}
	return nameOr(r.By, "somebody whose account is gone")
}

// A sightInput is what is told of accounts that see residents.
type sightInput struct {
	users []store.User
	news  []store.AuditRow
}

func (in sightInput) name(id string) string {
	i := slices.IndexFunc(in.users, func(u store.User) bool { return u.ID == id })
	if i < 0 {
		return "an account that is gone"
	}
	return in.users[i].Name
}

// waiting are the accounts that wait to be confirmed.
func (in sightInput) waiting() []store.User {
	return slices.DeleteFunc(slices.Clone(in.users), func(u store.User) bool { return u.Waits.IsZero() || u.Closed() })
}

// words are all that is new, a line for each.
func (in sightInput) words() []string {
	var out []string
	for _, r := range in.news {
		out = append(out, sightWords(r, in.name(r.ID)))
	}
	return out
}

// sight loads it.
func (s *Server) sight(v *visit) (in sightInput, err error) {
	if in.news, err = v.store.SightNews(v.ctx(), v.user.ID); err != nil {
		return in, err
	}
	in.users, err = v.store.Users(v.ctx())
	return in, err
}

// told are what is new, and who waits, for the pages that everybody who sees residents begins with.
func (in sightInput) told() []string {
	out := in.words()
	for _, u := range in.waiting() {
		out = append(out, u.Name+" waits for one of you to confirm the account.")
	}
	return out
}

// sightTold is what is told of it to the visitor: nothing to those who do not see residents.
func (s *Server) sightTold(v *visit) ([]string, error) {
	if !v.can(auth.SeePeople) {
		return nil, nil
	}
	in, err := s.sight(v)
	return in.told(), err
}

// showOverview shows an overview with it.
func (s *Server) showOverview(v *visit, p *overviewPage) (err error) {
	if p.Sight, err = s.sightTold(v); err != nil {
		return err
	}
	return s.show(v, "overview", p)
}

func newSightView(b base, in sightInput) *sightView {
	b.backTo("Strikes", "/strikes")
	p := &sightView{base: b, Here: sightPath, News: in.words()}
	if n := len(in.news); n > 0 {
		p.Seen = strconv.FormatInt(in.news[n-1].Seq, 10)
	}
	var rows [][]Cell
	for _, u := range in.users {
		if u.Closed() || !auth.Can(auth.Role(u.Role), auth.SeePeople) {
			continue
		}
		stands := "Sees them"
		if !u.Waits.IsZero() {
			stands = "Waits to be confirmed"
		}
		rows = append(rows, []Cell{{Text: u.Name}, {Text: nameOr(u.Email, "Not known here")}, {Text: moment(u.MadeAt)}, {Text: stands}})
	}
	p.Table = NewTable("sight", count(len(rows), "account"), []Column{{Text: "Name"}, {Text: "E-mail address"}, {Text: "Account since"}, {Text: "Residents by name"}}, rows)
	for _, u := range in.waiting() {
		p.Waits = append(p.Waits, waitingView{u.ID, u.Name, moment(u.Waits), u.Chosen(), Button{Text: "Confirm the account of " + u.Name, Once: true}})
	}
	return p
}

// sightPage answers GET /who-sees-residents.
func (s *Server) sightPage(v *visit) error {
	in, err := s.sight(v)
	if err != nil {
		return err
	}
	return s.show(v, "sight", newSightView(s.base(v, sightTitle), in))
}

// Fields of its forms.
const (
	confirmField = "account"
	seenField    = "seen"
)

// changeSight confirms an account, or marks what is new as seen. Whatever came after the page was
// shown stays to be seen.
func (s *Server) changeSight(v *visit) error {
	f := v.form()
	account, seen := f.Optional(confirmField, "the account", 40), f.Optional(seenField, "what was seen", 20)
	if err := f.Done(); err != nil {
		return err
	}
	if account != "" {
		if err := v.store.ConfirmUser(v.ctx(), v.actor(), account); err != nil {
			return err
		}
		s.flash(v, "Confirmed: the account sees residents by name from now on")
		return s.redirect(v, sightPath)
	}
	seq, err := strconv.ParseInt(seen, 10, 64)
	if err != nil {
		return &form.Refused{Field: seenField}
	}
	if err := v.store.SeeSightNews(v.ctx(), v.user.ID, seq); err != nil {
		return err
	}
	s.flash(v, "Marked as seen")
	return s.redirect(v, sightPath)
}
