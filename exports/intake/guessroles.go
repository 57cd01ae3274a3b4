package intake

import (
	"regexp"
	"slices"
	"strings"
)

// roleHead is a role at the start of a heading, which a part of the day may follow: "SpR night".
var roleHead = regexp.MustCompile(`^(?:consultants?|registrars?|regs?|sprs?|st ?\d(?: ?[-/+] ?(?:st ?)?\d?)?|shos?|senior house officers?|f(?:y)? ?[12](?: ?[-/] ?(?:fy?)? ?2)?|foundation(?: doctors?| year)?(?: ?[12])?|` +
	`ct ?\d?(?: ?[-/] ?\d)?|imt ?\d?|core trainees?|middle grades?|tier ?[123]|(?:junior|senior) (?:doctors?|registrars?|clinical fellows?|tier)|gp ?sts?|clinical fellows?|(?:specialty|sas|trust) doctors?|anaesthetists?|surgeons?|(?:1st|2nd|3rd|first|second|third) on)\b`)

// rolesAcross takes columns of numbers that are headed by roles, in a table whose rows have
// none: so many doctors of that role.
func (g guesser) rolesAcross(columns []Column) {
	if slices.ContainsFunc(columns, func(c Column) bool { return c.Field == Role }) {
		return
	}
	for i, c := range columns {
		heading := tidy(g.header.At(i).Text)
		if _, _, matched := headed(Slots, heading); matched || c.Day != "" || !g.counts(i) {
			continue
		}
		if role, band, ok := g.roleIn(heading); ok {
			columns[i] = Column{Field: Places, Sure: 80, Role: role, Band: band}
		}
	}
}

// roleIn parts a heading into a role and a part of the day or of the week, which may be missing.
func (g guesser) roleIn(heading string) (role, band string, ok bool) {
	at := roleHead.FindStringIndex(plain(heading))
	if at == nil || len(plain(heading)) != len(heading) {
		return "", "", false
	}
	role, band = heading[:at[1]], strings.Trim(heading[at[1]:], " -,:/()")
	if band == "" || g.isBand(band) {
		return role, band, true
	}
	_, rest, some := weekdaysBeside(band)
	return role, band, some && (rest == "" || g.isBand(rest))
}
