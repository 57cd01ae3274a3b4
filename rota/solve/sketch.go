package solve

// A sketch is a roster for everybody, or none. Unlike a plan it may break exact
// rows and those of stages carried: by how much is counted, and costs.
type sketch struct {
	roster  []int32 // of every person; -1 is none
	used    []int64 // places, by row
	sums    []int64 // of the stages carried
	cost    int64   // units of the stage
	missing int64   // by how much rows are broken, added up
	penalty int64   // what each of that costs
}

// sketch makes one of the rosters given, at most one a person.
func (r *run) sketch(ids []int32) *sketch {
	d := &sketch{
		roster: make([]int32, len(r.must)), used: make([]int64, len(r.need)), sums: make([]int64, len(r.carried)),
		penalty: r.costs.penalty(r.master),
	}
	for k := range d.roster {
		d.roster[k] = -1
	}
	for _, id := range ids {
		r.give(d, r.person(id), id)
	}
	r.count(d)
	return d
}

// give changes what person k does, -1 being nothing; count must follow.
func (r *run) give(d *sketch, k int, id int32) {
	r.put(d, k, d.roster[k], -1)
	r.put(d, k, id, 1)
	d.roster[k] = id
}

func (r *run) put(d *sketch, k int, id int32, sign int64) {
	if id < 0 {
		return
	}
	for _, i := range r.all.of(id) {
		d.used[r.row[k][i]] += sign
	}
	for j, c := range r.carried {
		d.sums[j] += sign * c.costs.of(r.all, k, id)
	}
	d.cost += sign * r.costs.of(r.all, k, id)
}

// count adds up by how much rows are broken.
func (r *run) count(d *sketch) {
	d.missing = 0
	for s, full := range r.full {
		if full {
			d.missing += r.need[s] - d.used[s]
		}
	}
	for k, must := range r.must {
		if must && d.roster[k] < 0 {
			d.missing++
		}
	}
	for j, c := range r.carried {
		d.missing += max(0, d.sums[j]-c.limit)
	}
}

func (d *sketch) worth() int64 { return d.cost + d.penalty*d.missing }

// ids lists the rosters of the sketch.
func (d *sketch) ids() []int32 {
	var out []int32
	for _, id := range d.roster {
		if id >= 0 {
			out = append(out, id)
		}
	}
	return out
}
