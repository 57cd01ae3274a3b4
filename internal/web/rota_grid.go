package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"strikerota/internal/store"
	"strikerota/rota"
)

// A cellState is what a slot's cell says: a word, a kind of edge, and whether
// the word is read out only, since most cells are filled.
type cellState struct {
	key, word, class string
	quiet            bool
}

// The states, the most pressing first. A cell shows the first that holds.
var (
	cellNew    = cellState{"new", "Not in this rota", "app-cell--risk", false}
	cellOpen   = cellState{"open", "Open", "app-cell--open", false}
	cellAgain  = cellState{"again", "To be filled again", "app-cell--risk", false} // somebody in it could no longer take it
	cellBroken = cellState{"broken", "Breaks a rule", "app-cell--broken", false}
	cellLocked = cellState{"locked", "Locked", "app-cell--locked", false}
	cellFilled = cellState{"filled", "Filled", "app-cell--filled", true}
	cellNone   = cellState{"none", "Residents cover it", "app-cell--none", false}
	cellDown   = cellState{"down", "Stood down", "app-cell--none", false}
	cellOut    = cellState{"out", "Not in this rota", "app-cell--none", false} // new, stood down or none, for those who may not know which
)

var cellStates = []cellState{cellFilled, cellLocked, cellOpen, cellAgain, cellBroken, cellDown, cellNone, cellNew, cellOut}

// A gridCell is one slot in the grid.
type gridCell struct {
	slot   rota.Slot
	state  cellState
	locked bool // somebody in it is, whatever its state
	Href   string
	Class  string
	Times  string
	State  string // in words
	Quiet  bool   // State is for screen readers only
	People []string
}

// A gridRow is one role of one unit.
type gridRow struct {
	Unit, Role, Site string
	Days             [][]gridCell // as the grid's days; none is an empty cell
}

// A gridGroup is one service.
type gridGroup struct {
	Service string
	Rows    []gridRow
}

// A gridDay is one column.
type gridDay struct {
	Date rota.Date
	Text string
}

// A grid is the rota as a table.
type grid struct {
	Days   []gridDay
	Groups []gridGroup
}

// mostUnboxed is of how many rows a grid scrolls with the page and in no box of its own: with its heads it fits a
// screen or two.
const mostUnboxed = 10

// Long reports whether the grid has so many rows that its heads have to stay in sight.
func (g grid) Long() bool {
	n := 0
	for _, group := range g.Groups {
		n += len(group.Rows)
	}
	return n > mostUnboxed
}

// Columns is how many there are, with the head of the row.
func (g grid) Columns() int { return len(g.Days) + 1 }

// cells makes a cell for every slot: those of the rota, and those entered that
// are not in it. They are sorted by time. people is whether it may be told why the
// latter are not: which of them residents cover, and where a consultant was stood down.
func (m *madeRota) cells(strikeID string, people bool) []gridCell {
	locks, broken := lockedPairs(m.entry), map[rota.SlotID]bool{}
	for _, b := range m.plan.Broken {
		for _, id := range b.Slots {
			broken[id] = true
		}
	}
	holders, again := map[rota.SlotID][]rota.Assignment{}, pairSet(m.stranded())
	for _, a := range m.plan.Assignments {
		holders[a.Slot] = append(holders[a.Slot], a)
	}
	var out []gridCell
	for _, slot := range m.problem.Slots {
		c := gridCell{slot: slot}
		c.fill(m, holders[slot.ID], locks, again, broken[slot.ID], people)
		out = append(out, c)
	}
	lost, came := m.lostNow(), m.needsNone()
	for _, n := range m.entry.Needs() {
		if _, known := m.problem.Slot(n.Slot.ID); !known && !n.Slot.LostIn(lost) {
			c := gridCell{slot: n.Slot, state: cellNone}
			switch {
			case !people:
				c.state = cellOut
			case m.isStoodDown(n.Slot.ID):
				c.state = cellDown
			case n.Places > 0 && !came[n.Slot.ID]:
				c.state = cellNew
			}
			c.State = c.state.word
			out = append(out, c)
		}
	}
	for i := range out {
		c := &out[i]
		c.Href, c.Class = coverPath(strikeID, c.slot.ID), c.state.class
		c.Times = c.slot.Times()
	}
	slices.SortFunc(out, func(a, b gridCell) int {
		return cmp.Or(a.slot.Compare(b.slot.Span), strings.Compare(string(a.slot.ID), string(b.slot.ID)))
	})
	return out
}

