package web

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// downloadRoutes are the pages, and a route for every file with the act that it
// needs. A file that names residents is given for a POST alone, with a reason.
func downloadRoutes() []route {
	out := []route{
		{method: get, path: "/strikes/:strike/downloads", act: auth.Download, do: (*Server).downloadsPage},
		{method: get, path: "/strikes/:strike/downloads/personal", act: auth.SeeRota, do: (*Server).personalPage},
		{method: get, path: "/strikes/:strike/downloads/personal/:consultant/duties.xlsx", act: auth.SeeRota, do: (*Server).personalSheet, file: true},
		{method: get, path: "/strikes/:strike/downloads/personal/:consultant/duties.ics", act: auth.SeeRota, do: (*Server).personalCalendar, file: true},
		{method: get, path: "/strikes/:strike/slots/:slot/evidence.xlsx", act: auth.EditRota, do: (*Server).evidence, file: true},
	}
	for _, f := range files() {
		path := "/strikes/:strike/downloads/" + f.key
		if f.group != namedFile {
			out = append(out, route{method: get, path: path, act: f.act, do: f.download, file: true})
			continue
		}
		path = "/strikes/:strike/downloads/named/" + f.key
		out = append(out, route{method: get, path: path, act: f.act, do: f.askPage}, route{method: post, path: path, act: f.act, do: f.give, file: true})
	}
	return out
}

// href is where a file is downloaded, or asked for.
func (f file) href(strikeID string) string {
	if f.group == namedFile {
		return strikePath(strikeID, "downloads", "named", f.key)
	}
	return strikePath(strikeID, "downloads", f.key)
}

// A downloadsView lists the files of a strike.
type downloadsView struct {
	base
	Changed  *outOfDate
	Note     string
	DeleteBy string
	Solve    *Button
	Versions *Table
	All      string // the page of versions
	Tables   []Table
	Still    string // what of the rota is still being worked out, or ""
	Here     string // to look again
	Behind   string // that the shared return is behind by corrections, for those who may have the exact one, or ""
	Contacts string // whose contact is missing in the rota
	Enter    string // where contacts are entered, for those who may, or ""
	Personal string // the page of personal sheets, or ""
	Named    *Table
	Given    *Table // who was given files that name residents
	Upload   *Button
}

// downloadsInput is what the page is made of. made says when the rota was made.
type downloadsInput struct {
	made     string // when, and who changed it last by hand; "" when there is none
	counts   counts
	versions []store.Version
	same     bool // everybody in the rota is where the newest of them has them
	still    string
	contacts string
	behind   string
	robust   bool // whether it has been worked out how the rota stands up to more doctors away
	deleteBy rota.Date
	given    []store.FileRequest
	may      func(auth.Act) bool
}

// newDownloads builds the page.
func newDownloads(b base, in downloadsInput) *downloadsView {
	id := b.Strike.ID
	p := &downloadsView{base: b, DeleteBy: longDate(in.deleteBy), Behind: in.behind}
	p.Note = "No rota has been made yet, so there are no results to download."
	if in.made != "" {
		p.Note = in.made + "."
	} else if in.may(auth.EditRota) {
		p.Solve = &Button{Text: "Make the rota", Href: strikePath(id, "solve")}
	}
	p.Versions, p.All = versionsTable(id, in.versions, in.may), strikePath(id, "versions")
	if p.Versions != nil && in.made != "" {
		p.Note += " It is a draft: the names of its files below say so, and people go by the versions above."
		if in.same {
			p.Note = in.made + ". Everybody in it is where " + toVersion(in.versions[0].Number) + " has them: the names of its files below say so. It may change at any moment, and that version does not."
		}
	}
	for _, g := range []struct {
		group       fileGroup
		id, caption string
	}{{workbookFile, "workbooks", "Workbooks"}, {tableFile, "tables", "Tables as CSV"}, {otherFile, "others", "For entering and for other programs"}} {
		if t := in.table(id, g.group, g.id, g.caption); len(t.Rows) > 0 {
			p.Tables = append(p.Tables, t)
		}
	}
	if in.made != "" && in.may(auth.SeeRota) {
		p.Personal, p.Contacts = strikePath(id, "downloads", "personal"), in.contacts
	}
	if in.made != "" && in.may(auth.EditRota) {
		p.Still, p.Here = in.still, strikePath(id, "downloads")
	}
	if p.Contacts != "" && in.may(auth.EditPeople) {
		p.Enter = strikePath(id, "consultants")
	}
	if t := in.table(id, namedFile, "named", "Files that name residents"); len(t.Rows) > 0 {
		p.Named, p.Given = &t, givenTable(in.given)
	}
	if in.may(auth.EditPeople) {
		p.Upload = &Button{Text: "Upload a filled entry workbook", Href: strikePath(id, "upload"), Variant: "secondary"}
	}
	return p
}

