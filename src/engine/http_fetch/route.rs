//! How a server is reached: directly or through a proxy, plainly or with TLS.

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
    /// The name and port that TLS is spoken with.
    pub(super) tls: Option<(String, u16)>,
    /// How a request names its target.
    pub(super) form: TargetForm,
    /// For the proxy that reads the request.
    pub(super) authorization: Option<String>,
    pub(super) key: Key,
}

/// What has to be asked of a proxy first.
pub(super) enum Via {
    /// Nothing.
    Direct,
    /// A connection, of a SOCKS proxy.
    Socks { host: String, port: u16, userinfo: Option<UserInfo> },
    /// A tunnel, of an HTTP proxy.
    Tunnel { authority: String, authorization: Option<String> },
}

/// What connections must have in common to be used for one another.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Key {
    scheme: Scheme,
    to: Destination,
    proxy: Proxy,
    tls: TlsSettings,
}

impl Route {
    /// The way to a URL. An error if the environment names no proxy that can be used.
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
