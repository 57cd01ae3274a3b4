package intake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// TestTiesToTheOnlySlot: where a slot's role says no level, a duty is tied to the one slot of its unit that it
// lasts for the whole of; of the others the reason is counted.
func TestTiesToTheOnlySlot(t *testing.T) {
	k := july()
	k.Entry.Rules, k.Entry.Case = rota.StandardRules(), rota.Case{Kind: rota.AllAway}
	_, _, k = imported(t, k, intake.Slots, "Service,Unit,Site,Role,Days,LD 0800-2030", "Cancer,W1,North,Anaesthetist,Fri,1", "Cancer,W2,North,SHO,Fri,1", "Cancer,W3,North,Doctor,Fri,1", "Cancer,W3,North,Medic,Fri,1")
	book, c, after := imported(t, k, intake.Duties, "Name,GMC,Grade,Ward,Date,Start,End", "A Bee,1,ST6,W1,25/07/2025,0800,2030", "C Dee,2,ST6,W1,25/07/2025,0800,2030",
		"E Fee,3,ST6,W2,25/07/2025,0800,2030", "G Hee,4,ST6,W3,25/07/2025,0800,2030", "I Jay,5,ST6,W2,26/07/2025,0800,2030",
		"I Jay,5,ST6,W2,24/07/2025,0800,2030", "I Jay,5,ST6,W2,30/07/2025,0700,1930", "G Hee,4,ST6,W9,23/07/2025,0800,2030", "E Fee,3,ST6,W2,30/07/2025,0600,0730")
	got := map[string]string{}
	for _, d := range after.Entry.Duties {
		if d.Slot != "" {
			got[string(d.Resident)] = string(d.Slot)
		}
	}
	if diff := cmp.Diff(map[string]string{"R001": "S001", "R002": "S001"}, got); diff != "" {
		t.Errorf("tied (-want +got)\n%s", diff)
	}
	want := map[intake.Why]int{intake.OtherLevel: 1, intake.Several: 1, intake.NoTimes: 2, intake.Outside: 3}
	if diff := cmp.Diff(want, intake.Compare(intake.Read(book, c, k), c, k).Untied); diff != "" {
		t.Errorf("not tied (-want +got)\n%s", diff)
	}
	// Another file counts its own duty, and not again those of the first.
	more := pasted(t, "Name,GMC,Grade,Ward,Date,Start,End", "K Lee,6,ST6,W2,27/07/2025,0800,2030")
	c = intake.Guess(more, intake.Duties, after)
	ch := intake.Compare(intake.Read(more, c, after), c, after)
	if diff := cmp.Diff(map[intake.Why]int{intake.NoTimes: 1}, ch.Untied); diff != "" {
		t.Errorf("not tied of another file (-want +got)\n%s", diff)
	}
}
