package intake_test

import (
	"reflect"
	"slices"
	"testing"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// TestChangesNameEveryField: whatever a file writes of something that is known, the list of changes names:
// nothing becomes other in the entry, nor in what is remembered of duties, that no line speaks of.
func TestChangesNameEveryField(t *testing.T) {
	const consultants = "Consultant,Grade,Contact,Pay point,Skills,Site,Terms,Notes,Fri 25 July 0800-1300"
	const row = "Dr A Bee,Consultant,bleep 1111,4-7,obs,North,BMA,quiet,OK"
	const slots, slot = "Service,Unit,Site,Role,Date,Times,Doctors,Skills,Priority,No other duty", "Mat,LW,North,SHO,25/07/2025,0800-2030,2,obs,1,no"
	const duties, duty = "Name,Grade,Ward,Site,Shift,Date,Start,End", "A Bee,ST5,W1,North,LD,25/07/2025,0800,2030"
	const answers, answer = "Name,Fri 25 July", "A Bee,yes"
	const rates, rate = "Band,Rate,Confirmed", "Weekday 0700-1900,100,no"
	for _, tt := range []struct {
		kind                intake.Kind
		head, before, after string
		field               string
	}{
		{intake.Consultants, consultants, row, "Dr A Bee,SAS,bleep 1111,4-7,obs,North,BMA,quiet,OK", "grade"},
		{intake.Consultants, consultants, row, "Dr A Bee,Consultant,bleep 2222,4-7,obs,North,BMA,quiet,OK", "contact"},
		{intake.Consultants, consultants, row, "Dr A Bee,Consultant,bleep 1111,14+,obs,North,BMA,quiet,OK", "pay_point"},
		{intake.Consultants, consultants, row, "Dr A Bee,Consultant,bleep 1111,4-7,paeds,North,BMA,quiet,OK", "skills"},
		{intake.Consultants, consultants, row, "Dr A Bee,Consultant,bleep 1111,4-7,obs,South,BMA,quiet,OK", "sites"},
		{intake.Consultants, consultants, row, "Dr A Bee,Consultant,bleep 1111,4-7,obs,North,Trust rate,quiet,OK", "terms"},
		{intake.Consultants, consultants, row, "Dr A Bee,Consultant,bleep 1111,4-7,obs,North,BMA,max 2 nights,OK", "nights"},
		{intake.Consultants, consultants, row, "Dr A Bee,Consultant,bleep 1111,4-7,obs,North,BMA,loud,OK", "note"},
		{intake.Consultants, consultants, row, "Dr A Bee,Consultant,bleep 1111,4-7,obs,North,BMA,quiet,no", "offers"},
		{intake.Consultants, consultants, row, "Dr A Bee,Consultant,bleep 1111,4-7,obs,North,BMA,quiet,clinic", "sessions"},
		{intake.Slots, slots, slot, "Mat2,LW,North,SHO,25/07/2025,0800-2030,2,obs,1,no", "service"},
		{intake.Slots, slots, slot, "Mat,LW,North,SHO,25/07/2025,0800-2030,3,obs,1,no", "places"},
		{intake.Slots, slots, slot, "Mat,LW,North,SHO,25/07/2025,0800-2030,2,paeds,1,no", "skills_all"},
		{intake.Slots, slots, slot, "Mat,LW,North,SHO,25/07/2025,0800-2030,2,obs,2,no", "priority"},
		{intake.Slots, slots, slot, "Mat,LW,North,SHO,25/07/2025,0800-2030,2,obs or paeds,1,no", "skills_all"},
		{intake.Slots, slots, slot, "Mat,LW,North,SHO,25/07/2025,0800-2030,2,obs or paeds,1,no", "skills_any"},
		{intake.Slots, slots, slot, "Mat,LW,North,SHO,25/07/2025,0800-2030,2,obs,1,yes", "no_other_duty"},
		{intake.Slots, slots, slot, "Mat,LW,North,SHO,25/07/2025,0800-2030,2,,1,no", ""},
		{intake.Duties, duties, duty, "A Bee,ST6,W1,North,LD,25/07/2025,0800,2030", "grade"},
		{intake.Duties, duties, duty, "A Bee,ST5,W2,North,LD,25/07/2025,0800,2030", "unit"},
		{intake.Duties, duties, duty, "A Bee,ST5,W1,South,LD,25/07/2025,0800,2030", "site"},
		{intake.Duties, duties, duty, "A Bee,ST5,W1,North,On call,25/07/2025,0800,2030", "where"},
		{intake.Duties, duties, duty, "A Bee,ST5,W1,North,LD,25/07/2025,0900,2030", "start"},
		{intake.Duties, duties, duty, "A Bee,ST5,W1,North,LD,25/07/2025,0800,2000", "end"},
		{intake.Duties, duties, duty, "A Bee,,,,LD,25/07/2025,0800,2030", ""},
		{intake.Declarations, answers, answer, "A Bee,no", "declaration"},
		{intake.Rates, rates, rate, "Weekday 0700-1900,110,no", "rate"},
		{intake.Rates, rates, rate, "Weekday 0700-1900,100,yes", "confirmed"},
	} {
		t.Run(tt.field, func(t *testing.T) {
			k := julyFor(tt.kind)
			if tt.kind == intake.Declarations {
				k = julyFor(intake.Duties)
				_, _, k = imported(t, k, intake.Duties, duties, duty)
			}
			_, _, k = imported(t, k, tt.kind, tt.head, tt.before)
			was := k
			book := pasted(t, tt.head, tt.after)
			c := intake.Guess(book, tt.kind, k)
			c.Answers = taught(intake.Words(book, c, k), map[string]string{"cover/clinic": "planned 3", "code/on call": "on call"})
			r := intake.Read(book, c, k)
			ch := intake.Compare(r, c, k)
			is := k
			is.Entry, is.Memory = intake.Apply(r, c, k)
			var named []string
			for _, change := range ch.List {
				for _, f := range change.Fields {
					named = append(named, f.Field)
				}
			}
			if tt.field != "" && !slices.Contains(named, tt.field) || tt.field == "" && len(named) > 0 {
				t.Errorf("the changes name %v; %v, %+v", named, r.Faults, c.Answers)
			}
			for _, field := range fieldsThatDiffer(was, is) {
				if !slices.Contains(named, field) {
					t.Errorf("%s is written, and the changes name %v alone", field, named)
				}
			}
		})
	}
}

// fieldsThatDiffer are the fields of the one thing of its kind that are not the same, as changes call them.
func fieldsThatDiffer(was, is intake.Known) []string {
	names := map[string]string{"Grade": "grade", "Contact": "contact", "PayPoint": "pay_point", "Skills": "skills", "Sites": "sites", "Terms": "terms", "MaxNightsInARow": "nights", "Offers": "offers", "Note": "note",
		"Sessions": "sessions", "Service": "service", "Places": "places", "SkillsAll": "skills_all", "SkillsAny": "skills_any", "Priority": "priority", "NoOtherDuty": "no_other_duty", "Source": "source",
		"Unit": "unit", "Site": "site", "OnCall": "where", "Declaration": "declaration", "Rate": "rate", "Unconfirmed": "confirmed", "ConfirmedBy": "confirmed"}
	var out []string
	compare := func(a, b any) {
		x, y := reflect.ValueOf(a), reflect.ValueOf(b)
		for i := range x.NumField() {
			name := x.Type().Field(i).Name
			switch a, b := x.Field(i).Interface(), y.Field(i).Interface(); {
			case name == "Span":
				if !a.(rota.Span).Start.Equal(b.(rota.Span).Start) {
					out = append(out, "start")
				}
				if !a.(rota.Span).End.Equal(b.(rota.Span).End) {
					out = append(out, "end")
				}
			case !reflect.DeepEqual(a, b):
				if names[name] != "" {
					name = names[name]
				}
				out = append(out, name)
			}
		}
	}
	if len(was.Entry.Consultants) == 1 && len(is.Entry.Consultants) == 1 {
		compare(was.Entry.Consultants[0], is.Entry.Consultants[0])
	}
	if len(was.Entry.Slots) == 1 && len(is.Entry.Slots) == 1 {
		compare(was.Entry.Slots[0], is.Entry.Slots[0])
	}
	if len(was.Entry.Residents) == 1 && len(is.Entry.Residents) == 1 {
		compare(was.Entry.Residents[0], is.Entry.Residents[0])
	}
	if len(was.Entry.Duties) == 1 && len(is.Entry.Duties) == 1 {
		id := was.Entry.Duties[0].ID
		compare(was.Entry.Duties[0], is.Entry.Duties[0])
		compare(was.Memory.Duties[id], is.Memory.Duties[id])
	}
	if len(was.Entry.Cards.Trust.Rates) == 1 && len(is.Entry.Cards.Trust.Rates) == 1 {
		compare(was.Entry.Cards.Trust.Rates[0], is.Entry.Cards.Trust.Rates[0])
	}
	return out
}
