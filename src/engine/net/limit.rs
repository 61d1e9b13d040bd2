//! How many sockets the program may have open.

use std::io;

/// Raise the soft limit of open descriptors to the hard one (`RLIMIT_NOFILE`, getrlimit(2)); returns the limit
/// now in force. Where the system has no such limit, `u64::MAX`.
pub fn raise_descriptor_limit() -> io::Result<u64> {
    rlimit::increase_nofile_limit(u64::MAX)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_soft_limit_becomes_the_hard_one() {
        let raised = raise_descriptor_limit().unwrap();
        let (soft, hard) = rlimit::Resource::NOFILE.get().unwrap();
        assert_eq!((raised, soft), (soft, hard));
    }
}
