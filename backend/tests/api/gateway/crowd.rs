//! Many at once: five hundred connections in one channel.

use futures_util::future::join_all;
use serde_json::json;

use super::contents;
use crate::support::{Engine, Person, Socket, World};

const PEOPLE: usize = 50;
const SOCKETS_EACH: usize = 10;
const MESSAGES: usize = 20;

/// People with ten connections each, all in one guild.
async fn crowd(world: &World, owner: &Person, code: &str) -> Vec<Socket> {
    let mut sockets = Vec::new();
    for n in 0..PEOPLE {
        let person = Person::register(world, &format!("guest{n}")).await;
        person.joins(code).await;
        sockets.extend(join_all((0..SOCKETS_EACH).map(|_| person.connects())).await);
    }
    assert_eq!(owner.get("/users/@me").await.status, 200);
    sockets
}

async fn five_hundred_hear_the_same(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("The square").await;
    let code = ann.invites_to(&guild).await;
    let mut sockets = crowd(&world, &ann, &code).await;
    let path = format!("/channels/{}/messages", guild.channel);
    let bodies: Vec<_> = (0..MESSAGES).map(|n| json!({"content": n.to_string()})).collect();
    // All at once, so that the order is made by the server and not by the sender.
    let sent = join_all(bodies.iter().map(|body| ann.post(&path, body)));
    let heard = join_all(sockets.iter_mut().map(async |socket| {
        for _ in 0..MESSAGES {
            socket.event("MESSAGE_CREATE").await;
        }
    }));
    let (answers, _) = futures_util::future::join(sent, heard).await;
    assert!(answers.into_iter().all(|answer| answer.status == 200));
    let mut history = ann.reads(&guild.channel).await;
    history.reverse();
    assert_eq!(history.len(), MESSAGES);
    assert_eq!(sockets.len(), PEOPLE * SOCKETS_EACH);
    for socket in &sockets {
        assert_eq!(contents(socket), history, "every connection hears all, in the order of history");
    }
}

mod sqlite {
    use super::*;

    #[actix_web::test]
    async fn five_hundred_connections_hear_the_same_in_the_same_order() {
        five_hundred_hear_the_same(World::new(Engine::Sqlite).await).await;
    }
}

mod postgres {
    use super::*;

    #[actix_web::test]
    async fn five_hundred_connections_hear_the_same_in_the_same_order() {
        five_hundred_hear_the_same(World::new(Engine::Postgres).await).await;
    }
}
