package form

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"strikerota/rota"
)

// thousands is a number with commas before each three digits, and nowhere else.
var thousands = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+$`)

// plainNumber reads a number of at most nine digits: no sign, no space, and no digits but 0 to 9.
func plainNumber(text string) (n int, ok bool) {
	if text == "" || len(text) > 9 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// Int is a whole number from low to high, which must be given.
func (f *Form) Int(name, what string, low, high int) int {
	if f.take(name) == "" {
		f.Fail(name, "Enter "+what)
		return 0
	}
	if n := f.OptionalInt(name, what, low, high); n != nil {
		return *n
	}
	return 0
}

// OptionalInt is a whole number from low to high, or nil when left empty.
func (f *Form) OptionalInt(name, what string, low, high int) *int {
	text := f.take(name)
	if text == "" {
		return nil
	}
	amount, negative := strings.CutPrefix(text, "-")
	if thousands.MatchString(amount) {
		amount = strings.ReplaceAll(amount, ",", "")
	}
	n, ok := plainNumber(amount)
	if negative {
		n = -n
	}
	if !ok || negative && n == 0 {
		f.Fail(name, sentence(what+" must be a whole number"))
		return nil
	}
	if n < low || n > high {
		f.Fail(name, sentence(fmt.Sprintf("%s must be from %d to %d", what, low, high)))
		return nil
	}
	return &n
}

// Version is the hidden field "version": which state of a record the page
// showed. A form without a sound one is refused by Done. What the form was opened
// with, see [Form.Merge], goes with it.
func (f *Form) Version() int64 {
	f.Ignore(openedField)
	text := f.values.Get("version")
	n, err := strconv.ParseInt(text, 10, 64)
	f.read["version"] = err == nil && strings.Trim(text, "0123456789") == ""
	return n
}

// Pence is an amount of money, which must be given.
func (f *Form) Pence(name, what string) rota.Pence {
	if f.take(name) == "" {
		f.Fail(name, "Enter "+what)
		return 0
	}
	if p := f.OptionalPence(name, what); p != nil {
		return *p
	}
	return 0
}

// OptionalPence is an amount of money, or nil when left empty.
func (f *Form) OptionalPence(name, what string) *rota.Pence {
	text := f.take(name)
	if text == "" {
		return nil
	}
	if sign := strings.TrimLeft(text, "£ "); strings.HasPrefix(sign, "-") || strings.HasPrefix(sign, "−") {
		f.Fail(name, sentence(what+" must not be negative"))
		return nil
	}
	p, err := rota.ParsePence(text)
	if err != nil {
		f.Fail(name, sentence(what+": "+err.Error()))
		return nil
	}
	return &p
}

// Hours is a length written in hours, as "11", "11.5" or "11:30", in minutes
// from low to high, or nil when left empty.
func (f *Form) Hours(name, what string, low, high int) *int {
	text := f.take(name)
	if text == "" {
		return nil
	}
	n, ok := parseHours(text)
	if !ok {
		f.Fail(name, sentence(what+" must be hours, such as 11 or 11.5"))
		return nil
	}
	if n < low || n > high {
		f.Fail(name, sentence(fmt.Sprintf("%s must be from %s to %s", what, rota.Hours(low), rota.Hours(high))))
		return nil
	}
	return &n
}

func parseHours(text string) (minutes int, ok bool) {
	hours, rest, colon := strings.Cut(text, ":")
	if !colon {
		hours, rest, _ = strings.Cut(text, ".")
	}
	h, ok := plainNumber(hours)
	if !ok || len(hours) > 4 {
		return 0, false
	}
	if colon {
		m, ok := plainNumber(rest)
		return h*60 + m, ok && len(rest) == 2 && m < 60
	}
	switch rest {
	case "", "0", "00":
		return h * 60, !strings.HasSuffix(text, ".")
	case "25":
		return h*60 + 15, true
	case "5", "50":
		return h*60 + 30, true
	case "75":
		return h*60 + 45, true
	}
	return 0, false
}

// HoursText writes minutes as Hours reads them: "11", "11.5", "11:20", or "" for nil.
func HoursText(minutes *int) string {
	if minutes == nil {
		return ""
	}
	h, m := *minutes/60, *minutes%60
	switch m {
	case 0:
		return strconv.Itoa(h)
	case 30:
		return strconv.Itoa(h) + ".5"
	}
	return fmt.Sprintf("%d:%02d", h, m)
}

// IntText writes a number as OptionalInt reads it, or "" for nil.
func IntText(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}
