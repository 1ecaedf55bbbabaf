# The web client
FROM node:22-bookworm-slim AS web
WORKDIR /src/web-client
COPY web-client/package.json web-client/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY openapi /src/openapi
COPY web-client ./
RUN npm run build

# The server, with the web client inside
FROM rust:1.95-bookworm AS server
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY migrations ./migrations
COPY openapi ./openapi
COPY backend ./backend
COPY --from=web /src/web-client/dist ./web-client/dist
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked && cp target/release/chatspace /chatspace

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin chatspace \
    && install -d -o chatspace -g chatspace -m 0700 /data
COPY --from=server /chatspace /usr/local/bin/chatspace
# Certificate authorities for mail servers and push services
COPY --from=server /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
USER chatspace
WORKDIR /data
ENV DATA_DIR=/data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["chatspace"]
CMD ["serve"]
