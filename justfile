# Recipes of ChatSpace. Without `just` on the machine, `npx --yes rust-just RECIPE` does the same.

# Show this list
default:
    @just --justfile '{{ justfile() }}' --list --unsorted

# Build what is not up to date, and start the server with the web client on http://localhost:8000
run *args: web-build
    cargo run --release --locked -- serve {{ args }}

# Start the server and the web client for development: hot reload, debug build
dev: web-install
    node scripts/dev.mjs

# Run every check and every test, and print one summary
test:
    node scripts/test.mjs

# The quick checks to run before a commit: format, lint, types, import rules
check: fmt-check clippy web-check

# Run the end-to-end tests in Chromium; arguments go to Playwright
e2e *args: build
    cd web-client && CHATSPACE_BIN="${CARGO_TARGET_DIR:-$PWD/../target}/release/chatspace" npx playwright test {{ args }}

# Run one story in Firefox
e2e-firefox: build
    node scripts/firefox.mjs

# Write openapi/openapi.json and the TypeScript client from the server's code
generate: web-install
    node scripts/generate.mjs

# Take the README's pictures from the real client, and a conversation in all themes and widths; arguments go to Playwright
screenshots *args: build
    cd web-client && CHATSPACE_BIN="${CARGO_TARGET_DIR:-$PWD/../target}/release/chatspace" SCREENSHOTS=1 npx playwright test {{ args }}

# Build the release binary with the web client inside
build: web-build
    cargo build --release --locked

# Format all code
fmt: web-install
    cargo fmt --all
    cd web-client && npm run format

# Fail if Rust code is not formatted
fmt-check:
    cargo fmt --all --check

# Lint the Rust code; a warning is an error
clippy: web-build
    cargo clippy --locked --workspace --all-targets -- -D warnings

# Run the Rust tests on SQLite and on a private Postgres; arguments go to cargo test
test-rust *args: web-build
    node scripts/with-postgres.mjs cargo test --locked --workspace {{ args }}

# Run the web client's unit tests; arguments go to Vitest
test-web *args: web-install
    cd web-client && npx vitest run {{ args }}

# Print the size of the release build, how fast it starts and what memory it takes
figures: build
    node scripts/figures.mjs

# Print what the main paths cost the server, beside a bare server and against their budgets; arguments pick rows by a word
bench *args: web-build
    cargo bench --locked --profile dist --bench budgets -- {{ args }}

# Take all figures anew and write them into docs/proof.md; arguments name parts, such as `bench` or `torture`
proof *args: build web-install
    node scripts/proof.mjs {{ args }}

# Print how log-ins are timed, how a flood of them is borne, and how soon a theft closes sockets
figures-accounts: web-build
    cargo bench --locked --bench accounts

# Print what it costs that a thousand members come and go before a thousand clients
figures-presence: web-build
    cargo bench --locked --bench presence

# Prove who may do what: the matrix of probes, and races with the change that takes a right away; PROOF_SIZE=nightly runs more of them
proof-access: web-build
    node scripts/with-postgres.mjs cargo test --locked --test probes -- --nocapture

# Check versions, licences and use of all dependencies, without a network; `--build` also times a build from clean
dependencies *args:
    @node scripts/dependencies.mjs {{ args }}

# Back up under load and restore: what it costs those who write meanwhile, and what memory; PROOF_SIZE=nightly for more
proof-backup: build
    PROOF_RELEASE=1 cargo test --locked --test process -- backup:: --nocapture --test-threads 1

# Prove what the log, the metrics and the health say; prints the lines of the table
proof-watch: build
    PROOF_RELEASE=1 node scripts/with-postgres.mjs cargo test --locked --test process watch:: -- --nocapture

# Print what the gateway bears: malformed frames, cuts, storms, floods, the WebSocket suite; PROOF_SIZE=nightly tries more
proof-gateway: build
    PROOF_RELEASE=1 cargo test --locked --test process gateway:: -- --nocapture --test-threads 1
    node scripts/websocket.mjs

# Try the API with generated requests, good and bad
test-api: build
    node scripts/api-fuzz.mjs

# Kill the server, cut its power, fail and fill its disk for half an hour, and print what was lost; arguments name tests
torture *args: web-build
    PROOF_SIZE=nightly node scripts/with-postgres.mjs cargo test --locked --test torture -- --nocapture --test-threads 1 {{ args }}

# The same with 500 requests of each kind: takes an hour or more
fuzz-api: build
    SCHEMATHESIS_EXAMPLES=500 SCHEMATHESIS_MINUTES=240 node scripts/api-fuzz.mjs

# Try each parser of outside bytes with inputs that libFuzzer makes, 60 seconds each; arguments name targets
fuzz *targets: web-install
    node scripts/fuzz.mjs {{ targets }}

# What takes too long for each change: fuzzing, the API with many requests, kills and failures of the disk
nightly: fuzz fuzz-api torture

# Let others make clients from the OpenAPI document, which tell a story to the real server
test-clients: build web-install
    node scripts/generated-clients.mjs

# Start bots of eight unmodified libraries against the real server
conformance: build
    node scripts/conformance.mjs
    node scripts/starters.mjs

# Fail if the OpenAPI document or the client made from it is out of date
generate-check: web-install
    node scripts/generate.mjs --check

# Check types, lint and import rules of the web client
web-check: web-install
    cd web-client && npm run typecheck && npm run lint

# Install the web client's packages if they are not up to date
web-install:
    node scripts/web.mjs install

# Build the web client if it is not up to date
web-build:
    node scripts/web.mjs build
