package rota

// ResidentID names a resident within a strike ("R017").
type ResidentID string

// DutyID names a duty within a strike ("D0042").
type DutyID string

// A Resident is a doctor in training. No reason, union or membership is ever recorded.
type Resident struct {
	ID    ResidentID
	Name  string
	Grade string // FY1, FY2, ST3 … as the trust writes it
	Unit  string // the unit they are rostered to
}

// Declaration is what a resident has said for one duty.
type Declaration string

// The declarations. NoReply is the default and normal, and plans like PrefersNotToSay.
const (
	NoReply         Declaration = "no_reply"
	Away            Declaration = "away"
	Working         Declaration = "working"
	PrefersNotToSay Declaration = "prefers_not_to_say"
)

// Declarations lists the declarations in the order in which pages show them.
func Declarations() []Declaration {
	return []Declaration{NoReply, Away, Working, PrefersNotToSay}
}

// Words is the declaration as people read it.
func (d Declaration) Words() string {
	switch d {
	case Away:
		return "Will not be available"
	case Working:
		return "Will be working"
	case PrefersNotToSay:
		return "Prefers not to say"
	case NoReply:
		return "No reply"
	}
	return string(d)
}

// Attendance is what a duty came to, once its day is over. The reason of an absence is never recorded.
type Attendance string

// The attendances. The zero value is not confirmed. They play no part in making a rota;
// on the day, what is left of the strike is planned anew by them ([Entry.Remaining]).
const (
	NotConfirmed Attendance = ""
	Worked       Attendance = "worked"
	Absent       Attendance = "absent"
)

// Attendances lists the attendances in the order in which pages show them.
func Attendances() []Attendance { return []Attendance{NotConfirmed, Worked, Absent} }

// Words is the attendance as people read it.
func (a Attendance) Words() string {
	switch a {
	case NotConfirmed:
		return "Not confirmed"
	case Worked:
		return "Worked"
	case Absent:
		return "Absent"
	}
	return string(a)
}

// A Duty is a resident's own rostered shift. Slot is the critical slot that it
// would have filled, or "" when it belongs to no critical slot.
type Duty struct {
	ID       DutyID
	Resident ResidentID
	Slot     SlotID
	Span
	Declaration Declaration
	Attendance  Attendance // never part of a problem
}

func (r Resident) validate(f *faults, path string) {
	if r.ID == "" {
		f.add(path+".id", "is missing")
	}
	if r.Name == "" {
		f.add(path+".name", "is missing")
	}
}

func (d Duty) validate(f *faults, path string) {
	if d.ID == "" {
		f.add(path+".id", "is missing")
	}
	if text := d.fault(); text != "" {
		f.add(path+".end", "%s", text)
	} else if d.Minutes() > 7*24*60 {
		f.add(path+".end", "a duty can be at most seven days long")
	}
	if !oneOf(d.Declaration, Declarations()) {
		f.add(path+".declaration", "must be one of %s", list(Declarations()))
	}
	if !oneOf(d.Attendance, Attendances()) {
		f.add(path+".attendance", "must be worked or absent, or not given")
	}
}
