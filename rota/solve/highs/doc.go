// Package highs is a narrow Go door to the HiGHS solver of linear and mixed-integer models. It
// knows nothing of rotas.
//
// HiGHS is run as a WebAssembly module, inside the process and without cgo. The module and the
// table of its names are embedded from the folder dist, which "make assets" fills; without them
// [New] returns [ErrNoAssets]. The module is compiled once for the process, and the result is kept
// in the user's cache folder for the next.
//
// An [Engine] is one instance of the module, with its own memory and one thread. It is for one
// goroutine; as many engines as there are processors run side by side.
//
//	engine, err := highs.New(ctx)
//	…
//	defer engine.Close()
//	result, err := engine.Solve(ctx, model, highs.Options{Seed: 1})
//
// An [LP] is a linear model that stays in its engine, for column generation: it is changed and solved
// again from where it stood. [NewSized] bounds an engine's memory.
//
// The same model and options, without a time limit, give the same result.
//
// How a solve is cancelled: HiGHS reads the clock often, to keep to its time limit, and the clock is
// ours. When the context ends, the clock leaps past any limit, HiGHS stops and hands over the best
// it has; if it goes on reading the clock for some seconds, it is ended there. Either way the engine
// makes itself a new instance for its next solve. This takes some hundredths of a second for models
// of hundreds of columns; in one of 200,000 the clock may go unread for seconds. Between two
// readings the instance is one long call, and the garbage collector waits for it: a program that
// must answer quickly solves large models in another process.
package highs
