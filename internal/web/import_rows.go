package web

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"strikerota/exports/intake"
	"strikerota/internal/web/form"
)

const (
	// fewFaults is up to how many faults are shown row by row; more are gathered.
	fewFaults = 20
	// mostFixes is how many boxes the page has at most; the rest wait for the next look.
	mostFixes = 200
)

// A rowsView lists the rows that cannot be read, to be corrected or left out.
type rowsView struct {
	base
	Here     string
	FileMark string
	Figures  []Figure
	Groups   []fixGroup
	Words    string // address of the words, when rows wait for one
	Waiting  string // how many
	// WaitingFor says what is wrong while they wait, with the rows.
	WaitingFor []string
	More       string // that not all are shown
	Files      []Link
	LeftOut    string // how many rows the person has left out
	Restore    Button
	Aside      []wordCount // rows without data or left out, by sort
	Again      *againPart  // rows that were corrected, left out or settled as last time
	Check      Button
	Go         *Button // nil while no row can be read
	NoGood     string  // what to do then
	Cancel     string
	Changed    *Changed
}

// A fixGroup is faults of one sort.
type fixGroup struct {
	Caption string
	Fixes   []fixPart
}

// A fixPart is one text of the file that is wrong, in one row or in several alike.
type fixPart struct {
	Rows, Column, Found string
	Whose               string   // of one row
	Each                []string // of several
	Wrong, Mend         string
	Points              []string
	Radios              *Choices
	Select              *Select
	Box                 *Input
	LeaveOut            *Tick
	Error               string
	ID                  string
}

func fixName(i int) string   { return fmt.Sprintf("r%d", i) }
func leaveName(i int) string { return fmt.Sprintf("x%d", i) }

func newRowsView(b base, br *bringing, f *form.Form, r intake.Result) *rowsView {
	fixes, waiting := fixesOf(r.Faults)
	b.backTo("What words mean", br.path(wordsStep))
	p := &rowsView{base: b, Here: br.path(rowsStep), FileMark: rowsMark(fixes), Figures: rowFigures(r.Count),
		Check: Button{Text: "Correct and check again", Name: "do", Value: "check", Once: true}, Cancel: importPath(b.Strike.ID, br.kept.ID, "cancel"),
		NoGood: noGood(r.Count, waiting)}
	if p.NoGood == "" {
		p.Go = &Button{Text: goWords(r.Count), Name: "do", Value: "go", Variant: "secondary"}
	}
	if waiting > 0 {
		p.Words, p.Waiting = br.path(wordsStep), count(waiting, "row waits", "rows wait")
		p.WaitingFor = waitingFor(r.Faults)
	}
	p.Groups = fixGroups(f, fixes)
	if len(fixes) > mostFixes {
		p.More = fmt.Sprintf("The first %d of %d are shown. The others come when these are mended, or download the rows and mend them in your spreadsheet.", mostFixes, len(fixes))
	}
	if len(r.Faults) > 0 {
		p.Files = []Link{{Text: "Download the rows with reasons, as a workbook", Href: importPath(b.Strike.ID, br.kept.ID, "rows.xlsx")},
			{Text: "as CSV", Href: importPath(b.Strike.ID, br.kept.ID, "rows.csv")}}
	}
	if n := len(br.choices.LeftOut); n > 0 {
		p.LeftOut = "You have left out " + count(n, "row") + "."
		p.Restore = Button{Text: "Take them back", Name: "do", Value: "restore", Variant: "secondary", Small: true}
	}
	p.Aside, p.Again = leftAside(r.LeftOut), newAgainPart(r.Again)
	return p
}

func rowFigures(c intake.Count) []Figure {
	return []Figure{{"Rows in the file", fmt.Sprint(c.Rows)}, {"Read", fmt.Sprint(c.Read)}, {"To correct", fmt.Sprint(c.Faulty)},
		{"No data, or left out", fmt.Sprint(c.LeftOut)}, {"Blank", fmt.Sprint(c.Blank)}}
}

func goWords(c intake.Count) string {
	if c.Faulty == 0 {
		return "Continue"
	}
	return "Continue with " + goodRows(c)
}

