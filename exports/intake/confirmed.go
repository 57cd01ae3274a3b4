package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/rota"
)

// Answers to a [ConfirmedWord].
const (
	IsConfirmed  = "yes"
	NotConfirmed = "no"
)

var (
	// clauseEnd parts a statement of what is confirmed.
	clauseEnd = regexp.MustCompile(`[;,\n]|\.(?: |$)| but | while | whereas | though | / `)
	// excepted are regions of which the opposite is said, such as "confirmed except London".
	excepted = regexp.MustCompile(`\b(?:except(?: for)?|excluding|excl\.?|apart from|other than|bar|not including)(?: in)? (outside london|london)\b`)
	// Regions in such a statement. Unlike in headings, "not London" speaks of London.
	saysOutside = regexp.MustCompile(`\boutside(?: of)?(?: london)?\b|\brest of england\b|\bnon[ -]*london\b`)
	saysRest    = regexp.MustCompile(`\b(the )?(rest|others?|remainder|remaining|elsewhere)\b`)
	// denies and affirms say what somebody has, or has not, confirmed.
	denies = regexp.MustCompile(`\b(not|never|no longer|\w+n't|nobody|no one|none|yet to be|to be|needs?|needing|awaiting|awaits|pending|subject to|before|until|unless|if)\b(.{0,24}?\b(confirm\w*|agreed|agreement|approv\w*|check\w*|signed off|sign[- ]off|final\w*|settled))?|` +
		`^(no|n|false|nil|0)\b|\bunconfirmed|\bunapproved|\bunagreed|\bprovisional|\bdrafts?\b|\bproposed|\bproposal|\btbc\b|\btba\b|\binferred|\bestimate[sd]?\b|\bassumed|\bguess\w*|\bunder (review|negotiation)|\bdisputed|\brejected|\brefused|\bwithdrawn|\bdeclined|\bunknown|\?`)
	affirms = regexp.MustCompile(`\bconfirmed\b|\bagreed\b|\bapproved\b|\bchecked\b|\bverified\b|\bsigned off\b|\bfinal\b|\bratified\b|\bin force\b|^(yes|y|true|ok|okay)\b|✓|✔|☑`)
	// byOthers is what somebody else than the trust has confirmed.
	byOthers = regexp.MustCompile(`\b(by|from|per|with)\b.{0,8}\b(bma|union|press|newspapers?|times|telegraph|bbc|hsj|website)\b`)
	// byWhom are headings under which a name or a day says that somebody has confirmed.
	byWhom = regexp.MustCompile(`\b(by|on|date)\b`)
)

// A region is that of a column of rates, or of a part of a statement; "" is any.
type region string

const (
	inLondon      region = "london"
	outsideLondon region = "outside"
)

// regionsIn are the regions that a text names.
func regionsIn(t string) []region {
	var out []region
	rest := saysOutside.ReplaceAllString(t, " ")
	if rest != t {
		out = append(out, outsideLondon)
	}
	if londonWord.MatchString(rest) {
		out = append(out, inLondon)
	}
	return out
}

// statementOn is what a statement says of one region: confirmed, not confirmed, or "" where it
// does not plainly say either. What it denies of a part of the rates counts for all of them.
func statementOn(text string, of region) string {
	t := excepted.ReplaceAllString(plain(text), "; $1 not confirmed")
	named := regionsIn(t)
	said := ""
	for _, clause := range clauseEnd.Split(t, -1) {
		if clause = tidy(clause); clause == "" || !speaksOf(clause, of, named) {
			continue
		}
		clause = strings.Trim(tidy(londonWord.ReplaceAllString(saysOutside.ReplaceAllString(clause, " "), " ")), " :=-")
		rest := denies.ReplaceAllString(clause, " ")
		switch yes := affirms.MatchString(tidy(rest)); {
		case rest != clause && yes, yes && byOthers.MatchString(clause):
			return "" // both, or not the trust
		case rest != clause:
			return NotConfirmed
		case yes:
			said = IsConfirmed
		}
	}
	return said
}

