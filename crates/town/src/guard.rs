//! What holds for every answer of the page: nothing comes from elsewhere, and nothing from elsewhere gets in.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; \
                      connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/// Another site's page may not play with the town, and its answers are shown by no other.
pub async fn guard(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let is_ours = matches!(site, None | Some("same-origin" | "none"));
    if request.method() != Method::GET && !is_ours {
        return (StatusCode::FORBIDDEN, "asked by another site").into_response();
    }
    let mut response = next.run(request).await;
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

    #[tokio::test]
    async fn no_answer_lets_anything_in_from_elsewhere() {
        let response = asked(Method::GET, None).await;
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"));
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    }
}
