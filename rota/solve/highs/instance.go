package highs

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// instance is one running copy of the runtime, with its own memory.
type instance struct {
	module  api.Module
	exports map[string]string
	funcs   map[string]api.Function // by meaning, as they are first called
}

// instantiate starts a copy of the runtime, with at most limit bytes of memory, 0 for what there can
// be. Nothing of it is left when it fails.
func (p *program) instantiate(ctx context.Context, limit uint64) (*instance, error) {
	t := newTask(context.WithoutCancel(ctx), limit)
	for _, memory := range p.compiled.ExportedMemories() {
		if uint64(memory.Min())*pageSize > t.most() {
			return nil, fmt.Errorf("start the solver: %w", ErrMemory)
		}
	}
	ctx = withMemory(t.with(), t.most())
	// Without a name any number of instances can live side by side.
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	module, err := p.runtime.InstantiateModule(ctx, p.compiled, config)
	if err != nil {
		return nil, fmt.Errorf("start the solver: %w", err)
	}
	in := &instance{module: module, exports: p.exports, funcs: map[string]api.Function{}}
	if _, err := in.call(ctx, "__wasm_call_ctors"); err != nil {
		in.close()
		return nil, fmt.Errorf("start the solver: %w", err)
	}
	return in, nil
}

// close ends the instance and frees its memory. Its error could only come from files, and there
// are none.
func (in *instance) close() { _ = in.module.Close(context.Background()) }

// call runs the exported function that means name, and returns its result as 32 bits. After an
// error the instance must not be used again.
func (in *instance) call(ctx context.Context, name string, params ...uint64) (int32, error) {
	f, ok := in.funcs[name]
	if !ok {
		if short, known := in.exports[name]; known {
			f = in.module.ExportedFunction(short)
		}
		if f == nil {
			return 0, fmt.Errorf("the solver has no %s", name)
		}
		in.funcs[name] = f
	}
	results, err := f.Call(ctx, params...)
	for _, known := range []error{errAborted, errStopped} {
		if errors.Is(err, known) {
			err = known // without the trace of the calls inside
		}
	}
	if err == errAborted && taskOf(ctx).refused {
		err = ErrMemory
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	if len(results) == 0 {
		return 0, nil
	}
	return api.DecodeI32(results[0]), nil
}

// status calls a function that answers -1 for an error, 0 for well done and 1 for a warning.
func (in *instance) status(ctx context.Context, name string, params ...uint64) error {
	code, err := in.call(ctx, name, params...)
	if err == nil && code < 0 {
		return fmt.Errorf("%s refused", name)
	}
	return err
}

// arena is memory of the instance that is freed together.
type arena struct {
	in    *instance
	ctx   context.Context // of the solve that the arena is made for
	parts []uint32
	err   error // the first failure; later requests do nothing
}

// alloc takes size bytes and returns their address, 0 once the arena has failed.
func (a *arena) alloc(size int) uint32 {
	if a.err != nil {
		return 0
	}
	if size > math.MaxInt32 {
		a.err = ErrMemory
		return 0
	}
	address, err := a.in.call(a.ctx, "malloc", uint64(max(size, 8)))
	if err == nil && address == 0 {
		err = ErrMemory
	}
	if err != nil {
		a.err = err
		return 0
	}
	a.parts = append(a.parts, uint32(address))
	return uint32(address)
}

// free gives the memory back.
func (a *arena) free() error {
	for _, address := range a.parts {
		if _, err := a.in.call(a.ctx, "free", uint64(address)); err != nil {
			return err
		}
	}
	a.parts = nil
	return nil
}

// view is the n bytes at an address, until the next call: memory moves when it grows.
func (a *arena) view(address uint32, n int) []byte {
	if a.err != nil {
		return nil
	}
	bytes, ok := a.in.module.Memory().Read(address, uint32(n))
	if !ok {
		a.err = fmt.Errorf("the solver's memory ends before %d", uint64(address)+uint64(n))
	}
	return bytes
}

// text stores a C string.
func (a *arena) text(s string) uint64 {
	address := a.alloc(len(s) + 1)
	copy(a.view(address, len(s)+1), s+"\x00")
	return uint64(address)
}

// doubles stores n numbers, each made by at.
func (a *arena) doubles(n int, at func(int) float64) uint64 {
	address := a.alloc(8 * n)
	if b := a.view(address, 8*n); b != nil {
		for k := range n {
			binary.LittleEndian.PutUint64(b[8*k:], math.Float64bits(at(k)))
		}
	}
	return uint64(address)
}

// list stores numbers as they are.
func (a *arena) list(numbers []float64) uint64 {
	return a.doubles(len(numbers), func(k int) float64 { return numbers[k] })
}

// ints stores n whole numbers, each made by at.
func (a *arena) ints(n int, at func(int) int32) uint64 {
	address := a.alloc(4 * n)
	if b := a.view(address, 4*n); b != nil {
		for k := range n {
			binary.LittleEndian.PutUint32(b[4*k:], uint32(at(k)))
		}
	}
	return uint64(address)
}

// sparse is a stored list of rows or columns: where each starts, and its indexes and values.
type sparse struct {
	start, index, value uint64
	entries             uint64
}

// vectors stores n rows or columns, each given by at.
func (a *arena) vectors(n int, at func(int) ([]int32, []float64)) sparse {
	entries := 0
	start := uint64(a.alloc(4 * (n + 1)))
	if b := a.view(uint32(start), 4*(n+1)); b != nil {
		for k := range n {
			binary.LittleEndian.PutUint32(b[4*k:], uint32(entries))
			index, _ := at(k)
			entries += len(index)
		}
		binary.LittleEndian.PutUint32(b[4*n:], uint32(entries))
	}
	v := sparse{start, uint64(a.alloc(4 * entries)), uint64(a.alloc(8 * entries)), uint64(entries)}
	indexes, values := a.view(uint32(v.index), 4*entries), a.view(uint32(v.value), 8*entries)
	if a.err != nil {
		return v
	}
	to := 0
	for k := range n {
		index, value := at(k)
		for e, i := range index {
			binary.LittleEndian.PutUint32(indexes[4*to:], uint32(i))
			binary.LittleEndian.PutUint64(values[8*to:], math.Float64bits(value[e]))
			to++
		}
	}
	return v
}

// readDoubles reads n numbers back.
func (a *arena) readDoubles(address uint64, n int) []float64 {
	list := make([]float64, n)
	if b := a.view(uint32(address), 8*n); b != nil {
		for k := range list {
			list[k] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*k:]))
		}
	}
	return list
}
