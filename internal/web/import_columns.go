package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"strikerota/exports/intake"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A columnsView shows how the planner would read a file: sheet, row of headings and
// columns, each to be corrected.
type columnsView struct {
	base
	Here    string
	File    string
	Kind    Select
	Unsure  string // that the kind is not clear, and between which
	Sheets  []sheetPart
	Remarks []string
	Save    Button
	Cancel  string
}

// A sheetPart is one sheet of the file.
type sheetPart struct {
	Name    string // "" for a text file
	Facts   string
	Read    *Tick // nil when the file has one sheet
	Open    bool  // shown without a click
	Header  Select
	Month   *Tick
	Unseen  *Tick // leave out hidden rows
	Columns []columnPart
	// Unlisted says that there are too many to be listed.
	Unlisted string
	Caption  string
}

// A columnPart is one column of a sheet.
type columnPart struct {
	Letter, Heading string
	Samples         []string
	Field           Select
	More            []Select // what else must be known of a column of its field
	Ticks           []*Tick
	Boxes           []Input
}

func columnName(sheet, col int, part string) string {
	name := fmt.Sprintf("s%d-c%d", sheet, col)
	if part != "" {
		name += "-" + part
	}
	return name
}

func sheetField(sheet int, part string) string { return fmt.Sprintf("s%d-%s", sheet, part) }

// newColumnsView builds the page. f holds what was chosen, or is filled by columnsForm.
func newColumnsView(b base, br *bringing, f *form.Form, kinds []intake.Kind) *columnsView {
	id := b.Strike.ID
	b.backTo("Choose another file", importPath(id)+"?kind="+string(br.choices.Kind))
	p := &columnsView{base: b, Here: br.path(columnsStep), File: sentence(fileWords(br.kept.FileName)) + ", " + br.book.Format,
		Kind:    choose(f, kindField, "The file holds", optionsOf(kinds, intake.Kind.Words)),
		Unsure:  unsureWords(br.choices),
		Remarks: br.book.Remarks, Save: Button{Text: "Continue", Once: true}, Cancel: importPath(id, br.kept.ID, "cancel")}
	if p.Unsure != "" {
		p.Kind = choose(f, kindField, "The file holds", append([]Option{{Value: "", Text: "Choose"}}, optionsOf(kinds, intake.Kind.Words)...))
	}
	views := intake.Show(br.book, br.choices)
	shown := shownColumns(views)
	for i, view := range views {
		p.Sheets = append(p.Sheets, newSheetPart(f, i, view, br, len(views) > 1, shown))
	}
	return p
}

// unsureWords say between which kinds the planner cannot tell.
func unsureWords(c intake.Choices) string {
	if len(c.Doubt) == 0 {
		return ""
	}
	if len(c.Doubt) == len(intake.Kinds())-1 {
		return "It is not clear what this file holds. Choose what it is."
	}
	kinds := []string{rota.LowerFirst(c.Kind.Words())}
	for _, k := range c.Doubt {
		kinds = append(kinds, rota.LowerFirst(k.Words()))
	}
	return "It is not clear what this file holds: it could be " + orList(kinds) + ". Choose what it is. The columns below are shown as for " + kinds[0] + "."
}

// orList is "a, b or c".
func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// wrong reports whether something chosen for the sheet is wrong.
func wrong(f *form.Form, sheet int) bool {
	return slices.ContainsFunc(f.Errors(), func(e form.Error) bool { return strings.HasPrefix(e.Target, fmt.Sprintf("s%d-", sheet)) })
}

