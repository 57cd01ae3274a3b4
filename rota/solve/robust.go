package solve

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"strikerota/rota"
)

// A Spare is a slot with silent residents who are counted as working: each of
// them might be away after all. No resident enters, only how many there are.
type Spare struct {
	// Slot is the slot. Its places are how many would be left for consultants
	// if every one of the Silent were away; it may need nobody now, and so be
	// missing from the problem.
	Slot rota.Slot
	// Silent is how many silent residents are counted as working in the slot.
	Silent int
}

// SpareOf counts the silent residents whom the entry's case takes to be working,
// slot by slot. Slots that would need no consultant even without them are left
// out. A resident with duties in two slots counts once in each.
func SpareOf(e rota.Entry) []Spare {
	const many = 1 << 20 // more places than residents, so that none of those there is hidden
	wide := e
	wide.Slots = slices.Clone(e.Slots)
	for i := range wide.Slots {
		wide.Slots[i].Places = many
	}
	var out []Spare
	for i, n := range wide.Needs() {
		silent := many - n.Places - n.Working
		s := e.Slots[i]
		s.Places, s.Source = s.Places-n.Working, ""
		if silent > 0 && s.Places > 0 {
			out = append(out, Spare{Slot: s, Silent: silent})
		}
	}
	return out
}

// The cases that are looked at: how many more silent doctors are away.
const (
	NoneMore = iota
	OneMore
	TwoMore
	AllMore
	awayCases
)

// OpenMinutes is open place-minutes by priority: [0] is priority 1. They are
// compared as the aim of cover compares them, priority 1 first.
type OpenMinutes [3]int64

// Compare orders by priority 1, then 2, then 3.
func (m OpenMinutes) Compare(o OpenMinutes) int { return slices.Compare(m[:], o[:]) }

// Total is the minutes of all priorities.
func (m OpenMinutes) Total() int64 { return m[0] + m[1] + m[2] }

func (m OpenMinutes) minus(o OpenMinutes) OpenMinutes {
	return OpenMinutes{m[0] - o[0], m[1] - o[1], m[2] - o[2]}
}

func (m OpenMinutes) plus(o OpenMinutes) OpenMinutes {
	return OpenMinutes{m[0] + o[0], m[1] + o[1], m[2] + o[2]}
}

// A SlotCount is a number of doctors, or of places, of one slot.
type SlotCount struct {
	Slot  rota.SlotID
	Count int
}

// A SlotHold says in which cases a slot holds.
type SlotHold struct {
	Slot   rota.Slot // as in the problem, or as the spare gives it when it needs nobody now
	Silent int       // silent doctors counted as working there
	// Holds says for each case that, whichever that many or fewer are away, an
	// answer with the best cover fills every place of the slot. False means
	// either that some choice leaves a place open or that it is not proved.
	Holds [awayCases]bool
}

// An AwayCase is what can happen to one unit on one day when so many more are away.
type AwayCase struct {
	// Away is how many more are away: 0, 1, 2 or all, and never more than there are.
	Away int
	// Worst is what stays open when the worst choice of that many are away and
	// is answered as well as can be. While Proved is false it may be only a
	// bound: nothing worse can happen.
	Worst OpenMinutes
	// Choice is the first of the worst choices, by start of the slot; nil when nothing stays open.
	Choice []SlotCount
	// Open is where the places stay open after a best answer to Choice.
	Open []SlotCount
	// Proved says that Worst is exact and that every Holds of this case is settled.
	Proved bool
}

// A StandbyCall is one consultant to ask to stand by, and the place-minutes that
// having them covers beyond those asked before.
type StandbyCall struct {
	Consultant rota.ConsultantID
	Gain       OpenMinutes
}

// A UnitDay is one unit on the London date on which its slots start.
type UnitDay struct {
	Service, Unit string
	Date          rota.Date
	Silent        int        // silent doctors counted as working, over all slots
	Slots         []SlotHold // by start, end, then id
	Cases         [awayCases]AwayCase
	// Standby is who to ask for the case that all are away, in order: each adds
	// the most over those before, the first id of equals, until nobody can add
	// anything. When nobody adds anything alone but several together would, as
	// few of them as can be left follow, so that a Gain may be zero. Places
	// beyond [RobustOptions.States] are not in it.
	Standby []StandbyCall
}

