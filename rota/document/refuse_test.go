package document

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
)

// TestRefused changes one thing in a good document. Reader and schema both refuse it.
func TestRefused(t *testing.T) {
	tests := []struct {
		format string
		change
		want string // the fault, "path: text"
	}{
		{"problem", change{"format", gone{}}, "format: is missing"},
		{"problem", change{"format", "strikerota/problem/2"}, `format: must be "strikerota/problem/1"`},
		{"problem", change{"format", 1}, "format: must be text, not a number"},
		{"problem", change{"strike", gone{}}, "strike: is missing"},
		{"problem", change{"strike", []any{}}, "strike: must be an object, not a list"},
		{"problem", change{"strike.name", gone{}}, "strike.name: is missing"},
		{"problem", change{"strike.end", "2025-07-30T07:00:00"}, "strike.end: must be a date and time with an offset, such as 2025-07-25T07:00:00+01:00"},
		{"problem", change{"strike.end", "2025-02-30T07:00:00Z"}, "strike.end: must be a date and time with an offset, such as 2025-07-25T07:00:00+01:00"},
		{"problem", change{"strike.end", "2025-07-30 07:00:00Z"}, "strike.end: must be a date and time with an offset, such as 2025-07-25T07:00:00+01:00"},
		{"problem", change{"strike.end", "2125-07-30T07:00:00Z"}, "strike.end: must be in the years 2000 to 2099"},
		{"problem", change{"strike.end", "2025-07-30T07:00:30Z"}, "strike.end: start and end must be whole minutes"},
		{"problem", change{"strike.end", 1753855200}, "strike.end: must be text, not a number"},
		{"problem", change{"strike.zone", "Europe/London"}, "strike.zone: is not a field of the format"},
		{"problem", change{"rules", nil}, "rules: must be an object, not null"},
		{"problem", change{"rules.rest", 660.5}, "rules.rest: must be a whole number, written without a point or an exponent"},
		{"problem", change{"rules.rest", "660"}, "rules.rest: must be a whole number, not text"},
		{"problem", change{"rules.rest", -1}, "rules.rest: must be from 0 to 2880 minutes"},
		{"problem", change{"rules.on_call_with_on_site", "yes"}, "rules.on_call_with_on_site: must be true or false, not text"},
		{"problem", change{"rules.travel[0].minutes", gone{}}, "rules.travel[0].minutes: is missing"},
		{"problem", change{"slots", gone{}}, "slots: is missing"},
		{"problem", change{"slots", map[string]any{}}, "slots: must be a list, not an object"},
		{"problem", change{"slots[1]", nil}, "slots[1]: must be an object, not null"},
		{"problem", change{"slots[1].end", gone{}}, "slots[1].end: is missing"},
		{"problem", change{"slots[1].id", ""}, "slots[1].id: is missing"},
		{"problem", change{"slots[1].places", 0}, "slots[1].places: must be from 1 to 99"},
		{"problem", change{"slots[1].places", raw("9223372036854775808")}, "slots[1].places: is too large a number"},
		{"problem", change{"slots[1].priority", 4}, "slots[1].priority: must be 1, 2 or 3"},
		{"problem", change{"slots[1].mode", "at_home"}, "slots[1].mode: must be one of on_site, on_call, standby"},
		{"problem", change{"slots[2].skills_all", "obstetrics"}, "slots[2].skills_all: must be a list, not text"},
		{"problem", change{"slots[2].skills_all[0]", 7}, "slots[2].skills_all[0]: must be text, not a number"},
		{"problem", change{"slots[2].no_other_duty", nil}, "slots[2].no_other_duty: must be true or false, not null"},
		{"problem", change{"consultants[0].name", "A N Other"}, "consultants[0].name: is not a field of the format"},
		{"problem", change{"consultants[0].skills", gone{}}, "consultants[0].skills: is missing"},
		{"problem", change{"consultants[0].terms", "favour"}, "consultants[0].terms: must be one of in_job_plan, trust_rate, bma_rate, time_off"},
		{"problem", change{"consultants[0].pay_point", 4}, "consultants[0].pay_point: must be text, not a number"},
		{"problem", change{"consultants[0].offers[0].modes", []any{}}, "consultants[0].offers[0].modes: needs at least one of on_site, on_call, standby"},
		{"problem", change{"consultants[0].sessions[0].loss", -1}, "consultants[0].sessions[0].loss: must be from 0 to 100000"},
		{"problem", change{"consultants[0].sessions[0].kind", gone{}}, "consultants[0].sessions[0].kind: is missing"},
		{"problem", change{"locks[0].reason", "agreed"}, "locks[0].reason: is not a field of the format"},
		{"problem", change{"locks", nil}, "locks: must be a list, not null"},
		{"problem", change{"published[0].slot", gone{}}, "published[0].slot: is missing"},
		{"problem", change{"cards.trust.rates[0].night", 120.25}, "cards.trust.rates[0].night: must be a whole number, written without a point or an exponent"},
		{"problem", change{"cards.trust.rates[0].night", -1}, "cards.trust.rates[0].night: must be from £0 to £10,000 an hour"},
		{"problem", change{"cards.trust.bank_holidays", []any{"2025-02-29"}}, "cards.trust.bank_holidays[0]: must be a real day written YYYY-MM-DD"},
		{"problem", change{"cards.nhs", map[string]any{}}, "cards.nhs: is not a field of the format"},
		{"problem", change{"aims", []any{"cover", "money"}}, "aims[1]: must be one of cover, displaced, changes, cost:trust, cost:bma, cost:agreed, consultants, spread"},
		{"problem", change{"aims", []any{"cover", "cover"}}, "aims[1]: is given twice"},
		{"problem", change{"notes", ""}, "notes: is not a field of the format"},
		{"problem", change{"a\nb", ""}, `"a\nb": is not a field of the format`},
		{"problem", change{"", []any{}}, "the document must be an object, not a list"},

		{"plan", change{"format", "strikerota/problem/1"}, `format: must be "strikerota/plan/1"`},
		{"plan", change{"status", "optimal"}, "status: must be proved or best_found"},
		{"plan", change{"status", gone{}}, "status: is missing"},
		{"plan", change{"aims[0].bound", gone{}}, "aims[0].bound: is missing"},
		{"plan", change{"aims[0].value", 0.5}, "aims[0].value: must be a whole number, written without a point or an exponent"},
		{"plan", change{"assignments[1].locked", gone{}}, "assignments[1].locked: is missing"},
		{"plan", change{"assignments[1].locked", 1}, "assignments[1].locked: must be true or false, not a number"},
		{"plan", change{"assignments[1].displaces", nil}, "assignments[1].displaces: must be a list, not null"},
		{"plan", change{"assignments[1].name", ""}, "assignments[1].name: is not a field of the format"},
		{"plan", change{"open[0].places", 0}, "open[0].places: must be from 1 to 99"},
		{"plan", change{"open[0].reasons", gone{}}, "open[0].reasons: is missing"},
		{"plan", change{"open[0].reasons[0].rule", "mood"}, "open[0].reasons[0].rule: is no rule"},
		{"plan", change{"cost", nil}, "cost: must be an object, not null"},
		{"plan", change{"cost.trust_pence", gone{}}, "cost.trust_pence: is missing"},
		{"plan", change{"cost.trust_pence", "12.50"}, "cost.trust_pence: must be a whole number, not text"},
		{"plan", change{"broken[0].rule", "mood"}, "broken[0].rule: is no rule"},
		{"plan", change{"broken[0].slots", gone{}}, "broken[0].slots: is missing"},
		{"plan", change{"run.seconds", -0.1}, "run.seconds: must not be negative"},
		{"plan", change{"run.seconds", "fast"}, "run.seconds: must be a number, not text"},
		{"plan", change{"run.stages", -1}, "run.stages: must not be negative"},
		{"plan", change{"run.host", "x"}, "run.host: is not a field of the format"},
	}
	for _, f := range formats() {
		schema, sample := compile(t, f.schema), f.sample(t)
		for _, tt := range tests {
			if tt.format != f.name {
				continue
			}
			t.Run(tt.want, func(t *testing.T) {
				data := changed(t, sample, tt.change)
				if diff := cmp.Diff([]string{tt.want}, faultsOf(f.read(data))); diff != "" {
					t.Errorf("faults (-want +got):\n%s", diff)
				}
				if bySchema(t, schema, data) == nil {
					t.Error("the schema takes it")
				}
			})
		}
	}
}

