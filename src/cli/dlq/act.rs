//! Acting: a letter goes only when RabbitMQ has confirmed its copy, or when somebody said to throw it away.

use super::look::Rows;
use super::{Card, Consent, Desk, Then};
use crate::broker::{Outgoing, Outlet, Verdict, connect};
use crate::cli::exit::usage;
use crate::telemetry::clock;
use anyhow::{Result, anyhow, bail};
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

/// `dlq replay`
pub(super) async fn replay(desk: &Desk<'_>, consent: Consent, rate: u32) -> Result<ExitCode> {
    let to = &desk.settings.topology.articles_queue;
    let words = Words { would: format!("would go to {to} once more"), did: format!("sent to {to} once more") };
    let copy = |card: &Card, id: String| Outgoing::replay(&card.delivered, to, id, &clock::now().to_string());
    copy_all(desk, consent, &words, rate, copy).await
}

/// `dlq park`
pub(super) async fn park(desk: &Desk<'_>, is_parked: bool, consent: Consent) -> Result<ExitCode> {
    if is_parked {
        return Err(usage("park --parked: they are put aside already"));
    }
    let to = &desk.settings.topology.parked_queue;
    let words = Words { would: format!("would be put aside in {to}"), did: format!("put aside in {to}") };
    let copy = |card: &Card, id: String| Outgoing::park(&card.delivered, to, id, &clock::now().to_string());
    copy_all(desk, consent, &words, 0, copy).await
}

/// `dlq purge`
pub(super) async fn purge(desk: &Desk<'_>, consent: Consent) -> Result<ExitCode> {
    let words = Words { would: "would be thrown away".into(), did: "thrown away".into() };
    let mut rows = Rows::default();
    let done = desk
        .go_through(async |card| {
            rows.add(card);
            Ok(if consent.yes { Then::Take } else { Then::Keep })
        })
        .await;
    words.tell(&rows, consent)?;
    done.map(|()| ExitCode::SUCCESS)
}

/// How the report reads.
struct Words {
    would: String,
    did: String,
}

impl Words {
    fn tell(&self, rows: &Rows, consent: Consent) -> Result<()> {
        let mut out = io::stdout().lock();
        if consent.yes {
            write!(out, "{}", rows.summary(&self.did))?;
        } else {
            write!(out, "{}{}", rows.table(), rows.summary(&self.would))?;
            writeln!(out, "nothing was changed: --yes does it")?;
        }
        Ok(())
    }
}

async fn copy_all(
    desk: &Desk<'_>,
    consent: Consent,
    words: &Words,
    rate: u32,
    copy: impl Fn(&Card, String) -> Outgoing,
) -> Result<ExitCode> {
    let mut rows = Rows::default();
    let mut outlet = None;
    if consent.yes {
        outlet = Some(Outlet::open(connect(&desk.settings.amqp, "dlq out").await?).await?);
    }
    let mut pace = pace(rate);
    let mut number = 0_u64;
    let patience = Duration::from_secs(desk.settings.worker.confirm_seconds);
    let done = desk
        .go_through(async |card| {
            if let Some(outlet) = &outlet {
                if let Some(pace) = &mut pace {
                    pace.tick().await;
                }
                number += 1;
                let copy = copy(card, format!("dlq-{number}"));
                let confirmed = timeout(patience, publish(outlet, &copy)).await;
                confirmed.unwrap_or_else(|_| Err(anyhow!("no confirm within {} s (is an alarm on? quotewire doctor); this letter and the ones after it stay", patience.as_secs())))?;
            }
            rows.add(card);
            Ok(if outlet.is_some() { Then::Take } else { Then::Keep })
        })
        .await;
    if let Some(outlet) = outlet {
        outlet.close().await;
    }
    words.tell(&rows, consent)?;
    done.map(|()| ExitCode::SUCCESS)
}

/// One message at a time is unconfirmed, so a notice of return can be of no other.
async fn publish(outlet: &Outlet, message: &Outgoing) -> Result<()> {
    let confirm = outlet.publish(message).await;
    match (confirm.verdict, confirm.returned) {
        (Verdict::Ack, None) => Ok(()),
        (_, Some(_)) => bail!(
            "the queue {:?} does not exist; this letter and the ones after it stay (quotewire topology declare)",
            message.routing_key
        ),
        (Verdict::Nack, None) => {
            bail!(
                "RabbitMQ refuses the copy (is {:?} full?); this letter and the ones after it stay",
                message.routing_key
            )
        }
        (Verdict::Lost, None) => bail!("the connection broke; this letter and the ones after it stay"),
    }
}

fn pace(rate: u32) -> Option<Interval> {
    let mut pace = interval(Duration::from_secs(1).checked_div(rate)?);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    Some(pace)
}
