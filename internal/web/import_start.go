package web

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"strikerota/exports/intake"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var importRoutes = []route{
	{method: get, path: "/strikes/:strike/import", act: auth.BringIn, do: (*Server).importPage},
	{method: post, path: "/strikes/:strike/import", act: auth.BringIn, do: (*Server).startImport, upload: true},
	{method: get, path: "/strikes/:strike/import/:import/columns", act: auth.BringIn, do: (*Server).columnsPage},
	{method: post, path: "/strikes/:strike/import/:import/columns", act: auth.BringIn, do: (*Server).saveColumns},
	{method: get, path: "/strikes/:strike/import/:import/words", act: auth.BringIn, do: (*Server).wordsPage},
	{method: post, path: "/strikes/:strike/import/:import/words", act: auth.BringIn, do: (*Server).saveWords},
	{method: get, path: "/strikes/:strike/import/:import/rows", act: auth.BringIn, do: (*Server).rowsPage},
	{method: post, path: "/strikes/:strike/import/:import/rows", act: auth.BringIn, do: (*Server).saveRows},
	{method: get, path: "/strikes/:strike/import/:import/rows.xlsx", act: auth.BringIn, do: (*Server).rowsFile, file: true},
	{method: get, path: "/strikes/:strike/import/:import/rows.csv", act: auth.BringIn, do: (*Server).rowsFile, file: true},
	{method: get, path: "/strikes/:strike/import/:import/changes", act: auth.BringIn, do: (*Server).importChangesPage},
	{method: post, path: "/strikes/:strike/import/:import/changes", act: auth.BringIn, do: (*Server).saveImport},
	{method: post, path: "/strikes/:strike/import/:import/cancel", act: auth.BringIn, do: (*Server).cancelImport},
	{method: post, path: "/strikes/:strike/imports/cancel", act: auth.BringIn, do: (*Server).cancelImports},
	{method: get, path: "/strikes/:strike/imported/:done", act: auth.BringIn, do: (*Server).importedPage},
	{method: get, path: "/strikes/:strike/imported/:done/rows.xlsx", act: auth.BringIn, do: (*Server).importedFile, file: true},
	{method: get, path: "/strikes/:strike/imported/:done/rows.csv", act: auth.BringIn, do: (*Server).importedFile, file: true},
	{method: post, path: "/strikes/:strike/imported/:done/undo", act: auth.BringIn, do: (*Server).undoImport},
}

const (
	kindField  = "kind"
	pasteField = "paste"
)

// An importView asks for a file or pasted rows, and lists what is under way and what
// was brought in in the last day.
type importView struct {
	base
	Here     string
	Kinds    *Choices // nil when the role may bring in one kind only
	Only     string   // that kind
	File     FileUpload
	Paste    Textarea
	Button   Button
	Workbook string // address of the upload of a whole entry workbook
	Open     []importLine
	Older    string // that there are more than are listed
	All      string // address that cancels all
	Done     *Table
}

// An importLine is a file that the visitor has not finished bringing in.
type importLine struct {
	Text         string
	Go, Cancel   string // addresses
	GoOn, Forget string // words of the link and of the button, each of its own
}

