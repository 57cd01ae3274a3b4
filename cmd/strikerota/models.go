package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// A modelFolder takes the models of a solve, one file for each stage of each part.
type modelFolder struct {
	path   string
	stages []string
}

// newModelFolder makes the folder if there is none. One with something in it is
// refused, so that models of two problems are never mixed.
func newModelFolder(path string, p rota.Problem) (*modelFolder, error) {
	err := os.Mkdir(path, 0o700)
	if errors.Is(err, fs.ErrExist) {
		var there []os.DirEntry
		there, err = os.ReadDir(path)
		if err == nil && len(there) > 0 {
			return nil, badUsage("-write-model must name an empty folder or a new one; %s has something in it", path)
		}
	}
	if err != nil {
		return nil, badUsage("-write-model cannot use the folder: %v", err)
	}
	return &modelFolder{path: path, stages: p.Stages()}, nil
}

// write writes the model of one part in one stage.
func (f *modelFolder) write(stage string, part int, m *highs.Model) error {
	name := fmt.Sprintf("%02d-%s-part-%03d.mps", slices.Index(f.stages, stage)+1, strings.NewReplacer("/", "-", ":", "-").Replace(stage), part+1)
	return writeFile(filepath.Join(f.path, name), func(out io.Writer) error { return highs.WriteMPS(out, m) })
}

// explain writes what the files are, and what the plan's values are made of.
func (f *modelFolder) explain(p rota.Problem, plan rota.Plan) error {
	return writeFile(filepath.Join(f.path, "README.txt"), func(out io.Writer) error {
		_, err := io.WriteString(out, modelsReadme+modelValues(p, plan))
		return err
	})
}

const modelsReadme = `Models of one problem, in free MPS format, for any mixed-integer solver to check.

A file is one part of the problem in one stage: 02-cover-2-part-001.mps is the second
stage, cover/2 (open place-minutes of priority 2), of the first part. Parts share no
consultant and no slot. Every file is complete by itself; its objective is minimised.
Stages come in the order of the aims, and the rows of a stage hold every earlier one at
the value that the plan has there.

Columns (C0, C1, ...): the consultants of the part come in the order of their ids. Each
has a 0-1 column for every slot that they could take (1: they are in it; a lock fixes it
to 1) and for every planned session (1: it is displaced), in the order of their starts;
then, where the aims count consultants, one for being called in at all. Columns for work
on a night or a day follow where a limit on nights or days in a row needs them. The last
column of the stage spread is the minutes of the busiest consultant. OFFSET is always 1
and carries a constant.

Rows (R0, R1, ...): the places of a slot; cliques of slots and sessions of which one
person can have one; chains that together would make a duty run too long; hours of cover;
nights and days in a row; and what the earlier stages hold. Slots that nothing but their
names tells apart are one slot with all their places.

The value of a stage is the sum of its files' optimal objectives and of the constant
below: places that nobody could take are in no part, and every assignment published
counts as a change until a part keeps it. The stage spread is no sum: it is the greatest
of its files. A value that a limit cut short may be above that sum; its bound is not.

`

// modelValues lists the plan's values beside what the models leave out.
func modelValues(p rota.Problem, plan rota.Plan) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%-12s %12s %12s %12s\n", "stage", "constant", "plan's value", "bound")
	for _, a := range plan.Aims {
		fmt.Fprintf(&out, "%-12s %12d %12d %12d\n", a.Aim, outsideModels(p, a.Aim), a.Value, a.Bound)
	}
	return out.String()
}

// outsideModels is what a stage's value has that is in no part.
func outsideModels(p rota.Problem, stage string) int64 {
	if stage == string(rota.AimChanges) {
		return int64(len(p.Published))
	}
	var sum int64
	for _, s := range p.Slots {
		if stage == fmt.Sprintf("cover/%d", s.Priority) && !takeable(p, s) {
			sum += int64(s.Places) * int64(s.Minutes())
		}
	}
	return sum
}

// takeable reports whether anybody could be in the slot.
func takeable(p rota.Problem, s rota.Slot) bool {
	return slices.ContainsFunc(p.Locks, func(l rota.Pair) bool { return l.Slot == s.ID }) ||
		slices.ContainsFunc(p.Consultants, func(c rota.Consultant) bool { return rota.Able(c, s) })
}
