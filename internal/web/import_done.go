package web

import (
	"encoding/json"
	"fmt"

	"strikerota/exports"
	"strikerota/exports/intake"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// An importedView tells what a file brought in, and takes it back for a day.
type importedView struct {
	base
	Facts    SummaryList
	Counts   *Table
	Faulty   *Table // rows that were not taken
	Files    []Link
	Left     []wordCount
	Undo     string // address
	UndoText string
	Button   Button
	Partly   *Button  // undo the rest
	Edited   bool     // what stands in the way was edited since
	Way      *wayPart // nil when nothing does
	Later    []Link   // imports since that stand in the way
	Next     []Link
}

// A wayPart lists what stands in the way of undoing, folded when it is long.
type wayPart struct {
	Words string
	List  []mend
	More  string
	Fold  bool
}

// Up to fewInWay things are listed in the open, and up to mostInWay at all.
const (
	fewInWay  = 10
	mostInWay = 50
)

func newWayPart(words string, list []mend) *wayPart {
	p := &wayPart{Words: words, List: list, Fold: len(list) > fewInWay}
	if p.Fold {
		p.Words = fmt.Sprintf("%s (%d)", words, len(list))
	}
	if more := len(list) - mostInWay; more > 0 {
		p.List, p.More = list[:mostInWay], fmt.Sprintf("Not listed: %d more.", more)
	}
	return p
}

// newImportedView builds the page.
func newImportedView(b base, done store.ImportDone, report importReport) *importedView {
	id := b.Strike.ID
	kind := intake.Kind(done.Kind)
	here := strikePath(id, "imported", done.ID)
	b.backTo("Bring in a spreadsheet", importPath(id)+"?kind="+done.Kind)
	c := report.Count
	p := &importedView{base: b, Left: report.Left, Undo: here + "/undo", Button: Button{Text: "Undo this import", Variant: "secondary", Once: true},
		UndoText: "It can be undone until " + undoUntil(done.MadeAt) + ".",
		Facts: Summary(SummaryRow{Key: "What", Value: kind.Words()}, SummaryRow{Key: "File", Value: fileWords(done.FileName)},
			SummaryRow{Key: "Saved", Value: moment(done.MadeAt) + ", by " + nameOr(done.By, "somebody")},
			SummaryRow{Key: "Rows", Value: rowCounts(c)})}
	if report.Nothing {
		p.UndoText = "Nothing that is entered was changed. What was learned from the file, such as what its words mean, can be undone until " + undoUntil(done.MadeAt) + "."
		p.Button.Text = "Undo what was learned"
	}
	p.Counts = reportTable(report)
	if len(report.Faults) > 0 {
		t := faultyTable(report)
		if c.Partly > 0 {
			t.Caption += fmt.Sprintf(", %d of them in part", c.Partly)
		}
		p.Faulty = &t
		p.Files = []Link{{Text: "Download these rows with reasons, as a workbook", Href: here + "/rows.xlsx"}, {Text: "as CSV", Href: here + "/rows.csv"}}
	}
	section := kindPlaces[kind].section
	for _, s := range sections {
		if s.section == section {
			p.Next = append(p.Next, Link{Text: "Go to " + s.text, Href: strikePath(id, string(section))})
		}
	}
	return p
}

// rowCounts accounts for the rows of a file. Those taken in part are told apart from those not taken.
func rowCounts(c intake.Count) string {
	partly := ""
	if c.Partly > 0 {
		partly = fmt.Sprintf(" %d taken in part,", c.Partly)
	}
	return fmt.Sprintf("%d in the file: %d read,%s %d not taken, %d without data or left out, %d blank", c.Rows, c.Read, partly, c.Faulty-c.Partly, c.LeftOut, c.Blank)
}

func reportTable(report importReport) *Table {
	if len(report.Changes) == 0 {
		return nil
	}
	columns := make([]Column, len(report.Headings))
	for i, h := range report.Headings {
		columns[i] = Column{Text: h, Numeric: i > 0}
	}
	var rows [][]Cell
	for _, line := range report.Changes {
		var cells []Cell
		for _, text := range line {
			cells = append(cells, Cell{Text: text})
		}
		rows = append(rows, cells)
	}
	t := NewTable("changes", "What it changed", columns, rows)
	return &t
}

// mostFaulty is how many rows that were not taken the page lists; the file has all.
const mostFaulty = 50

// whyCell says why a row was not taken: in a list when that is more than one thing.
func whyCell(row exports.ReturnedRow) Cell {
	if len(row.Points) > 1 {
		return Cell{Text: row.Points[0], List: row.Points[1:]}
	}
	return Cell{Text: row.Why}
}

func faultyTable(report importReport) Table {
	var rows [][]Cell
	n := 0
	for _, sheet := range report.Faults {
		for _, row := range sheet.Rows {
			if n++; n <= mostFaulty {
				rows = append(rows, []Cell{{Text: sentence(placeWords(intake.Place{Sheet: sheet.Sheet, Row: row.Number}))}, whyCell(row)})
			}
		}
	}
	caption := count(n, "row was", "rows were") + " not taken"
	if n > mostFaulty {
		caption += fmt.Sprintf(" (the first %d)", mostFaulty)
	}
	return NewTable("faulty", caption, []Column{{Text: "Row in your file"}, {Text: "Why"}}, rows)
}

// imported loads what the path names: 404 after a day, once undone, and for those who
// may not bring in its kind.
func (s *Server) imported(v *visit) (store.Strike, store.ImportDone, importReport, error) {
	var report importReport
	strike, err := s.strike(v)
	if err != nil {
		return strike, store.ImportDone{}, report, err
	}
	done, err := v.store.ImportDone(v.ctx(), strike.ID, v.param("done"))
	if err != nil {
		return strike, done, report, err
	}
	if !v.can(kindPlaces[intake.Kind(done.Kind)].act) {
		return strike, done, report, rota.ErrForbidden
	}
	v.names = namesIn(intake.Kind(done.Kind))
	if json.Unmarshal(done.Report, &report) != nil {
		err = fmt.Errorf("the report of import %s cannot be read", done.ID)
	}
	return strike, done, report, err
}

func (s *Server) importedBase(v *visit, strike store.Strike, done store.ImportDone) base {
	return s.strikeBase(v, strike, kindPlaces[intake.Kind(done.Kind)].section, "Brought in")
}

func (s *Server) importedPage(v *visit) error {
	strike, done, report, err := s.imported(v)
	if err != nil {
		return err
	}
	return s.show(v, "imported", newImportedView(s.importedBase(v, strike, done), done, report))
}

func (s *Server) importedFile(v *visit) error {
	strike, _, report, err := s.imported(v)
	if err != nil {
		return err
	}
	return s.giveBack(v, strike, report.Faults)
}

// undoImport takes an import back. Where some of it was edited since, the page says
// what, and offers to undo the rest.
func (s *Server) undoImport(v *visit) error {
	strike, done, report, err := s.imported(v)
	if err != nil {
		return err
	}
	f := v.form()
	partly := form.OptionalChoice(f, "partly", "what to undo", []string{"yes"}) == "yes"
	if err := f.Done(); err != nil {
		return err
	}
	undone, err := v.store.UndoImport(v.ctx(), v.actor(), strike.ID, done.ID, partly)
	faults := rota.Faults(err)
	if err != nil && faults == nil {
		return err
	}
	if faults == nil && (len(undone.Touched) == 0 || partly) {
		s.flash(v, "The import has been undone")
		return s.redirect(v, strikePath(strike.ID, string(kindPlaces[intake.Kind(done.Kind)].section)))
	}
	now, err := v.store.Entry(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	p := newImportedView(s.importedBase(v, strike, done), done, report)
	p.Later = laterLinks(strike.ID, undone.Later)
	if faults != nil {
		p.Way = newWayPart("What needs it", needMends(strike.ID, undone.Entry, faults))
		f.FailAt("undo", "stopped", "The import cannot be undone while other entries need what it brought in. Nothing has been changed")
	} else {
		p.Edited, p.Way = true, newWayPart("Edited since it was brought in", touchedMends(now, undone.Touched))
		p.Partly = &Button{Text: "Keep these and undo the rest", Name: "partly", Value: "yes", Variant: "warning", Once: true}
		f.FailAt("undo", "stopped", fmt.Sprintf("%s edited since. Nothing has been undone", count(len(undone.Touched), "thing that it brought in was", "things that it brought in were")))
	}
	return s.showAgain(v, "imported", p, f)
}

// laterLinks lead to imports, each by when it was saved and what it brought in.
func laterLinks(strikeID string, later []store.ImportDone) []Link {
	var out []Link
	for _, d := range later {
		out = append(out, Link{Text: intake.Kind(d.Kind).Words() + ", " + fileWords(d.FileName) + ", saved at " + moment(d.MadeAt), Href: strikePath(strikeID, "imported", d.ID)})
	}
	return out
}

// needMends say what would need something that is gone. Duties are named by whose and
// when they are.
func needMends(strikeID string, e rota.Entry, faults []rota.Fault) []mend {
	out := mends(strikeID, e, faults)
	names := thingNames(e)
	for n, f := range faults {
		list, i, rest := splitPath(f.Path)
		if list != "duties" || i >= len(e.Duties) {
			continue
		}
		switch d := e.Duties[i]; rest {
		case "slot":
			out[n].Text = names[rota.Touched{Kind: "duty", ID: string(d.ID)}] + ", is tied to a slot that it brought in."
		case "resident":
			out[n].Text = "A duty on " + d.Span.Words() + " is of " + string(d.Resident) + ", a resident whom it brought in."
		}
	}
	return out
}

// touchedMends name what was edited since.
func touchedMends(e rota.Entry, list []rota.Touched) []mend {
	names := thingNames(e)
	out := make([]mend, len(list))
	for i, t := range list {
		out[i].Text = sentence(t.Kind)
		if name := nameOr(names[t], t.ID); name != "" {
			out[i].Text += ": " + name
		}
	}
	return out
}

// thingNames name what is entered. Names are for those who may see them: the page is
// for those who may bring in its kind.
func thingNames(e rota.Entry) map[rota.Touched]string {
	names := map[rota.Touched]string{}
	for _, r := range e.Residents {
		names[rota.Touched{Kind: "resident", ID: string(r.ID)}] = r.Name
	}
	for _, d := range e.Duties {
		names[rota.Touched{Kind: "duty", ID: string(d.ID)}] = names[rota.Touched{Kind: "resident", ID: string(d.Resident)}] + ", " + d.Span.Words()
	}
	for _, c := range e.Consultants {
		names[rota.Touched{Kind: "consultant", ID: string(c.ID)}] = c.Name
	}
	for _, x := range e.Slots {
		names[rota.Touched{Kind: "slot", ID: string(x.ID)}] = x.Words()
	}
	return names
}

// finishUnchanged ends an import of a file that says what is entered already.
func (s *Server) finishUnchanged(v *visit, b *bringing) error {
	if err := v.store.DropImport(v.ctx(), b.strike.ID, b.kept.ID, v.user.ID); err != nil {
		return err
	}
	s.flash(v, "Nothing has been changed: all that the file says is entered already")
	return s.redirect(v, strikePath(b.strike.ID, string(kindPlaces[b.choices.Kind].section)))
}
