package web

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// retentionInputs ask how long the names of a strike are kept, and why they may be.
type retentionInputs struct {
	Days   Input
	Basis  Input
	Notice Input
}

func newRetentionInputs(f *form.Form) retentionInputs {
	return retentionInputs{
		Days: number(f, "keep-days", "Days after the strike until everybody in it is deleted", 3).Hinted("42 is usual, 1 is the least. Payroll keeps its own record of absence. Slots, rates and totals stay. Of a strike that is over when this is first recorded they count from that day."),
		Basis: input(f, "keep-basis", "Legal basis").
			Hinted("What your information governance lead has settled: residents read it as your trust’s own. Ask them first. They may settle, for example: " + rota.StandardRetention().Basis + ". Remembered for the next strike."),
		Notice: input(f, "keep-notice", "Where people can read what is kept about them").
			Hinted("The name or address of your trust’s privacy notice. For example: " + rota.StandardRetention().Notice + "."),
	}
}

func setRetention(f *form.Form, r rota.Retention) {
	f.Set("keep-days", strconv.Itoa(r.Days)).Set("keep-basis", r.Basis).Set("keep-notice", r.Notice)
}

func readRetention(f *form.Form) rota.Retention {
	return rota.Retention{
		Days:   f.Int("keep-days", "the days", rota.MinRetentionDays, rota.MaxRetentionDays),
		Basis:  f.Text("keep-basis", "the legal basis", 300),
		Notice: f.Text("keep-notice", "where people can read it", 200),
	}
}

var retentionRoutes = []route{
	{method: get, path: retentionPath, act: auth.SeeRetention, do: (*Server).retentionPage},
}

const retentionPath = "/retention"

// A retentionView says for every strike when everybody in it is deleted, and what was.
type retentionView struct {
	base
	Strikes      *Table // nil when there are none
	Certificates []certificateView
}

// A certificateView is one certificate.
type certificateView struct {
	Title, Words  string
	Days          []string // how the day was changed, and by which role
	Never         bool     // it never was
	Backups       string
	Kept, Deleted Table
}

func newRetentionView(b base, strikes []store.Strike, certificates []store.Certificate, today rota.Date, may func(auth.Act) bool) *retentionView {
	p := &retentionView{base: b}
	var rows [][]Cell
	for _, st := range strikes {
		when := Cell{Text: retentionWords(st, today)}
		if slices.ContainsFunc(certificates, func(c store.Certificate) bool { return c.StrikeID == st.ID && unfinished(c) }) {
			when.Text += ", but not from every backup: see its certificate"
		}
		if may(auth.EditStrike) && st.PurgedAt.IsZero() {
			when.Href, when.Hidden = strikePath(st.ID, "details")+"#keep-days", ": "+st.Name
		}
		rows = append(rows, []Cell{{Text: st.Name}, {Text: lastDayWords(st, today)}, when, {Text: nameOr(st.Retention.Basis, "Not recorded")}})
	}
	if len(rows) > 0 {
		t := NewTable("retention", "Strikes, latest first", []Column{{Text: "Strike"}, {Text: "Last day"}, {Text: "Everybody deleted"}, {Text: "Legal basis"}}, rows)
		p.Strikes = &t
	}
	for i, c := range certificates {
		p.Certificates = append(p.Certificates, newCertificateView(i, c))
	}
	return p
}

// retentionWords say when everybody in the strike is deleted.
func retentionWords(st store.Strike, today rota.Date) string {
	switch {
	case !st.PurgedAt.IsZero():
		return "Done on " + longDate(rota.DateOf(st.PurgedAt))
	case st.DeleteOn.IsZero():
		return "Not recorded: it takes no names"
	case st.Due(today):
		return "Due since " + longDate(st.DeleteOn) + ", done within the hour"
	}
	return "On " + longDate(st.DeleteOn)
}

