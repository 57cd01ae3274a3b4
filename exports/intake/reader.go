package intake

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// A reader reads one book as a person has chosen and gathers what it finds.
type reader struct {
	book  sheet.Book
	c     Choices
	k     Known
	out   Result
	words map[string]*Word
	// partial are rows of which a part is taken, though a cell of theirs is at fault.
	partial map[Place]bool
	mends   map[cellAt]string
	left    map[Place]bool
	stands  map[Standing]bool
	before  before // what was done with the rows in earlier imports of the strike
	legend
	people people
	// What the trust calls things, sorted.
	units, sites, skills nameList

	met    map[rota.ResidentID]int   // index in Records.Residents
	held   map[rota.ResidentID][]int // indexes in Records.Duties
	gone   map[int]bool              // indexes in Records.Duties of those taken back
	slotAt map[string]int            // index in Records.Slots by key
	// Answers that stand so far: index in Records.Answers, and when they were given.
	answerAt map[answerKey]int
	stamps   map[answerKey]stamp
	// Consultants so far, by id and in the order of the file.
	gathered    map[string]*gathered
	gatherOrder []string
	parts       int // of days of which they say something, and offers
	// What many of their cells share, each once.
	spans   shared[rota.Span]
	sayings shared[coverSaying]
	whats   shared[string]
	colours colours
	// shiftsNamed says of sheets whether their cells name parts of the day.
	shiftsNamed map[string]bool
	section     string    // the unit that a line above the rows names, in a sheet without units
	planned     coverKind // how people cover in the place of work of theirs that can be displaced
	awaySaid    bool      // somebody has said no in so many words
	waiting     []waitingAnswer
	gradeList   []Option          // what an unknown grade may mean
	gradeNames  map[string]string // the grades with a salary, by their letters
	later       []laterLine
	unreadNotes []string // cells on which notes hang that were not read
	tinted      bool     // cells with words have colours
	colourKeys  []string // lines that say what colours mean
	contrary    []string // cells whose words and colours disagree
}

type cellAt struct {
	Place
	col int
}

func newReader(book sheet.Book, c Choices, k Known) *reader {
	r := &reader{book: book, c: c, k: k, words: map[string]*Word{}, partial: map[Place]bool{}, mends: map[cellAt]string{}, left: map[Place]bool{}, stands: map[Standing]bool{}}
	r.out.Kind = c.Kind
	r.decided()
	r.legend = legendOf(book)
	r.people = peopleOf(k, c.Kind)
	r.met, r.held = map[rota.ResidentID]int{}, map[rota.ResidentID][]int{}
	r.slotAt = map[string]int{}
	r.units, r.sites, r.skills = nameListOf(r.unitsOf()), nameListOf(r.sitesOf()), nameListOf(r.skillsOf())
	r.answerAt = map[answerKey]int{}
	r.stamps = map[answerKey]stamp{}
	r.gone = map[int]bool{}
	r.gathered, r.shiftsNamed = map[string]*gathered{}, map[string]bool{}
	r.spans, r.sayings, r.whats = shared[rota.Span]{}, shared[coverSaying]{}, shared[string]{}
	if c.Kind == Consultants {
		r.readColours()
	}
	return r
}

// Read gives the records of a book, and for every row that is none the reason. Words
// without an answer make their rows faulty.
func Read(book sheet.Book, c Choices, k Known) Result {
	r := newReader(book, c, k)
	r.read()
	return r.out
}

// Words lists what a book says and the planner does not know, in the order of the
// file: each word once. Those that are answered stay in the list with their answer.
func Words(book sheet.Book, c Choices, k Known) []Word {
	r := newReader(book, c, k)
	r.read()
	r.suggest()
	words, rank := slices.Collect(maps.Values(r.words)), r.ranks()
	slices.SortFunc(words, func(a, b *Word) int { return cmp.Or(rank(*a)-rank(*b), strings.Compare(a.Key, b.Key)) })
	out := make([]Word, len(words))
	for i, w := range words {
		out[i] = *w
	}
	return out
}

// ranks orders words by where they are first in the file.
func (r *reader) ranks() func(Word) int {
	sheets := map[string]int{}
	for i, s := range r.book.Sheets {
		sheets[s.Name] = i
	}
	return func(w Word) int { return sheets[w.First.Sheet]<<24 + w.First.Row }
}

// A line is one row of the file while it is read. It becomes a record unless
// something is wrong with it or it is left out.
type line struct {
	*reader
	choice  *Sheet
	sheet   sheet.Sheet
	header  sheet.Row
	row     sheet.Row
	sense   daySense
	wrong   bool
	leftOut bool
	heard   map[int]comment // what comments and notes limit, by column
	dates   redating
	around  sense
	mixed   bool   // other days of the sheet have the day first, and others the month
	instead string // who has the row's duty in place of whom it names
	// waysOpen says that nothing says how the row's person covers: nothing of the row is taken until then.
	waysOpen bool
}

