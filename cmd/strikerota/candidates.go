package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"

	"strikerota/rota"
	"strikerota/rota/solve"
)

var candidatesCommand = command{
	name:    "candidates",
	args:    "PROBLEM PLAN SLOT [-n 10] [-json]",
	summary: "Rank who could take a slot of a plan, and say what each would change.",
	help: `PROBLEM is a problem document (.json) or an entry workbook (.xlsx), PLAN is a plan
document (.json), which is checked first as "check" does, and SLOT is the id of a
slot. Best first by the aims of the problem: single moves and changes between two
people, each keeping every rule, and whether the plan is better, the same or worse
by the aims after it. Consultants are named by their ids. -json writes the same as
a document, with every aim before and after.

The exit status is 0 also when nobody could take the slot, 1 when the plan does
not hold, and 2 when what was given is wrong.`,
	setup: func(flags *flag.FlagSet) action {
		most := flags.Int("n", 10, "give this `number` at most; 0 is all")
		asJSON := flags.Bool("json", false, "write a document instead of text")
		return func(_ context.Context, w world, args []string) error { return candidates(w, args, *most, *asJSON) }
	},
}

func candidates(w world, args []string, most int, asJSON bool) error {
	if len(args) != 3 {
		return badUsage("takes a problem, a plan and the id of a slot; strikerota help candidates explains")
	}
	if most < 0 {
		return badUsage("-n must not be negative")
	}
	problem, plan, err := readSound(w, args[0], args[1])
	if err != nil {
		return err
	}
	slot := rota.SlotID(args[2])
	if _, ok := problem.Slot(slot); !ok {
		return badUsage("the problem has no slot %q", slot)
	}
	list, err := solve.Candidates(problem, plan, slot, solve.CandidateOptions{Most: most})
	if err != nil {
		return err
	}
	if asJSON {
		return indented(w.out).Encode(candidatesOf(slot, list))
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(w.out, "None of the moves and swaps looked at puts somebody else in it.")
		return err
	}
	return printLines(w.out, candidateLines(problem, list))
}

// candidateLines are the text of candidates: a heading for those that are better by the
// aims, for those that make no difference and for those that are worse.
func candidateLines(p rota.Problem, list []solve.Candidate) []string {
	var out []string
	headings := map[int]string{-1: "Better by the aims:", 0: "No better and no worse by the aims:", 1: "Worse by the aims:"}
	for i, c := range list {
		if i == 0 || c.Worth() != list[i-1].Worth() {
			out = append(out, headings[c.Worth()])
		}
		line := fmt.Sprintf("%d. %s: %s", i+1, c.Consultant, cmp.Or(c.Brief(p, byID), "nothing else changes"))
		if details := c.Details(p, byID); details != "" {
			line += " (" + details + ")"
		}
		out = append(out, line)
	}
	return out
}

// indented writes JSON as documents are written.
func indented(out io.Writer) *json.Encoder {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e
}

type candidatesDoc struct {
	Format     string         `json:"format"`
	Slot       rota.SlotID    `json:"slot"`
	Candidates []candidateDoc `json:"candidates"` // best first
}

type candidateDoc struct {
	Kind       solve.Kind        `json:"kind"`
	Consultant rota.ConsultantID `json:"consultant"`
	Moves      []moveDoc         `json:"moves"` // in the order to do them
	Effect     []effectDoc       `json:"effect"`
	Opens      []rota.SlotID     `json:"opens"`
}

type moveDoc struct {
	Consultant rota.ConsultantID `json:"consultant"`
	Takes      []rota.SlotID     `json:"takes"`
	Leaves     []rota.SlotID     `json:"leaves"`
	Displaces  []rota.SessionID  `json:"displaces"`
	Restores   []rota.SessionID  `json:"restores"`
}

type effectDoc struct {
	Aim    string `json:"aim"`
	Before int64  `json:"before"`
	After  int64  `json:"after"`
}

func candidatesOf(slot rota.SlotID, list []solve.Candidate) candidatesDoc {
	doc := candidatesDoc{Format: "strikerota/candidates/1", Slot: slot, Candidates: []candidateDoc{}}
	for _, c := range list {
		d := candidateDoc{Kind: c.Kind, Consultant: c.Consultant, Moves: []moveDoc{}, Effect: []effectDoc{}, Opens: listed(c.Opens)}
		for _, m := range c.Moves {
			d.Moves = append(d.Moves, moveDoc{m.Consultant, listed(m.Takes), listed(m.Leaves), listed(m.Displaces), listed(m.Restores)})
		}
		for _, e := range c.Effect {
			d.Effect = append(d.Effect, effectDoc(e))
		}
		doc.Candidates = append(doc.Candidates, d)
	}
	return doc
}

// listed is the list, written as [] when there is nothing in it.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
