//! What the stories are told with: a world with a server in it, people, and their sockets.

mod bots;
mod mail;
mod people;
mod push;
mod roles;
mod rows;
mod socket;
mod unread;
mod world;

pub use mail::{Email, MailServer, Mood};
pub use people::{Answer, Guild, PASSWORD, Person, text};
pub use push::{Browser, PushService, claims};
pub use socket::{Incoming, Socket};
pub use unread::{Unread, id, last_id_before};
pub use world::{Engine, World};

/// Tells each story twice, in modules `sqlite` and `postgres`.
macro_rules! on_both_databases {
    ($(async fn $name:ident($world:ident: $kind:ty) $body:block)+) => {
        mod sqlite {
            use super::*;
            $(#[actix_web::test]
            async fn $name() {
                let $world: $kind = $crate::support::World::new($crate::support::Engine::Sqlite).await;
                $body
            })+
        }

        mod postgres {
            use super::*;
            $(#[actix_web::test]
            async fn $name() {
                let $world: $kind = $crate::support::World::new($crate::support::Engine::Postgres).await;
                $body
            })+
        }
    };
}
