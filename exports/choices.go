package exports

import "strikerota/rota"

// A choice is a value as documents hold it and as people read and pick it.
type choice struct{ key, words string }

func choices[T interface {
	~string
	Words() string
}](values []T) []choice {
	out := make([]choice, len(values))
	for i, v := range values {
		out[i] = choice{string(v), v.Words()}
	}
	return out
}

// The choices of the entry workbook. They are read-only.
var (
	declarationChoices = choices(rota.Declarations())
	modeChoices        = choices(rota.Modes())
	termsChoices       = choices(rota.AllTerms())
	kindChoices        = choices(rota.SessionKinds())
	yesNoChoices       = []choice{{"yes", "Yes"}, {"no", "No"}}
	cardChoices        = []choice{{"trust", "Trust"}, {"bma", "BMA"}}
	caseChoices        = []choice{{string(rota.AllAway), "All away"}, {string(rota.ShareAway), "A share away"}, {string(rota.AllWorking), "All working"}}
	aimChoices         = []choice{
		{string(rota.AimCover), "Open places"},
		{string(rota.AimDisplaced), "Loss from displaced sessions"},
		{string(rota.AimChanges), "Changes from the published plan"},
		{string(rota.AimCostTrust), "Cost at trust rates"},
		{string(rota.AimCostBMA), "Cost at BMA rates"},
		{string(rota.AimCostAgreed), "Cost as agreed"},
		{string(rota.AimConsultants), "Consultants called in"},
		{string(rota.AimSpread), "Most cover on one person"},
	}
	rateChoices = func() []choice {
		var out []choice
		for b := rota.Band(0); b < rota.BandCount; b++ {
			out = append(out, choice{b.Key(), b.Words()})
		}
		return append(out, choice{calledKey, cardCalled})
	}()
)
