package auth

// Role is what an account is for.
type Role string

// The roles.
const (
	Administrator Role = "administrator" // accounts and settings, no rotas
	Coordinator   Role = "coordinator"   // medical staffing: enters, solves, adjusts, publishes
	Lead          Role = "lead"          // clinical lead: checks the rota of a service
	Finance       Role = "finance"       // costs, without names
	Auditor       Role = "auditor"       // reads who did and saw what, and when people are deleted; nothing else
)

// Group is the role of somebody at the body that several trusts belong to, as an ICB. Whoever
// runs the planner gives it: no administrator of a trust can, since it sees what all trusts
// have published, as totals.
const Group Role = "group"

// Waiting is the role of an account that would see residents by name, for as long as nobody who does has
// confirmed it: nobody is given it.
const Waiting Role = "waiting"

// The roles of those who have no account and come by a personal link. Each sees and
// changes what is their own, in the one strike of the link.
const (
	Consultant Role = "consultant" // own offers, terms and sessions; own cover as published
	Resident   Role = "resident"   // own duties, and what they choose to say of them
)

// Roles lists the roles that a trust gives to accounts in the order in which pages show them.
func Roles() []Role { return []Role{Coordinator, Lead, Finance, Administrator, Auditor} }

// AccountRoles lists the roles of all accounts: those that a trust gives, and that of a group.
func AccountRoles() []Role { return append(Roles(), Group) }

// LinkRoles lists the roles of those who come by a personal link.
func LinkRoles() []Role { return []Role{Consultant, Resident} }

// Words is the role as people read it.
func (r Role) Words() string {
	switch r {
	case Administrator:
		return "administrator"
	case Coordinator:
		return "rota coordinator"
	case Lead:
		return "clinical lead"
	case Finance:
		return "finance"
	case Auditor:
		return "auditor"
	case Group:
		return "group of trusts"
	case Waiting:
		return "waiting to be confirmed"
	case Consultant:
		return "consultant"
	case Resident:
		return "resident"
	}
	return string(r)
}

// Act is one kind of thing that a route lets a person do.
type Act string

// The acts.
const (
	Open        Act = "open"         // no sign-in needed
	Self        Act = "self"         // anybody signed in: help, signing out
	SeeStrike   Act = "see strike"   // overview, settings, counts
	EditStrike  Act = "edit strike"  // add a strike, change its dates, rules and aims
	SeePeople   Act = "see people"   // residents and consultants by name
	EditPeople  Act = "edit people"  // residents, declarations, consultants, offers
	SeeSlots    Act = "see slots"    // slots and gaps
	EditSlots   Act = "edit slots"   // slots and their templates
	SeeRota     Act = "see rota"     // the rota, by consultant's name
	EditRota    Act = "edit rota"    // solve, lock, unlock
	Publish     Act = "publish"      // make the rota a version that people are told of
	SeeCost     Act = "see cost"     // totals and tables of cost
	SeePay      Act = "see pay"      // cost by consultant, by name
	EditCost    Act = "edit cost"    // rate cards, what costs are worked out with, cost cases
	SeeCounts   Act = "see counts"   // how many residents were absent, small numbers hidden
	Download    Act = "download"     // the list of files; each file needs an act of its own
	BringIn     Act = "bring in"     // spreadsheets, of those kinds that the role may change
	SeeAudit    Act = "see audit"    // who did what and when, in every strike; never a name or what was said
	SeeReasons  Act = "see reasons"  // why files that name people were asked for, as it was typed
	ManageUsers Act = "manage users" // accounts

	Own     Act = "own"     // what is held about oneself, and leaving; by a personal link alone, as are the next two
	Declare Act = "declare" // say whether one will be working one's own duties
	Offer   Act = "offer"   // one's own offers, terms and sessions; answer to what one is told of

	SeePublished Act = "see published" // totals of what every trust has published
	SeeRetention Act = "see retention" // when everybody in a strike is deleted, and that it was done
)

// allowed is the one table of who may do what.
var allowed = map[Role]map[Act]bool{
	Administrator: acts(Self, SeeAudit, SeeRetention, ManageUsers),
	Coordinator: acts(Self, SeeStrike, EditStrike, SeePeople, EditPeople, SeeSlots, EditSlots,
		SeeRota, EditRota, Publish, SeeCost, SeePay, EditCost, SeeCounts, Download, BringIn, SeeRetention),
	Lead:    acts(Self, SeeStrike, SeeSlots, SeeRota, Download),
	Auditor: acts(Self, SeeAudit, SeeReasons, SeeRetention),
	Group:   acts(Self, SeePublished),
	Waiting: acts(Self),
	Finance: acts(Self, SeeStrike, SeeCost, EditCost, SeeCounts, Download, BringIn),

	Consultant: acts(Own, Offer),
	Resident:   acts(Own, Declare),
}

func acts(list ...Act) map[Act]bool {
	set := make(map[Act]bool, len(list))
	for _, a := range list {
		set[a] = true
	}
	return set
}

// Can reports whether the role may do the act. A role or act that the table
// does not know may do nothing.
func Can(role Role, act Act) bool { return act == Open || allowed[role][act] }
