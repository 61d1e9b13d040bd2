//! An HTTP server that is a process of its own: what it sends lies ready in its memory.

use std::env;
use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The server, as the bench has it. It ends when this is dropped.
pub(crate) struct Server {
    process: Child,
    scheme: &'static str,
    address: String,
}

impl Server {
    /// With `https` its certificate is signed by itself.
    pub(crate) fn start(scheme: &'static str) -> io::Result<Self> {
        let mut process = Command::new(env::current_exe()?)
            .args([SERVE, scheme])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        if let Some(out) = process.stdout.take() {
            BufReader::new(out).read_line(&mut address)?;
        }
        Ok(Self { process, scheme, address: address.trim_end().to_owned() })
    }

    /// Of an answer with a body of so many bytes.
    pub(crate) fn url(&self, len: u64) -> String {
        format!("{}://{}/{len}", self.scheme, self.address)
    }

    /// Of an answer whose body is [`CODED`] bytes in gzip.
    pub(crate) fn coded_url(&self) -> String {
        format!("{}://{}/gzip", self.scheme, self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        self.process.wait().ok();
    }
}

/// The server, if this process is to be one.
pub(crate) fn serve_if_asked() -> Option<io::Result<()>> {
    let mut arguments = env::args().skip(1);
    (arguments.next()? == SERVE).then(|| serve(&arguments.next().unwrap_or_default()))
}

/// Until its input ends.
fn serve(scheme: &str) -> io::Result<()> {
    let tls = if scheme == "https" { Some(identity()?) } else { None };
    let coded: Arc<[u8]> = coded()?.into();
    let listener = TcpListener::bind("127.0.0.1:0")?;
    writeln!(io::stdout(), "{}", listener.local_addr()?)?;
    thread::Builder::new().spawn(move || {
        for stream in listener.incoming().flatten() {
            let (tls, coded) = (tls.clone(), Arc::clone(&coded));
            // A client that goes away ends its connection, nothing else.
            thread::Builder::new().spawn(move || answer_all(stream, tls, &coded).ok()).ok();
        }
    })?;
    io::stdin().read_to_end(&mut Vec::new()).map(drop)
}

fn answer_all(stream: TcpStream, tls: Option<Arc<ServerConfig>>, coded: &[u8]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    match tls {
        None => talk(stream, coded),
        Some(tls) => {
            let session = ServerConnection::new(tls).map_err(io::Error::other)?;
            talk(StreamOwned::new(session, stream), coded)
        }
    }
}

fn talk(stream: impl Read + Write, coded: &[u8]) -> io::Result<()> {
    let mut stream = BufReader::with_capacity(PIECE, stream);
    let piece = vec![0x5a; PIECE];
    while let Some(request) = Request::read(&mut stream)? {
        if request.waits {
            stream.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        io::copy(&mut stream.by_ref().take(request.len), &mut io::sink())?;
        let out = stream.get_mut();
        if request.path == "/gzip" {
            let len = coded.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len}\r\n\r\n"
            );
            out.write_all(head.as_bytes())?;
            out.write_all(coded)?;
        } else {
            let len = request.path.trim_start_matches('/').parse().unwrap_or(0);
            send(out, len, &piece)?;
        }
        out.flush()?;
    }
    Ok(())
}

/// A small body in one write with its head.
fn send(out: &mut impl Write, len: u64, piece: &[u8]) -> io::Result<()> {
    let mut answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {len}\r\n\r\n").into_bytes();
    let first = len % PIECE as u64;
    answer.extend(piece.iter().take(usize::try_from(first).unwrap_or_default()));
    out.write_all(&answer)?;
    (0..len / PIECE as u64).try_for_each(|_| out.write_all(piece))
}

struct Request {
    path: String,
    /// Of its body.
    len: u64,
    /// The body comes when the server says so.
    waits: bool,
}

impl Request {
    /// `None` when the client has ended the connection.
    fn read(stream: &mut impl io::BufRead) -> io::Result<Option<Self>> {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut request = Self { path, len: 0, waits: false };
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                return Ok(Some(request));
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => request.len = value.parse().map_err(io::Error::other)?,
                "expect" => request.waits = true,
                _ => {}
            }
        }
    }
}

fn identity() -> io::Result<Arc<ServerConfig>> {
    let names = vec!["127.0.0.1".to_owned()];
    let own = rcgen::generate_simple_self_signed(names).map_err(io::Error::other)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .map_err(io::Error::other)?;
    Ok(Arc::new(config))
}

/// Text that shrinks to about a third.
fn coded() -> io::Result<Vec<u8>> {
    let mut coder = GzEncoder::new(Vec::new(), Compression::fast());
    let (mut block, mut noise) = (Vec::new(), 1_u32);
    while block.len() < PIECE {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        writeln!(block, "{{\"number\": {}, \"noise\": \"{noise:08x}\"}}", block.len())?;
    }
    block.truncate(PIECE);
    for _ in 0..CODED / PIECE as u64 {
        coder.write_all(&block)?;
    }
    coder.finish()
}

/// Bytes of the coded body before it was coded.
pub(crate) const CODED: u64 = 100 << 20;
const SERVE: &str = "serve";
const PIECE: usize = 256 * 1024;
