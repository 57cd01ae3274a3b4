package runs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"strikerota/internal/store"
)

// A job asks a worker to solve a run. It is only a hint: the run's row decides. Or
// it asks to go on explaining a run's plan.
type job struct {
	Run     string `json:"run"`
	Explain bool   `json:"explain,omitempty"`
}

// Kind names the job in River's table.
func (job) Kind() string { return "solve" }

// queueName is River's name for the queue of runs.
const queueName = "solve"

// A queue is a River client, whichever database it is on.
type queue interface {
	Insert(context.Context, river.JobArgs, *river.InsertOpts) (*rivertype.JobInsertResult, error)
	Start(context.Context) error
	StopAndCancel(context.Context) error
}

// Which jobs come first, as River counts: a rota that somebody waits for, then
// questions, then what was left unexplained.
const (
	first = 1 + iota
	second
	third
)

// tell puts a run in the queue. Doing so twice is harmless.
func tell(ctx context.Context, q queue, run store.Run) error {
	if run.Purpose.HasPlan() {
		return put(ctx, q, job{Run: run.ID}, first)
	}
	return put(ctx, q, job{Run: run.ID}, second)
}

func put(ctx context.Context, q queue, j job, priority int) error {
	_, err := q.Insert(ctx, j, &river.InsertOpts{Queue: queueName, MaxAttempts: 5, Priority: priority})
	if err != nil {
		return fmt.Errorf("queue run %s: %w", j.Run, err)
	}
	return nil
}

// newQueue makes a River client: one that works, or, with nil, one that only queues.
func (r *Runs) newQueue(work *river.Workers) (queue, error) {
	config := r.config(work)
	if r.store.Driver() == store.Postgres {
		return client[pgx.Tx](riverpgxv5.New(r.store.Pool()), config)
	}
	db, err := r.store.DB()
	if err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	return client(riversqlite.New(db), config)
}

func client[T any](driver riverdriver.Driver[T], config *river.Config) (queue, error) {
	c, err := river.NewClient(driver, config)
	if err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	return c, nil
}

// rescueAfter is how long River waits before it takes one of its own jobs for
// stuck. By then the run has long been taken over by its lease; this only clears
// the job away.
const rescueAfter = time.Hour

func (r *Runs) config(work *river.Workers) *river.Config {
	config := &river.Config{
		Logger:               slog.New(quiet{r.log.Handler()}),
		FetchPollInterval:    500 * time.Millisecond,
		JobTimeout:           r.options.Limit + rescueAfter,
		RescueStuckJobsAfter: r.options.Limit + 2*rescueAfter,
		// SQLite has nothing to listen to; River would ask it 20 times a second.
		PollOnly: r.store.Driver() == store.SQLite,
	}
	if work != nil {
		config.Workers = work
		config.Queues = map[string]river.QueueConfig{queueName: {MaxWorkers: 1}}
	}
	return config
}

// Migrate brings River's tables up to date. It comes after [store.Store.Migrate].
func (r *Runs) Migrate(ctx context.Context) error {
	if r.store.Driver() == store.Postgres {
		return migrate[pgx.Tx](ctx, riverpgxv5.New(r.store.Pool()), r.log)
	}
	db, err := r.store.DB()
	if err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	return migrate(ctx, riversqlite.New(db), r.log)
}

func migrate[T any](ctx context.Context, driver riverdriver.Driver[T], log *slog.Logger) error {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(quiet{log.Handler()})})
	if err == nil {
		_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	}
	if err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	return nil
}

// quiet passes warnings and errors only: River tells much else.
type quiet struct{ slog.Handler }

// Enabled reports whether the level is worth telling.
func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}

// WithAttrs stays quiet.
func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(attrs)} }

// WithGroup stays quiet.
func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }
