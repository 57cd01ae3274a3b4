package web

import (
	"slices"
	"strconv"
	"strings"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// freshTable lists what is new; slots, consultants and rates with all that a wrong column could have got wrong.
func freshTable(fresh []intake.Change) *Table {
	if fresh == nil {
		return nil
	}
	slots := fresh[0].Slot != nil // a file is of one kind
	columns := []Column{{Text: "Name"}, {Text: "What"}, {Text: "With"}}
	if slots {
		columns = []Column{{Text: "Slot"}, {Text: "Site"}, {Text: "Places", Numeric: true}, {Text: "Skills"}, {Text: "Where"}, {Text: "Priority"}, {Text: "With"}}
	}
	people := fresh[0].Consultant != nil
	if people {
		columns = []Column{{Text: "Name"}, {Text: "Skills"}, {Text: "Sites"}, {Text: "Terms"}, {Text: "Offers"}, {Text: "Own work"}, {Text: "With"}}
	}
	rates := fresh[0].What == "rate"
	if rates {
		columns = []Column{{Text: "Rate"}, {Text: "An hour", Numeric: true}, {Text: "Confirmed by the trust"}}
	}
	columns = append(columns, Column{Text: "Row in your file", Numeric: true})
	var rows [][]Cell
	for _, c := range fresh {
		cells := []Cell{{Text: c.Label}, {Text: sentence(c.What)}, besides(c)}
		if slots {
			cells = append(slotCells(c.Label, *c.Slot), besides(c, slotOwn...))
		}
		if people {
			cells = saidCells(c)
		}
		if rates {
			cells = rateCells(c)
		}
		rows = append(rows, append(cells, Cell{Text: placeWords(c.At), Numeric: true}))
	}
	t := NewTable("new", "New", columns, rows)
	t.Size, t.Compact = "s", true
	return &t
}

// saidCells are what the file says of a consultant who is new.
func saidCells(c intake.Change) []Cell {
	cells := []Cell{{Text: c.Label}}
	said := c.Said()
	for _, field := range personOwn {
		i := slices.IndexFunc(said, func(f intake.FieldChange) bool { return f.Field == field })
		cells = append(cells, Cell{Text: nameOr(said[i].Words().After, "None")})
	}
	return append(cells, besides(c, personOwn...))
}

// personOwn and slotOwn are what has a column of its own.
var (
	personOwn = []string{"skills", "sites", "terms", "offers", "sessions"}
	slotOwn   = []string{"places", "skills_all", "skills_any", "priority", "no_other_duty"}
)

// besides is what the file says of something new but for what has a column of its own.
func besides(c intake.Change, columns ...string) Cell {
	var out []string
	for _, f := range c.Said() {
		if f.After != "" && !slices.Contains(columns, f.Field) {
			f = f.Words()
			out = append(out, sentence(f.Field)+": "+f.After)
		}
	}
	return Cell{Text: strings.Join(out, "; ")}
}

func slotCells(label string, s rota.Slot) []Cell {
	where := s.Mode.Words()
	if s.NoOtherDuty {
		where += ", no other duty"
	}
	return []Cell{{Text: label}, {Text: s.Site}, {Text: strconv.Itoa(s.Places), Numeric: true}, {Text: skillWords(s)}, {Text: where}, {Text: priorityWords(strconv.Itoa(s.Priority))}}
}

// rateCells are a new rate in pounds, and whether it comes in as confirmed.
func rateCells(c intake.Change) []Cell {
	after := map[string]string{"confirmed": "yes"} // what does not differ from an empty cell is not among the fields
	for _, f := range c.Fields {
		after[f.Field] = f.After
	}
	return []Cell{{Text: c.Label}, {Text: "£" + after["rate"], Numeric: true}, {Text: sentence(after["confirmed"])}}
}
