//! Running out of descriptors, and giving all of them back. The limit is the process's, so these tests have a
//! process of their own, and share it one after the other.

#[cfg(test)]
#[cfg(target_os = "linux")]
#[path = "loopback/rig.rs"]
#[expect(dead_code, reason = "most of it is for the tests of loopback.rs")]
mod rig;

#[cfg(test)]
#[cfg(target_os = "linux")]
mod descriptors {
    use std::fs::{self, File};
    use std::sync::{Mutex, PoisonError};

    use crate::rig::{Session, dial, server_config};
    use sockscope::types::{Fact, Notice};

    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

    /// Open files until one descriptor is left.
    fn exhaust() -> Vec<File> {
        let files = std::iter::from_fn(|| File::open("/dev/null").ok());
        let mut files: Vec<File> = files.collect();
        files.pop();
        files
    }

    #[test]
    fn exhaustion_is_said_once_and_ends_when_there_are_descriptors_again() {
        let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, hard) = rlimit::Resource::NOFILE.get().unwrap();
        rlimit::Resource::NOFILE.set(200, hard).unwrap();
        let mut session = Session::server(server_config());
        let address = session.opened();
        let first = dial(address);
        session.joined();

        let mut fillers = exhaust();
        let _second = dial(address);
        let Fact::Failed { error, .. } = session.next() else {
            panic!("it was not said");
        };
        assert_eq!(error.name(), Some("EMFILE"));

        // The first connection frees two descriptors, of which the second takes one.
        drop(first);
        assert!(matches!(session.next(), Fact::HalfClosed { .. }));
        assert!(matches!(session.next(), Fact::Left { .. }));
        assert!(matches!(session.next(), Fact::Joined { .. }));
        assert!(matches!(session.next(), Fact::Notice(Notice::AcceptingAgain)));

        // Nobody leaves, so the timer has to find out.
        fillers.extend(exhaust());
        let _third = dial(address);
        assert!(matches!(session.next(), Fact::Failed { .. }));
        drop(fillers);
        assert!(matches!(session.next(), Fact::Joined { .. }));
        assert!(matches!(session.next(), Fact::Notice(Notice::AcceptingAgain)));
        session.stop();
    }

    #[test]
    fn every_socket_is_given_back() {
        let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let before = sockets();
        let mut session = Session::server(server_config());
        let address = session.opened();
        let clients: Vec<_> = (0..20).map(|_| dial(address)).collect();
        for _ in &clients {
            session.joined();
        }
        assert_eq!(sockets(), before + 41);
        session.stop();
        assert_eq!(sockets(), before + 20);
    }

    fn sockets() -> usize {
        let descriptors = fs::read_dir("/proc/self/fd").unwrap();
        descriptors
            .filter_map(|entry| fs::read_link(entry.unwrap().path()).ok())
            .filter(|target| target.to_string_lossy().starts_with("socket:"))
            .count()
    }
}
