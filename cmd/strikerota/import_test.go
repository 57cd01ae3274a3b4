package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"strikerota/exports"
	"strikerota/exports/intake"
	"strikerota/internal/store"
	"strikerota/rota"
)

func sample(name string) string {
	return filepath.Join("..", "..", "internal", "e2e", "testdata", "samples", name)
}

// july is the strike of the samples with nothing entered.
func july() rota.Entry {
	at := func(day int) time.Time { return time.Date(2025, time.July, day, 7, 0, 0, 0, rota.Zone()) }
	return rota.Entry{Strike: rota.Strike{Name: "July 2025", Span: rota.Span{Start: at(25), End: at(30)}},
		Rules: rota.StandardRules(), Case: rota.Case{Kind: rota.AllAway}, Aims: rota.DefaultAims()}
}

func emptyEntryFile(t *testing.T, e rota.Entry) string {
	t.Helper()
	var out bytes.Buffer
	if err := exports.Template(&out, e); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "entry.xlsx")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// imports are the samples, with what is said of their words beyond the suggestions, and what comes of them.
var imports = []struct {
	file, kind    string
	words         []string
	rows, changes string
}{
	{"4-minimum-safe-staffing.xlsx", "slots", []string{"site/nri=Northmoor Royal Infirmary", "site/northmoor royal infirmary=Northmoor Royal Infirmary",
		"site/eastlake=Eastlake Hospital", "Eastlake Hospital=Eastlake Hospital", "site/community=", "weekdays only pls=", "mode/resident or home="},
		"65 in the file, 47 read, 6 to correct", "252 new"},
	{"1-assigned-duties-by-person.csv", "duties", []string{"unit/labour ward=Delivery Suite", "unit/ward 99=", "code/ldx=",
		"unit/acute medical unit=Acute Medical Unit", "unit/amu=Acute Medical Unit", "unit/surgical assessment unit=Surgical Assessment Unit", "unit/sau=Surgical Assessment Unit"}, "906 in the file, 601 read", "759 new"},
	{"2-availability-form-responses.xlsx", "declarations", []string{"answer/yes until 6pm=no_reply", "answer/ask me=no_reply"}, "71 in the file, 60 read", "158 changed"},
	{"3-consultant-cover-grid.xlsx", "consultants", []string{"skill/obstetrics: lw=obstetrics; operative delivery", "skill/obstetrics: gynae=gynaecology",
		"skill/obstetrics: gynae only=gynaecology", "skill/obstetrics: fetal medicine=fetal medicine", "skill/obs anaes: obs=obstetric anaesthesia", "skill/obs anaes: theatres=anaesthesia",
		"skill/neonatology: tier 2/3=neonatal", "skill/neonatology: tier 3=neonatal", "skill/clin onc: rt=oncology", "skill/clin onc: rt lung=oncology", "skill/clin onc: rt breast=oncology",
		"skill/clin onc: acute onc=oncology", "skill/med onc: sact=oncology", "skill/med onc: acute onc=oncology", "skill/haem bmt: haem=haematology", "skill/haem bmt: bmt=bone marrow transplant",
		"skill/tx surgery: liver=transplant surgery", "skill/tx surgery: kidney=transplant surgery", "skill/tx surgery: retrieval=retrieval lead",
		"skill/hepatology & nephrology: liver=hepatology", "skill/hepatology & nephrology: kidney=nephrology", "skill/hepatology & nephrology: tx clinic=-",
		"skill/theatre anaes: theatres=anaesthesia", "skill/theatre anaes: tx=transplant anaesthesia",
		"mode/yes, ok, or a time offered without saying how=yes", "cover/clinic - can cancel=planned 12", "cover/theatre list p3=planned 4", "terms/agreed=trust_rate",
		"paid/in job plan in the column of rates, time off in cells or comments=time_off",
		"paid/time off in the column of rates, trust rate in cells or comments=trust_rate",
		"paid/trust rate in the column of rates, bma rate in cells or comments=bma_rate",
		"paid/bma rate in the column of rates, trust rate in cells or comments=trust_rate",
		"paid/time off in the column of rates, bma rate in cells or comments=bma_rate",
		"paid/in job plan in the column of rates, trust rate in cells or comments=trust_rate",
		"paid/bma rate in the column of rates, time off in cells or comments=time_off",
		"paid/trust rate in the column of rates, time off in cells or comments=time_off",
		"paid/in job plan in the column of rates, bma rate in cells or comments=bma_rate"}, "182 in the file, 111 read, 4 to correct", "111 new"},
	{"5-extra-contractual-rates.xlsx", "rates", nil, "in the file", "new"},
}