func faultsOf(err error) []string {
	var out []string
	for _, f := range rota.Faults(err) {
		out = append(out, f.String())
	}
	return out
}

// TestTaken changes one thing that both reader and schema leave to the writer.
func TestTaken(t *testing.T) {
	tests := []struct {
		format string
		change
	}{
		{"problem", change{"rules", gone{}}},
		{"problem", change{"rules.rest", gone{}}},
		{"problem", change{"rules.rest", nil}},
		{"problem", change{"rules.rest", 0}},
		{"problem", change{"rules.travel", nil}},
		{"problem", change{"rules.on_call_with_on_site", gone{}}},
		{"problem", change{"strike.end", "2025-07-30T06:00:00Z"}},
		{"problem", change{"strike.end", "2025-07-30T08:00:00.000+02:00"}},
		{"problem", change{"slots[0].skills_any", gone{}}},
		{"problem", change{"slots[0].no_other_duty", gone{}}},
		{"problem", change{"consultants[0].pay_point", gone{}}},
		{"problem", change{"consultants[1].max_cover", nil}},
		{"problem", change{"consultants[0].offers", gone{}}},
		{"problem", change{"consultants[0].sessions[0].loss", gone{}}},
		{"problem", change{"locks", gone{}}},
		{"problem", change{"published", []any{}}},
		{"problem", change{"published[0].slot", "gone since"}},
		{"problem", change{"cards.bma.bank_holidays", gone{}}},
		{"problem", change{"cards.bma.rates[0].standby", gone{}}},
		{"problem", change{"aims", gone{}}},
		{"plan", change{"cost.bma_pence", nil}},
		{"plan", change{"broken", gone{}}},
		{"plan", change{"broken[0].consultant", nil}},
		{"plan", change{"run.seconds", 3}},
	}
	for _, f := range formats() {
		schema, sample := compile(t, f.schema), f.sample(t)
		for _, tt := range tests {
			if tt.format != f.name {
				continue
			}
			t.Run(tt.path, func(t *testing.T) {
				data := changed(t, sample, tt.change)
				if err := f.read(data); err != nil {
					t.Errorf("read: %v", faultsOf(err))
				}
				if err := bySchema(t, schema, data); err != nil {
					t.Errorf("schema: %v", err)
				}
			})
		}
	}
}

