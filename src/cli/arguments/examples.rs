//! What stands below the help of each command.

pub(super) const PROGRAM: &str = "\
Examples:
  sockscope                                    open the window
  sockscope demo                               watch a server and a client talk
  sockscope tcp-server 9000 --reply echo       listen, answer with the same bytes
  sockscope tcp-client 9000 --text hello       connect, send, see the answer
  sockscope udp --bind 9001 --reply upper      receive datagrams, answer in capitals
  sockscope udp --to 9001 --text hello         send a datagram, see the answer
  sockscope http http://localhost:8000/        fetch, print the body
  sockscope play smoke.play.toml               send, expect, and say what passed
  sockscope dump picture.png                   the bytes of a file

Exit code: 0 for full success, 1 with the reason on standard error, 2 for wrong arguments, and 141, \
as a shell reports SIGPIPE, if whoever read the output has gone.";

pub(super) const TCP_SERVER: &str = r#"Examples:
  sockscope tcp-server 9000                        this machine only
  sockscope tcp-server 0.0.0.0:9000 --reply echo   all machines that reach this one
  sockscope tcp-server [::1]:0 --format json       a free port: the first line says it
  sockscope tcp-server unix:/tmp/socket            a Unix socket; its file is removed at the end
  sockscope tcp-server 8000 --reply http           a page for a browser
  sockscope tcp-server 9000 --rules rules.toml     what the window wrote, or you
  sockscope tcp-server 9000 --for 30s --save-received all.bin
  sockscope tcp-server 9000 --format text --encoding gbk

A file of rules, in which the first answers PING, and ends the connection after QUIT:
  framing = "line"
  [[rule]]
  name = "Ping"
  when = { exact = "PING" }
  then = [{ reply = 'PONG {count}\r\n' }]
  [[rule]]
  name = "Quit"
  when = { exact = "QUIT" }
  then = ["close", "stop"]

What a message of a stream is; a datagram always is one:
  framing = "read"                # what one read gives; so it is if nothing is said
  framing = "line"
  framing = { text = "50ms" }     # a line, or what is followed by a silence
  framing = { delimiter = "--" }
  framing = { fixed = 16 }        # so many bytes
  framing = { length-prefix = { width = 2, order = "big", includes-itself = false } }
  framing = { idle = "200ms" }    # what is followed by a silence

All rules are asked in their order, until one stops that:
  when = "any"                    # any message
  when = { exact = "a" }          # or contains, starts-with, ends-with
  when = { regex = '^k=(\d+)$' }  # on bytes, the first 64 KiB of the message
  when = { mask = "48 ?? 0A" }    # the whole message, ? is any half of a byte
  when = "empty"                  # an empty message
  when = "connect"
  when = { idle = "5s" }          # nothing came for so long
  when = "half-close"             # the peer sent FIN

What is done, in this order:
  then = [{ reply = "a" }, { wait = "1s" }, "again", "half-close", "close", "abort", "stop"]

A text stands in "..." with two backslashes for one, in '...' with one. In place of a text there can be { text = "你好", encoding = "gbk" } or { hex = "48 65" }. Replies have the fields of tcp-client --help, and {message} {frame} {capture:1} {upper:message} {lower:message} {strftime:message} {peer} {count} {chargen}.

It ends after --for, or by Ctrl+C or SIGTERM, and prints the totals. The exit code is 0 if it listened and nothing was lost."#;

pub(super) const TCP_CLIENT: &str = r"Examples:
  sockscope tcp-client localhost:9000 --text hello --ending crlf
  sockscope tcp-client 9000 --text 'GET / HTTP/1.0\r\n\r\n' --format text
  sockscope tcp-client 9000 --hex '01 02 0xff' --file picture.png --wait 2s
  sockscope tcp-client 9000 --text 你好 --encoding gbk --format text
  sockscope tcp-client unix:/run/docker.sock --text 'GET /version HTTP/1.0\r\n\r\n' --format raw
  echo hello | sockscope tcp-client 9000 --format raw
  sockscope tcp-client [::1]:9000 --format json < big.iso
  sockscope tcp-client 9000 --hex '{seq:u32be} {len:u16be:rest} c0 de {crc32}' --repeat 1000 --every 10ms
  sockscope tcp-client 9000 --text slowly --pace 1/20ms
  sockscope tcp-client 9000 --reply echo --wait 1m

