package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
)

var purgeCommand = command{
	name:    "purge",
	args:    "[-dry-run] [-config FILE]",
	summary: "Delete everybody in the strikes whose day has come.",
	help: `
"work" does it by itself every hour, and "restore" before it is done; this is for
doing it now. Residents, consultants, declarations, attendance, rotas, published
versions and what files left behind go from the database, which is written anew, and
from the backups made on this machine: one that no key opens is named, and deleted after 30 days. Slots, rates and totals stay; where fewer than
five people could be behind a total it is not told. The page Retention has a
certificate. Everybody signs in anew. With PostgreSQL, backups that hold somebody deleted are themselves
deleted, and its own archives are for its administrator to clear.`,
	setup: func(flags *flag.FlagSet) action {
		path := configFlag(flags)
		dry := flags.Bool("dry-run", false, "say what would be done, and which backups could not be cleared; do nothing")
		return func(ctx context.Context, w world, args []string) error {
			if len(args) > 0 {
				return badUsage("takes no arguments")
			}
			return purge(ctx, w, *path, *dry)
		}
	},
}

func purge(ctx context.Context, w world, configPath string, dry bool) error {
	o, err := open(ctx, w, configPath)
	if err != nil {
		return err
	}
	if dry {
		return errors.Join(o.tellDue(ctx, w), o.Close())
	}
	done, err := o.purgeDatabase(ctx, w)
	from := ""
	if err == nil {
		if err = o.purgeBackups(ctx, w); err != nil {
			from = " from the database, but not from every backup: this is complete once what is said at the end is done"
		}
	}
	for _, c := range done {
		fmt.Fprintf(w.out, "%s: everybody in it has been deleted%s.\n", c.Strike, from)
		for _, d := range c.Deleted {
			fmt.Fprintf(w.out, "  %6d %s\n", d.Rows, d.Of)
		}
	}
	if len(done) == 0 && err == nil {
		fmt.Fprintln(w.out, "No strike is due.")
		err = o.Compact(ctx) // what an earlier purge may not have come to
	}
	return errors.Join(err, o.Close())
}

// tellDue says which strikes a purge would be of; the error names backups that it could not clear.
func (o *opened) tellDue(ctx context.Context, w world) error {
	due, err := o.DuePurges(ctx, rota.DateOf(w.now()))
	for _, st := range due {
		fmt.Fprintf(w.out, "%s: due since %s; everybody in it would be deleted.\n", st.Name, st.DeleteOn.Words())
	}
	if len(due) == 0 && err == nil {
		fmt.Fprintln(w.out, "No strike is due.")
	}
	return errors.Join(err, o.uncleared(ctx, w, len(due) > 0))
}

// purgeDatabase deletes everybody in the strikes that are due from the database.
func (o *opened) purgeDatabase(ctx context.Context, w world) ([]store.Certificate, error) {
	due, err := o.DuePurges(ctx, rota.DateOf(w.now()))
	if err != nil {
		return nil, err
	}
	return o.purgeStrikes(ctx, due)
}

// purgeStrikes deletes everybody in some strikes from the database.
func (o *opened) purgeStrikes(ctx context.Context, strikes []store.Strike) ([]store.Certificate, error) {
	if len(strikes) == 0 {
		return nil, nil
	}
	var done []store.Certificate
	for _, st := range strikes {
		kept, err := o.totals(ctx, st)
		if err != nil {
			return done, err
		}
		certificate, err := o.Of(st.Trust).Purge(ctx, store.Actor{}, st.ID, kept)
		if err != nil {
			return done, err
		}
		o.log.Info("everybody in a strike has been deleted", slog.String("strike", st.ID))
		done = append(done, certificate)
	}
	return done, o.clear(ctx)
}

// clear leaves nothing of people who have been deleted: what browser sessions keep to be told on
// the next page may name them, so all are ended, and the database is written anew.
func (o *opened) clear(ctx context.Context) error {
	if err := o.EndSessions(ctx); err != nil {
		return err
	}
	return o.Compact(ctx)
}

