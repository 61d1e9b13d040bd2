//! What follows the options in the help of each command.

/// Of the program.
pub fn program() -> &'static str {
    "\
Examples:
  sockscope                                    open the window
  sockscope demo                               watch a server and a client talk
  sockscope tcp-server 9000 --reply echo       listen, answer with the same bytes
  sockscope tcp-client 9000 --text hello       connect, send, see the answer
  sockscope udp --bind 9001 --reply upper      receive datagrams, answer in capitals
  sockscope udp --to 9001 --text hello         send a datagram, see the answer
  sockscope http http://localhost:8000/        fetch, print the body
  sockscope play smoke.play.toml               send, expect, and report what passed
  sockscope dump picture.png                   the bytes of a file

Exit code: 0 for full success, 1 with the reason on standard error, 2 for wrong arguments, and 141, \
as a shell reports SIGPIPE, if nobody reads the output any more."
}

/// Of `tcp-server`.
pub fn tcp_server() -> &'static str {
    r#"Examples:
  sockscope tcp-server 9000                        this machine only
  sockscope tcp-server 0.0.0.0:9000 --reply echo   every machine that can reach this one
  sockscope tcp-server [::1]:0 --format json       a free port, shown in the first line
  sockscope tcp-server unix:/tmp/socket            a Unix socket; its file is removed at the end
  sockscope tcp-server 8000 --reply http           a page for a browser
  sockscope tcp-server 9000 --rules rules.toml     written by the window, or by hand
  sockscope tcp-server 9000 --for 30s --save-received all.bin
  sockscope tcp-server 9000 --format text --encoding gbk

A rules file: the first rule answers PING, the second closes the connection after QUIT:
  framing = "line"
  [[rule]]
  name = "Ping"
  when = { exact = "PING" }
  then = [{ reply = 'PONG {count}\r\n' }]
  [[rule]]
  name = "Quit"
  when = { exact = "QUIT" }
  then = ["close", "stop"]

How a stream is cut into messages; each datagram is one message:
  framing = "read"                # whatever one read returns; the default
  framing = "line"
  framing = { text = "50ms" }     # a line, or whatever a silence follows
  framing = { delimiter = "--" }
  framing = { fixed = 16 }        # this many bytes
  framing = { length-prefix = { width = 2, order = "big", includes-itself = false } }
  framing = { idle = "200ms" }    # whatever a silence follows

Rules are tried in order, until one of them stops:
  when = "any"                    # any message
  when = { exact = "a" }          # or contains, starts-with, ends-with
  when = { regex = '^k=(\d+)$' }  # on bytes, the first 64 KiB of the message
  when = { mask = "48 ?? 0A" }    # the whole message, ? is any half of a byte
  when = "empty"                  # an empty message
  when = "connect"
  when = { idle = "5s" }          # nothing came for this long
  when = "half-close"             # the peer sent FIN

What a rule does, in this order:
  then = [{ reply = "a" }, { wait = "1s" }, "again", "half-close", "close", "abort", "stop"]

In "..." write a backslash twice, in '...' once. Instead of a text, { text = "你好", encoding = "gbk" } or { hex = "48 65" } can be given. Replies can have the fields listed in tcp-client --help, and {message} {frame} {capture:1} {upper:message} {lower:message} {strftime:message} {peer} {count} {chargen}.

It runs until --for, Ctrl+C or SIGTERM, and then prints the totals. The exit code is 0 if it listened and nothing was lost."#
}

/// Of `tcp-client`.
pub fn tcp_client() -> &'static str {
    r"Examples:
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

Fields: {seq:TYPE:START:STEP} {len:TYPE:rest} {crc32} {crc16/modbus} {sum8} {xor8} {lrc} {inet} {time:unix} {now:%X} {random:N}, TYPE one of u8 u16be u16le u24be u32be u64be dec hex ...; write {{ for a brace.

The exit code is 0 if it connected, everything was sent, the peer didn't reset the connection, and everything received was printed and saved. Ctrl+C and SIGTERM end it and print the totals; then the exit code is 1 if something was unsent."
}

/// Of `udp`.
pub fn udp() -> &'static str {
    r"Examples:
  sockscope udp --bind 9001                             receive, this machine only
  sockscope udp --bind '*:9001' --reply echo            receive from everywhere, answer with the same bytes
  sockscope udp --to 9001 --text hello                  send a datagram, wait 1 s for answers
  sockscope udp --to 9001 --text 'n {seq:dec}' --repeat forever --every 100us
  sockscope udp --bind 9001 --reply time                answer with the time
  sockscope udp --to 9001 --connect --hex 'c0 de' --text ''     two datagrams, the second empty
  sockscope udp --to 192.168.1.255:9 --broadcast --hex 'ff ff'  to the whole network
  sockscope udp --bind 5000 --join 239.1.2.3%eth0       join a multicast group
  date | sockscope udp --to [::1]:9001 --for 5s         the output of a program
  sockscope udp --bind unix:/tmp/me --to unix:/tmp/you --text hi
  sockscope udp --kind seqpacket --to unix:@name --file message.bin

The format of rules files is described in tcp-server --help.

With --format json each datagram is a line, even an empty one. --save-received writes the bytes of all datagrams, one after the other.

The exit code is 0 if everything was sent and nothing was lost: neither by the kernel, because its receive buffer was full, nor here. With --to, the first error ends it: a datagram that is too long, or one that is refused. UDP doesn't report datagrams that get lost on the way. Ctrl+C and SIGTERM end it and print the totals; then the exit code is 1 if something was unsent."
}

/// Of `http`.
pub fn http() -> &'static str {
    r#"Examples:
  sockscope http localhost:8000/file.txt               the body, byte for byte
  sockscope http -i -L http://example.com/             the head of every response, then the body
  sockscope http https://example.com/big.iso -o big.iso --timing
  sockscope http localhost:8000 -H 'Content-Type: application/json' -d '{"a": 1}'
  sockscope http localhost:8000 -X PUT --data-file picture.png --trace
  sockscope http unix:/run/docker.sock:/version
  sockscope http https://localhost:8443/ -k --proxy socks5://127.0.0.1:1080 --max-time 5s
  sockscope http localhost:8000/events --format json   heads, chunks and server events, with their times

With --format json each object has event, at and session. body lists the pieces of the last data that belong to the body, as [start, length]; decoded has the bytes of the body with content codings removed.

The exit code is 0 for a complete, well-formed response of any status, 22 with --fail if the status is 400 or more, and 1 otherwise, with the reason. With --output, the file appears only if the exit code is 0."#
}

/// Of `play`.
pub fn play() -> &'static str {
    r#"Examples:
  sockscope play smoke.play.toml
  sockscope play smoke.play.toml --to localhost:9000 --show
  sockscope play modbus.play.toml --format json

A file:
  framing = "line"              # how a stream is cut into messages; by default, whatever one read returns

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

A step that fails ends it. The exit code is 0 if every step passed, 1 if not, and 2 if the file is wrong: then the message gives line and column."#
}

/// Of `dump`.
pub fn dump() -> &'static str {
    "\
Examples:
  sockscope dump picture.png
  head -c 100 /dev/urandom | sockscope dump -"
}

/// Of `demo`.
pub fn demo() -> &'static str {
    "\
Example:
  sockscope demo

Text, hex and Chinese text in GBK go both ways over loopback; each step is explained in one line and shown as a hex \
dump. The exit code is 0 if every byte arrived as it was sent."
}
