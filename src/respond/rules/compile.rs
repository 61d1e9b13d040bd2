//! A rule set, read and checked.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::codec::template::Scope;
use crate::codec::{ParseError, Template, Typed};
use crate::respond::framing::{Boundary, Cutter};
use crate::respond::matcher::{Criterion, Groups, Test};
use crate::respond::rules::index::{Candidates, Index};
use crate::respond::rules::{Rule, RulePart, RuleProblem, RuleSet, Step, When};
use crate::types::problem::{CutProblem, RuleStepProblem};
use crate::types::{RuleName, RuleTag};

/// A rule set, read and checked, to be shared by the conversations of a session. The default answers nothing.
#[derive(Debug, Default)]
pub struct Rules {
    framing: Option<Framed>,
    connect: Vec<Arc<Program>>,
    message: Vec<(Test, Arc<Program>)>,
    index: Index,
    /// By silence.
    idle: Vec<(Duration, Vec<Arc<Program>>)>,
    half_close: Vec<Arc<Program>>,
}

/// How messages are cut, and the tag of failures of that.
#[derive(Debug)]
struct Framed {
    boundary: Boundary,
    tag: RuleTag,
}

/// The steps of a rule.
#[derive(Debug)]
pub(in crate::respond) struct Program {
    pub(in crate::respond) tag: RuleTag,
    pub(in crate::respond) tasks: Vec<Task>,
    stops: bool,
}

/// A step, read.
#[derive(Debug)]
pub(in crate::respond) enum Task {
    Reply(Template),
    Wait(Duration),
    Close,
    Abort,
    HalfClose,
    Again,
    /// Report that there are no more messages, and why.
    Unframed(CutProblem),
}

/// What rules can be about, besides messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::respond) enum Occurrence {
    Connect,
    /// A silence, by its place among all silences, the shortest first.
    Idle(usize),
    HalfClose,
}

impl Program {
    /// Only reports that there are no more messages, and why.
    pub(in crate::respond) fn unframed(tag: RuleTag, problem: CutProblem) -> Self {
        Self { tag, tasks: vec![Task::Unframed(problem)], stops: false }
    }
}

impl Rules {
    /// No rule is on.
    pub fn is_empty(&self) -> bool {
        self.framing.is_none()
    }

    /// A cutter at the start of a stream; `None` if reads are messages.
    pub(in crate::respond) fn cutter(&self) -> Option<Cutter> {
        self.boundary().cloned().map(Cutter::new)
    }

    /// How messages are cut; `None` if reads are messages, or if no rule is about messages.
    pub(in crate::respond) fn boundary(&self) -> Option<&Boundary> {
        let boundary = self.framing.as_ref().map(|framed| &framed.boundary);
        boundary.filter(|boundary| !matches!(boundary, Boundary::Read) && !self.message.is_empty())
    }

    /// The tag of a failure of the framing.
    pub(in crate::respond) fn framing_tag(&self) -> Option<RuleTag> {
        self.framing.as_ref().map(|framed| framed.tag)
    }

    /// The silence of this place among all, the shortest first.
    pub(in crate::respond) fn silence(&self, place: usize) -> Option<Duration> {
        self.idle.get(place).map(|(silence, _)| *silence)
    }

    /// Whether both wait for the same silences.
    pub(in crate::respond) fn has_silences_of(&self, other: &Self) -> bool {
        let silences =
            |rules: &Self| rules.idle.iter().map(|(silence, _)| *silence).collect::<Vec<_>>();
        silences(self) == silences(other)
    }

    /// The steps of the rules that apply, in order.
    pub(in crate::respond) fn apply(&self, to: Occurrence) -> impl Iterator<Item = &Arc<Program>> {
        let programs = match to {
            Occurrence::Connect => self.connect.as_slice(),
            Occurrence::HalfClose => self.half_close.as_slice(),
            Occurrence::Idle(place) => {
                self.idle.get(place).map_or(&[][..], |(_, programs)| programs.as_slice())
            }
        };
        let last = programs.iter().position(|program| program.stops);
        programs.iter().take(last.map_or(programs.len(), |last| last + 1))
    }

    /// The rules that a message may match, in order.
    pub(in crate::respond) fn candidates(&self, message: &[u8]) -> Candidates {
        self.index.candidates(message)
    }

    /// The steps of the candidates that the message matches, in order; `false` if candidates are left. `effort` is how many
    /// bytes regular expressions may look at; the last one may exceed it.
    pub(in crate::respond) fn matching(
        &self,
        message: &Bytes,
        candidates: &mut Candidates,
        effort: &mut usize,
        mut found: impl FnMut(&Arc<Program>, Groups),
    ) -> bool {
        while *effort > 0 {
            let Some((test, program)) = candidates.next().and_then(|at| self.message.get(at))
            else {
                return true;
            };
            *effort = effort.saturating_sub(test.effort(message));
            if let Some(groups) = test.groups(message) {
                found(program, groups);
                if program.stops {
                    return true;
                }
            }
        }
        false
    }
}

/// A rule set, read and found right, before its rules have numbers.
#[derive(Debug)]
pub struct CheckedRules {
    set: RuleSet,
    framing: Boundary,
    /// With their places in the set.
    rules: Vec<(usize, Trigger, Vec<Task>, bool)>,
}

#[derive(Debug)]
enum Trigger {
    Connect,
    Message(Test),
    Idle(Duration),
    HalfClose,
}

impl Trigger {
    /// How many groups a reply can copy.
    fn groups_len(&self) -> usize {
        match self {
            Self::Message(test) => test.groups_len(),
            _ => 1,
        }
    }
}

