//! What the rules of the architecture let pass, each with its reason. Each entry must be needed.

use super::sentences::Exception;

/// Literals that look like sentences for people and aren't.
pub(crate) const NOT_FOR_PEOPLE: &[Exception] = &[
    Exception {
        path: "src/codec/template/render.rs",
        part: "wrong format",
        reason: "goes out over the wire in place of a time",
    },
    Exception {
        path: "src/engine/net/tls/verdict.rs",
        part: "certificate had invalid extensions",
        reason: "what the verifier of the system says, to compare with",
    },
    Exception {
        path: "src/http/curl/assemble/headers.rs",
        part: "Bearer",
        reason: "the value of a header",
    },
    Exception {
        path: "src/http/request.rs",
        part: "",
        reason: "a request as it goes over the wire",
    },
    Exception {
        path: "src/http/sse.rs",
        part: "cut at 1 MiB",
        reason: "stands in the data of an event",
    },
    Exception {
        path: "src/main.rs",
        part: "sockscope: {}",
        reason: "the name of the program before an error",
    },
    Exception {
        path: "src/playground/tour.rs",
        part: "Hello from the client",
        reason: "a payload",
    },
    Exception {
        path: "src/respond/preset.rs",
        part: "",
        reason: "what the presets send and write into files",
    },
    Exception {
        path: "src/store/shelf/file.rs",
        part: "# Saved payloads",
        reason: "the head of the file of the shelf",
    },
    Exception {
        path: "src/types/errno.rs",
        part: "os error",
        reason: "what the standard library prints behind a reason",
    },
    Exception {
        path: "src/types/interface.rs",
        part: " from {source}",
        reason: "how a membership is written, as an address is",
    },
    Exception { path: "src/ui.rs", part: "Sockscope", reason: "the name of the program" },
    Exception { path: "src/ui/composer.rs", part: "payload editor", reason: "the id of an entry" },
    Exception { path: "src/ui/fonts.rs", part: "Hack", reason: "the name of a font" },
    Exception { path: "src/ui/shelf.rs", part: "shelf footer", reason: "the id of a panel" },
    Exception {
        path: "src/ui/tab_strip.rs",
        part: "tab shown last",
        reason: "the id of a value in the memory of egui",
    },
];
