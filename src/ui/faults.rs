//! Faults: what goes wrong on purpose, and the badge that says so.

use egui::{
    Align2, Checkbox, CornerRadius, Frame, Label, Margin, Role, ScrollArea, Stroke, TextEdit, Ui,
    WidgetInfo, vec2,
};

use crate::form::FaultsDraft;
use crate::playground::{Action, Session};
use crate::respond::Transport;
use crate::types::Direction;
use crate::ui::choice::combo_ui;
use crate::ui::kit::caption::quiet_ui;
use crate::ui::pass::Pass;
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_1, Text};
use crate::words::ui::faults as words;
use crate::words::{capitalised, problem};

/// Draws the switches and their numbers.
pub fn faults_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    let before = session.draft.faults.clone();
    let streams = is_stream(session);
    ScrollArea::vertical().id_salt("faults").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(SPACE_1, SPACE_1);
        for fault in Fault::ALL.into_iter().filter(|fault| fault.fits(streams)) {
            fault_ui(ui, fault, &mut session.draft.faults);
        }
    });
    if session.is_live() && session.draft.faults != before {
        pass.actions.push(Action::SetFaults(session.id()));
    }
}

/// Which faults are on, in words: "delay 200 ms, garble 1 in 100"; `None` if none is.
pub fn words(session: &Session) -> Option<String> {
    let draft = &session.draft.faults;
    let streams = is_stream(session);
    let on = Fault::ALL.into_iter().filter(|fault| fault.fits(streams) && fault.is_on(draft));
    let words: Vec<String> = on.map(|fault| fault.words(draft)).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Draws the badge that says which faults are on, and the way out of them, in at most so much room.
pub fn badge_ui(ui: &mut Ui, session: &mut Session, words: &str, pass: &mut Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let off = ui.button(words::switch_off()).on_hover_text(words::switch_off_hint());
    if off.clicked() {
        let draft = &mut session.draft.faults;
        for fault in Fault::ALL {
            *fault.switch(draft) = false;
        }
        if session.is_live() {
            pass.actions.push(Action::SetFaults(session.id()));
        }
    }
    let frame = Frame::new()
        .inner_margin(Margin::symmetric(8, 3))
        .corner_radius(CornerRadius::same(4))
        .stroke(Stroke::new(1.0, palette.warning));
    frame.show(ui, |ui| {
        let text = words::badge(words);
        let label = Label::new(Text::Strong.of(&text).color(palette.warning)).truncate();
        ui.add(label).on_hover_text(words::badge_hint(words));
    });
}

/// Faults of streams are other ones than those of datagrams.
fn is_stream(session: &Session) -> bool {
    session.draft.transport() == Transport::Stream
}

/// A fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Delay,
    Chop,
    Garble,
    Drop,
    StopReading,
    Cut,
}

impl Fault {
    const ALL: [Self; 6] =
        [Self::Delay, Self::Chop, Self::Garble, Self::Drop, Self::StopReading, Self::Cut];

    fn fits(self, streams: bool) -> bool {
        match self {
            Self::Chop | Self::Cut => streams,
            Self::Drop => !streams,
            Self::Delay | Self::Garble | Self::StopReading => true,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Delay => words::delay(),
            Self::Chop => words::chop(),
            Self::Garble => words::garble(),
            Self::Drop => words::drop(),
            Self::StopReading => words::stop_reading(),
            Self::Cut => words::cut(),
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Delay => words::delay_hint(),
            Self::Chop => words::chop_hint(),
            Self::Garble => words::garble_hint(),
            Self::Drop => words::drop_hint(),
            Self::StopReading => words::stop_reading_hint(),
            Self::Cut => words::cut_hint(),
        }
    }

    fn is_on(self, draft: &FaultsDraft) -> bool {
        match self {
            Self::Delay => draft.delays,
            Self::Chop => draft.chops,
            Self::Garble => draft.garbles,
            Self::Drop => draft.drops,
            Self::StopReading => draft.stops_reading,
            Self::Cut => draft.cuts,
        }
    }

    fn switch(self, draft: &mut FaultsDraft) -> &mut bool {
        match self {
            Self::Delay => &mut draft.delays,
            Self::Chop => &mut draft.chops,
            Self::Garble => &mut draft.garbles,
            Self::Drop => &mut draft.drops,
            Self::StopReading => &mut draft.stops_reading,
            Self::Cut => &mut draft.cuts,
        }
    }

    fn words(self, draft: &FaultsDraft) -> String {
        let FaultsDraft { delay, chop_bytes, chop_every, garble, drop, cut_after, .. } = draft;
        match self {
            Self::Delay => words::delay_summary(delay),
            Self::Chop => words::chop_summary(chop_bytes, chop_every),
            Self::Garble => words::garble_summary(garble),
            Self::Drop => words::drop_summary(drop),
            Self::StopReading => words::stop_reading_summary().to_owned(),
            Self::Cut => words::cut_summary(cut_after, draft.cut_of, draft.cut_resets),
        }
    }

