//! What TLS agreed on, or why the server was refused: one line, and the certificates below it when it is folded open.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use crate::codec::show;
use crate::types::http::{CertificateInfo, TlsInfo, Verdict};
use crate::types::{HopId, Stamp};
use crate::ui::tab::http::waterfall::sheet::Sheet;
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, Text};
use crate::words::problem::tls::{key, unreadable_certificate};
use crate::words::problem::trust::trust;
use crate::words::time;
use crate::words::ui::waterfall as words;

/// A line of what is folded open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    indent: bool,
    text: String,
    tone: Tone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    Plain,
    Quiet,
    Warning,
    Danger,
}

impl Tone {
    fn colour(self, palette: &Palette) -> Color32 {
        match self {
            Self::Plain => palette.text,
            Self::Quiet => palette.quiet,
            Self::Warning => palette.warning,
            Self::Danger => palette.danger,
        }
    }
}

/// What is known of the TLS connection of a hop, in a line that folds open.
#[derive(Clone, Copy)]
pub(super) struct Heading<'a> {
    pub(super) hop: HopId,
    pub(super) tls: &'a TlsInfo,
    pub(super) open: bool,
}

/// Draws the line that folds; `true` if it was clicked.
pub(super) fn heading_ui(ui: &Ui, heading: Heading<'_>, rect: Rect, sheet: &Sheet<'_>) -> bool {
    let Heading { hop, tls, open } = heading;
    let response = ui.interact(rect, ui.scope_id().with(("tls", hop.0)), Sense::click());
    if response.hovered() || response.has_focus() {
        sheet.painter.rect_filled(rect, 0, sheet.palette.hover);
    }
    let text = agreed(tls);
    let (verdict, tone) = verdict(tls);
    let arrow = if open { "⏷" } else { "⏵" };
    let palette = sheet.palette;
    let mut job = LayoutJob::default();
    let small = |colour| TextFormat::simple(Text::Small.font(), colour);
    job.append(arrow, 0.0, small(palette.quiet));
    job.append(&verdict, SPACE_1, small(tone.colour(palette)));
    job.append(&text, SPACE_2, small(palette.quiet));
    paint(job, rect, INDENT, sheet);
    let name = words::tls_row(hop.0, &verdict, &text);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, &name));
    response.on_hover_text(words::tls_hint()).clicked()
}

/// Draws a line of what is folded open.
pub(super) fn line_ui(ui: &Ui, number: u64, line: &Line, rect: Rect, sheet: &Sheet<'_>) {
    let format = TextFormat::simple(Text::Small.font(), line.tone.colour(sheet.palette));
    let x = if line.indent { 2.0 * INDENT } else { 1.5 * INDENT };
    paint(LayoutJob::single_section(line.text.clone(), format), rect, x, sheet);
    let response = ui.interact(rect, ui.scope_id().with(("line", number)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &line.text));
    response.on_hover_text(&line.text);
}

/// Everything that is known, in lines.
pub(super) fn lines(tls: &TlsInfo, now: Stamp) -> Vec<Line> {
    let line = |indent, text: String, tone| Line { indent, text, tone };
    let mut lines = Vec::new();
    lines.push(line(false, words::server_name(&show::inert(&tls.server_name)), Tone::Plain));
    if tls.resumed == Some(true) {
        lines.push(line(false, words::session_resumed().to_owned(), Tone::Quiet));
    }
    for (certificate, number) in tls.chain.iter().zip(1..) {
        match &certificate.info {
            Ok(info) => certificate_lines(number, info, now, &mut lines),
            Err(why) => {
                let who = words::certificate(number, &unreadable_certificate(why));
                lines.push(line(false, who, Tone::Warning));
            }
        }
    }
    lines
}

fn certificate_lines(number: usize, info: &CertificateInfo, now: Stamp, lines: &mut Vec<Line>) {
    let mut push = |indent, text: String, tone| lines.push(Line { indent, text, tone });
    push(false, words::certificate(number, &show::inert(&info.subject)), Tone::Plain);
    push(true, words::issued_by(&show::inert(&info.issuer)), Tone::Quiet);
    if !info.names.is_empty() {
        push(true, words::names(&show::inert(&info.names.join(", "))), Tone::Quiet);
    }
    let (valid, tone) = validity(info, now);
    push(true, valid, tone);
    push(true, words::key(&key(&info.key), &info.serial), Tone::Quiet);
}

/// `TLS 1.3, TLS13_AES_256_GCM_SHA384, X25519, ALPN http/1.1`; what is not known is left out.
fn agreed(tls: &TlsInfo) -> String {
    let alpn = tls.alpn.as_ref().map(|alpn| words::alpn(alpn));
    let resumed = (tls.resumed == Some(true)).then(|| words::resumed().to_owned());
    let parts = [tls.version.clone(), tls.cipher.clone(), tls.key_exchange.clone(), alpn, resumed];
    let known: Vec<String> = parts.into_iter().flatten().collect();
    if known.is_empty() {
        words::tls().to_owned()
    } else {
        show::inert(&known.join(", ")).into_owned()
    }
}