// lastDayWords are the last day of the strike, and from when the days to keep count where it is not from then.
func lastDayWords(st store.Strike, today rota.Date) string {
	words := longDate(rota.DateOf(st.End))
	if from := countedFrom(st.Strike, st.KeptFrom, today); from != "" && st.PurgedAt.IsZero() {
		words += ". " + from
	}
	return words
}

// goingWords say that everybody in the strike is about to be deleted, and what to do when that is
// wrong; "" while the day is to come, and once it is done.
func goingWords(st store.Strike, today rota.Date) string {
	if !st.Due(today) {
		return ""
	}
	return "Everybody in this strike is deleted within the hour, and so is whoever is entered now: the day recorded for it, " + longDate(st.DeleteOn) + ", has come. " +
		"If that is wrong, first change the days or the end of the strike on Dates, rules and aims."
}

// closedWords say that everybody in the strike was deleted, and when; "" while they are there.
func closedWords(st store.Strike) string {
	if st.PurgedAt.IsZero() {
		return ""
	}
	return "Everybody in this strike was deleted on " + longDate(rota.DateOf(st.PurgedAt)) + ", the day recorded for it, and with them its duties, offers, rota and versions. " +
		"Its slots, rates and totals stay. Nothing in it can be changed any more."
}

// keptTotals are the totals of a strike that stay when everybody in it was deleted, as far as
// the visitor may read such figures; nil for none.
func keptTotals(certificates []store.Certificate, strikeID string, may func(auth.Act) bool) *Table {
	var rows [][]Cell
	for _, c := range certificates {
		for _, k := range c.Kept {
			hidden := strings.HasPrefix(k.Of, "Cost ") && !may(auth.SeeCost) || strings.HasPrefix(k.Of, "Duties ") && !may(auth.SeePeople) && !may(auth.SeeRetention)
			if c.StrikeID == strikeID && !hidden {
				rows = append(rows, []Cell{{Text: k.Of}, {Text: k.Text, Numeric: true}})
			}
		}
	}
	if rows == nil {
		return nil
	}
	t := NewTable("kept", "Totals that were kept", []Column{{Text: "What"}, {Text: "How many", Numeric: true}}, rows)
	return &t
}

func newCertificateView(i int, c store.Certificate) certificateView {
	id := "certificate-" + strconv.Itoa(i+1)
	var deleted, kept [][]Cell
	for _, d := range c.Deleted {
		deleted = append(deleted, []Cell{{Text: sentence(d.Of)}, {Text: strconv.Itoa(d.Rows), Numeric: true}})
	}
	for _, k := range c.Kept {
		kept = append(kept, []Cell{{Text: k.Of}, {Text: k.Text, Numeric: true}})
	}
	return certificateView{
		Title: certificateTitle(c),
		Words: "Deleted at " + moment(c.At) + ", due on " + longDate(c.DueOn) + ", by " + nameOr(c.By, "the planner itself, on its day or by the command “strikerota purge”") + ".",
		Days:  dayChangesWords(c.Days), Backups: backupsWords(c.Backups),
		Deleted: NewTable(id+"-deleted", "What was deleted", []Column{{Text: "What"}, {Text: "Rows", Numeric: true}}, deleted),
		Kept:    NewTable(id+"-kept", "Totals that are kept", []Column{{Text: "What"}, {Text: "How many", Numeric: true}}, kept),
	}
}

// unfinished reports that some backup may still hold people of the strike.
func unfinished(c store.Certificate) bool { return c.Backups != nil && c.Backups.Failed > 0 }

func certificateTitle(c store.Certificate) string {
	if unfinished(c) {
		return "Certificate, not complete yet: " + c.Strike
	}
	return "Certificate: " + c.Strike
}

// dayChangesWords say how the day was changed after it was first recorded.
func dayChangesWords(list []store.DayChange) []string {
	var out []string
	for _, d := range list {
		by := "an account that is gone, or the planner itself"
		if d.Role != "" {
			by = "an account with the role " + rota.LowerFirst(auth.Role(d.Role).Words())
		}
		out = append(out, moment(d.At)+", by "+by+": "+d.What)
	}
	return out
}

