package main

import (
	"context"
	"strings"
	"time"

	"strikerota/exports"
	"strikerota/internal/config"
	"strikerota/internal/runs"
	"strikerota/rota"
)

// explainLimit is the longest that a results workbook waits for what would fill its open places.
const explainLimit = 20 * time.Second

// handout is what the results workbook shows. An entry that is zero gives no names.
func (s *solveFlags) handout(ctx context.Context, w world, p rota.Problem, entry rota.Entry, plan rota.Plan) (exports.Handout, error) {
	h := exports.Handout{Problem: p, Plan: plan, Consultants: map[rota.ConsultantID]rota.Consultant{}, Locks: entry.Locks, Money: exports.Money{Pricing: rota.StandardPricing()},
		Labels: exports.Labels{Made: w.now(), Version: version, DeleteBy: exports.DeleteBy(p.Strike, config.Default().Files.DeleteAfterDays, rota.DateOf(w.now()))}}
	for _, c := range entry.Consultants {
		h.Consultants[c.ID] = c
	}
	limit := explainLimit
	if s.limit > 0 {
		limit = min(limit, s.limit)
	}
	limited, cancel := context.WithTimeout(ctx, limit) // a solve under way may not outlast it
	defer cancel()
	x, err := runs.Explain(limited, p, plan, runs.ExplainOptions{Limit: limit, Seed: s.seed, Threads: s.threads})
	if err != nil {
		return h, err
	}
	h.Ways = waysOut(p, plan, x, func(id rota.ConsultantID) string {
		if name := h.Consultants[id].Name; name != "" {
			return name
		}
		return string(id)
	})
	return h, context.Cause(ctx)
}

// waysOut words an explanation for a workbook.
func waysOut(p rota.Problem, plan rota.Plan, x runs.Explanation, name func(rota.ConsultantID) string) map[rota.SlotID]exports.WaysOut {
	out := map[rota.SlotID]exports.WaysOut{}
	for _, o := range x.Open {
		ways := exports.WaysOut{Note: strings.TrimSpace(o.Lead(p.Aims) + " " + o.Note())}
		if o.Conflict != nil {
			ways.Conflict = o.Conflict.Words(p, name)
		}
		for _, f := range o.Fixes {
			ways.Ways = append(ways.Ways, exports.Way{Text: f.Words(p, o.Slot, name), Effect: runs.EffectWords(plan, f, true)})
		}
		out[o.Slot] = ways
	}
	return out
}
