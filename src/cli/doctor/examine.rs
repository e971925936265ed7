//! The examination, in the order in which one thing needs the other.

use super::point::Point;
use crate::broker::inspect::{State, inspect};
use crate::broker::topology::{Object, objects};
use crate::broker::{Address, BrokerError, ErrorClass, Link, addresses, connect, probe};
use crate::cli::run::state_folder;
use crate::settings::{Declare, Loaded, Settings};
use crate::telemetry::clock;
use std::time::{Duration, Instant};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// The oldest RabbitMQ that has quorum queues which move dead letters safely.
const OLDEST: (u32, u32) = (3, 10);
/// A clock that is off by so many seconds spoils ages and times, nothing else.
const SKEW: i64 = 5;

pub(super) async fn all(loaded: &Loaded) -> Vec<Point> {
    let settings = &loaded.settings;
    let changed = loaded.origins.values().filter(|origin| origin.as_str() != "the defaults").count();
    let mut points =
        vec![Point::good("settings", format!("good; {changed} of {} are not the defaults", loaded.origins.len()))];
    points.push(journal(settings));
    match addresses(&settings.amqp) {
        Ok(all) => {
            for address in all {
                points.extend(reach(&address, Duration::from_secs(settings.amqp.timeout_seconds)).await);
            }
        }
        Err(error) => points.push(Point::bad("address", &error)),
    }
    match connect(&settings.amqp, "doctor").await {
        Ok(mut link) => {
            points.push(Point::good("login", link.address()));
            points.extend(topology(&mut link, settings).await);
            // A publish on a broker with an alarm would block this connection, and all that is asked on it.
            let (trip, is_blocked) = round_trip(settings).await;
            points.extend(permissions(&mut link, settings, is_blocked).await);
            points.extend(trip);
            link.close().await;
        }
        Err(error) => points.push(Point::bad(stage(&error), &error)),
    }
    points
}

/// At what a connection failed.
fn stage(error: &BrokerError) -> &'static str {
    match error.code {
        "E103" => "login",
        "E105" => "virtual host",
        "E107" => "TLS",
        _ => "connection",
    }
}

fn journal(settings: &Settings) -> Point {
    let name = "crash journal";
    let Some(folder) = settings.worker.state_folder.clone().or_else(state_folder) else {
        return Point::odd(name, "no folder for it is known", "set worker.state_folder");
    };
    if folder.as_os_str().is_empty() {
        return Point::odd(name, "turned off", "a worker that crashes does not know of what: set worker.state_folder");
    }
    let writable = std::fs::create_dir_all(&folder).and_then(|()| tempfile_in(&folder));
    match writable {
        Ok(()) => Point::good(name, folder.display().to_string()),
        Err(error) => Point::odd(
            name,
            format!("{} cannot be written: {error}", folder.display()),
            "the worker goes on without a journal: set worker.state_folder to a folder that is its own",
        ),
    }
}

/// Makes a file and removes it.
fn tempfile_in(folder: &std::path::Path) -> std::io::Result<()> {
    let file = folder.join(format!("doctor-{}", std::process::id()));
    std::fs::write(&file, b"")?;
    std::fs::remove_file(file)
}

/// Name, port and language of one broker.
async fn reach(address: &Address, patience: Duration) -> Vec<Point> {
    let what = format!("{}:{}", address.host, address.port);
    let found = match lookup_host((address.host.as_str(), address.port)).await.map(Iterator::collect::<Vec<_>>) {
        Ok(found) if !found.is_empty() => found,
        _ => {
            let error = BrokerError::unknown_host(&address.host);
            return vec![Point::bad("name", &error)];
        }
    };
    let numbers: Vec<String> = found.iter().map(|address| address.ip().to_string()).collect();
    let mut points = vec![Point::good("name", format!("{} is {}", address.host, numbers.join(", ")))];
    let begun = Instant::now();
    let mut stream = match timeout(patience, TcpStream::connect(found.as_slice())).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => {
            points.push(Point::bad("port", &BrokerError::unreachable(&what, &error)));
            return points;
        }
        Err(_) => {
            points.push(Point::bad("port", &BrokerError::silent(&what, patience)));
            return points;
        }
    };
    points.push(Point::good("port", format!("{what} answers in {} ms", begun.elapsed().as_millis())));
    if address.tls {
        points.push(Point::skipped("broker", "spoken to with TLS: what it is shows after the login only"));
        return points;
    }
    points.push(match probe::greet(&mut stream, &what).await {
        Ok(greeting) => version(&greeting.product, &greeting.version),
        Err(error) => Point::bad("broker", &error),
    });
    points
}

fn version(product: &str, version: &str) -> Point {
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    let text = format!("{product} {version}");
    if found < OLDEST {
        let hint = format!("made for RabbitMQ {}.{} and newer", OLDEST.0, OLDEST.1);
        return Point::odd("broker", text, hint.as_str());
    }
    Point::good("broker", text)
}

