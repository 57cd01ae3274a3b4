package solve

import (
	"time"

	"strikerota/rota"
)

func minute(unix int64) int {
	if unix < 0 {
		unix -= 59
	}
	return int(unix / 60)
}

// dayNumber counts days from the epoch to the London date of t.
func dayNumber(t time.Time) int {
	y, m, d := t.In(rota.Zone()).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// nightMinutes is how many of the minutes from start to end lie between 23:00
// and 07:00 London time; date is the day number of the start.
func nightMinutes(start, end, date int) int {
	sum := 0
	for d := date - 1; ; d++ {
		day := time.Unix(int64(d)*86400, 0).UTC()
		from := clock(day, 0, 23)
		if from >= end {
			return sum
		}
		sum += max(0, min(end, clock(day, 1, 7))-max(start, from))
	}
}

// clock is the minute at which London's clocks show hour, days after day.
func clock(day time.Time, days, hour int) int {
	return minute(time.Date(day.Year(), day.Month(), day.Day()+days, hour, 0, 0, 0, rota.Zone()).Unix())
}
