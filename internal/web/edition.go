package web

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
)

// An edition is one state of the rota to set beside others: a version, or the draft.
type edition struct {
	number int64 // of a version; 0 is the draft
	name   string
	made   rota.Made
	names  map[rota.ConsultantID]rota.Consultant
	lost   []rota.Slot // parts of slots that nobody was in, as far as the visitor may know of them
}

// draftKey is the draft among the versions in addresses.
const draftKey = "draft"

func versionName(number int64) string { return fmt.Sprintf("Version %d", number) }

// toVersion is "version 3" within a sentence.
func toVersion(number int64) string { return fmt.Sprintf("version %d", number) }

// person is a name as it was then.
func (e edition) person(id rota.ConsultantID) string { return nameOr(e.names[id].Name, string(id)) }

// places counts those for consultants.
func (e edition) places() int {
	n := 0
	for _, s := range e.made.Problem.Slots {
		n += s.Places
	}
	return n
}

// open is how many places are open, of one priority or of all for 0.
func (e edition) open(priority int) int {
	n := 0
	for _, o := range e.made.Plan.Open {
		if s, ok := e.made.Problem.Slot(o.Slot); ok && (priority == 0 || s.Priority == priority) {
			n += o.Places
		}
	}
	return n
}

func (e edition) filledWords() string {
	return fmt.Sprintf("%d of %s", e.places()-e.open(0), count(e.places(), "place"))
}

// lostWords count the parts of slots that are lost.
func (e edition) lostWords() string {
	n, minutes := 0, 0
	for _, s := range e.lost {
		n, minutes = n+s.Places, minutes+s.Places*s.Minutes()
	}
	if n == 0 {
		return "None"
	}
	return count(n, "place") + ", " + rota.Hours(minutes) + " in all"
}

// edition is the draft as it is now.
func (m *madeRota) edition() edition {
	p, plan := m.repriced()
	return edition{name: "The draft", made: rota.Made{Problem: p, Plan: plan}, names: m.named(), lost: m.lostNow()}
}

// editionOf is the version that was published under the number.
func editionOf(number int64, h exports.Handout) edition {
	e := edition{number: number, name: versionName(number), made: rota.Made{Problem: h.Problem, Plan: h.Plan}, names: h.Consultants, lost: h.Lost}
	if h.AllLost != nil {
		e.lost = h.AllLost
	}
	return e
}

// version loads what was published under the number, as far as the visitor sees it.
func (s *Server) version(v *visit, strikeID string, number int64) (store.Version, exports.Handout, error) {
	record, err := v.store.Trust.Version(v.ctx(), strikeID, number)
	if err != nil {
		return store.Version{}, exports.Handout{}, err
	}
	problem, plan, err := s.plans.read(store.PlanRecord{RunID: versionKey(strikeID, number), Problem: record.Problem, Plan: record.Plan})
	if err != nil {
		return store.Version{}, exports.Handout{}, err
	}
	h, err := exports.ReadKept(record.Beside, problem, plan)
	if err != nil {
		return store.Version{}, exports.Handout{}, fmt.Errorf("read version %d of strike %s: %w", number, strikeID, err)
	}
	h.Edition = exports.Edition{Number: record.Number, Published: record.At}
	if !v.can(auth.SeePeople) {
		h.AllLost = nil // parts in which residents had been due tell that they did not come
	}
	return v.store.ofVersion(record.Version), h.Of(v.store.own), nil
}

// versionKey names the documents of a version among the plans that are kept.
func versionKey(strikeID string, number int64) string { return fmt.Sprintf("%s/%d", strikeID, number) }

// latest is the newest version as an edition; nil while there is none.
func (s *Server) latest(v *visit, strikeID string) (*edition, error) {
	list, err := v.store.Versions(v.ctx(), strikeID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	_, h, err := s.version(v, strikeID, list[0].Number)
	e := editionOf(list[0].Number, h)
	return &e, err
}

// editionNamed is the edition that an address names: a number, or the draft, which is nil
// before there is one.
func (s *Server) editionNamed(v *visit, strike store.Strike, key string, draft *madeRota) (edition, error) {
	if key == draftKey {
		if draft == nil {
			return edition{}, rota.ErrNotFound
		}
		return draft.edition(), nil
	}
	number, err := versionNumber(key)
	if err != nil {
		return edition{}, err
	}
	_, h, err := s.version(v, strike.ID, number)
	return editionOf(number, h), err
}

// versionNumber reads a number from an address; anything else is not found.
func versionNumber(key string) (int64, error) {
	n, err := strconv.ParseInt(key, 10, 32)
	if err != nil || n < 1 {
		return 0, rota.ErrNotFound
	}
	return n, nil
}

// newVersion is the draft as it is to be published, with all that its files show.
func (s *Server) newVersion(v *visit, strike store.Strike) (*madeRota, store.NewVersion, error) {
	m, h, err := s.handout(v, strike)
	if err != nil {
		return nil, store.NewVersion{}, err
	}
	money, err := v.store.Money(v.ctx(), strike.ID)
	if err != nil {
		return nil, store.NewVersion{}, err
	}
	h.Edition, h.Money.Withheld = exports.Edition{}, m.marked(m.sharedWithheld(money.Withholding), money)
	for slot, ways := range h.Ways {
		h.Ways[slot] = endedWays(ways)
	}
	var problem, plan bytes.Buffer
	beside, err := h.Keep()
	if err := errors.Join(err, document.WriteProblem(&problem, h.Problem), document.WritePlan(&plan, h.Plan)); err != nil {
		return nil, store.NewVersion{}, err
	}
	return m, store.NewVersion{Seen: m.version, Problem: problem.Bytes(), Plan: plan.Bytes(), Beside: beside,
		Told: rota.Made{Problem: h.Problem, Plan: h.Plan}.Told()}, nil
}

// endedWays are ways out as a version keeps them: what had not been worked out when it
// was published never will be in its files.
func endedWays(w exports.WaysOut) exports.WaysOut {
	if w.More {
		w.More, w.Note = false, strings.TrimSpace(w.Note+" Not all of it had been worked out when this version was published.")
	}
	return w
}
