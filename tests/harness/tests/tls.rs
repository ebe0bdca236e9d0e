//! Certificates: whom Asterisk shows itself as, and whom it believes when it dials; it knows no ARI beyond a ping.

mod support;

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use ari_harness::{Authority, Identity, Instance, Leaf, Outbound, Setup};
use rustls::{
    CertificateError as Refusal, ClientConfig, ClientConnection, Error, RootCertStore,
    ServerConfig, ServerConnection,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::WebPkiClientVerifier,
};
use support::start;

fn certificate(pem: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pem.as_bytes()).expect("PEM")
}

fn roots(authority_pem: &str) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add(certificate(authority_pem)).expect("an authority");
    roots
}

/// The first line of the answer to a ping by a client that believes this authority.
fn ping(instance: &Instance, authority_pem: &str, name: &'static str) -> Result<String, Error> {
    let url = instance.https_url().expect("it has TLS");
    let address = url.strip_prefix("https://").expect("a TLS URL");
    let config =
        ClientConfig::builder().with_root_certificates(roots(authority_pem)).with_no_client_auth();
    let name = name.try_into().expect("a name");
    let mut connection = ClientConnection::new(Arc::new(config), name)?;
    let mut socket = TcpStream::connect(address).expect("it listens");
    while connection.is_handshaking() {
        if let Err(error) = connection.complete_io(&mut socket) {
            return Err(refusal(error));
        }
    }
    let mut stream = rustls::Stream::new(&mut connection, &mut socket);
    let request =
        "GET /ari/asterisk/ping?api_key=asterisk:asterisk HTTP/1.1\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).expect("it answers");
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// What TLS says, inside of what the socket says.
fn refusal(error: std::io::Error) -> Error {
    let shown = error.to_string();
    let inner = error.into_inner().and_then(|inner| inner.downcast::<Error>().ok());
    *inner.unwrap_or_else(|| panic!("no refusal of TLS: {shown}"))
}

fn identity(authority: &Authority, leaf: Leaf) -> Identity {
    authority.issue(leaf).expect("a certificate")
}

fn showing(identity: &Identity) -> Instance {
    start(Setup::new().identity(&*identity.certificate_pem, &*identity.key_pem))
}

#[test]
fn it_shows_a_certificate_of_its_own_authority() {
    let instance = start(Setup::new().tls());
    let authority = instance.ca_certificate().expect("it has TLS");
    let authority = std::fs::read_to_string(authority).expect("it is there");
    for name in ["127.0.0.1", "localhost"] {
        assert_eq!(ping(&instance, &authority, name), Ok("HTTP/1.1 200".to_owned()));
    }
}

#[test]
fn it_shows_another_certificate_if_told_to() {
    let authority = Authority::new().expect("an authority");
    let instance = showing(&identity(&authority, Leaf::server(["pbx.example.org"])));
    assert_eq!(instance.ca_certificate(), None);
    let ping = |authority: &Authority, name| ping(&instance, authority.certificate_pem(), name);
    assert_eq!(ping(&authority, "pbx.example.org"), Ok("HTTP/1.1 200".to_owned()));
    for name in ["localhost", "127.0.0.1"] {
        let refused = ping(&authority, name).expect_err("another name");
        let expected = matches!(
            refused,
            Error::InvalidCertificate(
                Refusal::NotValidForName | Refusal::NotValidForNameContext { .. }
            )
        );
        assert!(expected, "{refused:?}");
    }
    let stranger = Authority::new().expect("an authority");
    let refused = ping(&stranger, "pbx.example.org").expect_err("another authority");
    // Their names are the same, and their keys are not.
    let expected = matches!(
        refused,
        Error::InvalidCertificate(Refusal::UnknownIssuer | Refusal::BadSignature)
    );
    assert!(expected, "{refused:?}");
}

#[test]
fn it_shows_an_expired_certificate_if_told_to() {
    let authority = Authority::new().expect("an authority");
    let instance = showing(&identity(&authority, Leaf::server(["localhost"]).expired()));
    let refused = ping(&instance, authority.certificate_pem(), "localhost").expect_err("too late");
    let expected = matches!(
        refused,
        Error::InvalidCertificate(Refusal::Expired | Refusal::ExpiredContext { .. })
    );
    assert!(expected, "{refused:?}");
}

/// A server with a certificate, that Asterisk may dial.
struct Server {
    listener: TcpListener,
    config: Arc<ServerConfig>,
}

impl Server {
    fn new(config: ServerConfig) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        Server { listener, config: Arc::new(config) }
    }

    fn of(identity: &Identity) -> Server {
        let (chain, key) = shown(identity);
        let builder = ServerConfig::builder().with_no_client_auth();
        Server::new(builder.with_single_cert(chain, key).expect("a certificate"))
    }

    fn url(&self, host: &str) -> String {
        format!("wss://{host}:{}/ari", self.listener.local_addr().expect("bound").port())
    }

    /// What the next caller asks for, and whether it shows who it is; nothing if it hangs up during the handshake.
    fn dialled(&self) -> Option<(String, bool)> {
        self.listener.set_nonblocking(true).expect("a socket");
        let deadline = Instant::now() + Duration::from_secs(10);
        let mut socket = loop {
            match self.listener.accept() {
                Ok((socket, _)) => break socket,
                Err(_) => assert!(Instant::now() < deadline, "nobody calls"),
            }
            thread::sleep(Duration::from_millis(10));
        };
        socket.set_nonblocking(false).expect("a socket");
        socket.set_read_timeout(Some(Duration::from_secs(10))).expect("a socket");
        let mut connection = ServerConnection::new(self.config.clone()).expect("a server");
        let mut stream = rustls::Stream::new(&mut connection, &mut socket);
        let mut line = [0; 8];
        stream.read_exact(&mut line).ok()?;
        let shown = connection.peer_certificates().is_some();
        Some((String::from_utf8_lossy(&line).into_owned(), shown))
    }
}

