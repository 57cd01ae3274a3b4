package exports

import "strikerota/rota"

// A kind says what a column of the entry workbook holds.
type kind int

const (
	kindText   kind = iota
	kindWhen        // London wall clock, date and time
	kindDate        // a day
	kindWhole       // a whole number
	kindHours       // hours, held as minutes
	kindMoney       // pounds an hour
	kindChoice      // one of the column's choices
	kindMany        // some of the column's choices, separated by ;
	kindList        // free texts separated by ;
	kindHelp        // words of ours, not read
)

// A column of the entry workbook, for writing, reading and naming faults.
type column struct {
	head    string
	field   string // last part of the path in faults, such as "end"
	kind    kind
	width   float64
	choices []choice
	refers  string // sheet whose first column lists what may stand here
	note    string // how to fill it in, shown with the heading
	need    bool
	later   bool // workbooks from before it have no such column
}

// A block is a table of the entry workbook. Some sheets have several side by side.
type block struct {
	sheet   string
	columns []column
}

// maxRows is how many rows a sheet of the entry workbook may have, its head not counted.
const maxRows = 5000

// The sheets of the entry workbook, in order. Lists is hidden.
const (
	sheetReadme      = "README"
	sheetStrike      = "Strike"
	sheetResidents   = "Residents"
	sheetDuties      = "Duties"
	sheetConsultants = "Consultants"
	sheetOffers      = "Offers"
	sheetSessions    = "Sessions"
	sheetSlots       = "Slots"
	sheetRates       = "Rates"
	sheetLists       = "Lists"
)

const whenNote = "Date and time, London wall clock, such as 25/07/2025 20:00. Day first."

// listNote says how several things stand in one cell.
const listNote = "Put ; between several."

