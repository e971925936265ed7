//! A TCP proxy between worker and broker, with weather: pass, hold back, reset, slow, or hold back one direction of one connection.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// What the network does with bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// Hands them on.
    Pass,
    /// Swallows them: connections look open, and nothing arrives. New ones are accepted and never answered.
    Blackhole,
    /// Resets every connection, and every new one.
    Reset,
    /// Hands on so many a second and direction.
    Slow(u32),
    /// What the worker says on its incoming connection, its acks, does not arrive.
    NoAcks,
    /// What the broker says on the outgoing connection, its confirms, does not arrive.
    NoConfirms,
}

/// Which of the worker's connections it is, as it calls itself when it logs in, or as it shows when it consumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    In,
    Out,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    ToBroker,
    FromBroker,
}

pub(crate) struct Proxy {
    weather: watch::Sender<Weather>,
    port: u16,
    _runtime: Runtime,
}

impl Proxy {
    /// Before the broker on the same machine that `url` names.
    pub(crate) fn before(url: &str) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let upstream = SocketAddr::from(([127, 0, 0, 1], url::Url::parse(url).expect("a URL").port().expect("a port")));
        let (weather, watch) = watch::channel(Weather::Pass);
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        runtime.spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, upstream, watch.clone()));
            }
        });
        Self { weather, port, _runtime: runtime }
    }

    /// `url`, through the proxy.
    pub(crate) fn url(&self, url: &str) -> String {
        let mut url = url::Url::parse(url).expect("a URL");
        url.set_port(Some(self.port)).expect("it has a host");
        url.into()
    }

    pub(crate) fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }
}

async fn carry(client: TcpStream, upstream: SocketAddr, mut weather: watch::Receiver<Weather>) {
    if *weather.borrow() == Weather::Blackhole && weather.wait_for(|now| *now != Weather::Blackhole).await.is_err() {
        return;
    }
    let reset = *weather.borrow() == Weather::Reset;
    let broker = if reset { None } else { TcpStream::connect(upstream).await.ok() };
    let Some(broker) = broker else {
        let _ = client.set_zero_linger();
        return;
    };
    let _ = (client.set_nodelay(true), broker.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_broker, to_broker) = broker.into_split();
    let side = Arc::new(OnceLock::new());
    let there = pump((from_client, to_broker), Way::ToBroker, weather.clone(), Arc::clone(&side));
    let back = pump((from_broker, to_client), Way::FromBroker, weather, side);
    tokio::select! { () = there => {}, () = back => {} }
}

async fn pump(
    (mut from, mut to): (OwnedReadHalf, OwnedWriteHalf),
    way: Way,
    mut weather: watch::Receiver<Weather>,
    side: Arc<OnceLock<Side>>,
) {
    let mut buffer = vec![0; 64 << 10];
    loop {
        let now = *weather.borrow_and_update();
        if now == Weather::Reset {
            // Dropped now, both streams end with a reset, not with a goodbye.
            let (_, _) = (from.as_ref().set_zero_linger(), to.as_ref().set_zero_linger());
            return;
        }
        if holds(now, way, side.get().copied()) {
            if weather.changed().await.is_err() {
                return;
            }
            continue;
        }
        let most =
            if let Weather::Slow(rate) = now { (rate as usize / 20).clamp(1, buffer.len()) } else { buffer.len() };
        let read = tokio::select! {
            read = from.read(&mut buffer[..most]) => read,
            _ = weather.changed() => continue,
        };
        let Ok(count @ 1..) = read else { return };
        if let Weather::Slow(rate) = now {
            tokio::time::sleep(Duration::from_secs_f64(count as f64 / f64::from(rate))).await;
        }
        // What was read just before the weather turned must not slip through.
        while holds(*weather.borrow_and_update(), way, side.get().copied()) {
            if weather.changed().await.is_err() {
                return;
            }
        }
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
        if way == Way::ToBroker && side.get().is_none() {
            name(&buffer[..count], &side);
        }
    }
}

fn holds(weather: Weather, way: Way, side: Option<Side>) -> bool {
    match weather {
        Weather::Pass | Weather::Slow(_) | Weather::Reset => false,
        Weather::Blackhole => true,
        Weather::NoAcks => (way, side) == (Way::ToBroker, Some(Side::In)),
        Weather::NoConfirms => (way, side) == (Way::FromBroker, Some(Side::Out)),
    }
}

/// `basic.consume`: from here on the worker says nothing but acks, and that it lives.
const CONSUME: [u8; 4] = [0, 60, 0, 20];

fn name(bytes: &[u8], side: &OnceLock<Side>) {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    if holds(b"quotewire out") {
        let _ = side.set(Side::Out);
    } else if holds(&CONSUME) {
        let _ = side.set(Side::In);
    }
}
