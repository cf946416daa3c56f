# Two commands prove a checkout: `make run` plays it, `make test` tests it.
# Each needs Python 3.11 or newer and nothing else; tools/bootstrap.py makes .venv.

PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell command -v $(name) 2>/dev/null)) python3)
BOOTSTRAP = @$(PYTHON) tools/bootstrap.py

.PHONY: help run first-run serve docs check test test-long bench bench-peers audit train format lock clean

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

run: ## Play the demo on this machine: caller, console, supervision
	$(BOOTSTRAP) --first helpline.demo requirements.lock manage.py run_demo

first-run: ## Begin a real service on this machine; it prints the link for its administrator
	$(BOOTSTRAP) --first helpline.first_run requirements.lock manage.py first_run

serve: ## Run the service; needs its settings in the environment
	$(BOOTSTRAP) requirements.lock manage.py serve

docs: ## Build the documentation site into build/docs; nothing is fetched
	$(BOOTSTRAP) requirements-dev.lock -m tools.docs_site.build

check: ## The quick part: style, types, contracts, migrations, scripts
	$(BOOTSTRAP) requirements-dev.lock tools/check.py

test: ## Everything a checkout needs to prove itself
	$(BOOTSTRAP) requirements-dev.lock tools/test_all.py

test-long: ## What takes longer: faults, load, many seeds
	$(BOOTSTRAP) requirements-dev.lock tools/test_all.py --long

bench: ## How fast words are, beside peers, in one run: bench/RESULTS.md
	$(BOOTSTRAP) requirements-dev.lock -m bench.compare

bench-peers: ## Install the peers beside it, in no lock of ours: Prosody, Synapse, uvicorn, granian
	$(BOOTSTRAP) requirements-dev.lock bench/peers/install.py

audit: ## Say what is inside (build/sbom.json) and what is known against it
	$(BOOTSTRAP) requirements-audit.lock tools/audit.py

train: ## Learn cues and risk markers anew from the labelled utterances
	$(BOOTSTRAP) requirements-train.lock tools/train_cues.py

format: ## Put the code into its form
	$(BOOTSTRAP) requirements-dev.lock -m ruff format .

lock: ## Resolve the versions anew and write the lock files
	$(BOOTSTRAP) requirements-dev.lock tools/lock.py

clean: ## Remove what was installed and built; data/ stays
	rm -rf .venv build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
