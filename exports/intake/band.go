package intake

import (
	"fmt"

	"strikerota/rota"
)

// A band is a part of a day in minutes from midnight. It ends on the next day when
// its end is no later than its start.
type band struct{ from, to int }

// on is the band on a day.
func (b band) on(day rota.Date) (rota.Span, bool) {
	last := day
	if b.to <= b.from {
		last = day.Add(1)
	}
	start, ok1 := at(day, b.from)
	end, ok2 := at(last, b.to)
	return rota.Span{Start: start, End: end}, ok1 && ok2 && end.After(start)
}

// wholeDay stands for the part of the day of a column that names none.
const wholeDay = "(whole day)"

// usualBands are when parts of a day often are. They are suggested, never taken.
var usualBands = map[string]string{
	"am": "08:00-13:00", "morning": "08:00-13:00", "pm": "13:00-18:00", "afternoon": "13:00-18:00", "eve": "18:00-21:00", "evening": "18:00-21:00",
	"night": "20:00-08:30", "nights": "20:00-08:30", "ld": "08:00-20:30", "long day": "08:00-20:30", "day": "08:00-20:30", "days": "08:00-20:30",
	"twilight": "14:00-24:00", "tw": "14:00-24:00", "late": "13:00-21:00", "early": "07:30-15:30", "24h": "08:00-08:00", "24 hours": "08:00-08:00",
	"n": "20:00-08:30", "d": "08:00-20:30", "e": "07:30-15:30", "l": "13:00-21:00", "all day": "08:00-08:00",
}

// band says when a part of the day is: by what a person has said, by its own words,
// or by the key of the file. An open word is a fault of the row in the column.
func (l *line) band(col int, name string) (band, bool) {
	if b, known := l.bandSaid(name); known {
		return b, true
	}
	_, key := l.ask(BandWord, "", orElse(name, wholeDay), func(w *Word) {
		w.Free, w.Times = true, true
		w.Suggestion = usualBands[plain(name)]
	})
	if name == "" && col >= 0 {
		l.seenAt(key, col)
	}
	if b, ok := answeredBand(l.words[key].Answer); ok {
		return b, true
	}
	if col >= 0 {
		l.openWord(col, key, "unknown band", "Nothing says when this part of the day is.")
	}
	return band{}, false
}

// bandSaid looks a part of the day up without asking. One without a name is as the title says.
func (l *line) bandSaid(name string) (band, bool) {
	if name == "" {
		if from, to, ok := rangeOf(l.onlyTimes()); ok && l.c.Answers[wordKey(BandWord, "", wholeDay)] == "" {
			l.remark("Columns without a part of the day are " + band{from, to}.words() + ", as the title says.")
			return band{from, to}, true
		}
	}
	return l.reader.bandOf(name)
}

// onlyTimes are the one pair of times that stands above the headings, or "".
func (l *line) onlyTimes() string {
	found := ""
	for _, row := range l.sheet.Rows {
		if row.Number >= l.choice.Header {
			break
		}
		for _, text := range filled(row) {
			from, to, ok := rangeOf(text)
			if !ok {
				continue
			}
			times := clockText(from) + "-" + clockText(to)
			if found != "" && found != times {
				return ""
			}
			found = times
		}
	}
	return found
}

// bandOf looks a band up without asking. What was said in this import goes first, then
// the name's own times and the file's own key, and last what was said of an earlier file.
func (r *reader) bandOf(name string) (band, bool) {
	key := wordKey(BandWord, "", name)
	if b, ok := answeredBand(r.c.Answers[key]); ok {
		return b, true
	}
	if from, to, ok := rangeOf(name); ok {
		return band{from, to}, true
	}
	before, said := answeredBand(r.k.Words[key])
	if s, ok := r.legend.timed(name); ok {
		b := band{s.from, s.to}
		if said && b != before {
			r.remark(fmt.Sprintf("“%s” is %s here, as the file’s own key says. In an earlier file it was %s.", name, b.words(), before.words()))
		}
		return b, true
	}
	return before, said
}

func (b band) words() string { return clockText(b.from) + " to " + clockText(b.to) }

func answeredBand(answer string) (band, bool) {
	from, to, ok := rangeOf(answer)
	return band{from, to}, ok
}
