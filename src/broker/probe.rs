//! Questions to a broker that leave no trace: what it is, what the user may do, whether it takes messages, what time it has.

use super::connect::{Link, connect};
use super::error::{BrokerError, ErrorClass};
use super::message::Outgoing;
use super::outgoing::{Outlet, Verdict};
use crate::settings::Amqp;
use lapin::ExchangeKind;
use lapin::options::{
    BasicConsumeOptions, BasicGetOptions, BasicPublishOptions, BasicQosOptions, ExchangeDeclareOptions,
    QueueDeclareOptions,
};
use lapin::types::{AMQPValue, FieldTable};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

/// How long a probe may take to come out at the other end.
const PATIENCE: Duration = Duration::from_secs(5);

/// A broker's greeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greeting {
    /// `RabbitMQ`
    pub product: String,
    /// `3.10.8`
    pub version: String,
}

/// Says hello in plain AMQP, and no more.
///
/// # Errors
/// If nobody answers, or somebody who speaks another language.
pub async fn greet(stream: &mut TcpStream, what: &str) -> Result<Greeting, BrokerError> {
    let broke = |error: std::io::Error| BrokerError::of(what, &lapin::Error::from(error));
    let mut answer = vec![0; 4096];
    let talk = async {
        stream.write_all(b"AMQP\x00\x00\x09\x01").await?;
        stream.read(&mut answer).await
    };
    let length = timeout(PATIENCE, talk).await.map_err(|_| BrokerError::timeout(what, PATIENCE))?.map_err(broke)?;
    answer.truncate(length);
    match answer.first() {
        // A method frame: connection.start.
        Some(1) => Ok(Greeting { product: property(&answer, "product"), version: property(&answer, "version") }),
        None => Err(BrokerError::new(
            ErrorClass::Access,
            "E107",
            format!("{what} hangs up on plain AMQP; if it expects TLS, use amqps://"),
        )),
        Some(_) if answer.starts_with(b"HTTP") => Err(BrokerError::new(
            ErrorClass::Settings,
            "E106",
            format!(
                "the answer from {what} is HTTP, not AMQP. 15672 is the management page; AMQP is 5672 (5671 with TLS)"
            ),
        )),
        Some(_) => Err(BrokerError::new(
            ErrorClass::Settings,
            "E106",
            format!("the answer from {what} is not AMQP 0-9-1; if it expects TLS, use amqps://"),
        )),
    }
}

/// A text in the table of the broker's properties: length and name, `S`, four bytes of length, the text.
fn property(start: &[u8], name: &str) -> String {
    let mut key = vec![name.len() as u8];
    key.extend_from_slice(name.as_bytes());
    key.push(b'S');
    let found = start.windows(key.len()).position(|window| window == key).and_then(|at| {
        let (length, rest) = start.get(at + key.len()..)?.split_first_chunk()?;
        let text = rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        String::from_utf8(text.to_vec()).ok()
    });
    found.unwrap_or_else(|| "unknown".into())
}

/// Whether the user may publish to `exchange`: a publish that is rolled back reaches nobody.
///
/// # Errors
/// If not, or if the connection breaks.
pub async fn may_publish(link: &mut Link, exchange: &str) -> Result<(), BrokerError> {
    link.renew_channel().await?;
    link.within("tx.select", link.channel.tx_select()).await?;
    let (options, properties) = (BasicPublishOptions::default(), lapin::BasicProperties::default());
    let publish = link.channel.basic_publish(exchange.into(), "quotewire.probe".into(), options, b"", properties);
    let what = format!("exchange {exchange:?}");
    // Nothing is confirmed in a transaction.
    drop(link.within(&what, publish).await?);
    let asked = link.within(&what, link.channel.tx_rollback()).await;
    // The connection lives: it was the channel that was closed.
    link.renew_channel().await?;
    match asked {
        // The refusal was faster than the question, and the library does not keep its words.
        Err(error) if error.code == "E101" && !exchange.is_empty() => {
            let options = ExchangeDeclareOptions { passive: true, ..ExchangeDeclareOptions::default() };
            let declare =
                link.channel.exchange_declare(exchange.into(), ExchangeKind::Topic, options, FieldTable::default());
            if let Err(error) = link.within(&what, declare).await {
                link.renew_channel().await?;
                return Err(error);
            }
            Err(BrokerError::forbidden(&what))
        }
        Err(error) if error.code == "E101" => Err(BrokerError::forbidden("the default exchange")),
        asked => asked,
    }
}

