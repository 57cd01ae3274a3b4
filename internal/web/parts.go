package web

// Parts of pages: one struct and one file in templates/parts each, with the
// HTML of the NHS design system (nhsuk-frontend 10.6). A page's struct holds
// them and its template says {{template "input" .Name}}. Ids are made in Go.

// Link is a link in a list.
type Link struct {
	Text, Href string
	Current    bool
}

// Button is a submit button, or a link that looks like one when Href is given.
type Button struct {
	Text    string
	Href    string
	Name    string // posted with Value, when several buttons share a form
	Value   string
	Variant string // "", "secondary", "reverse" or "warning"
	Small   bool
	// Once stops a double click from sending the form twice, so that the first is answered. Without scripts the
	// browser gives up on the first, and the key of the form alone has it saved once.
	Once bool
}

// Tag is a status word. Colour "" is dark blue; the others are those of the
// design system. Plain is black text without a box, for "Completed".
type Tag struct {
	Text   string
	Colour string
	Plain  bool
	Faint  bool // with Plain: grey text, for "Cannot start yet"
}

// The tags of tasks, with one colour for each meaning everywhere.
var (
	TagDone    = Tag{Text: "Completed", Plain: true}
	TagWait    = Tag{Text: "Cannot start yet", Plain: true, Faint: true}
	TagNew     = Tag{Text: "Not yet started", Colour: "blue"}
	TagDoing   = Tag{Text: "In progress", Colour: "white"}
	TagReady   = Tag{Text: "Ready", Colour: "green"}
	TagProblem = Tag{Text: "There is a problem", Colour: "red"}
)

// Task is one row of a task list. Without Href it cannot be started yet.
type Task struct {
	ID     string
	Name   string
	Hint   string
	Href   string
	Status Tag
}

// SummaryRow is one fact of a summary list. Change links to where it is changed.
type SummaryRow struct {
	Key, Value string
	Dials      bool   // telephone numbers in the value are links
	Change     string // href, or ""
	ChangeText string // "Change" when empty
}

// SummaryList is facts about one thing; never a table.
type SummaryList struct {
	Rows []SummaryRow
	// Actions is whether any row has a link.
	Actions bool
}

// Summary makes a summary list.
func Summary(rows ...SummaryRow) SummaryList {
	s := SummaryList{Rows: rows}
	for _, r := range rows {
		s.Actions = s.Actions || r.Change != ""
	}
	return s
}

// Column is the head of a table's column.
type Column struct {
	Text    string
	Numeric bool
	Hidden  bool // for screen readers only, such as "Actions"
}

// Cell is one cell of a table. Empty text is shown as "None" by the template,
// since a cell must never be empty. At most one of Href and Tag is used.
type Cell struct {
	Text    string
	List    []string // below the text
	Href    string
	Hidden  string    // added to a link's text for screen readers
	People  []reached // in place of the text, where there are any
	Tag     *Tag
	Numeric bool   // for numbers and money
	Sort    string // what a sortable table sorts by, when not the text
	Head    string // the column's head, filled by NewTable
}

// A reached is somebody with how to reach them, "" where that is not entered or not told.
type reached struct{ Name, Contact string }

// Table is a table whose first cell in each row heads the row. Its caption is
// always there; Scroll puts it in a box that scrolls sideways, Responsive
// stacks its rows on a phone (not both).
type Table struct {
	ID         string
	Caption    string
	Size       string // of the caption: s, m, l, or "" for none
	Columns    []Column
	Rows       [][]Cell
	Scroll     bool
	Responsive bool
	Sortable   bool
	Compact    bool // less space around the words, for long lists
}

// NewTable makes a responsive table; change its fields for another kind.
func NewTable(id, caption string, columns []Column, rows [][]Cell) Table {
	for _, row := range rows {
		for i := range row {
			if i < len(columns) {
				row[i].Head = columns[i].Text
				row[i].Numeric = row[i].Numeric || columns[i].Numeric
			}
		}
	}
	return Table{ID: id, Caption: caption, Size: "m", Columns: columns, Rows: rows, Responsive: true}
}

// Banner is a notification banner; Success makes it green. At most one a page,
// and none beside an error summary.
type Banner struct {
	Text    string
	Success bool
}

// Details hides text that few need behind a summary. In templates, use
// "details" for one paragraph, or "details-start" (given the summary) and
// "details-end" around anything.
type Details struct{ Summary, Text string }

// Card is a box with a heading and a paragraph. In templates, use "card", or
// "card-start" (given the heading) and "card-end" around anything.
type Card struct {
	Heading, Text string
	Level         int // of the heading; 0 means 2
	Feature       bool
}

// Pagination is numbered pages.
type Pagination struct {
	Previous, Next string // hrefs, "" at the ends
	Pages          []PageLink
}

// PageLink is one numbered page.
type PageLink struct {
	Number  int
	Href    string
	Current bool
}