    /// What is wrong with this one, in words.
    fn problem(self, draft: &FaultsDraft) -> Option<String> {
        let mut alone = draft.clone();
        for fault in Self::ALL {
            *fault.switch(&mut alone) = fault == self && self.is_on(draft);
        }
        alone.parse().err().map(|problem| capitalised(&problem::form(&problem.reason)))
    }
}

/// A switch, its numbers once it is on, and what is wrong with them.
fn fault_ui(ui: &mut Ui, fault: Fault, draft: &mut FaultsDraft) {
    let problem = fault.problem(draft);
    let wrong = problem.is_some();
    ui.horizontal(|ui| {
        let switch = Checkbox::new(fault.switch(draft), fault.name());
        let width = if fault == Fault::StopReading { 0.0 } else { NAMES };
        ui.allocate_ui(vec2(width, CONTROL_HEIGHT), |ui| {
            ui.set_min_width(width);
            ui.add(switch).on_hover_text(fault.hint());
        });
        let on = fault.is_on(draft);
        let numbers = |ui: &mut Ui| numbers_ui(ui, fault, draft, wrong);
        ui.add_enabled_ui(on, |ui| ui.horizontal_wrapped(numbers));
    });
    if fault == Fault::Cut && draft.cuts {
        ui.horizontal(|ui| {
            ui.add_space(NAMES + SPACE_1);
            ui.horizontal_wrapped(|ui| cut_ui(ui, draft));
        });
    }
    if let Some(problem) = problem {
        ui.add(Label::new(Text::Small.of(problem).color(Palette::of_ui(ui).danger)).wrap());
    }
}

/// Which bytes count, and what happens then.
fn cut_ui(ui: &mut Ui, draft: &mut FaultsDraft) {
    ui.spacing_mut().combo_width = 68.0;
    combo_ui(ui, words::cut_counts(), &mut draft.cut_of, &WAYS, words::counted);
    let mut end = if draft.cut_resets { End::Reset } else { End::Fin };
    combo_ui(ui, words::cut_by(), &mut end, &[End::Reset, End::Fin], |end| match end {
        End::Reset => "RST",
        End::Fin => "FIN",
    });
    draft.cut_resets = end == End::Reset;
}

fn numbers_ui(ui: &mut Ui, fault: Fault, draft: &mut FaultsDraft, wrong: bool) {
    match fault {
        Fault::Delay => {
            number_ui(ui, words::delay_millis(), &mut draft.delay, wrong, WIDE);
            quiet_ui(ui, "ms");
        }
        Fault::Chop => {
            number_ui(ui, words::chop_bytes(), &mut draft.chop_bytes, wrong, NUMBER);
            quiet_ui(ui, "bytes,");
            number_ui(ui, words::chop_pause_millis(), &mut draft.chop_every, wrong, NUMBER);
            quiet_ui(ui, "ms");
        }
        Fault::Garble => {
            quiet_ui(ui, words::garble_rate_unit());
            number_ui(ui, words::garble_rate(), &mut draft.garble, wrong, WIDE);
        }
        Fault::Drop => {
            quiet_ui(ui, words::drop_rate_unit());
            number_ui(ui, words::drop_rate(), &mut draft.drop, wrong, NUMBER);
        }
        Fault::StopReading => {}
        Fault::Cut => {
            quiet_ui(ui, "after");
            number_ui(ui, words::cut_after(), &mut draft.cut_after, wrong, WIDE);
            quiet_ui(ui, "bytes");
        }
    }
}

fn number_ui(ui: &mut Ui, name: &str, text: &mut String, wrong: bool, width: f32) {
    let palette = Palette::of_ui(ui);
    let mut edit = TextEdit::singleline(text)
        .font(Text::MonoSmall.style())
        .align(Align2::LEFT_CENTER)
        .margin(vec2(SPACE_1, 2.0));
    if wrong {
        edit = edit.text_color(palette.danger);
    }
    let response = ui.add_sized(vec2(width, CONTROL_HEIGHT), edit);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo {
        role: Role::TextInput,
        label: Some(name.to_owned()),
        ..WidgetInfo::text_edit(enabled, text.as_str(), text.as_str(), "")
    });
}

/// How a connection is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Reset,
    Fin,
}

const WAYS: [Direction; 2] = [Direction::Sent, Direction::Received];
/// Width of the switches with their names.
const NAMES: f32 = 66.0;
/// Width of a number that has others beside it.
const NUMBER: f32 = 38.0;
/// Width of a number that can be long.
const WIDE: f32 = 56.0;
