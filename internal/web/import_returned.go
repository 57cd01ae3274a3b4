package web

import (
	"bytes"
	"net/http"
	"path"
	"strings"

	"strikerota/exports"
	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/internal/store"
)

// returned are the faulty rows as they are in the file, with what is wrong with each.
func returned(book sheet.Book, c intake.Choices, faults []intake.Fault) []exports.Returned {
	why, points := map[intake.Place][]string{}, map[intake.Place][]string{}
	for _, f := range faults {
		at := ""
		if f.Cell != "" {
			at = f.Cell + ": "
		}
		why[f.Place] = append(why[f.Place], at+f.Says())
		points[f.Place] = append(append(points[f.Place], at+f.Wrong), f.Points...)
	}
	var out []exports.Returned
	for _, choice := range c.Sheets {
		s, ok := book.Sheet(choice.Name)
		if !ok {
			continue
		}
		t := exports.Returned{Sheet: s.Name, Headings: given(c.Kind, choice, s.Row(choice.Header))}
		for _, row := range s.Rows {
			at := intake.Place{Sheet: s.Name, Row: row.Number}
			if reasons := why[at]; reasons != nil {
				t.Rows = append(t.Rows, exports.ReturnedRow{Number: row.Number, Why: strings.Join(reasons, " "), Points: points[at], Cells: given(c.Kind, choice, row)})
			}
		}
		if t.Rows != nil {
			out = append(out, t)
		}
	}
	return out
}

// given are the texts of a row that may be given back: never the reasons that people
// gave for an answer, which might also be in a column that is not read.
func given(kind intake.Kind, choice intake.Sheet, row sheet.Row) []string {
	var out []string
	for i, cell := range row.Cells {
		field := intake.Field("")
		if i < len(choice.Columns) {
			field = choice.Columns[i].Field
		}
		if field == intake.Reason || field == "" && kind == intake.Declarations {
			continue
		}
		out = append(out, cell.Text)
	}
	return out
}

// rowsFile gives the faulty rows back, as a workbook or as CSV.
func (s *Server) rowsFile(v *visit) error {
	b, err := s.bringing(v)
	if err != nil {
		return err
	}
	return s.giveBack(v, b.strike, returned(b.book, b.choices, b.read().Faults))
}

func (s *Server) giveBack(v *visit, strike store.Strike, tables []exports.Returned) error {
	var out bytes.Buffer
	kind, name := "text/csv; charset=utf-8", "rows-to-correct.csv"
	var err error
	if path.Ext(v.c.Request.URL.Path) == ".xlsx" {
		kind, name = sheetType, "rows-to-correct.xlsx"
		err = exports.ReturnedWorkbook(&out, tables, s.labels(strike, s.now()))
	} else {
		err = exports.ReturnedCSV(&out, tables)
	}
	if err != nil {
		return err
	}
	if err := s.looked(v); err != nil {
		return err
	}
	v.c.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	v.c.Data(http.StatusOK, kind, out.Bytes())
	return nil
}