/// Exchanges and queues: there, as they should be, and what lies in them.
async fn topology(link: &mut Link, settings: &Settings) -> Vec<Point> {
    let mut points = Vec::new();
    for object in objects(&settings.topology, &settings.retry) {
        let name = match &object {
            Object::Exchange { name, .. } => format!("exchange {name}"),
            Object::Queue { name, .. } => format!("queue {name}"),
            Object::Binding { .. } => continue,
        };
        let point = match inspect(link, &object).await {
            Ok(Some(state)) if state.differences.is_empty() => contents(name, &object, &state, settings),
            Ok(Some(State { differences, ready, .. })) => Point::different(name, differences, ready),
            Ok(None) if settings.topology.declare == Declare::Create => {
                Point::odd(name, "not there yet: the worker makes it at its start", None)
            }
            Ok(None) => Point::bad(name.clone(), &BrokerError::missing(&name)),
            Err(error) => {
                let broke = error.class == ErrorClass::Network;
                points.push(Point::bad(name, &error));
                if broke {
                    return points;
                }
                continue;
            }
        };
        points.push(point);
    }
    points.push(match settings.topology.declare {
        Declare::Create => Point::good("bindings", "made by the worker at its start"),
        Declare::Check | Declare::Never => {
            Point::skipped("bindings", "cannot be seen over AMQP: rabbitmqctl list_bindings")
        }
    });
    points
}

/// What the number of messages in a queue means.
fn contents(name: String, object: &Object, state: &State, settings: &Settings) -> Point {
    let (Object::Queue { name: queue, .. }, Some(ready)) = (object, state.ready) else {
        return Point::good(name, "as it should be");
    };
    let (names, consumers) = (&settings.topology, state.consumers.unwrap_or(0));
    let found = format!("as it should be; {ready} messages wait, {consumers} consumers");
    if ready == 0 {
        return Point::good(name, found);
    }
    if *queue == names.articles_queue && consumers == 0 {
        return Point::odd(name, found, "no worker reads them: quotewire run");
    }
    if *queue == names.dead_letter_queue {
        return Point::odd(name, found, "dead letters, with their reasons: quotewire dlq list");
    }
    if *queue == names.unrouted {
        let hint = format!("events that no queue wanted: bind one to the exchange {}", names.events_exchange);
        return Point::odd(name, found, hint.as_str());
    }
    Point::good(name, found)
}

async fn permissions(link: &mut Link, settings: &Settings, is_blocked: bool) -> Vec<Point> {
    let names = &settings.topology;
    let mut points = Vec::new();
    let asked = probe::may_consume(link, &names.articles_queue).await;
    points.push(permission(format!("may read {}", names.articles_queue), asked));
    if is_blocked {
        points.push(Point::skipped("may write", "not tried while the broker takes no messages"));
        return points;
    }
    let mut tell = |name: String, asked| points.push(permission(name, asked));
    for exchange in [&names.events_exchange, &names.dead_letter_exchange] {
        tell(format!("may write to {exchange}"), probe::may_publish(link, exchange).await);
    }
    if !settings.retry.delays_seconds.is_empty() {
        tell("may write to the retry queues".into(), probe::may_publish(link, "").await);
    }
    points
}

fn permission(name: String, asked: Result<(), BrokerError>) -> Point {
    match asked {
        Ok(()) => Point::good(name, "granted"),
        Err(error) if error.code == "E110" => Point::skipped(name, "not there yet"),
        Err(error) => Point::bad(name, &error),
    }
}

/// Alarms, and the clock; whether the broker takes no messages.
async fn round_trip(settings: &Settings) -> (Vec<Point>, bool) {
    let trip = match probe::round_trip(&settings.amqp).await {
        Ok(trip) => trip,
        Err(error) if error.code == "E111" => {
            let why = "the user may not make a queue of its own to try it with";
            return (vec![Point::skipped("alarms and clock", why)], false);
        }
        Err(error) => return (vec![Point::bad("alarms", &error)], error.code == "E114"),
    };
    let took = trip.confirm.as_millis();
    let mut points = vec![Point::good("alarms", format!("none: a message is confirmed in {took} ms"))];
    let broker = trip.time.and_then(|time| i64::try_from(time).ok());
    let skew = broker.map(|time| clock::now().as_second() - time);
    points.push(match skew {
        None => Point::skipped("clock", "the broker did not tell its time"),
        Some(skew) if skew.abs() > SKEW => Point::odd(
            "clock",
            format!("{skew} s off the broker's"),
            "ages and times are wrong by as much; nothing is lost by it. Is NTP running on both?",
        ),
        Some(_) => Point::good("clock", "as the broker's"),
    });
    (points, false)
}

#[cfg(test)]
mod tests {
    use super::super::point::State as Verdict;
    use super::*;

    #[test]
    fn an_old_broker_is_worth_a_look() {
        assert_eq!(version("RabbitMQ", "3.10.8").state, Verdict::Good);
        assert_eq!(version("RabbitMQ", "4.1.2").state, Verdict::Good);
        assert_eq!(version("RabbitMQ", "3.9.13").state, Verdict::Odd);
    }
}
