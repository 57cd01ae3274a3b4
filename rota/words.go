package rota

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// How people read times and findings. The words are the same on pages, sheets
// and the command line.

// ClockWords is the London wall time: "7am", "11:30pm", "midday", "midnight".
func ClockWords(t time.Time) string {
	t = t.In(london)
	switch h, m := t.Hour(), t.Minute(); {
	case h == 0 && m == 0:
		return "midnight"
	case h == 12 && m == 0:
		return "midday"
	case m == 0:
		return t.Format("3pm")
	}
	return t.Format("3:04pm")
}

// Words is "Tue 14 July".
func (d Date) Words() string {
	return fmt.Sprintf("%s %d %s", d.Weekday().String()[:3], d.Day, d.Month)
}

// Words is "Tue 14 July, 7am to 7pm"; the second day is named when the span is a day or longer.
func (s Span) Words() string { return DateOf(s.Start).Words() + ", " + s.Times() }

// Times is [Span.Words] where the first day is said already: "7am to 7pm".
func (s Span) Times() string {
	from := ClockWords(s.Start) + " to "
	if s.End.Sub(s.Start) < 24*time.Hour {
		return from + ClockWords(s.End)
	}
	return from + DateOf(s.End).Words() + ", " + ClockWords(s.End)
}

// Words is the slot in a sentence: "Labour ward, registrar tier, Fri 25 July, 8pm to 8:30am".
func (s Slot) Words() string { return s.Unit + ", " + s.Role + ", " + s.Span.Words() }

// SlotWords is the slot in a sentence about the problem: as [Slot.Words], with the
// site where the problem's slots are at several.
func (p Problem) SlotWords(s Slot) string { return p.RoleWords(s) + ", " + s.Span.Words() }

// RoleWords is the slot without its time: "Labour ward (North), registrar tier", the
// site only where the problem's slots are at several.
func (p Problem) RoleWords(s Slot) string {
	unit := s.Unit
	if slices.ContainsFunc(p.Slots, func(o Slot) bool { return o.Site != s.Site }) {
		unit += " (" + s.Site + ")"
	}
	return unit + ", " + s.Role
}

// LossWords is a loss with its unit: "1 point of loss". A point is whatever the trust
// measures the loss of its sessions by, such as a patient.
func LossWords(points int64) string {
	if points == 1 {
		return "1 point of loss"
	}
	return fmt.Sprintf("%d points of loss", points)
}

// Words says what stops the reason's consultant from taking the slot, without
// naming them: "would be within 11 hours' rest of Labour ward, …".
func (r Reason) Words(p Problem, slot Slot) string {
	who, _ := p.Consultant(r.Consultant)
	because := p.because(r)
	switch r.Rule {
	case ruleSkill.ID:
		return "not trained in " + strings.Join(missingSkills(who, slot), " and ")
	case ruleSite.ID:
		return "does not work at " + slot.Site
	case ruleOffer.ID:
		if slices.Contains(who.KeptOff, slot.ID) {
			return "was taken off this slot by hand"
		}
		return "has not offered this time " + modeWords(slot.Mode)
	case ruleOverlap.ID:
		if slices.Contains(r.Because, string(slot.ID)) {
			return "is in this slot already"
		}
		return "already has " + because
	case ruleTravel.ID:
		return "no time to travel to or from " + because
	case ruleRest.ID:
		return fmt.Sprintf("would have less than %s' rest beside %s, in %s from start to end where %s is the most", Hours(*p.Rules.Rest), because, Hours(p.runOf(r, slot).Minutes()), Hours(*p.Rules.MaxRun))
	case ruleCover.ID:
		return "would pass their limit of " + Hours(own(who.MaxCover, p.Rules.MaxCover)) + " of cover"
	case ruleNights.ID:
		return fmt.Sprintf("would have more than %s in a row", plural(own(who.MaxNightsInARow, p.Rules.MaxNightsInARow), "night"))
	case ruleDays.ID:
		return fmt.Sprintf("would work more than %s in a row", plural(own(nil, p.Rules.MaxDaysInARow), "day"))
	}
	return string(r.Rule)
}

// DeclinedWords say it of somebody who offered the slot and has declined it since.
func (r Reason) DeclinedWords(slot Slot) string {
	return "offered this time " + slot.Mode.Phrase() + " and has declined it"
}

