//! Row 46: TLS. Whatever is wrong with a certificate, the worker waits and says so, and never speaks in plain text.

use super::trial::{Trial, done};
use crate::broker::{Node, Worker, output};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("signed")
}

/// Writes a certificate and its key into `folder`.
fn certificate(folder: &Path, by: &Authority, host: &str, until: i32) -> (PathBuf, PathBuf) {
    let mut params = CertificateParams::new(vec![host.to_owned()]).expect("a name");
    params.not_after = rcgen::date_time_ymd(until, 1, 1);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    let key = KeyPair::generate().expect("a key");
    let signed = params.signed_by(&key, by).expect("signed");
    let (certificate, private) = (folder.join("cert.pem"), folder.join("key.pem"));
    std::fs::create_dir_all(folder).expect("made");
    std::fs::write(&certificate, signed.pem()).expect("written");
    std::fs::write(&private, key.serialize_pem()).expect("written");
    (certificate, private)
}

#[test]
fn row_46_certificates_that_are_no_good() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ours, foreign) = (authority("ours"), authority("foreign"));
    let file = |name: &str| folder.path().join(name);
    std::fs::write(file("ca.pem"), ours.pem()).expect("written");
    std::fs::write(file("foreign.pem"), foreign.pem()).expect("written");
    let server = file("server");
    certificate(&server, &ours, "localhost", 2100);
    let (cert, key) = certificate(&file("client"), &ours, "worker", 2100);
    let port = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("bound").port();
    let conf = format!(
        "listeners.ssl.default = 127.0.0.1:{port}\nssl_options.cacertfile = {}\nssl_options.certfile = {}\n\
         ssl_options.keyfile = {}\nssl_options.verify = verify_peer\nssl_options.fail_if_no_peer_cert = true\n",
        file("ca.pem").display(),
        server.join("cert.pem").display(),
        server.join("key.pem").display(),
    );
    std::fs::write(file("conf"), conf).expect("written");
    let mut node = Node::start_with(&[("RABBITMQ_EXTRA_CONF", file("conf").to_str().expect("UTF-8"))]);
    let url = node.vhost("row46");
    let secure = format!("amqps://guest:guest@localhost:{port}/row46");
    let mut trial = Trial::new("46", "TLS: foreign authority, wrong name, expired, no client cert", &url);
    trial.publish(50);

    let trust = |name: &str| format!("amqp.ca_file={}", file(name).display());
    let identity =
        [format!("amqp.client_cert_file={}", cert.display()), format!("amqp.client_key_file={}", key.display())];
    let with = |trust: &str, known: bool| -> Vec<String> {
        let sets = [trust.to_owned()].into_iter().chain(identity.iter().filter(|_| known).cloned());
        sets.flat_map(|pair| ["--set".to_owned(), pair]).collect()
    };
    let start =
        |arguments: &[String]| Worker::start(&secure, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let blamed = |arguments: &[String], fault: &str| {
        let worker = start(arguments);
        worker.says("trying again");
        worker.signal("TERM");
        let (code, log) = worker.end();
        assert_eq!(code, Some(0), "{fault}: {log}");
        assert!(!log.contains("connected side"), "{fault}: {log}");
        assert!(log.contains("E107"), "{fault}: {log}");
    };
    blamed(&with(&trust("foreign.pem"), true), "wrong authority");
    blamed(&with(&trust("ca.pem"), false), "no client certificate");
    certificate(&server, &ours, "elsewhere.invalid", 2100);
    node.tell("ctl eval ssl:clear_pem_cache().");
    blamed(&with(&trust("ca.pem"), true), "wrong name");
    certificate(&server, &ours, "localhost", 2001);
    node.tell("ctl eval ssl:clear_pem_cache().");
    blamed(&with(&trust("ca.pem"), true), "expired");
    // The port that speaks plain text is no way out.
    let plain =
        output(&url.replace("amqp://", "amqps://"), &["publish", "--sample", "--set", "amqp.timeout_seconds=2"]);
    assert!(!plain.status.success(), "TLS is never given up");

    certificate(&server, &ours, "localhost", 2100);
    node.tell("ctl eval ssl:clear_pem_cache().");
    trial.lifted();
    let worker = start(&with(&trust("ca.pem"), true));
    done(&[&worker], 50);
    trial.recovered();
    trial.stop(worker);
    trial.settle();
}