func (r *reader) read() {
	r.meetEverybody()
	for i := range r.c.Sheets {
		choice := &r.c.Sheets[i]
		s, ok := r.book.Sheet(choice.Name)
		switch {
		case ok && choice.Read:
			r.sheet(choice, s)
		case ok && len(s.Rows) > 0:
			what := "The sheet " + s.Name
			if s.Name == "" {
				what = "The table"
			}
			r.remark(what + " was left aside.")
			if sideways(s) {
				r.remark(what + " cannot be read as it is. " + sidewaysWords)
			}
			if complete(r.c.Kind, choice.Columns) && holdsRows(s, choice.Header) {
				r.out.Aside = append(r.out.Aside, s.Name)
			}
		}
	}
	r.readLater()
	r.finish()
}

// holdsRows reports whether a sheet has anything below its headings.
func holdsRows(s sheet.Sheet, header int) bool {
	return slices.ContainsFunc(s.Rows, func(row sheet.Row) bool { return row.Number > header && !row.Empty() })
}

// meetEverybody looks at all names and numbers before the rows are read, so that who a
// row is about does not depend on which rows come before it.
func (r *reader) meetEverybody() {
	seen := map[string]string{}
	r.people.meetKnown(seen)
	for i := range r.c.Sheets {
		choice := &r.c.Sheets[i]
		s, ok := r.book.Sheet(choice.Name)
		if !ok || !choice.Read {
			continue
		}
		for _, row := range s.Rows {
			if row.Number > choice.Header {
				l := &line{reader: r, choice: choice, sheet: s, row: row}
				r.people.meet(seen, l.named())
			}
		}
	}
}

// sheet reads the rows of one sheet in their order.
func (r *reader) sheet(choice *Sheet, s sheet.Sheet) {
	kind := r.rowsOf(choice, s)
	layout := layout{header: s.Row(choice.Header), choice: choice, kind: r.c.Kind}
	orders := dayOrdersOf(s, choice.Header, choice.Columns, r.k.Entry.Strike)
	switch {
	case choice.MonthFirst:
		r.remark("Days such as 07/08/2025 were read with the month first, as 8 July.")
	case orders.open():
		r.remark("Days such as 07/08/2025 were read with the day first, as 7 August. Nothing in the file says which comes first.")
	}
	if r.c.Kind == Rates {
		r.cards(choice, s)
	}
	r.noteBankHolidays(choice, s)
	r.out.Count.Rows += s.Last
	r.out.Count.Blank += s.Last - len(s.Rows)
	wide := r.ragged(choice, s)
	r.section = ""
	codes, around := codesIn(choice, s), r.senseOf(choice, s)
	var dates redating
	week, ending := weekColumn(choice, layout.header)
	rows, twice := r.twoRows(choice, s)
	for _, row := range rows {
		l := &line{reader: r, choice: choice, sheet: s, header: layout.header, row: row, sense: daySense{monthFirst: choice.MonthFirst, near: r.near()}, dates: dates, around: around, mixed: orders.mixed()}
		l.dates = l.inWeek(week, ending)
		if row.Empty() {
			r.out.Count.Blank++
			continue
		}
		if twice.times[row.Number] {
			l.leave("times of the row above", "It gives the times of the codes in the row above it.")
		} else if other, ok := r.redated(choice, layout.header, row, dates); ok {
			dates = other
			l.leave("days of their own", "It gives the rows below it other days than the headings do.")
		} else if l.numbersDays() {
			l.leave("heading again", "It says on which days of the month the columns are.")
		} else if code, why := layout.of(row); code != "" {
			l.leave(code, why)
			l.footnote(code)
			l.colourKey()
		} else if l.keyOf(codes) {
			l.leave("key and foot", "It explains a code.")
		} else if r.left[l.place()] {
			l.leaveOut(r.before.leftOut(l.place()))
		} else if wide > 0 && len(row.Cells) > wide {
			l.fault(wide, "more cells than columns", "The row has more cells than there are headings, as when a comma stands outside quotation marks, so that its cells are not where they should be.",
				"Mend the row in your file, or leave it out.").Replaceable = false
		} else if name, ok := l.sectionHeading(); ok {
			r.section = name
			l.leave("section heading", "It is a heading of the rows below it, and nobody’s row.")
		} else if layout.moved > 0 {
			l.rowFault("other headings", fmt.Sprintf("It stands under the headings of row %d, which are not in the order of those of row %d.", layout.moved, choice.Header), "Put the columns of the tables in one order in your file, or leave the row out.")
		} else if row.Hidden && choice.SkipHidden {
			l.leaveOut("hidden row", "It is hidden in the workbook, and you have said that hidden rows are left out.")
		} else if l.saysNothingRead() {
			l.leave("beside the table", "It holds nothing in the columns that are read.")
		} else if l.unreadable() || !l.weekKnown(week) || !l.struckOut() || !l.meantSo() || !l.ofSide(twice.sides) {
			// It is counted by its faults, or as left out.
		} else if l.namesOneOfSeveral() {
			r.later = append(r.later, laterLine{l, r.section, kind})
			continue
		} else {
			l.meetLooks()
			l.read(kind)
		}
		r.count(l)
	}
}

