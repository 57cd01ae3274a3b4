package web

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
)

const publishedPath = "/published"

var publishedRoutes = []route{
	{method: get, path: publishedPath, act: auth.SeePublished, do: (*Server).publishedPage},
}

// A publishedView shows a group of trusts what each has published, as totals by service.
type publishedView struct {
	base
	Trusts []publishedTrust
}

// A publishedTrust is the strikes of one trust, the latest first.
type publishedTrust struct {
	Name    string
	Strikes []Table
}

// A serviceTotal counts the places of one service.
type serviceTotal struct {
	service string
	places  int
	open    int
}

// totalsOf counts places by service, as published.
func totalsOf(problem rota.Problem, plan rota.Plan) []serviceTotal {
	open := map[rota.SlotID]int{}
	for _, o := range plan.Open {
		open[o.Slot] += o.Places
	}
	var out []serviceTotal
	for _, s := range problem.Slots {
		i := slices.IndexFunc(out, func(t serviceTotal) bool { return t.service == s.Service })
		if i < 0 {
			i = len(out)
			out = append(out, serviceTotal{service: s.Service})
		}
		out[i].places += s.Places
		out[i].open += open[s.ID]
	}
	slices.SortFunc(out, func(a, b serviceTotal) int { return strings.Compare(a.service, b.service) })
	return out
}

// aboutWords are a figure for those who may not learn of one person from it: how many
// places there are tells what residents have said. It is rounded to the nearest five, so
// that neither taking figures from each other nor an earlier version gives it away.
func aboutWords(n int) string {
	if n < rota.Few {
		return fmt.Sprintf("Fewer than %d", rota.Few)
	}
	return fmt.Sprintf("About %d", (n+2)/5*5)
}

// aboutOpen are aboutWords of open places, of which none is told.
func aboutOpen(n int) string {
	if n == 0 {
		return "None"
	}
	return aboutWords(n)
}

func newPublishedTable(i int, p store.PublishedRota) (Table, error) {
	problem, err := document.ReadProblem(bytes.NewReader(p.Problem))
	if err != nil {
		return Table{}, errUnreadable
	}
	plan, err := document.ReadPlan(bytes.NewReader(p.Plan))
	if err != nil {
		return Table{}, errUnreadable
	}
	all := serviceTotal{service: "All services"}
	var rows [][]Cell
	row := func(t serviceTotal) []Cell {
		return []Cell{{Text: t.service}, {Text: aboutWords(t.places)}, {Text: aboutWords(t.places - t.open)}, {Text: aboutOpen(t.open)}}
	}
	for _, t := range totalsOf(problem, plan) {
		all.places, all.open = all.places+t.places, all.open+t.open
		rows = append(rows, row(t))
	}
	rows = append(rows, row(all))
	caption := fmt.Sprintf("%s: %s to %s, version %d", p.Strike.Name, longDate(rota.DateOf(p.Strike.Start)), longDate(rota.DateOf(p.Strike.End)), p.Number)
	t := NewTable(fmt.Sprintf("published-%d", i), caption,
		[]Column{{Text: "Service"}, {Text: "Places for consultants"}, {Text: "Covered"}, {Text: "Open"}}, rows)
	t.Size = "s"
	return t, nil
}

// errUnreadable stands for the error of a reader, which may repeat some of what it read.
var errUnreadable = errors.New("a published rota cannot be read")

// publishedPage shows what every trust has published, which each reads in its audit.
func (s *Server) publishedPage(v *visit) error {
	list, err := s.store.PublishedOfAll(v.ctx(), v.actor())
	if err != nil {
		return err
	}
	p := &publishedView{base: s.base(v, "Published rotas of the trusts")}
	for i, one := range list {
		if i == 0 || one.Trust.ID != list[i-1].Trust.ID {
			p.Trusts = append(p.Trusts, publishedTrust{Name: nameOr(one.Trust.Name, s.options.Trust)})
		}
		table, err := newPublishedTable(i, one)
		if err != nil {
			return err
		}
		last := &p.Trusts[len(p.Trusts)-1]
		last.Strikes = append(last.Strikes, table)
	}
	return s.show(v, "published", p)
}
