//! `/healthz`, `/readyz` and `/metrics` for machines. Read-only.

use crate::telemetry::{Health, Metrics};
use anyhow::Context;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Listens at `address`.
///
/// # Errors
/// If the port is taken or may not be used.
pub async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen at {address} (http.address): choose another port, or \"\" for none"))
}

/// Answers until `stop` is ready.
pub async fn serve(
    listener: TcpListener,
    health: Health,
    metrics: Metrics,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let app = Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(encode))
        .with_state((health, metrics));
    if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(stop).await {
        tracing::warn!(%error, "the health page stopped");
    }
}

type Shared = State<(Health, Metrics)>;

async fn healthz(State((health, _)): Shared) -> impl IntoResponse {
    if health.is_alive() {
        (StatusCode::OK, "alive\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the worker hangs\n")
    }
}

async fn readyz(State((health, _)): Shared) -> impl IntoResponse {
    let status = if health.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let mut parts: serde_json::Map<String, serde_json::Value> =
        health.parts().iter().map(|(part, holds)| ((*part).to_owned(), (*holds).into())).collect();
    parts.insert("blocked".into(), health.is_blocked().into());
    parts.insert("state".into(), health.phase().name().into());
    (status, Json(parts))
}

async fn encode(State((_, metrics)): Shared) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], metrics.encode())
}
