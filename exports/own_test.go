package exports

import (
	"bytes"
	"strings"
	"testing"

	"strikerota/exports/sheet/sheettest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestFilesOfOneService holds that files of one service say so, hold nothing of others, and do not tell rest
// that is counted from work there.
func TestFilesOfOneService(t *testing.T) {
	e := rotatest.July().Slot("qz-day", "2025-07-26 08:00", "2025-07-26 18:00", rotatest.Unit("Qz", "Qz ward")).
		Slot("night", "2025-07-27 07:00", "2025-07-27 19:00", rotatest.Unit("Maternity", "Labour ward")).
		Slot("late", "2025-07-29 08:00", "2025-07-29 20:00", rotatest.Unit("Maternity", "Labour ward")).
		Consultant("c1").Consultant("zz").Entry()
	e.Aims = []rota.Aim{rota.AimCover}
	h := example(t, e)
	h.Plan = rotatest.Plan(h.Problem, rotatest.In("qz-day", "c1"), rotatest.In("night", "c1"), rotatest.In("late", "c1"))
	h.Edition = Edition{Draft: true}
	h.Ways = map[rota.SlotID]WaysOut{"qz-day": {Conflict: "Qz"}}
	h.LeftOpen = []rota.LeftOpen{{Slot: "qz-day", Places: 1, Reason: "Qz"}}
	h.Lost = []rota.Slot{{ID: "qz-part", Service: "Qz", Unit: "Qz", Places: 1, Span: rotatest.Span("2025-07-26 18:00", "2025-07-26 20:00")}}
	part := h.Of(rota.SomeServices("Maternity"))
	write := func(of func(*bytes.Buffer) error) string {
		t.Helper()
		var b bytes.Buffer
		if err := of(&b); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(b.Bytes(), []byte("PK")) {
			return b.String()
		}
		var all strings.Builder
		for _, text := range sheettest.Parts(t, b.Bytes()) {
			all.Write(text)
		}
		return all.String()
	}
	for name, text := range map[string]string{
		"rota":     write(func(b *bytes.Buffer) error { return Rota(b, part) }),
		"csv":      write(func(b *bytes.Buffer) error { return RotaCSV(b, part) }),
		"personal": write(func(b *bytes.Buffer) error { return Personal(b, part, "c1") }),
		"calendar": strings.ReplaceAll(write(func(b *bytes.Buffer) error { return Calendar(b, part, "c1") }), "\r\n ", ""),
	} {
		if strings.Contains(text, "Qz") || strings.Contains(text, "qz") || !strings.Contains(text, "Labour ward") {
			t.Errorf("%s tells of another service, or nothing of this one:\n%s", name, text)
		}
		if name != "csv" && !strings.Contains(text, "Maternity only") {
			t.Errorf("%s does not say whose slots are in it", name)
		}
		if name == "calendar" && strings.Contains(text, "Rest before: 13 hours") {
			t.Errorf("%s tells the rest after work elsewhere", name)
		}
	}
	tasks := part.Tasks("c1")
	if len(tasks) != 2 || tasks[0].Rest != nil || !tasks[0].Untold || tasks[1].Rest != nil || !tasks[1].Untold { // with work elsewhere before it and without
		t.Errorf("the tasks are %+v", tasks)
	}
	if ShortestRest(tasks) != nil || ShortestRest(h.Tasks("c1")) == nil {
		t.Error("the shortest rest is told of a part, or not of the whole")
	}
	if len(h.Plan.Assignments) != 3 || h.Only != "" || len(h.Problem.Slots) != 3 {
		t.Error("taking a part changed the whole")
	}
}
