package form

import (
	"fmt"
	"strconv"
	"strings"

	"strikerota/rota"
)

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
	text := strings.ReplaceAll(f.take(name), ",", "")
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || len(text) > 9 {
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
	n, err := strconv.ParseInt(f.values.Get("version"), 10, 64)
	f.read["version"] = err == nil && n >= 0
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
	whole, rest, colon := strings.Cut(text, ":")
	if !colon {
		whole, rest, _ = strings.Cut(text, ".")
	}
	h, err := strconv.Atoi(whole)
	if err != nil || h < 0 || len(whole) > 4 || strings.HasPrefix(whole, "+") {
		return 0, false
	}
	if colon {
		m, err := strconv.Atoi(rest)
		return h*60 + m, err == nil && len(rest) == 2 && m >= 0 && m < 60
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
