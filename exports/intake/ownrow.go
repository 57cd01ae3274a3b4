package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"strikerota/rota"
)

// rowTimes is what a row with times of its own says of them: an offer or, where a column says what it is, own work
// or leave.
func (l *line) rowTimes() (cells []covering, offers []rota.Offer, ok bool) {
	col := l.col(Work)
	if col < 0 || l.at(col) == "" || !l.has(Start) && !l.has(Times) {
		offers, ok = l.offers()
		return nil, offers, ok
	}
	if !l.stillStands() {
		return nil, nil, false
	}
	said, known := l.cover(col)
	if known && said.offers() && l.text(Mode) != "" {
		offers, ok = l.offers()
		return nil, offers, ok
	}
	spans, ok := l.ownSpans()
	if !known || !ok {
		return nil, nil, false
	}
	here := l.place()
	for _, s := range spans {
		cells = append(cells, covering{Span: l.spans.same(s), coverSaying: l.sayings.same(said), Place: &here, col: int32(col)})
	}
	return cells, nil, true
}

// ownSpans are when the row is: on its date or, in a job plan by weekdays, on that weekday of the strike.
func (l *line) ownSpans() (out []rota.Span, ok bool) {
	weekday := named(strings.TrimSuffix(plain(l.text(Date)), "s"), weekdays)
	if weekday < 0 || len(l.strikeDays()) == 0 {
		s, ok := l.dutySpan(shift{})
		return []rota.Span{s}, ok
	}
	start, end, ok := l.times(shift{})
	if !ok {
		return nil, false
	}
	for _, day := range l.strikeDays() {
		if day.Weekday() != time.Weekday(weekday) {
			continue
		}
		last, ok := l.endDay(shift{}, day, start, end)
		if !ok {
			return nil, false
		}
		s, ok := l.span(day, start.minutes, last, end.minutes)
		if !ok {
			return nil, false
		}
		if s.Overlaps(l.k.Entry.Strike.Span) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		l.leave("not in the strike", fmt.Sprintf("The strike has no %s at that time.", rota.UpperFirst(weekdays[weekday])))
	}
	return out, len(out) > 0
}

// saysWork reports whether a text of a column is somebody's own work. To be on call is a way to cover, too.
func (g guesser) saysWork(col int) bool {
	return slices.ContainsFunc(g.firstTexts(col), func(text string) bool {
		t := plain(text)
		return ownWork.MatchString(t) && !onCallWord.MatchString(t)
	})
}

var (
	jobPlanTitle = regexp.MustCompile(`\bjob[- ]?plan(s|ned|ning)?\b|\btimetables?\b|\b(fixed|clinical|existing|own|usual) (commitments?|sessions?|work)\b|\b(clinic|theatre) (lists?|schedules?|sessions?)\b`)
	offersTitle  = regexp.MustCompile(`\b(cover\w*|availab\w*|offer\w*|extra|additional|volunt\w*)\b`)
)

// ofOwnWork reports whether a title says that a table is of consultants' own work, and not of what they offer.
func ofOwnWork(t string) bool { return jobPlanTitle.MatchString(t) && !offersTitle.MatchString(t) }

// placesOfWork leaves unread where each piece of own work is: it is not at which sites somebody covers.
func (g guesser) placesOfWork(columns []Column) {
	if !slices.ContainsFunc(columns, func(c Column) bool { return c.Field == Work }) {
		return
	}
	for i, c := range columns {
		if c.Field == Site && ofPlace.MatchString(plain(g.heading(i))) {
			columns[i] = Column{}
		}
	}
}

var ofPlace = regexp.MustCompile(`^(location|loc\.?|where)$`)
