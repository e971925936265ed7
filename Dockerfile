# syntax=docker/dockerfile:1
FROM rust:1.95-slim-bookworm AS build
WORKDIR /build
# The allocator is built from C.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends make && rm -rf /var/lib/apt/lists/*
COPY Cargo.toml Cargo.lock ./
COPY .cargo .cargo
COPY config config
COPY models models
COPY samples samples
COPY schemas schemas
COPY src src
COPY training training
# The caches stay on the builder; the binary is copied out of them.
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/build/target \
    cargo build --release --locked --bin quotewire && cp target/release/quotewire /quotewire && mkdir /state

# glibc and CA certificates, no shell, no package manager; user 65532.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /quotewire /usr/local/bin/quotewire
# The crash journal: worth a volume, because a restart reads it.
COPY --from=build --chown=65532:65532 /state /var/lib/quotewire
ENV QUOTEWIRE_HTTP__ADDRESS=0.0.0.0:8080
ENV QUOTEWIRE_WORKER__STATE_FOLDER=/var/lib/quotewire
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=4s --start-period=5s CMD ["/usr/local/bin/quotewire", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/quotewire"]
CMD ["run"]
