package highs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// ErrMemory is returned where a solve needs more memory than its engine may take, or than there can
// be: an instance has no more than 4 GiB. The engine remains usable.
var ErrMemory = errors.New("the solver is out of memory")

// errAborted is the end of an instance by its own hand: it throws when it meets a fault, and also
// when memory runs out, and nothing inside catches.
var errAborted = errors.New("the solver gave up: a fault in it")

// errStopped is the end of an instance that did not stop by itself when it was told.
var errStopped = errors.New("the solver was stopped")

// leap is how far the clock goes forward when a solve is to stop: past any limit, and short enough
// for nanoseconds in 64 bits.
const leap = 3 * noLimit * time.Second

// grace is how long a solve may take to stop by itself and hand over what it has.
const grace = 2 * time.Second

// task is what the runtime's imports need to know of the solve that calls them.
type task struct {
	ctx     context.Context // of the solve; its end makes the clock leap
	started time.Time
	told    time.Duration     // when the clock leapt, 0 if it has not
	grace   time.Duration     // from then until it is ended
	write   func(text []byte) // takes what HiGHS prints
	limit   uint64            // bytes that the instance's memory may have; 0 is what there can be
	refused bool              // whether memory was asked for beyond that
}

// newTask makes the task of calls that begin now and print to nobody.
func newTask(ctx context.Context, limit uint64) *task {
	return &task{ctx: ctx, started: time.Now(), grace: grace, write: func([]byte) {}, limit: limit}
}

type taskKey struct{}

// with returns a context for calls into an instance, by which its imports find t. It does not end:
// what was found is fetched after the solve was stopped.
func (t *task) with() context.Context {
	return context.WithValue(context.WithoutCancel(t.ctx), taskKey{}, t)
}

func taskOf(ctx context.Context) *task { return ctx.Value(taskKey{}).(*task) }

// now is the time since the start: the date is nothing to a solver.
func (t *task) now() time.Duration {
	now := time.Since(t.started)
	switch {
	case t.ctx.Err() == nil:
		return now
	case t.told == 0:
		t.told = now
	case now > t.told+t.grace:
		panic(errStopped)
	}
	return now + leap
}

const (
	i32 = api.ValueTypeI32
	i64 = api.ValueTypeI64
	f64 = api.ValueTypeF64
)

// Results of system calls, in the numbers of WASI; the calls whose names begin with __syscall
// return them negative.
const (
	badFile = 8
	noEntry = 44
	noTTY   = 59
	noSeek  = 70
)

// hostFunc is one function that the runtime imports.
type hostFunc struct {
	params, results []api.ValueType
	call            api.GoModuleFunc
}

// hostFuncs are the functions that the runtime imports, by meaning. There are no files, no
// environment and no time zone for it; it can tell the time, print, and ask for memory.
var hostFuncs = map[string]hostFunc{
	"__cxa_throw": {[]api.ValueType{i32, i32, i32}, nil, abort},
	"_abort_js":   {nil, nil, abort},
	"exit":        {[]api.ValueType{i32}, nil, abort},
	"proc_exit":   {[]api.ValueType{i32}, nil, abort},

	"emscripten_get_now":     {nil, []api.ValueType{f64}, milliseconds},
	"emscripten_date_now":    {nil, []api.ValueType{f64}, milliseconds},
	"clock_time_get":         {[]api.ValueType{i32, i64, i32}, []api.ValueType{i32}, nanoseconds},
	"_setitimer_js":          {[]api.ValueType{i32, f64}, []api.ValueType{i32}, answer(0)},
	"_tzset_js":              {[]api.ValueType{i32, i32, i32, i32}, nil, timeZone},
	"emscripten_resize_heap": {[]api.ValueType{i32}, []api.ValueType{i32}, grow},

	"_emscripten_runtime_keepalive_clear": {nil, nil, func(context.Context, api.Module, []uint64) {}},

	"environ_get":       {[]api.ValueType{i32, i32}, []api.ValueType{i32}, answer(0)},
	"environ_sizes_get": {[]api.ValueType{i32, i32}, []api.ValueType{i32}, noEnvironment},
	"fd_write":          {[]api.ValueType{i32, i32, i32, i32}, []api.ValueType{i32}, write},
	"fd_read":           {[]api.ValueType{i32, i32, i32, i32}, []api.ValueType{i32}, answer(badFile)},
	"fd_close":          {[]api.ValueType{i32}, []api.ValueType{i32}, answer(0)},
	"fd_seek":           {[]api.ValueType{i32, i64, i32, i32}, []api.ValueType{i32}, answer(noSeek)},
	"__syscall_openat":  {[]api.ValueType{i32, i32, i32, i32}, []api.ValueType{i32}, answer(-noEntry)},
	"__syscall_fcntl64": {[]api.ValueType{i32, i32, i32}, []api.ValueType{i32}, answer(-badFile)},
	"__syscall_ioctl":   {[]api.ValueType{i32, i32, i32}, []api.ValueType{i32}, answer(-noTTY)},
}

