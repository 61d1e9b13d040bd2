//! Every colour of the window, by role, once for dark and once for light.

use egui::{Color32, Ui, Visuals};

use crate::codec::ByteClass;
use crate::types::Direction;
use crate::types::http::Phase;

/// The colours of one theme. A role that names text reaches a contrast of 4.5:1 on the backgrounds it is used on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything: tab strip, status bar.
    pub window: Color32,
    /// The body of a tab.
    pub panel: Color32,
    /// Buttons, popups, the chosen tab's controls: one step towards the reader.
    pub raised: Color32,
    /// Where one types or reads data: text fields, log, hex pane.
    pub field: Color32,
    /// Separators and frames, one pixel wide.
    pub hairline: Color32,
    /// Between records, on [`Self::received_tint`] and [`Self::sent_tint`].
    pub edge: Color32,
    /// A scroll bar at rest.
    pub scroll_thumb: Color32,

    /// What is to be read.
    pub text: Color32,
    /// Second in importance: units, times, hints.
    pub quiet: Color32,
    /// Decoration and placeholders only, at least 3:1.
    pub faint: Color32,

    /// The one accent, as text or line: links, focus, the chosen tab.
    pub accent: Color32,
    /// The accent as the fill of the main button.
    pub accent_fill: Color32,
    /// Text on [`Self::accent_fill`].
    pub on_accent: Color32,
    /// Behind a warning that nobody may overlook.
    pub alarm: Color32,
    /// Text on [`Self::alarm`].
    pub on_alarm: Color32,

    /// Listening, connected.
    pub positive: Color32,
    /// Something to know; also warning notes.
    pub warning: Color32,
    /// Something asked for did not happen; also error notes.
    pub danger: Color32,

    /// Behind what is selected.
    pub selection: Color32,
    /// Behind what the pointer is on.
    pub hover: Color32,
    /// Behind every other row of a table.
    pub stripe: Color32,
    /// Behind what a search found.
    pub mark: Color32,

    /// What came from a peer.
    pub received: Color32,
    /// What went to a peer.
    pub sent: Color32,
    /// Behind received bytes.
    pub received_tint: Color32,
    /// Behind sent bytes.
    pub sent_tint: Color32,

    /// Byte 00.
    pub byte_null: Color32,
    /// Visible ASCII.
    pub byte_printable: Color32,
    /// Space, tab, line feed, form feed, carriage return.
    pub byte_space: Color32,
    /// The other ASCII controls.
    pub byte_control: Color32,
    /// 80 to ff.
    pub byte_high: Color32,

    /// Bars of time, in the order of [`Phase`]: each differs from the others and from the background by at least 3:1.
    pub phases: [Color32; 6],
}

impl Palette {
    /// The palette of these visuals.
    pub fn of(visuals: &Visuals) -> &'static Self {
        if visuals.dark_mode { &DARK } else { &LIGHT }
    }

    /// The palette in force in this part of the window.
    pub fn of_ui(ui: &Ui) -> &'static Self {
        Self::of(ui.visuals())
    }

    /// The colour of what went this way.
    pub fn direction(&self, direction: Direction) -> Color32 {
        match direction {
            Direction::Received => self.received,
            Direction::Sent => self.sent,
        }
    }

    /// The ground behind bytes that went this way.
    pub fn tint(&self, direction: Direction) -> Color32 {
        match direction {
            Direction::Received => self.received_tint,
            Direction::Sent => self.sent_tint,
        }
    }

    /// The colour of a byte, by its class.
    pub fn byte(&self, byte: u8) -> Color32 {
        match ByteClass::of(byte) {
            ByteClass::Null => self.byte_null,
            ByteClass::Printable => self.byte_printable,
            ByteClass::Space => self.byte_space,
            ByteClass::Control => self.byte_control,
            ByteClass::High => self.byte_high,
        }
    }

    /// The colour of time spent on this.
    pub fn phase(&self, phase: Phase) -> Color32 {
        let [resolve, connect, tls, send, wait, download] = self.phases;
        match phase {
            Phase::Resolve => resolve,
            Phase::Connect => connect,
            Phase::Tls => tls,
            Phase::Send => send,
            Phase::Wait => wait,
            Phase::Download => download,
        }
    }
}

/// Colours for a dark surrounding.
const DARK: Palette = Palette {
    window: rgb(0x14_17_1b),
    panel: rgb(0x1b_1f_24),
    raised: rgb(0x27_2c_33),
    field: rgb(0x16_19_1d),
    hairline: rgb(0x30_36_3e),
    edge: rgb(0x42_4a_54),
    scroll_thumb: rgb(0x42_4a_54),

    text: rgb(0xd9_de_e4),
    quiet: rgb(0x9a_a4_b0),
    faint: rgb(0x6f_79_85),

    accent: rgb(0x5b_b8_cb),
    accent_fill: rgb(0x1f_74_86),
    on_accent: rgb(0xf2_fa_fb),
    alarm: rgb(0x7c_22_1f),
    on_alarm: rgb(0xff_ee_ec),

    positive: rgb(0x63_c0_8a),
    warning: rgb(0xdf_bb_52),
    danger: rgb(0xf0_7f_78),

    selection: rgb(0x1f_42_4e),
    hover: rgb(0x2d_34_3c),
    stripe: rgb(0x1a_1d_22),
    mark: rgb(0x4b_40_18),

    received: rgb(0x72_b2_f0),
    sent: rgb(0xe3_a2_77),
    received_tint: rgb(0x18_24_31),
    sent_tint: rgb(0x2b_22_1c),

    byte_null: rgb(0x83_8d_99),
    byte_printable: rgb(0xd0_d8_df),
    byte_space: rgb(0x86_c0_95),
    byte_control: rgb(0xcf_9f_d2),
    byte_high: rgb(0xd9_b7_7a),

    phases: [
        rgb(0x5f_b9_a6),
        rgb(0xd8_bd_5a),
        rgb(0xb9_92_e0),
        rgb(0xe3_93_60),
        rgb(0x7c_86_92),
        rgb(0x5c_a2_e6),
    ],
};

