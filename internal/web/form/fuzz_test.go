package form

import (
	"net/url"
	"strings"
	"testing"
	"unicode"

	"strikerota/rota"
)

// FuzzForm posts any text to every getter. None panics; a number, an amount, a length, a day or a time is
// taken only of plain digits, lies between its limits, and is the same when it is shown and posted again.
func FuzzForm(f *testing.F) {
	for _, text := range []string{"", "0", "-0", "+5", "12", "1,200", "1,2", "1 2", "1 234.50", "NaN", "Inf", "-Inf", "1e3", "0x10", "1_000", "12.5", "11:30", "11:+5", "07:00", "24:00", "24:01", "+7:00",
		"９", "１２", "٣", "99999999999999999999", "£1,234.56", "£-1", "−1", "2025-07-25", "Feb", "29", "26", "\x00", "\xff", "a\nb", "=1+1", "on", "\u00a0 5", "00000000009", "66\u3000"} {
		f.Add(text, "7", "2026")
	}
	f.Fuzz(func(t *testing.T, text, month, year string) {
		read := func(name string) *Form { return Of(url.Values{name: {text}}) }
		plain := strings.TrimFunc(strings.TrimSpace(text), func(r rune) bool { return r < unicode.MaxASCII }) == ""
		taken := func(what string, form *Form, ok bool) {
			t.Helper()
			if form.OK() && (!ok || !plain) {
				t.Errorf("%s takes %q", what, text)
			}
		}
		form := read("n")
		n := form.OptionalInt("n", "the number", -50, 500)
		taken("a number", form, n == nil || *n >= -50 && *n <= 500 && digitsIn(text) != "" && !strings.ContainsAny(text, "+.eEx_"))
		if again := Of(url.Values{"n": {IntText(n)}}).OptionalInt("n", "the number", -50, 500); (n == nil) != (again == nil) || n != nil && *n != *again {
			t.Errorf("%q is %s, and read again %s", text, IntText(n), IntText(again))
		}
		form = read("p")
		p := form.OptionalPence("p", "the pay")
		if p != nil && (*p < 0 || *p > rota.MaxPence || strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("0123456789£,.", r) }) != "") {
			t.Errorf("%q is taken for %s", text, p)
		}
		form = read("h")
		h := form.Hours("h", "the hours", 0, 60*24)
		taken("a length", form, h == nil || *h >= 0 && *h <= 60*24 && !strings.ContainsAny(text, "+-"))
		form = read("c")
		hour, minute := form.Clock("c", "the start")
		taken("a time", form, hour >= 0 && minute >= 0 && hour*60+minute <= 24*60 && !strings.ContainsAny(text, "+-"))
		form = read("d")
		d := form.Day("d", "the day")
		taken("a day", form, d.String() == strings.TrimSpace(text))
		form = Of(url.Values{"s-day": {text}, "s-month": {month}, "s-year": {year}, "s-time": {text}})
		form.Instant("s", "the start")
		if form.OK() && strings.ContainsAny(text+year, "+-") {
			t.Errorf("%q %q %q are taken for an instant", text, month, year)
		}
		form = read("version")
		if v := form.Version(); form.Done() == nil && (v < 0 || strings.Trim(text, "0123456789") != "") {
			t.Errorf("%q is version %d", text, v)
		}
		for _, line := range []string{read("x").Optional("x", "the name", 20), read("x").Text("x", "the name", 20)} {
			if strings.ContainsFunc(line, unicode.IsControl) || len([]rune(line)) > 20 {
				t.Errorf("the line %q of %q", line, text)
			}
		}
		read("x").Lines("x", "the note", 200)
		read("x").Words("x", "the skills")
		read("x").DayTime("x", "the start")
		form = Of(url.Values{"x": {text, month}})
		if Choice(form, "x", "which", []string{"a", "b"}); form.OK() && form.Value("x") != "a" && strings.TrimSpace(text) != "a" && strings.TrimSpace(text) != "b" {
			t.Errorf("%q is chosen", text)
		}
		Choices(form, "x", "which", []string{"a", "b"})
		form.Merge(read("x"))
	})
}

func digitsIn(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}
