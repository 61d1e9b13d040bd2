//! Rules and faults: what the draft says, what is in force, and what rules are called.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::{Command, Conduct};
use crate::form::{Field, Problem};
use crate::playground::{Playground, Session};
use crate::respond::{RuleProblem, RuleSet, Rules};
use crate::types::{Faults, RuleName, RuleTag, SessionId};
use crate::words;

/// The names of rules, each with the tag that it was given when it first appeared.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<RuleName>,
    tags: HashMap<RuleName, RuleTag>,
}

/// What is wrong with rules, worked out once for each state of them.
#[derive(Debug, Default)]
pub(super) struct Review(RefCell<Option<(RuleSet, Vec<RuleProblem>)>>);

impl Session {
    /// What a rule was called when it acted.
    pub fn rule_name(&self, tag: RuleTag) -> Option<&RuleName> {
        self.automation.names.find(tag)
    }

    /// What is wrong with the draft's rules; the last right ones stay in force.
    pub fn rule_problems(&self) -> Vec<RuleProblem> {
        self.automation.review.problems(&self.draft.rules)
    }

    /// The rules that the worker answers by, while there is one.
    pub fn rules_in_force(&self) -> Option<&RuleSet> {
        self.link.as_ref().map(|_| &*self.automation.rules)
    }

    /// What goes wrong on purpose in the worker, while there is one.
    pub fn faults_in_force(&self) -> Option<&Faults> {
        self.link.as_ref().map(|_| &self.automation.faults)
    }

    /// What the draft says that the worker does by itself; in force as soon as there is one.
    pub(in crate::playground) fn conduct(&mut self) -> Result<Conduct, Problem> {
        let faults = self.draft.faults.parse()?;
        let rules = self.compile_rules().map_err(|problems| {
            let first = problems.first();
            let rules = &self.draft.rules;
            let message = first.map_or_else(String::new, |first| rule_problem(rules, first));
            Problem { field: Field::Rules, message: words::capitalised(&message) }
        })?;
        self.automation.rules = Arc::new(self.draft.rules.clone());
        self.automation.faults = faults.clone();
        Ok(Conduct { rules: Arc::new(rules), faults })
    }

    fn compile_rules(&mut self) -> Result<Rules, Vec<RuleProblem>> {
        let names = &mut self.automation.names;
        self.draft.rules.compile(|name| names.tag(name))
    }

    /// A problem that is no longer one.
    fn settle(&mut self, field: Field) {
        if self.problem().is_some_and(|problem| problem.field == field) {
            self.report(None);
        }
    }
}

impl Playground {
    /// Wrong rules change nothing; [`Session::rule_problems`] says what is wrong with them.
    pub(super) fn set_rules(&mut self, id: SessionId) {
        let Some(session) = self.working(id) else { return };
        let Ok(rules) = session.compile_rules() else { return };
        session.settle(Field::Rules);
        session.automation.rules = Arc::new(session.draft.rules.clone());
        self.command(id, Command::SetRules(Arc::new(rules)));
    }

    pub(super) fn set_faults(&mut self, id: SessionId) {
        let Some(session) = self.working(id) else { return };
        match session.draft.faults.parse() {
            Ok(faults) => {
                session.settle(Field::Faults);
                session.automation.faults = faults.clone();
                self.command(id, Command::SetFaults(faults));
            }
            Err(problem) => session.report(Some(problem)),
        }
    }
}

impl Names {
    fn find(&self, tag: RuleTag) -> Option<&RuleName> {
        self.names.get(usize::try_from(tag.0).ok()?)
    }

    fn tag(&mut self, name: &RuleName) -> RuleTag {
        if let Some(tag) = self.tags.get(name) {
            return *tag;
        }
        let tag = RuleTag(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(name.clone());
        self.tags.insert(name.clone(), tag);
        tag
    }
}

impl Review {
    fn problems(&self, rules: &RuleSet) -> Vec<RuleProblem> {
        let mut last = self.0.borrow_mut();
        match &*last {
            Some((reviewed, problems)) if reviewed == rules => problems.clone(),
            _ => {
                let problems = rules.problems();
                *last = Some((rules.clone(), problems.clone()));
                problems
            }
        }
    }
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
    fn a_name_keeps_its_tag() {
        let mut names = Names::default();
        let (given, number) = (RuleName::Given("Rule 2".to_owned()), RuleName::Number(2));
        let [first, other] = [&given, &number].map(|name| names.tag(name));
        assert_eq!((names.tag(&given), first != other), (first, true));
        assert_eq!((names.find(first), names.find(other)), (Some(&given), Some(&number)));
        assert_eq!(names.find(RuleTag(7)), None);
    }

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