// backupsWords say what became of the backups that the planner's machine had made.
func backupsWords(b *store.Backups) string {
	const elsewhere = " Copies that were put elsewhere, and files that were downloaded, are for those who have them to delete."
	if b == nil {
		return "The backups made on the planner’s machine are still to be looked through, within the hour." + elsewhere
	}
	words := "Of the backups made on the planner’s machine, " + count(b.Seen, "was", "were") + " there: "
	if b.Seen == 0 {
		return "No backup made on the planner’s machine was there." + elsewhere
	}
	return words + strings.Join(fates(b), ", ") + "." + leftWords(b) + elsewhere
}

// fates say what became of how many backups.
func fates(b *store.Backups) []string {
	var out []string
	if b.Cleared > 0 {
		out = append(out, fmt.Sprintf("people were deleted from %d", b.Cleared))
	}
	if b.Deleted > 0 {
		out = append(out, count(b.Deleted, "was", "were")+" deleted whole")
	}
	if b.Failed > 0 {
		out = append(out, fmt.Sprintf("%d could not be cleared", b.Failed))
	}
	for _, g := range b.Gone {
		out = append(out, fmt.Sprintf("1 could not be cleared (%s of %s) and was gone by %s, not deleted by the planner", filepath.Base(g.Path), longDate(rota.DateOf(g.Made)), longDate(rota.DateOf(g.At))))
	}
	switch others := b.Seen - b.Cleared - b.Deleted - b.Failed - len(b.Gone); {
	case len(out) == 0:
		out = []string{"none held anybody of this strike"}
	case others > 0:
		out = append(out, fmt.Sprintf("and %d held nobody of this strike", others))
	}
	return out
}

// leftWords say which backups may still hold people who were deleted; "" for none.
func leftWords(b *store.Backups) string {
	if b.Failed == 0 {
		return ""
	}
	words := " This is not complete: a backup whose key is not there, for example, cannot be cleared of people. Whoever looks after the planner’s machine mends that or deletes "
	if len(b.Left) == 0 {
		return words + "what the log names."
	}
	var list []string
	for _, l := range b.Left {
		list = append(list, filepath.Base(l.Path)+" of "+longDate(rota.DateOf(l.Made))+", which the planner deletes on "+longDate(l.Gone()))
	}
	return words + strings.Join(list, "; ") + "."
}

// retentionPage answers GET /retention.
func (s *Server) retentionPage(v *visit) error {
	strikes, err := v.store.Strikes(v.ctx())
	if err != nil {
		return err
	}
	certificates, err := v.store.Certificates(v.ctx())
	if err != nil {
		return err
	}
	b := s.base(v, "Retention")
	return s.show(v, "retention", newRetentionView(b, ordered(strikes), certificates, rota.DateOf(s.now()), v.can))
}

// usualRetention is what the latest strike has, but for an example. Where nobody in the trust has
// settled anything yet, the days alone are those of the planner: a legal basis that stood there
// would be recorded as the trust's by whoever presses on.
func (s *Server) usualRetention(latest []store.Strike) rota.Retention {
	for _, st := range latest {
		if st.Retention.Recorded() && st.Retention != rota.ExampleRetention() {
			return st.Retention
		}
	}
	return rota.Retention{Days: min(max(s.options.DeleteAfterDays, fewDays), rota.MaxRetentionDays)}
}

// detailsForm fills the form of the details with what is kept; what was never
// recorded about names starts as usual.
func (s *Server) detailsForm(v *visit, strike store.Strike) (*form.Form, error) {
	f := settingsForm(strike.StrikeSettings)
	if !strike.Retention.Recorded() {
		others, err := v.store.Strikes(v.ctx())
		if err != nil {
			return nil, err
		}
		setRetention(f, s.usualRetention(ordered(others)))
	}
	return f, nil
}
