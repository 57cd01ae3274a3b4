package intake

import "regexp"

var turnedQuestion = regexp.MustCompile(`\bnot\b.*\b(work|availab|attend|be in|at work|coming)|\bunavailab|\b(strik(e|ing)|taking (part in )?(industrial )?action|withdraw|absent|away|participat)\w*\b.{0,30}[?:]? ?$|\b(are|will) you (be )?(strik|taking (part|industrial|strike)|on strike|withdraw|absent|away)|\bintend(ing)? to (strike|take)`)

// A question that speaks of striking and not of working asks who will strike.
var (
	ofStriking = regexp.MustCompile(`\bstrik|\bindustrial action|\bia\b|\btaking part|\btake part|\bjoin\w* (in )?(the |this |any )?(action|walk)|\bparticipa|\bpicket|\bwalk(ing)? ?out|\bwithdraw|\bwith?hold|\bstoppage|\bdown(ing)? tools`)
	ofWorking  = regexp.MustCompile(`\bwork(ing)?\b|\bavailab|\battend|\bon duty|\brostered|\bat work|\bin work|\bcover`)
	unableTo   = regexp.MustCompile(`\b(unable|not able|cannot|can't|refus\w*|declin\w*|object\w*|exempt\w*)\b.{0,12}\b(work|attend|be|come|cover)`)
)

// notAway are questions to which yes means that somebody will be there after all.
var notAway = regexp.MustCompile(`(\bnot|n't|\bnever|\bwithout)\b.{0,25}\b(strik|taking|withdraw|absent|away|participat|unavailab)`)

// offersItself are questions that ask who is there, and denied what turns them round.
var (
	offersItself = regexp.MustCompile(`available for|be available`)
	denied       = regexp.MustCompile(`\bunavailab|(\bnot\b|n't\b|\b(wo|ca|do|is|are|ai)nt\b|\bnever\b|\bcannot\b|\bno longer\b|\bunable\b).{0,15}\bavailab`)
)

// whileStriking are words by which a question names when it is about, and not what it asks.
var whileStriking = regexp.MustCompile(`\b(?:during|in|over|throughout|through|for|across|despite) (?:the |this |any |our |each )?(?:\w+ ){0,2}?(?:strikes?|industrial action)(?: days?| dates?| period)?\b|\bon (?:the |each |any |these )?(?:days? of (?:the )?(?:strike|industrial action)|(?:strike|industrial action) (?:days?|dates?))\b`)

// turned reports whether yes to a question means away.
func turned(heading string) bool {
	t := plain(dayWords.ReplaceAllString(heading, " "))
	if rest := whileStriking.ReplaceAllString(t, " "); ofWorking.MatchString(rest) {
		t = rest
	}
	if offersItself.MatchString(t) && !denied.MatchString(t) {
		return false
	}
	if notAway.MatchString(t) {
		return false // two noes
	}
	return turnedQuestion.MatchString(t) || denied.MatchString(t) || unableTo.MatchString(t) || ofStriking.MatchString(t) && !ofWorking.MatchString(t)
}
