// Package document reads and writes the two JSON documents by which other
// programs talk to the planner: the problem, which says everything that solving
// may know, and the plan, which says what was decided.
//
// Reading is strict. A document that does not keep to the format is refused with
// an error that lists every fault by its path ("slots[3].end"): unknown, missing
// and repeated fields, wrong types, whole numbers written with a point, instants
// without an offset, anything after the end. What reads is valid. null is
// accepted only where the format has a meaning for it. [ProblemSchema] and
// [PlanSchema] say the same as JSON Schemas, as far as a schema can.
//
// The shape of each document is given once, by the types in wire.go; reading and
// writing both follow them. Writing is deterministic: the same value gives the
// same bytes, with instants in London time.
package document
