package form

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// openedField holds what every field of a form held when its page was made.
const openedField = "opened"

// notMerged are fields that say something of the form and nothing of the record.
var notMerged = []string{openedField, "version", "then"}

// Opened is what the fields held when the page was made, for its hidden field
// "opened": as posted, or, of a form that was not posted, what they hold.
func (f *Form) Opened() string {
	if f.Has(openedField) {
		return f.Value(openedField)
	}
	out := url.Values{}
	for name, list := range f.values {
		if !slices.Contains(notMerged, name) {
			out[name] = list
		}
	}
	return out.Encode()
}

// Merge brings together what was typed here and what somebody else has saved since
// the page was made: whatever was not touched here is as it is now. Rows of one list
// count as one thing, since their numbers may have changed. apart is whether both
// have changed the same thing, each in another way; then what was typed here stands.
// A form that does not say how it was opened is apart from any other state.
func (f *Form) Merge(now *Form) (merged *Form, apart bool) {
	opened, err := url.ParseQuery(f.Value(openedField))
	if err != nil || !f.Has(openedField) {
		return Of(f.values), true
	}
	was, typed, is := things(opened), things(f.values), things(now.values)
	merged = New()
	for _, list := range []map[string]url.Values{typed, is} {
		for thing := range list {
			from := typed[thing]
			switch {
			case same(typed[thing], was[thing]):
				from = is[thing]
			case !same(is[thing], was[thing]) && !same(is[thing], typed[thing]):
				apart = true
			}
			for name, values := range from {
				merged.Set(name, slices.Clone(values)...)
			}
		}
	}
	return merged.Set(openedField, now.Opened()), apart
}

// parts ends what the names of the fields of one list, or of one date and its time, have in common.
var parts = regexp.MustCompile(`-\d+(-.*)?$|-(day|month|year|time)$`)

// things puts the fields together that are one thing: the rows of a list, the parts of a
// date, and those of a span.
func things(values url.Values) map[string]url.Values {
	out := map[string]url.Values{}
	for name, list := range values {
		if slices.Contains(notMerged, name) {
			continue
		}
		thing := parts.ReplaceAllString(name, "")
		if strings.HasPrefix(name, "span-") {
			thing = "span"
		}
		if out[thing] == nil {
			out[thing] = url.Values{}
		}
		out[thing][name] = list
	}
	return out
}

// same reports whether the fields say the same: one that was not posted is empty.
func same(a, b url.Values) bool {
	for _, list := range []url.Values{a, b} {
		for name := range list {
			if !slices.Equal(plain(a[name]), plain(b[name])) {
				return false
			}
		}
	}
	return true
}

// plain is a field's values as they are read: without spaces around them, in one
// kind of line ends, and without those that are empty.
func plain(values []string) []string {
	var out []string
	for _, v := range values {
		if v = strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n")); v != "" {
			out = append(out, v)
		}
	}
	return out
}
