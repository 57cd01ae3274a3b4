// Package rota is the domain of strikerota: what a strike, a resident, a
// consultant, a slot and a plan are, which rules a plan must hold, and what it
// costs.
//
// The package is pure. It reads no clock, file or network, draws no random
// number and logs nothing; callers pass in the time and everything else.
//
// The path through it is
//
//	Entry ──(Case, see need.go)──▶ Problem ──(package solve)──▶ Plan
//	                                  └──────── Check ───────────┘
//
// An [Entry] is everything a trust has entered for one strike, names included.
// [Entry.Problem] counts which places the residents leave empty and gives a
// [Problem]: immutable, sorted, without any name. A solver turns it into a
// [Plan]. [Check] is the referee: it reads a problem and a plan, trusts neither,
// and shares no code with solving.
//
// Those who see the slots of some services alone are shown a part of a plan and of an entry: [Own],
// [Made.Of], [Entry.Of]. A part is for showing: no rule is looked at in it.
//
// Instants are UTC inside; wall time becomes an instant only in [London]. Spans
// are half-open. Money is whole pence. Lengths are whole minutes.
package rota
