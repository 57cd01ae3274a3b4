package document

import _ "embed"

//go:embed problem.schema.json
var problemSchema string

//go:embed plan.schema.json
var planSchema string

// ProblemSchema is the JSON Schema (draft 2020-12) of the problem document. It
// holds its shape; what one field asks of another is for [ReadProblem] to say.
func ProblemSchema() []byte { return []byte(problemSchema) }

// PlanSchema is the JSON Schema (draft 2020-12) of the plan document.
func PlanSchema() []byte { return []byte(planSchema) }