// Robustness is how the cover stands up to more silent doctors away.
type Robustness struct {
	Days []UnitDay // by date, service, then unit
	// Standby is one order for all units and days, chosen as [UnitDay.Standby]
	// is with the gains of the days added up, every unit and day taken by itself.
	Standby []StandbyCall
	// Proved says that every case of every day is proved.
	Proved bool
}

// RobustOptions bound the work. The zero value uses every core.
type RobustOptions struct {
	// Choices is the most choices of doctors looked at for a unit and day, less
	// where each is much work; 0 is 2,000.
	Choices int
	// States is the most combinations of filled places held for a unit and day,
	// some dozens of bytes each; 0 is 262,144.
	States int
	// Threads is how many units and days are looked at side by side; 0 is as
	// many as the Go runtime may run at once (GOMAXPROCS).
	Threads int
}

// Robust says, for each unit and day, what stays open if none, one, two or all
// more of its silent doctors are away, whichever they are.
//
// An answer to such a choice leaves every assignment of the plan where it is,
// since people have been told, and adds consultants to open places of that unit
// and day, with every rule that must hold. Planned sessions may be displaced.
// The best answer has the fewest open place-minutes of priority 1, then 2, then
// 3. Each unit and day is taken by itself: elsewhere nobody more is away.
//
// Nothing is sampled. What an added consultant can take is the same whoever is
// away, so the combinations of places that can be filled together are found once,
// one consultant after another, and every choice of doctors is read off them.
// Doctors of one slot are alike and counted, not told apart. More away is never
// better, so that a day on which all can be replaced needs no further look. A day
// with too many combinations has them found for each choice of one or two doctors
// by itself, and [Solve] answers for all. What is still beyond the options' limits
// says that it is not proved.
//
// The plan must be one for the problem; the order of spare does not matter. When
// ctx ends the error is its cause.
func Robust(ctx context.Context, p rota.Problem, plan rota.Plan, spare []Spare, o RobustOptions) (Robustness, error) {
	o = o.filled()
	if err := checkRobust(p, plan, spare); err != nil {
		return Robustness{}, err
	}
	days := unitDays(p, plan, spare)
	if err := sideBySide(ctx, o.Threads, len(days), func(i int) error { return days[i].look(ctx, o) }); err != nil {
		return Robustness{}, fmt.Errorf("look at more doctors away: %w", err)
	}
	out := Robustness{Days: []UnitDay{}, Proved: true}
	for _, d := range days {
		out.Days = append(out.Days, d.result)
		for _, c := range d.result.Cases {
			out.Proved = out.Proved && c.Proved
		}
	}
	var err error
	if out.Standby, err = standby(ctx, days); err != nil {
		return Robustness{}, fmt.Errorf("order the stand-by: %w", err)
	}
	return out, nil
}

func (o RobustOptions) filled() RobustOptions {
	if o.Choices <= 0 {
		o.Choices = 2000
	}
	if o.States <= 0 {
		o.States = 1 << 18
	}
	if o.Threads <= 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	return o
}

// checkRobust refuses a plan or spare doctors that cannot belong to the problem.
func checkRobust(p rota.Problem, plan rota.Plan, spare []Spare) error {
	for _, a := range plan.Assignments {
		if _, ok := p.Slot(a.Slot); !ok {
			return fmt.Errorf("the plan's slot %s is not in the problem", a.Slot)
		}
		if _, ok := p.Consultant(a.Consultant); !ok {
			return fmt.Errorf("the plan's consultant %s is not in the problem", a.Consultant)
		}
	}
	seen := map[rota.SlotID]bool{}
	for _, s := range spare {
		switch {
		case seen[s.Slot.ID]:
			return fmt.Errorf("slot %s is given twice as spare", s.Slot.ID)
		case s.Silent < 0 || s.Silent > rota.MaxPlaces*rota.MaxPlaces:
			return fmt.Errorf("slot %s cannot have %d silent doctors", s.Slot.ID, s.Silent)
		case s.Slot.Places > rota.MaxPlaces:
			return fmt.Errorf("slot %s cannot have %d places", s.Slot.ID, s.Slot.Places)
		case s.Slot.Priority < 1 || s.Slot.Priority > 3:
			return fmt.Errorf("slot %s has the priority %d", s.Slot.ID, s.Slot.Priority)
		}
		seen[s.Slot.ID] = true
	}
	return nil
}

