package intake_test

import (
	"reflect"
	"slices"
	"testing"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// TestChangesNameEveryField: whatever a file writes of a consultant or slot that is known, the list of
// changes names: nothing becomes other in the entry that no line speaks of.
func TestChangesNameEveryField(t *testing.T) {
	const consultants = "Consultant,Grade,Contact,Pay point,Skills,Site,Terms,Notes,Fri 25 July 0800-1300"
	const row = "Dr A Bee,Consultant,bleep 1111,4-7,obs,North,BMA,quiet,OK"
	const slots, slot = "Service,Unit,Site,Role,Date,Times,Doctors,Skills,Priority,No other duty", "Mat,LW,North,SHO,25/07/2025,0800-2030,2,obs,1,no"
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
	} {
		t.Run(tt.field, func(t *testing.T) {
			k := julyFor(tt.kind)
			_, _, k = imported(t, k, tt.kind, tt.head, tt.before)
			was := k.Entry
			book := pasted(t, tt.head, tt.after)
			c := intake.Guess(book, tt.kind, k)
			c.Answers = taught(intake.Words(book, c, k), map[string]string{"cover/clinic": "planned 3"})
			r := intake.Read(book, c, k)
			ch := intake.Compare(r, c, k)
			is, _ := intake.Apply(r, c, k)
			var named []string
			for _, change := range ch.List {
				for _, f := range change.Fields {
					named = append(named, f.Field)
				}
			}
			if !slices.Contains(named, tt.field) {
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

// fieldsThatDiffer are the fields of the one consultant or slot that are not the same, as changes call them.
func fieldsThatDiffer(was, is rota.Entry) []string {
	names := map[string]string{"Grade": "grade", "Contact": "contact", "PayPoint": "pay_point", "Skills": "skills", "Sites": "sites", "Terms": "terms", "MaxNightsInARow": "nights", "Offers": "offers", "Note": "note",
		"Sessions": "sessions", "Service": "service", "Places": "places", "SkillsAll": "skills_all", "SkillsAny": "skills_any", "Priority": "priority", "NoOtherDuty": "no_other_duty", "Source": "source"}
	var out []string
	compare := func(a, b any) {
		x, y := reflect.ValueOf(a), reflect.ValueOf(b)
		for i := range x.NumField() {
			if !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
				name := x.Type().Field(i).Name
				if names[name] != "" {
					name = names[name]
				}
				out = append(out, name)
			}
		}
	}
	if len(was.Consultants) == 1 && len(is.Consultants) == 1 {
		compare(was.Consultants[0], is.Consultants[0])
	}
	if len(was.Slots) == 1 && len(is.Slots) == 1 {
		compare(was.Slots[0], is.Slots[0])
	}
	return out
}