// columnsForm is the form as the choices have it.
func columnsForm(c intake.Choices) *form.Form {
	f := form.New()
	if len(c.Doubt) == 0 {
		f.Set(kindField, string(c.Kind))
	}
	mark := func(name string, on bool) {
		if on {
			f.Set(name, "yes")
		}
	}
	for i, s := range c.Sheets {
		mark(sheetField(i, "read"), s.Read)
		mark(sheetField(i, "month"), s.MonthFirst)
		mark(sheetField(i, "unseen"), s.SkipHidden)
		f.Set(sheetField(i, "header"), strconv.Itoa(s.Header))
		for j, col := range s.Columns {
			f.Set(columnName(i, j, ""), string(col.Field)).Set(columnName(i, j, "day"), col.Day).Set(columnName(i, j, "band"), col.Band).
				Set(columnName(i, j, "card"), col.Card).Set(columnName(i, j, "pay"), col.PayPoint).Set(columnName(i, j, "role"), col.Role)
			mark(columnName(i, j, "turned"), col.Turned)
			mark(columnName(i, j, "pa"), col.PerPA)
		}
	}
	return f
}

func (s *Server) columnsPage(v *visit) error {
	b, err := s.bringing(v)
	if err != nil {
		return err
	}
	return s.show(v, "import-columns", newColumnsView(s.importBase(v, b, "Check the columns"), b, columnsForm(b.choices), kindsFor(v)))
}

// saveColumns takes what was chosen. Another kind, or another row of headings, has
// the columns guessed anew and the page shown again.
func (s *Server) saveColumns(v *visit) error {
	b, err := s.bringing(v)
	if err != nil {
		return err
	}
	f := v.form()
	kind := form.Choice(f, kindField, "what the file holds", kindsFor(v))
	was := b.choices
	again := readSheets(f, b)
	if err := f.Done(); err != nil {
		return err
	}
	b.choices.Doubt = nil
	if f.OK() && kind != was.Kind {
		b.choices = intake.Guess(b.book, kind, b.known)
		again = true
	}
	if f.OK() && !again {
		lacking(f, b)
	}
	if !f.OK() {
		b.choices.Doubt = was.Doubt
		return s.showAgain(v, "import-columns", newColumnsView(s.importBase(v, b, "Check the columns"), b, f, kindsFor(v)), f)
	}
	if !again {
		return s.onward(v, b, columnsStep)
	}
	if err := s.keep(v, b); err != nil {
		return err
	}
	s.notice(v, "Look at the columns again: they follow from what you chose")
	return s.redirect(v, b.path(columnsStep))
}

// readSheets puts what was chosen into the choices, and reports whether the page must
// be looked at again: a row of headings is another, or a column needs to say more.
func readSheets(f *form.Form, b *bringing) (again bool) {
	days := optionValues(dayOptions(b.ground.Entry.Strike.Span))
	views := intake.Show(b.book, b.choices)
	shown := shownColumns(views)
	for i := range b.choices.Sheets {
		sheet := &b.choices.Sheets[i]
		read := f.Checked(sheetField(i, "read")) || len(b.choices.Sheets) == 1
		header := f.Int(sheetField(i, "header"), "the row with the headings", 0, 1<<20)
		month, unseen := f.Checked(sheetField(i, "month")), f.Checked(sheetField(i, "unseen"))
		columns := make([]intake.Column, len(sheet.Columns))
		again = again || read && !sheet.Read && hiddenColumns(i, views[i], shown) != ""
		for j, was := range sheet.Columns {
			if columns[j] = was; !f.Has(columnName(i, j, "")) {
				continue // it was not listed
			}
			columns[j] = readColumn(f, i, j, was, b.choices.Kind, days, func(field intake.Field) intake.Column {
				return intake.ColumnAs(b.book, b.choices.Kind, *sheet, j, field, b.known)
			})
			again = again || columns[j].Field != was.Field && tells(columns[j].Field)
		}
		switch {
		case !f.OK():
		case header != sheet.Header:
			*sheet = intake.GuessSheet(b.book, b.choices.Kind, sheet.Name, header, b.known)
			sheet.Read, sheet.SkipHidden, again = true, unseen, true
		default:
			sheet.Read, sheet.MonthFirst, sheet.SkipHidden, sheet.Columns = read, month, unseen, columns
		}
	}
	return again && f.OK()
}

// tells reports whether a column of the field says more than its field.
func tells(f intake.Field) bool { return hasDay(f) || hasBand(f) }

