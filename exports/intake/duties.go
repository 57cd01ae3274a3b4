package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// duty reads one row as a duty. Every word of the row is looked up, even when one is
// not known, so that each is asked for at once.
func (l *line) duty() {
	if l.has(Holder) {
		l.dutyHolders()
		return
	}
	who, ok := l.dutyPerson()
	if !ok || !l.swapNotes() {
		return
	}
	if l.has(DayCode) {
		l.dutyGrid(who)
		return
	}
	if absence := l.absence(); absence != "" {
		l.leave("not a duty: "+absence, "Another column says that the person is away.")
	}
	if !l.leftOut && !l.stillStands() && l.wrong {
		return
	}
	if col := l.timesBeside(); col >= 0 {
		l.fault(col, "two tables", "The row says more under a second “"+tidy(l.header.At(col).Text)+"”, which is not read.", "Put the days, or tables, that stand side by side below each other in your file.").Replaceable = false
		return
	}
	l.noteSwap()
	l.noteOnCall()
	if parts := l.severalCodes(l.col(Code), l.text(Code)); parts != nil && l.has(Date) && !l.has(Start) && !l.has(Times) {
		l.severalDuties(who, func() ([]DutyRecord, bool) { return l.rowDuties(parts) })
		return
	}
	code, ok1 := l.code()
	off := l.leftOut // not at work, but somebody of the trust all the same
	unit, ok3 := l.unit(!off)
	who.Unit = unit
	if off && ok3 {
		l.resident(who, false)
	}
	if off {
		return
	}
	span, ok2 := rota.Span{}, false
	if ok1 {
		span, ok2 = l.dutySpan(code)
	}
	if ok2 && !code.fromHome && span.End.Sub(span.Start) > mostOnSite {
		l.fault(l.timeCol(End), "too long", "It lasts more than 26 hours, and nothing says that it is on call.", "Correct one of the times or dates, or give each day a row in your file.")
		ok2 = false
	}
	site, ok4 := l.site()
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return
	}
	if id, ok := l.resident(who, true); ok {
		l.keepDuty(DutyRecord{Place: l.place(), Person: who.Person, Resident: id, Grade: who.Grade, Unit: unit, Site: site, Code: code.code, OnCall: code.fromHome, Span: span})
	}
}

// mostOnSite is how long a duty may last that is not on call: longer ones are several days in a row.
const mostOnSite = 26 * time.Hour

// dutyPerson reads who a row is about, or leaves the row.
func (l *line) dutyPerson() (ResidentRecord, bool) {
	if !l.takenOver() {
		return ResidentRecord{}, false
	}
	w, ok := l.person()
	who := ResidentRecord{Place: l.place(), Person: w}
	switch {
	case !ok:
		return who, false
	case l.cancelled():
		l.leave("cancelled", "The row says that it is cancelled.")
		return who, false
	case tierOf(l.gradeSaid()) == consultantTier:
		l.leave("a consultant", "It is a consultant's, and these are residents' duties.")
		return who, false
	}
	who.Grade = l.grade()
	return who, true
}

// cancelled reports whether a cell of the row, read or not, says just that.
func (l *line) cancelled() bool {
	return slices.ContainsFunc(l.row.Cells, func(c sheet.Cell) bool {
		return slices.Contains([]string{"cancelled", "canceled", "cancelled shift", "shift cancelled", "deleted", "void"}, plain(c.Text))
	})
}

// absences are what a cell says of somebody who is away though a shift is written down.
var absences = []string{"annual leave", "sick", "sickness", "sick leave", "study leave", "maternity leave", "paternity leave", "parental leave", "compassionate leave", "carer's leave", "special leave", "unpaid leave"}

// ofAbsence are headings of columns that say whether somebody is away. A reason may be that
// somebody else is.
var ofAbsence = regexp.MustCompile(`absen|leave|status|away|sickness`)

