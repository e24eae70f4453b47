//! What holds for every answer of the page: nothing comes from elsewhere, and nothing from elsewhere gets in.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::page::{Refused, Why};
use crate::plain;
use crate::texts::Texts;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; \
                      connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/// Another site's page may not play with the town, and its answers are shown by no other.
pub async fn guard(request: Request, next: Next) -> Response {
    let texts = Texts::of(None, request.headers());
    let mut response = match refusal(request.method(), request.headers()) {
        Some(refused) => refused.into_response(),
        None => next.run(request).await,
    };
    if let Some(Why(why)) = response.extensions_mut().remove::<Why>()
        && let Some(why) = plain::words(texts, &why)
    {
        response = (response.status(), why).into_response();
    }
    let headers = response.headers_mut();
    // A letter comes with a stricter one of its own.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("permissions-policy"),
            "microphone=(self), camera=(), geolocation=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refusal(method: &Method, headers: &HeaderMap) -> Option<Refused> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST);
    // A name that leads here may be anybody's, and its page would be taken for ours.
    if host.is_some_and(|host| !is_home(host)) {
        let why = "asked under a name that is not the town's".to_owned();
        return Some(Refused(StatusCode::MISDIRECTED_REQUEST, why));
    }
    if *method == Method::GET {
        return None;
    }
    let site = text(HeaderName::from_static("sec-fetch-site"));
    let origin = text(header::ORIGIN);
    let is_ours = matches!(site, None | Some("same-origin" | "none"))
        // Browsers tell the site to this machine alone, and the origin to everybody.
        && origin.is_none_or(|origin| origin.split_once("://").map(|(_, from)| from) == host);
    let why = "asked by another site".to_owned();
    (!is_ours).then_some(Refused(StatusCode::FORBIDDEN, why))
}

/// An address, this machine, or a name without a dot, which no name server outside gives away.
fn is_home(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let is_address = name.starts_with('[') || name.parse::<std::net::Ipv4Addr>().is_ok();
    is_address || !name.contains('.') || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::routing::post;
    use tower::ServiceExt;

    async fn asked(method: Method, site: Option<&str>) -> Response {
        let town = Router::new()
            .route("/", post(|| async { "done" }).get(|| async { "seen" }))
            .layer(axum::middleware::from_fn(guard));
        let mut request = Request::builder().method(method).uri("/");
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        town.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn another_sites_page_may_not_play_with_the_town() {
        for (site, status) in [
            (Some("cross-site"), StatusCode::FORBIDDEN),
            (Some("same-site"), StatusCode::FORBIDDEN),
            (Some("same-origin"), StatusCode::OK),
            (None, StatusCode::OK),
        ] {
            assert_eq!(asked(Method::POST, site).await.status(), status, "{site:?}");
        }
        assert_eq!(asked(Method::GET, Some("cross-site")).await.status(), StatusCode::OK);
    }

    #[test]
    fn a_page_of_another_origin_may_not_play_with_the_town_either() {
        let with = |method: Method, host: &'static str, origin: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            refusal(&method, &headers).map(|refused| refused.0)
        };
        let here = "192.168.1.5:8080";
        assert_eq!(with(Method::POST, here, Some("http://192.168.1.5:8080")), None);
        assert_eq!(with(Method::POST, here, None), None);
        for other in ["http://192.168.1.5:9090", "https://evil.example", "null"] {
            assert_eq!(with(Method::POST, here, Some(other)), Some(StatusCode::FORBIDDEN));
            assert_eq!(with(Method::GET, here, Some(other)), None);
        }
    }

    #[test]
    fn a_name_that_leads_here_is_no_town_of_its_own() {
        for host in
            ["127.0.0.1:8080", "localhost", "[::1]:8080", "10.0.0.7", "vocero:80", "a.localhost:1"]
        {
            assert!(is_home(host), "{host}");
        }
        for host in ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "1.2.3.4.5:80"]
        {
            assert!(!is_home(host), "{host}");
        }
    }

    #[tokio::test]
    async fn no_answer_lets_anything_in_from_elsewhere() {
        let response = asked(Method::GET, None).await;
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"));
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    }
}
