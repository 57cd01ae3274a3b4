package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A Held is all that is kept about one person of a strike: what [Trust.Purge] would delete
// of them, but for what notHeld lists. It has nothing of anybody else, nor who of the office saved it.
type Held struct {
	Resident Resident               // of a resident
	Said     map[rota.DutyID]Saying // likewise
	Who      Consultant             // of a consultant, as is all below but for Link
	Told     []HeldTold             // what each version told them of, the oldest first
	Answers  []HeldAnswer           // all that they were asked and answered, the oldest first
	Calls    []Call                 // all calls about changes, the oldest first; without who rang
	Changes  []OwnChange            // what they changed themselves, the oldest first
	Seen     int64                  // up to which version they have marked changes as seen
	Locks    []rota.Lock            // in order
	KeptOff  []rota.KeptOff         // in order
	Edits    []Edit                 // of the draft that touched them, the oldest first; without who made them
	Rotas    []HeldRota             // in which they may be, the oldest first
	Link     *PersonalLink          // nil when none is kept
}

// A Saying is when what is kept of a duty was said, and whether the resident said it
// themselves by their link. Where nothing has been said it is when the duty was entered.
type Saying struct {
	At       time.Time
	Own      bool
	Attended time.Time // when it was recorded whether they came; zero for not
}

// A HeldTold is that they were told of the same in one version after another.
type HeldTold struct {
	rota.Told
	First, Last int64 // versions
}

// A HeldAnswer is one answer that was recorded.
type HeldAnswer struct {
	rota.Pair
	Version int64
	Outcome Outcome
	ByPhone bool
	At      time.Time
}

// A HeldRota is a rota that was made, or published, of which [Trust.RotaDocuments] has the documents.
type HeldRota struct {
	RunID   string // of a run, or ""
	Version int64  // of a version, or 0
	At      time.Time
}

// notHeld says of tables that a purge deletes from why [Trust.Held] has nothing of them, and of
// those with documents of runs. What may name somebody the page and the file of what is held tell of.
var notHeld = map[string]string{
	"told_returns":  "counts: it has nobody's code",
	"left_open":     "it is of slots: it has nobody's code",
	"file_requests": "who asked for a file and why: it has nobody's code, and the box asks to name nobody",
	"imports":       "what is being brought in, as the office has it elsewhere: told of, and gone after a day",
	"imports_done":  "all that was entered, before and after: told of, and gone after a day",
	"import_memory": "how rows were corrected, by hashes of the rows: told of",
	"drafts":        "the rota as it is: read with the rota, not here",
	"cost_cases":    "what cover would cost on other terms, which some may have by their codes: told of. It stays, and the code is then nobody's",
	"explanations":  "who could take an open place, worked out from the rest: told of, and replaced with each rota",
}

// HeldOfResident loads all that is kept about a resident of the strike.
func (t *Trust) HeldOfResident(ctx context.Context, strikeID string, id rota.ResidentID) (Held, error) {
	out := Held{Said: map[rota.DutyID]Saying{}}
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		if out.Resident, err = residentOf(ctx, tx, strikeID, id); err != nil {
			return err
		}
		rows, err := of[*dutyRow](tx, strikeID).Where("resident_id = ?", string(id)).Select("id", "declared_at", "declared_by", "attended_at").Find(ctx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			said := Saying{At: instant(row.DeclaredAt), Own: row.DeclaredBy == ByResident.ID}
			if row.AttendedAt != 0 {
				said.Attended = instant(row.AttendedAt)
			}
			out.Said[rota.DutyID(row.ID)] = said
		}
		out.Link, err = t.keptLink(ctx, tx, strikeID, KindResident, string(id))
		return err
	})
	if err != nil {
		return Held{}, fmt.Errorf("load what is kept about resident %s: %w", id, err)
	}
	return out, nil
}

