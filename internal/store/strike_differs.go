package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"strikerota/rota"
)

// A setting is one of a strike's settings in words, before and after.
type setting struct{ what, was, is string }

// What says, among the settings that were changed, that the day of deletion was.
const (
	endWords  = "end"
	daysWords = "days until everybody is deleted"
)

// differs says for the audit which settings of a strike were changed, from what to what:
// "rest between duties: 11 hours, then 10 hours". Free text is only said to have changed.
// "" when nothing differs.
func (s StrikeSettings) differs(was StrikeSettings) string {
	var out []string
	for _, x := range append(s.limits(was),
		setting{"start", instantWords(was.Start), instantWords(s.Start)},
		setting{endWords, instantWords(was.End), instantWords(s.End)},
		setting{"on call with on site in one unit", yesNo(was.Rules.OnCallWithOnSite), yesNo(s.Rules.OnCallWithOnSite)},
		setting{"travel", travelWords(was.Rules.Travel), travelWords(s.Rules.Travel)},
		setting{"share of the silent counted as not there", shareWords(was.Case), shareWords(s.Case)},
		setting{"order of aims", aimsWords(was.Aims), aimsWords(s.Aims)},
		setting{daysWords, strconv.Itoa(was.Retention.Days), strconv.Itoa(s.Retention.Days)}) {
		if x.was != x.is {
			out = append(out, fmt.Sprintf("%s: %s, then %s", x.what, x.was, x.is))
		}
	}
	for _, x := range []setting{{"name", was.Name, s.Name}, {"legal basis", was.Retention.Basis, s.Retention.Basis},
		{"where people can read what is kept", was.Retention.Notice, s.Retention.Notice}} {
		if x.was != x.is {
			out = append(out, x.what)
		}
	}
	return strings.Join(out, "; ")
}

// limits are the rules with a number.
func (s StrikeSettings) limits(was StrikeSettings) []setting {
	hours := func(what string, was, is *int) setting {
		return setting{what, limitWords(was, rota.Hours), limitWords(is, rota.Hours)}
	}
	count := func(what string, was, is *int) setting {
		return setting{what, limitWords(was, strconv.Itoa), limitWords(is, strconv.Itoa)}
	}
	return []setting{
		hours("rest between duties", was.Rules.Rest, s.Rules.Rest),
		hours("longest run of work", was.Rules.MaxRun, s.Rules.MaxRun),
		hours("most cover for one consultant", was.Rules.MaxCover, s.Rules.MaxCover),
		count("most nights in a row", was.Rules.MaxNightsInARow, s.Rules.MaxNightsInARow),
		count("most days in a row", was.Rules.MaxDaysInARow, s.Rules.MaxDaysInARow),
	}
}

func limitWords(n *int, words func(int) string) string {
	if n == nil {
		return "no limit"
	}
	return words(*n)
}

func instantWords(t time.Time) string { return rota.DateOf(t).String() + " " + rota.ClockWords(t) }

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func travelWords(list []rota.Travel) string {
	var out []string
	for _, t := range list {
		out = append(out, fmt.Sprintf("%s to %s %d minutes", t.From, t.To, t.Minutes))
	}
	if out == nil {
		return "none"
	}
	return strings.Join(out, ", ")
}

func shareWords(c rota.Case) string {
	switch c.Kind {
	case rota.ShareAway:
		return strconv.Itoa(c.Share) + "%"
	case rota.AllWorking:
		return "none"
	}
	return "all"
}

func aimsWords(list []rota.Aim) string {
	var out []string
	for _, a := range list {
		out = append(out, rota.LowerFirst(a.Words()))
	}
	return strings.Join(out, " > ") // some have commas
}
