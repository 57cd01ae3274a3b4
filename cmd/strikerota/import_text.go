package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"strikerota/exports/intake"
)

// lines tell a person what was read and what would change.
func (i *imported) lines() []string {
	out := []string{fmt.Sprintf("%s: %s, read as %s", i.book.File, i.book.Format, strings.ToLower(i.choices.Kind.Words()))}
	out = append(out, i.columnLines()...)
	out = append(append(out, i.book.Remarks...), i.result.Remarks...)
	out = append(out, i.wordLines()...)
	if n := len(i.result.Again); n > 0 {
		out = append(out, count(n, "row was", "rows were")+" corrected, settled or left out as last time; -afresh asks again.")
	}
	c := i.result.Count
	out = append(out, fmt.Sprintf("Rows: %d in the file, %d read, %d to correct, %d without data, %d blank", c.Rows, c.Read, c.Faulty, c.LeftOut, c.Blank))
	for _, f := range i.result.Faults {
		out = append(out, "  "+faultLine(f))
	}
	return append(out, i.changeLines()...)
}

func (i *imported) columnLines() []string {
	var out []string
	for _, v := range intake.Show(i.book, i.choices) {
		if !v.Read {
			continue
		}
		line := fmt.Sprintf("Headings in row %d", v.Header)
		if v.Name != "" {
			line = fmt.Sprintf("Sheet %s, headings in row %d", v.Name, v.Header)
		}
		var columns []string
		for _, c := range v.Columns {
			if c.Field != "" {
				columns = append(columns, c.Letter+"="+string(c.Field))
			}
		}
		out = append(out, line+": "+strings.Join(columns, ","))
	}
	return out
}

// wordLines list the words that are not known.
func (i *imported) wordLines() []string {
	var out []string
	for _, w := range i.words {
		if w.Answer != "" {
			continue
		}
		if out == nil {
			out = append(out, "Words that are not known; say what they mean with -word:")
		}
		line := fmt.Sprintf("  %s (%s, first in %s)", w.Key, count(w.Count, "time", "times"), rowOf(w.First))
		if w.Suggestion != "" {
			line += ": suggested " + w.Suggestion
		}
		if w.Must {
			line += ": must be said before anything is written"
		}
		if len(w.Options) > 0 && len(w.Options) <= 8 {
			line += "; one of " + optionNames(w.Options)
		}
		out = append(out, line)
	}
	return out
}

func optionNames(options []intake.Option) string {
	names := make([]string, len(options))
	for i, o := range options {
		names[i] = o.Value
	}
	return strings.Join(names, ", ")
}

func rowOf(p intake.Place) string {
	if p.Sheet == "" {
		return fmt.Sprintf("row %d", p.Row)
	}
	return fmt.Sprintf("%s row %d", p.Sheet, p.Row)
}

func faultLine(f intake.Fault) string {
	line := rowOf(f.Place)
	if f.Cell != "" {
		line += fmt.Sprintf(", %s %q", f.Cell, f.Found)
	}
	return line + ": " + f.Says() + " " + f.Mend
}

// changeLines count the changes and list those that are no additions.
func (i *imported) changeLines() []string {
	n := i.changes.Count
	head := "Would change"
	if i.saved {
		head = "Saved"
	}
	out := []string{fmt.Sprintf("%s: %d new, %d changed, %d the same, %d not in the file", head, n[intake.Added], n[intake.Changed], n[intake.Same], n[intake.Missing])}
	for _, c := range i.changes.List {
		switch {
		case c.Op == intake.Changed || c.Op == intake.Missing:
			line := fmt.Sprintf("  %s %s: %s", c.Op, c.What, c.Label)
			for _, f := range c.Fields {
				x := f.Words()
				line += fmt.Sprintf("; %s %s -> %s", x.Field, x.Before, x.After)
			}
			if c.Ask && !i.choices.Accepted[c.Key] {
				line += " (kept as it is)"
			}
			out = append(out, line)
		}
	}
	if i.changes.Tied > 0 {
		out = append(out, count(i.changes.Tied, "duty is", "duties are")+" tied to the slot that would have been filled.")
	}
	return out
}

// writeJSON writes the same as a document.
func (i *imported) writeJSON(w io.Writer) error {
	open := []intake.Word{}
	for _, word := range i.words {
		if word.Answer == "" {
			open = append(open, word)
		}
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(struct {
		Format  string         `json:"format"`
		Kind    intake.Kind    `json:"kind"`
		Sheets  []intake.Sheet `json:"sheets"`
		Words   []intake.Word  `json:"open_words"`
		Rows    intake.Count   `json:"rows"`
		Faults  []intake.Fault `json:"faults"`
		Changes intake.Changes `json:"changes"`
		Saved   bool           `json:"saved"`
	}{"strikerota/import/1", i.choices.Kind, i.choices.Sheets, open, i.result.Count, i.result.Faults, i.changes, i.saved})
}
