//! How a server is reached: directly or through a proxy, with or without TLS.

use crate::engine::TlsSettings;
use crate::engine::http_fetch::{HttpFetchConfig, Proxy, UserInfo, environment};
use crate::http::request::basic;
use crate::http::{Scheme, TargetForm, Url};
use crate::types::{Destination, IoError};

/// The way to a server.
pub(super) struct Route {
    /// Where to connect to.
    pub(super) dial: Destination,
    pub(super) via: Via,
    /// The server name and port for TLS, if it is used.
    pub(super) tls: Option<(String, u16)>,
    /// The form of the request target (RFC 9112, 3.2).
    pub(super) form: TargetForm,
    /// `Proxy-Authorization` for a proxy that reads the request itself.
    pub(super) authorization: Option<String>,
    pub(super) key: Key,
}

/// What a proxy has to do before the request can be sent.
pub(super) enum Via {
    /// Nothing.
    Direct,
    /// A SOCKS proxy has to connect to this host.
    Socks { host: String, port: u16, userinfo: Option<UserInfo> },
    /// An HTTP proxy has to open a tunnel.
    Tunnel { authority: String, authorization: Option<String> },
}

/// What must be equal for a connection to be reused.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Key {
    scheme: Scheme,
    to: Destination,
    proxy: Proxy,
    tls: TlsSettings,
}

impl Route {
    /// The route to a URL. Fails if the environment names an invalid proxy.
    pub(super) fn to(url: &Url, config: &HttpFetchConfig) -> Result<Self, IoError> {
        let to = url.destination();
        let Destination::Host { host, port } = &to else {
            return Ok(Self::direct(url, Key::new(url, Proxy::None, config)));
        };
        let proxy = environment::resolve(&config.proxy, url.scheme().label(), host)?;
        let direct = Self::direct(url, Key::new(url, proxy.clone(), config));
        Ok(match proxy {
            Proxy::None | Proxy::Environment => direct,
            Proxy::Http { host, port, userinfo } => {
                let authorization =
                    userinfo.map(|UserInfo { user, password }| basic(&user, &password));
                let dial = Destination::Host { host, port };
                match url.scheme() {
                    Scheme::Http => {
                        Self { dial, form: TargetForm::Absolute, authorization, ..direct }
                    }
                    Scheme::Https => {
                        let authority = url.authority_form();
                        Self { dial, via: Via::Tunnel { authority, authorization }, ..direct }
                    }
                }
            }
            Proxy::Socks5 { host: proxy, port: proxy_port, userinfo } => Self {
                dial: Destination::Host { host: proxy, port: proxy_port },
                via: Via::Socks { host: host.clone(), port: *port, userinfo },
                ..direct
            },
        })
    }

    fn direct(url: &Url, key: Key) -> Self {
        let dial = url.destination();
        let port = match &dial {
            Destination::Host { port, .. } => *port,
            Destination::Unix(_) => url.scheme().default_port(),
        };
        let is_secure = url.scheme() == Scheme::Https;
        Self {
            dial,
            via: Via::Direct,
            tls: is_secure.then(|| (url.server_name().to_owned(), port)),
            form: TargetForm::Origin,
            authorization: None,
            key,
        }
    }
}

impl Key {
    fn new(url: &Url, proxy: Proxy, config: &HttpFetchConfig) -> Self {
        let tls = config.tls.clone();
        Self { scheme: url.scheme(), to: url.destination(), proxy, tls }
    }
}
