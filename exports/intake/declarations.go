package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// A stamp says when an answer was given: a day and seconds of it, or only its place in the file.
type stamp struct {
	day     rota.Date
	seconds int
	order   int
}

func (s stamp) before(o stamp) bool {
	switch {
	case s.day != o.day:
		return s.day.Before(o.day)
	case s.seconds != o.seconds:
		return s.seconds < o.seconds
	}
	return s.order < o.order
}

// instant is when the answer was given; zero when the file does not say.
func (s stamp) instant() time.Time {
	if s.day.IsZero() {
		return time.Time{}
	}
	t, err := rota.London(s.day, s.seconds/3600, s.seconds/60%60)
	if err != nil {
		return time.Time{} // in the hour that clocks skip
	}
	return t
}

// answer reads one row as what one resident said. What is plain of it is taken, though one of
// its cells be not.
func (l *line) answer() {
	days, unclear, plainly := l.dayAnswers()
	who, ok := l.answerer()
	if l.leftOut || !ok {
		return
	}
	when, stamped := l.stamp()
	if !stamped || unclear && !plainly {
		l.waitAnswer(who, when, stamped)
		return
	}
	if unclear {
		l.partly("What the row says of other days is taken.")
	}
	l.keepAnswer(AnswerRecord{Place: l.place(), Resident: who, Days: days, Done: when.instant()}, when)
}

// keepAnswer lets the later of two answers of one person stand. In a file with a row
// a day, only answers for one day come after each other.
func (l *line) keepAnswer(a AnswerRecord, when stamp) {
	about := answerKey{who: a.Resident}
	if l.has(Date) && len(a.Days) > 0 {
		about.day = a.Days[0].Day
	}
	i, met := l.answerAt[about]
	if !met {
		l.answerAt[about], l.stamps[about] = len(l.out.Records.Answers), when
		l.out.Records.Answers = append(l.out.Records.Answers, a)
		return
	}
	was := l.out.Records.Answers[i]
	if when.before(l.stamps[about]) {
		l.leave(againLater, againWords(was.Place))
		return
	}
	if !l.partial[was.Place] { // else it is counted by its faults
		l.out.LeftOut = append(l.out.LeftOut, LeftOut{Place: was.Place, Code: againLater, Why: againWords(a.Place)})
		l.out.Count.LeftOut++
		l.out.Count.Read--
	}
	l.stamps[about] = when
	l.out.Records.Answers[i] = a
}

// A waitingAnswer is a row of somebody that cannot be read yet.
type waitingAnswer struct {
	answerKey
	at      Place
	when    stamp
	stamped bool
}

func (l *line) waitAnswer(who rota.ResidentID, when stamp, stamped bool) {
	about := answerKey{who: who}
	if l.has(Date) {
		about.day, _ = l.sense.dayIn(l.text(Date))
	}
	l.waiting = append(l.waiting, waitingAnswer{about, l.place(), when, stamped})
}

// sayEarlier says of rows at fault that an earlier answer of the same person is taken meanwhile.
func (r *reader) sayEarlier() {
	n := 0
	for _, w := range r.waiting {
		i, met := r.answerAt[w.answerKey]
		if !met || w.stamped && w.when.before(r.stamps[w.answerKey]) {
			continue
		}
		n++
		for j := range r.out.Faults {
			if f := &r.out.Faults[j]; f.Place == w.at {
				f.Mend += " Until then another answer of the same person, in " + r.out.Records.Answers[i].Where() + ", is taken."
			}
		}
	}
	if n > 0 {
		r.remark(fmt.Sprintf("People whose later answer cannot be read yet, so that an earlier one is taken: %d.", n))
	}
}

const againLater = "answered again later"

func againWords(later Place) string {
	return fmt.Sprintf("The same person answered again in %s, and the later answer stands.", later.Where())
}

// An answerKey is what the later of two answers stands for.
type answerKey struct {
	who rota.ResidentID
	day rota.Date // in a file with a row a day
}

// stamp reads when the row was answered.
func (l *line) stamp() (stamp, bool) {
	s := stamp{order: l.row.Number}
	if !l.has(Done) {
		l.remark("The file does not say when people answered. Of two answers of one person the lower row stands.")
		return s, true
	}
	text := l.text(Done)
	when := zoneMark.ReplaceAllString(plain(text), "")
	c, ok := l.sense.clock(when)
	if !ok {
		c.day, ok = l.sense.day(when)
	}
	if !ok || c.day.IsZero() {
		l.fault(l.col(Done), "no such completion time", "There is no such date and time.", "Type it as 14/07/2025 09:32.")
		return s, false
	}
	s.day, s.seconds = c.day, c.minutes*60+secondsOf(text)
	return s, true
}

// zoneMark is what forms add to a time. All answers of a file have the same, or nearly so: it
// does not matter to which of two is the later.
var zoneMark = regexp.MustCompile(` (?:gmt|bst|utc)(?: ?[+-] ?\d{1,2}(?::?\d{2})?)?$`)

