package rota

// SlotID names a slot within its strike, as people see it in workbooks ("lw-fri-night").
type SlotID string

// Mode says where the doctor in a slot is.
type Mode string

// The modes. Only on-site slots are work for the rest rule.
const (
	OnSite  Mode = "on_site" // in the hospital
	OnCall  Mode = "on_call" // from home, for calls
	Standby Mode = "standby" // from home, for events such as organ retrieval
)

// Modes lists the modes in the order in which pages show them.
func Modes() []Mode { return []Mode{OnSite, OnCall, Standby} }

// Words is the mode as people read it.
func (m Mode) Words() string {
	switch m {
	case OnSite:
		return "On site"
	case OnCall:
		return "On call"
	case Standby:
		return "Standby"
	}
	return string(m)
}

// Phrase is the mode after what is done in it: "on standby".
func (m Mode) Phrase() string {
	if m == Standby {
		return "on standby"
	}
	return LowerFirst(m.Words())
}

// A Slot is a critical need: one role in one unit over one span.
//
// In an [Entry], Places is how many doctors the trust needs there; in a
// [Problem] it is how many of them consultants must be.
type Slot struct {
	ID      SlotID
	Service string // cancer, transplant, maternity or the trust's own
	Unit    string // a ward or team in the service
	Role    string // what the doctor does there, such as "registrar tier"
	Site    string
	Span
	Places      int
	Unneeded    int      // of Places in a [Problem], those that only locks keep: nobody is needed there; of a lost part see Due
	SkillsAll   []string // every one is needed
	SkillsAny   []string // at least one is needed, when any is given
	Mode        Mode
	NoOtherDuty bool // shares its time with nothing, whatever the trust allows
	Priority    int  // 1 cannot wait, 2 should hold, 3 can wait
	Source      string
}

// MaxPlaces bounds the places of one slot.
const MaxPlaces = 99

func (s Slot) validate(f *faults, path string, r Rules) {
	need := func(name, value string) {
		if value == "" {
			f.add(path+"."+name, "is missing")
		}
	}
	need("id", string(s.ID))
	need("service", s.Service)
	need("unit", s.Unit)
	need("role", s.Role)
	need("site", s.Site)
	if text := s.fault(); text != "" {
		f.add(path+".end", "%s", text)
	} else if s.Mode == OnSite && r.MaxRun != nil && s.Minutes() > *r.MaxRun {
		f.add(path+".end", "an on-site slot can be at most %s long: split it", Hours(*r.MaxRun))
	} else if s.Minutes() > 7*24*60 {
		f.add(path+".end", "a slot can be at most seven days long")
	}
	if s.Places < 1 || s.Places > MaxPlaces {
		f.add(path+".places", "must be from 1 to %d", MaxPlaces)
	}
	if s.Unneeded < 0 || s.Unneeded > s.Places {
		f.add(path+".unneeded", "must be from 0 to the places of the slot")
	}
	if s.Priority < 1 || s.Priority > 3 {
		f.add(path+".priority", "must be 1, 2 or 3")
	}
	if !oneOf(s.Mode, Modes()) {
		f.add(path+".mode", "must be one of %s", list(Modes()))
	}
	words(f, path+".skills_all", s.SkillsAll)
	words(f, path+".skills_any", s.SkillsAny)
}

// words refuses empty and repeated entries of a list of names.
func words(f *faults, path string, values []string) {
	seen := map[string]bool{}
	for i, v := range values {
		if v == "" {
			f.add(at(path, i), "is empty")
		} else if seen[v] {
			f.add(at(path, i), "is given twice")
		}
		seen[v] = true
	}
}
