//! What a session answers by itself to the bytes it receives. Pure: bytes in, bytes out.

use bytes::Bytes;

use crate::types::Reply;

/// The answer to `received`, if there is one. An echo shares the bytes, it does not copy them.
pub fn answer(reply: Reply, received: &Bytes) -> Option<Bytes> {
    match reply {
        Reply::None => None,
        Reply::Echo => Some(received.clone()),
        Reply::Upper => Some(received.to_ascii_uppercase().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echo_is_the_same_bytes_without_a_copy() {
        let received = Bytes::from(vec![0, 1, 255]);
        let answer = answer(Reply::Echo, &received).unwrap();
        assert_eq!(answer, received);
        assert_eq!(answer.as_ptr(), received.as_ptr());
    }

    #[test]
    fn upper_changes_ascii_letters_alone() {
        let received = Bytes::from("caf\u{e9} 1\n\u{ff}".as_bytes().to_vec());
        let expected = Bytes::from("CAF\u{e9} 1\n\u{ff}".as_bytes().to_vec());
        assert_eq!(answer(Reply::Upper, &received), Some(expected));
    }

    #[test]
    fn without_a_rule_nothing_is_answered() {
        assert_eq!(answer(Reply::None, &Bytes::from_static(b"hi")), None);
    }
}
