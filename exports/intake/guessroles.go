package intake

import (
	"regexp"
	"slices"
	"strings"
)

// roleNames are roles as headings give them.
const roleNames = `(?:consultants?|registrars?|regs?|sprs?|st ?\d(?: ?[-/+] ?(?:st ?)?\d?)?|shos?|senior house officers?|f(?:y)? ?[12](?: ?[-/] ?(?:fy?)? ?2)?|foundation(?: doctors?| year)?(?: ?[12])?|` +
	`ct ?\d?(?: ?[-/] ?\d)?|imt ?\d?|core trainees?|middle grades?|tier ?[123]|(?:junior|senior) (?:doctors?|registrars?|clinical fellows?|tier)|gp ?sts?|clinical fellows?|(?:specialty|sas|trust) doctors?|anaesthetists?|surgeons?|(?:1st|2nd|3rd|first|second|third) on)`

var (
	// roleHead is a role at the start of a heading, which a part of the day may follow: "SpR night".
	roleHead = regexp.MustCompile(`^` + roleNames + `\b`)
	// roleTail is one at its end, behind a part of the day: "Day 0800-2030: Tier 1".
	roleTail = regexp.MustCompile(`[^\w/]` + roleNames + `\)?$`)
)

// rolesAcross takes columns of numbers that are headed by roles, in a table whose rows have
// none: so many doctors of that role.
func (g guesser) rolesAcross(columns []Column) {
	if slices.ContainsFunc(columns, func(c Column) bool { return c.Field == Role }) {
		return
	}
	for i, c := range columns {
		heading := tidy(g.header.At(i).Text)
		_, _, matched := headed(Slots, heading)
		role, band, ok := g.roleIn(heading)
		switch {
		case matched:
		case c.Day == "" && ok && g.countsSome(i):
			columns[i] = Column{Field: Places, Sure: 80, Role: role, Band: band}
		case c.Field == Places:
			columns[i].Role = g.roleOver(i)
		}
	}
	for i, c := range columns { // of numbers for one time nobody can tell which holds
		c.Sure = 0
		for j, other := range columns[:i] {
			other.Sure = 0
			if c == other && c.Field == Places && (c.Band != "" || c.Day != "") {
				columns[i], columns[j] = Column{}, Column{}
			}
		}
	}
}

// roleOver is the role that stands over a column, in the first of the columns that it is for; "" without one.
func (g guesser) roleOver(col int) string {
	for _, row := range g.above {
		for i := col; i >= 0; i-- {
			text := tidy(row.At(i).Text)
			if text == "" {
				continue
			}
			if role, band, ok := g.roleIn(text); ok && band == "" {
				return role
			}
			break
		}
	}
	return ""
}

// roleIn parts a heading into a role and a part of the day or of the week, which may be missing.
func (g guesser) roleIn(heading string) (role, band string, ok bool) {
	const around = " -,:/()"
	if len(plain(heading)) != len(heading) {
		return "", "", false
	}
	if at := roleHead.FindStringIndex(plain(heading)); at != nil {
		role, band = heading[:at[1]], strings.Trim(heading[at[1]:], around)
	} else if at = roleTail.FindStringIndex(plain(heading)); at != nil {
		role, band = strings.Trim(heading[at[0]:], around), strings.Trim(heading[:at[0]], around)
	} else {
		return "", "", false
	}
	if band == "" || g.isBand(band) {
		return role, band, true
	}
	_, rest, some := weekdaysBeside(band)
	return role, band, some && (rest == "" || g.isBand(rest))
}
