.POSIX:

PYTHON = .venv/bin/python
FLASK = $(PYTHON) -m flask --app app
COMPILE = $(PYTHON) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock"

help: ## show the doors
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

setup: .venv/.installed frontend/node_modules/.package-lock.json ## install and build what is missing or out of date
	@scripts/build-frontend

run: setup ## serve the whole product on http://127.0.0.1:5000 (PORT=5001 make run for another port)
	@exec $(FLASK) clinic serve

test: setup ## run every test: lint, types, Python, front end, browser
	@scripts/test

lint: setup ## check style and types, of both languages
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	npm --prefix frontend run lint
	npm --prefix frontend run typecheck

format: setup ## put the code into its one form
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format
	npm --prefix frontend run lint -- --fix

mutants: setup ## show that each planted fault fails its test
	@$(PYTHON) scripts/mutants

test-races: setup ## let many want the same time, at length (ROUNDS=100)
	@ROUNDS=$${ROUNDS:-100} $(PYTHON) -m pytest tests/appointments/test_booking_race.py --timeout 1800

test-faults: setup ## kill workers and databases under load, freeze them, fill the disk (BOOKINGS=2000 KILLS=20)
	@BOOKINGS=$${BOOKINGS:-2000} KILLS=$${KILLS:-20} $(PYTHON) -m pytest -m "" --timeout 1800 -rP \
	  tests/ground/test_faults.py tests/ground/test_full_disk.py tests/shared/test_absence.py

test-rollouts: setup ## replace web servers, and migrate, under load behind NGINX (RESTARTS=10 REQUESTS=2000)
	@RESTARTS=$${RESTARTS:-10} REQUESTS=$${REQUESTS:-2000} $(PYTHON) -m pytest -m "" --timeout 1800 -rP \
	  tests/deploy/test_rolling_restarts.py tests/deploy/test_migration_while_serving.py

test-security: setup ## attack the API at length, by other requests each time (SEED=7 make test-security repeats)
	@seed=$${SEED:-$$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}; echo "SEED=$$seed"; \
	  CASES=$${CASES:-2000} SEED=$$seed $(PYTHON) -m pytest tests/hostile --timeout 600

check-deploy: setup ## build the image and run it as Kubernetes would; check the manifests (root on a Debian)
	@$(PYTHON) scripts/check-image
	@if [ -x scripts/check-manifests ]; then scripts/check-manifests; fi

servers: ## install what the tests use beside Python and Node (root on a Debian or Ubuntu)
	@scripts/install-servers

image: ## build the image into build/ (VERSION=1.4.0; PYTHON_IMAGE, NODE_IMAGE by digest)
	@scripts/release image

scan: ## look for known vulnerabilities in the image that was built; a grave one that can be mended fails
	@scripts/release scan

sbom: ## list the parts of the image that was built
	@scripts/release sbom

push: ## give the image that was built to a registry (IMAGE_REPOSITORY)
	@scripts/release push

sign: ## sign the image that was pushed, and its list of parts
	@scripts/release sign

deploy: ## roll out the image that was pushed, if it is signed (OVERLAY=prod), and back if it does not get ready
	@scripts/release deploy

drill: setup ## lose a scratch clinic and restore it, by the steps of docs/operations.md
	@$(PYTHON) scripts/drill

screens: setup ## photograph every screen into screens/
	@scripts/with-server npm --prefix frontend run screens

openapi: setup ## write frontend/openapi.json and the front end's types from the schemas
	$(FLASK) clinic openapi
	npm --prefix frontend run types

docs: setup ## write docs/api.md and docs/low-level-design.md from the code
	@$(PYTHON) scripts/write-docs

lock: setup ## resolve the Python packages again (UPGRADE=--upgrade for their newest versions)
	$(COMPILE) $(UPGRADE) pyproject.toml --output-file requirements.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --all-extras --constraint requirements.txt --output-file requirements-dev.txt

clean: ## remove what setup made; the data stay
	rm -rf .venv frontend/node_modules frontend/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

reset-data: .venv/.installed ## remove the embedded database and all that is in it, after asking
	@scripts/reset-data

.venv/.installed: requirements-dev.txt
	@scripts/install-python

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	@scripts/install-node
