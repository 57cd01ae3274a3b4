package intake

// A Kind is what a file holds.
type Kind string

// The kinds.
const (
	Duties       Kind = "duties"       // residents' own rostered shifts, one row each
	Declarations Kind = "declarations" // residents' answers, a row a person or a row a day
	Consultants  Kind = "consultants"  // consultants with what they have offered: a row a person and a column a band, or a row an offer
	Slots        Kind = "slots"        // minimum staffing by unit and band
	Rates        Kind = "rates"        // hourly rates by band
)

// Kinds lists the kinds in the order in which pages offer them.
func Kinds() []Kind { return []Kind{Duties, Declarations, Consultants, Slots, Rates} }

// Words is the kind as people read it.
func (k Kind) Words() string {
	switch k {
	case Duties:
		return "Residents' duties"
	case Declarations:
		return "Residents' answers"
	case Consultants:
		return "Consultants and what they have offered"
	case Slots:
		return "Minimum staffing"
	case Rates:
		return "Rates"
	}
	return ""
}

// A Field is what a column holds.
type Field string

// The fields of columns. A column with the empty field is not read.
const (
	Name      Field = "name"       // of a person, as "SURNAME, Firstname (Dr)" or in any other order
	FirstName Field = "first_name" // beside LastName, in a column of its own
	LastName  Field = "last_name"
	Number    Field = "number" // an assignment or payroll number
	GMC       Field = "gmc"
	Email     Field = "email"
	Grade     Field = "grade"
	Unit      Field = "unit"
	Site      Field = "site"
	Code      Field = "code"  // a shift code, such as LD
	Date      Field = "date"  // the day on which something starts
	Start     Field = "start" // a time, or a date and time
	End       Field = "end"
	EndDate   Field = "end_date"
	Times     Field = "times"   // both times in one cell: 0800-2030
	DayCode   Field = "day"     // duties in a grid: the code or times of one Day
	Holder    Field = "holder"  // duties in a grid: who is on the shift of one Band, on the row's date
	Answer    Field = "answer"  // a declaration, for one Day or, with a Date column, for the row's
	Done      Field = "done"    // when a form was completed; the later of two stands
	Reason    Field = "reason"  // is never read
	Covers    Field = "covers"  // what a consultant can cover
	Terms     Field = "terms"   // how they are paid
	Contact   Field = "contact" // how to reach them
	PayPoint  Field = "pay_point"
	Cover     Field = "cover"   // what a consultant said for one Day and Band
	Mode      Field = "mode"    // on site, on call, standby
	Work      Field = "work"    // whether a row's time is an offer or own work, such as a clinic
	Comment   Field = "comment" // words beside a person; those that limit them are asked for
	Service   Field = "service"
	Role      Field = "role"
	Days      Field = "days"   // on which a row counts: "Daily", "Mon-Fri", dates
	Places    Field = "places" // doctors needed: in one Band, or with Times or a BandName column
	BandName  Field = "band"   // a part of the day or of the week
	Skills    Field = "skills"
	Priority  Field = "priority"
	Alone     Field = "no_other_duty" // yes where whoever is in a slot may do nothing else
	Notes     Field = "notes"
	Rate      Field = "rate"      // pounds an hour, for one Card and PayPoint
	Confirmed Field = "confirmed" // whether a rate is
	OfCard    Field = "card"      // whose rates a row gives: Trust or BMA
	Doubtful  Field = "doubtful"  // the bands whose rates the trust has not confirmed, parted by ";"; all others are
)

// Fields lists what a column of the kind may hold, in the order in which pages offer it.
func (k Kind) Fields() []Field {
	switch k {
	case Duties:
		return []Field{Name, FirstName, LastName, Number, GMC, Email, Grade, Unit, Site, Code, Date, Start, End, EndDate, Times, DayCode, Holder}
	case Declarations:
		return []Field{Name, FirstName, LastName, Number, GMC, Email, Done, Date, Days, Answer, Reason}
	case Consultants:
		return []Field{Name, FirstName, LastName, Number, GMC, Email, Grade, Covers, Site, Terms, PayPoint, Contact, Cover, Date, Start, End, EndDate, Times, Work, Mode, Comment}
	case Slots:
		return []Field{Service, Unit, Site, Role, Days, Date, EndDate, BandName, Times, Start, End, Places, Skills, Mode, Priority, Alone, Notes}
	case Rates:
		return []Field{BandName, OfCard, PayPoint, Rate, Confirmed, Doubtful}
	}
	return nil
}

// Words is the field as people read it.
func (f Field) Words() string { return fieldWords[f] }

var fieldWords = map[Field]string{
	"": "Not read", Name: "Name", FirstName: "First name", LastName: "Surname", Number: "Assignment number", GMC: "GMC number",
	Email: "E-mail", Grade: "Grade", Unit: "Unit", Site: "Site", Code: "Shift code", Date: "Date", Start: "Start", End: "End",
	EndDate: "End date", Times: "Times, such as 0800-2030", DayCode: "Shift on one day", Holder: "Who is on one shift", Answer: "Answer", Done: "Answered at",
	Reason: "Reason (never read)", Covers: "Can cover", Terms: "Rate or terms", Contact: "Contact", PayPoint: "Pay point",
	Cover: "Cover in one part of a day", Mode: "On site or on call", Work: "Offer or own work", Comment: "Comments", Service: "Service", Role: "Role",
	Days: "Days", Places: "Doctors needed", BandName: "Band", Skills: "Skills needed", Priority: "Priority", Alone: "No other duty (yes or no)", Notes: "Notes",
	Rate: "Pounds an hour", Confirmed: "Confirmed", OfCard: "Card (Trust or BMA)", Doubtful: "Bands that are not confirmed",
}
