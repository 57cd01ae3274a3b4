package intake

import (
	"regexp"
	"strings"
	"unicode"
)

// What stands beside a name, or a code, by which a duty may be somebody else's or nobody's.
var (
	toOthers = regexp.MustCompile(`\bswap(s|ped|ping)?\b|\b(covered|replaced|done|worked) by\b|\bcovering for\b|\bgiven to\b|\bin (place|lieu|stead) of\b|\binstead of\b|[([](not|no longer|cancelled|canceled)\b`)
	// atNoDuty says that somebody is away, or not counted: in brackets behind a name, or after a dash.
	atNoDuty = regexp.MustCompile(`(?:[(\[][^)\]]*|\s[-–—:/]\s*)\b(sick|sickness|leave|a/l|s/l|off|absent|away|isolating|resigned|left|withdrawn|not in post|shadow(ing)?|supernumerary|observer|cancelled|tbc)\b[^)\]]*[)\]]?$`)
	// aPost is what stands for somebody whom nobody has named: "Registrar 1".
	aPost = regexp.MustCompile(`^(the )?(doctor|resident|trainee|registrar|sho|spr|str|reg|fy ?[12]|f[12]|st ?[1-8]|ct ?[1-3])( (doctor|trainee|registrar|on call|cover))?( ?[#\d]{1,2}| [a-d])?$`)
	// asAbove stands for the name in the row above.
	asAbove = regexp.MustCompile(`^(ditto|do\.?|as above|same( as above)?|["“”]+|'{2}|″|〃)$`)
	// twoInitialled are two names with a comma between them, each with initials: "Bevan A, Cohen B".
	twoInitialled = regexp.MustCompile(`^(\pL[\pL'’-]+ \pL{1,2}\.?, ?\pL[\pL'’-]+ \pL{1,2}\.?|(?i:dr|mr|mrs|ms|miss|prof)\.? [^,]+, ?(?i:dr|mr|mrs|ms|miss|prof)\.? [^,]+)$`)
)

// loneInitials are initials where a name should be: nobody can tell by them whose answer belongs to a duty.
var loneInitials = regexp.MustCompile(`^\p{Lu}\.?\p{Lu}\.?\p{Lu}?\.?$`)

const (
	initialsWrong = "These look like initials, which do not say who it is."
	initialsMend  = "Put the names in your file in place of the initials, as with Find and Replace, or type the name here."
	doubtfulWrong = "What stands beside the name may mean that the duty is somebody else’s, or nobody’s."
	doubtfulMend  = "Type the name of whoever has the duty, or leave the row out."
)

// saysSwap reports whether a text says that a duty was given away.
func saysSwap(text string) bool { return toOthers.MatchString(plain(text)) }

// doubtfulName reports whether a cell with a name says more, by which the duty may not be that person's.
func doubtfulName(text string) bool {
	t := plain(text)
	if !strings.ContainsFunc(t, unicode.IsLetter) {
		return false // no name at all
	}
	if !strings.ContainsAny(t, "([?-:/=") && strings.Count(t, " ") < 3 && !strings.Contains(t, "swap") {
		return false // a plain name
	}
	return strings.ContainsAny(t, "?=") || toOthers.MatchString(t) || atNoDuty.MatchString(t)
}

// isPost reports whether a text names a post and nobody in it, or stands for the name above it.
func isPost(text string) bool {
	const longest = 30
	return len(text) <= longest && !strings.Contains(text, ",") && (aPost.MatchString(plain(text)) || asAbove.MatchString(plain(text)))
}

// namesTwo reports whether a text is two names with a comma between them, each with initials or a title.
func namesTwo(text string) bool {
	return strings.Contains(text, ",") && twoInitialled.MatchString(text)
}
