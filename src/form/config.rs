//! What a session is started with, once everything typed is read.

use crate::codec::sequence::Counter;
use crate::engine::http_fetch::HttpFetchConfig;
use crate::engine::{TcpClientConfig, TcpServerConfig, UdpConfig};
use crate::form::draft::faults::FaultsDraft;
use crate::form::problem::{Field, Problem};
use crate::respond::{CheckedRules, RuleProblem, RuleSet};
use crate::types::{Faults, Kind};
use crate::words;

/// What a session is started with.
#[derive(Debug)]
pub enum Config {
    /// A TCP server.
    TcpServer {
        /// The listener.
        socket: TcpServerConfig,
        /// What it does by itself.
        behaviour: Behaviour,
    },
    /// A TCP client.
    TcpClient {
        /// The connection.
        socket: TcpClientConfig,
        /// What it does by itself.
        behaviour: Behaviour,
    },
    /// A UDP peer.
    UdpPeer {
        /// The socket.
        socket: UdpConfig,
        /// What it does by itself.
        behaviour: Behaviour,
        /// Where a counter is in each datagram, if they have one.
        counter: Option<Counter>,
    },
    /// An HTTP fetch.
    HttpFetch(HttpFetchConfig),
}

/// What a session does by itself from its start.
#[derive(Debug)]
pub struct Behaviour {
    /// What is answered to what happens.
    pub rules: CheckedRules,
    /// What goes wrong on purpose.
    pub faults: Faults,
}

impl Config {
    /// Which kind of session this starts.
    pub fn kind(&self) -> Kind {
        match self {
            Self::TcpServer { .. } => Kind::TcpServer,
            Self::TcpClient { .. } => Kind::TcpClient,
            Self::UdpPeer { .. } => Kind::UdpPeer,
            Self::HttpFetch(_) => Kind::HttpFetch,
        }
    }

    /// Removes a Unix socket file that is left over where nothing listens, whatever was asked for.
    pub fn replace_stale(&mut self) {
        match self {
            Self::TcpServer { socket, .. } => socket.replace_stale = true,
            Self::UdpPeer { socket, .. } => socket.replace_stale = true,
            Self::TcpClient { .. } | Self::HttpFetch(_) => {}
        }
    }
}

impl Behaviour {
    /// What the rules and the faults say.
    pub(super) fn parse(rules: &RuleSet, faults: &FaultsDraft) -> Result<Self, Problem> {
        let faults = faults.parse()?;
        Ok(Self { rules: checked_rules(rules)?, faults })
    }
}

/// The rules, or the first problem with them.
pub fn checked_rules(rules: &RuleSet) -> Result<CheckedRules, Problem> {
    rules.check().map_err(|problems| {
        let message = problems.first().map_or_else(String::new, |first| rule_problem(rules, first));
        Problem { field: Field::Rules, message: words::capitalised(&message) }
    })
}

/// What is wrong with a rule set, and where: "rule 2 “Echo”, step 1: there is no field “b”".
pub fn rule_problem(rules: &RuleSet, problem: &RuleProblem) -> String {
    let rule = problem.rule.map(|index| {
        let name = rules.rules.get(index).map_or("", |rule| rule.name.trim());
        (index.saturating_add(1), name)
    });
    words::problem::rule(rule, problem.part, &problem.error.problem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::ParseError;
    use crate::respond::RulePart;
    use crate::types::problem::RuleStepProblem;

    #[test]
    fn a_problem_names_the_rule_and_its_part() {
        let problem = |rule, part| RuleProblem {
            rule,
            part,
            error: ParseError::whole(RuleStepProblem::Endless),
        };
        let rules = RuleSet {
            rules: vec![crate::respond::Rule { name: "Bye".to_owned(), ..Default::default() }],
            ..RuleSet::default()
        };
        let wrong = words::problem::typed(&RuleStepProblem::Endless.into());
        let words = |rule, part| rule_problem(&rules, &problem(rule, part));
        assert_eq!(words(Some(0), RulePart::Step(1)), format!("rule 1 “Bye”, step 2: {wrong}"));
        assert_eq!(words(Some(7), RulePart::When), format!("rule 8, when: {wrong}"));
        assert_eq!(words(None, RulePart::Framing), format!("framing: {wrong}"));
    }
}
