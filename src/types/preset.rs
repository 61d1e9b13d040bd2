//! The classic programs of socket tutorials, by name.

/// A classic program, as rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// The same bytes.
    Echo,
    /// The same text in capitals; bytes that aren't text stay as they are.
    Upper,
    /// A greeting, then echo; `exit` closes.
    Greeting,
    /// `Welcome`; after a second `Hello, <message>!` for each message; `exit` closes.
    Hello,
    /// A page for a browser, then close.
    Http,
    /// The time; a message is a format of strftime(3).
    Time,
    /// The same text each time.
    Text,
    /// Answers nothing; `1` closes.
    Print,
    /// Answers nothing (RFC 863).
    Discard,
    /// Characters without end (RFC 864).
    Chargen,
}

impl Preset {
    /// In the order of choice.
    pub const ALL: [Self; 10] = [
        Self::Echo,
        Self::Upper,
        Self::Greeting,
        Self::Hello,
        Self::Http,
        Self::Time,
        Self::Text,
        Self::Print,
        Self::Discard,
        Self::Chargen,
    ];

    /// As it is typed on a command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Echo => "echo",
            Self::Upper => "upper",
            Self::Greeting => "greeting",
            Self::Hello => "hello",
            Self::Http => "http",
            Self::Time => "time",
            Self::Text => "text",
            Self::Print => "print",
            Self::Discard => "discard",
            Self::Chargen => "chargen",
        }
    }
}
