package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"strikerota/rota"
)

// A coverKind is what a consultant's cell means.
type coverKind string

// The kinds, the strictest first: where two rows speak of one person and time, the
// one that comes first here stands.
const (
	fixedWork   coverKind = "fixed" // own work, not to be moved
	notAtAll    coverKind = "no"
	notAgreed   coverKind = "unsure"
	cutShort    coverKind = "cut"     // they have said that they stop before then
	plannedWork coverKind = "planned" // own work that can be displaced, then cover
	fromHome    coverKind = "home"    // on call from home
	onSiteOnly  coverKind = "site"    // in the hospital, not on call from home
	willCover   coverKind = "yes"
	saysNothing coverKind = "empty"
)

var coverKinds = []coverKind{fixedWork, notAtAll, notAgreed, cutShort, plannedWork, fromHome, onSiteOnly, willCover, saysNothing}

// A coverSaying is what a cell means: a kind, the terms that it names, and what displacing the work costs.
type coverSaying struct {
	kind  coverKind
	terms rota.Terms
	loss  int
	text  string
	timed bool // it names its own times
	when  band
	day   bool // of a day, and nothing says of which part of it
	// either says that they cover both on site and from home, in so many words.
	either bool
}

// offers reports whether it is an offer to cover, which needs times.
func (s coverSaying) offers() bool {
	return s.kind == willCover || s.kind == fromHome || s.kind == onSiteOnly
}

// coverWords are texts that everybody understands.
var coverWords = map[string]coverSaying{
	"": {kind: saysNothing}, "-": {kind: saysNothing},
	"ok": {kind: willCover}, "yes": {kind: willCover}, "y": {kind: willCover}, "available": {kind: willCover}, "avail": {kind: willCover}, "free": {kind: willCover}, "can cover": {kind: willCover}, "will cover": {kind: willCover},
	"happy to cover": {kind: willCover}, "✓": {kind: willCover}, "✔": {kind: willCover}, "agreed": {kind: willCover}, "true": {kind: willCover}, "ok all weekend": {kind: willCover}, "ok all day": {kind: willCover}, "fine": {kind: willCover},
	"no": {kind: notAtAll}, "n": {kind: notAtAll}, "not available": {kind: notAtAll}, "unavailable": {kind: notAtAll}, "al": {kind: notAtAll}, "a/l": {kind: notAtAll}, "annual leave": {kind: notAtAll}, "leave": {kind: notAtAll}, "on leave": {kind: notAtAll},
	"sl": {kind: notAtAll}, "study leave": {kind: notAtAll}, "sick": {kind: notAtAll}, "away": {kind: notAtAll}, "off": {kind: notAtAll}, "not nights": {kind: notAtAll}, "no nights": {kind: notAtAll}, "no weekends": {kind: notAtAll}, "not weekends": {kind: notAtAll}, "declined": {kind: notAtAll}, "false": {kind: notAtAll}, "cannot": {kind: notAtAll}, "can't": {kind: notAtAll},
	"?": {kind: notAgreed}, "ask": {kind: notAgreed}, "maybe": {kind: notAgreed}, "tbc": {kind: notAgreed}, "possibly": {kind: notAgreed}, "ask me": {kind: notAgreed}, "poss": {kind: notAgreed}, "not sure": {kind: notAgreed}, "to be confirmed": {kind: notAgreed}, "??": {kind: notAgreed},
}

// termsIn finds terms that a text names.
func termsIn(text string) (rota.Terms, bool) {
	t := plain(text)
	switch {
	case regexpBMA.MatchString(t):
		return rota.BMARate, true
	case regexpToil.MatchString(t):
		return rota.TimeOff, true
	case regexpPlan.MatchString(t):
		return rota.InJobPlan, true
	case regexpTrust.MatchString(t):
		return rota.TrustRate, true
	}
	return "", false
}

var (
	regexpBMA   = regexp.MustCompile(`\bbma\b`)
	regexpToil  = regexp.MustCompile(`\btoil\b|time off|time in lieu|\blieu\b`)
	regexpPlan  = regexp.MustCompile(`job ?plan|\bin jp\b|\bjp\b`)
	regexpTrust = regexp.MustCompile(`\btrust\b|\bnhs rate|local rate|standard rate|additional work rate`)
	paidYes     = regexp.MustCompile(`^(ok|yes|y|available|if|at|for|only|rate|rates|or nothing|paid|with|pay|please|card|trust|bma|toil|time off( in lieu)?|lieu|local|nhs|standard|in|[,.:;/ -])+$`)
	ownWork     = regexp.MustCompile(`\b(clinics?|list|theatres?|mdt|ward round|round|session|endoscopy|scan|teaching|admin|spa|dcc|meeting|ct list|surgery|on call|oncall|hot week)\b`)
	movable     = regexp.MustCompile(`\b(can (be )?(cancel(led)?|moved?|stand down)|cancell?able|could cancel|movable|p[34]|elective|routine|can drop)\b`)
	immovable   = regexp.MustCompile(`(\bnot|n't|\bcannot|\bnever|\bno)\b.{0,12}\b(cancel|move|stand|drop|elective|routine)`)
	hedged      = regexp.MustCompile(`\b(until|till|til|from|before|after|if|but|only|unless|except|maybe|perhaps|part|half|not|am|pm|\d{1,2}(am|pm)?)\b`)
	answeredLos = regexp.MustCompile(`^planned ?(\d+)$`)
)

