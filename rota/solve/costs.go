package solve

import "strikerota/rota"

// costs is what a stage adds up, told by rosters: its value is base plus scale
// times the costs of the rosters chosen. All are whole numbers.
type costs struct {
	base  int64     // the value without any cover but the locks
	scale int64     // what one unit of the costs below is worth
	item  [][]int64 // of every item of every person
	loss  []int64   // of one of loss, by person
	any   []int64   // of every person who has any cover beside locks
	only  []bool    // whose rosters cost anything; nil is everybody's
}

func (c *costs) counts(k int) bool { return c.only == nil || c.only[k] }

// costs is the stage's objective by rosters. It fits every stage but the spread.
func (t *part) costs(stage string, all *rosters) *costs {
	o := t.objective(stage)
	c := &costs{base: o.fixed, scale: max(o.scale(), 1)}
	var loss int64
	if stage == string(rota.AimDisplaced) {
		c.scale, loss = 1, 1
	}
	for k, q := range t.people {
		item, locks := make([]int64, len(q.items)), false
		for i, it := range q.items {
			if it.kind != cover {
				continue
			}
			item[i] = o.coef[t.vars[k][i]] / c.scale
			if it.locked {
				locks = true
				c.base += o.coef[t.vars[k][i]]
			}
		}
		var any int64
		switch {
		case stage == string(rota.AimConsultants) && locks:
			c.base++
		case stage == string(rota.AimConsultants):
			any = 1
		case stage == string(rota.AimDisplaced):
			c.base += all.base[k]
		}
		c.item, c.any, c.loss = append(c.item, item), append(c.any, any), append(c.loss, loss)
	}
	return c
}

// units is how many units above its base a value is, rounded up.
func (c *costs) units(value int64) int64 {
	d := value - c.base
	n := d / c.scale
	if d > n*c.scale {
		n++
	}
	return n
}

func (c *costs) value(units int64) int64 { return c.base + c.scale*units }

// of is what roster r of person k costs, in units.
func (c *costs) of(all *rosters, k int, r int32) int64 {
	if !c.counts(k) {
		return 0
	}
	v := c.any[k] + c.loss[k]*(int64(all.loss[r])-all.base[k])
	for _, i := range all.of(r) {
		v += c.item[k][i]
	}
	return v
}
