//! The table of messages: how a sentence is declared.

/// Declares messages, each a function with typed arguments that is documented by its own text.
///
/// ```text
/// messages! {
///     send = "Send";                                              // fn send() -> &'static str
///     hidden_rows(rows: u64) = "{} hidden", rows_of(rows);        // fn hidden_rows(rows: u64) -> String
///     closed_by(name: &str) = "Closed by “{name}”";
/// }
/// ```
///
/// What needs more than a format, such as a choice by number or by variant, is an ordinary function beside the table, made of
/// messages. A second language changes this macro, which then chooses between the text here and the function of the same name
/// in the file of that language: a missing translation does not compile.
macro_rules! messages {
    ($($name:ident $(($($arg:ident: $type:ty),+ $(,)?))? = $text:literal $(, $value:expr)*;)+) => {
        $(message! { $name $(($($arg: $type),+))? = $text $(, $value)* })+
    };
}

macro_rules! message {
    ($name:ident = $text:literal) => {
        #[doc = concat!("`` ", $text, " ``")]
        pub fn $name() -> &'static str {
            $text
        }
    };
    ($name:ident ($($arg:ident: $type:ty),+) = $text:literal $(, $value:expr)*) => {
        #[doc = concat!("`` ", $text, " ``")]
        pub fn $name($($arg: $type),+) -> String {
            format!($text $(, $value)*)
        }
    };
}
