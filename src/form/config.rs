//! What a session is started with, once everything typed is read.

use crate::codec::ParseError;
use crate::codec::sequence::Counter;
use crate::engine::http_fetch::HttpFetchConfig;
use crate::engine::{TcpClientConfig, TcpServerConfig, UdpConfig};
use crate::form::draft::faults::FaultsDraft;
use crate::form::problem::{Field, Problem};
use crate::respond::{CheckedRules, Plan, PlayList, RuleProblem, RuleSet};
use crate::types::problem::{FormProblem, PlayListFault, RuleFault, RulePlace};
use crate::types::{Faults, Kind};

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
    /// By these rules, without faults.
    pub fn of(rules: &RuleSet) -> Result<Self, Problem> {
        Ok(Self { rules: checked_rules(rules)?, faults: Faults::default() })
    }

    /// What the rules and the faults say.
    pub(super) fn parse(rules: &RuleSet, faults: &FaultsDraft) -> Result<Self, Problem> {
        let faults = faults.parse()?;
        Ok(Self { rules: checked_rules(rules)?, faults })
    }
}

/// The rules, or the first problem with them.
pub fn checked_rules(rules: &RuleSet) -> Result<CheckedRules, Problem> {
    rules.check().map_err(|problems| {
        let faults = problems.iter().map(|problem| rule_fault(rules, problem)).collect();
        Problem { field: Field::Rules, reason: FormProblem::Rules(faults) }
    })
}

/// A play list, ready to be played, or what is wrong with it.
pub fn compiled_play(list: &PlayList) -> Result<Plan, Problem> {
    let fault = |(step, error): (Option<usize>, ParseError)| PlayListFault {
        step: step.map(|index| index.saturating_add(1)),
        problem: error.problem,
    };
    list.compile().map_err(|problems| {
        let faults = problems.into_iter().map(fault).collect();
        Problem { field: Field::Play, reason: FormProblem::PlayList(faults) }
    })
}

/// What is wrong with a rule set, and with which of its rules.
pub fn rule_fault(rules: &RuleSet, problem: &RuleProblem) -> RuleFault {
    let place = |index: usize| RulePlace {
        number: index.saturating_add(1),
        name: rules.rules.get(index).map_or("", |rule| rule.name.trim()).to_owned(),
    };
    RuleFault {
        rule: problem.rule.map(place),
        part: problem.part,
        problem: problem.error.problem.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::respond::RulePart;
    use crate::types::problem::RuleStepProblem;

    #[test]
    fn a_fault_names_the_rule_and_its_part() {
        let rules = RuleSet {
            rules: vec![crate::respond::Rule { name: " Bye".to_owned(), ..Default::default() }],
            ..RuleSet::default()
        };
        let place = |number, name: &str| RulePlace { number, name: name.to_owned() };
        for (rule, part, expected) in [
            (Some(0), RulePart::Step(1), Some(place(1, "Bye"))),
            (Some(7), RulePart::When, Some(place(8, ""))),
            (None, RulePart::Framing, None),
        ] {
            let error = ParseError::whole(RuleStepProblem::Endless);
            let problem = RuleStepProblem::Endless.into();
            let fault = rule_fault(&rules, &RuleProblem { rule, part, error });
            assert_eq!(fault, RuleFault { rule: expected, part, problem });
        }
    }
}