/// Colours for a light surrounding.
const LIGHT: Palette = Palette {
    window: rgb(0xe7_ea_ee),
    panel: rgb(0xf4_f6_f8),
    raised: rgb(0xfc_fd_fd),
    field: rgb(0xfb_fc_fd),
    hairline: rgb(0xd2_d7_dd),
    edge: rgb(0xbf_c6_ce),
    scroll_thumb: rgb(0xc0_c7_ce),

    text: rgb(0x22_28_2f),
    quiet: rgb(0x56_61_6d),
    faint: rgb(0x7c_87_93),

    accent: rgb(0x0a_66_78),
    accent_fill: rgb(0x17_72_85),
    on_accent: rgb(0xf6_fb_fc),
    alarm: rgb(0xa8_2a_24),
    on_alarm: rgb(0xff_f7_f6),

    positive: rgb(0x1a_73_42),
    warning: rgb(0x82_57_04),
    danger: rgb(0xb0_32_2b),

    selection: rgb(0xbf_e0_e8),
    hover: rgb(0xe5_e9_ed),
    stripe: rgb(0xf3_f5_f7),
    mark: rgb(0xfb_e6_a3),

    received: rgb(0x1c_62_ac),
    sent: rgb(0x9c_4a_15),
    received_tint: rgb(0xea_f2_fa),
    sent_tint: rgb(0xfb_ef_e6),

    byte_null: rgb(0x66_70_7b),
    byte_printable: rgb(0x2a_32_3a),
    byte_space: rgb(0x1f_6b_38),
    byte_control: rgb(0x86_38_8a),
    byte_high: rgb(0x86_55_08),

    phases: [
        rgb(0x1f_83_70),
        rgb(0xa3_7b_0a),
        rgb(0x7d_4f_b8),
        rgb(0xbf_5d_1c),
        rgb(0x70_7b_87),
        rgb(0x2b_74_c2),
    ],
};

#[expect(clippy::disallowed_methods, reason = "this is where the colours live")]
const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_roles_are_readable_on_their_backgrounds() {
        for (theme, p) in [("dark", DARK), ("light", LIGHT)] {
            let everywhere = [p.window, p.panel, p.raised, p.field, p.hover, p.stripe];
            let data = [p.field, p.received_tint, p.sent_tint, p.selection, p.mark];
            let table: [(&str, Color32, f64, &[Color32]); 17] = [
                ("text", p.text, 7.0, &everywhere),
                ("text on a selection", p.text, 4.5, &[p.selection, p.mark]),
                ("quiet", p.quiet, 4.5, &everywhere),
                ("faint", p.faint, 3.0, &[p.window, p.panel, p.field]),
                ("accent", p.accent, 4.5, &everywhere),
                ("accent on a selection", p.accent, 4.5, &[p.selection]),
                ("on_accent", p.on_accent, 4.5, &[p.accent_fill]),
                ("on_alarm", p.on_alarm, 4.5, &[p.alarm]),
                ("positive", p.positive, 4.5, &everywhere),
                ("warning", p.warning, 4.5, &everywhere),
                ("danger", p.danger, 4.5, &everywhere),
                (
                    "received",
                    p.received,
                    4.5,
                    &[p.panel, p.field, p.stripe, p.received_tint, p.hover],
                ),
                ("sent", p.sent, 4.5, &[p.panel, p.field, p.stripe, p.sent_tint, p.hover]),
                ("byte_printable", p.byte_printable, 4.5, &data),
                ("byte_space", p.byte_space, 4.5, &data),
                ("byte_control", p.byte_control, 4.5, &data),
                ("byte_high", p.byte_high, 4.5, &data),
            ];
            for (role, colour, least, backgrounds) in table {
                for background in backgrounds {
                    let ratio = contrast(colour, *background);
                    assert!(
                        ratio >= least,
                        "{theme} {role} on {background:?}: {ratio:.2} is below {least}"
                    );
                }
            }
            for phase in p.phases {
                for background in [p.panel, p.field, p.hover] {
                    let ratio = contrast(phase, background);
                    assert!(ratio >= 3.0, "{theme} {phase:?} on {background:?}: {ratio:.2}");
                }
            }
            let ratio = contrast(p.byte_null, p.field);
            assert!(ratio >= 4.5, "{theme} byte_null: {ratio:.2}");
        }
    }

    #[test]
    fn no_colour_is_pure() {
        for p in [DARK, LIGHT] {
            for colour in [p.window, p.panel, p.raised, p.field, p.text] {
                assert!(colour != Color32::BLACK && colour != Color32::WHITE);
            }
        }
    }

    #[test]
    fn contrast_agrees_with_the_standard() {
        assert!((contrast(Color32::WHITE, Color32::BLACK) - 21.0).abs() < 1e-9);
        assert!((contrast(rgb(0x77_77_77), Color32::WHITE) - 4.48).abs() < 0.005);
    }

    /// WCAG 2.2, "contrast ratio".
    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG 2.2, "relative luminance".
    fn luminance(colour: Color32) -> f64 {
        let [red, green, blue] = [colour.r(), colour.g(), colour.b()].map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}
