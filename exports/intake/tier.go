package intake

import (
	"regexp"
	"strings"
)

// A tier is how senior a grade is: below registrar level, or at it.
type tier int

const (
	unknownTier tier = iota
	juniorTier
	registrarTier
	consultantTier
)

// tiers say which grades are which; the first that fits decides. Year 3 of a
// training scheme is a registrar.
var tiers = []struct {
	pattern *regexp.Regexp
	tier    tier
}{
	{regexp.MustCompile(`^(locum |acting )?consultant`), consultantTier},
	{regexp.MustCompile(`\bsho\b|sho level|ct level|tier ?1|below registrar`), juniorTier},
	{regexp.MustCompile(`^(spr|str|sp?r)\b|registrar|senior clinical fellow|\b(st|ct|imt?) ?[3-9]\+|tier ?[23]|middle grade|post.?cct|senior fellow`), registrarTier},
	{regexp.MustCompile(`^(f|fy|fho|pfy|ho) ?\d\b|foundation|^f\d|house officer|^(gp|gpst|gpvts|vts)\b|^gp ?st|^gpvts|^gpst|general practice|^ct ?\d$|^core|^junior clinical fellow|^trust (sho|doctor f)`), juniorTier},
	{regexp.MustCompile(`^(st|imt?|acf|accs|acc|specialty trainee|internal medicine trainee|specialty training)( ?y(ea)?r?)? ?[12](\b|$)`), juniorTier},
	{regexp.MustCompile(`^(st|imt?|acf|specialty trainee|internal medicine trainee|specialty training)( ?y(ea)?r?)? ?[3-9](\b|$)`), registrarTier},
}

// tierOf is the tier of a grade, unknownTier when it is not known.
func tierOf(grade string) tier {
	g := strings.ReplaceAll(plain(grade), "-", " ")
	for _, t := range tiers {
		if t.pattern.MatchString(g) {
			return t.tier
		}
	}
	return unknownTier
}
