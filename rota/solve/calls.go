package solve

import (
	"context"
	"strings"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// callRosters is the most that the rosters of a part may take, in bytes, where few
// consultants are to be called in and nothing else matters: with more of them,
// fewest is quicker.
const callRosters = 4 << 20

// solveCalls minimises a stage of a part in which fewest applies: what is left
// open, all priorities at once, or how many are called in.
func (t *part) solveCalls(ctx context.Context, engine *highs.Engine, stage string, o objective, b budget) (outcome, error) {
	if !strings.HasPrefix(stage, "cover/") {
		start := callResult{state: t.state(t.best)}
		if t.filled != nil {
			start.doubt, start.rows = t.filled.doubt, t.filled.rows
		}
		out, err := fewest(ctx, engine, t.problem, t.people, start, b)
		if err != nil {
			return outcome{}, err
		}
		t.best = t.vector(out.state)
		return t.reached(stage, o, out.bound), nil
	}
	if t.filled == nil {
		out, err := fillPlaces(ctx, engine, t.problem, t.people, b)
		if err != nil {
			return outcome{}, err
		}
		t.best, t.filled = t.vector(out.state), &out
	}
	return t.reached(stage, o, t.filled.least[stage[len(stage)-1]-'0']), nil
}

// called reports whether solveCalls is for the stage.
func (t *part) called(stage string) bool {
	return callsApply(t.problem) && (strings.HasPrefix(stage, "cover/") || stage == string(rota.AimConsultants))
}