fn verdict(tls: &TlsInfo) -> (String, Tone) {
    match &tls.verdict {
        Some(Verdict::Trusted) => (words::trusted().to_owned(), Tone::Plain),
        Some(Verdict::Refused(problem)) => (words::refused(&trust(problem)), Tone::Danger),
        Some(Verdict::Accepted(problem)) => (words::accepted(&trust(problem)), Tone::Warning),
        None => (words::not_verified().to_owned(), Tone::Quiet),
    }
}

fn validity(certificate: &CertificateInfo, now: Stamp) -> (String, Tone) {
    let now = now.unix_us / 1_000_000;
    let days = |seconds: i64| seconds.max(0).unsigned_abs() / 86_400;
    let (state, tone) = if now > certificate.not_after {
        let ago = days(now.saturating_sub(certificate.not_after));
        (words::expired(ago), Tone::Danger)
    } else if now < certificate.not_before {
        (words::not_valid_yet().to_owned(), Tone::Danger)
    } else {
        let left = days(certificate.not_after.saturating_sub(now));
        (words::left(left), if left < 14 { Tone::Warning } else { Tone::Quiet })
    };
    let [from, until] = [certificate.not_before, certificate.not_after].map(time::day);
    (words::validity(&from, &until, &state), tone)
}

fn paint(mut job: LayoutJob, rect: Rect, x: f32, sheet: &Sheet<'_>) {
    job.wrap = TextWrapping::truncate_at_width(rect.width() - x - SPACE_2);
    let galley = sheet.painter.layout_job(job);
    let at = pos2(rect.min.x + x, rect.center().y - galley.size().y / 2.0);
    sheet.painter.galley(at, galley, sheet.palette.text);
}

/// Where the line begins: under the status of its hop.
const INDENT: f32 = 32.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::http::Certificate;
    use crate::types::problem::{CertificateKey, TrustProblem};

    fn certificate(not_before: i64, not_after: i64) -> CertificateInfo {
        CertificateInfo {
            subject: "CN=localhost".to_owned(),
            issuer: "CN=Test".to_owned(),
            names: vec!["localhost".to_owned()],
            not_before,
            not_after,
            serial: "01".to_owned(),
            key: CertificateKey { algorithm: "EC".to_owned(), bits: Some(256) },
        }
    }

    #[test]
    fn validity_counts_the_days() {
        let day = 86_400;
        let now = Stamp { mono_ns: 0, unix_us: 100 * day * 1_000_000 };
        let table = [
            (0, 200 * day, "Valid from 1970-01-01 to 1970-07-20, 100 days left", Tone::Quiet),
            (0, 103 * day, "Valid from 1970-01-01 to 1970-04-14, 3 days left", Tone::Warning),
            (0, 90 * day, "Valid from 1970-01-01 to 1970-04-01, expired 10 days ago", Tone::Danger),
            (
                150 * day,
                200 * day,
                "Valid from 1970-05-31 to 1970-07-20, not valid yet",
                Tone::Danger,
            ),
        ];
        for (from, until, words, tone) in table {
            assert_eq!(validity(&certificate(from, until), now), (words.to_owned(), tone));
        }
    }

    #[test]
    fn a_refused_server_says_why_and_whose_certificate_it_was() {
        let tls = TlsInfo {
            server_name: "localhost".to_owned(),
            version: None,
            cipher: None,
            key_exchange: None,
            alpn: None,
            resumed: None,
            chain: vec![
                Certificate { info: Ok(certificate(0, 1)), der: bytes::Bytes::new() },
                Certificate { info: Err("cut".to_owned()), der: bytes::Bytes::new() },
            ],
            verdict: Some(Verdict::Refused(TrustProblem::Expired(None))),
        };
        let texts: Vec<String> =
            lines(&tls, Stamp::default()).into_iter().map(|line| line.text).collect();
        assert_eq!(agreed(&tls), "TLS");
        assert_eq!(verdict(&tls), ("Refused: expired".to_owned(), Tone::Danger));
        assert!(texts.contains(&"Certificate 1 for CN=localhost".to_owned()), "{texts:?}");
        assert!(texts.contains(&"Issued by CN=Test".to_owned()), "{texts:?}");
        assert!(texts.contains(&"Key EC 256 bit, serial 01".to_owned()), "{texts:?}");
        let unreadable = "Certificate 2 for (not readable: cut)";
        assert_eq!(texts.last().map(String::as_str), Some(unreadable));
    }
}
