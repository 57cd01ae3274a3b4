package sheet

import "strings"

// listSign stands in exports of SharePoint lists between the values of a cell, and between the number of an
// entry of another list and what it says: "12;#Dr Ann Bee", "On call;#On site".
const listSign = ";#"

// withoutListSigns writes such cells as people read them, and says so.
func (b Book) withoutListSigns() Book {
	found := false
	for _, s := range b.Sheets {
		for _, row := range s.Rows {
			for i, c := range row.Cells {
				if strings.Contains(c.Text, listSign) {
					row.Cells[i].Text = listed(c.Text)
					found = true
				}
			}
		}
	}
	if found {
		b.Remarks = append(b.Remarks, "Cells hold signs of a SharePoint list, such as “12;#”. They were read without them.")
	}
	return b
}

// listed are the values of a cell, without the numbers of entries.
func listed(text string) string {
	var parts, values []string
	for _, p := range strings.Split(text, listSign) {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	for i := 0; i+1 < len(parts) && len(parts)%2 == 0; i += 2 {
		if strings.Trim(parts[i], "0123456789") != "" {
			return strings.Join(parts, "; ")
		}
		values = append(values, parts[i+1])
	}
	if len(values) == 0 {
		values = parts
	}
	return strings.Join(values, "; ")
}
