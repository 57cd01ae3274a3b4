// Package solve turns a rota.Problem into the best rota.Plan and proves it.
//
// # Parts
//
// Slots that nothing but their names tells apart are one slot of more places. What
// is left falls into independent parts: consultants and slots that no candidate
// joins. Stages run one after another; within a stage the parts are solved side by
// side, largest first, each by its own HiGHS instance. Sums add up over the parts;
// the spread is the greatest of them.
//
// # Rosters
//
// A roster is everything that one consultant does over the strike: a set of cover
// that keeps every rule for them, with the sessions displaced that lose least.
// Rest, nights, days, limits and chains of duty runs are inside it, exactly. Every
// roster of every consultant is listed (enumerate), and the model of a part is
// short: no more than one roster for each consultant, and in each slot no more
// people than places (master).
//
// A stage is solved by generating columns: a linear model of few rosters gives
// prices, the prices show which others would improve it (relax), and cuts are added
// that fractions break (separate). Prices are rounded to whole numbers and held
// against every roster there is, so that the bound they prove is exact. Rosters
// that no plan as good as the best known can have leave the model, for the stages
// after too (settle). What remains is branched on by HiGHS (branch).
//
// A part of many people is first solved by pieces (byPieces). The linear model's
// solution is rounded to a sketch, which may break rows; empty places are filled by
// chains of people who change to another roster (mend). In a wide part, one that is too
// large for integer models, the sketch comes from a plunge: people are put, several at
// a time, where they are for the most part, and the linear model is solved again
// for all others, until everybody's roster is whole (below). Two plunges are made side
// by side, and after the first stages some keep to which slots the best plan fills. The
// sketch and the best plan are bettered by letting some people around each weak spot do
// anything while all others keep to it, and a plan is made of the two. Of such people no
// roster is needed that is dearer than what they have of the distance to the bound. Where the bound stays away
// from the plan, the people around such a spot are given the best that they can do
// among themselves as a row of the linear model (local): that is exact, and mostly
// closes the distance there, if not with these people then with more around them.
// Several such rows are looked for at once, on engines that no other part needs any
// more (sideBySide). Before, in a wide part, fractions that no few people
// explain are looked for: many rows that come to an odd number of places and are filled by rosters
// that stand in an even number of them, and the like with three, five and so on (residual).
//
// What remains of a wide part is first given to an integer model for a share of the time
// (branchWide), whose cuts often bring the bound near the best plan at once, and then branched on
// by trees of its own (branching): who is in
// which slot, and which slots are full, each node with a linear model that rosters
// join by price, and a bound that prices prove exactly. Two look at nodes side by side.
// A linear model goes on from where one like it has ended (corner).
//
// Before all that a dive goes through the linear models of every stage, each held
// at the bound of the one before as if that could be reached: a plan made of what
// is left at its end is best in all stages at once, and mostly there is one.
//
// The most minutes on one consultant is found by asking for one limit after
// another whether the stages before can still be reached (levelled).
//
// # The compact model
//
// Where rosters would take more than the memory allowed, and for others to check
// (Options.Model), there is a column for each consultant in each slot.
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
// Where the aims are cover and then few consultants, and rosters are too many, a
// formulation of its own is used (fillPlaces, fewest). A small model of who is called in
// and what stays open gives the bounds, with columns for who takes what only in
// the few slots on which what stays open hangs. A search that shares out anew what a few
// people have (reseating) calls in one fewer after another; it looks at people who
// lose enough against what their strikes could be worth in the linear model.
//
// # Beside the plan
//
// [Candidates] ranks what could be done about one slot by hand, [Why] says what
// stands against an open place and what would fix it, [TrainingValue] what one more
// trained person would be worth, and [Robust] what holds if more silent doctors
// are away. Changes are solved before they are shown; those that the prices of cover
// prove useless are not solved at all (screen).
//
// Every plan is checked by rota.Check, which shares nothing with this package,
// before anyone sees it. A disagreement is an error, never a plan.
package solve
