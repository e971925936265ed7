//! `quotewire dlq`: dead letters, looked at, tried again, put aside, thrown away, written to a file.

mod act;
mod card;
mod filter;
mod look;

use super::on_runtime;
use crate::broker::{Inbox, connect};
use crate::settings::Settings;
use anyhow::Result;
use card::Card;
use clap::Subcommand;
use filter::Filter;
use std::path::PathBuf;
use std::process::ExitCode;

/// Look at dead letters, try them again, put them aside or throw them away.
///
/// Every action takes the same filters, and goes from the oldest letter on. replay, park and purge only tell what they would do until --yes is given.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
    /// Work on the letters that were put aside.
    #[arg(long, global = true)]
    parked: bool,
    #[command(flatten)]
    filter: Filter,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// One line per letter, and how many there are of each reason.
    List {
        #[arg(long, value_enum, default_value_t)]
        format: Shape,
    },
    /// Everything about single letters, with their bodies.
    Show {
        /// Key as `list` prints it, or message id.
        #[arg(value_name = "KEY", required = true)]
        keys: Vec<String>,
        #[arg(long, value_enum, default_value_t)]
        format: Shape,
    },
    /// Send letters to the queue of articles once more, each with its history. RabbitMQ confirms the copy before the letter goes.
    Replay {
        #[command(flatten)]
        consent: Consent,
        /// Letters per second at most; 0 = as fast as RabbitMQ confirms.
        #[arg(long, value_name = "N", default_value_t = 100)]
        rate: u32,
    },
    /// Put letters aside, to topology.parked_queue.
    Park {
        #[command(flatten)]
        consent: Consent,
    },
    /// Throw letters away.
    Purge {
        #[command(flatten)]
        consent: Consent,
    },
    /// Write letters to a file, one JSON object a line, with their bodies. They stay where they are.
    Export {
        /// The file; - is standard output.
        #[arg(long, value_name = "FILE", default_value = "-")]
        to: PathBuf,
    },
}

/// How letters are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON array.
    Json,
}

/// Whether to do it.
#[derive(Clone, Copy, Debug, clap::Args)]
struct Consent {
    /// Do it; without this, only say what would be done.
    #[arg(short, long)]
    yes: bool,
}

/// Runs the command.
///
/// # Errors
/// If the broker cannot be reached or breaks off, or the queue does not exist.
pub(super) fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    let names = &settings.topology;
    let desk = Desk {
        settings,
        queue: if args.parked { &names.parked_queue } else { &names.dead_letter_queue },
        filter: &args.filter,
    };
    on_runtime(async {
        match &args.action {
            Action::List { format } => look::list(&desk, *format).await,
            Action::Show { keys, format } => look::show(&desk, keys, *format).await,
            Action::Export { to } => look::export(&desk, to).await,
            Action::Replay { consent, rate } => act::replay(&desk, *consent, *rate).await,
            Action::Park { consent } => act::park(&desk, args.parked, *consent).await,
            Action::Purge { consent } => act::purge(&desk, *consent).await,
        }
    })
}

/// What all actions work with.
struct Desk<'a> {
    settings: &'a Settings,
    queue: &'a str,
    filter: &'a Filter,
}

/// Whether to go on after a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// The letter stays.
    Keep,
    /// The letter is taken away.
    Take,
}

impl Desk<'_> {
    /// Hands every letter that passes the filter to `each`. Those that stay are given back at the end.
    async fn go_through(&self, mut each: impl AsyncFnMut(&Card) -> Result<Then>) -> Result<()> {
        let link = connect(&self.settings.amqp, "dlq").await?;
        let mut inbox = Inbox::open(link, self.queue).await?;
        let mut seen = 0;
        let done = loop {
            if self.filter.limit.is_some_and(|limit| seen >= limit) {
                break Ok(());
            }
            let Some(delivered) = inbox.next().await? else { break Ok(()) };
            let card = Card::of(delivered);
            if !self.filter.wants(&card) {
                continue;
            }
            seen += 1;
            match each(&card).await {
                Ok(Then::Take) => inbox.ack(card.delivered.tag).await?,
                Ok(Then::Keep) => {}
                // What was taken so far is acked below.
                Err(error) => break Err(error),
            }
        };
        inbox.close().await?;
        done
    }
}
