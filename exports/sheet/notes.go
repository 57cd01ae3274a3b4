package sheet

import (
	"encoding/xml"
	"regexp"
	"strings"
)

// notes are what hangs on the cells of a sheet, by the name of the cell.
func (a *archive) notes(part string) (map[string]string, error) {
	out := map[string]string{}
	if part == "" {
		return out, nil
	}
	var text richText
	cell, letters := "", 0
	err := a.walk(part, func(token xml.Token) error {
		if t, ok := token.(xml.StartElement); ok && t.Name.Local == "comment" {
			cell, text = attr(t, "ref"), richText{}
		}
		text.see(token)
		if t, ok := token.(xml.EndElement); ok && t.Name.Local == "comment" && cell != "" {
			if letters += text.out.Len(); letters > maxPart {
				return tooMuchText()
			}
			out[cell] = noteText(text.String())
			cell = ""
		}
		return nil
	})
	return out, err
}

// signed is what Google Sheets puts before a comment and before each answer to it: "ID#AAAABc" and, on
// the next line, who wrote it and when.
var signed = regexp.MustCompile(`(?m)^[=-]{6}\s*ID#\S+\s+[^\n]*\(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\)$`)

// noteText is a note without what Excel puts before comments of the newer sort, and Google Sheets before all.
func noteText(s string) string {
	s = signed.ReplaceAllString(strings.ReplaceAll(s, "\r\n", "\n"), "")
	if strings.HasPrefix(s, "[Threaded comment]") {
		if _, after, ok := strings.Cut(s, "Comment:"); ok {
			s = after
		}
	}
	return strings.Join(strings.Fields(s), " ")
}

// lastNotes are the last columns of rows in which notes hang, from 0: also on cells that hold nothing.
func lastNotes(notes map[string]string) map[int]int {
	out := map[int]int{}
	for name, text := range notes {
		if col, row, ok := cellRef(name); ok && text != "" && col <= MaxColumns {
			out[row] = max(out[row], col-1)
		}
	}
	return out
}
