//! A server that plays what a test says, a scene a connection.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread::{Builder, JoinHandle};

use crate::rig::PATIENCE;

/// What the server does with one connection.
pub(crate) enum Play {
    /// Reads a request head for each of these, and answers it so.
    Answer(Vec<Vec<u8>>),
    /// Reads a request head and then keeps silent until the other side goes.
    Silence,
}

/// A server that plays one scene a connection, then stops listening; it gives the heads of the requests it read.
pub(crate) struct Server {
    address: SocketAddr,
    thread: JoinHandle<Vec<String>>,
}

impl Server {
    pub(crate) fn start(scenes: Vec<Play>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has ports");
        let address = listener.local_addr().expect("it is bound");
        let thread = Builder::new().name("scripted server".to_owned()).spawn(move || {
            let play = |scene| play(&listener, scene);
            scenes.into_iter().flat_map(play).collect()
        });
        Self { address, thread: thread.expect("a thread") }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests, once every scene was played.
    pub(crate) fn requests(self) -> Vec<String> {
        self.thread.join().expect("the server plays its scenes")
    }
}

fn play(listener: &TcpListener, scene: Play) -> Vec<String> {
    let (mut stream, _) = listener.accept().expect("a connection comes");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    match scene {
        Play::Answer(answers) => {
            let one = |answer: Vec<u8>| {
                let head = read_head(&mut stream);
                stream.write_all(&answer).expect("it is read");
                head
            };
            let heads = answers.into_iter().map(one).collect();
            stream.shutdown(Shutdown::Write).ok();
            heads
        }
        Play::Silence => {
            let head = read_head(&mut stream);
            stream.read_to_end(&mut Vec::new()).ok();
            vec![head]
        }
    }
}

fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).expect("a whole head comes");
        head.extend(byte);
    }
    String::from_utf8(head).expect("a head in ASCII")
}

/// A whole answer; `head` is the status and header lines but the length.
pub(crate) fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}
