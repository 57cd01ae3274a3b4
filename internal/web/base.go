package web

import (
	"net/url"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A base is what every page has. A page's struct embeds it.
type base struct {
	Title   string // the h1 and the start of the document's title; never a person's name
	Heading string // the h1 where it is another than the title: it may hold a consultant's name
	Strike  *StrikeName
	// Closed says that everybody in the strike was deleted, and when; "" while they are there.
	Closed string
	// Going says that everybody in the strike is about to be deleted; "" before and after.
	Going string
	Back  *Link
	// Overtaken is the notice that the page is of a rota that what is entered has overtaken.
	Overtaken *outOfDate
	Banner    *Banner
	Errors    []form.Error
	Nav       []Link
	User      store.User
	Role      string // in words; "" when the name says it
	Trust     string
	// Lozenge is whether the NHS lozenge may be shown: a setting.
	Lozenge bool
	// Width is the class of every container: wide pages have wide headers too.
	Width    string
	Sideways bool   // printed on A4 sideways
	OnScreen bool   // it holds names beside what residents have said, which are never printed
	Mark     string // handling mark, in the footer
	Printed  string // who prints the page and when
	CSRF     string // of this session, for the part "csrf" that every form holds
	Whose    string // of somebody's own pages: who has the link; "" for all others
	Leave    string // where somebody who has come by a personal link leaves; "" for all others
	Nonce    string
	Idle     *idleNotice // of whoever is signed in; nil for all others
}

// StrikeName is the strike of a page.
type StrikeName struct{ ID, Name string }

// core makes a page of every struct that embeds base.
func (b *base) core() *base { return b }

// A page is a pointer to a struct that embeds base.
type page interface{ core() *base }

const (
	normalWidth = "nhsuk-width-container"
	fullWidth   = "nhsuk-width-container-fluid"
	handling    = "OFFICIAL-SENSITIVE: PERSONAL. Do not leave on a screen or a printer."
)

// Home is where the planner's name in the header leads.
func (b *base) Home() string {
	if b.Leave != "" {
		return ownPath
	}
	return "/"
}

// Wide makes the page as wide as the window, for grids.
func (b *base) Wide() { b.Width = fullWidth }

// Paper is the class of the page when it is printed: what is as wide as the window
// goes on A3, or on A4 sideways.
func (b *base) Paper() string {
	if b.Sideways {
		return "app-a4-side"
	}
	if b.Width == fullWidth {
		return "app-a3"
	}
	return "app-a4"
}

// OnPaper is the first line of a page on paper: how to handle it, who printed it and when.
// "" for visitors, who see nothing of anybody.
func (b *base) OnPaper() string {
	if b.Mark == "" {
		return ""
	}
	return b.Mark + " " + b.Printed
}

// backTo adds a back link.
func (b *base) backTo(text, href string) { b.Back = &Link{Text: text, Href: href} }

// failed puts the form's faults in the error summary and "Error:" in the title.
// A success banner gives way to them.
func (b *base) failed(f *form.Form) { b.Errors = f.Errors() }

// FooterLinks are the links at the foot of every page.
func (b *base) FooterLinks() []Link {
	return []Link{{Text: "Help", Href: "/help"}, {Text: "Accessibility statement", Href: "/accessibility"}, {Text: "Privacy", Href: "/privacy"}}
}

// A section is one item of the navigation of a strike.
type section string

// The sections, which are also their paths below /strikes/:strike.
const (
	overviewSection    section = ""
	residentsSection   section = "residents"
	consultantsSection section = "consultants"
	slotsSection       section = "slots"
	gapsSection        section = "gaps"
	rotaSection        section = "rota"
	costSection        section = "cost"
	downloadsSection   section = "downloads"
)

// sections is the navigation in order: what may be seen of it depends on the role. On a
// phone the first few have room, the rest is under "More": the rota is what is looked at there.
var sections = []struct {
	section section
	text    string
	act     auth.Act
}{
	{overviewSection, "Overview", auth.SeeStrike},
	{rotaSection, "Rota", auth.SeeRota},
	{residentsSection, "Residents", auth.SeePeople},
	{consultantsSection, "Consultants", auth.SeePeople},
	{slotsSection, "Slots", auth.SeeSlots},
	{gapsSection, "Gaps", auth.SeeSlots},
	{costSection, "Cost", auth.SeeCost},
	{downloadsSection, "Downloads", auth.Download},
}

// strikePath is the address of something in a strike: strikePath(id, "slots", "S001").
func strikePath(strike string, parts ...string) string {
	p := "/strikes/" + strike
	for _, part := range parts {
		if part != "" {
			p += "/" + url.PathEscape(part)
		}
	}
	return p
}

func navigation(strike string, current section, role auth.Role) []Link {
	var out []Link
	for _, s := range sections {
		if auth.Can(role, s.act) {
			out = append(out, Link{Text: s.text, Href: strikePath(strike, string(s.section)), Current: s.section == current})
		}
	}
	return out
}

// base starts a page that belongs to no strike.
func (s *Server) base(v *visit, title string) base {
	b := base{Title: title, Trust: s.trustName(v.trust()), Lozenge: s.options.Lozenge, Width: normalWidth, Nonce: v.nonce()}
	switch {
	case v.own.here():
		b.Leave, b.CSRF, b.Nav, b.Mark = ownLeavePath, s.csrf(v), ownNavigation(v), handling
		b.Whose = v.own.Name
		b.Printed = "Printed at " + moment(s.now()) + "."
	case v.user.ID == "":
		return b
	default:
		b.User, b.CSRF, b.Mark = v.user, s.csrf(v), handling
		b.Idle = newIdleNotice(s.options.SessionIdle)
		b.Printed = "Printed by " + v.user.Name + " at " + moment(s.now()) + "."
		if role := v.role().Words(); !strings.EqualFold(role, v.user.Name) {
			b.Role = role
		}
	}
	for _, key := range []string{noticeKey, flashKey} {
		if text := s.session(v).PopString(v.ctx(), key); text != "" {
			b.Banner = &Banner{Text: text, Success: key == flashKey}
		}
	}
	if v.can(auth.SeeAudit) {
		b.Nav = []Link{{Text: "Audit", Href: auditPath, Current: v.c.FullPath() == auditPath}, {Text: "Retention", Href: retentionPath, Current: v.c.FullPath() == retentionPath}}
	}
	if v.can(auth.SeePublished) {
		b.Nav = append(b.Nav, Link{Text: "Published rotas", Href: publishedPath, Current: v.c.FullPath() == publishedPath})
	}
	if v.can(auth.ManageUsers) {
		b.Nav = append([]Link{{Text: "Accounts", Href: accountsPath, Current: v.c.FullPath() == accountsPath}}, b.Nav...)
	}
	return b
}

// strikeBase starts a page of a strike. in is the navigation's current item.
func (s *Server) strikeBase(v *visit, strike store.Strike, in section, title string) base {
	b := s.base(v, title)
	b.Strike, b.Closed = &StrikeName{ID: strike.ID, Name: strike.Name}, closedWords(strike)
	b.Going = goingWords(strike, rota.DateOf(s.now()))
	b.Nav = navigation(strike.ID, in, v.role())
	return b
}