fn shown(identity: &Identity) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
    let key = PrivateKeyDer::from_pem_slice(identity.key_pem.as_bytes()).expect("PEM");
    (vec![certificate(&identity.certificate_pem)], key)
}

#[test]
fn it_dials_whom_it_believes() {
    let authority = Authority::new().expect("an authority");
    let stranger = Authority::new().expect("an authority");
    let asked = Some(("GET /ari".to_owned(), false));
    let local = identity(&authority, Leaf::server(["localhost"]));
    let late = identity(&authority, Leaf::server(["localhost"]).expired());
    // Asterisk looks for an address in the subject only, where the first name stands.
    let first = identity(&authority, Leaf::server(["127.0.0.1"]));
    let second = identity(&authority, Leaf::server(["localhost", "127.0.0.1"]));
    for (identity, believed, host, verified, wanted) in [
        (&first, &authority, "127.0.0.1", true, &asked),
        (&second, &authority, "127.0.0.1", true, &None),
        (&local, &authority, "localhost", true, &asked),
        (&local, &stranger, "localhost", true, &None),
        (&local, &authority, "127.0.0.1", true, &None),
        (&local, &authority, "127.0.0.1", false, &asked),
        (&late, &authority, "localhost", true, &None),
    ] {
        let server = Server::of(identity);
        let outbound = Outbound::persistent(server.url(host), ["app"])
            .authority(believed.certificate_pem())
            .verify_host(verified);
        let instance = start(Setup::new().outbound(outbound));
        let seen = server.dialled();
        assert_eq!(&seen, wanted, "{host}, verified: {verified}\n{}", instance.log());
    }
}

#[test]
fn it_shows_who_it_is_when_it_dials() {
    let authority = Authority::new().expect("an authority");
    let (chain, key) = shown(&identity(&authority, Leaf::server(["localhost"])));
    let clients = Arc::new(roots(authority.certificate_pem()));
    let verifier = WebPkiClientVerifier::builder(clients).build().expect("a verifier");
    let builder = ServerConfig::builder().with_client_cert_verifier(verifier);
    let server = Server::new(builder.with_single_cert(chain, key).expect("a certificate"));
    let outbound = || {
        Outbound::persistent(server.url("localhost"), ["app"])
            .authority(authority.certificate_pem())
    };
    let own = identity(&authority, Leaf::client(["asterisk"]));
    let named = outbound().identity(&*own.certificate_pem, &*own.key_pem);
    let instance = start(Setup::new().outbound(named));
    let seen = server.dialled();
    assert_eq!(seen, Some(("GET /ari".to_owned(), true)), "{}", instance.log());
    drop(instance);
    let nameless = start(Setup::new().outbound(outbound()));
    assert_eq!(server.dialled(), None, "{}", nameless.log());
}
