package store

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// ImportLife is how long a file that is being brought in is kept, and how long one
// that was brought in can be taken back.
const ImportLife = 24 * time.Hour

// An Import is a file that somebody is bringing in. Nothing of it is saved yet.
// It holds names: it is for its maker's pages and never logged.
type Import struct {
	ID       string
	Version  int64 // of the choices
	Kind     string
	FileName string // "" when the rows were pasted
	Choices  []byte // a JSON document
	MadeBy   string // a user's id
	MadeAt   time.Time
}

type importRow struct {
	ID       string `gorm:"primaryKey"`
	StrikeID string
	Version  int64
	MadeAt   int64
	MadeBy   string
	Kind     string
	FileName string
	Choices  string
}

func (importRow) TableName() string { return "imports" }

func (r importRow) fromRow() Import {
	return Import{ID: r.ID, Version: r.Version, Kind: r.Kind, FileName: r.FileName, Choices: []byte(r.Choices),
		MadeBy: r.MadeBy, MadeAt: instant(r.MadeAt)}
}

type importFileRow struct {
	ImportID string `gorm:"primaryKey"`
	Data     string
}

func (importFileRow) TableName() string { return "import_files" }

// StartImport keeps a file that is being brought in, with the first choices, and
// gives its id. It is its maker's alone.
func (t *Trust) StartImport(ctx context.Context, actor Actor, strikeID string, i Import, file []byte) (string, error) {
	row := &importRow{ID: rand.Text(), StrikeID: strikeID, Version: 1, MadeAt: t.now().Unix(), MadeBy: actor.ID,
		Kind: i.Kind, FileName: i.FileName, Choices: string(i.Choices)}
	err := t.writeOf(ctx, strikeID, func(tx *gorm.DB) error {
		strike, err := t.strikes(tx).Where("id = ?", strikeID).Take(ctx)
		if err != nil {
			return err
		}
		if err := strike.mayName(); err != nil {
			return err
		}
		if err := across(ctx, tx, toForget, func() error { return t.store.forgetImports(ctx, tx) }); err != nil {
			return err
		}
		if err := gorm.G[*importRow](tx).Create(ctx, &row); err != nil {
			return err
		}
		kept := &importFileRow{ImportID: row.ID, Data: base64.StdEncoding.EncodeToString(file)}
		return gorm.G[*importFileRow](tx).Create(ctx, &kept)
	})
	if err != nil {
		return "", fmt.Errorf("keep a file for strike %s: %w", strikeID, err)
	}
	return row.ID, nil
}

// young starts a query for what is not a day old yet.
func young[T any](t *Trust, tx *gorm.DB, strikeID string) gorm.ChainInterface[T] {
	return of[T](tx, strikeID).Where("made_at > ?", t.now().Add(-ImportLife).Unix())
}

// Imports lists what the user has not finished bringing into the strike, the newest first.
func (t *Trust) Imports(ctx context.Context, strikeID, userID string) ([]Import, error) {
	var out []Import
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := young[*importRow](t, tx, strikeID).Where("made_by = ?", userID).Order("made_at DESC, id").Find(ctx)
		for _, r := range rows {
			out = append(out, r.fromRow())
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the files for strike %s: %w", strikeID, err)
	}
	return out, nil
}

// Import loads what the user is bringing in, and its file.
func (t *Trust) Import(ctx context.Context, strikeID, id, userID string) (Import, []byte, error) {
	var out Import
	var file []byte
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		row, err := t.theirs(ctx, tx, strikeID, id, userID)
		if err != nil {
			return err
		}
		kept, err := gorm.G[*importFileRow](tx).Where("import_id = ?", id).Take(ctx)
		if err != nil {
			return err
		}
		out = row.fromRow()
		if file, err = base64.StdEncoding.DecodeString(kept.Data); err != nil {
			return errors.New("a kept file cannot be read") // err would repeat some of it
		}
		return nil
	})
	if err != nil {
		return Import{}, nil, fmt.Errorf("load import %s: %w", id, err)
	}
	return out, file, nil
}

func (t *Trust) theirs(ctx context.Context, tx *gorm.DB, strikeID, id, userID string) (*importRow, error) {
	return young[*importRow](t, tx, strikeID).Where("id = ? AND made_by = ?", id, userID).Take(ctx)
}

// SaveChoices saves the kind and the choices of an import, if they still have the
// version read, and gives the new version.
func (t *Trust) SaveChoices(ctx context.Context, i Import) (int64, error) {
	row := &importRow{Version: i.Version + 1, Kind: i.Kind, Choices: string(i.Choices)}
	err := t.write(ctx, func(tx *gorm.DB) error {
		n, err := within(t, gorm.G[*importRow](tx)).Where("id = ? AND version = ?", i.ID, i.Version).
			Select("version", "kind", "choices").Updates(ctx, row)
		if err != nil || n == 1 {
			return err
		}
		if _, err := within(t, gorm.G[*importRow](tx)).Where("id = ?", i.ID).Select("id").Take(ctx); err != nil {
			return err
		}
		return rota.ErrConflict
	})
	if err != nil {
		return 0, fmt.Errorf("save the choices of import %s: %w", i.ID, err)
	}
	return row.Version, nil
}

// DropImport forgets what the user was bringing in. One that is not there is no error.
func (t *Trust) DropImport(ctx context.Context, strikeID, id, userID string) error {
	err := t.writeOf(ctx, strikeID, func(tx *gorm.DB) error {
		_, err := of[*importRow](tx, strikeID).Where("id = ? AND made_by = ?", id, userID).Delete(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("drop import %s: %w", id, err)
	}
	return nil
}

// DropImports forgets all that the user was bringing into the strike.
func (t *Trust) DropImports(ctx context.Context, strikeID, userID string) error {
	err := t.writeOf(ctx, strikeID, func(tx *gorm.DB) error {
		_, err := of[*importRow](tx, strikeID).Where("made_by = ?", userID).Delete(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("drop the files for strike %s: %w", strikeID, err)
	}
	return nil
}

// ForgetImports deletes the files that were being brought in, and what would undo
// those that were, once they are a day old.
func (s *Store) ForgetImports(ctx context.Context) error {
	err := s.writeAcross(ctx, toForget, func(tx *gorm.DB) error { return s.forgetImports(ctx, tx) })
	if err != nil {
		return fmt.Errorf("forget old imports: %w", err)
	}
	return nil
}

func (s *Store) forgetImports(ctx context.Context, tx *gorm.DB) error {
	old := s.now().Add(-ImportLife).Unix()
	if _, err := gorm.G[*importRow](tx).Where("made_at <= ?", old).Delete(ctx); err != nil {
		return err
	}
	_, err := gorm.G[*importDoneRow](tx).Where("made_at <= ?", old).Delete(ctx)
	return err
}