// coverOf looks a text up without asking: words that everybody understands, a yes with terms, and ways
// to cover.
func coverOf(text string) (coverSaying, bool) {
	t := strings.TrimRight(plain(text), ".!")
	if s, ok := coverWords[t]; ok {
		return s, true
	}
	if _, ok := offeredTimes(t); ok {
		return coverSaying{kind: willCover}, true
	}
	if terms, ok := termsIn(t); ok && paidYes.MatchString(t) {
		return coverSaying{kind: willCover, terms: terms}, true
	}
	return wayAndMore(t)
}

var ownTimes = regexp.MustCompile(`^(?:(?:ok|yes|y|available|avail|free|can cover|will cover)[ ,:;-]*)?(\d{1,2}(?:[:.]?\d{2})?(?: ?[ap]m)? ?(?:-|to|until|till) ?\d{1,2}(?:[:.]?\d{2})?(?: ?[ap]m)?)(?: only)?$`)

// offeredTimes are the times of a cell that offers nothing but these: "0800-1300", "yes 5pm to 10pm".
func offeredTimes(text string) (band, bool) {
	m := ownTimes.FindStringSubmatch(withoutHours(plain(text)))
	if m == nil {
		return band{}, false
	}
	from, to, ok := rangeOf(m[1])
	return band{from, to}, ok
}

// answeredCover reads an answer: "yes", "yes bma_rate", "home", "fixed", "planned 12", "no", "unsure",
// "empty"; times alone or after one that is an offer: "0800-2030", "home 2000-0830"; or plain words.
func answeredCover(answer string) (coverSaying, bool) {
	if s, ok := answeredKind(answer); ok || answer == "" {
		return s, ok
	}
	t := withoutHours(plain(answer))
	from, to, ok := rangeOf(t)
	if !ok {
		return coverOf(answer)
	}
	m := aRange.FindStringSubmatchIndex(t)
	rest := strings.Trim(tidy(t[:m[2]]+" "+t[m[5]:]), " ,:;()=-")
	s, ok := answeredKind(rest)
	switch {
	case ok:
	case coversWords.MatchString(rest):
		s, ok = coverSaying{kind: willCover}, true
	case homeWord.MatchString(rest) && !hedged.MatchString(rest):
		s, ok = coverSaying{kind: fromHome}, true
	default:
		s, ok = coverOf(rest)
	}
	s.timed, s.when = true, band{from, to}
	return s, ok && s.offers()
}

// coversWords say beside times no more than that they are covered.
var coversWords = regexp.MustCompile(`^((ok|yes|they|can|will|cover|covers|these|times|works?|from|only|night|day|long|shift)( |$))*$`)

func answeredKind(answer string) (coverSaying, bool) {
	if m := answeredLos.FindStringSubmatch(answer); m != nil {
		n, err := strconv.Atoi(m[1])
		return coverSaying{kind: plannedWork, loss: n}, err == nil && n <= rota.MaxLoss
	}
	kind, terms, _ := strings.Cut(answer, " ")
	s := coverSaying{kind: coverKind(kind), terms: rota.Terms(terms)}
	known := slices.Contains(coverKinds, s.kind) && s.kind != cutShort && s.kind != plannedWork
	return s, known && (terms == "" || slices.Contains(rota.AllTerms(), s.terms))
}

// said is what a consultant's cell means: its words, or its colour when it has none.
func (l *line) cover(col int) (coverSaying, bool) {
	text := l.at(col)
	if text == "" {
		if colour := l.row.At(col).Look().Fill; colour != "" {
			s, known := l.colour(col, colour)
			if !known {
				return s, false
			}
			return l.how(col, s)
		}
	}
	if s, known, is := l.shiftCell(col, text); is {
		if !known {
			return s, false
		}
		return l.how(col, s)
	}
	s, known := coverOf(text)
	question := l.question(col, text)
	if answer := l.answered(wordKey(CoverWord, question, text)); !known || answer != "" && text != "" {
		a, key := l.ask(CoverWord, question, text, describeCover)
		if s, known = answeredCover(a); !known {
			l.openWord(col, key, "unknown word", "Nothing says whether this is an offer to cover.")
			return s, false
		}
	}
	s.text = text
	l.meetContrary(col, s)
	return l.how(col, s)
}

