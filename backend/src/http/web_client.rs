//! The built web client, embedded in the binary. A path of its router returns its page; other paths are its files.
//!
//! Files are served without a copy. The build has compressed them (`scripts/compress.mjs`).

use std::{borrow::Cow, sync::OnceLock};

use actix_web::{
    HttpRequest, HttpResponse,
    dev::ResourceDef,
    http::{
        Method,
        header::{self, ContentEncoding, EntityTag, Header, IfNoneMatch},
    },
    web,
};
use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::{encoding::Accepted, error, headers::Policies, pieces::InProgram};
use crate::kernel::ApiError;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../web-client/dist"]
#[allow_missing = true]
struct Files;

const PAGE: &str = "index.html";
/// Files with a hash of their content in their name.
const HASHED: &str = "assets/";
/// The patterns of the client's pages. A test compares them with its router.
const PAGES: &str = include_str!("../../../openapi/pages.json");
/// Encodings in which a file may be stored, best first, with their suffixes.
const ENCODINGS: [(ContentEncoding, &str); 2] = [(ContentEncoding::Brotli, ".br"), (ContentEncoding::Gzip, ".gz")];

/// The files that DM pages preload, as listed by the build.
const LINKS: &str = "talk.links";

/// The fallback handler.
pub async fn serve(request: HttpRequest, policies: web::Data<Policies>) -> HttpResponse {
    let path = request.path();
    let name = if is_page(path) { PAGE } else { path.trim_start_matches('/') };
    // Compressed variants are not files of their own.
    let is_encoded = ENCODINGS.iter().any(|(_, ending)| name.ends_with(ending));
    match Files::get(name).filter(|_| !is_encoded) {
        Some(_) if !matches!(*request.method(), Method::GET | Method::HEAD) => {
            error::respond(ApiError::wrong_method("GET, HEAD"))
        }
        Some(file) => answer(&request, name, file, policies.of_file(name)),
        None if name == PAGE => {
            HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("The web client is not built. Run: just run")
        }
        None => error::respond(ApiError::unknown_route()),
    }
}

fn is_page(path: &str) -> bool {
    static PATTERNS: OnceLock<ResourceDef> = OnceLock::new();
    let read = || serde_json::from_str::<Vec<String>>(PAGES).expect("is a list of patterns");
    let patterns = PATTERNS.get_or_init(|| ResourceDef::new(read()));
    patterns.is_match(path.strip_suffix('/').filter(|rest| !rest.is_empty() && !rest.ends_with('/')).unwrap_or(path))
}

fn shows_dm_channels(path: &str) -> bool {
    ["/channels/", "/dm/"].iter().any(|prefix| path.starts_with(prefix))
}

fn answer(request: &HttpRequest, name: &str, file: EmbeddedFile, policy: Option<&str>) -> HttpResponse {
    let digest = hex::encode(&file.metadata.sha256_hash()[..16]);
    let (encoding, file) = best(request, name, file);
    let tag = EntityTag::new_strong(encoding.map_or(digest.clone(), |encoding| format!("{digest}-{}", encoding.as_str())));
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::VARY, "Accept-Encoding"));
    let caching = if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    answer.insert_header((header::CACHE_CONTROL, caching));
    if let Some(policy) = policy {
        answer.insert_header((header::CONTENT_SECURITY_POLICY, policy));
    }
    if name == PAGE
        && shows_dm_channels(request.path())
        && let Some(links) = Files::get(LINKS)
    {
        answer.insert_header((header::LINK, links.data.into_owned()));
    }
    let is_known = knows(request, &tag);
    answer.insert_header(header::ETag(tag));
    if is_known {
        return answer.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
    }
    if let Some(encoding) = encoding {
        answer.insert_header((header::CONTENT_ENCODING, encoding.as_str()));
    }
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let kind = if kind.type_() == mime_guess::mime::TEXT { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    let mut answer = answer.content_type(kind).body(bytes(file));
    answer.extensions_mut().insert(InProgram);
    answer
}

/// The file in the client's preferred encoding.
fn best(request: &HttpRequest, name: &str, file: EmbeddedFile) -> (Option<ContentEncoding>, EmbeddedFile) {
    let accepted = Accepted::of(request);
    let mut encoded = ENCODINGS.iter().filter(|(encoding, _)| accepted.takes(*encoding));
    let found = encoded.find_map(|(encoding, ending)| Some((Some(*encoding), Files::get(&format!("{name}{ending}"))?)));
    found.unwrap_or((None, file))
}

fn knows(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => request.headers().contains_key(header::IF_NONE_MATCH),
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}

/// The static bytes.
fn bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_clients_router_knows_is_a_page() {
        for page in [
            "/",
            "/login",
            "/login/",
            "/invite/tea",
            "/channels/@me",
            "/channels/1/2",
            "/channels/1/2/3",
            "/dm",
            "/settings/profile",
        ] {
            assert!(is_page(page), "{page}");
        }
        for none in
            ["", "//", "/healthz", "/wp-admin", "/api", "/login/x", "/channels/1/2/3/4", "/invite/", "/index.html", "/Login"]
        {
            assert!(!is_page(none), "{none}");
        }
    }
}
