package e2e

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"strikerota/rota"
)

// A sampleBand is a column of the staffing sheet: a span of each of its days.
type sampleBand struct {
	heading  string
	from, to int // minutes from midnight; the end is the next day's when it is no later
}

var sampleBands = []sampleBand{{"LD", 8 * 60, 20*60 + 30}, {"Twilight", 14 * 60, 24 * 60}, {"Night", 20 * 60, 8*60 + 30}}

// sampleDays are the days of July that the words of the sheet's second row stand for.
var sampleDays = map[string][]int{"daily": {25, 26, 27, 28, 29}, "mon-fri": {25, 28, 29}, "sat-sun": {26, 27}}

var (
	sampleModes      = map[string]rota.Mode{"on site": rota.OnSite, "on call": rota.OnCall, "standby": rota.Standby}
	samplePriorities = map[string]int{"red": 1, "amber": 2, "green": 3}
)

// sampleSlots is what the staffing sheet holds.
type sampleSlots struct {
	slots []rota.Slot
	rows  int
	tally tally // of rows
	seen  map[string]bool
}

// A staffingRow is one row of the sheet by heading.
type staffingRow map[string]string

var staffingHeadings = []string{"Service", "Unit", "Site", "Role", "Days", "LD", "Twilight", "Night", "Competence needed", "Type", "Priority", "Notes"}

func readSampleSlots(t *testing.T) sampleSlots {
	t.Helper()
	const heading = 4
	s := sheetOf(t, openSampleBook(t, "4-minimum-safe-staffing.xlsx"), "Safe staffing")
	out := sampleSlots{tally: tally{"title and heading": heading}, seen: map[string]bool{}}
	out.rows, _ = s.size()
	for row := heading + 1; row <= out.rows; row++ {
		cells := staffingRow{}
		for _, h := range staffingHeadings {
			cells[h] = s.text(s.column(heading, h), row)
		}
		out.tally[out.add(row, cells)]++
	}
	return out
}

// add takes one row in as a slot for each of its days and bands.
func (o *sampleSlots) add(row int, r staffingRow) string {
	slot, reason := r.slot()
	if reason != "" {
		return reason
	}
	key := ""
	for _, h := range staffingHeadings {
		key += plain(r[h]) + "|"
	}
	key = strings.Replace(key, plain(r["Site"]), slot.Site, 1)
	if o.seen[key] {
		return "the same row again"
	}
	o.seen[key] = true
	places, reason := r.places()
	if reason != "" {
		return reason
	}
	slot.Source = strings.TrimSuffix(fmt.Sprintf("Minimum safe staffing, row %d: %s", row, r["Notes"]), ": ")
	for _, day := range sampleDays[plain(r["Days"])] {
		for i, b := range sampleBands {
			if places[i] > 0 {
				slot.ID = rota.SlotID(fmt.Sprintf("row%d-%d-%s", row, day, strings.ToLower(b.heading)))
				slot.Places, slot.Span = places[i], b.on(day, r["Notes"])
				o.slots = append(o.slots, slot)
			}
		}
	}
	return used
}

// slot is what all slots of the row have in common.
func (r staffingRow) slot() (rota.Slot, string) {
	site, siteKnown := sampleSites[plain(r["Site"])]
	mode, modeKnown := sampleModes[plain(r["Type"])]
	priority, priorityKnown := samplePriorities[plain(r["Priority"])]
	_, daysKnown := sampleDays[plain(r["Days"])]
	switch {
	case r["Service"] == "":
		return rota.Slot{}, "no service"
	case !siteKnown:
		return rota.Slot{}, "unknown site"
	case !modeKnown:
		return rota.Slot{}, "unknown type"
	case !priorityKnown:
		return rota.Slot{}, "unknown priority"
	case !daysKnown:
		return rota.Slot{}, "unknown days"
	}
	s := rota.Slot{
		Service: r["Service"], Unit: r["Unit"], Role: r["Role"], Site: site,
		Mode: mode, Priority: priority, NoOtherDuty: plain(r["Notes"]) == "no other duty",
	}
	needed := r["Competence needed"]
	if any := strings.Split(needed, " or "); len(any) > 1 {
		s.SkillsAny = any
	} else {
		s.SkillsAll = strings.Split(needed, " + ")
	}
	return s, ""
}

// places are the doctors needed in each band. Zero, a dash and nothing need nobody.
func (r staffingRow) places() ([]int, string) {
	out := make([]int, len(sampleBands))
	needed := false
	for i, b := range sampleBands {
		text := r[b.heading]
		if text == "" || text == "-" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return nil, "number not in digits"
		}
		out[i] = n
		needed = needed || n > 0
	}
	if !needed {
		return nil, "needs nobody"
	}
	return out, ""
}

var notedTimes = regexp.MustCompile(`^(\d{4})-(\d{4})$`)

// on is the band's span on a day of July, unless a note such as 0830-1730 says otherwise.
func (b sampleBand) on(day int, note string) rota.Span {
	from, to := b.from, b.to
	if m := notedTimes.FindStringSubmatch(note); m != nil {
		start, ok1 := readSampleTime(m[1])
		end, ok2 := readSampleTime(m[2])
		if ok1 && ok2 {
			from, to = start.minutes, end.minutes
		}
	}
	return sampleSpan(july(day), from, to)
}

func TestSampleSlots(t *testing.T) {
	got := readSampleSlots(t)
	got.tally.check(t, "slots", got.rows, tally{
		"title and heading": 4, used: 47, "needs nobody": 7,
		"number not in digits": 2, "unknown days": 1, "unknown type": 1, "unknown site": 1, "no service": 1, "the same row again": 1,
	})
	if got.rows != 65 {
		t.Errorf("the sheet has %d rows, want 65", got.rows)
	}
	places, alone := 0, 0
	for _, s := range got.slots {
		places += s.Places
		if s.NoOtherDuty {
			alone++
		}
	}
	if len(got.slots) != 252 || places != 273 || alone != 20 {
		t.Errorf("%d slots, %d places, %d without other duty; want 252, 273, 20", len(got.slots), places, alone)
	}
}