func newImportView(b base, f *form.Form, limit int64, kinds []intake.Kind, open []store.Import, done []store.ImportDone, workbook bool) *importView {
	id := b.Strike.ID
	p := &importView{base: b, Here: importPath(id), Button: Button{Text: "Read the file", Once: true},
		File:  fileUpload(f, fileField, "Spreadsheet", ".xlsx,.xlsm,.csv,.txt,.tsv").Hinted("An .xlsx or .csv file smaller than " + sizeWords(limit) + ", as it comes: title lines, totals and blank lines may stay"),
		Paste: textarea(f, pasteField, "Rows copied from a spreadsheet, with their headings", 6)}
	if len(kinds) == 1 {
		p.Only = kinds[0].Words()
	} else {
		options := append([]Option{{Value: "", Text: "Let the planner work it out"}}, optionsOf(kinds, intake.Kind.Words)...)
		choices := radios(f, kindField, "What is in it?", options)
		p.Kinds = &choices
	}
	if workbook {
		p.Workbook = strikePath(id, "upload")
	}
	if len(open) > 1 {
		p.All = strikePath(id, "imports", "cancel")
	}
	if n := len(open) - recentImports; n > 0 {
		p.Older = "And " + count(n, "older file") + "."
		open = open[:recentImports]
	}
	for _, i := range open {
		text := intake.Kind(i.Kind).Words() + ", " + fileWords(i.FileName) + ", begun at " + moment(i.MadeAt)
		p.Open = append(p.Open, importLine{Text: text, Go: importPath(id, i.ID, string(columnsStep)), Cancel: importPath(id, i.ID, "cancel"),
			GoOn: "Go on", Forget: "Cancel it"})
	}
	if len(done) > 0 {
		t := doneTable(id, done)
		p.Done = &t
	}
	return p
}

// recentImports is how many files that are not finished are listed.
const recentImports = 3

// bringLinks lead to bringing in a file of each kind.
func bringLinks(strikeID string, kinds ...intake.Kind) []Link {
	out := make([]Link, len(kinds))
	for i, k := range kinds {
		out[i] = Link{Text: "Bring in a spreadsheet: " + rota.LowerFirst(k.Words()), Href: importPath(strikeID) + "?kind=" + string(k)}
	}
	return out
}

// fileWords names a file within a sentence.
func fileWords(name string) string {
	if name == "" {
		return "pasted rows"
	}
	return "“" + name + "”"
}

func doneTable(strikeID string, done []store.ImportDone) Table {
	var rows [][]Cell
	for _, d := range done {
		rows = append(rows, []Cell{{Text: moment(d.MadeAt), Href: strikePath(strikeID, "imported", d.ID), Hidden: "see what was brought in, or undo it"},
			{Text: intake.Kind(d.Kind).Words()}, {Text: fileWords(d.FileName)}, {Text: nameOr(d.By, "Somebody")}})
	}
	return NewTable("done", "Brought in during the last 24 hours", []Column{{Text: "When"}, {Text: "What"}, {Text: "File"}, {Text: "By"}}, rows)
}

func (s *Server) importPage(v *visit) error {
	return s.showImport(v, form.New().Set(kindField, string(queryKind(v))))
}

// queryKind is the kind that a link asked for, if the visitor may bring it in.
func queryKind(v *visit) intake.Kind {
	for _, k := range kindsFor(v) {
		if string(k) == v.query(kindField) {
			return k
		}
	}
	return ""
}

func (s *Server) showImport(v *visit, f *form.Form) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	open, err := v.store.Imports(v.ctx(), strike.ID, v.user.ID)
	if err != nil {
		return err
	}
	done, err := s.importsDone(v, strike.ID)
	if err != nil {
		return err
	}
	section := overviewSection
	if k, ok := kindPlaces[intake.Kind(f.Value(kindField))]; ok {
		section = k.section
	}
	p := newImportView(s.strikeBase(v, strike, section, "Bring in a spreadsheet"), f, s.options.MaxUpload, kindsFor(v), open, done, v.can(auth.EditPeople))
	if !f.OK() {
		return s.showAgain(v, "import", p, f)
	}
	return s.show(v, "import", p)
}