// goodRows are the rows of which something can be read, beside others; "" when there are none.
func goodRows(c intake.Count) string {
	switch {
	case c.Read+c.Partly == 0:
		return ""
	case c.Read == 0:
		return "the good part of " + count(c.Partly, "row")
	case c.Partly == 0:
		return "the " + count(c.Read, "good row")
	}
	return "the " + count(c.Read, "good row") + " and the good part of " + count(c.Partly, "other")
}

// noGood says what to do with a file of which no row can be read yet; "" when some can. Waiting is
// how many rows wait for a word.
func noGood(c intake.Count, waiting int) string {
	switch {
	case c.Faulty == 0 || goodRows(c) != "":
		return ""
	case waiting == c.Faulty:
		return "No row of the file can be read yet, so there is nothing to continue with: each waits for a word. Say what the words mean, or leave their rows out there."
	}
	return "No row of the file can be read yet, so there is nothing to continue with. Correct a row, say what its words mean, or go back to the columns: one that was taken for something else puts every row at fault."
}

// fixGroups are the faults as the page shows them: few in one table, many by their sort.
func fixGroups(f *form.Form, fixes []fix) []fixGroup {
	var out []fixGroup
	shown := fixes[:min(len(fixes), mostFixes)]
	together := !slices.ContainsFunc(fixes, func(x fix) bool { return len(x.places) > 1 }) && len(fixes) <= fewFaults
	for i, x := range shown {
		if i == 0 || !together && x.first.Code != shown[i-1].first.Code {
			caption := "Rows to correct"
			if !together {
				caption = sentence(x.first.Code) + ": " + count(rowsOfCode(fixes, x.first.Code), "row")
			}
			out = append(out, fixGroup{Caption: caption})
		}
		g := &out[len(out)-1]
		g.Fixes = append(g.Fixes, newFixPart(f, i, x))
	}
	return out
}

func newFixPart(f *form.Form, i int, x fix) fixPart {
	part := fixPart{ID: fixName(i), Rows: sentence(rowList(x.places)), Column: x.first.Heading, Found: nameOr(x.first.Found, "Nothing"),
		Wrong: x.first.Wrong, Mend: mendWords(x.first), Points: x.first.Points, Error: f.Error(fixName(i)), LeaveOut: tick(f, leaveName(i), "Leave "+leaveWords(x.places))}
	if x.first.Column < 0 {
		part.Column, part.Found = "The whole row", "Several cells"
	}
	part.Whose, part.Each = x.whose[0], nil
	if len(x.places) > 1 {
		part.Whose, part.Each = "", eachRow(x)
	}
	label := "Correct " + nameOr(x.first.Heading, "the cell") + " in " + rowList(x.places) + " to"
	switch options := faultOptions(x.first); {
	case x.first.Against != nil:
		r := radios(f, part.ID, "Which of the two rows stands?", options)
		r.Small = true
		part.Radios = &r
	case !x.first.Replaceable:
	case len(options) > 6:
		s := choose(f, part.ID, label, append([]Option{{Value: "", Text: "Choose"}}, options...))
		part.Select = &s
	case len(options) > 0:
		r := radios(f, part.ID, label, options)
		r.Small = true
		part.Radios = &r
	default:
		box := input(f, part.ID, label).Wide(20)
		part.Box = &box
	}
	return part
}

// mendWords say how to mend a fault, with the guess where there is one to type.
func mendWords(x intake.Fault) string {
	if x.Suggestion == "" || len(x.Options) > 0 || !x.Replaceable {
		return x.Mend
	}
	return strings.TrimSpace(x.Mend + " Perhaps it should be “" + x.Suggestion + "”.")
}

func faultOptions(x intake.Fault) []Option {
	out := make([]Option, len(x.Options))
	for i, o := range x.Options {
		out[i] = Option{Value: o.Value, Text: o.Label}
	}
	return out
}

func leaveWords(places []intake.Place) string {
	if len(places) == 1 {
		return placeWords(places[0]) + " out"
	}
	return "these " + count(len(places), "row") + " out"
}

// longFound is how many characters of the file a box has at most: a form may not be of any size,
// and a longer text is typed anew sooner than mended.
const longFound = 100