// sideBySide calls do for 0 to n-1 on so many goroutines and gives the first error by number.
func sideBySide(ctx context.Context, threads, n int, do func(int) error) error {
	errs := make([]error, n)
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(threads, n) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				if errs[i] = context.Cause(ctx); errs[i] == nil {
					errs[i] = do(i)
				}
			}
		}()
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// unitDays gathers the slots of the problem and the spare by unit and date, in order.
func unitDays(p rota.Problem, plan rota.Plan, spare []Spare) []*robustDay {
	var slots []robustSlot
	index := map[rota.SlotID]int{}
	for _, s := range p.Slots {
		index[s.ID] = len(slots)
		slots = append(slots, robustSlot{slot: s, places: s.Places, most: s.Places})
	}
	for _, s := range spare {
		i, ok := index[s.Slot.ID]
		if !ok {
			i = len(slots)
			slots = append(slots, robustSlot{slot: s.Slot})
		}
		slots[i].most, slots[i].silent = max(slots[i].places, s.Slot.Places), s.Silent
	}
	held := map[rota.ConsultantID][]rota.Slot{}
	for _, a := range plan.Assignments {
		s, _ := p.Slot(a.Slot)
		held[a.Consultant] = append(held[a.Consultant], s)
		slots[index[a.Slot]].filled++
	}
	slices.SortFunc(slots, func(a, b robustSlot) int { return a.compare(b) })
	var days []*robustDay
	for _, s := range slots {
		if n := len(days); n == 0 || !days[n-1].slots[0].sameDay(s) {
			days = append(days, &robustDay{problem: p, held: held})
		}
		d := days[len(days)-1]
		d.slots = append(d.slots, s)
	}
	return days
}

// Unaided says of every slot that [Robust] looks at in which cases the plan by itself
// fills each of its places, with nobody called in: what holds beyond that holds only if
// those on stand-by come.
func Unaided(p rota.Problem, plan rota.Plan, spare []Spare) map[rota.SlotID][awayCases]bool {
	out := map[rota.SlotID][awayCases]bool{}
	for _, d := range unitDays(p, plan, spare) {
		for _, s := range d.slots {
			out[s.slot.ID] = [awayCases]bool{s.open(0) == 0, s.open(min(1, s.silent)) == 0, s.open(min(2, s.silent)) == 0, s.open(s.silent) == 0}
		}
	}
	return out
}

// A robustSlot is one slot of a day with what is known of its places.
type robustSlot struct {
	slot   rota.Slot
	filled int // by the plan
	places int // in the problem
	most   int // if all the silent were away
	silent int
}

// open is how many places the plan leaves open when so many of the silent are away.
func (s robustSlot) open(away int) int {
	return max(0, max(s.places, s.most-(s.silent-away))-s.filled)
}

func (s robustSlot) sameDay(o robustSlot) bool {
	return s.slot.Service == o.slot.Service && s.slot.Unit == o.slot.Unit &&
		rota.DateOf(s.slot.Start) == rota.DateOf(o.slot.Start)
}

// compare orders by date, service, unit, start, end, then id.
func (s robustSlot) compare(o robustSlot) int {
	a, b := s.slot, o.slot
	if c := rota.DateOf(a.Start).Compare(rota.DateOf(b.Start)); c != 0 {
		return c
	}
	if c := strings.Compare(a.Service, b.Service); c != 0 {
		return c
	}
	if c := strings.Compare(a.Unit, b.Unit); c != 0 {
		return c
	}
	if c := a.Span.Compare(b.Span); c != 0 {
		return c
	}
	return strings.Compare(string(a.ID), string(b.ID))
}