// table lists the files of a group that the visitor may have now.
func (in downloadsInput) table(strikeID string, group fileGroup, id, caption string) Table {
	var rows [][]Cell
	for _, f := range files() {
		if f.group != group || !in.may(f.act) || in.made == "" && f.results || f.key == robustFile && !in.robust {
			continue
		}
		hidden := ""
		if group == tableFile {
			hidden = "as CSV" // there is a workbook of the same name
		}
		rows = append(rows, []Cell{{Text: f.name, Hidden: hidden, Href: f.href(strikeID)}, {Text: f.purpose}, {Text: f.people}, {Text: in.sizeWords(f)}})
	}
	return NewTable(id, caption, []Column{{Text: "File"}, {Text: "What it is for"}, {Text: "People in it"}, {Text: "Size"}}, rows)
}

// sizeWords is about how large a file is; it is written only when asked for.
func (in downloadsInput) sizeWords(f file) string {
	if f.size == nil {
		return "Depends on what is in it"
	}
	return "About " + sizeWords(int64(f.size(in.counts)))
}

// handedWords are a file that names people by its key, as the record of who was given it has it.
func handedWords(key string) string {
	for _, f := range files() {
		if f.key == key {
			return f.name
		}
	}
	for _, k := range heldKinds() {
		if k.file == key {
			return "Everything held about one " + k.one
		}
	}
	for _, k := range linkKinds() {
		if k.file == key {
			return "Personal links of " + k.many
		}
	}
	return key
}

func givenTable(given []store.FileRequest) *Table {
	if len(given) == 0 {
		return nil
	}
	var rows [][]Cell
	for _, g := range given {
		rows = append(rows, []Cell{{Text: moment(g.At)}, {Text: nameOr(g.By, "Somebody whose account is gone")}, {Text: handedWords(g.File)}, {Text: g.Reason}})
	}
	t := NewTable("given", "Who was given them", []Column{{Text: "When"}, {Text: "Who"}, {Text: "File"}, {Text: "Why"}}, rows)
	return &t
}

func (s *Server) downloadsPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	m, err := s.made(v, strike)
	if err != nil {
		return err
	}
	in := downloadsInput{deleteBy: s.deleteBy(strike), may: v.can}
	if m != nil {
		in.made, in.counts = "The rota was "+rota.LowerFirst(m.madeWords()), counts{slots: len(m.entry.Slots), shifts: len(m.plan.Assignments), consultants: len(m.entry.Consultants),
			residents: len(m.entry.Residents), duties: len(m.entry.Duties)}
		in.contacts = contactsMissing(m)
		if err := s.explain(v, m); err != nil {
			return err
		}
		in.still = m.explained.still()
		if v.can(auth.EditRota) {
			answer, err := s.robustAnswer(v, strike.ID)
			if err != nil {
				return err
			}
			in.robust = answer != nil
		}
		e, err := s.draftEdition(v, strike, m)
		if err != nil {
			return err
		}
		in.same = e.Same
	}
	if in.versions, err = v.store.Versions(v.ctx(), strike.ID); err != nil {
		return err
	}
	if v.can(auth.SeePeople) {
		if in.behind, err = s.behindReturn(v, strike); err != nil {
			return err
		}
		if in.given, err = v.store.FileRequests(v.ctx(), strike.ID); err != nil {
			return err
		}
	}
	page := newDownloads(s.strikeBase(v, strike, downloadsSection, "Downloads"), in)
	if m != nil {
		page.Changed = m.outOfDate(strike.ID, v.can)
	}
	return s.show(v, "downloads", page)
}

