//! One connection, made once. Files with secrets are read at every try, so that a rotated password is picked up.

use super::error::{BrokerError, ErrorClass};
use super::valve::Valve;
use crate::settings::Amqp;
use lapin::options::ConfirmSelectOptions;
use lapin::tcp::{OwnedIdentity, OwnedTLSConfig};
use lapin::uri::{AMQPScheme, AMQPUri};
use lapin::{Channel, Connection, ConnectionProperties};
use secrecy::ExposeSecret;
use std::path::Path;
use std::time::Duration;
use tokio::time::timeout;

/// How long a close may take; the library's close sometimes never returns.
const CLOSE: Duration = Duration::from_secs(2);

/// A connection with one channel.
pub struct Link {
    pub(super) connection: Connection,
    pub(super) channel: Channel,
    pub(super) valve: Valve,
    /// `rabbitmq:5672`
    host: String,
    pub(super) patience: Duration,
}

/// Connects to the first broker of the list that answers. `purpose` is shown on the management page.
///
/// # Errors
/// With the failure of the last one, if none answers.
pub async fn connect(settings: &Amqp, purpose: &str) -> Result<Link, BrokerError> {
    connect_through(Valve::wide, settings, purpose).await
}

/// The same, for a consumer: no more than `bytes` are read ahead of whoever takes the messages.
///
/// # Errors
/// With the failure of the last one, if none answers.
pub async fn connect_reading(bytes: u64, settings: &Amqp, purpose: &str) -> Result<Link, BrokerError> {
    connect_through(|| Valve::new(bytes), settings, purpose).await
}

async fn connect_through(valve: impl Fn() -> Valve, settings: &Amqp, purpose: &str) -> Result<Link, BrokerError> {
    let tls = tls(settings)?;
    let mut last = BrokerError::new(ErrorClass::Settings, "E302", "amqp.url is empty");
    for url in urls(settings)? {
        match connect_to(settings, &url, purpose, &tls, valve()).await {
            Ok(link) => return Ok(link),
            Err(error) => last = error,
        }
    }
    Err(last)
}

async fn connect_to(
    settings: &Amqp,
    url: &str,
    purpose: &str,
    tls: &OwnedTLSConfig,
    valve: Valve,
) -> Result<Link, BrokerError> {
    let mut uri: AMQPUri =
        url.parse().map_err(|error| BrokerError::new(ErrorClass::Settings, "E302", format!("amqp.url: {error}")))?;
    let what = format!("{}:{}", uri.authority.host, uri.authority.port);
    let secure = uri.scheme == AMQPScheme::AMQPS;
    uri.query.heartbeat.get_or_insert(settings.heartbeat_seconds);
    let name = format!("{} {purpose}", settings.connection_name);
    let properties = ConnectionProperties::default().with_connection_name(name.into());
    let patience = Duration::from_secs(settings.timeout_seconds);
    let connecting = Connection::connect_uri_with_config(uri, properties, tls.clone(), valve.runtime());
    let given_up = |error| {
        valve.shut();
        error
    };
    let connection = timeout(patience, connecting)
        .await
        .map_err(|_| given_up(BrokerError::timeout(&what, patience)))?
        .map_err(|error| if secure { BrokerError::of_tls(&what, &error) } else { BrokerError::of(&what, &error) })?;
    let channel = timeout(patience, connection.create_channel())
        .await
        .map_err(|_| given_up(BrokerError::timeout("channel.open", patience)))?;
    let channel = channel.map_err(|error| given_up(BrokerError::of("channel.open", &error)))?;
    Ok(Link { connection, channel, valve, host: what, patience })
}

/// Where a broker should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Name or number.
    pub host: String,
    /// 5672
    pub port: u16,
    /// Whether it is spoken to with TLS.
    pub tls: bool,
}

/// The brokers that [`connect`] tries, in order.
///
/// # Errors
/// If a file with a secret cannot be read, or a URL is none.
pub fn addresses(settings: &Amqp) -> Result<Vec<Address>, BrokerError> {
    urls(settings)?.iter().map(|url| address(url)).collect()
}

fn address(url: &str) -> Result<Address, BrokerError> {
    let AMQPUri { authority, scheme, .. } =
        url.parse().map_err(|error| BrokerError::new(ErrorClass::Settings, "E302", format!("amqp.url: {error}")))?;
    Ok(Address { host: authority.host, port: authority.port, tls: scheme == AMQPScheme::AMQPS })
}

