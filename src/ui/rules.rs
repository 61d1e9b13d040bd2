//! The replies of a session: rules that answer messages by themselves. A section on the left names them and has the
//! classic ones to pick, a form in the middle edits them.

mod card;
mod change;
mod head;
mod list;
mod presets;
mod row;
mod side;
mod step;
pub mod summary;
mod when;

use egui::{Frame, Margin, Ui};

use crate::playground::{Action, Document, Session};
use crate::respond::{Preset, RulePart, RuleProblem, RuleSet, Transport};
use crate::types::file::{FileAmount, FileState};
use crate::ui::kit::file::FileLine;
use crate::ui::pass::Pass;
use crate::ui::theme::{SPACE_1, SPACE_2};
use list::ListView;

pub use side::replies_ui;

/// The editor's own state.
#[derive(Debug)]
pub struct RulesView {
    /// The rules as last seen, and what is wrong with them.
    checked: Option<RuleSet>,
    problems: Vec<RuleProblem>,
    /// What they are called.
    title: String,
    /// Rules made by hand that a preset or a file took the place of, the newest last.
    replaced: Vec<RuleSet>,
    /// A file is read; its rules take the place of those here.
    importing: bool,
    list: ListView,
    file: FileLine,
}

impl Default for RulesView {
    fn default() -> Self {
        Self {
            checked: None,
            problems: Vec::new(),
            title: String::new(),
            replaced: Vec::new(),
            importing: false,
            list: ListView::default(),
            file: FileLine::new(Document::Rules),
        }
    }
}

impl RulesView {
    /// Sees to it that the rules are in force after each change of them, and knows what is wrong with them.
    pub fn keep_up(&mut self, ui: &Ui, session: &Session, pass: &mut Pass<'_>) {
        let rules = &session.draft.rules;
        if self.checked.as_ref() == Some(rules) {
            return;
        }
        let is_change = self.checked.is_some();
        self.problems = session.rule_problems();
        self.title = summary::title(rules, transport(session));
        self.checked = Some(rules.clone());
        if is_change && session.is_live() && self.problems.is_empty() {
            pass.actions.push(Action::SetRules(session.id()));
        }
        ui.ctx().request_repaint();
    }

    /// Puts other rules in their place; those made by hand can be brought back.
    fn replace(&mut self, session: &mut Session, rules: RuleSet) {
        let old = std::mem::replace(&mut session.draft.rules, rules);
        self.keep_own(old);
        self.list = ListView::default();
    }

    /// Keeps what a file took the place of, once it is read. To be called before [`Self::keep_up`] forgets it.
    fn notice_import(&mut self, session: &Session) {
        let state = session.document_notice().map(|notice| &notice.state);
        if !self.importing || state == Some(&FileState::Reading) {
            return;
        }
        self.importing = false;
        let replaced = self.checked.clone().filter(|old| *old != session.draft.rules);
        if let Some(old) = replaced.filter(|_| state == Some(&FileState::Read(FileAmount::All))) {
            self.keep_own(old);
            self.list = ListView::default();
        }
    }

    fn keep_own(&mut self, rules: RuleSet) {
        if is_own(&rules) && self.replaced.last() != Some(&rules) {
            self.replaced.push(rules);
            let more = self.replaced.len().saturating_sub(KEPT);
            self.replaced.drain(..more);
        }
    }

    /// Swaps the rules for those replaced last; what they replace now comes back after all others.
    fn bring_back(&mut self, session: &mut Session) {
        let Some(own) = self.replaced.pop() else { return };
        let rules = std::mem::replace(&mut session.draft.rules, own);
        if is_own(&rules) {
            self.replaced.insert(0, rules);
        }
        self.list = ListView::default();
    }

    fn problem(&self, rule: Option<usize>, part: RulePart) -> Option<&RuleProblem> {
        self.problems.iter().find(|problem| problem.rule == rule && problem.part == part)
    }

    /// Where the first error is, and what it means; `None` while there is none.
    fn error(&self, session: &Session) -> Option<String> {
        let first = self.problems.first()?;
        Some(crate::words::ui::rules::error(first.rule, session.is_live()))
    }
}

/// What the widgets of every rule need to know.
#[derive(Debug, Clone, Copy)]
struct About<'a> {
    transport: Transport,
    /// Rules in all.
    count: usize,
    /// What is wrong with them.
    problems: &'a [RuleProblem],
}

/// Draws the form that edits the rules.
pub fn rules_ui(ui: &mut Ui, session: &mut Session, view: &mut RulesView, pass: &mut Pass<'_>) {
    let frame = Frame::new().inner_margin(Margin { left: 12, right: 0, top: 2, bottom: 0 });
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = SPACE_1;
        head::head_ui(ui, session, view, pass);
        ui.add_space(SPACE_2);
        head::heading_ui(ui, session, view);
        if session.draft.rules.rules.is_empty() {
            presets::empty_ui(ui, session, view);
            return;
        }
        let transport = transport(session);
        let rules = &mut session.draft.rules.rules;
        let about = About { transport, count: rules.len(), problems: &view.problems };
        list::list_ui(ui, rules, &mut view.list, about);
    });
}

/// What the session's rules are for.
fn transport(session: &Session) -> Transport {
    session.draft.transport()
}

/// Neither empty nor a preset.
fn is_own(rules: &RuleSet) -> bool {
    let is = |preset: Preset| {
        [Transport::Stream, Transport::Datagram].map(|to| preset.rule_set(to)).contains(rules)
    };
    !rules.rules.is_empty() && !Preset::ALL.into_iter().any(is)
}

/// Replaced rules that can be brought back.
const KEPT: usize = 16;
