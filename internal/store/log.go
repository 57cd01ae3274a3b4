package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// A sqlLog leaves out statements that were given up because nobody waits for them
// any more, by a browser that has gone or a worker that has finished, and those that would
// have kept a second of what there is one of, which whoever asked is told.
type sqlLog struct {
	logger.Interface
	filter gorm.ParamsFilter
}

// newSQLLog wraps one of GORM's loggers.
func newSQLLog(log logger.Interface) logger.Interface {
	filter, ok := log.(gorm.ParamsFilter)
	if !ok {
		return log
	}
	return sqlLog{log, filter}
}

// LogMode is the same log at another level.
func (l sqlLog) LogMode(level logger.LogLevel) logger.Interface {
	return newSQLLog(l.Interface.LogMode(level))
}

// ParamsFilter keeps the values of statements out of the log.
func (l sqlLog) ParamsFilter(ctx context.Context, sql string, values ...any) (string, []any) {
	return l.filter.ParamsFilter(ctx, sql, values...)
}

// Trace logs a statement that has failed or was slow.
func (l sqlLog) Trace(ctx context.Context, begin time.Time, fc func() (sql string, rows int64), err error) {
	if !errors.Is(err, context.Canceled) && !errors.Is(err, gorm.ErrDuplicatedKey) {
		l.Interface.Trace(ctx, begin, fc, err)
	}
}