// startImport reads a file or pasted rows, guesses what they hold, and keeps them.
func (s *Server) startImport(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	kind := form.OptionalChoice(f, kindField, "what is in it", kindsFor(v))
	f.Ignore(fileField, pasteField)
	if err := f.Done(); err != nil {
		return err
	}
	name, data, at, err := s.posted(v, f)
	if err != nil {
		return err
	}
	if !f.OK() {
		return s.showImport(v, f)
	}
	book, err := s.readBook(v.ctx(), name, data)
	if faults := rota.Faults(err); faults != nil {
		f.Fail(at, strings.TrimSuffix(faults[0].Text, "."))
		return s.showImport(v, f)
	}
	if err != nil {
		return err
	}
	if remedy := intake.Sideways(book); remedy != "" {
		f.Fail(at, strings.TrimSuffix(remedy, "."))
		return s.showImport(v, f)
	}
	_, known, err := s.ground(v, strike.ID)
	if err != nil {
		return err
	}
	if kinds := kindsFor(v); kind == "" && len(kinds) == 1 {
		kind = kinds[0]
	}
	choices := intake.Guess(book, kind, known)
	text, err := json.Marshal(choices)
	if err != nil {
		return err
	}
	id, err := v.store.StartImport(v.ctx(), v.actor(), strike.ID, store.Import{Kind: string(choices.Kind), FileName: name, Choices: text}, data)
	if err != nil {
		return err
	}
	return s.redirect(v, importPath(strike.ID, id, string(columnsStep)))
}

// posted is the file or the pasted rows, and the field they came in. What is wrong
// with them is put in the form.
func (s *Server) posted(v *visit, f *form.Form) (name string, data []byte, field string, err error) {
	pasted := f.Value(pasteField)
	name, data, found, err := postedFile(v)
	switch {
	case err != nil:
		return "", nil, "", err
	case found && strings.TrimSpace(pasted) != "":
		f.Fail(fileField, "Select a spreadsheet or paste rows, not both")
	case found && len(data) == 0:
		f.Fail(fileField, "The selected file is empty")
	case found && int64(len(data)) >= s.options.MaxUpload:
		f.Fail(fileField, "The selected file must be smaller than "+sizeWords(s.options.MaxUpload))
	case found && !spreadsheet(name):
		f.Fail(fileField, "The selected file must be a .xlsx or .csv. If it is a spreadsheet, save it as .xlsx in your spreadsheet program")
	case found:
		return shortName(name), data, fileField, nil
	case strings.TrimSpace(pasted) != "":
		return "", []byte(pasted), pasteField, nil
	default:
		f.Fail(fileField, "Select a spreadsheet")
	}
	return "", nil, "", nil
}

// spreadsheet reports whether a file's name says that it is one. What is really in it
// is looked at when it is read.
func spreadsheet(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx", ".xlsm", ".csv", ".txt", ".tsv", ".xls", ".xlsb", ".ods": // the last three are refused with what to do
		return true
	}
	return false
}

// shortName is the end of a path, in one line and not too long for a page.
func shortName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if runes := []rune(name); len(runes) > 80 {
		name = string(runes[:60]) + "…" + string(runes[len(runes)-15:])
	}
	return name
}

func (s *Server) cancelImport(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	if err := v.form().Done(); err != nil {
		return err
	}
	if _, _, err := v.store.Import(v.ctx(), strike.ID, v.param("import"), v.user.ID); err != nil {
		return err
	}
	if err := v.store.DropImport(v.ctx(), strike.ID, v.param("import"), v.user.ID); err != nil {
		return err
	}
	s.flash(v, "The file has been forgotten. Nothing has been changed")
	return s.redirect(v, importPath(strike.ID))
}

// cancelImports forgets all that the visitor has not finished bringing in.
func (s *Server) cancelImports(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	if err := v.form().Done(); err != nil {
		return err
	}
	if err := v.store.DropImports(v.ctx(), strike.ID, v.user.ID); err != nil {
		return err
	}
	s.flash(v, "The files have been forgotten. Nothing has been changed")
	return s.redirect(v, importPath(strike.ID))
}

// importsDone are those of the last day that the visitor may see.
func (s *Server) importsDone(v *visit, strikeID string) ([]store.ImportDone, error) {
	done, err := v.store.ImportsDone(v.ctx(), strikeID)
	var out []store.ImportDone
	for _, d := range done {
		if v.can(kindPlaces[intake.Kind(d.Kind)].act) {
			out = append(out, d)
		}
	}
	return out, err
}

// undoUntil says until when an import can be taken back.
func undoUntil(made time.Time) string { return moment(made.Add(store.ImportLife)) }