// speaksOf reports whether a part of a statement is about a region, where the whole names some.
func speaksOf(clause string, of region, named []region) bool {
	here := regionsIn(clause)
	switch {
	case len(here) > 0:
		return slices.Contains(here, of)
	case saysRest.MatchString(clause) && len(named) > 0:
		return of != "" && !slices.Contains(named, of)
	}
	return true
}

// regionOf is the region of a column of rates: by its heading, or else the trust's own.
func (l *line) regionOf(col int) region {
	h := plain(l.header.At(col).Text)
	if here := regionsIn(h); outsideWord.MatchString(h) && len(here) == 1 {
		return outsideLondon
	} else if len(here) == 1 {
		return here[0]
	}
	switch (guesser{reader: l.reader, sheet: l.sheet, header: l.header}).inLondon(l.choice.Columns[col].Card) {
	case "yes":
		return inLondon
	case "no":
		return outsideLondon
	}
	return ""
}

// confirmed says how a rate stands: confirmed by the trust, not confirmed, or "" when nobody
// says so. What the file does not say is asked for, and is never taken for a yes.
func (l *line) confirmed(col int, of rota.Band) string {
	if l.has(Doubtful) {
		return l.listed(of)
	}
	if title := l.notAgreedTitle(); title != "" { // what the table calls confirmed is then something else
		if said := l.askConfirmed(l.sheet.Name, title); said != IsConfirmed {
			return l.unsaid(said)
		}
	}
	text := l.text(Confirmed)
	if text == "" && l.has(Confirmed) {
		return l.unsaid("")
	}
	if text == "" {
		return l.unsaid(l.askConfirmed(l.sheet.Name, cardLabel(l.choice.Columns[col].Card)+" rates"))
	}
	if answer := l.answered(wordKey(ConfirmedWord, "", text)); answer != "" {
		l.askConfirmed("", text)
		return l.unsaid(answer)
	}
	where := l.regionOf(col)
	said := statementOn(text, where)
	if said == "" && byWhom.MatchString(plain(l.header.At(l.col(Confirmed)).Text)) && mayBeSigned(text) {
		said = IsConfirmed
	}
	if named := regionsIn(plain(text)); said == "" && len(named) > 0 && where != "" && !slices.Contains(named, where) {
		return l.unsaid("") // it is about other rates
	}
	if said == "" {
		said = l.askConfirmed("", text)
	}
	return l.unsaid(said)
}

// ofNoAgreement are titles that say of a whole table that the trust has not agreed to its rates.
var ofNoAgreement = regexp.MustCompile(`\b(not|never|\w+n't|yet to|to be)\b.{0,24}?\b(confirm\w*|agree[ds]?|approv\w*|accept\w*|adopt\w*|signed)\b|\b(drafts?|proposed|proposals?|provisional|unapproved|unconfirmed|unagreed|subject to|for discussion|for approval)\b`)

// notAgreedTitle is such a title of the sheet, or "".
func (l *line) notAgreedTitle() string {
	return firstOf((guesser{sheet: l.sheet, header: l.header}).titles(), ofNoAgreement.MatchString)
}

// mayBeSigned reports whether a text can be the name of who has confirmed something, or the day.
func mayBeSigned(text string) bool {
	return !denies.MatchString(plain(text)) && len(regionsIn(plain(text))) == 0 && !isVacant(text) && (mayBeName(text) || len(text) > 5)
}

func (l *line) askConfirmed(context, text string) string {
	answer, _ := l.ask(ConfirmedWord, context, text, func(w *Word) {
		w.Options = []Option{{IsConfirmed, "The trust has confirmed these rates"}, {NotConfirmed, "The trust has not confirmed these rates"}}
	})
	return answer
}

// unsaid tells of rates of which nobody has said whether they are confirmed.
func (l *line) unsaid(said string) string {
	if said != IsConfirmed && said != NotConfirmed {
		l.remark("Rates of which nobody says that the trust has confirmed them come in as not confirmed, and every cost made of them says so.")
		return ""
	}
	return said
}

// cardLabel is a card as changes and questions name it.
func cardLabel(card string) string {
	if card == "bma" {
		return "BMA card"
	}
	return "Trust card"
}
