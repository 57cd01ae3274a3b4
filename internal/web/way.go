package web

import (
	"net/url"
	"strconv"
	"strings"

	"strikerota/rota"
	"strikerota/rota/solve"
)

// A way is an edit of the rota as a form's value: who takes and leaves which slots,
// who is unlocked, how many places of a slot are left open, and who is kept off which
// slots. It holds ids only.

// Keys of a way.
const (
	takesKey   = "t"
	leavesKey  = "l"
	unlocksKey = "u"
	openKey    = "o"
	keepOffKey = "k"
	allowKey   = "a"
)

// wayOf writes an edit as a value.
func wayOf(e rota.Edit) string {
	v := url.Values{}
	for key, pairs := range map[string][]rota.Pair{takesKey: e.Takes, leavesKey: e.Leaves, unlocksKey: e.Unlocks, keepOffKey: e.KeepOff, allowKey: e.Allow} {
		for _, p := range pairs {
			v.Add(key, idPair(string(p.Slot), string(p.Consultant)))
		}
	}
	for _, l := range e.LeftOpen {
		v.Add(openKey, idPair(string(l.Slot), strconv.Itoa(l.Places)))
	}
	return v.Encode()
}

func idPair(a, b string) string { return url.QueryEscape(a) + "@" + url.QueryEscape(b) }

func idsOf(text string) (a, b string, ok bool) {
	a, b, ok = strings.Cut(text, "@")
	x, errX := url.QueryUnescape(a)
	y, errY := url.QueryUnescape(b)
	return x, y, ok && errX == nil && errY == nil
}

// editOf reads a way; false when it is none.
func editOf(way string) (rota.Edit, bool) {
	v, err := url.ParseQuery(way)
	if err != nil || len(v) == 0 {
		return rota.Edit{}, false
	}
	var e rota.Edit
	lists := map[string]*[]rota.Pair{takesKey: &e.Takes, leavesKey: &e.Leaves, unlocksKey: &e.Unlocks, keepOffKey: &e.KeepOff, allowKey: &e.Allow}
	for key, values := range v {
		for _, text := range values {
			a, b, ok := idsOf(text)
			list, pairs := lists[key]
			switch n, err := strconv.Atoi(b); {
			case ok && pairs:
				*list = append(*list, rota.Pair{Slot: rota.SlotID(a), Consultant: rota.ConsultantID(b)})
			case ok && key == openKey && err == nil && n >= 0:
				e.LeftOpen = append(e.LeftOpen, rota.LeftOpen{Slot: rota.SlotID(a), Places: n})
			default:
				return rota.Edit{}, false
			}
		}
	}
	return e, true
}

// editFor is what a candidate does.
func editFor(c solve.Candidate) rota.Edit {
	var e rota.Edit
	for _, m := range c.Moves {
		for _, id := range m.Takes {
			e.Takes = append(e.Takes, rota.Pair{Slot: id, Consultant: m.Consultant})
		}
		for _, id := range m.Leaves {
			e.Leaves = append(e.Leaves, rota.Pair{Slot: id, Consultant: m.Consultant})
		}
	}
	return e
}
