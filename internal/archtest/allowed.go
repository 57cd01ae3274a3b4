package archtest

// module is the path of this module; packages in the tables are relative to it.
const module = "strikerota"

// anything in a list allows every import, but for those in owned.
const anything = "*"

// An allowance is what one package may import besides the standard library.
type allowance struct {
	inside  []string // packages of this module
	outside []string // modules, or packages of modules, with all below them
}

// allowed is the only list of packages and of their imports, from the inside out.
// A package that is not here fails the test. Files of tests are not looked at.
var allowed = map[string]allowance{
	"rota":             {},
	"rota/document":    {inside: []string{"rota"}},
	"rota/rotatest":    {inside: []string{"rota"}},
	"rota/solve":       {inside: []string{"rota", "rota/solve/highs"}},
	"rota/solve/highs": {outside: []string{"github.com/tetratelabs/wazero"}},

	"exports": {
		inside:  []string{"rota", "exports/sheet"},
		outside: []string{"github.com/xuri/excelize/v2", "github.com/arran4/golang-ical"},
	},
	"exports/sheet": {
		inside:  []string{"rota"}, // refusals are faults as in anything else that is entered
		outside: []string{"github.com/xuri/excelize/v2"},
	},
	"exports/sheet/sheettest": {},
	// Names are compared without accents.
	"exports/intake": {inside: []string{"rota", "exports/sheet"}, outside: []string{"golang.org/x/text/unicode/norm"}},

	// Faults in settings are listed as faults in anything else that is entered.
	"internal/config": {
		inside:  []string{"rota"},
		outside: []string{"github.com/goccy/go-yaml"},
	},
	"internal/store": {
		inside: []string{"rota"},
		outside: []string{
			"gorm.io/gorm", "gorm.io/driver/sqlite", "gorm.io/driver/postgres",
			"github.com/pressly/goose/v3",
			// The engines themselves: to register SQLite, and to tell their errors apart.
			"modernc.org/sqlite", "github.com/jackc/pgx/v5",
		},
	},
	"internal/store/storetest": {inside: []string{"rota", "internal/store"}},
	"internal/backup":          {inside: []string{"internal/store"}, outside: []string{"filippo.io/age"}},
	"internal/runs": {
		inside: []string{"rota", "rota/document", "rota/solve", "internal/store"}, // runs keep documents
		// River's driver for PostgreSQL takes a pgx pool.
		outside: []string{"github.com/riverqueue/river", "github.com/jackc/pgx/v5"},
	},
	"internal/auth": {
		// Second factors: codes by time, and the square that an app reads.
		outside: []string{"golang.org/x/crypto", "github.com/pquerna/otp", "github.com/boombuler/barcode/qr"},
	},
	"internal/auth/openid": {
		inside:  []string{"internal/auth"}, // groups give roles
		outside: []string{"github.com/coreos/go-oidc/v3", "golang.org/x/oauth2"},
	},
	// A provider, as a process of tests.
	"internal/auth/openid/openidtest": {outside: []string{"github.com/zitadel/oidc/v3", "github.com/go-jose/go-jose/v4"}},
	"internal/web": {
		inside:  []string{"rota", "rota/document", "rota/solve", "exports", "exports/sheet", "exports/intake", "internal/auth", "internal/auth/openid", "internal/store", "internal/runs", "internal/web/form"},
		outside: []string{"github.com/gin-gonic/gin", "github.com/alexedwards/scs/v2", "github.com/prometheus/client_golang"},
	},
	"internal/web/form":    {inside: []string{"rota"}},
	"internal/assets/copy": {},
	"internal/archtest":    {},
	"internal/e2e":         {inside: []string{anything}, outside: []string{anything}},

	"cmd/strikerota": {inside: []string{anything}, outside: []string{anything}},
}

// owned are the libraries that few packages alone may import, so that nothing
// else has to know them.
var owned = map[string][]string{
	"gorm.io":                     {"internal/store"},
	"github.com/gin-gonic/gin":    {"internal/web"},
	"github.com/xuri/excelize/v2": {"exports", "exports/sheet"}, // workbooks out, and in
}

// pure are the packages without I/O, clock, randomness or logging.
var pure = []string{"rota", "rota/document", "exports/sheet", "exports/intake"}

// impureImports may not be imported by a pure package, nor may anything below them.
var impureImports = []string{
	"os", "log", "net", "syscall", "unsafe", "runtime", "database", "plugin",
	"math/rand", "crypto/rand", "io/fs", "io/ioutil", "path/filepath",
}

// impureCalls may not be used by a pure package.
var impureCalls = map[string][]string{
	"time": {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Local"},
	"fmt":  {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
}

// topLevel are the folders at the top of the repository. bin and data are made by
// the Makefile and not kept.
var topLevel = []string{".ci", ".git", "bin", "cmd", "data", "exports", "internal", "rota"}

// maxLines is the longest that a file may be, tests excepted.
const maxLines = 400

// longFiles are the files that may be longer, each with its reason.
var longFiles = map[string]string{}