// fill gives the cell its people and its state.
func (c *gridCell) fill(m *madeRota, holders []rota.Assignment, locks map[rota.Pair]rota.Lock, again map[rota.Pair]bool, broken, people bool) {
	locked, gone := 0, 0
	for _, a := range holders {
		name := m.name(a.Consultant)
		var about []string
		if _, ok := locks[a.Pair()]; ok {
			locked++
			if len(holders) > 1 {
				about = append(about, "locked")
			}
		}
		if said := m.told.outcome(c.slot, a.Consultant); said != store.NotAsked {
			about = append(about, strings.ToLower(answerWords(said)))
		}
		if again[a.Pair()] {
			gone++
			about = append(about, strings.ToLower(cellAgain.word))
		}
		if about != nil {
			name += " (" + strings.Join(about, ", ") + ")"
		}
		c.People = append(c.People, name)
	}
	c.locked = locked > 0
	open := c.slot.Places - len(holders)
	switch {
	case open > 0:
		c.state = cellOpen
	case gone > 0:
		c.state = cellAgain
	case broken:
		c.state = cellBroken
	case locked == len(holders):
		c.state = cellLocked
	default:
		c.state = cellFilled
	}
	words := []string{c.state.word}
	if open > 0 && c.slot.Places > 1 {
		words[0] = fmt.Sprintf("%d of %d open", open, c.slot.Places)
	}
	if people && m.isStoodDown(c.slot.ID) {
		words = append(words, strings.ToLower(cellDown.word)+" in part")
	}
	if broken && c.state != cellBroken {
		words = append(words, strings.ToLower(cellBroken.word))
	}
	if locked > 0 && locked == len(holders) && c.state != cellLocked {
		words = append(words, strings.ToLower(cellLocked.word))
	}
	c.State = strings.Join(words, ", ")
	c.Quiet = len(words) == 1 && c.state.quiet
}

// open is how many of its places the rota leaves open.
func (c gridCell) open() int {
	if c.state != cellOpen {
		return 0
	}
	return c.slot.Places - len(c.People)
}

// day is the London date on which the slot starts.
func (c gridCell) day() rota.Date { return rota.DateOf(c.slot.Start) }

// newGrid sorts cells into days, services and rows. Days without any cell have no column.
func newGrid(cells []gridCell) grid {
	var g grid
	for _, c := range cells {
		g.addDay(c.day())
	}
	sorted := slices.Clone(cells)
	slices.SortStableFunc(sorted, func(a, b gridCell) int {
		x, y := a.slot, b.slot
		return cmp.Or(strings.Compare(x.Service, y.Service), strings.Compare(x.Unit, y.Unit),
			strings.Compare(x.Site, y.Site), strings.Compare(x.Role, y.Role))
	})
	for _, c := range sorted {
		g.put(c)
	}
	return g
}

func (g *grid) addDay(d rota.Date) {
	at, found := slices.BinarySearchFunc(g.Days, d, func(have gridDay, want rota.Date) int { return have.Date.Compare(want) })
	if !found {
		g.Days = slices.Insert(g.Days, at, gridDay{Date: d, Text: d.Words()})
	}
}

// put adds a cell to the last row, or begins a row or service for it.
func (g *grid) put(c gridCell) {
	if n := len(g.Groups); n == 0 || g.Groups[n-1].Service != c.slot.Service {
		g.Groups = append(g.Groups, gridGroup{Service: c.slot.Service})
	}
	group := &g.Groups[len(g.Groups)-1]
	n := len(group.Rows)
	if n == 0 || group.Rows[n-1].Unit != c.slot.Unit || group.Rows[n-1].Role != c.slot.Role || group.Rows[n-1].Site != c.slot.Site {
		group.Rows = append(group.Rows, gridRow{Unit: c.slot.Unit, Role: c.slot.Role, Site: c.slot.Site, Days: make([][]gridCell, len(g.Days))})
	}
	row := &group.Rows[len(group.Rows)-1]
	i := slices.IndexFunc(g.Days, func(d gridDay) bool { return d.Date == c.day() })
	row.Days[i] = append(row.Days[i], c)
}

// A rotaFilter is what of the rota is shown. Empty fields show everything.
type rotaFilter struct{ Service, Day, State string }

// keep reports whether the filter shows the cell.
func (f rotaFilter) keep(c gridCell) bool {
	return (f.Service == "" || c.slot.Service == f.Service) &&
		(f.Day == "" || c.day().String() == f.Day) &&
		(f.State == "" || c.is(f.State))
}

// is reports whether the cell is in the state, or holds somebody who is locked if that is asked.
func (c gridCell) is(state string) bool {
	return c.state.key == state || state == cellLocked.key && c.locked
}

// query is the address's part after "?", with the filter's day replaced.
func (f rotaFilter) query(day string) string {
	v := url.Values{}
	for name, value := range map[string]string{"service": f.Service, "day": day, "state": f.State} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// filterOptions lists what the cells can be filtered by.
func filterOptions(cells []gridCell) (services, days, states []Option) {
	services, days = []Option{{Text: "All services"}}, []Option{{Text: "All days"}}
	states = []Option{{Text: "All states"}}
	var names []string
	var g grid
	used := map[string]bool{}
	for _, c := range cells {
		g.addDay(c.day())
		names = append(names, c.slot.Service)
		used[c.state.key] = true
		used[cellLocked.key] = used[cellLocked.key] || c.locked
	}
	slices.Sort(names)
	for _, n := range slices.Compact(names) {
		services = append(services, Option{Value: n, Text: n})
	}
	for _, d := range g.Days {
		days = append(days, Option{Value: d.Date.String(), Text: d.Text})
	}
	for _, s := range cellStates {
		if used[s.key] {
			states = append(states, Option{Value: s.key, Text: s.word})
		}
	}
	return services, days, states
}