// absence is what a cell of the row that is not read says of leave or sickness, and nothing else.
func (l *line) absence() string {
	for _, text := range l.aside(ofAbsence) {
		if slices.Contains(absences, plain(text)) {
			return text
		}
	}
	return ""
}

// named is how the row's columns name somebody.
func (l *line) named() Person {
	if l.instead != "" {
		return Person{Name: l.instead}
	}
	name, _ := nameAndGrade(l.nameCell(l.col(Name)))
	w := Person{Name: tidy(name), Number: l.text(Number), GMC: l.text(GMC), Email: l.text(Email)}
	if m := numberBehind.FindStringSubmatch(w.Name); m != nil && (w.Number == "" || plain(w.Number) == m[2]) {
		w.Name, w.Number = m[1], m[2]
	}
	if first, last := l.text(FirstName), l.text(LastName); w.Name == "" && last != "" {
		w.Name = tidy(first + " " + last)
	}
	return w
}

// numberBehind is a number of staff in brackets behind a name, as rota systems write it.
var numberBehind = regexp.MustCompile(`^([^()]+?) ?\((\d{5,9})\)$`)

// person reads the columns that name somebody, or leaves the row.
func (l *line) person() (Person, bool) {
	w := l.named()
	col := max(l.col(Name), l.col(LastName))
	lines, _ := nameAndGrade(l.nameCell(col))
	switch {
	case isVacant(w.Name):
		l.leave("vacant post", "Nobody is in the post.")
		return w, false
	case w.Name == "":
		l.fault(col, "no name", l.namesNobody(), "Type the name, or leave the row out.")
		return w, false
	case twoPeople.MatchString(unbracketed(w.Name)), onLines(lines, 2) > 1, namesTwo(w.Name):
		l.fault(col, "two names", "The cell names more than one person.", "Type the one name, or give each a row in your file.")
		return w, false
	case l.c.Kind == Duties && doubtfulName(w.Name):
		l.fault(col, "doubtful name", doubtfulWrong, doubtfulMend)
		return w, false
	case l.c.Kind == Duties && loneInitials.MatchString(w.Name):
		l.fault(col, "no such name", initialsWrong, initialsMend)
		return w, false
	case l.c.Kind == Duties && isPost(w.Name), asAbove.MatchString(plain(w.Name)):
		l.fault(col, "no such name", "This is a post, or stands for the row above, and is no name.", "Type the name of whoever is in it, or leave the row out.")
		return w, false
	case l.namedBeside(col) >= 0:
		l.fault(l.namedBeside(col), "two names", "The row names another person in a second column of names.", "Put the tables that stand side by side below each other in your file.").Replaceable = false
		return w, false
	case !mayBeName(w.Name):
		l.fault(col, "no such name", "This is no name.", "Type the name, or leave the row out.")
		return w, false
	}
	return w, true
}

// namesNobody says of a row without a name what it says instead, when that is one text.
func (l *line) namesNobody() string {
	if texts := filled(l.row); len(texts) == 1 {
		return "The row names nobody. All that it says is “" + texts[0] + "”."
	}
	return "The row names nobody."
}

// namedBeside is a column with the same heading as that of names, not read, that names somebody else
// than the row does, as where two tables stand side by side; -1 without one.
func (l *line) namedBeside(col int) int {
	heading, name := plain(l.header.At(col).Text), nameKey(l.at(col))
	for other, c := range l.choice.Columns {
		if text := l.at(other); other != col && c.Field == "" && heading != "" && plain(l.header.At(other).Text) == heading && text != "" && nameKey(text) != name {
			return other
		}
	}
	return -1
}

// timesBeside is a column with the same heading as one of days, times or shifts, not read, that says something
// of its own, as where two days stand side by side; -1 without one.
func (l *line) timesBeside() int {
	for _, f := range []Field{Date, Start, End, Times, Code} {
		heading := plain(l.header.At(max(0, l.col(f))).Text)
		if l.col(f) < 0 || heading == "" {
			continue
		}
		for other, c := range l.choice.Columns {
			if text := l.at(other); other != l.col(f) && c.Field == "" && text != "" && text != l.at(l.col(f)) && plain(l.header.At(other).Text) == heading {
				return other
			}
		}
	}
	return -1
}

