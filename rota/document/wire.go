package document

// The types below are the documents' shape: fields in the order in which they
// are written, by their names. A field that may be left out is tagged
// read:"optional". A pointer may also be null, as may a field tagged
// read:"nullable", which can be left out too; both mean that nothing is given.

// Formats of the documents, with their version.
const (
	problemFormat = "strikerota/problem/1"
	planFormat    = "strikerota/plan/1"
)

type problemDoc struct {
	Format      string          `json:"format"`
	Strike      strikeDoc       `json:"strike"`
	Rules       rulesDoc        `json:"rules" read:"optional"`
	Slots       []slotDoc       `json:"slots"`
	Consultants []consultantDoc `json:"consultants"`
	Locks       []pairDoc       `json:"locks" read:"optional"`
	LeftOpen    []leftOpenDoc   `json:"left_open,omitempty" read:"optional"`
	Published   []pairDoc       `json:"published" read:"optional"`
	Cards       cardsDoc        `json:"cards" read:"optional"`
	Aims        []string        `json:"aims" read:"optional"`
}

type strikeDoc struct {
	Name  string  `json:"name"`
	Start instant `json:"start"`
	End   instant `json:"end"`
}

type rulesDoc struct {
	Rest             *int        `json:"rest" read:"optional"`
	MaxRun           *int        `json:"max_run" read:"optional"`
	MaxCover         *int        `json:"max_cover" read:"optional"`
	MaxNightsInARow  *int        `json:"max_nights_in_a_row" read:"optional"`
	MaxDaysInARow    *int        `json:"max_days_in_a_row" read:"optional"`
	Travel           []travelDoc `json:"travel" read:"nullable"`
	OnCallWithOnSite bool        `json:"on_call_with_on_site,omitempty" read:"nullable"`
}

type travelDoc struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Minutes int    `json:"minutes"`
}

type slotDoc struct {
	ID          string   `json:"id"`
	Service     string   `json:"service"`
	Unit        string   `json:"unit"`
	Role        string   `json:"role"`
	Site        string   `json:"site"`
	Start       instant  `json:"start"`
	End         instant  `json:"end"`
	Places      int      `json:"places"`
	Unneeded    int      `json:"unneeded,omitempty" read:"optional"`
	SkillsAll   []string `json:"skills_all" read:"optional"`
	SkillsAny   []string `json:"skills_any" read:"optional"`
	Mode        string   `json:"mode"`
	NoOtherDuty bool     `json:"no_other_duty" read:"optional"`
	Priority    int      `json:"priority"`
}

type consultantDoc struct {
	ID              string       `json:"id"`
	Skills          []string     `json:"skills"`
	Sites           []string     `json:"sites"`
	Terms           string       `json:"terms"`
	PayPoint        *string      `json:"pay_point" read:"optional"`
	MaxCover        *int         `json:"max_cover" read:"optional"`
	MaxNightsInARow *int         `json:"max_nights_in_a_row" read:"optional"`
	Offers          []offerDoc   `json:"offers" read:"optional"`
	Sessions        []sessionDoc `json:"sessions" read:"optional"`
	KeptOff         []string     `json:"kept_off,omitempty" read:"optional"`
}

type offerDoc struct {
	Start instant  `json:"start"`
	End   instant  `json:"end"`
	Modes []string `json:"modes"`
}

type sessionDoc struct {
	ID    string  `json:"id"`
	Start instant `json:"start"`
	End   instant `json:"end"`
	Kind  string  `json:"kind"`
	Loss  int     `json:"loss" read:"optional"`
}

type pairDoc struct {
	Slot       string `json:"slot"`
	Consultant string `json:"consultant"`
}

// leftOpenDoc is places that nobody is to fill.
type leftOpenDoc struct {
	Slot   string `json:"slot"`
	Places int    `json:"places"`
}

type cardsDoc struct {
	Trust cardDoc `json:"trust" read:"optional"`
	BMA   cardDoc `json:"bma" read:"optional"`
}

type cardDoc struct {
	Name         string    `json:"name"`
	BankHolidays []day     `json:"bank_holidays" read:"optional"`
	Rates        []rateDoc `json:"rates"`
}

// rateDoc is pence per hour by band. Its bands stand in the order of rota.Band.
type rateDoc struct {
	PayPoint       *string `json:"pay_point" read:"optional"`
	WeekdayDay     *int64  `json:"weekday_day" read:"optional"`
	WeekdayEvening *int64  `json:"weekday_evening" read:"optional"`
	Weekend        *int64  `json:"weekend" read:"optional"`
	Night          *int64  `json:"night" read:"optional"`
	OnCall         *int64  `json:"on_call" read:"optional"`
	Standby        *int64  `json:"standby" read:"optional"`
}

type planDoc struct {
	Format      string          `json:"format"`
	Status      string          `json:"status"`
	Aims        []aimDoc        `json:"aims"`
	Assignments []assignmentDoc `json:"assignments"`
	Open        []openDoc       `json:"open"`
	Cost        costDoc         `json:"cost"`
	Broken      []brokenDoc     `json:"broken,omitempty" read:"optional"`
	Run         runDoc          `json:"run"`
	ByHand      bool            `json:"by_hand,omitempty" read:"optional"`
}

type aimDoc struct {
	Aim   string `json:"aim"`
	Value int64  `json:"value"`
	Bound int64  `json:"bound"`
}

type assignmentDoc struct {
	Slot       string   `json:"slot"`
	Consultant string   `json:"consultant"`
	Locked     bool     `json:"locked"`
	Displaces  []string `json:"displaces"`
}

type openDoc struct {
	Slot    string      `json:"slot"`
	Places  int         `json:"places"`
	Reasons []reasonDoc `json:"reasons"`
}

type reasonDoc struct {
	Consultant string   `json:"consultant"`
	Rule       string   `json:"rule"`
	Because    []string `json:"because"`
}

type costDoc struct {
	Trust  *int64 `json:"trust_pence"`
	BMA    *int64 `json:"bma_pence"`
	Agreed *int64 `json:"agreed_pence"`
}

// brokenDoc is a rule that locks break. The rule about places has no consultant.
type brokenDoc struct {
	Rule       string   `json:"rule"`
	Consultant *string  `json:"consultant"`
	Slots      []string `json:"slots"`
	Sessions   []string `json:"sessions"`
}

type runDoc struct {
	Engine  string  `json:"engine"`
	Seed    int64   `json:"seed"`
	Seconds float64 `json:"seconds"`
	Stages  int     `json:"stages"`
}
