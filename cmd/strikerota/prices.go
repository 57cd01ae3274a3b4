package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"strikerota/rota"
	"strikerota/rota/solve"
)

var pricesCommand = command{
	name:    "prices",
	args:    "PROBLEM -uplift POUNDS [-json]",
	summary: "Solve at two prices, and say whether a dearer rate would change who covers.",
	help: `PROBLEM is a problem document (.json) or an entry workbook (.xlsx). It is solved at its
own rate cards, and again with POUNDS an hour more on every trust rate (less, for a
negative number). Where the second plan is free to, it keeps to the first: what
differs then differs for the price. Consultants are named by their ids.

A problem whose aims have no cost in them gives the same plan at any price. Limits
hold for each of the two solves; a plan that one cut short says so.`,
	setup: func(flags *flag.FlagSet) action {
		var p priceFlags
		flags.StringVar(&p.uplift, "uplift", "", "what every trust rate rises by: `pounds` an hour, such as 12.50 or -5")
		flags.DurationVar(&p.limit, "limit", 30*time.Second, "longest `time` for each solve, such as 30s or 5m; 0 is none")
		flags.IntVar(&p.steps, "steps", 0, "most search `steps` for each part in each stage; the same steps give the same plans on any machine; 0 is none")
		flags.Int64Var(&p.seed, "seed", 1, "seed of every solve: a `number`")
		flags.IntVar(&p.threads, "threads", 0, "how many `parts` to solve side by side; 0 is as many as the machine has processors")
		flags.BoolVar(&p.json, "json", false, "write a document instead of text")
		return p.run
	},
}

type priceFlags struct {
	uplift         string
	limit          time.Duration
	steps, threads int
	seed           int64
	json           bool
}

func (p *priceFlags) run(ctx context.Context, w world, args []string) error {
	if len(args) != 1 {
		return badUsage("takes one problem; strikerota help prices explains")
	}
	if p.limit < 0 || p.steps < 0 || p.threads < 0 {
		return badUsage("-limit, -steps and -threads must not be negative")
	}
	uplift, err := signedPence(p.uplift)
	if err != nil {
		return badUsage("-uplift: %v", err)
	}
	problem, _, err := readProblem(w, args[0])
	if err != nil {
		return err
	}
	dearer, _ := rota.CostCase{Uplift: uplift}.Apply(problem, rota.Pricing{})
	if dearer, err = rota.NewProblem(dearer); err != nil {
		return err
	}
	plans, err := solve.Variants(ctx, []rota.Problem{problem, dearer}, solve.Options{Limit: p.limit, Steps: p.steps, Seed: p.seed, Threads: p.threads})
	if err != nil {
		return err
	}
	both := newPricedPlans(plans, problem, dearer)
	if p.json {
		return indented(w.out).Encode(pricesOf(uplift, both))
	}
	return printLines(w.out, priceLines(problem, uplift, both))
}

// pricedPlans are two plans and the two problems, which price them.
type pricedPlans struct {
	plans          []rota.Plan
	at             [2]rota.Problem
	dropped, added []rota.Pair // from the first plan to the second
}

func newPricedPlans(plans []rota.Plan, first, second rota.Problem) pricedPlans {
	t := pricedPlans{plans: plans, at: [2]rota.Problem{first, second}}
	t.dropped, t.added = solve.Changes(plans[0], plans[1])
	return t
}

// same reports whether the same people cover the same slots at both prices.
func (t pricedPlans) same() bool { return len(t.dropped) == 0 && len(t.added) == 0 }

// agreed is what a plan costs as agreed at the first price, 0, or the second, 1.
func (t pricedPlans) agreed(plan rota.Plan, price int) *rota.Pence {
	return rota.Total(t.at[price].Lines(plan)).Agreed
}

// signedPence reads an amount that may be negative.
func signedPence(text string) (rota.Pence, error) {
	rest, minus := strings.CutPrefix(strings.TrimSpace(text), "-")
	p, err := rota.ParsePence(rest)
	if err == nil && p > rota.MaxUplift {
		err = fmt.Errorf("a rate can rise or fall by at most £10,000 an hour")
	}
	if minus {
		p = -p
	}
	return p, err
}

// priceLines are the text of two plans compared.
func priceLines(p rota.Problem, uplift rota.Pence, t pricedPlans) []string {
	out := []string{
		"At the cards as they are: " + priced(t.agreed(t.plans[0], 0)) + " as agreed (" + rota.LowerFirst(t.plans[0].ProofWords()) + ").",
		"With " + uplift.String() + " an hour on every trust rate: " + priced(t.agreed(t.plans[1], 1)) + " as agreed (" + rota.LowerFirst(t.plans[1].ProofWords()) + ").",
	}
	if floored := p.Cards.Trust.FlooredWords(uplift); floored != "" {
		out = append(out, floored+".")
	}
	if t.same() {
		return append(out, "The same people cover the same slots at both prices.")
	}
	out = append(out, "Keeping the first plan would then cost "+priced(t.agreed(t.plans[0], 1))+".", "Who covers would change:")
	line := func(sign string, pair rota.Pair) string {
		slot, _ := p.Slot(pair.Slot)
		return "  " + sign + " " + string(pair.Consultant) + ": " + p.SlotWords(slot)
	}
	for _, pair := range t.dropped {
		out = append(out, line("-", pair))
	}
	for _, pair := range t.added {
		out = append(out, line("+", pair))
	}
	return out
}

func priced(p *rota.Pence) string {
	if p == nil {
		return "not known"
	}
	return p.String()
}

type pricesDoc struct {
	Format  string      `json:"format"`
	Uplift  int64       `json:"uplift_pence"`
	Same    bool        `json:"same"`
	First   priceDoc    `json:"first"`  // the plan at the cards as they are
	Second  priceDoc    `json:"second"` // the plan with the uplift
	Dropped []pricePair `json:"dropped"`
	Added   []pricePair `json:"added"`
}

type priceDoc struct {
	Status     rota.Status `json:"status"`
	AsTheyAre  *rota.Pence `json:"agreed_pence"`
	WithUplift *rota.Pence `json:"agreed_pence_with_uplift"`
}

type pricePair struct {
	Slot       rota.SlotID       `json:"slot"`
	Consultant rota.ConsultantID `json:"consultant"`
}

func pricesOf(uplift rota.Pence, t pricedPlans) pricesDoc {
	pairs := func(list []rota.Pair) []pricePair {
		out := make([]pricePair, len(list))
		for i, p := range list {
			out[i] = pricePair(p)
		}
		return out
	}
	return pricesDoc{Format: "strikerota/prices/1", Uplift: int64(uplift), Same: t.same(),
		First:  priceDoc{t.plans[0].Status, t.agreed(t.plans[0], 0), t.agreed(t.plans[0], 1)},
		Second: priceDoc{t.plans[1].Status, t.agreed(t.plans[1], 0), t.agreed(t.plans[1], 1)}, Dropped: pairs(t.dropped), Added: pairs(t.added)}
}
