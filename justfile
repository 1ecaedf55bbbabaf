# Recipes of ChatSpace. Without `just` on the machine, `npx --yes rust-just RECIPE` does the same.

# Show this list
[private]
default:
    @just --justfile '{{ justfile() }}' --list --unsorted

# Build and start the server with the web client on http://localhost:8000
run *args: web-build
    cargo run --release --locked -- serve {{ args }}

# Start the server and the web client for development: hot reload, debug build
dev: web-install
    node scripts/dev.mjs

# Run every check and every test, and print a summary
test:
    node scripts/test.mjs

# Quick checks before a commit: format, lint, types, the rules of the architecture and the words
check: fmt-check clippy web-check tidy

# Measure the main paths next to a minimal server, with budgets; an argument selects rows by a word
bench *args: web-build
    cargo bench --locked --bench budgets -- {{ args }}

# Run the end-to-end tests in Chromium; arguments are passed to Playwright
e2e *args: build
    cd web-client && CHATSPACE_BIN="${CARGO_TARGET_DIR:-$PWD/../target}/release/chatspace" npx playwright test {{ args }}

# Generate openapi/openapi.json and the TypeScript client from the server
generate: web-install
    node scripts/generate.mjs

# Build the documentation of the Rust code, private items included
docs: web-build
    cargo doc --locked --no-deps --document-private-items

# Build the release binary with the embedded web client
[group('steps')]
build: web-build
    cargo build --release --locked

# Format all code
[group('steps')]
fmt: web-install
    cargo fmt --all
    cd web-client && npm run format

# Check the format of the Rust code
[group('steps')]
fmt-check:
    cargo fmt --all --check

# Lint the Rust code; warnings are errors
[group('steps')]
clippy: web-build
    cargo clippy --locked --workspace --all-targets -- -D warnings

# Check the rules of the architecture, sizes and words, in Rust and in the web client
[group('steps')]
tidy: web-build
    cargo test --locked --test tidy
    cd web-client && npx vitest run tests/tidy.test.ts

# Run the Rust tests on SQLite and on a private Postgres; arguments are passed to cargo test
[group('steps')]
test-rust *args: web-build
    node scripts/with-postgres.mjs cargo test --locked --workspace {{ args }}

# Run the unit tests of the web client; arguments are passed to Vitest
[group('steps')]
test-web *args: web-install
    cd web-client && npx vitest run {{ args }}

# Check that the OpenAPI document and the generated client are up to date
[group('steps')]
generate-check: web-install
    node scripts/generate.mjs --check

# Check types, lint and import rules of the web client
[group('steps')]
web-check: web-install
    cd web-client && npm run typecheck && npm run lint

# Install the packages of the web client if they are out of date
[group('steps')]
web-install:
    node scripts/web.mjs install

# Build the web client if it is out of date
[group('steps')]
web-build:
    node scripts/web.mjs build

# Take the README's screenshots, and a conversation in all themes and widths; arguments are passed to Playwright
[group('steps')]
screenshots *args: build
    cd web-client && CHATSPACE_BIN="${CARGO_TARGET_DIR:-$PWD/../target}/release/chatspace" SCREENSHOTS=1 npx playwright test {{ args }}

# Run one end-to-end test in Firefox
[group('proof')]
e2e-firefox: build
    node scripts/firefox.mjs

# Print size, start time and idle memory of the release build
[group('proof')]
figures: build
    node scripts/figures.mjs

# Measure all figures into docs/proof.md; arguments name parts, such as `bench` or `torture`
[group('proof')]
proof *args: build web-install
    node scripts/proof.mjs {{ args }}

# Measure sign-in timing, a flood of sign-ins, and how fast a reused token closes connections
[group('proof')]
figures-accounts: web-build
    cargo bench --locked --bench accounts

# Measure a thousand members coming and going before a thousand clients
[group('proof')]
figures-presence: web-build
    cargo bench --locked --bench presence

# Run the authorization matrix, and races with the loss of a permission; PROOF_SIZE=nightly runs more
[group('proof')]
proof-access: web-build
    node scripts/with-postgres.mjs cargo test --locked --test probes -- --nocapture

# Check versions, licences and use of all dependencies, offline; `--build` also times a clean build
[group('proof')]
dependencies *args:
    @node scripts/dependencies.mjs {{ args }}

# Measure backup under load and restore; PROOF_SIZE=nightly runs more
[group('proof')]
proof-backup: build
    PROOF_RELEASE=1 cargo test --locked --test process -- backup:: --nocapture --test-threads 1

# Verify logs, metrics and health checks
[group('proof')]
proof-watch: build
    PROOF_RELEASE=1 node scripts/with-postgres.mjs cargo test --locked --test process watch:: -- --nocapture

# Test the gateway: malformed frames, cuts, storms, floods, the WebSocket suite; PROOF_SIZE=nightly runs more
[group('proof')]
proof-gateway: build
    PROOF_RELEASE=1 cargo test --locked --test process gateway:: -- --nocapture --test-threads 1
    node scripts/websocket.mjs

# Test the API with generated requests, valid and invalid
[group('proof')]
test-api: build
    node scripts/api-fuzz.mjs

# Kill the server, cut its power, fail and fill its disk for half an hour; arguments name tests
[group('proof')]
torture *args: web-build
    PROOF_SIZE=nightly node scripts/with-postgres.mjs cargo test --locked --test torture -- --nocapture --test-threads 1 {{ args }}

# Test the API with 500 generated requests per kind: an hour or more
[group('proof')]
fuzz-api: build
    SCHEMATHESIS_EXAMPLES=500 SCHEMATHESIS_MINUTES=240 node scripts/api-fuzz.mjs

# Fuzz each parser of untrusted input with libFuzzer, 60 seconds each; arguments name targets
[group('proof')]
fuzz *targets: web-install
    node scripts/fuzz.mjs {{ targets }}

# What takes too long for every change: fuzzing, many API requests, kills and disk failures
[group('proof')]
nightly: fuzz fuzz-api torture

# Generate clients from the OpenAPI document with other tools, and run them against the real server
[group('proof')]
test-clients: build web-install
    node scripts/generated-clients.mjs

# Run bots of eight unmodified libraries against the real server
[group('proof')]
conformance: build
    node scripts/conformance.mjs
    node scripts/starters.mjs
