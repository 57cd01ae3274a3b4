package web

import (
	"slices"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
)

// countdown says when the strike is, seen from now.
func countdown(span rota.Span, now time.Time) string {
	switch {
	case !now.Before(span.End):
		return "It is over."
	case !now.Before(span.Start):
		return "It is under way, with " + longWords(span.End.Sub(now)) + " to go."
	}
	return "Starts in " + longWords(span.Start.Sub(now)) + "."
}

// longWords is a length as "2 days 6 hours", whole hours only under a week and no
// hours above it.
func longWords(d time.Duration) string {
	days, hours := int(d/(24*time.Hour)), int(d%(24*time.Hour)/time.Hour)
	switch {
	case days == 0 && hours == 0:
		return count(max(1, int(d/time.Minute)), "minute")
	case days == 0:
		return count(hours, "hour")
	case days >= 7 || hours == 0:
		return count(days, "day")
	}
	return count(days, "day") + " " + count(hours, "hour")
}

// maxRecent is how many recent changes the overview shows.
const maxRecent = 5

// recentChanges puts what one person did to things of one kind in a row together. To
// look at something changes nothing. What residents say by their own links is left out: who reads the
// list of replies beside it could tell whose it was, and that one was taken back.
func recentChanges(rows []store.AuditRow) []recentChange {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r store.AuditRow) bool {
		return r.Action == store.Looked || r.Action == store.Declared && r.ByID == store.ByResident.ID
	})
	var out []recentChange
	for i := 0; i < len(rows) && len(out) < maxRecent; {
		r, n := rows[i], 1
		for i+n < len(rows) && rows[i+n].ByID == r.ByID && rows[i+n].Action == r.Action && rows[i+n].Kind == r.Kind {
			n++
		}
		i += n
		if r.ByID == "" {
			continue // the planner's own steps of a run: the tasks tell of them
		}
		text := byWords(r) + ": " + rota.LowerFirst(auditWords(r))
		if n > 1 {
			text = byWords(r) + ": " + rota.LowerFirst(auditManyWords(r, n))
		}
		out = append(out, recentChange{When: moment(r.At), Text: text})
	}
	return out
}