// database makes a database with the empty strike, and gives its settings.
func database(t *testing.T) (settings string, o *opened, strike string) {
	t.Helper()
	folder := t.TempDir()
	settings = filepath.Join(folder, "config.yaml")
	if err := os.WriteFile(settings, []byte("database:\n  path: "+filepath.Join(folder, "test.db")+"\nlog:\n  level: error\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	e := july()
	strike, err = o.Of(store.FirstTrust).CreateStrike(t.Context(), store.Actor{}, store.StrikeSettings{Strike: e.Strike, Rules: e.Rules, Case: e.Case, Aims: e.Aims, Retention: rota.StandardRetention()})
	if err != nil {
		t.Fatal(err)
	}
	return settings, o, strike
}

// TestImportSamples brings every sample into the database: nothing without -save, nothing new the second
// time, and all of it can be undone.
func TestImportSamples(t *testing.T) {
	settings, o, strike := database(t)
	entry := func() rota.Entry {
		t.Helper()
		e, err := o.Of(store.FirstTrust).Entry(t.Context(), strike)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	for _, tt := range imports {
		args := []string{"import", sample(tt.file), "-config", settings, "-strike", "July 2025", "-suggested"}
		for _, w := range tt.words {
			args = append(args, "-word", w)
		}
		before := entry()
		got := call(t, args...)
		if !strings.Contains(got.out, tt.rows) || !strings.Contains(got.out, "Would change: ") || !strings.Contains(got.out, tt.changes) || !rota.SameThing(before, entry()) {
			t.Errorf("%s: status %d, %s\n%.1500s", tt.file, got.status, got.err, got.out)
		}
		if (got.status == 2) != strings.Contains(got.err, "nothing has been written") {
			t.Errorf("%s: status %d, %s", tt.file, got.status, got.err)
		}
		if got := call(t, append(args, "-save")...); got.status != 0 || !strings.Contains(got.out, "Saved: ") {
			t.Fatalf("%s: status %d, %s", tt.file, got.status, got.err)
		}
		saved := entry()
		got = call(t, append(args, "-save", "-json")...)
		var document struct {
			Kind    intake.Kind
			Changes intake.Changes
			Saved   bool
		}
		if err := json.Unmarshal([]byte(got.out), &document); err != nil {
			t.Fatal(err)
		}
		if n := document.Changes.Count[intake.Same]; n == 0 || n != len(document.Changes.List) || !document.Saved || string(document.Kind) != tt.kind || !rota.SameThing(saved, entry()) {
			t.Errorf("%s the second time: %s, %v", tt.file, document.Kind, document.Changes.Count)
		}
	}
	e := entry()
	if len(e.Slots) != 252 || len(e.Residents) != 158 || len(e.Duties) != 601 || len(e.Consultants) != 111 || len(e.Cards.Trust.Rates) == 0 {
		t.Errorf("%d slots, %d residents, %d duties, %d consultants, %d trust rates", len(e.Slots), len(e.Residents), len(e.Duties), len(e.Consultants), len(e.Cards.Trust.Rates))
	}
}

// TestImportStands says which of two rows that contradict each other stands, and says
// the same again without a word the next time.
func TestImportStands(t *testing.T) {
	settings, _, _ := database(t)
	grid := imports[3]
	args := []string{"import", sample(grid.file), "-config", settings, "-strike", "July 2025", "-suggested", "-new", "-save"}
	for _, w := range grid.words {
		args = append(args, "-word", w)
	}
	stands := append(args, "-stands", "Theatre anaes:9", "-stands", "Clin onc:10")
	for _, again := range []string{"", "2 rows were corrected, settled or left out as last time"} {
		if got := call(t, stands...); !strings.Contains(got.out, "113 read, 2 to correct") || !strings.Contains(got.out, again) {
			t.Errorf("status %d, %s\n%.1500s", got.status, got.err, got.out)
		}
	}
	if got := call(t, args...); !strings.Contains(got.out, "113 read, 2 to correct") {
		t.Errorf("as last time: %s\n%.1500s", got.err, got.out)
	}
	if got := call(t, append(args, "-afresh")...); !strings.Contains(got.out, "111 read, 4 to correct") {
		t.Errorf("afresh: %s\n%.1500s", got.err, got.out)
	}
	for flag, want := range map[string]string{"Theatre anaes:10": "no other row contradicts row 10 of Theatre anaes", "x": "want NUMBER"} {
		if got := call(t, append(args, "-stands", flag)...); got.status != 2 || !strings.Contains(got.err, want) {
			t.Errorf("-stands %s: status %d, %s", flag, got.status, got.err)
		}
	}
	if got := call(t, append(args, "-missing")...); got.status != 2 || !strings.Contains(got.err, "only when all of the file was read: 4 rows") {
		t.Errorf("-missing: status %d, %s", got.status, got.err)
	}
}

// TestImportWorkbook works on an entry workbook, without a database.
func TestImportWorkbook(t *testing.T) {
	out := filepath.Join(t.TempDir(), "entry.xlsx")
	args := []string{"import", "slots", sample("4-minimum-safe-staffing.xlsx"), "-entry", emptyEntryFile(t, july()), "-suggested", "-o", out}
	for _, w := range imports[0].words {
		args = append(args, "-word", w)
	}
	if got := call(t, args...); got.status != 0 {
		t.Fatalf("status %d, %s", got.status, got.err)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if e, err := exports.ReadEntry(data); err != nil || len(e.Slots) != 252 {
		t.Errorf("%d slots, %v", len(e.Slots), rota.Faults(err))
	}
}

// TestImportRefused lists what is wrong with what was given; nothing is written.
// TestImportMustSay: a comment that limits cover is settled before anything is written, and an answer that
// cannot be understood is refused with what can.
func TestImportMustSay(t *testing.T) {
	folder := t.TempDir()
	file, entry, out := filepath.Join(folder, "offers.csv"), emptyEntryFile(t, july()), filepath.Join(folder, "out.xlsx")
	text := "Name,Covers,Fri 25 July 0800-2030,Comments\nDr A Bee,obs,Yes,max 1 night or till 6pm\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"import", "consultants", file, "-entry", entry, "-o", out, "-word", "skill/obs=obs", "-word", "mode/yes, ok, or a time offered without saying how=site"}
	for _, tt := range []struct {
		more []string
		want string
	}{
		{nil, "speaks of a limit. Say which with -word"},
		{[]string{"-word", "comment/max 1 night or till 6pm="}, "speaks of a limit. Say which with -word"},
		{[]string{"-word", "comment/max 1 night or till 6pm=nights 1", "-word", "mode/yes, ok, or a time offered without saying how=perhaps"}, "want one of yes, site, home, -"},
		{[]string{"-word", "comment/max 1 night or till 6pm=nights 1"}, ""},
	} {
		got := call(t, append(slices.Clone(args), tt.more...)...)
		if (got.status == 0) != (tt.want == "") || !strings.Contains(got.err, tt.want) {
			t.Errorf("%v: status %d, %q; want %q", tt.more, got.status, got.err, tt.want)
		}
		if _, err := os.Stat(out); (err == nil) != (tt.want == "") {
			t.Errorf("%v: written %t", tt.more, err == nil)
		}
	}
}

func TestImportRefused(t *testing.T) {
	entry := emptyEntryFile(t, july())
	duties := sample("1-assigned-duties-by-person.csv")
	awkward := func(name string) string { return filepath.Join(sample("6-awkward"), name) }
	tests := []struct {
		name string
		args []string
		err  string
	}{
		{"no file", []string{"-entry", entry}, "takes a kind"},
		{"no such kind", []string{"gossip", duties, "-entry", entry}, `no kind of file "gossip"`},
		{"nowhere", []string{duties}, "want -strike NAME or -entry"},
		{"two places", []string{duties, "-entry", entry, "-strike", "x"}, "want -strike NAME or -entry"},
		{"save in a workbook", []string{duties, "-entry", entry, "-save"}, "-save saves in the database"},
		{"no such sheet", []string{duties, "-entry", entry, "-sheet", "x"}, `no sheet "x"`},
		{"no such column", []string{duties, "-entry", entry, "-columns", "ZZ=gmc"}, "is no column"},
		{"no such field", []string{duties, "-entry", entry, "-columns", "A=shoe"}, "cannot hold"},
		{"a column short", []string{duties, "-entry", entry, "-columns", "A="}, "say which columns hold what"},
		{"a word that is not there", []string{duties, "-entry", entry, "-word", "unit/x=y"}, "no word"},
		{"half a word", []string{duties, "-entry", entry, "-word", "unit"}, "want WORD=VALUE"},
		{"written elsewhere", []string{duties, "-entry", entry, "-o", "x.csv"}, ".xlsx"},
		{"not there", []string{duties + "x", "-entry", entry}, "cannot read the file"},
		{"empty", []string{awkward("empty.csv"), "-entry", entry}, "empty"},
		{"encrypted", []string{awkward("password-is-rota2025.xlsx"), "-entry", entry}, "password"},
		{"a PDF", []string{awkward("a-pdf-really.xlsx"), "-entry", entry}, "PDF"},
		{"truncated", []string{awkward("truncated.xlsx"), "-entry", entry}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := call(t, append([]string{"import"}, tt.args...)...)
			if got.status != 2 || !strings.Contains(strings.ToLower(got.err), strings.ToLower(tt.err)) || got.err == "" {
				t.Errorf("status %d, %q; want 2 and %q", got.status, got.err, tt.err)
			}
		})
	}
}
