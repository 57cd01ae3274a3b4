package web

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

const accountsPath = "/accounts"

var accountsRoutes = []route{
	{method: get, path: accountsPath, act: auth.ManageUsers, do: (*Server).accountsPage},
	{method: get, path: accountsPath + "/:account", act: auth.ManageUsers, do: (*Server).managePage},
	{method: post, path: accountsPath, act: auth.ManageUsers, do: (*Server).addAccount, password: true},
	{method: post, path: accountsPath + "/:account", act: auth.ManageUsers, do: (*Server).manage},
}

// An accountsView lists the accounts, and adds one.
type accountsView struct {
	base
	Table Table
	// Joining is how people get an account by themselves, or "".
	Joining   string
	Passwords bool // accounts can be added
	Email     Input
	Name      Input
	Roles     Choices
	Services  leadServices
	Add       Button
}

func newAccountsView(b base, f *form.Form, users []store.User, known []string, ways signInWays) *accountsView {
	b.Width = normalWidth
	var rows [][]Cell
	for _, u := range users {
		rows = append(rows, []Cell{{Text: u.Name, Href: managePath(u.ID)}, {Text: nameOr(u.Email, "Not known here")}, {Text: roleWords(u)}, {Text: signsInWords(u, ways)}})
	}
	p := &accountsView{base: b, Passwords: ways.passwords, Email: input(f, "email", "E-mail address").Wide(30), Name: input(f, "name", "Name").Wide(30),
		Roles: radios(f, "role", "Role", roleOptions()), Services: newLeadServices(f, known), Add: Button{Text: "Add the account", Once: true}}
	p.Email.Type = "email"
	if ways.openID != "" {
		p.Joining = "Whoever signs in with " + ways.openID + " for the first time gets an account, if a group there gives them a role. It need not be added here."
	}
	p.Table = NewTable("accounts", count(len(users), "account"), []Column{{Text: "Name"}, {Text: "E-mail address"}, {Text: "Role"}, {Text: "Signs in"}}, rows)
	return p
}

// signsInWords say how somebody signs in.
func signsInWords(u store.User, ways signInWays) string {
	switch {
	case u.Closed():
		return "Closed"
	case !u.Waits.IsZero():
		return "Waits to be confirmed"
	case u.Subject != "":
		return "With " + ways.of(u)
	case !ways.passwords:
		return "With a password, which is switched off"
	case u.PasswordHash == "":
		return "Has not chosen a password"
	case u.Factor != "":
		return "With a password and a second factor"
	}
	return "With a password"
}

// roleOptions are the roles with what each may do.
func roleOptions() []Option {
	hints := map[auth.Role]string{
		auth.Coordinator:   "Enters, makes the rota, changes and publishes it; sees what residents have declared",
		auth.Lead:          "Checks slots and rota, of all services or of their own; sees no declaration",
		auth.Finance:       "Costs and rates; sees no declaration",
		auth.Administrator: "Accounts, audit and retention; sees no rota and no declaration",
		auth.Auditor:       "Reads the audit and retention; sees nothing else",
	}
	var out []Option
	for _, role := range auth.Roles() {
		out = append(out, Option{Value: string(role), Text: sentence(role.Words()), Hint: hints[role]})
	}
	return out
}

func managePath(id string) string { return accountsPath + "/" + url.PathEscape(id) }

func (s *Server) accountsPage(v *visit) error {
	users, err := s.accountsOf(v)
	if err != nil {
		return err
	}
	known, err := v.store.SlotServices(v.ctx())
	if err != nil {
		return err
	}
	return s.show(v, "accounts", newAccountsView(s.base(v, "Accounts"), form.New(), users, known, s.ways()))
}

// readRole reads one of the roles.
func readRole(f *form.Form) string {
	role := f.Optional("role", "the role", 40)
	if !slices.Contains(auth.Roles(), auth.Role(role)) {
		f.Fail("role", "Choose the role")
	}
	return role
}

// readAccount reads a new account.
func readAccount(f *form.Form, known []string) store.User {
	u := store.User{Email: f.Text("email", "the e-mail address", 200), Name: f.Text("name", "the name", 100), Role: readRole(f)}
	if parsed, err := mail.ParseAddress(u.Email); u.Email != "" && (err != nil || parsed.Address != u.Email) {
		f.Fail("email", "Enter an e-mail address, like name@trust.nhs.uk")
	}
	u.Services = readLeadServices(f, u.Role, known)
	return u
}