// contactsMissing says how many of those who cover have no contact entered; "" when all have.
func contactsMissing(m *madeRota) string {
	covering, known := exports.Handout{Plan: m.plan, Consultants: m.people}.Contacts()
	if known == covering {
		return ""
	}
	has := "have"
	if covering-known == 1 {
		has = "has"
	}
	return fmt.Sprintf("%d of %s with cover %s no contact entered, so wards and the switchboard cannot read in the rota how to reach them.",
		covering-known, count(covering, "consultant"), has)
}

// download answers with the file.
func (f file) download(s *Server, v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	return s.sendFile(v, strike, f)
}

func (s *Server) sendFile(v *visit, strike store.Strike, f file) error {
	var out bytes.Buffer
	of, err := f.write(s, v, strike, &out)
	if err != nil {
		return err
	}
	key := f.key
	if f.results {
		key = draftFile(of.edition, key)
	}
	return s.send(v, strike, key, f.kind, of.at, func(w io.Writer) error {
		_, err := out.WriteTo(w)
		return err
	})
}

// send answers with a file, written to memory first so that a fault shows nothing of it.
func (s *Server) send(v *visit, strike store.Strike, key, kind string, at time.Time, write func(io.Writer) error) error {
	var out bytes.Buffer
	if err := write(&out); err != nil {
		return err
	}
	v.c.Header("Content-Disposition", `attachment; filename="`+fileName(strike.Name, key, at)+`"`)
	v.c.Data(http.StatusOK, kind, out.Bytes())
	return nil
}

// An askView asks why a file that names residents is needed.
type askView struct {
	base
	Here   string
	File   file
	Reason reasonBox
	Button Button
}

const maxFileReason = 500

// reasonHint says beside every box for a reason who reads it.
const reasonHint = "Kept with your name and the time for as long as the strike is kept. Auditors, who see nobody by name, read it, and so do rota coordinators: do not name a resident here."

func newAsk(b base, file file, f *form.Form) *askView {
	b.backTo("Downloads", strikePath(b.Strike.ID, "downloads"))
	return &askView{base: b, Here: file.href(b.Strike.ID), File: file, Button: Button{Text: "Download the file"},
		Reason: newReasonBox(f, "Why you need it", "")}
}

// Name and People are for the template.
func (f file) Name() string   { return f.name }
func (f file) People() string { return f.people }

func (f file) askPage(s *Server, v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	return s.show(v, "ask-file", newAsk(f.askBase(s, v, strike), f, form.New()))
}

func (f file) askBase(s *Server, v *visit, strike store.Strike) base {
	return s.strikeBase(v, strike, downloadsSection, f.name)
}

// give records who asks and why, and answers with the file itself: a page in
// between would let it be had again without a reason.
func (f file) give(s *Server, v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	posted := v.form()
	reason, err := s.readReason(v, strike, posted)
	if err != nil {
		return err
	}
	if err := posted.Done(); err != nil {
		return err
	}
	if !posted.OK() {
		return s.showAgain(v, "ask-file", newAsk(f.askBase(s, v, strike), f, posted), posted)
	}
	if err := v.store.RequestFile(v.ctx(), v.actor(), strike.ID, f.key, reason); err != nil {
		return err
	}
	return s.sendFile(v, strike, f)
}

// draftFile is the key of a file of the draft, which its name tells from one of a version: by
// the newest version where everybody is as that has them.
func draftFile(e exports.Edition, key string) string {
	if e.Same {
		return fmt.Sprintf("as-version-%d-%s", e.Newest, key)
	}
	return draftKey + "-" + key
}

// fileName is such as "july-2025-rota-20250724-091405.xlsx": plain letters, digits and
// hyphens. It has the second, so that a rota changed by hand is called otherwise.
func fileName(strike, key string, at time.Time) string {
	stem, ending, _ := strings.Cut(key, ".")
	if stem == "empty" {
		return "strikerota-entries-empty." + ending
	}
	return fmt.Sprintf("%s-%s-%s.%s", slug(strike), stem, at.In(rota.Zone()).Format("20060102-150405"), ending)
}

// slug is the text in lower case with a hyphen for whatever is no letter or digit of ASCII.
func slug(text string) string {
	var out strings.Builder
	for _, r := range strings.ToLower(text) {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			out.WriteRune(r)
		} else if s := out.String(); s != "" && !strings.HasSuffix(s, "-") {
			out.WriteByte('-')
		}
	}
	if s := strings.Trim(out.String(), "-"); s != "" {
		return s[:min(len(s), 60)]
	}
	return "strike"
}
