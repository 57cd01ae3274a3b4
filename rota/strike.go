package rota

// A Strike is one round of action. Residents whose shifts start inside its span may be away.
type Strike struct {
	Name string // what the trust calls it, such as "July 2025"
	Span
}

// MaxStrikeDays bounds a strike; the longest so far was six days.
const MaxStrikeDays = 31

// Rules are the trust's limits on what cover may ask of one consultant. A nil
// limit does not apply. Minutes are real minutes.
type Rules struct {
	// Rest is the gap, in minutes, that ends a duty run; nil and 0 let every gap end it.
	Rest *int
	// MaxRun is the longest duty run, in minutes: 24 hours less the rest (Working Time Regulations 1998, reg 10).
	MaxRun *int
	// MaxCover is the most minutes of cover on one consultant over the strike.
	MaxCover *int
	// MaxNightsInARow is the most nights on consecutive dates.
	MaxNightsInARow *int
	// MaxDaysInARow is the most consecutive dates on which work starts.
	MaxDaysInARow *int
	// Travel is the time needed between on-site slots at two sites.
	Travel []Travel
	// OnCallWithOnSite lets an on-call or standby slot overlap an on-site slot of the same unit.
	OnCallWithOnSite bool
}

// Travel is the minutes needed from one site to another. It holds both ways
// unless the other way is given too.
type Travel struct {
	From, To string
	Minutes  int
}

// StandardRules are what a new strike starts with: 11 hours' rest, runs of 13 hours,
// 60 hours of cover, three nights and six days in a row.
func StandardRules() Rules {
	return Rules{Rest: ptr(660), MaxRun: ptr(780), MaxCover: ptr(3600), MaxNightsInARow: ptr(3), MaxDaysInARow: ptr(6)}
}

// TravelMinutes is the time needed from one site to another, 0 when none is given.
func (r Rules) TravelMinutes(from, to string) int {
	if from == to {
		return 0
	}
	back := 0
	for _, t := range r.Travel {
		if t.From == from && t.To == to {
			return t.Minutes
		}
		if t.From == to && t.To == from {
			back = t.Minutes
		}
	}
	return back
}

func (s Strike) validate(f *faults, path string) {
	if s.Name == "" {
		f.add(path+".name", "the strike needs a name")
	}
	if text := s.fault(); text != "" {
		f.add(path+".end", "%s", text)
	} else if s.Minutes() > MaxStrikeDays*25*60 {
		f.add(path+".end", "a strike can last at most %d days", MaxStrikeDays)
	}
}

func (r Rules) validate(f *faults, path string) {
	minutes := func(name string, v *int, low, high int) {
		if v != nil && (*v < low || *v > high) {
			f.add(path+"."+name, "must be from %d to %d minutes", low, high)
		}
	}
	count := func(name string, v *int) {
		if v != nil && (*v < 0 || *v > 31) {
			f.add(path+"."+name, "must be from 0 to 31")
		}
	}
	minutes("rest", r.Rest, 0, 2880)
	minutes("max_run", r.MaxRun, 1, 2880)
	minutes("max_cover", r.MaxCover, 0, 100_000)
	count("max_nights_in_a_row", r.MaxNightsInARow)
	count("max_days_in_a_row", r.MaxDaysInARow)
	seen := map[[2]string]bool{}
	for i, t := range r.Travel {
		p := at(path+".travel", i)
		if t.From == "" || t.To == "" || t.From == t.To {
			f.add(p, "needs two different sites")
		}
		if t.Minutes < 0 || t.Minutes > 1440 {
			f.add(p+".minutes", "must be from 0 to 1440 minutes")
		}
		if seen[[2]string{t.From, t.To}] {
			f.add(p, "this pair of sites is given twice")
		}
		seen[[2]string{t.From, t.To}] = true
	}
}

func ptr[T any](v T) *T { return &v }