// addAccount adds an account without a password, and gives a link to choose one.
func (s *Server) addAccount(v *visit) error {
	known, err := v.store.SlotServices(v.ctx())
	if err != nil {
		return err
	}
	f := v.form()
	user := readAccount(f, known)
	if err := f.Done(); err != nil {
		return err
	}
	if f.OK() {
		if user, err = v.store.AddUser(v.ctx(), v.actor(), user); err == nil {
			return s.giveLink(v, user)
		}
		if !f.Faults(err, "email", accountField) {
			return err
		}
	}
	users, err := s.accountsOf(v)
	if err != nil {
		return err
	}
	return s.showAgain(v, "accounts", newAccountsView(s.base(v, "Accounts"), f, users, known, s.ways()), f)
}

// accountField names the control of a fault.
func accountField(path string) (name, what string) { return path, "the " + path }

// A manageView is one account, as an administrator sees it.
type manageView struct {
	base
	Action  string
	Summary SummaryList
	Own     bool   // one's own: it cannot be closed, nor its role changed
	ByGroup string // where its role comes from, and is changed; or ""
	Roles   Choices
	// Services are of a clinical lead.
	Services leadServices
	Save     Button
	Buttons  []Button
	// Passwords says what another password means for somebody who sees residents, or is "".
	Passwords string
	// NoSlot warns of services of theirs that no slot has, or is "".
	NoSlot string
}

func newManageView(b base, f *form.Form, u store.User, own bool, known []string, ways signInWays) *manageView {
	b.Title, b.Heading = "Account", u.Name
	b.backTo("Accounts", accountsPath)
	p := &manageView{base: b, Action: managePath(u.ID), Own: own, Roles: radios(f, "role", "Role", roleOptions()),
		Services: newLeadServices(f, known), Save: Button{Text: "Change role or services", Name: "do", Value: "role", Once: true}}
	if u.Subject != "" {
		p.ByGroup = ways.of(u)
	}
	rows := []SummaryRow{{Key: "E-mail address", Value: nameOr(u.Email, "Not known here")}, {Key: "Role", Value: roleWords(u)},
		{Key: "Signs in", Value: signsInWords(u, ways)}, {Key: "Account since", Value: moment(u.MadeAt)}}
	if u.Closed() {
		rows = append(rows, SummaryRow{Key: "Closed", Value: moment(u.ClosedAt)})
	}
	p.Summary = Summary(rows...)
	p.Buttons = manageButtons(u, own, ways)
	return p
}

// manageButtons are what can be done to an account.
func manageButtons(u store.User, own bool, ways signInWays) []Button {
	button := func(text, do, variant string) Button {
		return Button{Text: text, Name: "do", Value: do, Variant: variant, Once: true}
	}
	if u.Closed() {
		return []Button{button("Open it again", "reopen", "secondary")}
	}
	var out []Button
	if takesLink(u, ways) {
		out = append(out, button("Make a link to choose a new password", "link", "secondary"))
	}
	if u.Factor != "" {
		out = append(out, button("Take off the second factor", "factor-off", "secondary"))
	}
	if !own {
		out = append(out, button("Sign out everywhere", "sign-out", "secondary"), button("Close the account", "close", "warning"))
	}
	return out
}

// takesLink is whether somebody may be given a link to choose a password.
func takesLink(u store.User, ways signInWays) bool {
	return ways.passwords && u.Subject == "" && !u.Closed()
}

// accountOf is the account that the path names, and accountsOf are all of the trust. One that
// sees what every trust has published is no trust's to look after.
func (s *Server) accountOf(v *visit) (store.User, error) {
	user, err := v.store.User(v.ctx(), v.param("account"))
	if err == nil && user.Role == string(auth.Group) {
		err = rota.ErrNotFound
	}
	return user, err
}

func (s *Server) accountsOf(v *visit) ([]store.User, error) {
	users, err := v.store.Users(v.ctx())
	return slices.DeleteFunc(users, func(u store.User) bool { return u.Role == string(auth.Group) }), err
}

func (s *Server) managePage(v *visit) error {
	user, err := s.accountOf(v)
	if err != nil {
		return err
	}
	known, err := v.store.SlotServices(v.ctx())
	if err != nil {
		return err
	}
	p, err := s.manageView(v, setLeadServices(form.New().Set("role", user.Role), user, known), user, known)
	if err != nil {
		return err
	}
	return s.show(v, "manage", p)
}

