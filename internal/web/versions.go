package web

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// versionRoutes are the pages of versions, and their files with the act that each needs.
func versionRoutes() []route {
	out := []route{
		{method: get, path: "/strikes/:strike/versions", act: auth.Download, do: (*Server).versionsPage},
		{method: get, path: "/strikes/:strike/versions/:version", act: auth.SeeRota, do: (*Server).versionPage},
		{method: get, path: "/strikes/:strike/versions/:version/personal/:consultant/duties.xlsx", act: auth.SeeRota, do: (*Server).versionSheet, file: true},
		{method: get, path: "/strikes/:strike/versions/:version/personal/:consultant/duties.ics", act: auth.SeeRota, do: (*Server).versionCalendar, file: true},
	}
	for _, f := range files() {
		path := "/strikes/:strike/versions/:version/files/" + f.key
		if f.kept != nil {
			out = append(out, route{method: get, path: path, act: f.act, do: f.ofVersion, file: true})
		}
	}
	return out
}

// versionAsked is the version that the path names.
func (s *Server) versionAsked(v *visit, strike store.Strike) (store.Version, exports.Handout, error) {
	number, err := versionNumber(v.param("version"))
	if err != nil {
		return store.Version{}, exports.Handout{}, err
	}
	x, h, err := s.version(v, strike.ID, number)
	if !v.can(auth.SeePeople) {
		h.Locks = locksApart(h.Locks)
	}
	return x, h, err
}

// staleOf says what had changed when a version was published, as far as the visitor may know it.
func staleOf(h exports.Handout, may func(auth.Act) bool) string {
	if may(auth.SeePeople) {
		return nameOr(h.Behind, h.Stale)
	}
	return h.Stale
}

// brokenOf lists the rules that a version breaks on purpose: to those who may not read what stops a
// consultant, how many.
func brokenOf(h exports.Handout, may func(auth.Act) bool) []exports.BrokenRule {
	list := h.BrokenRules()
	if may(auth.SeePeople) || list == nil {
		return list
	}
	return []exports.BrokenRule{{Rule: count(len(list), "rule"), Words: "The rota workbook marks the places where it is so. The rota coordinators know which rule, and why."}}
}

// ofVersion answers with the file as it is of a version: the same whenever it is asked for.
func (f file) ofVersion(s *Server, v *visit) error { return s.sendVersion(v, f.key, f.kind, f.kept) }

// sendVersion answers with a file of a version, called by its number and its time.
func (s *Server) sendVersion(v *visit, key, kind string, write func(io.Writer, exports.Handout) error) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	x, h, err := s.versionAsked(v, strike)
	if err != nil {
		return err
	}
	return s.send(v, strike, fmt.Sprintf("version-%d-%s", x.Number, key), kind, x.At, func(w io.Writer) error { return write(w, h) })
}

func (s *Server) versionSheet(v *visit) error {
	return s.versionPerson(v, "xlsx", sheetType, exports.Personal)
}

func (s *Server) versionCalendar(v *visit) error {
	return s.versionPerson(v, "ics", calendarType, exports.Calendar)
}

func (s *Server) versionPerson(v *visit, ending, kind string, write func(io.Writer, exports.Handout, rota.ConsultantID) error) error {
	id := rota.ConsultantID(v.param("consultant"))
	return s.sendVersion(v, "duties-"+slug(string(id))+"."+ending, kind, func(w io.Writer, h exports.Handout) error {
		if _, ok := h.Problem.Consultant(id); !ok {
			return rota.ErrNotFound
		}
		return write(w, h, id)
	})
}

// A versionsView lists what has been published.
type versionsView struct {
	base
	None    string
	Table   *Table
	Compare *pickForm
	Publish *Button
}

func newVersions(b base, list []store.Version, draft bool, may func(auth.Act) bool) *versionsView {
	id := b.Strike.ID
	b.backTo("Downloads", strikePath(id, "downloads"))
	p := &versionsView{base: b, Table: versionsTable(id, list, may)}
	if len(list) > 0 && may(auth.SeeRota) {
		from, to := usual(list, draft)
		p.Compare = pickEditions(id, list, draft, from, to)
	}
	if p.Table == nil {
		p.None = "Nothing has been published yet. Until then the rota is a draft, which may change at any moment."
	}
	if draft && may(auth.Publish) {
		p.Publish = &Button{Text: publishTitle, Href: strikePath(id, "publish")}
	}
	return p
}

