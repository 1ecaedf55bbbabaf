//! A client that does not read costs the others nothing, and little of the server.

use std::time::Duration;

use chatspace::{events::Audience, kernel::GuildId, wire::guild_events::GuildDelete};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio_tungstenite::{client_async, tungstenite::Message};

use super::Scene;
use crate::support::text;

#[actix_web::test]
async fn a_client_that_does_not_read_is_closed_and_others_get_everything() {
    let scene = Scene::new().await;
    let address = scene.world.address();
    let tcp = tokio::net::TcpSocket::new_v4().expect("a socket");
    tcp.set_recv_buffer_size(4096).expect("a small buffer");
    let tcp = tcp.connect(address.parse().expect("an address")).await.expect("the server listens");
    let (mut stuck, _) = client_async(format!("ws://{address}/gateway"), tcp).await.expect("the gateway answers");
    let identify = json!({"op": 2, "d": {"token": scene.bob.token}}).to_string();
    stuck.send(Message::text(identify)).await.expect("sends");
    let mut witness = scene.bob.connects().await;
    let from = witness.seen.len();
    let state = scene.world.running().state().clone();
    // The end of a guild is told to whoever was a member.
    let audience = Audience::Members(GuildId::new(1), vec![scene.bob.id.parse().expect("an id")]);
    let all = 6000;
    for n in 0..all {
        state.publisher.publish(audience.clone(), &GuildDelete { id: GuildId::new(1_538_016_506_728_808_461 + n) });
        if n % 100 == 99 {
            witness.settles().await;
        }
    }
    let told = witness.seen[from..].iter().filter(|(name, _)| name == "GUILD_DELETE");
    let told: Vec<_> = told.map(|(_, told)| text(&told["id"])).collect();
    assert_eq!(told.len(), usize::try_from(all).expect("fits"));
    assert!(told.is_sorted(), "in order");
    let ended = async { while let Some(Ok(_)) = stuck.next().await {} };
    tokio::time::sleep(Duration::from_secs(2)).await;
    tokio::time::timeout(Duration::from_secs(5), ended).await.expect("the stuck connection has ended");
}
