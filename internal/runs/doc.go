// Package runs solves in the background. The server queues a run; a worker, which
// is another process (see [Runs.StartChild]), has it solved and saves the plan.
//
// The worker does not solve. For each run it starts a process that has the problem
// and nothing else, at the lowest priority (see [Process]; protocol.go says how they
// talk). Only the server and workers hold the database, and at their priority they
// never hold it for long. A solving process that dies costs the run one attempt, as
// a worker that dies does.
//
// River is the queue and wakes the worker. Who has a run is decided by the run's
// own row in the store: a worker claims it, which gives it a lease, and renews the
// lease every second, when it also saves the progress and learns whether the user
// has asked it to stop. When a worker dies its lease runs out, the run is put in
// the queue again, and the next worker starts it anew. Every save names the lease,
// so a run ends once and a plan is saved once, even if a worker thought dead was
// only slow. A run that has ended three workers or solving processes is given up.
//
// With SQLite there is one worker: when it starts, runs left behind are free at once.
//
// When a plan has been saved, and can be seen, the worker takes up to a
// minute more to work out why places are open and what would fill them ([Explain]),
// and keeps that beside the run as a document, which grows as it goes. A worker that
// dies meanwhile leaves it as it is.
//
// A rota comes first, and so does the rest of one that is planned anew on the day, then
// questions, then explanations. A question
// stops within a second when somebody waits for these, and goes back into the queue
// as if it had not been begun. An explanation stops for either and keeps what it has;
// it is worked out anew after all that waits, if its rota is still the strike's.
//
// A crash between saving a run and putting it in the queue does no harm: every few
// seconds the worker tells the queue of runs that it seems to have missed.
package runs
