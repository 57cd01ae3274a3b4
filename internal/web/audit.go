package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

const auditPath = "/audit"

var auditRoutes = []route{
	{method: get, path: auditPath, act: auth.SeeAudit, do: (*Server).auditPage},
	{method: get, path: reasonsPath, act: auth.SeeReasons, do: (*Server).reasonsPage},
}

// An auditView lists who did what and when, the newest first. Those who may see it
// may not see people: things are named by their codes, and it never says what
// anybody declared, nor of which duty.
type auditView struct {
	base
	Filters    Filters
	Chosen     string // what is shown only, in words, also on paper
	Table      *Table
	None       string
	Pagination *Pagination
	Replies    *Table // the days on which residents said something by their links; nil for none
	Reasons    string // where it is told why files that name people were asked for, or ""
}

// auditInput is what the page is made of.
type auditInput struct {
	rows    []store.AuditRow
	replies []store.ReplyDay // for the first page
	total   int
	number  int
	users   []store.User
	strikes []store.Strike
	filter  filter
	form    *form.Form
	reasons bool // whether the visitor may see them
}

// byProgram is the choice, among those who acted, of the program itself.
const byProgram = "program"

// auditParts are the parameters of the page's address.
var auditParts = []string{"who", "what", "strike", "from", "to"}

func newAuditView(b base, in auditInput) *auditView {
	b.Wide()
	p := &auditView{base: b}
	if in.reasons {
		p.Reasons = reasonsPath
	}
	from, to := input(in.form, "from", "From day"), input(in.form, "to", "To day")
	from.Type, to.Type = "date", "date"
	p.Filters = newFilters(in.filter, nil, []Select{
		choose(in.form, "who", "Who", anyOf("Anybody", in.people())),
		choose(in.form, "what", "What", anyOf("Anything", optionsOf(store.Kinds(), auditKindWords))),
		choose(in.form, "strike", "Strike", anyOf("Any strike, or none", in.strikeOptions())),
	})
	p.Filters.Dates = []Input{from.Wide(10), to.Wide(10)}
	p.Chosen, p.Replies = in.chosenWords(), in.replyDays()
	if len(in.rows) == 0 {
		p.None = "Nothing has been done yet."
		if in.filter.on() {
			p.None = "Nothing was done that is like that. Change or clear what you filter by."
		}
		return p
	}
	p.Pagination = numberedPages(in.number, (in.total+store.AuditPage-1)/store.AuditPage, in.filter.href)
	p.Title = pageTitle(b.Title, in.number, p.Pagination)
	var cells [][]Cell
	for _, r := range in.rows {
		cells = append(cells, []Cell{{Text: secondWords(r.At)}, {Text: byWords(r)}, {Text: in.words(r)}, {Text: in.strikeName(r.StrikeID)}, requestCell(r.Request)})
	}
	t := NewTable("audit", count(in.total, "record")+", the newest first",
		[]Column{{Text: "When"}, {Text: "Who"}, {Text: "What"}, {Text: "Strike"}, {Text: "Reference and address"}}, cells)
	t.Compact, t.Size = true, "s"
	p.Table = &t
	return p
}

// requestCell is the reference number of a request and where it came from.
func requestCell(r store.Request) Cell {
	if r == (store.Request{}) {
		return Cell{Text: "None"}
	}
	return Cell{Text: r.ID + ", " + nameOr(r.Address, "address not known")}
}

// secondWords is an instant to the second, as records need it.
func secondWords(at time.Time) string {
	return at.In(rota.Zone()).Format("2 January 2006, 15:04:05")
}

// byWords is who did it.
func byWords(r store.AuditRow) string {
	if r.ByID == "" {
		return "The planner itself"
	}
	return nameOr(r.By, "Somebody whose account is gone")
}

// words say what was done; an account is named by whose it is.
func (in auditInput) words(r store.AuditRow) string {
	if r.Kind == store.KindUser && (r.ID != "" || r.Action != store.Mistaken) {
		id, rest, more := strings.Cut(r.ID, ": ") // of a lead's services, which follow
		i := slices.IndexFunc(in.users, func(u store.User) bool { return u.ID == id })
		if r.ID = "somebody whose account is gone"; i >= 0 {
			r.ID = in.users[i].Name
		}
		if more {
			r.ID += ": " + rest
		}
	}
	return auditWords(r)
}

func (in auditInput) people() []Option {
	out := []Option{{Value: byProgram, Text: "The planner itself"}}
	for _, u := range in.users {
		out = append(out, Option{Value: u.ID, Text: u.Name + ", " + auth.Role(u.Role).Words()})
	}
	return out
}

