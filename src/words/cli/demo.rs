//! What the demo says.

messages! {
    listens = "A server listens on loopback, on a port chosen by the system.";
    connects = "A client connects to it.";
    client_sends_text = "The client sends a line of text.";
    server_sends_text = "The server answers with text.";
    client_sends_hex(hex: &str) = "The client sends bytes typed as hex: {hex}.";
    server_sends_hex(hex: &str) = "The server answers with bytes typed as hex: {hex}.";
    client_sends_gbk = "The client sends Chinese text in GBK, two bytes a character.";
    server_sends_gbk = "The server answers with Chinese text in GBK.";
    closes = "The client closes the connection (FIN), the server does the same, and stops.";
    done(up: &str, down: &str) = "Done: {up} to the server and {down} to the client arrived as they were sent.";

    hello_server = "Hello, server!";
    hello_client = "Hello, client!";
    hex_of_client = "00 01 02 7f 80 fe ff de ad be ef";
    hex_of_server = "0xca 0xfe";
    chinese_of_client = "你好，服务器";
    chinese_of_server = "你好，客户端";
    differs = "the bytes that arrived are not those that were sent";
    nothing_happened(within: &str) = "nothing happened within {within}";
}
