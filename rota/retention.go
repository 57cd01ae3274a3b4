package rota

// A Retention is what a trust has settled about the names of one strike before it
// takes any: UK GDPR articles 5(1)(e), 6, 9 and 13.
type Retention struct {
	Days   int    // after the strike until names and declarations are deleted
	Basis  string // on which they are kept in law
	Notice string // where people can read what is kept about them
}

// MinRetentionDays and MaxRetentionDays are how long names may be kept after a strike: with
// none they would be deleted as its last day begins, before it is over.
const (
	MinRetentionDays = 1
	MaxRetentionDays = 365
)

// StandardRetention is an example of what a trust may settle. It is nobody's until somebody in the
// trust has settled it. 42 days is our own figure: long enough for payroll, which keeps its own
// record of absence.
func StandardRetention() Retention {
	return Retention{Days: 42,
		Basis:  "UK GDPR Article 6(1)(e), public task; Article 9(2)(b), employment law, with Data Protection Act 2018 Schedule 1 paragraph 1",
		Notice: "The page Privacy of this planner, and the trust’s privacy notice for staff"}
}

// ExampleRetention is of an example, in which nobody is real.
func ExampleRetention() Retention {
	return Retention{Days: MaxRetentionDays, Basis: "None is needed: everybody in the example is invented", Notice: "The page Privacy of this planner"}
}

// Recorded reports whether a strike may take names.
func (r Retention) Recorded() bool { return r.Basis != "" && r.Notice != "" }

// DeleteOn is the day on which the names of a strike are deleted: so many days after
// its last day or, of a strike that was over when this was first recorded, after that.
func (r Retention) DeleteOn(strike Strike, recorded Date) Date {
	last := DateOf(strike.End)
	if last.Before(recorded) {
		last = recorded
	}
	return last.Add(r.Days)
}
