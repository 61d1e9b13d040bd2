//! Rules and faults: what the draft says, what is in force, and what rules are called.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::{Command, Conduct};
use crate::form::{Behaviour, Field};
use crate::playground::{Playground, Session};
use crate::respond::{CheckedRules, RuleProblem, RuleSet, Rules};
use crate::types::{Faults, RuleName, RuleTag, SessionId};

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

    /// What the worker does by itself, in force as soon as there is one.
    pub(in crate::playground) fn conduct(&mut self, behaviour: Behaviour) -> Conduct {
        let Behaviour { rules, faults } = behaviour;
        self.automation.faults = faults.clone();
        Conduct { rules: self.adopt(rules), faults }
    }

    /// Makes these the active rules; returns them for the worker.
    fn adopt(&mut self, rules: CheckedRules) -> Arc<Rules> {
        self.automation.rules = Arc::new(rules.set().clone());
        let names = &mut self.automation.names;
        Arc::new(rules.tagged(|name| names.tag(name)))
    }

    /// Removes the problem of a field that was corrected.
    fn clear_problem(&mut self, field: Field) {
        if self.problem().is_some_and(|problem| problem.field == field) {
            self.report(None);
        }
    }
}

impl Playground {
    /// Answers by these rules from now on.
    pub fn set_rules(&mut self, id: SessionId, rules: CheckedRules) {
        let Some(session) = self.working(id) else { return };
        let rules = session.adopt(rules);
        self.command(id, Command::SetRules(rules));
    }

    /// Has these faults from now on.
    pub fn set_faults(&mut self, id: SessionId, faults: Faults) {
        let Some(session) = self.working(id) else { return };
        session.automation.faults = faults.clone();
        self.command(id, Command::SetFaults(faults));
    }

    /// Wrong rules change nothing; [`Session::rule_problems`] says what is wrong with them.
    pub(in crate::playground) fn set_rules_from_form(&mut self, id: SessionId) {
        let Some(session) = self.working(id) else { return };
        let Ok(rules) = session.draft.rules.check() else { return };
        session.clear_problem(Field::Rules);
        self.set_rules(id, rules);
    }

    pub(in crate::playground) fn set_faults_from_form(&mut self, id: SessionId) {
        let Some(session) = self.working(id) else { return };
        match session.draft.faults.parse() {
            Ok(faults) => {
                session.clear_problem(Field::Faults);
                self.set_faults(id, faults);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_tag() {
        let mut names = Names::default();
        let (given, number) = (RuleName::Given("Rule 2".to_owned()), RuleName::Number(2));
        let [first, other] = [&given, &number].map(|name| names.tag(name));
        assert_eq!((names.tag(&given), first != other), (first, true));
        assert_eq!((names.find(first), names.find(other)), (Some(&given), Some(&number)));
        assert_eq!(names.find(RuleTag(7)), None);
    }
}