// host gives r the functions that compiled imports, under its short names.
func host(ctx context.Context, r wazero.Runtime, compiled wazero.CompiledModule, names nameTable) error {
	builder := r.NewHostModuleBuilder(names.Module)
	for _, imported := range compiled.ImportedFunctions() {
		module, short, _ := imported.Import()
		f, ok := hostFuncs[names.Imports[short]]
		if !ok || module != names.Module {
			return fmt.Errorf("import %s.%s (%q) is not known", module, short, names.Imports[short])
		}
		if !slices.Equal(f.params, imported.ParamTypes()) || !slices.Equal(f.results, imported.ResultTypes()) {
			return fmt.Errorf("import %s.%s (%q) has other parameters", module, short, names.Imports[short])
		}
		builder.NewFunctionBuilder().WithGoModuleFunction(f.call, f.params, f.results).Export(short)
	}
	_, err := builder.Instantiate(ctx)
	return err
}

func abort(context.Context, api.Module, []uint64) { panic(errAborted) }

// answer makes a function that does nothing and returns code.
func answer(code int32) api.GoModuleFunc {
	return func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = api.EncodeI32(code) }
}

func milliseconds(ctx context.Context, _ api.Module, stack []uint64) {
	stack[0] = api.EncodeF64(taskOf(ctx).now().Seconds() * 1000)
}

func nanoseconds(ctx context.Context, m api.Module, stack []uint64) {
	m.Memory().WriteUint64Le(api.DecodeU32(stack[2]), uint64(taskOf(ctx).now().Nanoseconds()))
	stack[0] = 0
}

// timeZone answers Greenwich, without summer time.
func timeZone(_ context.Context, m api.Module, stack []uint64) {
	memory := m.Memory()
	memory.WriteUint32Le(api.DecodeU32(stack[0]), 0)
	memory.WriteUint32Le(api.DecodeU32(stack[1]), 0)
	memory.WriteString(api.DecodeU32(stack[2]), "UTC\x00")
	memory.WriteString(api.DecodeU32(stack[3]), "UTC\x00")
}

func noEnvironment(_ context.Context, m api.Module, stack []uint64) {
	m.Memory().WriteUint32Le(api.DecodeU32(stack[0]), 0)
	m.Memory().WriteUint32Le(api.DecodeU32(stack[1]), 0)
	stack[0] = 0
}

// write takes a list of pieces of text, each an address and a length, for standard output.
func write(ctx context.Context, m api.Module, stack []uint64) {
	t := taskOf(ctx)
	memory, pieces, total := m.Memory(), api.DecodeU32(stack[1]), uint32(0)
	for k := range api.DecodeU32(stack[2]) {
		at, _ := memory.ReadUint32Le(pieces + 8*k)
		size, _ := memory.ReadUint32Le(pieces + 8*k + 4)
		if text, ok := memory.Read(at, size); ok {
			t.write(text)
		}
		total += size
	}
	memory.WriteUint32Le(api.DecodeU32(stack[3]), total)
	stack[0] = 0
}

const pageSize = 1 << 16

// most is how large the memory may become, in bytes: whole pages.
func (t *task) most() uint64 {
	if t.limit == 0 {
		return math.MaxUint32 / pageSize * pageSize
	}
	return min(t.limit, math.MaxUint32) / pageSize * pageSize
}

// grow enlarges the memory to at least the bytes asked for, and answers 1, or 0 if it cannot or must
// not: the instance then gives up. It takes a quarter more, as every growth copies the whole.
func grow(ctx context.Context, m api.Module, stack []uint64) {
	t, memory := taskOf(ctx), m.Memory()
	asked, have, most := uint64(api.DecodeU32(stack[0])), uint64(memory.Size()), t.most()
	stack[0] = 1
	if asked <= have {
		return
	}
	if asked <= most {
		for _, size := range []uint64{min(max(asked, have+have/4), most), asked} {
			pages := (size - have + pageSize - 1) / pageSize
			if _, ok := memory.Grow(uint32(pages)); ok {
				return
			}
		}
	}
	t.refused, stack[0] = true, 0
}
