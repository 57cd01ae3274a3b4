package exports

import (
	"fmt"
	"sort"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// A grid is the cells of one sheet as text, with the column of each heading.
type grid struct {
	name string // the sheet's own name, for naming cells
	rows [][]string
	cols map[string]int // heading → column, from 1
}

// grid reads a sheet and matches its headings.
func (r *reader) grid(own, name string, blocks []block) (grid, error) {
	rows, err := r.f.Rows(name)
	if err != nil {
		return grid{}, errDamaged
	}
	g := grid{name: own, cols: map[string]int{}}
	for rows.Next() {
		columns, err := rows.Columns()
		if err != nil || len(g.rows) > maxRows+1 {
			return grid{}, errDamaged
		}
		g.rows = append(g.rows, columns)
	}
	if rows.Error() != nil || rows.Close() != nil {
		return grid{}, errDamaged
	}
	r.headings(&g, blocks)
	return g, nil
}

// headings finds the columns of a sheet by the words in its first row.
func (r *reader) headings(g *grid, blocks []block) {
	var first []string
	if len(g.rows) > 0 {
		first = g.rows[0]
	}
	known := map[string]string{}
	for _, b := range blocks {
		for _, c := range b.columns {
			known[strings.ToLower(c.head)] = c.head
		}
	}
	for i, t := range first {
		cell := g.at(i+1, 1)
		t = tidy(t)
		head, ok := known[strings.ToLower(strings.Join(strings.Fields(t), " "))]
		switch {
		case t == "":
			if row := g.filled(i); row > 0 {
				r.fault(g.at(i+1, row), "The column has no heading. Give it one of the template's headings, or empty it.")
			}
		case !ok:
			r.fault(cell, "The heading %q is not one of this sheet: %s.", rota.ShortenedTo(t, 60), headList(blocks))
		case g.cols[head] > 0:
			r.fault(cell, "The heading %q is there twice. Delete one of the two columns.", head)
		default:
			g.cols[head] = i + 1
		}
	}
	r.strays(g, len(first))
	r.missing(g, blocks)
}

// strays names cells right of the last heading.
func (r *reader) strays(g *grid, headed int) {
	for i, row := range g.rows {
		for col := headed; col < len(row); col++ {
			if tidy(row[col]) != "" {
				r.fault(g.at(col+1, i+1), "The column has no heading. Give it one of the template's headings, or empty it.")
				return
			}
		}
	}
}

func (r *reader) missing(g *grid, blocks []block) {
	for _, b := range blocks {
		for _, c := range b.columns {
			if g.cols[c.head] == 0 && c.kind != kindHelp && !c.later {
				r.fault(g.name+"!1:1", "The heading %q is missing. Take it from an empty entry workbook.", c.head)
				r.torn = true
			}
		}
	}
}

func headList(blocks []block) string {
	var out []string
	for _, b := range blocks {
		for _, c := range b.columns {
			out = append(out, c.head)
		}
	}
	return strings.Join(out, ", ")
}

func (g grid) at(col, row int) string { return fmt.Sprintf("%s!%s", g.name, ref(col, row)) }

// filled is the first row below the head with something in column i, from 0.
func (g grid) filled(i int) int {
	for n, row := range g.rows {
		if n > 0 && i < len(row) && tidy(row[i]) != "" {
			return n + 1
		}
	}
	return 0
}

// tidy takes the blanks off a text that nobody sees.
func tidy(t string) string {
	return strings.TrimFunc(t, func(c rune) bool { return unicode.IsSpace(c) || c == 0xfeff })
}

// A line is one row of a block while it is read.
type line struct {
	*reader
	grid  grid
	block block
	row   int
	path  string // of what the row becomes, such as "duties[12]"
	late  bool   // a time on the row could not be read
}

// each gives every row of a block that is not empty.
func (r *reader) each(b block, do func(*line)) {
	g, ok := r.sheets[b.sheet]
	if !ok {
		return
	}
	for n := 1; n < len(g.rows); n++ {
		l := &line{reader: r, grid: g, block: b, row: n + 1}
		if !l.blank() {
			do(l)
		}
	}
}

func (l *line) blank() bool {
	for _, c := range l.block.columns {
		if c.kind != kindHelp && l.raw(c.head) != "" {
			return false
		}
	}
	return true
}

// raw is the text of the cell under a heading.
func (l *line) raw(head string) string {
	col := l.grid.cols[head]
	if col == 0 || l.row > len(l.grid.rows) || col > len(l.grid.rows[l.row-1]) {
		return ""
	}
	return tidy(clean(l.grid.rows[l.row-1][col-1]))
}

func (l *line) cell(head string) string { return l.grid.at(max(1, l.grid.cols[head]), l.row) }

// wrong notes the first fault of a cell.
func (l *line) wrong(head, format string, args ...any) {
	if cell := l.cell(head); !l.bad[cell] {
		l.fault(cell, format, args...)
	}
}

// becomes says what the row is in the entry, so that faults found there lead back here.
func (l *line) becomes(format string, args ...any) {
	l.path = fmt.Sprintf(format, args...)
	first := ""
	for _, c := range l.block.columns {
		if c.field != "" {
			l.cells[l.path+"."+c.field] = l.cell(c.head)
			if first == "" {
				first = l.cell(c.head)
			}
		}
	}
	l.cells[l.path] = first
	if l.late {
		l.badTimes = append(l.badTimes, l.path)
	}
}

// sorted puts the faults in the order of the sheets, rows and columns.
func (r *reader) sorted() []rota.Fault {
	order := map[string]int{}
	for i, b := range blocksOf() {
		if _, ok := order[b.sheet]; !ok {
			order[b.sheet] = i + 1
		}
	}
	key := func(f rota.Fault) (sheet, row, col int) {
		name, cell, _ := strings.Cut(f.Path, "!")
		col, row, err := excelize.CellNameToCoordinates(cell)
		if err != nil {
			return order[name], 0, 0
		}
		return order[name], row, col
	}
	sort.SliceStable(r.faults, func(i, j int) bool {
		s1, r1, c1 := key(r.faults[i])
		s2, r2, c2 := key(r.faults[j])
		if s1 != s2 {
			return s1 < s2
		}
		if r1 != r2 {
			return r1 < r2
		}
		return c1 < c2
	})
	return r.faults
}
