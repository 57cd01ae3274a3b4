package rotatest

import (
	"fmt"
	"math/rand/v2"

	"strikerota/rota"
)

// A Size is how big a trust of [Trust] is.
type Size int

// The sizes, in consultants and places. A region is eight trusts.
const (
	SmallTrust Size = iota // 60 × 80
	LargeTrust             // 700 × 900
	Region                 // 7,000 × 9,000
)

// A Tightness is how much of a trust's need its consultants have offered to cover.
type Tightness int

// The tightnesses, by the share of place-minutes that stays open in the best plan.
const (
	Easy  Tightness = iota // at most about one per cent
	Tight                  // a few per cent, with much displaced
	Short                  // 15 to 30 per cent
)

// Trust is a problem as large as hospitals have, for benchmarks: 07:00 25 July to
// 07:00 30 July 2025, with the standard rules, the cards of this package and the
// default aims without changes. Consultants work in departments (a specialty at a
// site); some of them in two, which joins departments into parts. The same
// arguments give the same problem on every machine.
func Trust(size Size, tight Tightness, seed uint64) rota.Problem {
	g := newTrustGenerator(size, tight, seed)
	for _, p := range plansOf(size) {
		g.part(p)
	}
	problem, err := rota.NewProblem(g.problem)
	if err != nil {
		panic(fmt.Sprintf("rotatest: a wrong constant: %v %v", err, rota.Faults(err)))
	}
	return problem
}

// A trustGenerator draws the parts of a trust one after another, slots before people.
type trustGenerator struct {
	*generator
	willing willing
	problem rota.Problem
	free    map[int]int // departments of each trust so far
	count   int         // departments so far
}

func newTrustGenerator(size Size, tight Tightness, seed uint64) *trustGenerator {
	g := newGenerator(seed)
	g.r = rand.New(rand.NewPCG(seed, uint64(0x7257<<8)+uint64(size)<<4+uint64(tight)))
	t := &trustGenerator{generator: g, willing: willingness[tight], free: map[int]int{}}
	t.problem = rota.Problem{
		Strike: g.entry.Strike, Rules: g.entry.Rules, Cards: g.entry.Cards,
		Aims: []rota.Aim{rota.AimCover, rota.AimDisplaced, rota.AimCostAgreed, rota.AimSpread},
	}
	t.problem.Strike.Name = "July 2025 (benchmark)"
	t.problem.Rules.OnCallWithOnSite = seed%2 == 0
	t.problem.Rules.Travel = travel(size)
	return t
}

// sitesOfTrust is how many sites a trust has. Sites are numbered through the region.
const sitesOfTrust = 3

func siteName(n int) string {
	return fmt.Sprintf("Trust %d, site %d", n/sitesOfTrust+1, n%sitesOfTrust+1)
}

// travel is the time between sites that are next to each other: within a trust
// always, between two trusts of a region in one direction round.
func travel(size Size) []rota.Travel {
	sites := sitesOfTrust
	if size == Region {
		sites *= trustsOfRegion
	}
	var out []rota.Travel
	for s := range sites - 1 {
		out = append(out, rota.Travel{From: siteName(s), To: siteName(s + 1), Minutes: 20 + 10*(s%4)})
	}
	return out
}

// A department is one specialty at one site.
type department struct {
	key       string // starts the ids of its slots
	site      int
	specialty int
	places    int
	staff     int
}

func (d department) name() string { return trustSpecialties[d.specialty].name }

// near reports whether consultants may work in both: one specialty at
// neighbouring sites, or neighbouring specialties at one site.
func (d department) near(o department) bool {
	sites, specialties := d.site-o.site, d.specialty-o.specialty
	return sites*sites+specialties*specialties == 1
}

// part draws departments that share consultants: their slots, then their people.
func (g *trustGenerator) part(p partPlan) {
	all := make([]department, p.departments)
	places, staff := g.shares(p.places, p.departments), g.shares(p.consultants, p.departments)
	for i := range all {
		all[i] = g.place(p.trust)
		all[i].places, all[i].staff = places[i], staff[i]
		g.needs(all[i])
	}
	for _, d := range all {
		var near []department
		for _, o := range all {
			if d.near(o) {
				near = append(near, o)
			}
		}
		for range d.staff {
			g.problem.Consultants = append(g.problem.Consultants, g.member(d, near))
		}
	}
}

// place takes the next department of a trust. It goes from site to site and at the
// last one on to the next specialty and back, so that one is always near the next.
// The network of a region has the first specialties at many sites.
func (g *trustGenerator) place(trust int) department {
	first, wide, specialty := trust*sitesOfTrust, sitesOfTrust, networkSpecialties
	if trust == network {
		first, wide, specialty = 0, networkSites, 0
	}
	n := g.free[trust]
	g.free[trust]++
	g.count++
	row, along := n/wide, n%wide
	if row%2 == 1 {
		along = wide - 1 - along
	}
	return department{key: fmt.Sprintf("d%03d", g.count), site: first + along, specialty: specialty + row}
}

// shares cuts a total into n nearly equal numbers, each of which differs by up to a tenth or so.
func (g *trustGenerator) shares(total, n int) []int {
	out := make([]int, n)
	left := total
	for i := range n - 1 {
		even := left / (n - i)
		out[i] = even + g.r.IntN(even/5+1) - even/10
		left -= out[i]
	}
	out[n-1] = left
	return out
}
