package rota

import (
	"testing"
	"time"
)

func TestWords(t *testing.T) {
	d := Date{2025, time.July, 25}
	at := func(d Date, h, m int) time.Time {
		v, err := London(d, h, m)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	night := Slot{ID: "n", Unit: "Labour ward", Role: "registrar tier", Site: "north", Mode: OnSite,
		SkillsAll: []string{"obstetrics"}, SkillsAny: []string{"scanning", "surgery"}, Span: Span{at(d, 20, 0), at(d.Add(1), 8, 30)}}
	p := Problem{
		Rules:       Rules{Rest: ptr(660), MaxRun: ptr(780), MaxCover: ptr(3600), MaxNightsInARow: ptr(3), MaxDaysInARow: ptr(1)},
		Slots:       []Slot{night},
		Consultants: []Consultant{{ID: "c", MaxCover: ptr(1500), Sessions: []Session{{ID: "k", Span: Span{at(d, 9, 0), at(d, 12, 0)}}}}},
	}
	reason := func(rule RuleID, because ...string) string {
		return Reason{Consultant: "c", Rule: rule, Because: because}.Words(p, night)
	}
	for _, c := range []struct{ got, want string }{
		{Span{at(d, 0, 0), at(d, 12, 0)}.Words(), "Fri 25 July, midnight to midday"},
		{Span{at(d, 8, 0), at(d.Add(1), 8, 0)}.Words(), "Fri 25 July, 8am to Sat 26 July, 8am"},
		{Span{at(d, 20, 0), at(d.Add(1), 20, 30)}.Times(), "8pm to Sat 26 July, 8:30pm"},
		{night.Times(), "8pm to 8:30am"},
		{night.Words(), "Labour ward, registrar tier, Fri 25 July, 8pm to 8:30am"},
		{reason("skill"), "not trained in obstetrics and scanning or surgery"},
		{reason("site"), "does not work at north"},
		{reason("offer"), "has not offered this time on site"},
		{reason("overlap", "k"), "already has their own session, Fri 25 July, 9am to midday"},
		{reason("overlap", "n"), "is in this slot already"},
		{reason("travel", "n"), "no time to travel to or from Labour ward, registrar tier, Fri 25 July, 8pm to 8:30am"},
		{reason("rest", "k"), "would have less than 11 hours' rest beside their own session, Fri 25 July, 9am to midday, in 23 hours 30 minutes from start to end where 13 hours is the most"},
		{reason("max_cover"), "would pass their limit of 25 hours of cover"},
		{reason("max_nights_in_a_row"), "would have more than 3 nights in a row"},
		{reason("max_days_in_a_row"), "would work more than 1 day in a row"},
		{StageWords("cover/2"), "Open places of priority 2"},
		{StageWords("spread"), "Least cover on the busiest consultant"},
		{AimValue{Aim: "cost:bma", Value: 123450}.Words(), "£1,234.50"},
		{AimValue{Aim: "cover/1", Value: 750}.Words(), "12 hours 30 minutes"},
		{Plan{Aims: []AimValue{{"cover/1", 60, 60}}}.ProofWords(), "Proved best"},
		{Plan{Aims: []AimValue{{"cover/1", 60, 60}, {"displaced", 12, 9}}}.ProofWords(),
			"Best found, at most 3 points of loss better (least lost from displaced sessions)"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestLowerFirst(t *testing.T) {
	for in, want := range map[string]string{"": "", "A": "a", "On call": "on call", "BMA rates": "BMA rates", "£98.00": "£98.00", "Été": "été"} {
		if got := LowerFirst(in); got != want {
			t.Errorf("%q within a sentence is %q, want %q", in, got, want)
		}
	}
}
