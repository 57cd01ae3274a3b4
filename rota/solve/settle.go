package solve

// settle takes what a finished stage proves into the model, for the stages after
// it: rosters that stand in no plan of the value leave, rows that every such plan
// fills become exact, and where all that does not yet hold the stage at its value
// a row does.
func (m *master) settle(c *costs, y prices, units int64) {
	b := m.price(c, y)
	y = b.y
	gap := units*unit - b.total
	m.keep(b, units)
	for k := range m.must {
		m.must[k] = m.must[k] || -b.least[k] > gap
	}
	most := b.total + m.worst(b)
	for s := range m.need {
		m.full[s] = m.full[s] || y[s] < -gap
		if !m.full[s] {
			most += -y[s] * m.need[s]
		}
	}
	implied := most < (units+1)*unit
	for _, price := range y[len(m.need)+len(m.must):] {
		implied = implied && price == 0 // how far below its limit such a row can be is not known
	}
	if !implied {
		m.carried = append(m.carried, carried{c, units})
	}
}

// worst is the most that the rosters left, one for each person, can cost above
// the bound that m.price has just found.
func (m *master) worst(b bound) int64 {
	over := make([]int64, len(m.must))
	for k := range over {
		if !m.must[k] {
			over[k] = -b.least[k]
		}
	}
	m.eachAlive(func(k, at int, _ int32) { over[k] = max(over[k], m.reduced[at]-b.least[k]) })
	var sum int64
	for _, v := range over {
		sum += v
	}
	return sum
}
