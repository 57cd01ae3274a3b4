// Package solve turns a rota.Problem into the best rota.Plan and proves it.
//
// # Model
//
// Sets: consultants c; slots s; for each c the candidate slots that an offer,
// the skills and the site of c allow; the planned sessions k of c; consecutive
// dates d.
//
// Parameters: P(s) places; m(s) minutes; loss(k); cost(c,s) pence; L(c) the most
// minutes, N(c) the most nights in a row and D the most days in a row.
//
// Variables: x(c,s) ∈ {0,1} puts c in s; z(c,k) ∈ {0,1} displaces k; n(c,d) and
// w(c,d) ∈ [0,1] say that c has a night, or work, on d; u(c) ∈ {0,1} says that c
// is used; T is the most minutes on one consultant. An item of c is "present"
// when x = 1, when z = 0, or always (a fixed session).
//
// Constraints:
//
//	places   Σc x(c,s) ≤ P(s)
//	clique   Σ present ≤ 1 over every clique of items of c no two of which can
//	         both be present (overlap, travel, a duty run of two that is too long)
//	chain    Σ present ≤ n−1 over n items of c that together make a duty run that
//	         is too long though no two of them do; found when a solution breaks one
//	cover    Σs m(s) x(c,s) ≤ L(c)
//	nights   Σd n(c,d) ≤ N(c) over every N(c)+1 consecutive dates
//	days     x(c,s) + Σd≠e w(c,d) ≤ D over every D+1 consecutive dates, s on date e
//	locks    x(c,s) = 1; a rule that locks alone break binds nobody else
//
// Objective: the stages of the aims in order. Each is minimised by itself, then
// held at its value for the stages after it, so aims are never added together.
// All coefficients are integers, divided by their greatest common divisor, and
// the gap allowed is below one, so that a finished stage is proved exactly.
//
// # Parts
//
// Consultants and slots that no candidate joins fall into independent parts
// (connected components). Stages run one after another; within a stage the parts
// are solved side by side, largest first, each by its own HiGHS instance. Sums
// add up over the parts; the spread is the greatest of them.
//
// Every plan is checked by rota.Check, which shares nothing with this package,
// before anyone sees it. A disagreement is an error, never a plan.
package solve
