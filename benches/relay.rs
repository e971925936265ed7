//! The ceiling to hold the worker against: a relay that does nothing but consume, publish, await the confirm and ack, with two connections and batched
//! acks as the worker has them.
//!
//! usage: `cargo bench --bench relay -- AMQP_URL QUEUE EXCHANGE COUNT` prints messages per second. `scripts/bench` runs it beside the worker.
#![allow(clippy::print_stdout, reason = "a program that reports a figure")]

use anyhow::{Context, Result};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use lapin::options::{
    BasicAckOptions, BasicConsumeOptions, BasicPublishOptions, BasicQosOptions, ConfirmSelectOptions,
};
use lapin::types::FieldTable;
use lapin::{BasicProperties, Channel, Confirmation, Connection, ConnectionProperties};
use std::collections::BTreeSet;
use std::time::Instant;

const PREFETCH: u16 = 512;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<()> {
    // cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [url, queue, exchange, count] = arguments.as_slice() else {
        println!("relay: needs AMQP_URL QUEUE EXCHANGE COUNT; scripts/bench gives them");
        return Ok(());
    };
    let count: u64 = count.parse().context("COUNT is no number")?;
    let (incoming, outgoing) = (connect(url).await?, connect(url).await?);
    let (source, target) = (incoming.create_channel().await?, outgoing.create_channel().await?);
    target.confirm_select(ConfirmSelectOptions::default()).await?;
    source.basic_qos(PREFETCH, BasicQosOptions::default()).await?;
    let started = Instant::now();
    relay(&source, &target, (queue, exchange), count).await?;
    println!("{:.0}", count as f64 / started.elapsed().as_secs_f64());
    Ok(())
}

async fn connect(url: &str) -> Result<Connection> {
    Connection::connect(url, ConnectionProperties::default()).await.context("cannot connect")
}

async fn relay(source: &Channel, target: &Channel, (queue, exchange): (&str, &str), count: u64) -> Result<()> {
    let mut consumer = source
        .basic_consume(queue.into(), "relay".into(), BasicConsumeOptions::default(), FieldTable::default())
        .await?;
    let mut confirms = FuturesUnordered::new();
    let mut acks = Acks::default();
    while acks.acked < count {
        tokio::select! {
            Some(delivery) = consumer.next() => {
                let delivery = delivery?;
                let properties = BasicProperties::default().with_delivery_mode(2).with_content_type("application/json".into());
                let options = BasicPublishOptions { mandatory: true, ..BasicPublishOptions::default() };
                let confirm = target.basic_publish(exchange.into(), "article.enriched.en".into(), options, &delivery.data, properties).await?;
                confirms.push(async move { (delivery.delivery_tag, confirm.await) });
            }
            Some((tag, confirmation)) = confirms.next() => {
                anyhow::ensure!(matches!(confirmation?, Confirmation::Ack(None)), "a message was returned or refused");
                let idle = confirms.is_empty();
                if let Some(upto) = acks.done(tag, idle) {
                    source.basic_ack(upto, BasicAckOptions { multiple: true }).await?;
                }
            }
        }
    }
    Ok(())
}

/// The contiguous prefix of finished tags, released in batches.
#[derive(Default)]
struct Acks {
    finished: BTreeSet<u64>,
    prefix: u64,
    acked: u64,
}

impl Acks {
    fn done(&mut self, tag: u64, idle: bool) -> Option<u64> {
        self.finished.insert(tag);
        while self.finished.remove(&(self.prefix + 1)) {
            self.prefix += 1;
        }
        let due = self.prefix - self.acked >= u64::from(PREFETCH / 2) || idle;
        (due && self.prefix > self.acked).then(|| {
            self.acked = self.prefix;
            self.prefix
        })
    }
}