// readColumn reads what one column holds. As is a column of another field than before.
func readColumn(f *form.Form, i, j int, was intake.Column, kind intake.Kind, days []string, as func(intake.Field) intake.Column) intake.Column {
	field := form.OptionalChoice(f, columnName(i, j, ""), "what column "+columnLetters(j)+" holds", kind.Fields())
	out := was
	if field != was.Field {
		out = as(field)
	}
	day := form.OptionalChoice(f, columnName(i, j, "day"), "the day of column "+columnLetters(j), withValue(days, was.Day))
	band := f.Optional(columnName(i, j, "band"), "the part of the day of column "+columnLetters(j), 80)
	card := form.OptionalChoice(f, columnName(i, j, "card"), "the card of column "+columnLetters(j), []string{"trust", "bma"})
	pay := f.Optional(columnName(i, j, "pay"), "the pay point of column "+columnLetters(j), 40)
	role := f.Optional(columnName(i, j, "role"), "the role of column "+columnLetters(j), 60)
	turned, pa := f.Checked(columnName(i, j, "turned")), f.Checked(columnName(i, j, "pa"))
	if field != was.Field {
		return out // the boxes were those of another field
	}
	if hasDay(field) {
		out.Day = day
	}
	if hasBand(field) {
		out.Band = band
	}
	switch field {
	case intake.Places:
		out.Role = role
	case intake.Answer:
		out.Turned = turned
	case intake.Rate:
		out.Card, out.PayPoint, out.PerPA = nameOr(card, out.Card), pay, pa
	}
	return out
}

func optionValues(options []Option) []string {
	out := make([]string, len(options))
	for i, o := range options {
		out[i] = o.Value
	}
	return out
}

func withValue(values []string, value string) []string {
	if slices.Contains(values, value) {
		return values
	}
	return append(slices.Clone(values), value)
}

// columnLetters is C for the third column.
func columnLetters(col int) string {
	out := ""
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		out = string(rune('A'+(n-1)%26)) + out
	}
	return out
}

// lacking says what must still be chosen before the file can be read.
func lacking(f *form.Form, b *bringing) {
	none := true
	shown := shownColumns(intake.Show(b.book, b.choices))
	for i, sheet := range b.choices.Sheets {
		if !sheet.Read {
			continue
		}
		none = false
		where := ""
		if sheet.Name != "" {
			where = " of the sheet " + sheet.Name
		}
		for _, any := range intake.Lacks(b.choices.Kind, sheet.Columns) {
			f.FailAt(columnName(i, 0, ""), sheetField(i, "header"), "Choose the column"+where+" that holds "+orWords(any))
		}
		if slices.ContainsFunc(sheet.Columns, func(c intake.Column) bool { return c.Field == intake.Date }) {
			continue
		}
		for j, col := range sheet.Columns {
			target := columnName(i, j, "day")
			if !shown[columnAt{i, j}] {
				target = sheetField(i, "header")
			}
			if needsDay(col.Field) && col.Day == "" {
				f.FailAt(columnName(i, j, "day"), target, "Choose the day of column "+columnLetters(j)+where)
			}
		}
	}
	if none {
		f.FailAt(kindField, sheetField(0, "read"), "Choose at least one sheet to read")
		return
	}
	noRows(f, b)
}

// noRows refuses a file whose sheets that are read have headings and nothing under them.
func noRows(f *form.Form, b *bringing) {
	first := -1
	for i, view := range intake.Show(b.book, b.choices) {
		switch {
		case !view.Read:
		case view.Rows > 0:
			return
		case first < 0:
			first = i
		}
	}
	if first >= 0 {
		f.FailAt(kindField, sheetField(first, "header"), "There are no rows under the headings in "+fileWords(b.kept.FileName)+"; choose the file that has them")
	}
}

// orWords is "a name, a surname or an e-mail".
func orWords(fields []intake.Field) string {
	words := make([]string, len(fields))
	for i, x := range fields {
		words[i] = rota.LowerFirst(x.Words())
	}
	return orList(words)
}
