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

/// Runs each test on both databases, in modules `sqlite` and `postgres`. The compiler reports a test that is not listed as unused.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[actix_web::test]
            async fn $name() {
                super::$name($crate::support::World::new($crate::support::Engine::Sqlite).await).await;
            })+
        }

        mod postgres {
            $(#[actix_web::test]
            async fn $name() {
                super::$name($crate::support::World::new($crate::support::Engine::Postgres).await).await;
            })+
        }
    };
}
