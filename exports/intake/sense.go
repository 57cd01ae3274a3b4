package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// Answers to a [SenseWord].
const (
	AsUsual = "usual"  // the table means what tables of its kind mean
	Turned  = "turned" // yes in it means away, or that somebody cannot
)

// A sense is what stands around a table and may turn round what the table says: by column, and
// under [wholeTable] what may make it another table altogether.
type sense map[int]string

const wholeTable = -1

// senseOf looks for such words above the headings of a sheet, in its name, in its key and in
// headings that say both.
func (r *reader) senseOf(choice *Sheet, s sheet.Sheet) sense {
	out := sense{}
	around, g := aroundTable(choice, s), guesserOf(r, s, r.c.Kind, choice.Header)
	unable, grid := firstOf(around, saysUnable), false
	for col, c := range choice.Columns {
		text := ""
		switch c.Field {
		case Answer:
			text = g.answerSense(col, around)
		case Cover:
			grid = true
			if !unableHeading.MatchString(plain(groupHeading(choice, s, col))) {
				text = unable
			}
		}
		if text != "" {
			out[col] = text
		}
	}
	if text := rateRaised(choice, s); r.c.Kind == Rates && text != "" {
		out[wholeTable] = text
	}
	if foreign := foreignTitles[r.c.Kind]; foreign != nil && !grid {
		told := slices.ContainsFunc(choice.Columns, func(c Column) bool { return c.Field == Work }) // each row says what it is
		if text := firstOf(around, foreign); text != "" && !(told && ofOwnWork(plain(text))) {
			out[wholeTable] = text
		}
	}
	return out
}

// aroundTable are the titles of a sheet, its name, and lines below the headings that look like a key.
func aroundTable(choice *Sheet, s sheet.Sheet) []string {
	var out []string
	for _, row := range s.Rows {
		texts := filled(row)
		switch {
		case row.Number < choice.Header:
			out = append(out, texts...)
		case row.Number == choice.Header:
			out = append(out, besideAnswers(choice, s, row)...)
		case row.Number > choice.Header && len(texts) == 1 && saysWhatYesIs.MatchString(plain(texts[0])):
			out = append(out, texts[0])
		}
	}
	return append(out, s.Name)
}

// besideAnswers are headings of columns that are not read and hold nothing, such as a question that
// stands in front of a column for each day.
func besideAnswers(choice *Sheet, s sheet.Sheet, header sheet.Row) []string {
	var out []string
	for col, c := range choice.Columns {
		text := tidy(header.At(col).Text)
		empty := !slices.ContainsFunc(s.Rows, func(row sheet.Row) bool { return row.Number > choice.Header && tidy(row.At(col).Text) != "" })
		if c.Field == "" && text != "" && empty {
			out = append(out, text)
		}
	}
	return out
}

// ofStrikeDays are words of a heading that name days of the strike, and ask nothing.
var ofStrikeDays = regexp.MustCompile(`\b(strikes?|industrial action) (days?|dates?|period|week|rota|shifts?)\b|\bdays? of (the )?(strike|industrial action)\b`)

func firstOf(texts []string, fits func(string) bool) string {
	for _, t := range texts {
		if fits(plain(t)) {
			return tidy(t)
		}
	}
	return ""
}

// groupHeading is the heading of a column with what stands just over it, in the first of the columns that it is for.
func groupHeading(choice *Sheet, s sheet.Sheet, col int) string {
	own, above := tidy(s.Row(choice.Header).At(col).Text), s.Row(choice.Header-1)
	if n := len(filled(above)); n == 0 || n == 1 && tidy(above.At(0).Text) != "" {
		return own // a title, if anything
	}
	for i := col; i >= 0; i-- {
		if text := tidy(above.At(i).Text); text != "" {
			return text + " " + own
		}
	}
	return own
}