func (r *reader) count(l *line) {
	switch {
	case l.wrong:
		r.out.Count.Faulty++
		r.out.Count.Partly += count(r.partial[l.place()])
	case l.leftOut:
		r.out.Count.LeftOut++
	default:
		r.out.Count.Read++
	}
}

// unreadable faults cells of columns that are read whose values the workbook does not hold.
func (l *line) unreadable() bool {
	for col, c := range l.choice.Columns {
		cell := l.row.At(col)
		_, mended := l.mends[cellAt{l.place(), col}]
		switch {
		case c.Field == "" || c.Field == Reason || mended:
		case cell.Kind == sheet.Error:
			l.fault(col, "error in a cell", "The cell shows an error instead of a value.", "Type the value, or mend the formula in your file.")
		case rota.Reverses(cell.Text):
			l.fault(col, "text turned round", "The cell holds a hidden sign that turns the text round.", "Type the text anew.")
		case l.misread(col, c.Field, cell):
		case cell.Uncalculated:
			l.fault(col, "formula without a value", "The cell holds a formula that was never calculated.", "Type the value, or open and save the workbook in Excel and bring it in again.")
		}
	}
	return l.wrong
}

// rowsOf is what reads one row of the kind.
func (r *reader) rowsOf(choice *Sheet, s sheet.Sheet) func(*line) {
	switch r.c.Kind {
	case Duties:
		return (*line).duty
	case Declarations:
		return (*line).answer
	case Consultants:
		return (*line).consultant
	case Slots:
		return (*line).slot
	case Rates:
		return (*line).rates
	}
	return func(l *line) { l.leave("not read", "Files of this kind cannot be read yet.") }
}

// finish does what needs all rows.
func (r *reader) finish() {
	r.gatherConsultants()
	r.sayEarlier()
	r.dropGone()
	r.sayLooks()
	r.remember()
}

// remark says something of the file once.
func (r *reader) remark(text string) {
	if !slices.Contains(r.out.Remarks, text) {
		r.out.Remarks = append(r.out.Remarks, text)
	}
}

// near is the day that days without a year are nearest to.
func (r *reader) near() rota.Date {
	if r.k.Entry.Strike.Start.IsZero() {
		return rota.Date{}
	}
	return rota.DateOf(r.k.Entry.Strike.Start)
}

func (l *line) place() Place { return Place{Sheet: l.sheet.Name, Row: l.row.Number} }

// col is the first column with the field, or -1.
func (l *line) col(f Field) int {
	return slices.IndexFunc(l.choice.Columns, func(c Column) bool { return c.Field == f })
}

func (l *line) has(f Field) bool { return l.col(f) >= 0 }

// at is what a cell says, corrected when the person has corrected it.
func (l *line) at(col int) string {
	if col < 0 {
		return ""
	}
	if mended, ok := l.mends[cellAt{l.place(), col}]; ok {
		return tidy(mended)
	}
	cell := l.row.At(col)
	if cell.Struck && l.answered(struckKey) == StruckOut {
		return tidy(cell.Look().Standing)
	}
	return tidy(cell.Text)
}

// raw is what a cell of the file says with its line breaks; nothing when it was corrected.
func (l *line) raw(col int) string {
	if _, mended := l.mends[cellAt{l.place(), col}]; mended {
		return ""
	}
	return l.row.At(col).Text
}

// text is what the field's column says; of several columns the first that says something.
func (l *line) text(f Field) string {
	for i, c := range l.choice.Columns {
		if t := l.at(i); c.Field == f && t != "" {
			return t
		}
	}
	return ""
}

// aside are what cells say, tidied, of columns that are not read and have such headings; cells that say
// nothing are passed over.
func (l *line) aside(headings *regexp.Regexp) iter.Seq2[int, string] {
	return func(yield func(col int, text string) bool) {
		for col, c := range l.row.Cells {
			text := tidy(c.Text)
			read := col < len(l.choice.Columns) && l.choice.Columns[col].Field != ""
			if text != "" && !read && headings.MatchString(plain(l.header.At(col).Text)) && !yield(col, text) {
				return
			}
		}
	}
}