func (in auditInput) strikeOptions() []Option {
	var out []Option
	for _, s := range in.strikes {
		out = append(out, Option{Value: s.ID, Text: s.Name})
	}
	return out
}

func (in auditInput) strikeName(id string) string {
	if id == "" {
		return "None"
	}
	return strikeNamed(in.strikes, id)
}

// replyDays are the days on which residents said something by their personal links.
func (in auditInput) replyDays() *Table {
	var cells [][]Cell
	for _, d := range in.replies {
		cells = append(cells, []Cell{{Text: longDate(d.Day)}, {Text: store.ByResident.Name}, {Text: auditWords(store.AuditRow{Action: store.Declared, Kind: store.KindDuty})}, {Text: in.strikeName(d.StrikeID)}})
	}
	if cells == nil {
		return nil
	}
	t := NewTable("replies", "Days on which residents replied by their links, the newest first", []Column{{Text: "Day"}, {Text: "Who"}, {Text: "What"}, {Text: "Strike"}}, cells)
	t.Compact, t.Size = true, "s"
	return &t
}

// strikeNamed is the name of a strike.
func strikeNamed(strikes []store.Strike, id string) string {
	i := slices.IndexFunc(strikes, func(s store.Strike) bool { return s.ID == id })
	if i < 0 {
		return "A strike that has been deleted"
	}
	return strikes[i].Name
}

// chosenWords say what the list is narrowed to.
func (in auditInput) chosenWords() string {
	var out []string
	for _, part := range []struct {
		name    string
		options []Option
	}{{"who", in.people()}, {"what", optionsOf(store.Kinds(), auditKindWords)}, {"strike", in.strikeOptions()}} {
		i := slices.IndexFunc(part.options, func(o Option) bool { return o.Value == in.filter.get(part.name) })
		if i >= 0 {
			out = append(out, part.options[i].Text)
		}
	}
	for _, end := range []string{"from", "to"} {
		if d, err := rota.ParseDate(in.filter.get(end)); err == nil {
			out = append(out, end+" "+longDate(d))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "Shown only: " + strings.Join(out, "; ") + "."
}

// readAuditFilter reads the filter; what is not known there finds nothing.
func readAuditFilter(f *form.Form) store.AuditFilter {
	out := store.AuditFilter{StrikeID: f.Value("strike"), Kind: store.Kind(f.Value("what"))}
	if who := f.Value("who"); who == byProgram {
		out.ByID = new("")
	} else if who != "" {
		out.ByID = &who
	}
	if f.Value("from") != "" {
		if d := f.Day("from", "the first day"); !d.IsZero() {
			out.Since = midnight(d)
		}
	}
	if f.Value("to") != "" {
		if d := f.Day("to", "the last day"); !d.IsZero() {
			out.Until = midnight(d.Add(1))
		}
	}
	if f.OK() && !out.Since.IsZero() && !out.Until.IsZero() && !out.Since.Before(out.Until) {
		f.Fail("to", "The last day must not be before the first")
	}
	return out
}

// midnight is when a day begins: the clocks of London never skip it.
func midnight(d rota.Date) time.Time {
	at, err := rota.London(d, 0, 0)
	if err != nil {
		panic(fmt.Sprintf("midnight of %s: %v", d, err))
	}
	return at
}

// auditPage answers GET /audit.
func (s *Server) auditPage(v *visit) error {
	in := auditInput{filter: v.filter(auditPath, auditParts...)}
	in.form = in.filter.form()
	narrowed := readAuditFilter(in.form)
	var err error
	if in.users, err = v.store.Users(v.ctx()); err != nil {
		return err
	}
	if in.strikes, err = v.store.Strikes(v.ctx()); err != nil {
		return err
	}
	b := s.base(v, "Audit")
	in.reasons = v.can(auth.SeeReasons)
	if !in.form.OK() {
		return s.showAgain(v, "audit", newAuditView(b, in), in.form)
	}
	in.number = v.number()
	if in.rows, in.total, err = v.store.AuditLog(v.ctx(), narrowed, in.number); err != nil {
		return err
	}
	if len(in.rows) == 0 && in.total > 0 {
		return s.redirect(v, in.filter.href(1))
	}
	if in.number <= 1 {
		if in.replies, err = v.store.ReplyDays(v.ctx(), narrowed); err != nil {
			return err
		}
	}
	return s.show(v, "audit", newAuditView(b, in))
}
