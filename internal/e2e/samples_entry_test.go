package e2e

import (
	"fmt"
	"testing"

	"strikerota/rota"
)

// sampleStrike is the strike of the samples.
var sampleStrike = rota.Strike{
	Name: "July 2025",
	Span: rota.Span{Start: sampleInstant(july(25), 7*60), End: sampleInstant(july(30), 7*60)},
}

// A sampleTrust is the entry that the samples make, with what the sheets know of
// residents beyond it.
type sampleTrust struct {
	entry     rota.Entry
	residents []sampleResident
}

// readSamples converts all five samples into one entry.
func readSamples(t *testing.T) sampleTrust {
	t.Helper()
	duties := readSampleDuties(t)
	slots := readSampleSlots(t).slots
	readSampleAnswers(t, duties.residents).declare(duties.duties)
	tie(duties.duties, slots)
	e := rota.Entry{
		Strike: sampleStrike, Rules: rota.StandardRules(), Case: rota.Case{Kind: rota.AllAway},
		Slots: slots, Cards: readSampleRates(t).cards, Aims: rota.DefaultAims(),
	}
	byHand(&e)
	for _, r := range duties.residents {
		e.Residents = append(e.Residents, r.Resident)
	}
	for _, d := range duties.duties {
		e.Duties = append(e.Duties, d.Duty)
	}
	for i, p := range readSampleGrid(t).people {
		e.Consultants = append(e.Consultants, p.consultant(rota.ConsultantID(fmt.Sprintf("C%03d", i+1))))
	}
	return sampleTrust{entry: e, residents: duties.residents}
}

// byHand is what no sample says and a coordinator adds: the night rate that the
// comment beside the mistyped figure gives, and the time between the sites.
func byHand(e *rota.Entry) {
	night := rota.Pence(15500)
	e.Cards.Trust.Rates[0].Rate[rota.Night] = &night
	e.Rules.Travel = []rota.Travel{{From: northmoor, To: eastlake, Minutes: 40}}
}
