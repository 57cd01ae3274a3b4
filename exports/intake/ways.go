package intake

import (
	"slices"

	"strikerota/rota"
)

// waysText is what is asked of a file in which consultants say only that they will cover.
const waysText = "Yes, OK, or a time offered without saying how"

var waysKey = wordKey(ModeWord, "", waysText)

// ways is what an offer that says nothing of how is for, once for the whole file: cover either
// way, in the hospital only, or from home only. Nobody may be called in who meant the telephone.
func (l *line) ways(col int) (coverKind, bool) {
	answer, key := l.ask(ModeWord, "", waysText, func(w *Word) {
		w.Options = []Option{{string(willCover), "On site or on call from home, as they are needed"}, {string(onSiteOnly), "On site only"}, {string(fromHome), "On call from home only"}}
	})
	kind := coverKind(answer)
	if slices.Contains([]coverKind{willCover, onSiteOnly, fromHome}, kind) {
		return kind, true
	}
	if l.waysOpen {
		return "", false // one fault of the row is enough
	}
	l.waysOpen = true
	l.openWord(col, key, "does not say how they cover", "It is not said whether they cover on site, on call from home, or either.")
	return "", false
}

// offersOf are offers of times in one of the ways.
func offersOf(way coverKind, spans ...rota.Span) []rota.Offer {
	modes := rota.Modes()
	switch way {
	case onSiteOnly:
		modes = []rota.Mode{rota.OnSite, rota.Standby}
	case fromHome:
		modes = []rota.Mode{rota.OnCall}
	}
	out := make([]rota.Offer, len(spans))
	for i, s := range spans {
		out[i] = rota.Offer{Span: s, Modes: modes}
	}
	return out
}
