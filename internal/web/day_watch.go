package web

import (
	"net/url"
	"strconv"
	"time"

	"strikerota/internal/web/form"
	"strikerota/rota"
)

// dayWindow is how far ahead the page of the day looks, and how long before the strike
// its day begins.
const dayWindow = 12 * time.Hour

// Fields of the hour that is chosen.
const (
	dayField  = "day"
	hourField = "hour"
)

// A watch is the time that the pages of the day show: now, or an hour of the strike
// that somebody has chosen, to look ahead or to rehearse.
type watch struct {
	at     time.Time
	now    time.Time
	day    rota.Span // of all that can be looked at
	chosen bool      // it is not simply now
}

// newWatch is the time to show at now. day and hour are what was chosen, "" for nothing;
// what names no hour of the strike's days counts as nothing. Where now is none of them
// either, it is the start of the strike.
func newWatch(e rota.Entry, now time.Time, day, hour string) watch {
	w := watch{at: now.Truncate(time.Minute), now: now, day: dayOf(e)} // whole minutes, as slots have
	if at, ok := chosenHour(day, hour); ok && w.day.Holds(at) {
		w.at, w.chosen = at, true
	} else if !w.day.Holds(now) {
		w.at, w.chosen = e.Strike.Start, true
	}
	return w
}

// dayOf is the strike with the hours before it in which its first shifts come into
// sight, until the last slot is over.
func dayOf(e rota.Entry) rota.Span {
	out := rota.Span{Start: e.Strike.Start.Add(-dayWindow), End: e.Strike.End}
	for _, s := range e.Slots {
		if s.End.After(out.End) {
			out.End = s.End
		}
	}
	return out
}

func chosenHour(day, hour string) (time.Time, bool) {
	d, err := rota.ParseDate(day)
	h, bad := strconv.Atoi(hour)
	if err != nil || bad != nil || h == 24 {
		return time.Time{}, false
	}
	at, err := rota.London(d, h, 0)
	return at, err == nil
}

// begun is the instant by which work has begun that nobody is moved out of: the hour that is
// shown, or now while the strike goes on and that is later.
func (w watch) begun() time.Time {
	if w.day.Holds(w.now) && w.now.After(w.at) {
		return w.now
	}
	return w.at
}

// span is what the page shows.
func (w watch) span() rota.Span { return rota.Span{Start: w.at, End: w.at.Add(dayWindow)} }

// Day is the chosen day as forms and addresses carry it from page to page; "" for now.
func (w watch) Day() string {
	if !w.chosen {
		return ""
	}
	return rota.DateOf(w.at).String()
}

// Hour is the chosen hour, as Day.
func (w watch) Hour() string {
	if !w.chosen {
		return ""
	}
	return strconv.Itoa(w.at.In(rota.Zone()).Hour())
}

// query is both as the end of an address.
func (w watch) query() string { return watchQuery(w.Day(), w.Hour()) }

// watchQuery is that of an hour as a form has it, "" for now.
func watchQuery(day, hour string) string {
	if day == "" {
		return ""
	}
	return "?" + url.Values{dayField: {day}, hourField: {hour}}.Encode()
}

// readWatch reads the chosen hour from a posted form.
func readWatch(f *form.Form) (day, hour string) {
	return f.Optional(dayField, "the day", 10), f.Optional(hourField, "the hour", 2)
}

// path is a page of the day at the time shown.
func (w watch) path(strikeID string, below ...string) string {
	return strikePath(strikeID, append([]string{"day"}, below...)...) + w.query()
}

// dayPath is the page of the day to go to from what was recorded at the time shown: as it is now,
// where that was before now, since nothing can be done about an hour that is over.
func (w watch) dayPath(strikeID string) string {
	if w.day.Holds(w.now) && w.at.Before(w.now) {
		return strikePath(strikeID, "day")
	}
	return w.path(strikeID)
}

// words say what is shown when it is not now; "" else.
func (w watch) words() string {
	if !w.chosen {
		return ""
	}
	shows := "This page shows " + moment(w.at) + " as if it were now."
	switch {
	case w.now.Before(w.day.Start):
		strike := rota.Span{Start: w.day.Start.Add(dayWindow), End: w.day.End}
		return "The strike has not begun. It " + rota.LowerFirst(countdown(strike, w.now)) + " " + shows + " Use it to rehearse."
	case !w.now.Before(w.day.End):
		return "The strike is over. " + shows
	}
	return shows
}

// choices are the day and the hour to look at.
func (w watch) choices() []Select {
	at := w.at.In(rota.Zone())
	f := form.New().Set(dayField, rota.DateOf(at).String()).Set(hourField, strconv.Itoa(at.Hour()))
	var days, hours []Option
	for d := rota.DateOf(w.day.Start); !rota.DateOf(w.day.End).Before(d); d = d.Add(1) {
		days = append(days, Option{Value: d.String(), Text: d.Words()})
	}
	for h := range 24 {
		hours = append(hours, Option{Value: strconv.Itoa(h), Text: rota.ClockWords(time.Date(2000, time.January, 1, h, 0, 0, 0, time.UTC))})
	}
	return []Select{choose(f, dayField, "Day", days), choose(f, hourField, "Hour", hours)}
}
