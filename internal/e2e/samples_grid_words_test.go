package e2e

import "strikerota/rota"

// A cellKind is what a cell of the cover grid means.
type cellKind string

// The kinds of cell. Where two tabs speak of one person and band, the one that comes first here stands.
const (
	cellFixed    cellKind = "own work, not to be moved"
	cellNo       cellKind = "no"
	cellNotSure  cellKind = "not agreed"
	cellTillSix  cellKind = "dropped for a note (ok till 6pm)"
	cellPlanned  cellKind = "own work that can be displaced, then cover"
	cellFromHome cellKind = "phone only"
	cellYes      cellKind = "yes"
	cellEmpty    cellKind = "empty"
)

var cellKinds = []cellKind{cellFixed, cellNo, cellNotSure, cellTillSix, cellPlanned, cellFromHome, cellYes, cellEmpty}

// A cellWord is what a text in the grid means: a kind, the terms it names, and
// what displacing the work costs, in patients.
type cellWord struct {
	kind  cellKind
	terms rota.Terms
	loss  int
}

// gridWords are all the texts of the grid. A text that is not here fails the test.
var gridWords = map[string]cellWord{
	"":                    {kind: cellEmpty},
	"ok":                  {kind: cellYes},
	"ok all weekend":      {kind: cellYes},
	"bma only":            {kind: cellYes, terms: rota.BMARate},
	"trust rate ok":       {kind: cellYes, terms: rota.TrustRate},
	"yes if toil":         {kind: cellYes, terms: rota.TimeOff},
	"phone only":          {kind: cellFromHome},
	"clinic - can cancel": {kind: cellPlanned, loss: 12},
	"theatre list p3":     {kind: cellPlanned, loss: 4},
	"clinic":              {kind: cellFixed},
	"mdt":                 {kind: cellFixed},
	"theatre list p2":     {kind: cellFixed},
	"no":                  {kind: cellNo},
	"al":                  {kind: cellNo},
	"not nights":          {kind: cellNo},
	"no weekends":         {kind: cellNo},
	"?":                   {kind: cellNotSure},
	"ask":                 {kind: cellNotSure},
}

// gridColours are what a cell without words means, as the second line of each tab says.
var gridColours = map[string]cellKind{"C6E0B4": cellYes, "F8CBAD": cellNo, "FFE699": cellNotSure}

// gridNotes are the notes that hang on cells, and which of them the conversion
// acts on: terms that a person names, and an end to their day.
var gridNotes = map[string]struct {
	terms   rota.Terms
	tillSix bool
	unread  bool
}{
	"BMA rate or nothing":             {terms: rota.BMARate},
	"rang 16/7, ok but only till 6pm": {tillSix: true},
	"prefers Eastlake":                {unread: true},
}

// gridRates are the words of the columns Rate and Terms. "agreed" and nothing
// leave the terms open: the coordinator takes the trust's rate.
var gridRates = map[string]rota.Terms{
	"bma": rota.BMARate, "trust": rota.TrustRate, "toil": rota.TimeOff, "job plan": rota.InJobPlan,
	"agreed": rota.TrustRate, "": rota.TrustRate,
}

// gridCovers are the competences of the staffing sheet that each tab's word for
// what a person covers stands for.
var gridCovers = map[string]map[string][]string{
	"Obstetrics": {
		"lw": {"obstetrics", "operative delivery", "caesarean section"}, "gynae": {"gynaecology"}, "gynae only": {"gynaecology"},
		"fetal medicine": {"fetal medicine"},
	},
	"Obs anaes":   {"obs": {"obstetric anaesthesia", "anaesthesia"}, "theatres": {"anaesthesia"}},
	"Neonatology": {"tier 2/3": {"neonatal", "neonatal intensive care"}, "tier 3": {"neonatal", "neonatal intensive care"}},
	"Clin onc": {
		"rt": {"clinical oncology", "oncology"}, "rt lung": {"clinical oncology", "oncology"}, "rt breast": {"clinical oncology", "oncology"},
		"acute onc": {"oncology"},
	},
	"Med onc":    {"sact": {"medical oncology", "oncology"}, "acute onc": {"oncology"}},
	"Haem BMT":   {"haem": {"haematology"}, "bmt": {"bone marrow transplant"}},
	"Tx surgery": {"liver": {"transplant surgery"}, "kidney": {"transplant surgery"}, "retrieval": {"retrieval lead"}},
	"Hepatology & nephrology": {
		"liver": {"hepatology", "general medicine"}, "kidney": {"nephrology", "general medicine"}, "tx clinic": nil,
	},
	"Theatre anaes": {"theatres": {"anaesthesia"}, "tx": {"transplant anaesthesia"}},
}

// gridBases are the sites of the column Base. The tab of haematology has none:
// the coordinator puts both.
var gridBases = map[string][]string{
	"nri": {northmoor}, "eastlake": {eastlake}, "either": {eastlake, northmoor}, "": {eastlake, northmoor},
}

// onTwoTabs are people who are on a second tab under a name with initials, as the coordinator knows.
var onTwoTabs = map[string]string{
	"m sethi": "mei ling sethi", "t holdsworth": "tunde holdsworth", "a widdop": "andrew widdop",
}

// maxNights are the comments that limit a person; others are left for people to read.
var maxNights = map[string]int{"max 2 nights": 2}

// A gridBand is a column of a day in the grid.
type gridBand struct {
	name     string
	from, to int
}

// gridBandsOfDay are the bands as the second line of each tab gives them.
var gridBandsOfDay = []gridBand{{"am", 480, 780}, {"pm", 780, 1080}, {"eve", 1080, 1260}, {"night", 1200, 540}}

// gridDays are the days of July that each tab has.
var gridDays = []int{25, 26, 27, 28, 29}