// TestDefaults holds what a field left out stands for.
func TestDefaults(t *testing.T) {
	data := changed(t, problemBytes(t, exampleProblem(t)),
		change{"rules", gone{}}, change{"cards", gone{}}, change{"aims", []any{"cover"}}, change{"locks", gone{}},
		change{"slots[1].no_other_duty", gone{}}, change{"consultants[0].sessions[0].loss", gone{}})
	p, err := ReadProblem(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(faultsOf(err))
	}
	if diff := cmp.Diff(rota.Rules{}, p.Rules, same()); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(rota.Cards{}, p.Cards, same()); diff != "" {
		t.Errorf("cards (-want +got):\n%s", diff)
	}
	if p.Slots[1].NoOtherDuty || p.Consultants[0].Sessions[0].Loss != 0 || len(p.Locks) != 0 {
		t.Errorf("got %+v", p)
	}
	data = changed(t, data, change{"aims", gone{}})
	if _, err := ReadProblem(strings.NewReader(string(data))); !slices.Contains(faultsOf(err), "cards.trust: is not known, and the aim cost:agreed needs it") {
		t.Errorf("the usual aims without cards: %v", faultsOf(err))
	}
}

// TestEveryFault holds that all faults are listed, each once, and none that only follows from another.
func TestEveryFault(t *testing.T) {
	data := changed(t, problemBytes(t, exampleProblem(t)),
		change{"strike.start", "yesterday"}, // the end is then not wrong
		change{"slots[0].id", gone{}},       // nor is a lock on an unknown slot
		change{"locks[0].slot", "lw-fri-day"},
		change{"slots[1].places", 0},
		change{"slots[2].site", ""},
		change{"consultants[1].terms", 3},
		change{"consultants[1].offers[0].start", "2025-07-29T09:00:00Z"},
		change{"cards.bma.rates", nil},
		change{"aims", "cost:bma"},
		change{"more", map[string]any{"deep": 1}})
	want := []string{
		"aims: must be a list, not text",
		"cards.bma.rates: must be a list, not null",
		"consultants[1].offers[0].end: end must be after start",
		"consultants[1].terms: must be text, not a number",
		"more: is not a field of the format",
		"slots[0].id: is missing",
		"slots[1].places: must be from 1 to 99",
		"slots[2].site: is missing",
		"strike.start: must be a date and time with an offset, such as 2025-07-25T07:00:00+01:00",
	}
	_, err := ReadProblem(strings.NewReader(string(data)))
	got := faultsOf(err)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestNotJSON holds what no schema can see.
func TestNotJSON(t *testing.T) {
	good := string(problemBytes(t, exampleProblem(t)))
	tests := []struct{ name, text, want string }{
		{"nothing", "", "the document is not JSON: line 1, column 1: unexpected end of JSON input"},
		{"cut short", "{\n  \"format\":", "the document is not JSON: line 2, column 11: unexpected end of JSON input"},
		{"comma too many", "{\n\"é\": [1,]}", "the document is not JSON: line 2, column 9: invalid character ']' looking for beginning of value"},
		{"a second value", good + "{}", "after top-level value"},
		{"text after", good + "x", "after top-level value"},
		{"comment", "// hello\n" + good, "line 1, column 1: invalid character '/'"},
		{"NaN", `{"format": NaN}`, "invalid character 'N'"},
		{"no UTF-8", "{\"format\": \"\xff\"}", "the document is not UTF-8 text"},
		{"nested", strings.Repeat("[", 500) + strings.Repeat("]", 500), "the document is nested more than 32 deep"},
		{"nested beyond the parser", strings.Repeat("[", 20000) + strings.Repeat("]", 20000), "the document is not JSON: line 1, column"},
		{"too large", strings.Repeat(" ", maxBytes) + "{}", "the document is larger than 64 MB"},
		{"a field twice", strings.Replace(good, `"strike"`, `"slots": [], "strike"`, 1), "slots: is given twice"},
		{"a field twice within", strings.Replace(good, `"rest"`, `"max_run": 1, "rest"`, 1), "rules.max_run: is given twice"},
		{"another case", strings.Replace(good, `"strike"`, `"Strike"`, 1), "Strike: is not a field of the format"},
		{"whole but with a point", strings.Replace(good, `"rest": 660`, `"rest": 660.0`, 1), "rules.rest: must be a whole number"},
		{"whole but with an exponent", strings.Replace(good, `"rest": 660`, `"rest": 66e1`, 1), "rules.rest: must be a whole number"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadProblem(strings.NewReader(tt.text))
			got := faultsOf(err)
			if len(got) == 0 || !strings.Contains(got[0], tt.want) {
				t.Errorf("faults %q, want %q", got, tt.want)
			}
		})
	}
}

func TestManyFaults(t *testing.T) {
	text := `{"slots":[` + strings.Repeat("{},", 20_000) + `{}]}`
	_, err := ReadProblem(strings.NewReader(text))
	if got := faultsOf(err); len(got) != maxFaults+1 || got[maxFaults] != "there are more faults than are listed" {
		t.Errorf("%d faults listed", len(got))
	}
}

// TestReaderFails holds that a disk that fails is no fault of the document.
func TestReaderFails(t *testing.T) {
	broken := iotest.ErrReader(io.ErrClosedPipe)
	_, problem := ReadProblem(broken)
	_, plan := ReadPlan(broken)
	for _, err := range []error{problem, plan} {
		if !errors.Is(err, io.ErrClosedPipe) || rota.Faults(err) != nil {
			t.Errorf("got %v", err)
		}
	}
}

func TestWriterFails(t *testing.T) {
	r, w := io.Pipe()
	r.CloseWithError(io.ErrClosedPipe)
	if err := WriteProblem(w, exampleProblem(t)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}
