//! Articles to measure with: the samples again and again, each with an id of its own.

use crate::broker::{Outgoing, Outlet, Verdict, connect};
use crate::cli::samples;
use crate::settings::Settings;
use anyhow::{Result, ensure};
use futures_util::stream::{self, StreamExt};
use serde_json::Value;

/// Confirms that are waited for at once.
const WINDOW: usize = 1000;

/// The samples in the native format.
fn articles() -> Vec<Value> {
    let read = samples::ALL.iter().filter_map(|sample| serde_json::from_slice::<Value>(sample.bytes).ok());
    read.filter(|article| article.get("title").is_some() && article.get("body").is_some()).collect()
}

/// Bytes of an article, on the average.
pub(super) fn bytes() -> usize {
    let articles = articles();
    articles.iter().map(|article| article.to_string().len()).sum::<usize>() / articles.len().max(1)
}

/// An endless supply of messages, told apart by their number.
pub(super) fn messages(exchange: &str) -> impl Iterator<Item = Outgoing> {
    let (exchange, articles) = (exchange.to_owned(), articles());
    (0_u64..).zip(articles.into_iter().cycle()).map(move |(number, mut article)| {
        let id = format!("bench-{number}");
        article["id"] = id.as_str().into();
        Outgoing::new(&exchange, "bench", &id, article.to_string().into_bytes())
            .content_type("application/json")
            .correlation_id(Some(&number.to_string()))
    })
}

/// Fills the queue of articles.
pub(super) async fn publish(settings: &Settings, count: u64) -> Result<()> {
    let outlet = Outlet::open(connect(&settings.amqp, "bench load").await?).await?;
    let messages = messages(&settings.topology.articles_exchange).take(usize::try_from(count)?);
    let mut confirms = stream::iter(messages).map(|message| outlet.publish(&message)).buffer_unordered(WINDOW);
    while let Some(confirm) = confirms.next().await {
        ensure!(confirm.verdict == Verdict::Ack && confirm.returned.is_none(), "RabbitMQ does not take the articles");
    }
    drop(confirms);
    outlet.close().await;
    Ok(())
}
