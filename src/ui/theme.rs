//! The look: one type scale, one spacing unit, one accent. The only place with colours and sizes.

mod palette;
mod picture;
pub mod switch;

use std::sync::Arc;

use egui::style::{HandleShape, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, RichText, Shadow, Stroke, Style,
    TextStyle, Theme, ThemePreference, Visuals, vec2,
};

pub use palette::Palette;
pub use picture::picture;

/// The spacing unit, in points; every gap is a multiple.
pub const SPACE_1: f32 = 4.0;
/// Two units: between widgets that belong together.
pub const SPACE_2: f32 = 8.0;
/// Three units: around the content of a panel.
pub const SPACE_3: f32 = 12.0;
/// Four units: between groups.
pub const SPACE_4: f32 = 16.0;

/// Height of a button, field or choice.
pub const CONTROL_HEIGHT: f32 = 24.0;
/// Height of a line in a list of data: log, peers.
pub const ROW_HEIGHT: f32 = 20.0;
/// Height of a line of the hex pane.
pub const HEX_ROW_HEIGHT: f32 = 18.0;
/// Height of the tab strip.
pub const TAB_STRIP_HEIGHT: f32 = 36.0;
/// Height of the status bar.
pub const STATUS_BAR_HEIGHT: f32 = 24.0;
/// Width of the strip a scroll bar lives in.
pub const SCROLL_BAR_WIDTH: f32 = 12.0;
/// Rounding of everything that has corners.
pub const CORNER: CornerRadius = CornerRadius::same(4);

/// The family of the second text weight.
pub(super) const STRONG_FAMILY: &str = "strong";

/// The text styles of the window; there are no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// 11 points: units, hints, headers of columns.
    Small,
    /// 13 points: the text of the window.
    Body,
    /// 13 points in the second weight: the main button, names, states.
    Strong,
    /// 15 points in the second weight: the title of a dialog or of an empty state.
    Title,
    /// 20 points in the second weight: one per window at most.
    Heading,
    /// 13 points of equal width: addresses, bytes.
    Mono,
    /// 11 points of equal width: times, offsets beside text.
    MonoSmall,
}

impl Text {
    /// Every style.
    pub const ALL: [Self; 7] = [
        Self::Small,
        Self::Body,
        Self::Strong,
        Self::Title,
        Self::Heading,
        Self::Mono,
        Self::MonoSmall,
    ];

    /// The egui style of this name.
    pub fn style(self) -> TextStyle {
        match self {
            Self::Small => TextStyle::Small,
            Self::Body => TextStyle::Body,
            Self::Strong => TextStyle::Name(Arc::from("strong")),
            Self::Title => TextStyle::Name(Arc::from("title")),
            Self::Heading => TextStyle::Heading,
            Self::Mono => TextStyle::Monospace,
            Self::MonoSmall => TextStyle::Name(Arc::from("mono-small")),
        }
    }

    /// The font and its size in points.
    pub fn font(self) -> FontId {
        let strong = || FontFamily::Name(Arc::from(STRONG_FAMILY));
        match self {
            Self::Small => FontId::new(11.0, FontFamily::Proportional),
            Self::Body => FontId::new(13.0, FontFamily::Proportional),
            Self::Strong => FontId::new(13.0, strong()),
            Self::Title => FontId::new(15.0, strong()),
            Self::Heading => FontId::new(20.0, strong()),
            Self::Mono => FontId::new(13.0, FontFamily::Monospace),
            Self::MonoSmall => FontId::new(11.0, FontFamily::Monospace),
        }
    }

    /// This text in this style.
    pub fn of(self, text: impl Into<String>) -> RichText {
        RichText::new(text).text_style(self.style())
    }
}

/// Sets both styles, dark and light, and follows the system's choice between them.
pub fn install(ctx: &Context) {
    for theme in [Theme::Dark, Theme::Light] {
        ctx.set_style_of(theme, style(theme));
    }
    ctx.options_mut(|options| {
        options.theme_preference = ThemePreference::System;
        options.quit_shortcuts.clear();
    });
}

fn style(theme: Theme) -> Style {
    let mut style = theme.default_style();
    style.text_styles = Text::ALL.map(|text| (text.style(), text.font())).into();
    style.text_styles.insert(TextStyle::Button, Text::Body.font());
    style.animation_time = 0.1;
    spacing(&mut style.spacing);
    style.interaction.selectable_labels = false;
    style.visuals = visuals(theme);
    style
}

fn spacing(spacing: &mut egui::Spacing) {
    spacing.item_spacing = vec2(SPACE_2, SPACE_1);
    spacing.button_padding = vec2(SPACE_2 + 2.0, 3.0);
    spacing.window_margin = Margin::same(12);
    spacing.menu_margin = Margin::same(4);
    spacing.menu_spacing = SPACE_1;
    spacing.interact_size = vec2(CONTROL_HEIGHT, CONTROL_HEIGHT);
    spacing.indent = SPACE_4;
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 8.0;
    spacing.icon_spacing = 6.0;
    spacing.tooltip_width = 360.0;
    spacing.combo_width = 116.0;
    spacing.combo_height = 320.0;
    spacing.scroll =
        ScrollStyle { bar_width: 6.0, foreground_color: false, ..ScrollStyle::solid() };
    spacing.scroll.fade.strength = 0.0;
}

fn visuals(theme: Theme) -> Visuals {
    let base = theme.default_visuals();
    let p = Palette::of(&base);
    Visuals {
        weak_text_color: Some(p.quiet),
        widgets: widgets(p),
        selection: Selection { bg_fill: p.selection, stroke: Stroke::new(1.0, p.accent) },
        hyperlink_color: p.accent,
        faint_bg_color: p.stripe,
        extreme_bg_color: p.field,
        text_edit_bg_color: Some(p.field),
        code_bg_color: p.raised,
        warn_fg_color: p.warning,
        error_fg_color: p.danger,
        window_corner_radius: CornerRadius::same(6),
        window_shadow: popup_shadow(theme),
        window_fill: p.raised,
        window_stroke: Stroke::new(1.0, p.hairline),
        menu_corner_radius: CornerRadius::same(6),
        panel_fill: p.panel,
        popup_shadow: popup_shadow(theme),
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(1.5, p.accent),
            blink: false,
            ..base.text_cursor
        },
        indent_has_left_vline: false,
        handle_shape: HandleShape::Circle,
        slider_trailing_fill: true,
        ..base
    }
}

fn widgets(p: &Palette) -> Widgets {
    let widget = |fill: Color32, border: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, border),
        corner_radius: CORNER,
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: widget(p.panel, p.hairline, p.text),
        inactive: widget(p.raised, p.hairline, p.text),
        hovered: widget(p.hover, p.faint, p.text),
        active: widget(p.hover, p.accent, p.text),
        open: widget(p.hover, p.hairline, p.text),
    }
}

fn popup_shadow(theme: Theme) -> Shadow {
    let alpha = if theme == Theme::Dark { 110 } else { 36 };
    Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(alpha) }
}