// ofSwaps are words of a note by which a duty may be somebody else's, or nobody's.
var ofSwaps = regexp.MustCompile(`\bswap\w*|\bcovered by\b|\bcovering for\b|\breplaced by\b|\bgiven to\b|\b(now|is) (on|off)\b|\b(annual|study|sick) leave\b|\bcancel\w*|\bno longer\b`)

// noteSwap tells of a row with such a note in a column that is not read. What it means for the duty
// people must see.
func (l *line) noteSwap() {
	for _, text := range l.aside(ofNotes) {
		if ofSwaps.MatchString(plain(text)) && !l.leftOut {
			l.remark("The notes of " + l.place().Where() + " may say that the duty is somebody else’s. Notes are not read: look whether the row is as it should be.")
			return
		}
	}
}

// ofOnCall are headings of columns that say of a duty whether it is on call.
var ofOnCall = regexp.MustCompile(`^(non[- ]?resident )?on[- ]?calls?( duty| shift)?\??$|^nroc\??$|^(non[- ]?)?resident( ?/ ?non[- ]?resident)?\??$|^residency$|^on[- ]?site\??$`)

// noteOnCall tells of a column that says of duties that they are on call, which is read from the shift alone.
func (l *line) noteOnCall() {
	for col, text := range l.aside(ofOnCall) {
		if slices.Contains(crosses, plain(text)) || notResident.MatchString(plain(text)) {
			l.remark("The column “" + tidy(l.header.At(col).Text) + "” was not read. Duties are taken as on call from home where their shift says so: look whether those that it marks are as they should be.")
			return
		}
	}
}

// ofNotes are headings of columns with words about a row.
var ofNotes = regexp.MustCompile(`\b(notes?|comments?|remarks?)\b`)

// resident finds whose the row is, or adds them. What stands against it is a fault of
// the row when that is to be said.
func (l *line) resident(who ResidentRecord, say bool) (rota.ResidentID, bool) {
	check := rota.Entry{Residents: []rota.Resident{{ID: "R", Name: shownName(who.Name), Grade: who.Grade, Unit: who.Unit}}}
	if len(l.unsound(check, "residents[")) > 0 {
		if say {
			l.sound(check, "residents[")
		}
		return "", false
	}
	m := l.people.find(who.Person)
	switch {
	case !say && (m.open() || m.renamed):
		return "", false
	case m.open():
		var ok bool
		if m.id, ok = l.whichOf(who.Person, m, []string{who.Grade, who.Unit}, l.people.newResident); !ok {
			return "", false
		}
	case m.renamed:
		var ok bool
		if m.id, ok = l.sameAfterAll(who.Person, m.id, l.people.newResident); !ok {
			return "", false
		}
	case m.id == "":
		m.id = l.people.newResident(who.Person)
	}
	who.Resident = rota.ResidentID(m.id)
	for _, mark := range who.marks() {
		l.people.mark(m.id, mark)
	}
	l.keepResident(who)
	return who.Resident, true
}

// ofOthers are headings of columns that name who has somebody's duty in their place.
var ofOthers = regexp.MustCompile(`^((now )?(cover(ed)?|replaced|taken|done|worked) by|swap(ped|s)?( with| to| for)?|given to|replacement)$`)