var withSeconds = regexp.MustCompile(`:\d{2}:(\d{2})`)

// secondsOf are the seconds that a text gives after its minutes.
func secondsOf(text string) int {
	m := withSeconds.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	return int(m[1][0]-'0')*10 + int(m[1][1]-'0')
}

// answerer finds the resident of a row: by their numbers or e-mail address, else by a name that fits one person.
func (l *line) answerer() (rota.ResidentID, bool) {
	w := l.named()
	if w.Name == "" && len(w.marks()) == 0 {
		l.fault(max(l.col(Name), l.col(Email)), "no name", "The row names nobody.", "Type the name or the e-mail address, or leave the row out.")
		return "", false
	}
	m := l.people.find(w)
	if m.id != "" && !m.renamed {
		return rota.ResidentID(m.id), true
	}
	return l.askPerson(w, m)
}

// askPerson asks who somebody is whom no mark or name tells.
func (l *line) askPerson(w Person, m match) (rota.ResidentID, bool) {
	shown := w.Name
	if e := emailKey(w.Email); e != "" {
		shown = tidy(shown + " <" + e + ">")
	} else if m.open() || w.Name == "" {
		shown = w.withNumbers() // else all without a name were one person
	}
	code, wrong := "nobody of that name", "Nobody of that name or with that number is known."
	options := m.others
	switch {
	case m.renamed:
		code, wrong, options = "another name with the same number", "Somebody else is known by this number or address.", []string{m.id}
	case m.open():
		code, wrong = "name fits two people", "More than one person is known by this name."
	default:
		options = l.people.near(w.Name)
	}
	answer, key := l.ask(PersonWord, "", shown, func(word *Word) {
		for _, id := range options {
			word.Options = append(word.Options, Option{id, l.people.described(id)})
		}
		word.Options = append(word.Options, Option{Ignore, "Somebody new or of another place, without duties here; leave the row out"})
		if len(options) == 1 {
			word.Suggestion = options[0]
		}
		word.Options = append(word.Options, l.people.toChoose(options, word.Answer)...)
	})
	switch {
	case answer == Ignore:
		l.leaveOut("somebody else", "You have said that this is nobody of this strike.")
		return "", false
	case l.people.shown[answer] != "":
		return rota.ResidentID(answer), true
	}
	l.openWord(max(l.col(Name), l.col(Email)), key, code, wrong)
	return "", false
}

// sayings are the answers that everybody understands.
var sayings = map[string]rota.Declaration{
	"yes": rota.Working, "y": rota.Working, "available": rota.Working, "working": rota.Working, "will work": rota.Working, "will be working": rota.Working, "attending": rota.Working,
	"will attend": rota.Working, "i will be working": rota.Working, "not striking": rota.Working, "will not strike": rota.Working, "i will not strike": rota.Working, "not on strike": rota.Working, "i will not be striking": rota.Working, "work": rota.Working, "i will work": rota.Working, "i will be available": rota.Working, "in": rota.Working, "true": rota.Working,
	"no": rota.Away, "n": rota.Away, "not available": rota.Away, "unavailable": rota.Away, "away": rota.Away, "striking": rota.Away, "on strike": rota.Away, "not attending": rota.Away,
	"will strike": rota.Away, "i will strike": rota.Away, "strike": rota.Away, "will be on strike": rota.Away, "i will be striking": rota.Away, "i will be on strike": rota.Away, "will not attend": rota.Away, "will not be working": rota.Away, "will be striking": rota.Away, "i will not be working": rota.Away, "will not work": rota.Away, "not working (strike)": rota.Away, "false": rota.Away,
	"prefer not to say": rota.PrefersNotToSay, "prefers not to say": rota.PrefersNotToSay, "rather not say": rota.PrefersNotToSay, "i prefer not to say": rota.PrefersNotToSay, "i would prefer not to say": rota.PrefersNotToSay, "i'd prefer not to say": rota.PrefersNotToSay, "i would rather not say": rota.PrefersNotToSay, "i'd rather not say": rota.PrefersNotToSay, "pnts": rota.PrefersNotToSay, "would rather not say": rota.PrefersNotToSay,
	"": rota.NoReply, "not sure": rota.NoReply, "unsure": rota.NoReply, "don't know": rota.NoReply, "dont know": rota.NoReply, "don't know yet": rota.NoReply, "dont know yet": rota.NoReply, "?": rota.NoReply, "undecided": rota.NoReply,
	"no reply": rota.NoReply, "no response": rota.NoReply, "maybe": rota.NoReply, "tbc": rota.NoReply,
	"on leave": rota.NoReply, "a/l": rota.NoReply, "al": rota.NoReply, "annual leave": rota.NoReply, "leave": rota.NoReply, "study leave": rota.NoReply, "sick": rota.NoReply, "not rostered": rota.NoReply,
	"off": rota.NoReply, "day off": rota.NoReply, "n/a": rota.NoReply, "na": rota.NoReply, "not applicable": rota.NoReply, "no shift": rota.NoReply, "not on duty": rota.NoReply, "-": rota.NoReply, "zero": rota.NoReply, "zero day": rota.NoReply,
}

