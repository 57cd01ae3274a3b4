# make run    set up and start the planner with the example trust
# make test   set up and run every test
#
# The rest is for people who work on the program; README.md says when.

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BIN     := bin/strikerota
FETCHED := bin/.assets

.PHONY: run test build assets bench bench-report lint setup clean

run: setup
	@$(MAKE) --no-print-directory build
	@exec $(BIN) serve -demo

test:
	@.ci/setup test
	@$(MAKE) --no-print-directory assets
	@.ci/with-postgres .ci/test

setup:
	@.ci/setup run

build: assets
	CGO_ENABLED=0 go build -buildvcs=false -ldflags "-X main.version=$(VERSION)" -o $(BIN) ./cmd/strikerota

# The NHS styles, the solver, the common passwords and the test tools, by lock file; once until one of these changes.
assets: $(FETCHED)

$(FETCHED): internal/assets/package.json internal/assets/package-lock.json $(wildcard internal/assets/copy/*.go)
	cd internal/assets && npm ci --ignore-scripts --no-audit --no-fund && go run ./copy
	@mkdir -p $(@D) && touch $@

bench: assets
	CGO_ENABLED=0 go test -run '^$$' -bench . -skip '^BenchmarkReport$$' -benchmem -timeout 0 ./rota/... ./exports/...
	@$(MAKE) --no-print-directory bench-report

# The solver beside other models and solvers: an hour or more. README.md says how to shorten it.
bench-report: export ROTA_BENCH_OUT := $(abspath $(or $(ROTA_BENCH_OUT),bin/bench.md))
bench-report: assets
	CGO_ENABLED=0 go test -run '^$$' -bench '^BenchmarkReport$$' -benchtime 1x -timeout 0 ./rota/solve
	@cat "$$ROTA_BENCH_OUT"

lint:
	@.ci/lint

# Leaves data/, where the planner keeps what was entered.
clean:
	rm -rf bin internal/assets/node_modules
	find rota/solve/highs/dist internal/web/static/vendor internal/auth/dist -mindepth 1 ! -name .gitkeep -delete