func own(theirs, rule *int) int {
	if theirs != nil {
		return *theirs
	}
	if rule != nil {
		return *rule
	}
	return 0
}

func modeWords(m Mode) string {
	if m == OnSite {
		return "on site"
	}
	return "on call or standby"
}

func missingSkills(c Consultant, s Slot) []string {
	var out []string
	for _, skill := range s.SkillsAll {
		if !skilled(&c, &Slot{SkillsAll: []string{skill}}) {
			out = append(out, skill)
		}
	}
	if !skilled(&c, &Slot{SkillsAny: s.SkillsAny}) {
		out = append(out, strings.Join(s.SkillsAny, " or "))
	}
	return out
}

// because names the reason's other slots and sessions.
func (p Problem) because(r Reason) string {
	var out []string
	who, _ := p.Consultant(r.Consultant)
	for _, id := range r.Because {
		if s, ok := p.Slot(SlotID(id)); ok {
			out = append(out, p.SlotWords(s))
			continue
		}
		for _, s := range who.Sessions {
			if string(s.ID) == id {
				out = append(out, "their own session, "+s.Span.Words())
			}
		}
	}
	if len(out) == 0 {
		return "other work"
	}
	return strings.Join(out, "; ")
}

// runOf is the time from the first start to the last end of a slot and a reason's other slots and sessions.
func (p Problem) runOf(r Reason, slot Slot) Span {
	out := slot.Span
	with := func(s Span) {
		if s.Start.Before(out.Start) {
			out.Start = s.Start
		}
		if s.End.After(out.End) {
			out.End = s.End
		}
	}
	who, _ := p.Consultant(r.Consultant)
	for _, id := range r.Because {
		if s, ok := p.Slot(SlotID(id)); ok {
			with(s.Span)
		}
		for _, s := range who.Sessions {
			if string(s.ID) == id {
				with(s.Span)
			}
		}
	}
	return out
}

// StageWords names a stage of the aims for people: "Open places of priority 1".
func StageWords(stage string) string {
	if priority, ok := strings.CutPrefix(stage, "cover/"); ok {
		return "Open places of priority " + priority
	}
	return Aim(stage).Words()
}

// Words names the aim for people.
func (a Aim) Words() string {
	switch a {
	case AimCover:
		return "Fewest open places, priority 1 first"
	case AimDisplaced:
		return "Least lost from displaced sessions"
	case AimChanges:
		return "Fewest changes from the published plan"
	case AimCostTrust:
		return "Lowest cost at trust rates"
	case AimCostBMA:
		return "Lowest cost at BMA rates"
	case AimCostAgreed:
		return "Lowest cost as agreed"
	case AimConsultants:
		return "Fewest consultants called in"
	case AimSpread:
		return "Least cover on the busiest consultant"
	}
	return string(a)
}

// Words is the value with its unit: "12 hours 30 minutes", "£1,234.50", "3".
func (a AimValue) Words() string { return a.words(a.Value) }

func (a AimValue) words(v int64) string {
	switch aim := Aim(a.Aim); {
	case strings.HasPrefix(a.Aim, "cover/"), aim == AimSpread:
		return Hours(int(v))
	case IsCost(a.Aim):
		return Pence(v).String()
	case aim == AimDisplaced:
		return LossWords(v)
	}
	return fmt.Sprint(v)
}

// ProofWords says how sure the plan is to be best: "Proved best", or "Best
// found" with how much better the first unproved aim could be at most. One that
// people have changed since says that instead, unless it is still proved.
func (p Plan) ProofWords() string {
	for _, a := range p.Aims {
		if a.Value != a.Bound && p.ByHand {
			return "Changed by hand since it was made"
		}
		if a.Value != a.Bound {
			return fmt.Sprintf("Best found, at most %s better (%s)", a.words(a.Value-a.Bound), LowerFirst(StageWords(a.Aim)))
		}
	}
	return "Proved best"
}

// IsCost reports whether the stage of the aims is a cost, in pence.
func IsCost(stage string) bool { return strings.HasPrefix(stage, "cost:") }

// ListWords is "a, b and c".
func ListWords(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// UpperFirst writes words as they stand at the beginning of a sentence.
func UpperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// LowerFirst writes words as they stand within a sentence. Abbreviations stay as they are.
func LowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}