// how is what a cell says under its heading, with the way in which they cover.
func (l *line) how(col int, s coverSaying) (coverSaying, bool) {
	s, known := l.offered(col, s)
	if !known || s.either || s.kind != willCover && s.kind != plannedWork {
		return s, known
	}
	switch way, said := l.ways(col); {
	case !said: // the terms of the cell are asked for with it
	case s.kind == willCover:
		s.kind = way
	default:
		l.planned = way
	}
	return s, true
}

var unableHeading = regexp.MustCompile(`\b(unavailab\w*|not available|not able|unable|cannot|can't|can not)\b`)

// offered is what a cell says under a heading, or a title, that may ask when somebody cannot
// cover: yes is then no offer, and no is none either.
func (l *line) offered(col int, s coverSaying) (coverSaying, bool) {
	heading := tidy(groupHeading(l.choice, l.sheet, col))
	if !unableHeading.MatchString(plain(heading)) {
		text, doubtful := l.around[col]
		if !doubtful || s.kind != willCover && s.kind != notAtAll {
			return s.at(heading), true
		}
		turn, known := l.turnedBy(text)
		if !turn {
			return s.at(heading), known
		}
		heading = text
	}
	l.remark("“" + heading + "” says when people cannot cover: nothing in it is an offer.")
	switch s.kind {
	case willCover:
		s.kind = notAtAll
	case notAtAll:
		s.kind = saysNothing
	}
	return s, true
}

// headedHome and headedOnSite are headings of columns for one way to cover.
var (
	notResident  = regexp.MustCompile(`\bnon[- ]?residents?\b`)
	headedHome   = regexp.MustCompile(`\bon[- ]?call\b|\bnroc\b|\bfrom home\b`)
	headedOnSite = regexp.MustCompile(`\bon[- ]?site\b|\bin[- ]house\b|\bresidents?\b`)
)

// waysHeaded reports whether a heading speaks of cover from home, and of cover in the hospital.
func waysHeaded(heading string) (home, here bool) {
	t := plain(heading)
	rest := notResident.ReplaceAllString(t, "")
	return headedHome.MatchString(t) || rest != t, headedOnSite.MatchString(rest)
}

// at is the saying at the terms that its heading names, when it names none itself, and in the
// mode: a yes under "On call" is no offer to come in, and a no there none about coming in.
func (s coverSaying) at(heading string) coverSaying {
	if s.terms == "" && (s.kind == willCover || s.kind == fromHome) {
		s.terms, _ = termsIn(heading)
	}
	home, here := waysHeaded(heading)
	switch {
	case home == here:
	case s.kind == notAtAll:
		s.kind = saysNothing
	case s.kind == willCover && home:
		s.kind = fromHome
	case s.kind == willCover:
		s.kind = onSiteOnly
	}
	return s
}

func describeCover(w *Word) {
	w.Free = true
	w.Options = coverOptions()
	t := plain(w.Text)
	w.Suggestion = likelyCover(t)
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(t, " and ", "+"), func(r rune) bool { return strings.ContainsRune("+/&;", r) }) {
		if likelyCover(strings.TrimSpace(part)) != w.Suggestion {
			w.Suggestion = "" // its parts point to different things
		}
	}
}

func likelyCover(t string) string {
	switch {
	case strings.ContainsAny(t, "*†‡§"): // a footnote says what it means
	case strings.HasSuffix(t, "?"):
		return string(notAgreed)
	case movable.MatchString(t) && !immovable.MatchString(t):
		return "planned 1"
	case ownWork.MatchString(t):
		return string(fixedWork)
	case hedged.MatchString(t): // only people can say how much of it is agreed
	case strings.HasPrefix(t, "ok"), strings.HasPrefix(t, "yes"):
		return string(willCover)
	case strings.HasPrefix(t, "no"):
		return string(notAtAll)
	}
	return ""
}

func coverOptions() []Option {
	return []Option{
		{string(willCover), "Will cover"}, {"yes bma_rate", "Will cover, at the BMA rate"}, {"yes trust_rate", "Will cover, at the trust rate"}, {"yes time_off", "Will cover, for time off"},
		{string(onSiteOnly), "On site only"}, {string(fromHome), "On call from home only"}, {string(fixedWork), "Own work, not to be moved"}, {"planned 1", "Own work that can be displaced"},
		{string(notAtAll), "No"}, {string(notAgreed), "Not agreed yet"}, {string(saysNothing), "Says nothing"},
	}
}
