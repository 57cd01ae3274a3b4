package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"strikerota/internal/web/form"
	"strikerota/rota"
)

// Forms with rows, such as the duties of a resident: the fields of row 2 are
// duty-2-day, duty-2-from and so on, and duty-rows says how many rows there are.
// After the rows that are kept comes an empty one; "Save and add another" saves
// and shows the page again with the next. It all works without scripts.

const maxRows = 200

// rowName is the name of a field of row i.
func rowName(kind string, i int, part string) string {
	return fmt.Sprintf("%s-%d-%s", kind, i, part)
}

// rowsOf is how many rows a form shows: what it says of itself, kept within bounds.
func rowsOf(f *form.Form, kind string) int {
	n, _ := strconv.Atoi(f.Value(kind + "-rows"))
	return min(max(n, 0), maxRows)
}

// setRows says how many rows there are: those that are kept and an empty one.
func setRows(f *form.Form, kind string, kept int) { f.Set(kind+"-rows", strconv.Itoa(kept+1)) }

// readRows calls read for each row that is not to be removed. Parts are all the
// fields of a row. The last row may be left as it was shown: empty, but for
// fields that start as in preset.
func readRows(f *form.Form, kind string, parts []string, preset map[string]string, read func(i int)) {
	rows := f.Int(kind+"-rows", "the rows", 0, maxRows)
	for i := range rows {
		untouched := i == rows-1
		for _, part := range parts {
			name := rowName(kind, i, part)
			f.Ignore(name)
			text := strings.TrimSpace(strings.Join(f.Values(name), " "))
			untouched = untouched && (text == "" || text == preset[part])
		}
		if f.Checked(rowName(kind, i, "remove")) {
			form.Choices(f, rowName(kind, i, "modes"), "", f.Values(rowName(kind, i, "modes"))) // several may be ticked
			continue
		}
		if !untouched {
			read(i)
		}
	}
}

// A SpanInput is a day, a start and an end. An end that is no later than the
// start is on the next day, unless another day is chosen for it.
type SpanInput struct {
	Day    Select
	From   Input
	To     Input
	EndDay Select
}

// spanParts are the fields of a SpanInput.
func spanParts(others ...string) []string {
	return append([]string{"day", "from", "to", "end-day"}, others...)
}

// spanInput is the day and the times of a field, for a strike.
func spanInput(f *form.Form, name string, strike rota.Span) SpanInput {
	end := []Option{{Value: "", Text: "Same day, or next if earlier"}}
	end = append(end, daysWith(strike, f.Value(name+"-end-day"))[1:]...)
	return SpanInput{
		Day:    choose(f, name+"-day", "Day", daysWith(strike, f.Value(name+"-day"))),
		From:   input(f, name+"-from", "From").Wide(10),
		To:     input(f, name+"-to", "To").Wide(10),
		EndDay: choose(f, name+"-end-day", "Ends on", end),
	}
}

// daysWith are the days about the strike, and the one chosen before when it is none of them.
func daysWith(strike rota.Span, current string) []Option {
	out := dayOptions(strike)
	d, err := rota.ParseDate(current)
	if err == nil && !slices.ContainsFunc(out, func(o Option) bool { return o.Value == current }) {
		out = append(out, Option{Value: current, Text: d.Words()})
	}
	return out
}

// setSpan fills a SpanInput for display.
func setSpan(f *form.Form, name string, s rota.Span) {
	if s.Start.IsZero() {
		return
	}
	from, to := clockOf(s.Start), clockOf(s.End)
	f.Set(name+"-day", rota.DateOf(s.Start).String())
	f.Set(name+"-from", from.words())
	f.Set(name+"-to", to.words())
	if rota.DateOf(s.End) != impliedEnd(rota.DateOf(s.Start), from, to) {
		f.Set(name+"-end-day", rota.DateOf(s.End).String())
	}
}

// impliedEnd is the day on which a span ends when no day is chosen for its end.
func impliedEnd(day rota.Date, from, to wallClock) rota.Date {
	if !from.before(to) {
		return day.Add(1)
	}
	return day
}

// readSpan reads a SpanInput, all of which but the day of the end must be given.
// what is the thing that it is the time of: "the duty".
func readSpan(f *form.Form, name, what string) rota.Span {
	day := f.Day(name+"-day", "the day of "+what)
	from, fromOK := readStart(f, name+"-from", "when "+what+" starts")
	to, toOK := readClock(f, name+"-to", "when "+what+" ends")
	end, endOK := rota.Date{}, true
	if f.Value(name+"-end-day") != "" {
		end = f.Day(name+"-end-day", "the last day of "+what)
		endOK = !end.IsZero()
	}
	f.Ignore(name + "-end-day")
	if day.IsZero() || !fromOK || !toOK || !endOK {
		return rota.Span{}
	}
	if end.IsZero() {
		end = impliedEnd(day, from, to)
	}
	return londonSpan(f, name, day, end, from, to)
}

// spanLegend heads a row by the time in its fields, or by other words when that cannot be read.
func spanLegend(f *form.Form, name, others string) string {
	scratch := form.New()
	for _, part := range spanParts() {
		scratch.Set(name+"-"+part, f.Value(name+"-"+part))
	}
	if s := readSpan(scratch, name, "it"); scratch.OK() {
		return s.Words()
	}
	return others
}

func londonSpan(f *form.Form, name string, day, end rota.Date, from, to wallClock) rota.Span {
	start, err := rota.London(day, from.hour, from.minute)
	if err != nil {
		f.Fail(name+"-from", "The start: "+err.Error())
		return rota.Span{}
	}
	stop, err := rota.London(end, to.hour, to.minute)
	if err != nil {
		f.Fail(name+"-to", "The end: "+err.Error())
		return rota.Span{}
	}
	if !start.Before(stop) {
		f.Fail(name+"-end-day", "The last day must not be before the first")
		return rota.Span{}
	}
	return rota.Span{Start: start, End: stop}
}

// spanFault puts a domain fault of a span at the day or the end it is about.
func spanFault(name, part string) string {
	if part == "start" {
		return name + "-from"
	}
	return name + "-to"
}

// index reads the number of a path such as "duties[12].end": 12 and "end".
func index(path, list string) (i int, rest string, ok bool) {
	tail, found := strings.CutPrefix(path, list+"[")
	if !found {
		return 0, "", false
	}
	number, rest, found := strings.Cut(tail, "]")
	i, err := strconv.Atoi(number)
	return i, strings.TrimPrefix(rest, "."), found && err == nil
}

// optionsFrom are options whose words are their values.
func optionsFrom(values []string) []Option {
	out := make([]Option, len(values))
	for i, v := range values {
		out[i] = Option{Value: v, Text: v}
	}
	return out
}

// distinct are the values without "" and repeats, sorted.
func distinct(lists ...[]string) []string {
	var out []string
	for _, list := range lists {
		for _, v := range list {
			if v != "" && !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	slices.Sort(out)
	return out
}

// A Tick is one checkbox by itself.
type Tick struct {
	ID, Text string
	Ticked   bool
}

// tick is the box of a field.
func tick(f *form.Form, name, text string) *Tick {
	return &Tick{ID: name, Text: text, Ticked: f.Value(name) != ""}
}