// versionsTable lists the versions, the newest first, with those workbooks of them that the visitor may
// have; nil when there are none.
func versionsTable(strikeID string, list []store.Version, may func(auth.Act) bool) *Table {
	if len(list) == 0 {
		return nil
	}
	columns := []Column{{Text: "Version"}, {Text: "Published"}, {Text: "By"}, {Text: "Note"}}
	var given []file
	for _, f := range files() {
		if f.kept != nil && f.group == workbookFile && may(f.act) {
			given, columns = append(given, f), append(columns, Column{Text: f.name})
		}
	}
	var rows [][]Cell
	for i, x := range list {
		name := Cell{Text: versionName(x.Number)}
		if i == 0 && len(list) > 1 {
			name.Text += ", the newest"
		}
		if may(auth.SeeRota) {
			name.Href = versionPath(strikeID, x.Number)
		}
		row := []Cell{name, {Text: moment(x.At)}, {Text: publisher(x)}, {Text: nameOr(x.Note, "None")}}
		for _, f := range given {
			row = append(row, Cell{Text: "Download", Hidden: rota.LowerFirst(f.name) + " of " + toVersion(x.Number), Href: versionPath(strikeID, x.Number, "files", f.key)})
		}
		rows = append(rows, row)
	}
	t := NewTable("versions", "Published versions", columns, rows)
	return &t
}

func publisher(x store.Version) string { return nameOr(x.By, "Somebody whose account is gone") }

func (s *Server) versionsPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	list, err := v.store.Versions(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	m, err := s.made(v, strike)
	if err != nil {
		return err
	}
	return s.show(v, "versions", newVersions(s.strikeBase(v, strike, downloadsSection, "Published versions"), list, m != nil, v.can))
}

// A versionView is one version: what it changed, and its files.
type versionView struct {
	base
	Changed *outOfDate // of the newest version, while the draft is as it was published
	Facts   SummaryList
	Differs string
	Tables  []Table
	Open    *Table
	Lost    *Table
	Covered string // said where no place is open
	Broken  []exports.BrokenRule
	Files   Table
	People  Table
	Answers *Link // who has confirmed, of the newest version
	Newest  *Link // that came after this one
}

// A versionInput is what the page is made of. before is nil of the first version.
type versionInput struct {
	version store.Version
	edition edition
	stale   string    // what had changed already when it was published
	until   rota.Date // when its files are to be deleted
	broken  []exports.BrokenRule
	before  *edition
	draft   *madeRota
	told    tellings
	may     func(auth.Act) bool
}

func newVersionView(b base, in versionInput) *versionView {
	id, x, e := b.Strike.ID, in.version, in.edition
	b.backTo("Published versions", strikePath(id, "versions"))
	p := &versionView{base: b, Differs: "Nothing had been published before.", Open: e.openTable(), Lost: lostTable(e.made.Problem, e.lost), Files: versionFiles(id, x.Number, in.may),
		Covered: "Every place is covered.", Broken: in.broken}
	if in.told.number == x.Number {
		p.Changed = in.changed(id)
		p.Answers = &Link{Text: in.told.words(), Href: strikePath(id, "answers")}
	}
	if in.told.number > x.Number {
		p.Newest = &Link{Text: versionName(in.told.number), Href: versionPath(id, in.told.number)}
	}
	people := coverRows(e.made, e.made.Problem.Published, e.person)
	p.People = personalTable("Consultants with cover, or with some before", people, id, versionPath(id, x.Number, "personal"))
	for _, row := range p.People.Rows {
		row[0].Href = "" // a consultant's page is of the draft
	}
	rows := []SummaryRow{{Key: "Published", Value: moment(x.At)}, {Key: "By", Value: publisher(x)}, {Key: "Note", Value: nameOr(x.Note, "None")},
		{Key: "Filled", Value: e.filledWords()}, {Key: "Open", Value: e.openWords()}}
	if !in.until.IsZero() {
		rows = append(rows, SummaryRow{Key: "Delete its files by", Value: longDate(in.until)})
	}
	if x.OpenReason != "" {
		rows = append(rows, SummaryRow{Key: "Why with places open", Value: x.OpenReason})
	}
	if in.stale != "" {
		p.Covered = "Every place is covered that was entered when the rota was made."
		rows = append(rows, SummaryRow{Key: "Out of date when published", Value: in.stale})
	}
	if x.Approver != "" {
		rows = append(rows, SummaryRow{Key: "Approved by", Value: x.Approver})
	}
	p.Facts = Summary(rows...)
	if in.before != nil {
		d := differBetween(*in.before, e)
		p.Differs, p.Tables = d.since(), d.tables()
	}
	return p
}

