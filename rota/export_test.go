package rota

// Of names the cells that a group holds, for tests.
func (g ReturnGroup) Of() []string {
	out := make([]string, len(g.cells))
	for i, c := range g.cells {
		out[i] = c.Service + ", " + c.Grade
	}
	return out
}
