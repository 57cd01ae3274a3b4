package web

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"strikerota/internal/web/form"
	"strikerota/rota"
)

// longStrike is how many days a strike may last before the planner asks whether
// that is right: none so far has lasted longer than six.
const longStrike = 10

// isLong reports whether a strike is so long that it may be a slip. The hour that
// the clocks may add does not count.
func isLong(span rota.Span) bool { return span.Minutes() > longStrike*24*60+60 }

// longField says, in a form, that the length of the strike is right.
const longField = "long"

func readLong(f *form.Form) bool {
	return form.OptionalChoice(f, longField, "whether the length is right", []string{"yes"}) == "yes"
}

// An interruption asks whether something unusual is right, such as a very long strike, before
// it is saved. It holds all that was typed.
type interruption struct {
	base
	Facts  SummaryList
	Words  string
	Action string
	Kept   []keptField
	Yes    Button
}

const interruptionTitle = "Is this right?"

// A keptField is a field of the form before, as it was typed.
type keptField struct{ Name, Value string }

// keptFields are the fields of a posted form but for its token.
func keptFields(posted map[string][]string) []keptField {
	var out []keptField
	for _, name := range slices.Sorted(maps.Keys(posted)) {
		if name == csrfKey {
			continue
		}
		for _, value := range posted[name] {
			out = append(out, keptField{name, value})
		}
	}
	return out
}

func newLongView(b base, strike rota.Strike, action string, kept []keptField) *interruption {
	b.Title = interruptionTitle
	days := strike.Minutes() / (24 * 60)
	p := &interruption{base: b, Action: action, Kept: kept,
		Words: fmt.Sprintf("This strike would last %s. The longest so far lasted six. Nothing has been saved yet.", count(days, "day")),
		Yes:   Button{Text: "Yes, it lasts " + count(days, "day"), Name: longField, Value: "yes", Variant: "reverse", Once: true}}
	p.Facts = Summary(SummaryRow{Key: "Name", Value: strike.Name}, SummaryRow{Key: "Start", Value: moment(strike.Start)}, SummaryRow{Key: "End", Value: moment(strike.End)})
	return p
}

// askLong shows the question in place of saving.
func (s *Server) askLong(v *visit, b base, strike rota.Strike, action string) error {
	return s.showWith(v, http.StatusOK, "interruption", newLongView(b, strike, action, keptFields(v.c.Request.PostForm)))
}

// clocksWords say which nights of a span are longer or shorter, and how long it
// really lasts; "" when the clocks do not change in it.
func clocksWords(span rota.Span) string {
	var out []string
	for _, c := range span.ClockChanges() {
		if c.Forward {
			out = append(out, "The clocks go forward in the early hours of "+longDate(c.Day)+", so that night is an hour shorter than the clocks show.")
		} else {
			out = append(out, "The clocks go back in the early hours of "+longDate(c.Day)+", so that night is an hour longer than the clocks show.")
		}
	}
	if len(out) == 0 {
		return ""
	}
	return strings.Join(out, " ") + " The strike lasts " + rota.Hours(span.Minutes()) + ". Hours, rest and pay are counted as they really pass."
}