// rowsForm has what the file says of each, to be mended. What is guessed stands
// beside it: nobody says yes to it by pressing a button.
func rowsForm(fixes []fix) *form.Form {
	f := form.New()
	for i, x := range fixes {
		if len(x.first.Options) == 0 {
			f.Set(fixName(i), boxed(x.first))
		}
	}
	return f
}

// boxed is what stands in the box of a fault at first.
func boxed(x intake.Fault) string {
	if utf8.RuneCountInString(x.Found) > longFound {
		return ""
	}
	return x.Found
}

func (s *Server) rowsBase(v *visit, b *bringing) base { return s.importBase(v, b, "Rows to correct") }

func (s *Server) rowsPage(v *visit) error {
	b, err := s.bringing(v)
	if err != nil {
		return err
	}
	r := b.read()
	fixes, _ := fixesOf(r.Faults)
	return s.show(v, "import-rows", newRowsView(s.rowsBase(v, b), b, rowsForm(fixes), r))
}

// saveRows takes corrections and rows to leave out, and looks at the file again.
func (s *Server) saveRows(v *visit) error {
	b, err := s.bringing(v)
	if err != nil {
		return err
	}
	r := b.read()
	fixes, _ := fixesOf(r.Faults)
	f := v.form()
	seen := f.Text(markField, "what was shown", 64)
	do := form.OptionalChoice(f, "do", "what to do", []string{"check", "go", "restore", "afresh"})
	if seen != rowsMark(fixes) {
		p := newRowsView(s.rowsBase(v, b), b, rowsForm(fixes), r)
		p.Changed = &Changed{Sentence: "The rows to correct changed after you opened this page. Look at them again, then continue."}
		return s.showChanged(v, "import-rows", p)
	}
	readFixes(f, b, fixes)
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		return s.showAgain(v, "import-rows", newRowsView(s.rowsBase(v, b), b, f, r), f)
	}
	back := do == "restore" || do == "afresh"
	switch do {
	case "restore":
		b.choices.LeftOut = nil
	case "afresh":
		b.choices.Afresh = true
	}
	after := b.read()
	onward, fewer := do == "go" || len(after.Faults) == 0 && !back, back || after.Count.Faulty < r.Count.Faulty
	keep := s.keep
	if !onward && !fewer {
		keep = s.keepRefused
	}
	if err := keep(v, b); err != nil {
		return err
	}
	if onward {
		return s.redirect(v, b.path(changesStep))
	}
	if fewer {
		s.notice(v, "Checked again: "+count(after.Count.Faulty, "row is", "rows are")+" left to correct")
		return s.redirect(v, b.path(rowsStep))
	}
	return s.showFaulty(v, b, after)
}

// showFaulty is the page with what is still wrong in the error summary.
func (s *Server) showFaulty(v *visit, b *bringing, r intake.Result) error {
	fixes, _ := fixesOf(r.Faults)
	f := rowsForm(fixes)
	for i, x := range fixes[:min(len(fixes), fewFaults)] {
		target := fixName(i)
		if !x.first.Replaceable && x.first.Against == nil {
			target = leaveName(i)
		}
		f.FailAt(fixName(i), target, sentence(rowList(x.places))+": "+strings.TrimSuffix(x.first.Wrong, "."))
	}
	if f.OK() {
		f.FailAt("words", "waiting", "Rows still wait for a word")
	}
	return s.showAgain(v, "import-rows", newRowsView(s.rowsBase(v, b), b, f, r), f)
}

// readFixes puts corrections into the choices.
func readFixes(f *form.Form, b *bringing, fixes []fix) {
	for i, x := range fixes {
		value := f.Optional(fixName(i), "the correction of "+rowList(x.places), 500)
		if f.Checked(leaveName(i)) {
			for _, p := range x.places {
				if !slices.Contains(b.choices.LeftOut, p) {
					b.choices.LeftOut = append(b.choices.LeftOut, p)
				}
			}
			continue
		}
		if x.first.Against != nil {
			b.choices.Settle(x.first, value)
			continue
		}
		untouched := !f.Has(fixName(i)) || value == boxed(x.first) || value == "" && len(x.first.Options) > 0
		if untouched || !x.first.Replaceable {
			continue
		}
		for _, p := range x.places {
			b.choices.Correct(p, x.first.Column, value)
		}
	}
}
