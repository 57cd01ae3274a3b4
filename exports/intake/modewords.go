package intake

import (
	"regexp"
	"strings"

	"strikerota/rota"
)

// How people say where a doctor is. A text is a mode when it is made of such words alone, and one of
// them says so: "resident on call" is in the hospital, "on call (NROC)" at home.
var (
	justStandby = regexp.MustCompile(`^stand.?by( from home)?$`)
	justOnCall  = regexp.MustCompile(`^on.?call( cover)?$`)
	atHomeText  = regexp.MustCompile(`^(?:(?:nroc|non.?res(?:ident(?:ial)?)?|home|off.?site|(?:tele)?phone|remote(?:ly)?|on.?call|from|at|by|advice|cover)(?: |$))+$`)
	onSiteText  = regexp.MustCompile(`^(?:(?:resident(?:ial)?|on.?site|in.?house|in (?:the )?(?:hospital|building)|in person|physical(?:ly)?|present|site|on.?call|cover)(?: |$))+$`)
	onSiteWord  = regexp.MustCompile(`\b(resident(ial)?|on.?site|in.?house|hospital|building|in person|physical(ly)?|present)\b|^site$`)
	atHomeWords = regexp.MustCompile(`\b(nroc|non.?res(ident(ial)?)?|home|off.?site|(tele)?phone|remote(ly)?)\b`)
	eitherMode  = regexp.MustCompile(` ?[/&+;] ?| or | and `)
	yesBefore   = regexp.MustCompile(`^(?:ok|yes|y|available|avail|agreed|fine|happy to (?:cover|do)|happy|can cover|will cover|can do)[ ,:;-]+(?:if |but |for )?`)
)

// modeOf is the mode that a text names and nothing else.
func modeOf(text string) (rota.Mode, bool) {
	t := tidy(strings.NewReplacer("(", " ", ")", " ", ",", " ").Replace(plain(text)))
	switch {
	case justStandby.MatchString(t):
		return rota.Standby, true
	case atHomeText.MatchString(t) && atHomeWords.MatchString(t), justOnCall.MatchString(t):
		return rota.OnCall, true
	case onSiteText.MatchString(t) && onSiteWord.MatchString(t):
		return rota.OnSite, true
	}
	return "", false
}

// wayOf is what a consultant's cell offers that says how they would cover: "on site", "yes, NROC only",
// "on site or on call". A bare "on call" may be work of their own, and standby is neither.
func wayOf(text string) (coverSaying, bool) {
	t := plain(text)
	rest := yesBefore.ReplaceAllString(t, "")
	only := strings.TrimSuffix(rest, " only")
	var here, home bool
	for _, part := range eitherMode.Split(only, -1) {
		mode, ok := modeOf(part)
		switch {
		case !ok, mode == rota.Standby, justOnCall.MatchString(t):
			return coverSaying{}, false
		case mode == rota.OnSite:
			here = true
		default:
			home = true
		}
	}
	switch {
	case here && home:
		return coverSaying{kind: willCover, either: true}, true
	case here:
		return coverSaying{kind: onSiteOnly}, true
	}
	return coverSaying{kind: fromHome}, true
}

// paidWords are those of terms beside a way to cover: "on site at BMA rate".
var paidWords = regexp.MustCompile(`\b(bma|trust|nhs|local|standard|toil|time off( in lieu)?|lieu|(in )?job ?plan|rates?|card|at|the|paid|pay|if|for|with)\b`)

// wayAndMore is a way to cover with times, or with terms, or with both.
func wayAndMore(t string) (coverSaying, bool) {
	t = withoutHours(t)
	rest := t
	var s coverSaying
	if from, to, ok := rangeOf(t); ok {
		m := aRange.FindStringSubmatchIndex(t)
		rest = tidy(t[:m[2]] + " " + t[m[5]:])
		s.timed, s.when = true, band{from, to}
	}
	if terms, ok := termsIn(rest); ok {
		rest, s.terms = tidy(paidWords.ReplaceAllString(rest, " ")), terms
	}
	way, ok := wayOf(strings.Trim(rest, " ,:;=-"))
	s.kind, s.either = way.kind, way.either
	return s, ok
}
