//! Entry points for the fuzz targets of this module.

use std::{
    net::{IpAddr, Ipv4Addr},
    rc::Rc,
};

use actix_web::{FromRequest, HttpMessage, test::TestRequest, web};

use super::{
    Upload,
    bodies::Bodies,
    policy::{Callers, Matched, Payer, Policy},
};

/// Reads a request body as a form with a file of at most 64 KiB.
pub async fn form(request: TestRequest) {
    let policy =
        Policy { pattern: String::new(), rate: None, callers: Callers::Users, fresh: false, body_bytes: 64 * 1024, place: None };
    let payer = Payer::Network(IpAddr::from(Ipv4Addr::LOCALHOST).into());
    let (request, mut payload) = request.app_data(web::Data::new(Bodies::default())).to_http_parts();
    request.extensions_mut().insert(Matched { policy: Rc::new(policy), payer });
    let _ = Upload::from_request(&request, &mut payload).await;
}
