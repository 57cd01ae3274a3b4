package web

import "strikerota/exports/intake"

// mostColumnBytes is about how much of a form the columns of a file may take: half of what a form may be.
const mostColumnBytes = 128 << 10

// A columnAt is a column of a sheet, both counted from 0.
type columnAt struct{ sheet, col int }

// shownColumns are the columns that the page lists: those that hold something, of the sheets that are
// read first and of the others after them, as far as a form can hold. The others stay as they are.
func shownColumns(views []intake.SheetView) map[columnAt]bool {
	out := map[columnAt]bool{}
	left := mostColumnBytes
	for _, read := range []bool{true, false} {
		for i, view := range views {
			if view.Read != read {
				continue
			}
			for j, col := range view.Columns {
				if col.Heading == "" && len(col.Samples) == 0 && col.Field == "" {
					continue
				}
				if left -= columnBytes(col.Column); left < 0 {
					dropSheet(out, i)
					break
				}
				out[columnAt{i, j}] = true
			}
		}
	}
	return out
}

// dropSheet lists no column of a sheet of which not all can be listed.
func dropSheet(shown map[columnAt]bool, sheet int) {
	for at := range shown {
		if at.sheet == sheet {
			delete(shown, at)
		}
	}
}

// columnBytes is about how much a column takes of the form: letters that are not plain take up to three times as much.
func columnBytes(c intake.Column) int {
	n := 30
	if hasDay(c.Field) || hasBand(c.Field) {
		n += 60 + 3*len(c.Band)
	}
	if c.Field == intake.Places || c.Field == intake.Rate {
		n += 60 + 3*(len(c.Role)+len(c.PayPoint))
	}
	return n
}

// hiddenColumns says of a sheet that its columns are too many to be listed; "" when they are listed.
func hiddenColumns(i int, view intake.SheetView, shown map[columnAt]bool) string {
	for j := range view.Columns {
		if shown[columnAt{i, j}] {
			return ""
		}
	}
	switch {
	case view.Rows == 0 || len(view.Columns) == 0:
		return ""
	case view.Read:
		return "The file has more columns than can be listed at once, so that those of this sheet are not. They are read as said above. To look at them, take the tick from other sheets first."
	}
	return "The file has more columns than can be listed at once. To look at those of this sheet, tick that it is read, and continue."
}
