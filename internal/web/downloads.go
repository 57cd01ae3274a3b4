package web

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

var downloadRoutes = []route{
	{method: get, path: "/strikes/:strike/downloads", act: auth.Download, do: (*Server).downloadsPage},
	{method: get, path: "/strikes/:strike/downloads/:file", act: auth.Download, do: (*Server).download},
}

// A downloadsView lists the files of a strike.
type downloadsView struct {
	base
	Changed *outOfDate
	Note    string
	Solve   *Button
	Table   Table
	Upload  *Button
}

// A file is one thing that can be downloaded. Its key is its address.
type file struct {
	key, name, holds, mark string
	kind                   string // media type
	act                    auth.Act
	results                bool // needs a rota
	write                  func(*Server, *visit, store.Strike, io.Writer) (made time.Time, err error)
}

// Media types.
const (
	sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	jsonType  = "application/json"
)

// files are the downloads in the order of the page.
var files = []file{
	{"rota.xlsx", "Rota and costs", "Who covers what, every shift with its cost, open places with reasons, both rate cards. No resident is named.",
		"Names of consultants", sheetType, auth.Download, true, (*Server).writeResults},
	{"entries.xlsx", "Entry workbook, filled", "Everything entered for this strike, to change in Excel and upload again.",
		"Names and declarations of residents", sheetType, auth.SeePeople, false, (*Server).writeEntries},
	{"empty.xlsx", "Entry workbook, empty", "One sheet each for the strike, residents, duties, consultants, offers, sessions, slots and rates.",
		"Nothing about anybody", sheetType, auth.Download, false, (*Server).writeEmpty},
	{"problem.json", "Problem document", "What the planner was told, for other programs. Codes, no names.",
		"Codes only", jsonType, auth.Download, true, (*Server).writeProblem},
	{"plan.json", "Plan document", "What the planner decided, for other programs. Codes, no names.",
		"Codes only", jsonType, auth.Download, true, (*Server).writePlan},
}

// newDownloads builds the page. made is when the rota was made, or nil.
func newDownloads(b base, made *time.Time, may func(auth.Act) bool) *downloadsView {
	id := b.Strike.ID
	p := &downloadsView{base: b}
	if made == nil {
		p.Note = "No rota has been made yet, so there are no results to download."
		if may(auth.EditRota) {
			p.Solve = &Button{Text: "Make the rota", Href: strikePath(id, "solve")}
		}
	} else {
		p.Note = "The rota was made at " + moment(*made) + "."
	}
	var rows [][]Cell
	for _, f := range files {
		if may(f.act) && (made != nil || !f.results) {
			rows = append(rows, []Cell{{Text: f.name, Href: strikePath(id, "downloads", f.key)}, {Text: f.holds}, {Text: f.mark}})
		}
	}
	p.Table = NewTable("files", "Files", []Column{{Text: "File"}, {Text: "What it is"}, {Text: "What it says of people"}}, rows)
	if may(auth.EditPeople) {
		p.Upload = &Button{Text: "Upload a filled entry workbook", Href: strikePath(id, "upload"), Variant: "secondary"}
	}
	return p
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
	var at *time.Time
	if m != nil {
		at = &m.at
	}
	b := s.strikeBase(v, strike, downloadsSection, "Downloads")
	page := newDownloads(b, at, v.can)
	if m != nil {
		page.Changed = m.outOfDate(strike.ID, v.can)
	}
	return s.show(v, "downloads", page)
}

// download answers with one file, written to memory first so that a fault shows nothing of it.
func (s *Server) download(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.key != v.param("file") || !v.can(f.act) {
			continue
		}
		var out bytes.Buffer
		at, err := f.write(s, v, strike, &out)
		if err != nil {
			return err
		}
		v.c.Header("Content-Disposition", `attachment; filename="`+fileName(strike.Name, f.key, at)+`"`)
		v.c.Data(http.StatusOK, f.kind, out.Bytes())
		return nil
	}
	return rota.ErrNotFound
}

// fileName is such as "july-2025-rota-20250724-0914.xlsx": plain letters, digits and hyphens.
func fileName(strike, key string, at time.Time) string {
	stem, ending, _ := strings.Cut(key, ".")
	if stem == "empty" {
		return "strikerota-entries-empty." + ending
	}
	return slug(strike) + "-" + stem + "-" + at.In(rota.Zone()).Format("20060102-1504") + "." + ending
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

// needRota is the rota made last, or 404.
func (s *Server) needRota(v *visit, strike store.Strike) (*madeRota, error) {
	m, err := s.made(v, strike)
	if err == nil && m == nil {
		err = rota.ErrNotFound
	}
	return m, err
}

func (s *Server) writeResults(v *visit, strike store.Strike, w io.Writer) (time.Time, error) {
	m, err := s.needRota(v, strike)
	if err != nil {
		return time.Time{}, err
	}
	p, plan := m.repriced()
	return m.at, exports.Results(w, exports.ResultsInput{Problem: p, Plan: plan, Consultants: m.named(),
		Trust: s.options.Trust, Made: m.at, Version: s.options.Version})
}

func (s *Server) writeEntries(v *visit, strike store.Strike, w io.Writer) (time.Time, error) {
	e, err := s.store.Entry(v.ctx(), strike.ID)
	if err != nil {
		return time.Time{}, err
	}
	return s.now(), exports.Template(w, e)
}

func (s *Server) writeEmpty(_ *visit, _ store.Strike, w io.Writer) (time.Time, error) {
	return s.now(), exports.Template(w, rota.Entry{})
}

// writeProblem and writePlan give the documents as they were kept when the rota was made.
func (s *Server) writeProblem(v *visit, strike store.Strike, w io.Writer) (time.Time, error) {
	record, err := s.store.CurrentPlan(v.ctx(), strike.ID)
	if err != nil {
		return time.Time{}, err
	}
	_, err = w.Write(record.Problem)
	return record.MadeAt, err
}

func (s *Server) writePlan(v *visit, strike store.Strike, w io.Writer) (time.Time, error) {
	record, err := s.store.CurrentPlan(v.ctx(), strike.ID)
	if err != nil {
		return time.Time{}, err
	}
	_, err = w.Write(record.Plan)
	return record.MadeAt, err
}