// takenOver asks whose a duty is of which a column that is not read names somebody else, and
// reports whether that is known.
func (l *line) takenOver() bool {
	for col, text := range l.aside(ofOthers) {
		if plain(text) == "-" {
			continue
		}
		answer, key := l.ask(SenseWord, "", tidy(l.header.At(col).Text), func(w *Word) {
			w.Options = []Option{{AsUsual, "The duty is still of the person whom the row names"}, {Turned, "The duty is now of the person in this column"}, {Ignore, "Leave the rows out"}}
		})
		switch answer {
		case AsUsual:
		case Turned:
			l.instead = text
		default:
			l.openWord(col, key, "two people for one duty", "Another column names somebody else for this duty.")
			return false
		}
	}
	return true
}

// keepResident adds what a row says of a person to what earlier rows said.
func (l *line) keepResident(who ResidentRecord) {
	i, met := l.met[who.Resident]
	if !met {
		l.met[who.Resident] = len(l.out.Records.Residents)
		l.out.Records.Residents = append(l.out.Records.Residents, who)
		return
	}
	was := &l.out.Records.Residents[i]
	for _, f := range []struct {
		to   *string
		from string
	}{{&was.Number, who.Number}, {&was.GMC, who.GMC}, {&was.Email, who.Email}, {&was.Grade, who.Grade}, {&was.Unit, who.Unit}} {
		if *f.to == "" {
			*f.to = f.from
		}
	}
}

// keepDuty keeps a duty unless the person has one at that time.
func (l *line) keepDuty(d DutyRecord) {
	var instead []int
	for _, i := range l.held[d.Resident] {
		other := l.out.Records.Duties[i]
		if !other.Overlaps(d.Span) {
			continue
		}
		if other.same(d) {
			l.leave("the same duty again", fmt.Sprintf("%s has the same duty of the same person.", rota.UpperFirst(other.Where())))
			return
		}
		switch l.settled(other.Place) {
		case ThisRow:
			instead = append(instead, i)
		case OtherRow:
			l.beaten(other.Place)
			return
		default:
			l.against(other.Place, "overlaps an earlier row of the same person", rota.UpperFirst(other.Where())+" "+other.against(d)+".")
			return
		}
	}
	for _, i := range instead {
		l.dropDuty(i)
	}
	l.addDuty(d)
}

func (l *line) addDuty(d DutyRecord) {
	l.held[d.Resident] = append(l.held[d.Resident], len(l.out.Records.Duties))
	l.out.Records.Duties = append(l.out.Records.Duties, d)
}

// same reports whether two rows have one duty: places that one does not name do not tell them apart.
func (d DutyRecord) same(o DutyRecord) bool {
	fits := func(a, b string) bool { return a == "" || b == "" || a == b }
	return d.Span.Equal(o.Span) && d.OnCall == o.OnCall && fits(d.Unit, o.Unit) && fits(d.Site, o.Site)
}

// against says how an earlier duty contradicts one of the same person.
func (d DutyRecord) against(o DutyRecord) string {
	switch {
	case !d.Span.Equal(o.Span):
		return "has another duty of the same person that overlaps it: " + d.Span.Words()
	case d.OnCall != o.OnCall:
		return "has the same duty of the same person, the one on site and the other on call"
	}
	return "has the same duty of the same person at another place: " + strings.Join(distinct([]string{d.Unit, d.Site}), ", ")
}

// dropDuty takes a duty of an earlier row back. A row without any other is left out.
func (l *line) dropDuty(i int) {
	d := l.out.Records.Duties[i]
	l.gone[i] = true
	l.held[d.Resident] = slices.DeleteFunc(l.held[d.Resident], func(x int) bool { return x == i })
	if !slices.ContainsFunc(l.held[d.Resident], func(x int) bool { return l.out.Records.Duties[x].Place == d.Place }) {
		l.giveWay(d.Place)
	}
}

// dropGone takes out the duties that were taken back.
func (r *reader) dropGone() {
	if len(r.gone) == 0 {
		return
	}
	kept := make([]DutyRecord, 0, len(r.out.Records.Duties))
	for i, d := range r.out.Records.Duties {
		if !r.gone[i] {
			kept = append(kept, d)
		}
	}
	r.out.Records.Duties = kept
}