var (
	// saysWhatYesIs begins with a mark and says what it stands for.
	saysWhatYesIs = regexp.MustCompile(`(?:^|[ (,;])(y|yes|x|1|tick(?:ed|s)?|cross|✓|✔|n|no|0)["')]? ?(?:=|:|means|if|for|-) ?([^,;]+)`)
	unableTitle   = regexp.MustCompile(`\b(unavailab\w*|not (be )?(available|able|free|working|in)|unable|cannot|can't|can not|on leave|annual leave|study leave|leave|absen\w*|away|busy|committed)\b`)
	asksItself    = regexp.MustCompile(`availab|\bwork|\bstrik|\bindustrial action|\battend|\bwill you|\bunable|\babsen|\baway\b|\bintend|\bcannot`)
	eitherOr      = regexp.MustCompile(`\bor\b|=|\bmeans\b`)
	// eitherSide names both answers: "Working / Striking".
	eitherSide = regexp.MustCompile(`\b(work|availab|attend)\w* ?[/|] ?(on )?(strik|industrial action)|\b(strik\w*|industrial action) ?[/|] ?(work|availab|attend)`)
	// openQuestion asks what somebody will do, and ofComing whether they will be there.
	openQuestion = regexp.MustCompile(`\b(will|do|are) you\b|\byour (plans?|intentions?)\b`)
	ofComing     = regexp.MustCompile(`\bbe (in|here|there|present|on ?site)\b|\bcom(e|ing) in\b|\bturn(ing)? up\b|\bpresent\b`)
	setAside     = regexp.MustCompile(`\b(incl\w*|excl\w*|except|without)\b`)
)

// answerSense is what makes it doubtful that yes in a column of answers means what its question
// says; "" when that is plain.
func (g guesser) answerSense(col int, around []string) string {
	question := tidy(g.questionOver(col))
	q := plain(dayWords.ReplaceAllString(question, " "))
	switch {
	case eitherSide.MatchString(q), openQuestion.MatchString(q) && !ofStriking.MatchString(q) && !ofWorking.MatchString(q) && !saysUnable(q) && !ofComing.MatchString(q) && !turned(question):
		return question
	case eitherOr.MatchString(q) && ofStriking.MatchString(q) && (ofWorking.MatchString(q) || strings.Contains(q, "=")), saysWhatYesIs.MatchString(q) && asksItself.MatchString(q):
		return question
	case ofStrikeDays.MatchString(q) && !asksItself.MatchString(ofStrikeDays.ReplaceAllString(q, " ")):
		return question
	case asksItself.MatchString(q):
		return ""
	}
	return firstOf(around, func(t string) bool { return ofStriking.MatchString(t) || saysUnable(t) || turned(t) })
}

func saysUnable(t string) bool { return unableTitle.MatchString(t) && !setAside.MatchString(t) }

// foreignTitles tell by a title that a table of a kind may be of something else.
var foreignTitles = map[Kind]func(string) bool{
	Duties: func(t string) bool {
		return ofNoDuties.MatchString(t) && !setAside.MatchString(t) && !isKeyText(t)
	},
	Consultants: func(t string) bool { return saysUnable(t) || ofOwnWork(t) },
	Slots: func(t string) bool {
		return ofGaps.MatchString(t) || ofUsual.MatchString(t) && (!ofMinimum.MatchString(t) || strings.Contains(t, "not "))
	},
	Rates: func(t string) bool {
		return ofOtherRates.MatchString(t) || notHourly.MatchString(t) && !perHour.MatchString(t)
	},
}

var (
	ofNoDuties   = regexp.MustCompile(`\b(leave|absen\w*|sickness|unavailab\w*|not available|vacan\w*|unfilled|gaps|uncovered|to be covered|cancelled|requests|requested|locums?|agency)\b`)
	ofGaps       = regexp.MustCompile(`\b(gaps?|shortfalls?|surplus|vacan\w*|unfilled|still to fill|spare[ds]?|releas\w*|can go)\b`)
	ofUsual      = regexp.MustCompile(`\b(normal|usual|establishment|funded|maximum|actual|current|rostered)\b`)
	ofMinimum    = regexp.MustCompile(`\b(minimum|min|safe|safety|required|needed)\b`)
	ofOtherRates = regexp.MustCompile(`\b(agency|(incl\w*|with|plus|after)( \w+)? on-?costs?|superseded|expired|withdrawn|do not use|out of date|resident doctors?|residents|juniors?|junior doctors?)\b`)
	notHourly    = regexp.MustCompile(`\b(per|a|each)( \d+)?[ -](hours?|h|hrs?)?[ -]?(session|shift|duty|weekend|night|day|week|month|year|annum)\b|\bper pa\b|/ ?(session|shift)|\bsessional\b|\bannual\b|\bhalf[- ]?(an )?hours?\b|\b30 ?min(ute)?s?\b`)
	perHour      = regexp.MustCompile(`\bper hour\b|(?:^|[^f] )\ban hour\b|\bhourly\b|/ ?h(ou)?r`)
)