/// Whether the user may consume `queue`: it is asked for with a priority that is none, which is refused only after the permission was looked at.
///
/// # Errors
/// If not, or if the connection breaks.
pub async fn may_consume(link: &mut Link, queue: &str) -> Result<(), BrokerError> {
    link.renew_channel().await?;
    link.within("basic.qos", link.channel.basic_qos(1, BasicQosOptions::default())).await?;
    let mut arguments = FieldTable::default();
    arguments.insert("x-priority".into(), AMQPValue::LongString("none".into()));
    let consume = link.channel.basic_consume(queue.into(), "".into(), BasicConsumeOptions::default(), arguments);
    let asked = link.within(&format!("queue {queue:?}"), consume).await;
    link.renew_channel().await?;
    match asked {
        Err(error) if matches!(error.code, "E110" | "E111") => Err(error),
        Err(error) if error.class == ErrorClass::Network && !error.to_string().contains("406") => Err(error),
        _ => Ok(()),
    }
}

/// What came of a message to a queue of one's own.
#[derive(Clone, Copy, Debug)]
pub struct RoundTrip {
    /// From publishing to the confirm.
    pub confirm: Duration,
    /// The broker's time in seconds since 1970, if it told.
    pub time: Option<u64>,
}

/// Publishes to a queue that nobody else sees and that goes with the connection; it expires there, and the broker notes when.
///
/// # Errors
/// With `E114` if the broker takes no messages.
pub async fn round_trip(amqp: &Amqp) -> Result<RoundTrip, BrokerError> {
    let link = connect(amqp, "doctor").await?;
    let told = declare_own(&link, FieldTable::default()).await?;
    let mut arguments = FieldTable::default();
    arguments.insert("x-message-ttl".into(), AMQPValue::LongLongInt(0));
    arguments.insert("x-dead-letter-exchange".into(), AMQPValue::LongString("".into()));
    arguments.insert("x-dead-letter-routing-key".into(), AMQPValue::LongString(told.as_str().into()));
    let expiring = declare_own(&link, arguments).await?;
    let outlet = Outlet::open(connect(amqp, "doctor out").await?).await?;
    let begun = Instant::now();
    let publish = || timeout(PATIENCE, outlet.publish(&Outgoing::new("", &expiring, "probe", Vec::new())));
    let mut confirm = publish().await;
    let confirm_took = begun.elapsed();
    // A broker with an alarm takes one message of a connection, and then tells that it takes no more.
    let mut alarm = outlet.blocked();
    if matches!(&confirm, Ok(confirm) if confirm.verdict == Verdict::Ack) {
        confirm = tokio::select! {
            confirm = publish() => confirm,
            _ = alarm.wait_for(|blocked| *blocked) => confirm,
        };
    }
    let blocked = *alarm.borrow();
    if !blocked {
        outlet.close().await;
    }
    match confirm.map(|confirm| confirm.verdict) {
        _ if blocked => {
            let text = "RabbitMQ takes no messages (memory or disk alarm): rabbitmqctl status shows which";
            return Err(BrokerError::new(ErrorClass::Resource, "E114", text));
        }
        Ok(Verdict::Ack) => {}
        Err(_) => return Err(BrokerError::timeout("a publish", PATIENCE)),
        Ok(_) => return Err(BrokerError::new(ErrorClass::Resource, "E113", "RabbitMQ refuses a message")),
    }
    let mut time = None;
    while time.is_none() && begun.elapsed() < PATIENCE {
        let get = link.channel.basic_get(told.as_str().into(), BasicGetOptions { no_ack: true });
        match link.within("basic.get", get).await? {
            Some(message) => {
                time = death_time(message.delivery.properties.headers().as_ref());
                break;
            }
            None => sleep(Duration::from_millis(20)).await,
        }
    }
    link.close().await;
    Ok(RoundTrip { confirm: confirm_took, time })
}

async fn declare_own(link: &Link, arguments: FieldTable) -> Result<String, BrokerError> {
    let options = QueueDeclareOptions { exclusive: true, auto_delete: true, ..QueueDeclareOptions::default() };
    let declare = link.channel.queue_declare("".into(), options, arguments);
    Ok(link.within("a queue of our own", declare).await?.name().as_str().to_owned())
}

fn death_time(headers: Option<&FieldTable>) -> Option<u64> {
    let Some(AMQPValue::FieldArray(deaths)) = headers?.inner().get("x-death") else { return None };
    let Some(AMQPValue::FieldTable(death)) = deaths.as_slice().first() else { return None };
    match death.inner().get("time") {
        Some(AMQPValue::Timestamp(seconds)) => Some(*seconds),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_found_in_a_greeting() {
        let start = b"\x01\0\0..\x07productS\0\0\0\x08RabbitMQ\x07versionS\0\0\0\x063.10.8";
        assert_eq!(property(start, "product"), "RabbitMQ");
        assert_eq!(property(start, "version"), "3.10.8");
        assert_eq!(property(start, "platform"), "unknown");
        assert_eq!(property(b"\x07versionS\0\0\xff\xff", "version"), "unknown");
    }
}
