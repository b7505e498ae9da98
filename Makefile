# Ashar's chores. `make help` lists them; `make test` is all that a change must pass.

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.NOTPARALLEL:
.DEFAULT_GOAL := help

# The folders that code stands in.
HOUSE := cmd survey bot prioritize store configs

# The linter has a module file of its own, so that its dependencies are not ours. Go keeps what it builds of it.
GOLANGCI := go tool -modfile=.ci/golangci.mod golangci-lint

# From npm: an independent emulator of Telegram's Bot API, and an independent judge of how accessible pages are.
EMULATOR := bot/testdata/emulator
AXE      := cmd/ashar/testdata/axe

# The programs without which a test must fail; without this variable it would be skipped.
REQUIRED := ASHAR_REQUIRE=browser,emulator,node,axe,poppler,libreoffice

# Packages with tests that take long under the race detector, and in which nothing is done at once that it could watch:
# they are tested without it. In prioritize only Live is used by many at once. A test of cmd/ashar holds them to that.
ONE_AT_A_TIME := ./survey/xlsform ./survey/paper ./survey/coding ./survey/tokens ./prioritize/analysis ./prioritize/appraisal ./prioritize/evidence ./prioritize/docx ./prioritize/minutes ./survey/dataset

# What is tested without the race detector: these; and, of others, tests that take minutes under it. Those of the store
# and of the sets of ranks that do are built without it ("//go:build !race"). The bot's crowd of two thousand is built without it too, smaller
# ones run under it; and so are long walks through residents' pages in a browser, TestBrowser...: each has a browser and
# a service of its own, and waits more than it computes, so that three go on side by side on two cores. So is the
# residents' phone, whose scripts are held against the domain in one thread. So are the
# examples of the README and the scripts that run one command after another; the demonstration's runs under it.
WITHOUT_RACE := ./store/... ./prioritize ./prioritize/rankset $(ONE_AT_A_TIME)

, := ,
say = @printf '\n== %s\n' "$(1)"

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build the binary as bin/ashar
	go build -trimpath -o bin/ashar ./cmd/ashar

.PHONY: test
test: tools format lint race conformance ## Check everything, installing first what the checks need

.PHONY: tools
tools: machine emulator axe

.PHONY: machine
machine:
	$(call say,tools: C compiler$(,) browser$(,) Node$(,) poppler and LibreOffice)
	@.ci/machine

.PHONY: emulator
emulator: $(EMULATOR)/node_modules/.package-lock.json

.PHONY: axe
axe: $(AXE)/node_modules/.package-lock.json

%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	$(call say,tools: $(notdir $*) from npm)
	@npm ci --prefix $* --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.PHONY: format
format:
	$(call say,format: gofmt)
	@unformatted=$$(gofmt -l $(HOUSE)); \
	if [ -n "$$unformatted" ]; then printf '%s\n' "$$unformatted"; echo "These files are not formatted; run make fmt."; exit 1; fi

.PHONY: lint
lint: ## Run the linter, go vet among the rest
	$(call say,lint: golangci-lint)
	@$(GOLANGCI) run

.PHONY: race
race:
	$(call say,test: under the race detector)
	@$(REQUIRED) go test -race -vet=off -timeout=20m $$(go list ./... | grep -vxF "$$(go list ./prioritize $(ONE_AT_A_TIME))")
	@go test -race -vet=off -timeout=5m -run='^TestLive' ./prioritize

.PHONY: conformance
conformance:
	$(call say,test: without the race detector)
	@$(REQUIRED) go test -vet=off -timeout=5m $(WITHOUT_RACE)
	@$(REQUIRED) go test -vet=off -timeout=20m -parallel=3 -run='MongoDB|^TestBrowser|^TestScripts|^TestReadme' ./cmd/ashar
	@go test -vet=off -timeout=5m -run='^TestCrowd$$' ./bot
	@$(REQUIRED) go test -vet=off -timeout=5m -run='^TestPhone' ./survey

.PHONY: bench
bench: ## Run the benchmarks, two seconds each; see docs/benchmarks.md
	@go test -run='^$$' -bench=. -benchtime=2s ./... | grep -E '^(goos|goarch|cpu|Benchmark|---|FAIL|panic|\s)'

.PHONY: forms
forms: build ## Make the built-in questionnaires as workbooks and on paper, in bin/forms
	@mkdir -p bin/forms
	@set -e; for f in configs/questionnaires/*.json; do name=$$(basename $$f .json); \
	bin/ashar form convert $$name bin/forms/$$name.xlsx; \
	for lang in ky ru en; do bin/ashar form print $$name --lang $$lang --out bin/forms/$$name.$$lang.pdf; done; done

.PHONY: screenshots
screenshots: machine ## Remake the screenshots in docs/screenshots
	@ASHAR_REQUIRE=browser ASHAR_SCREENSHOTS=$(CURDIR)/docs/screenshots go test -count=1 -timeout=20m \
		-run='^TestScreenshots$$|^TestBrowser(Fifty|Draft|InterviewGoesOn|Refused|Closed|Tab|AnswerThat|Photo|Code|Pays|HallLooks)' ./cmd/ashar

.PHONY: fmt
fmt: ## Format the code
	@$(GOLANGCI) fmt

.PHONY: clean
clean: ## Remove what was built here
	rm -rf bin $(EMULATOR)/node_modules $(AXE)/node_modules