impl CheckedRules {
    /// As they are written.
    pub fn set(&self) -> &RuleSet {
        &self.set
    }

    /// The rules for a worker; `tag` gives a rule's name its number.
    pub fn tagged(self, mut tag: impl FnMut(&RuleName) -> RuleTag) -> Rules {
        let mut rules = Rules::default();
        for (place, trigger, tasks, stops) in self.rules {
            let rule = self.set.rules.get(place);
            let name = rule.map_or(RuleName::Framing, |rule| rule.called(place));
            rules.add(trigger, Arc::new(Program { tag: tag(&name), tasks, stops }));
            rules
                .framing
                .get_or_insert_with(|| Framed { boundary: self.framing.clone(), tag: RuleTag(0) });
        }
        if let Some(framed) = &mut rules.framing {
            framed.tag = tag(&RuleName::Framing);
        }
        rules.index = Index::new(rules.message.iter().map(|(test, _)| test.criterion()));
        rules
    }
}

impl Rules {
    fn add(&mut self, trigger: Trigger, program: Arc<Program>) {
        match trigger {
            Trigger::Connect => self.connect.push(program),
            Trigger::HalfClose => self.half_close.push(program),
            Trigger::Message(test) => self.message.push((test, program)),
            Trigger::Idle(silence) => {
                let place = self.idle.partition_point(|(other, _)| *other < silence);
                match self.idle.get_mut(place).filter(|(other, _)| *other == silence) {
                    Some((_, programs)) => programs.push(program),
                    None => self.idle.insert(place, (silence, vec![program])),
                }
            }
        }
    }
}

/// Reads and checks all of it.
pub(super) fn read(set: &RuleSet) -> Result<CheckedRules, Vec<RuleProblem>> {
    let mut problems = Vec::new();
    let mut rules = Vec::new();
    for (place, rule) in set.rules.iter().enumerate().filter(|(_, rule)| !rule.off) {
        let mut note = |part, error| problems.push(RuleProblem { rule: Some(place), part, error });
        let trigger = trigger(&rule.when).map_err(|error| note(RulePart::When, error));
        let groups = trigger.as_ref().map_or(usize::MAX, Trigger::groups_len);
        let tasks = tasks(rule, groups, |step, error| note(RulePart::Step(step), error));
        if let Ok(trigger) = trigger {
            rules.push((place, trigger, tasks, rule.then.contains(&Step::Stop)));
        }
    }
    let words = words(rules.iter().map(|(_, trigger, ..)| trigger));
    let framing = Boundary::new(&set.framing, &words);
    match framing {
        Ok(framing) if problems.is_empty() => Ok(CheckedRules { set: set.clone(), framing, rules }),
        Ok(_) => Err(problems),
        Err(error) => {
            problems.insert(0, RuleProblem { rule: None, part: RulePart::Framing, error });
            Err(problems)
        }
    }
}

fn trigger(when: &When) -> Result<Trigger, ParseError> {
    match when {
        When::Connect => Ok(Trigger::Connect),
        When::Message(matcher) => matcher.compile().map(Trigger::Message),
        When::Idle(silence) if silence.is_zero() => Err(error(RuleStepProblem::NoSilence)),
        When::Idle(silence) => Ok(Trigger::Idle(*silence)),
        When::HalfClose => Ok(Trigger::HalfClose),
    }
}

/// Steps after a close or an `again` are never done, which isn't an error.
fn tasks(rule: &Rule, groups: usize, mut note: impl FnMut(usize, ParseError)) -> Vec<Task> {
    let mut tasks = Vec::new();
    let mut takes_time = false;
    for (place, step) in rule.then.iter().enumerate() {
        tasks.push(match step {
            Step::Reply(typed) => match reply(typed, groups) {
                Ok(template) => {
                    takes_time |= template.as_fixed().is_none_or(|bytes| !bytes.is_empty());
                    Task::Reply(template)
                }
                Err(error) => {
                    takes_time = true;
                    note(place, error);
                    continue;
                }
            },
            Step::Wait(time) => {
                takes_time |= !time.is_zero();
                Task::Wait(*time)
            }
            Step::Close => Task::Close,
            Step::Abort => Task::Abort,
            Step::HalfClose => Task::HalfClose,
            Step::Again if takes_time => Task::Again,
            Step::Again => {
                note(place, error(RuleStepProblem::Endless));
                continue;
            }
            Step::Stop => continue,
        });
    }
    tasks
}

/// A reply to a match with so many groups.
fn reply(typed: &Typed, groups: usize) -> Result<Template, ParseError> {
    let template = typed.template(Scope::Reply)?;
    match template.highest_group().filter(|group| *group >= groups) {
        Some(group) => {
            let problem = match groups {
                0 | 1 => RuleStepProblem::NoGroups { group },
                _ => RuleStepProblem::NoGroup { group, groups: groups - 1 },
            };
            Err(ParseError::new(0..typed.typed().len(), problem))
        }
        None => Ok(template),
    }
}

/// The messages that rules expect exactly, sorted.
fn words<'a>(triggers: impl Iterator<Item = &'a Trigger>) -> Arc<[Bytes]> {
    let mut words: Vec<_> = triggers
        .filter_map(|trigger| match trigger {
            Trigger::Message(test) => match test.criterion() {
                Criterion::Exact(bytes) if !bytes.is_empty() => Some(bytes.clone()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    words.sort_unstable();
    words.dedup();
    words.into()
}

fn error(problem: RuleStepProblem) -> ParseError {
    ParseError::whole(problem)
}