// dayAnswers reads what the row says of each day: whether a cell of it is not clear, and whether
// another says something all the same.
func (l *line) dayAnswers() (out []DayAnswer, unclear, plainly bool) {
	for col, c := range l.choice.Columns {
		if c.Field != Answer {
			continue
		}
		days, said, known := l.cellAnswers(col, c)
		if !known {
			unclear = true
			continue
		}
		plainly = plainly || l.at(col) != ""
		for _, d := range days {
			i := slices.IndexFunc(out, func(a DayAnswer) bool { return a.Day == d })
			switch {
			case i < 0:
				out = append(out, DayAnswer{Day: d, Declaration: said})
			case out[i].Declaration != said:
				l.fault(col, "two answers for one day", "Two columns are about "+d.Words()+", and say different things.", "Say in which column the answer stands, by not reading the other, or correct one.")
				return nil, true, false
			}
		}
	}
	return out, unclear, plainly
}

// cellAnswers is what one cell says, and of which days.
func (l *line) cellAnswers(col int, c Column) ([]rota.Date, rota.Declaration, bool) {
	days, known := l.answerDay(col, c)
	if !known {
		return nil, "", false
	}
	said, lists, known := l.ticked(col, c, &days)
	if !lists {
		said, known = l.said(col, c)
	}
	return days, said, known
}

// ticked reads an answer that lists days, as forms give it of which several can be ticked. Of
// the other days it says nothing.
func (l *line) ticked(col int, c Column, days *[]rota.Date) (said rota.Declaration, listsDays, known bool) {
	if c.Day != "" || l.has(Date) {
		return "", false, false
	}
	listed, ok := l.tickedDays(l.at(col))
	if !ok {
		return "", false, false
	}
	*days = listed
	l.remark("In the column " + orElse(tidy(l.header.At(col).Text), sheet.Letters(col)) + " people name days. For the days that somebody does not name nothing is taken as said.")
	turn, known := l.turnedHere(col, c)
	if turn {
		l.awaySaid = true
		return rota.Away, true, known
	}
	return rota.Working, true, known
}

var dayToDay = regexp.MustCompile(`^(.+?) (?:-|to|until) (.+)$`)

// tickedDays are the days of a text that names nothing but days of the strike.
func (l *line) tickedDays(text string) ([]rota.Date, bool) {
	parting := ","
	if strings.Contains(text, ";") {
		parting = ";"
	}
	var out []rota.Date
	for _, part := range strings.Split(text, parting) {
		if part = tidy(part); part == "" {
			continue
		}
		if m := dayToDay.FindStringSubmatch(plain(part)); m != nil {
			from, ok1 := l.tickedDays(m[1])
			to, ok2 := l.tickedDays(m[2])
			if !ok1 || !ok2 || len(from)+len(to) > 2 || apart(from[0], to[0]) > rota.MaxStrikeDays {
				return nil, false
			}
			for d := from[0]; !to[0].Before(d); d = d.Add(1) {
				out = append(out, d)
			}
			continue
		}
		d, ok := l.headingDay(part)
		if !ok || len(wholeDays.FindAllString(plain(part), 2)) > 1 || strings.ContainsFunc(dayWords.ReplaceAllString(part, " "), unicode.IsLetter) {
			return nil, false
		}
		out = append(out, d)
	}
	return out, len(out) > 0
}

// answerDay are the days that a column is about: its own, the row's, or all of the strike.
func (l *line) answerDay(col int, c Column) ([]rota.Date, bool) {
	if c.Day != "" {
		day, ok := l.dayOf(col, c)
		return []rota.Date{day}, ok
	}
	if l.has(Date) {
		day, ok := l.dutyDay()
		return []rota.Date{day}, ok
	}
	return l.daysBeside()
}

// said is what one cell declares.
func (l *line) said(col int, c Column) (rota.Declaration, bool) {
	text := l.at(col)
	said, known := sayings[strings.TrimRight(plain(text), ".!")]
	question := l.question(col, text)
	answer := l.answered(wordKey(AnswerWord, question, text))
	if text != "" && (!known || answer != "") {
		var key string
		answer, key = l.ask(AnswerWord, question, text, describeAnswer)
		if !slices.Contains(rota.Declarations(), rota.Declaration(answer)) {
			l.openWord(col, key, "unclear answer", "It is not clear whether this is a yes or a no.")
			return "", false
		}
		return rota.Declaration(answer), true
	}
	l.awaySaid = l.awaySaid || said == rota.Away
	return l.asMeant(col, c, text, said)
}

func describeAnswer(w *Word) {
	for _, d := range rota.Declarations() {
		w.Options = append(w.Options, Option{string(d), d.Words()})
	}
}
