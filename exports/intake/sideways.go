package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/exports/sheet"
)

// sidewaysWords say what to do about a table of which people are the columns.
const sidewaysWords = "The table lies on its side: dates stand down it and people across the top, and the planner reads a row for each person. " +
	"In Excel select the table and copy it, then on a new sheet choose Paste Special and Transpose, and bring that sheet in."

// Sideways says what to do about a book of which every sheet that holds something has its people across
// the top; "" for others.
func Sideways(book sheet.Book) string {
	any := false
	for _, s := range book.Sheets {
		switch {
		case sideways(s):
			any = true
		case len(s.Rows) > 0 && !s.Hidden:
			return ""
		}
	}
	if !any {
		return ""
	}
	return sidewaysWords
}

var (
	ofDays   = regexp.MustCompile(`^(dates?|days?|shifts?|dyddiad)?$`)
	twoWords = regexp.MustCompile(`^(dr|prof|mr|mrs|ms|miss)\.? |^\p{L}[\p{L}.'-]*,? \p{L}[\p{L}.' -]*$`)
	noPerson = regexp.MustCompile(`\d|\b(day|night|shift|call|site|ward|unit|team|theatres?|time|date|twilight|early|late|long|am|pm|who|rate|grade|clinic|cover|resident|sho|spr|registrar|consultants?|doctors?|suite|name)\b`)
)

// sideways reports whether days stand down a table and people across it: its headings are names of
// people, its first column is days, and what stands between are no names.
func sideways(s sheet.Sheet) bool {
	for i, head := range s.Rows {
		if i >= headerRows {
			return false
		}
		var people []int
		all := 0
		for col, c := range head.Cells {
			name, _ := nameAndGrade(c.Text)
			t := plain(name)
			if col == 0 || t == "" || ofDays.MatchString(t) {
				continue
			}
			all++
			if twoWords.MatchString(t) && !noPerson.MatchString(t) && !namesField(t) {
				people = append(people, col)
			}
		}
		if ofDays.MatchString(plain(head.At(0).Text)) && len(people) > 1 && len(people) == all && daysBelow(s.Rows[i+1:], people) {
			return true
		}
	}
	return false
}

// namesField reports whether a heading names a column of any kind of file.
func namesField(heading string) bool {
	return slices.ContainsFunc(Kinds(), func(k Kind) bool {
		_, _, ok := headed(k, heading)
		return ok
	})
}

// daysBelow reports whether rows begin with days, and say nothing of the people that is a name.
func daysBelow(rows []sheet.Row, people []int) bool {
	days, names, all := 0, 0, 0
	for _, row := range rows {
		text := tidy(row.At(0).Text)
		if text == "" {
			continue
		}
		all++
		days += count(dayWords.MatchString(text))
		for _, col := range people {
			t := plain(row.At(col).Text)
			names += count(twoWords.MatchString(t) && !noPerson.MatchString(t) && !isOff(t) && strings.Count(t, " ") < 4)
		}
	}
	return all > 0 && days*4 >= all*3 && names*4 < all
}

// footnote says that a sign was passed over where it stands.
func (l *line) footnote(code string) {
	if code != "footnote" {
		return
	}
	l.remark("“" + filled(l.row)[0] + "” explains a sign. Where it stands in a cell, look whether what was read is right.")
}
