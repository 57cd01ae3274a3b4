package e2e

import (
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// coverWords are what the coordinator says of the cover grid: what each tab calls its
// skills, what displaced work is worth in patients, and that what cells name goes
// before the column of rates.
var coverWords = said{
	"skill/obstetrics: lw": "obstetrics; operative delivery; caesarean section", "skill/obstetrics: gynae": "gynaecology", "skill/obstetrics: gynae only": "gynaecology",
	"skill/obstetrics: fetal medicine": "fetal medicine",
	"skill/obs anaes: obs":             "obstetric anaesthesia; anaesthesia", "skill/obs anaes: theatres": "anaesthesia",
	"skill/neonatology: tier 2/3": "neonatal; neonatal intensive care", "skill/neonatology: tier 3": "neonatal; neonatal intensive care",
	"skill/clin onc: rt": "clinical oncology; oncology", "skill/clin onc: rt lung": "clinical oncology; oncology", "skill/clin onc: rt breast": "clinical oncology; oncology",
	"skill/clin onc: acute onc": "oncology", "skill/med onc: sact": "medical oncology; oncology", "skill/med onc: acute onc": "oncology",
	"skill/haem bmt: haem": "haematology", "skill/haem bmt: bmt": "bone marrow transplant",
	"skill/tx surgery: liver": "transplant surgery", "skill/tx surgery: kidney": "transplant surgery", "skill/tx surgery: retrieval": "retrieval lead",
	"skill/hepatology & nephrology: liver": "hepatology; general medicine", "skill/hepatology & nephrology: kidney": "nephrology; general medicine",
	"skill/hepatology & nephrology: tx clinic": intake.Ignore,
	"skill/theatre anaes: theatres":            "anaesthesia", "skill/theatre anaes: tx": "transplant anaesthesia",
	"mode/yes, ok, or a time offered without saying how": "yes", "cover/clinic - can cancel": "planned 12", "cover/theatre list p3": "planned 4",
	"terms/agreed": string(rota.TrustRate),
	"paid/in job plan in the column of rates, time off in cells or comments":   string(rota.TimeOff),
	"paid/time off in the column of rates, trust rate in cells or comments":    string(rota.TrustRate),
	"paid/trust rate in the column of rates, bma rate in cells or comments":    string(rota.BMARate),
	"paid/bma rate in the column of rates, trust rate in cells or comments":    string(rota.TrustRate),
	"paid/time off in the column of rates, bma rate in cells or comments":      string(rota.BMARate),
	"paid/in job plan in the column of rates, trust rate in cells or comments": string(rota.TrustRate),
	"paid/bma rate in the column of rates, time off in cells or comments":      string(rota.TimeOff),
	"paid/trust rate in the column of rates, time off in cells or comments":    string(rota.TimeOff),
	"paid/in job plan in the column of rates, bma rate in cells or comments":   string(rota.BMARate),
}

func (s *sampleImport) grid() (sheet.Book, intake.Choices, intake.Result) {
	s.t.Helper()
	return s.read("3-consultant-cover-grid.xlsx", intake.Consultants, coverWords)
}

// settled has the earlier of two rows that contradict each other stand. What the two
// said of different times is offered by both.
func settled(t *testing.T, s *sampleImport, book sheet.Book, c *intake.Choices, r intake.Result) intake.Result {
	t.Helper()
	for _, f := range r.Faults {
		if f.Against == nil {
			t.Errorf("the fault in %s is against no other row", f.Where())
		}
		c.Settle(f, intake.OtherRow)
	}
	return intake.Read(book, *c, s.known)
}

func TestSampleGrid(t *testing.T) {
	t.Parallel()
	s := newSampleImport(t)
	s.save(s.slots())
	book, c, got := s.grid()
	accounted(t, got, 182)
	tallyOf(got).check(t, "consultants", 182, tally{
		"title line": 27, "heading": 9, "blank line": 22, "key and foot": 9, "two rows of one person disagree": 4, used: 111,
	})
	if n := len(got.Records.Consultants); n != 111 {
		t.Errorf("%d consultants while nobody has said which row stands, want 111", n)
	}
	got = settled(t, s, book, &c, got)
	tallyOf(got).check(t, "consultants", 182, tally{
		"title line": 27, "heading": 9, "blank line": 22, "key and foot": 9, used: 115,
	})
	terms, notes, limits := tally{}, tally{}, 0
	second := 0
	for _, r := range got.Records.Consultants {
		terms[string(r.Terms)]++
		second += len(r.Places) - 1
		for _, text := range []string{"back Sat", "not with Dr next door", "1 in 6 on call already", "only till 6pm", "prefers Eastlake", "Also said: "} {
			if strings.Contains(r.Note, text) {
				notes[text]++
			}
		}
		if r.MaxNightsInARow != nil {
			limits++
		}
	}
	terms.check(t, "terms", 111, tally{"trust_rate": 52, "bma_rate": 36, "time_off": 18, "in_job_plan": 5})
	if second != 4 || limits != 7 {
		t.Errorf("%d rows on a second tab, %d limits of nights; want 4, 7", second, limits)
	}
	notes.check(t, "notes", 48, tally{"back Sat": 3, "not with Dr next door": 5, "1 in 6 on call already": 3, "only till 6pm": 5, "prefers Eastlake": 2, "Also said: ": 30})
	s.save(book, c, got)
	offers, sessions, loss := 0, 0, 0
	for _, p := range s.known.Entry.Consultants {
		offers += len(p.Offers)
		for _, work := range p.Sessions {
			sessions++
			loss += work.Loss
		}
	}
	if offers == 0 || sessions == 0 || loss == 0 {
		t.Errorf("%d offers, %d sessions, loss %d; want some of each", offers, sessions, loss)
	}
}