// totals are the figures of a strike that stay: of the rota that was published last,
// or else of the draft.
func (o *opened) totals(ctx context.Context, st store.Strike) ([]store.Total, error) {
	e, err := o.Of(st.Trust).Entry(ctx, st.ID)
	if err != nil {
		return nil, err
	}
	told, err := o.Of(st.Trust).ToldReturn(ctx, st.ID)
	if err != nil {
		return nil, err
	}
	problem, plan, err := lastRota(ctx, o.Of(st.Trust), st.ID)
	if err != nil {
		return nil, err
	}
	out := []store.Total{
		{Of: "Critical slots", Text: fmt.Sprint(len(e.Slots))},
		{Of: "Duties of residents", Text: fmt.Sprint(len(e.Duties))},
		{Of: "Duties absent, as the workforce return tells", Text: absences(e, problem, told)},
	}
	if plan == nil {
		return out, nil
	}
	open := 0
	for _, s := range plan.Open {
		open += s.Places
	}
	return append(out,
		store.Total{Of: "Places covered by consultants", Text: fmt.Sprint(len(plan.Assignments))},
		store.Total{Of: "Places left open", Text: fmt.Sprint(open)},
		store.Total{Of: "Cost as agreed", Text: known(plan.Cost.Agreed)},
		store.Total{Of: "Cost at trust rates", Text: known(plan.Cost.Trust)},
		store.Total{Of: "Cost at BMA rates", Text: known(plan.Cost.BMA)}), nil
}

// absences is how many were absent of all groups that the shared workforce return tells of: less those, a total
// would tell of the groups that are too small for it. The certificate is read by some who have the return.
func absences(e rota.Entry, problem *rota.Problem, told []rota.ReturnCell) string {
	n, any := 0, false
	for _, g := range rota.Share(e.SharedReturn(problem, told)) {
		if !g.Hidden && g.Unconfirmed == 0 {
			n, any = n+g.Absent, true
		}
	}
	if !any {
		return "not told"
	}
	return fmt.Sprint(n)
}

// lastRota is the rota that was published last, or else the draft as its run made it; the plan is
// nil when there is neither.
func lastRota(ctx context.Context, trust *store.Trust, strikeID string) (*rota.Problem, *rota.Plan, error) {
	versions, err := trust.Versions(ctx, strikeID)
	if err != nil {
		return nil, nil, err
	}
	var record store.PlanRecord
	if len(versions) > 0 {
		version, err := trust.Version(ctx, strikeID, versions[0].Number)
		if err != nil {
			return nil, nil, err
		}
		record.Problem, record.Plan = version.Problem, version.Plan
	} else {
		record, err = trust.CurrentPlan(ctx, strikeID)
		if errors.Is(err, rota.ErrNotFound) {
			return nil, nil, nil
		}
		if err != nil {
			return nil, nil, err
		}
	}
	problem, err := document.ReadProblem(bytes.NewReader(record.Problem))
	plan, planErr := document.ReadPlan(bytes.NewReader(record.Plan))
	if err != nil || planErr != nil {
		return nil, nil, errors.New("the last plan cannot be read") // the error would repeat some of it
	}
	return &problem, &plan, nil
}

// known is an amount, or that it is not known.
func known(p *rota.Pence) string {
	if p == nil {
		return "not known"
	}
	return p.String()
}

// purgeHourly purges now and every hour, until ctx ends: at most an hour after a day
// has come that was recorded. It notes the head of the audit, too.
func (o *opened) purgeHourly(ctx context.Context, w world) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if err := o.noteHead(ctx); err != nil && ctx.Err() == nil {
			o.log.Error("the head of the audit is not noted", slog.String("error", err.Error()))
		}
		what := "people are still kept after their day; run \"strikerota purge\""
		_, err := o.purgeDatabase(ctx, w)
		if err == nil {
			what = "people who have been deleted may still be in backups"
			err = o.purgeBackups(ctx, w)
		}
		if err != nil && ctx.Err() == nil {
			o.log.Error(what, slog.String("error", err.Error()))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