// The blocks of the entry workbook. They are read-only.
var (
	itemBlock = block{sheetStrike, []column{
		{head: "Item", width: 38, note: "Leave these words as they are.", need: true},
		{head: "Value", width: 26, note: "Fill in this column."},
		{head: "What it means", kind: kindHelp, width: 70},
	}}
	travelBlock = block{sheetStrike, []column{
		{head: "From site", field: "from", width: 18, need: true, note: "A site as the slots name it. The time holds both ways unless the other way is given too."},
		{head: "To site", field: "to", width: 18, need: true},
		{head: "Travel, minutes", field: "minutes", kind: kindWhole, width: 12, need: true},
	}}
	holidayBlock = block{sheetStrike, []column{
		{head: "Bank holiday", field: "date", kind: kindDate, width: 18, need: true, note: "Priced as a weekend, from midnight to midnight."},
		{head: "On card", field: "card", kind: kindChoice, choices: cardChoices, width: 10, need: true, note: "Give the day once for each card that it is on."},
	}}
	aimBlock = block{sheetStrike, []column{
		{head: "Aims, first to last", field: "aim", kind: kindChoice, choices: aimChoices, width: 34, need: true,
			note: "What a plan is judged by, strictly in this order. The first is Open places. Leave all empty for the usual order."},
	}}
	residentBlock = block{sheetResidents, []column{
		{head: "ID", field: "id", width: 12, need: true, note: "A short code of your own, such as R017, once for each resident."},
		{head: "Name", field: "name", width: 32, need: true},
		{head: "Grade", field: "grade", width: 14, note: "As the trust writes it: FY1, ST3."},
		{head: "Unit", field: "unit", width: 30, note: "The unit they are rostered to."},
	}}
	dutyBlock = block{sheetDuties, []column{
		{head: "ID", field: "id", width: 12, note: "A short code such as D0042. Left empty, the duty gets one."},
		{head: "Resident", field: "resident", width: 14, refers: sheetResidents, need: true, note: "ID from the sheet Residents."},
		{head: "Start", field: "start", kind: kindWhen, width: 24, need: true, note: whenNote},
		{head: "End", field: "end", kind: kindWhen, width: 24, need: true, note: whenNote},
		{head: "Slot", field: "slot", width: 22, refers: sheetSlots, note: "ID from the sheet Slots, of the critical slot that this duty would have filled. Empty when there is none."},
		{head: "Declaration", field: "declaration", kind: kindChoice, choices: declarationChoices, width: 24,
			note: "What the resident has said. Empty is No reply, which is normal. Never write a reason."},
	}}
	consultantBlock = block{sheetConsultants, []column{
		{head: "ID", field: "id", width: 12, need: true, note: "A short code of your own, such as C017, once for each consultant."},
		{head: "Name", field: "name", width: 30, need: true},
		{head: "Grade", field: "grade", width: 16, note: "Consultant, SAS doctor."},
		{head: "Contact", field: "contact", width: 26, note: "How to reach them on the day."},
		{head: "Skills", field: "skills", kind: kindList, width: 34, note: "As the slots name them. " + listNote},
		{head: "Sites", field: "sites", kind: kindList, width: 26, note: "Where they may work, as the slots name the sites. " + listNote},
		{head: "Terms", field: "terms", kind: kindChoice, choices: termsChoices, width: 14, need: true, note: "How they are paid for cover."},
		{head: "Pay point", field: "pay_point", width: 14, note: "A pay point on the sheet Rates. Empty takes the card's general row."},
		{head: "Most hours of cover", field: "max_cover", kind: kindHours, width: 14, note: "Over the whole strike. Empty takes the strike's limit."},
		{head: "Most nights in a row", field: "max_nights_in_a_row", kind: kindWhole, width: 14, note: "Empty takes the strike's limit."},
		{head: "Note", field: "note", width: 40, later: true, note: "What they have said that only people can act on. Shown to rota coordinators only."},
	}}
	offerBlock = block{sheetOffers, []column{
		{head: "Consultant", field: "consultant", width: 14, refers: sheetConsultants, need: true, note: "ID from the sheet Consultants. Without an offer nobody is assigned."},
		{head: "Start", field: "start", kind: kindWhen, width: 24, need: true, note: whenNote},
		{head: "End", field: "end", kind: kindWhen, width: 24, need: true, note: whenNote},
		{head: "Modes", field: "modes", kind: kindMany, choices: modeChoices, width: 28, need: true, note: "On site; On call; Standby: one or several. " + listNote},
	}}
	sessionBlock = block{sheetSessions, []column{
		{head: "Consultant", field: "consultant", width: 14, refers: sheetConsultants, need: true, note: "ID from the sheet Consultants."},
		{head: "ID", field: "id", width: 12, note: "A short code, once for each consultant. Left empty, the session gets one."},
		{head: "Name", field: "name", width: 30, note: "What it is, such as Breast clinic. No patient's name."},
		{head: "Start", field: "start", kind: kindWhen, width: 24, need: true, note: whenNote},
		{head: "End", field: "end", kind: kindWhen, width: 24, need: true, note: whenNote},
		{head: "Kind", field: "kind", kind: kindChoice, choices: kindChoices, width: 20, need: true, note: "Fixed is never moved. Can be displaced is given up, at its loss, when cover needs the time."},
		{head: "Loss", field: "loss", kind: kindWhole, width: 10, note: "What displacing it loses, such as patients moved. Needed when it can be displaced; write 0 for none."},
	}}
	slotBlock = block{sheetSlots, []column{
		{head: "ID", field: "id", width: 22, need: true, note: "A short code of your own, such as lw-fri-night, once for each slot."},
		{head: "Service", field: "service", width: 16, need: true, note: "Cancer, Transplant, Maternity or your own."},
		{head: "Unit", field: "unit", width: 26, need: true, note: "A ward or team."},
		{head: "Role", field: "role", width: 24, need: true, note: "What the doctor does there."},
		{head: "Site", field: "site", width: 20, need: true},
		{head: "Start", field: "start", kind: kindWhen, width: 24, need: true, note: whenNote},
		{head: "End", field: "end", kind: kindWhen, width: 24, need: true, note: whenNote},
		{head: "Places", field: "places", kind: kindWhole, width: 10, need: true, note: "How many doctors are needed there in all, residents and consultants together."},
		{head: "Skills, all needed", field: "skills_all", kind: kindList, width: 26, note: "Every one is needed. " + listNote},
		{head: "Skills, one needed", field: "skills_any", kind: kindList, width: 26, note: "One of these is enough. " + listNote},
		{head: "Mode", field: "mode", kind: kindChoice, choices: modeChoices, width: 12, need: true},
		{head: "No other duty", field: "no_other_duty", kind: kindChoice, choices: yesNoChoices, width: 12, note: "Yes: shares its time with nothing. Empty is No."},
		{head: "Priority", field: "priority", kind: kindWhole, width: 10, need: true, note: "1 cannot wait, 2 should hold, 3 can wait."},
		{head: "Source", field: "source", width: 30, note: "Where the number comes from."},
	}}
	rateBlockColumns = func() block {
		columns := []column{
			{head: "Card", field: "card", kind: kindChoice, choices: cardChoices, width: 10, need: true},
			{head: "Pay point", field: "pay_point", width: 18, note: "Empty, or the words " + everybody + ": the row for everybody without one of their own."},
		}
		for b := rota.Band(0); b < rota.BandCount; b++ {
			columns = append(columns, column{head: b.Words(), field: b.Key(), kind: kindMoney, width: 14, note: "£ an hour. Leave it empty when it is not known: it is never taken for £0."})
		}
		return block{sheetRates, append(columns,
			column{head: cardCalled, field: calledKey, kind: kindMoney, width: 14, later: true, note: "£ for an hour called in. Empty: an hour called in is paid at the rate of its own band."},
			column{head: cardConfirm, field: "unconfirmed", kind: kindMany, choices: rateChoices, width: 40,
				note: "The rates on this row that nobody at the trust has confirmed, in the words of the headings. " + listNote})}
	}()
	detailBlock = block{sheetRates, []column{
		{head: "Detail", width: 14, need: true, note: "Leave these words as they are."},
		{head: "Trust card", width: 34},
		{head: "BMA card", width: 34},
	}}
)

// The items of the sheet Strike, in order.
var items = []struct{ name, field, help string }{
	{"Name of the strike", "strike.name", "What the trust calls it, such as July 2025."},
	{"Start", "strike.start", whenNote},
	{"End", "strike.end", "The strike ends just before this time."},
	{"Residents who have not said", "case.kind", "How they are counted: All away, A share away, or All working."},
	{"Share away, per cent", "case.share", "Only for A share away: of each slot, rounded up."},
	{"Rest between duties, hours", "rules.rest", "11 by the Working Time Regulations. Empty: no limit."},
	{"Longest run of work, hours", "rules.max_run", "13 by the Working Time Regulations. Empty: no limit."},
	{"Most cover on one consultant, hours", "rules.max_cover", "Over the whole strike. Empty: no limit."},
	{"Most nights in a row", "rules.max_nights_in_a_row", "Empty: no limit."},
	{"Most days in a row", "rules.max_days_in_a_row", "Empty: no limit."},
	{"On call beside on site", "rules.on_call_with_on_site", "Yes: on call or standby may overlap on-site work of the same unit. Empty is No."},
}

// blocksOf lists the blocks of each sheet in order.
func blocksOf() []block {
	return []block{itemBlock, travelBlock, holidayBlock, aimBlock, residentBlock, dutyBlock, consultantBlock, offerBlock, sessionBlock, slotBlock, rateBlockColumns, detailBlock}
}
