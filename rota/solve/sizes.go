package solve

// sizes say from where on a model, a part or a piece is called large. Tests make
// them small, so that what is meant for regions is tried on problems whose every
// plan can be looked at.
type sizes struct {
	// Rosters of an integer model. With few it is solved at once; with more, cuts are
	// tried first; with many, the stage is solved by pieces before; more than most are
	// never tried at once.
	few, some, many, most int
	mostWide              int // most, in a part of many people
	// people is how many make a part whose integer models are slow, and take much
	// memory, long before they have many rosters.
	people                int
	leastPiece, mostPiece int // people of a piece
	ofPiece, ofPieceWide  int // the most rosters of a piece, and of one in a part of many people
	ofBlock, ofBlockEach  int // the most rosters of the model of a local cut: in all, or for each of many people
	rests                 int // rounds of cuts of remainders that may not raise the bound, one after another
}

// usualSizes are those of every solve but in tests.
var usualSizes = sizes{
	few: 1000, some: 3000, many: 20000, most: 60000, mostWide: 60000,
	people:     300,
	leastPiece: 40, mostPiece: 320, ofPiece: 4000, ofPieceWide: 2000, ofBlock: 6000, ofBlockEach: 75, rests: 12,
}

// sizesOrUsual are those of the options, or the usual ones.
func (o Options) sizesOrUsual() sizes {
	if o.sizes != nil {
		return *o.sizes
	}
	return usualSizes
}

// wide reports whether the part has so many people that integer models of it are slow.
func (m *master) wide() bool { return len(m.must) > m.sizes.people }

// ofPiece is how many rosters a piece of a sketch has.
func (m *master) ofPiece(d *sketch) int {
	if m.wide() {
		if d.missing > 0 {
			return m.sizes.ofPieceWide / 2
		}
		return m.sizes.ofPieceWide
	}
	return m.sizes.ofPiece
}

// many is how many rosters are solved by pieces before an integer model has them all.
func (m *master) many() int {
	if m.wide() {
		return m.sizes.some
	}
	return m.sizes.many
}

// most is how many rosters are never given to an integer model at once.
func (m *master) most() int {
	if m.wide() {
		return m.sizes.mostWide
	}
	return m.sizes.most
}
