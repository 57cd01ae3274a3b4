package exports

import (
	"math"
	"strconv"
	"strings"

	"strikerota/rota"
)

// maxText bounds one text of the entry workbook.
const maxText = 1000

// text is a text as it is seen, blanks around it taken off.
func (l *line) text(head string) string {
	typed := unshown(l.raw(head))
	t := tidy(rota.Seen(typed))
	c := l.column(head)
	switch {
	case t == "" && c.need:
		l.wrong(head, "%s is missing.", head)
	case isError(t):
		l.wrong(head, "The cell holds the error %s. Type the value.", t)
	case len([]rune(t)) > maxText:
		l.wrong(head, "%s is longer than %d characters.", head, maxText)
	case rota.Reverses(typed):
		l.wrong(head, "%s holds a hidden sign that turns the text round. Delete the cell and type it again.", head)
	default:
		return t
	}
	return ""
}

func (l *line) column(head string) column {
	for _, c := range l.block.columns {
		if c.head == head {
			return c
		}
	}
	return column{}
}

// isError reports whether the cell holds what a formula gives when it fails.
func isError(t string) bool {
	switch t {
	case "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!":
		return true
	}
	return false
}

// choose reads one of the column's choices, in words or as documents write it; empty gives "".
func (l *line) choose(head string) string {
	t := l.text(head)
	if t == "" {
		return ""
	}
	return l.oneOf(head, t, l.column(head).choices)
}

func (l *line) oneOf(head, t string, from []choice) string {
	for _, c := range from {
		if sameText(t, c.words) || strings.EqualFold(t, c.key) {
			return c.key
		}
	}
	var all []string
	for _, c := range from {
		all = append(all, c.words)
	}
	l.wrong(head, "%s must be one of: %s.", head, strings.Join(all, ", "))
	return ""
}

// yes reads Yes or No; empty is No. TRUE and FALSE come from other spreadsheets.
func (l *line) yes(head string) bool {
	switch strings.ToLower(l.raw(head)) {
	case "", "no", "n", "false", "0":
		return false
	case "yes", "y", "true", "1":
		return true
	}
	l.wrong(head, "%s must be Yes or No.", head)
	return false
}

// list reads several texts from one cell.
func (l *line) list(head string) []string {
	t := l.text(head)
	parts, ok := splitList(t)
	if !ok {
		l.wrong(head, "%s has a quotation mark that is not closed.", head)
	}
	return parts
}

// many reads several of the column's choices from one cell.
func (l *line) many(head string) []string {
	var out []string
	for _, t := range l.list(head) {
		if key := l.oneOf(head, t, l.column(head).choices); key != "" {
			out = append(out, key)
		}
	}
	return out
}

// splitList takes apart what joinList wrote: texts between ; or , some of them in
// double quotes. It reports whether every quotation was closed.
func splitList(t string) ([]string, bool) {
	var out []string
	for rest := strings.TrimLeft(t, " \u00a0"); rest != ""; rest = strings.TrimLeft(rest, " \u00a0") {
		var part string
		if rest[0] == '"' {
			end := closing(rest)
			if end < 0 {
				return nil, false
			}
			part = strings.ReplaceAll(rest[1:end], `""`, `"`)
			rest = strings.TrimLeft(rest[end+1:], " \u00a0")
			if rest != "" && rest[0] != ';' && rest[0] != ',' {
				return nil, false
			}
		} else {
			end := strings.IndexAny(rest, ";,")
			if end < 0 {
				end = len(rest)
			}
			part, rest = tidy(rest[:end]), rest[end:]
		}
		if rest != "" {
			rest = rest[1:]
		}
		if part != "" {
			out = append(out, part)
		}
	}
	return out, true
}

// closing is where the quotation that starts t ends, or -1.
func closing(t string) int {
	for i := 1; i < len(t); i++ {
		if t[i] != '"' {
			continue
		}
		if i+1 < len(t) && t[i+1] == '"' {
			i++
			continue
		}
		return i
	}
	return -1
}

// number reads a number, also one that is stored as text with blanks around or in it.
func number(t string) (float64, bool) {
	t = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(t)
	if t == "" || strings.Trim(t, "0123456789.+-eE") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(t, 64)
	return v, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
}

// whole reads a whole number; given says that there was one.
func (l *line) whole(head string) (n int, given bool) {
	t := l.text(head)
	if t == "" {
		return 0, false
	}
	v, ok := number(t)
	if !ok || v != math.Trunc(v) || math.Abs(v) > 1e9 {
		l.wrong(head, "%s must be a whole number.", head)
		return 0, false
	}
	return int(v), true
}

// hours reads hours as minutes; empty is nil.
func (l *line) hours(head, called string) *int {
	t := l.text(head)
	if t == "" {
		return nil
	}
	v, ok := number(t)
	minutes := math.Round(v * 60)
	if !ok || math.Abs(v*60-minutes) > 0.001 || math.Abs(minutes) > 1e8 {
		l.wrong(head, "%s must be a number of hours and whole minutes, such as 11 or 12.5.", called)
		return nil
	}
	n := int(minutes)
	return &n
}

// money reads pounds; empty is nil, never 0.
func (l *line) money(head string) *rota.Pence {
	t := l.text(head)
	if t == "" {
		return nil
	}
	if p, err := rota.ParsePence(t); err == nil {
		return &p
	}
	// A number cell may hold 155.13 as 155.12999999999999.
	if v, ok := number(t); ok && v >= 0 && v < 1e7 && math.Abs(v*100-math.Round(v*100)) < 1e-6 {
		p := rota.Pence(math.Round(v * 100))
		return &p
	}
	l.wrong(head, "%s must be pounds and pence an hour, such as 188 or 155.50. Leave it empty when it is not known.", head)
	return nil
}