// isKeyText reports whether a text explains codes, one or several: that some of them stand for leave says nothing of the table.
func isKeyText(t string) bool {
	_, _, ok := keyLine(t)
	entries, _ := entriesIn([]string{t})
	return ok || len(entries) > 1 || ofTimes([]string{t})
}

// turnedBy asks whether a text around a table turns round what the table says. While nobody has said
// so, the row is at fault or left out.
func (l *line) turnedBy(text string) (turn, known bool) {
	answer, key := l.ask(SenseWord, "", text, func(w *Word) {
		w.Options, w.Suggestion = senseOptions(l.c.Kind), likelySense(l.c.Kind, text)
	})
	switch answer {
	case AsUsual, Turned:
		return answer == Turned, true
	case Ignore:
		l.leaveOut("left out by a word", fmt.Sprintf("You have said that rows under “%s” are left out.", text))
	default:
		l.rowFault("doubtful table", fmt.Sprintf("“%s” may turn round what the table says.", text), "Say what the table means in the list of words.").Word = key
	}
	return false, false
}

func senseOptions(k Kind) []Option {
	switch k {
	case Declarations:
		return []Option{{AsUsual, "Yes or a tick: will be working"}, {Turned, "Yes or a tick: will be away"}, {Ignore, "Leave the rows out"}}
	case Consultants:
		return []Option{{AsUsual, "The table says when they can cover"}, {Turned, "The table says when they cannot cover, such as leave or own work"}, {Ignore, "Leave the rows out"}}
	case Slots:
		return []Option{{AsUsual, "The table says how many doctors are needed during the strike"}, {Ignore, "Leave the rows out"}}
	case Rates:
		return []Option{{AsUsual, "These are consultants’ rates for an hour, as they are to be used"}, {Ignore, "Leave the rows out"}}
	}
	return []Option{{AsUsual, "These are residents’ rostered duties"}, {Ignore, "Leave the rows out"}}
}

// likelySense is what a text says plainly enough to be suggested.
func likelySense(k Kind, text string) string {
	t := plain(text)
	switch k {
	case Declarations:
		if m := saysWhatYesIs.FindStringSubmatch(t); m != nil {
			away := ofStriking.MatchString(m[2]) || saysUnable(m[2])
			if slices.Contains([]string{"n", "no", "0"}, m[1]) {
				away = !away
			}
			if away {
				return Turned
			}
			return AsUsual
		}
		if aQuestion.MatchString(t) && turnedQuestion.MatchString(t) || unableTo.MatchString(t) || unableHeading.MatchString(t) {
			return Turned
		}
	case Consultants:
		if unableHeading.MatchString(t) {
			return Turned
		}
	}
	return ""
}

// meantSo reports whether the row's table is what tables of its kind are, so that the row can be read.
func (l *line) meantSo() bool {
	text, doubtful := l.around[wholeTable]
	if !doubtful {
		return true
	}
	turn, known := l.turnedBy(text)
	if turn {
		l.leave("no offer", fmt.Sprintf("“%s” says when people cannot cover.", text))
	}
	return known && !turn
}

// bareAnswers say nothing without the question.
var bareAnswers = []string{"yes", "y", "no", "n", "true", "false"}

// asMeant turns an answer round where its question does.
func (l *line) asMeant(col int, c Column, text string, said rota.Declaration) (rota.Declaration, bool) {
	if !slices.Contains(bareAnswers, strings.TrimRight(plain(text), ".!")) {
		return said, true
	}
	turn, ok := l.turnedHere(col, c)
	if !ok || !turn {
		return said, ok
	}
	l.remark("In the column " + orElse(tidy(l.header.At(col).Text), sheet.Letters(col)) + " yes is taken for away and no for working.")
	if said == rota.Working {
		return rota.Away, true
	}
	return rota.Working, true
}

// turnedHere reports whether yes in a column of answers means away, and whether that is known.
func (l *line) turnedHere(col int, c Column) (turn, known bool) {
	text, doubtful := l.around[col]
	if !doubtful {
		return c.Turned, true
	}
	return l.turnedBy(text)
}

// question is what a word without letters of its own is asked under: what it means
// differs from table to table.
func (l *line) question(col int, text string) string {
	if len([]rune(text)) > 2 {
		return ""
	}
	if around := l.around[col]; around != "" {
		return around
	}
	q := tidy(dayWords.ReplaceAllString(l.header.At(col).Text, " "))
	if asksItself.MatchString(plain(q)) {
		return q
	}
	return ""
}