/// The URLs to try, with the password put in.
fn urls(settings: &Amqp) -> Result<Vec<String>, BrokerError> {
    let all = match &settings.url_file {
        Some(file) => read(file, "amqp.url_file")?,
        None => settings.url.expose_secret().to_owned(),
    };
    let password = settings.password_file.as_deref().map(|file| read(file, "amqp.password_file")).transpose()?;
    all.split(',')
        .map(str::trim)
        .filter(|url| !url.is_empty())
        .map(|url| with_password(url, password.as_deref()))
        .collect()
}

fn with_password(url: &str, password: Option<&str>) -> Result<String, BrokerError> {
    let Some(password) = password else { return Ok(url.to_owned()) };
    let invalid = || BrokerError::new(ErrorClass::Settings, "E302", "amqp.url is no URL that can hold a password");
    let mut parsed = url::Url::parse(url).map_err(|_| invalid())?;
    parsed.set_password(Some(password)).map_err(|()| invalid())?;
    Ok(parsed.into())
}

fn tls(settings: &Amqp) -> Result<OwnedTLSConfig, BrokerError> {
    let cert_chain = settings.ca_file.as_deref().map(|file| read(file, "amqp.ca_file")).transpose()?;
    let identity = match (&settings.client_cert_file, &settings.client_key_file) {
        (Some(cert), Some(key)) => {
            let (pem, key) =
                (read(cert, "amqp.client_cert_file")?.into_bytes(), read(key, "amqp.client_key_file")?.into_bytes());
            Some(OwnedIdentity::PKCS8 { pem, key })
        }
        _ => None,
    };
    Ok(OwnedTLSConfig { identity, cert_chain })
}

fn read(file: &Path, setting: &str) -> Result<String, BrokerError> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        BrokerError::new(ErrorClass::Settings, "E302", format!("{setting} = {}: {error}", file.display()))
    })?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

impl Drop for Link {
    fn drop(&mut self) {
        self.valve.shut();
    }
}

impl Link {
    /// Whom it is connected to: `guest@rabbitmq:5672, vhost "/"`.
    pub fn address(&self) -> String {
        let status = self.connection.status();
        format!("{}@{}, vhost {:?}", status.username(), self.host, status.vhost().as_str())
    }

    /// Whether channel and connection are up.
    pub(super) fn is_open(&self) -> bool {
        self.connection.status().connected() && self.channel.status().connected()
    }

    /// Whether the broker closed the channel and left the connection.
    pub(super) fn has_lost_its_channel(&self) -> bool {
        self.connection.status().connected() && !self.channel.status().connected()
    }

    /// Puts the channel into confirm mode.
    pub(super) async fn confirm_mode(&self) -> Result<(), BrokerError> {
        self.within("confirm.select", self.channel.confirm_select(ConfirmSelectOptions::default())).await
    }

    /// Waits for an answer, but not for ever.
    pub(super) async fn within<T>(
        &self,
        what: &str,
        answer: impl Future<Output = lapin::Result<T>>,
    ) -> Result<T, BrokerError> {
        let answer = timeout(self.patience, answer).await.map_err(|_| BrokerError::timeout(what, self.patience))?;
        answer.map_err(|error| BrokerError::of(what, &error))
    }

    /// Makes a new channel: an error on a channel closes it, the connection stays.
    pub(super) async fn renew_channel(&mut self) -> Result<(), BrokerError> {
        self.channel = self.within("channel.open", self.connection.create_channel()).await?;
        Ok(())
    }

    /// Closes channel and connection, in this order: dropping a channel just before its connection is closed can hang the library.
    pub async fn close(self) {
        let polite = async {
            let _ = timeout(CLOSE, self.channel.close(200, "done".into())).await;
            let _ = timeout(CLOSE, self.connection.close(200, "done".into())).await;
        };
        tokio::select! {
            biased;
            () = polite => {}
            // The answer lies behind messages that nobody will take.
            () = self.valve.dry() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_put_into_the_url_encoded() {
        let url = with_password("amqp://ann@mq:5672/%2f", Some("p@ss:w/rd")).expect("a URL");
        assert_eq!(url.parse::<AMQPUri>().expect("a URI").authority.userinfo.password, "p@ss:w/rd");
    }

    #[test]
    fn several_brokers_are_a_list() {
        let settings = Amqp { url: "amqp://a:1/%2f, amqp://b:2/%2f".into(), ..Amqp::default() };
        assert_eq!(urls(&settings).expect("two URLs").len(), 2);
    }
}