// manageView is the page of an account.
func (s *Server) manageView(v *visit, f *form.Form, user store.User, known []string) (p *manageView, err error) {
	p = newManageView(s.base(v, "Account"), f, user, user.ID == v.user.ID, known, s.ways())
	if p.NoSlot, err = s.noSlotHas(v, user); err != nil {
		return nil, err
	}
	open, err := s.sessionsOf(v, user)
	if err != nil {
		return nil, err
	}
	p.Summary.Rows = append(p.Summary.Rows, SummaryRow{Key: "Signed in now", Value: signedInWords(len(open))})
	p.Passwords, err = s.passwordWords(v, user)
	if !user.Waits.IsZero() {
		p.Passwords = "The account waits since " + moment(user.Waits) + " and opens nothing. " + p.Passwords
	}
	return p, err
}

// manage does what a button of the page says.
func (s *Server) manage(v *visit) error {
	user, err := s.accountOf(v)
	if err != nil {
		return err
	}
	known, err := v.store.SlotServices(v.ctx())
	if err != nil {
		return err
	}
	f := v.form()
	do, as := f.Optional("do", "what to do", 20), store.User{}
	if do == "role" {
		as.Role = readRole(f)
		as.Services = readLeadServices(f, as.Role, known)
	}
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		p, err := s.manageView(v, f, user, known)
		if err != nil {
			return err
		}
		return s.showAgain(v, "manage", p, f)
	}
	if do == "link" && takesLink(user, s.ways()) {
		return s.giveLink(v, user)
	}
	done, err := s.managed(v, user, do, as)
	if err != nil {
		return err
	}
	s.flash(v, done)
	return s.redirect(v, managePath(user.ID))
}

// managed does it, and says what was done. Nobody can shut themselves out: what would is
// rota.ErrForbidden for one's own account, and so is a role that a group gives.
func (s *Server) managed(v *visit, user store.User, do string, as store.User) (string, error) {
	if user.ID == v.user.ID && do != "factor-off" || user.Subject != "" && do == "role" {
		return "", rota.ErrForbidden
	}
	switch do {
	case "role":
		what := "role has"
		if as.Role == user.Role {
			what = "services have"
		}
		return "The " + what + " been changed" + maySee(as.Role), v.store.SetRole(v.ctx(), v.actor(), user.ID, as.Role, as.Services)
	case "factor-off":
		return "The second factor has been taken off" + maySee(user.Role), v.store.RemoveFactor(v.ctx(), v.actor(), user.ID)
	case "sign-out":
		return "They have been signed out everywhere", v.store.EndSessionsOf(v.ctx(), v.actor(), user.ID)
	case "close":
		return "The account has been closed", v.store.CloseUser(v.ctx(), v.actor(), user.ID)
	case "reopen":
		return "The account is open again" + maySee(user.Role), v.store.ReopenUser(v.ctx(), v.actor(), user.ID)
	}
	return "", rota.ErrForbidden
}

// maySee says what becomes of an account that comes to see residents by name, or is "".
func maySee(role string) string {
	if !auth.Can(auth.Role(role), auth.SeePeople) {
		return ""
	}
	return ". Those who see residents by name are told of it. Once anybody who sees them has signed in, it opens nothing until it is confirmed"
}

// A madeLinkView shows a link, this once.
type madeLinkView struct {
	base
	Name, Email string
	Link        string
	Until       string
	Waits       bool   // for the account to be confirmed
	Confirm     string // who confirms it, or what comes after the link is used; or ""
	NoSlot      string // warns of services of theirs that no slot has, or ""
}

// giveLink makes a link with which somebody chooses their password, and shows it: the
// answer is the page itself, since nothing could show it again.
func (s *Server) giveLink(v *visit, user store.User) error {
	token, hash := auth.NewToken()
	until := s.now().Add(linkTime)
	if err := v.store.NewLink(v.ctx(), v.actor(), user.ID, hash, until); err != nil {
		return err
	}
	confirm, err := s.passwordWords(v, user)
	if err != nil {
		return err
	}
	noSlot, err := s.noSlotHas(v, user)
	if err != nil {
		return err
	}
	b := s.base(v, "Give them this link")
	b.backTo("Account", managePath(user.ID))
	return s.show(v, "made-link", &madeLinkView{base: b, Name: user.Name, Email: user.Email,
		Link: s.origin(v) + linkPath + "/" + token, Until: moment(until), Waits: !user.Waits.IsZero(), Confirm: confirm, NoSlot: noSlot})
}

// origin is how this planner is reached, as far as the request tells.
func (s *Server) origin(v *visit) string {
	scheme := "http"
	if s.options.Secure {
		scheme = "https"
	}
	return scheme + "://" + strings.ToLower(v.c.Request.Host)
}