// changed is the notice of the draft, where that gives everybody the same cover as the version.
func (in versionInput) changed(strikeID string) *outOfDate {
	if in.draft == nil || !differBetween(in.edition, in.draft.edition()).Same() {
		return nil
	}
	return in.draft.outOfDate(strikeID, in.may)
}

// versionFiles lists the files of a version that the visitor may have.
func versionFiles(strikeID string, number int64, may func(auth.Act) bool) Table {
	var rows [][]Cell
	for _, f := range files() {
		if f.kept == nil || !may(f.act) {
			continue
		}
		name := f.name
		if f.group == tableFile {
			name += ", as CSV"
		}
		rows = append(rows, []Cell{{Text: name, Href: versionPath(strikeID, number, "files", f.key)}, {Text: f.purpose}, {Text: f.people}})
	}
	return NewTable("files", "Files of this version", []Column{{Text: "File"}, {Text: "What it is for"}, {Text: "People in it"}}, rows)
}

// openTable lists the places that the edition leaves open, the most important first;
// nil when there are none.
func (e edition) openTable() *Table {
	open := map[rota.SlotID]int{}
	for _, o := range e.made.Plan.Open {
		open[o.Slot] = o.Places
	}
	list := slices.DeleteFunc(slices.Clone(e.made.Problem.Slots), func(s rota.Slot) bool { return open[s.ID] == 0 })
	slices.SortStableFunc(list, func(a, b rota.Slot) int { return cmp.Or(a.Priority-b.Priority, a.Span.Compare(b.Span)) })
	var rows [][]Cell
	for _, s := range list {
		rows = append(rows, []Cell{{Text: s.Span.Words()}, {Text: e.made.Problem.RoleWords(s)}, {Text: strconv.Itoa(s.Priority)},
			{Text: fmt.Sprintf("%d of %d", open[s.ID], s.Places)}})
	}
	if rows == nil {
		return nil
	}
	t := NewTable("open-slots", "Open places, the most important first", []Column{{Text: "When"}, {Text: "Slot"}, {Text: "Priority", Numeric: true},
		{Text: "Open", Numeric: true}}, rows)
	return &t
}

func (s *Server) versionPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	x, h, err := s.versionAsked(v, strike)
	if err != nil {
		return err
	}
	in := versionInput{version: x, edition: editionOf(x.Number, h), stale: staleOf(h, v.can), until: h.DeleteBy, broken: brokenOf(h, v.can), may: v.can}
	if in.told, err = s.tellings(v, strike.ID); err != nil {
		return err
	}
	if in.draft, err = s.made(v, strike); err != nil {
		return err
	}
	if x.Number > 1 {
		_, old, err := s.version(v, strike.ID, x.Number-1)
		if err != nil {
			return err
		}
		before := editionOf(x.Number-1, old)
		in.before = &before
	}
	p := newVersionView(s.strikeBase(v, strike, downloadsSection, versionName(x.Number)), in)
	if len(h.Problem.Slots) == 0 && v.store.own.List != "" {
		p.Covered = noSlotOf(v.store.own, nil, "in this version")
	}
	return s.show(v, "version", p)
}