Fields: {seq:TYPE:START:STEP} {len:TYPE:rest} {crc32} {crc16/modbus} {sum8} {xor8} {lrc} {inet} {time:unix} {now:%X} {random:N}, TYPE one of u8 u16be u16le u24be u32be u64be dec hex ...; {{ is a brace.

The exit code is 0 if it connected, everything was sent, the peer did not reset, and everything received was printed and saved. Ctrl+C and SIGTERM end it with the totals; then the exit code is 1 if something was unsent.";

pub(super) const UDP: &str = r"Examples:
  sockscope udp --bind 9001                             receive, this machine only
  sockscope udp --bind '*:9001' --reply echo            receive from everywhere, answer with the same bytes
  sockscope udp --to 9001 --text hello                  send a datagram, wait 1 s for answers
  sockscope udp --to 9001 --text 'n {seq:dec}' --repeat forever --every 100us
  sockscope udp --bind 9001 --reply time                answer with the time
  sockscope udp --to 9001 --connect --hex 'c0 de' --text ''     two datagrams, the second empty
  sockscope udp --to 192.168.1.255:9 --broadcast --hex 'ff ff'  to all of a network
  sockscope udp --bind 5000 --join 239.1.2.3%eth0       hear a multicast group
  date | sockscope udp --to [::1]:9001 --for 5s         what a program prints
  sockscope udp --bind unix:/tmp/me --to unix:/tmp/you --text hi
  sockscope udp --kind seqpacket --to unix:@name --file message.bin

What a file of rules is, tcp-server --help says.

With --format json each datagram is a line, an empty one too. --save-received gets the bytes of all datagrams, one after the other.

The exit code is 0 if everything was sent and nothing was lost: neither by the kernel, whose receive buffer was full, nor here. With --to, the first error ends it: a datagram too long, or one refused. UDP says nothing about datagrams that get lost on their way. Ctrl+C and SIGTERM end it with the totals; then the exit code is 1 if something was unsent.";

pub(super) const HTTP: &str = r#"Examples:
  sockscope http localhost:8000/file.txt               the body, byte for byte
  sockscope http -i -L http://example.com/             every head on the way, then the body
  sockscope http https://example.com/big.iso -o big.iso --timing
  sockscope http localhost:8000 -H 'Content-Type: application/json' -d '{"a": 1}'
  sockscope http localhost:8000 -X PUT --data-file picture.png --trace
  sockscope http unix:/run/docker.sock:/version
  sockscope http https://localhost:8443/ -k --proxy socks5://127.0.0.1:1080 --max-time 5s
  sockscope http localhost:8000/events --format json   heads, chunks, server events, with their times

With --format json each object has event, at and session. body says which pieces of the data received last are the body's: [start, length]; decoded has its bytes with content codings taken off.

The exit code is 0 for a complete, well-formed answer of any status; 22 with --fail if the status is 400 or more; otherwise 1 and the reason. With --output, the file takes its place only then."#;

pub(super) const PLAY: &str = r#"Examples:
  sockscope play smoke.play.toml
  sockscope play smoke.play.toml --to localhost:9000 --show
  sockscope play modbus.play.toml --format json

A file:
  framing = "line"              # what a message of a stream is; without it, what one read gives

  [session]
  kind = "tcp-client"           # or tcp-server, udp
  address = "127.0.0.1:9000"

  [[step]]
  send = 'HELO me\r\n'          # or { hex = "01 02 {seq:u16be}" }

  [[step]]
  expect = { contains = "OK" }  # or exact, starts-with, ends-with, regex, mask, "any", "empty"
  within = "2s"

  [[step]]
  wait = "500ms"

  [[step]]
  repeat = { from = 1, times = 3 }

A step that fails ends it. The exit code is 0 if every step passed, else 1, and 2 if the file is wrong: then the line and the column are said."#;

pub(super) const DUMP: &str = "\
Examples:
  sockscope dump picture.png
  head -c 100 /dev/urandom | sockscope dump -";

pub(super) const DEMO: &str = "\
Example:
  sockscope demo

Text, hex and Chinese text in GBK go both ways over loopback; each step is explained in one line and shown as a hex \
dump. The exit code is 0 if every byte arrived as it was sent.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::respond::RuleSet;

    #[test]
    fn the_file_of_rules_in_the_help_is_one() {
        let file = TCP_SERVER.lines().skip_while(|line| !line.starts_with("  framing"));
        let file: Vec<&str> = file.take_while(|line| line.starts_with("  ")).collect();
        let rules = RuleSet::from_toml(&file.join("\n")).unwrap();
        assert_eq!((rules.rules.len(), rules.problems()), (2, Vec::new()));
    }

    #[test]
    fn each_line_about_rules_in_the_help_can_stand_in_a_file() {
        let keys = ["  framing = ", "  when = ", "  then = "];
        let is_one = |line: &&str| keys.iter().any(|key| line.starts_with(key));
        let mut lines = 0;
        for line in TCP_SERVER.lines().filter(is_one) {
            let head = if line.starts_with("  framing") { "" } else { "[[rule]]\n" };
            let rules = RuleSet::from_toml(&format!("{head}{line}")).unwrap();
            assert_eq!(rules.problems(), [], "{line}");
            lines += 1;
        }
        assert_eq!(lines, 21);
    }
}