// HeldOfConsultant loads all that is kept about a consultant of the strike.
func (t *Trust) HeldOfConsultant(ctx context.Context, strikeID string, id rota.ConsultantID) (Held, error) {
	var out Held
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		if out.Who, err = consultantOf(ctx, tx, strikeID, string(id)); err != nil {
			return err
		}
		if out.Link, err = t.keptLink(ctx, tx, strikeID, KindConsultant, string(id)); err != nil {
			return err
		}
		h := holding{tx: tx, strike: strikeID, id: id, out: &out}
		for _, load := range []func(context.Context) error{h.told, h.answers, h.calls, h.changes, h.seen, h.decided, h.edits, h.rotas} {
			if err := load(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Held{}, fmt.Errorf("load what is kept about consultant %s: %w", id, err)
	}
	return out, nil
}

// keptLink is the link that is kept for somebody, whether or not it opens anything.
func (t *Trust) keptLink(ctx context.Context, tx *gorm.DB, strikeID string, kind Kind, id string) (*PersonalLink, error) {
	rows, err := of[*personalLinkRow](tx, strikeID).Where("kind = ? AND person_id = ?", string(kind), id).Find(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	strike, err := t.strikes(tx).Where("id = ?", strikeID).Take(ctx)
	if err != nil {
		return nil, err
	}
	return &PersonalLink{rows[0].person(t.id), instant(rows[0].MadeAt), rows[0].until(strike)}, nil
}

// A holding loads what is kept about one consultant, a table at a time.
type holding struct {
	tx     *gorm.DB
	strike string
	id     rota.ConsultantID
	out    *Held
}

// theirs starts a query for rows of theirs.
func theirs[T any](h holding) gorm.ChainInterface[T] {
	return of[T](h.tx, h.strike).Where("consultant_id = ?", string(h.id))
}

func (h holding) told(ctx context.Context) error {
	rows, err := theirs[*toldRow](h).Order("since, slot_id, number").Find(ctx)
	for _, r := range rows {
		if n := len(h.out.Told); n > 0 && h.out.Told[n-1].Slot == rota.SlotID(r.SlotID) && h.out.Told[n-1].First == r.Since {
			h.out.Told[n-1].Last = r.Number
			continue
		}
		h.out.Told = append(h.out.Told, HeldTold{r.fromRow(), r.Since, r.Number})
	}
	return err
}

func (h holding) answers(ctx context.Context) error {
	rows, err := theirs[*answerRow](h).Order("number").Find(ctx)
	for _, r := range rows {
		h.out.Answers = append(h.out.Answers, HeldAnswer{r.pair(), r.Version, Outcome(r.Outcome), r.ByPhone, instant(r.At)})
	}
	return err
}

func (h holding) calls(ctx context.Context) error {
	rows, err := theirs[*callRow](h).Order("number").Find(ctx)
	for _, r := range rows {
		h.out.Calls = append(h.out.Calls, Call{Pair: r.pair(), Comes: r.Comes, Outcome: CallOutcome(r.Outcome), At: instant(r.At)})
	}
	return err
}

func (h holding) changes(ctx context.Context) error {
	rows, err := theirs[*ownChangeRow](h).Order("number").Find(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		one, err := r.fromRow()
		if err != nil {
			return err
		}
		h.out.Changes = append(h.out.Changes, one)
	}
	return nil
}

func (h holding) seen(ctx context.Context) error {
	rows, err := theirs[*markRow](h).Where("seen_by = ? AND about = ?", ByConsultant.ID, aboutRota).Find(ctx)
	for _, r := range rows {
		h.out.Seen = r.Number
	}
	return err
}

func (h holding) decided(ctx context.Context) error {
	locks, err := theirs[*lockRow](h).Order("slot_id").Find(ctx)
	if err != nil {
		return err
	}
	for _, r := range locks {
		h.out.Locks = append(h.out.Locks, rota.Lock{Pair: rota.Pair{Slot: rota.SlotID(r.SlotID), Consultant: h.id}, Reason: r.Reason})
	}
	off, err := theirs[*keptOffRow](h).Order("slot_id").Find(ctx)
	for _, r := range off {
		h.out.KeptOff = append(h.out.KeptOff, r.fromRow())
	}
	return err
}

// edits are those that name them, with what is of them alone.
func (h holding) edits(ctx context.Context) error {
	rows, err := of[*editRow](h.tx, h.strike).Order("number").Find(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		e, err := r.fromRow("")
		if err != nil {
			return err
		}
		if e.Change = e.Change.Of(h.id); len(e.Change.People) > 0 {
			h.out.Edits = append(h.out.Edits, e)
		}
	}
	return nil
}

// rotas are those that were made and those that were published.
func (h holding) rotas(ctx context.Context) error {
	done, err := of[*runRow](h.tx, h.strike).Where("state = ? AND purpose IN ?", string(RunDone), []string{string(ForRota), string(ForReplan)}).
		Select("id", "finished_at").Order("number").Find(ctx)
	if err != nil {
		return err
	}
	for _, r := range done {
		h.out.Rotas = append(h.out.Rotas, HeldRota{RunID: r.ID, At: instant(*r.FinishedAt)})
	}
	versions, err := of[*versionRow](h.tx, h.strike).Select("number", "published_at").Order("number").Find(ctx)
	for _, r := range versions {
		h.out.Rotas = append(h.out.Rotas, HeldRota{Version: r.Number, At: instant(r.PublishedAt)})
	}
	return err
}

// RotaDocuments are the documents of a rota that was made or published; of one that is gone
// since they are nil.
func (t *Trust) RotaDocuments(ctx context.Context, strikeID string, r HeldRota) (problem, plan, beside []byte, err error) {
	err = t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		if r.Version != 0 {
			rows, err := of[*versionRow](tx, strikeID).Where("number = ?", r.Version).Find(ctx)
			for _, row := range rows {
				problem, plan, beside = []byte(row.Problem), []byte(row.Plan), []byte(row.Beside)
			}
			return err
		}
		rows, err := of[*runRow](tx, strikeID).Where("id = ? AND plan IS NOT NULL", r.RunID).Find(ctx)
		for _, row := range rows {
			problem, plan = []byte(row.Problem), []byte(*row.Plan)
		}
		return err
	})
	if err != nil {
		err = fmt.Errorf("load a rota of strike %s: %w", strikeID, err)
	}
	return problem, plan, beside, err
}
