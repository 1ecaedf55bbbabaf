//! Hostile files: refused, or served as the harmless image that they also are. Other requests go on meanwhile.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::{
    AVATAR, avatar, contains,
    files::{BLUE, RED, encoded, halves, jpeg, png},
    hostile::{self, CANARY, Fate},
    is,
    metadata::{self, CANARIES},
    pixels, shown, uploads,
};
use crate::support::{Engine, Person, World, text};

/// In a build without optimisation on a busy machine; a release build takes a twentieth of it.
const QUICKLY: Duration = Duration::from_secs(4);

#[actix_web::test]
async fn hostile_files_are_refused_or_harmless_and_nobody_waits_for_them() {
    let files = hostile::all();
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    assert!(files.len() >= 60, "{}", files.len());
    let over = Arc::new(AtomicBool::new(false));
    let waits = tokio::spawn(asks_on(bob, over.clone()));
    let mut slowest = (Duration::ZERO, "");
    for (name, file, fate) in &files {
        let began = Instant::now();
        let answer = uploads(&world, &ann, AVATAR, file).await;
        slowest = slowest.max((began.elapsed(), name));
        let is_it = match answer.status.as_u16() {
            200 => Fate::Harmless,
            415 => Fate::Unsupported,
            422 => Fate::Unreadable,
            other => panic!("{name}: {other} {}", answer.body),
        };
        assert_eq!(is_it, *fate, "{name}: {}", answer.body);
        if *fate == Fate::Harmless {
            let hash = text(&answer.body["avatar"]);
            for size in [64, 512] {
                let served = avatar(&world, &ann.id, &hash, &format!("?size={size}")).await;
                assert!(!contains(&served, CANARY) && !contains(&served, "alert"), "{name}");
                assert!(served.starts_with(b"\x89PNG") || served.starts_with(b"\xFF\xD8\xFF"), "{name}");
                pixels(&served);
            }
        }
    }
    over.store(true, Ordering::Relaxed);
    let mut waits = waits.await.expect("bob asks to the end");
    waits.sort();
    let most = waits[waits.len() * 99 / 100];
    println!(
        "{} files; slowest {:?} ({}); others waited at most {most:?} (p99 of {})",
        files.len(),
        slowest.0,
        slowest.1,
        waits.len()
    );
    assert!(slowest.0 < QUICKLY, "{slowest:?}");
    assert!(most < Duration::from_millis(500), "{most:?}");
}

/// Asks for something small again and again.
async fn asks_on(person: Person, over: Arc<AtomicBool>) -> Vec<Duration> {
    let mut waits = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let began = Instant::now();
        person.get("/users/@me").await.ok();
        waits.push(began.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    waits
}

#[actix_web::test]
async fn camera_metadata_is_not_served_and_the_image_is_upright() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    for (kind, file) in metadata::lying() {
        let canaries = CANARIES.iter().filter(|canary| contains(&file, canary)).count();
        assert!(canaries >= 8, "{kind} has only {canaries}");
        let hash = text(&uploads(&world, &ann, AVATAR, &file).await.ok()["avatar"]);
        for size in [64, 128, 256, 512] {
            let served = avatar(&world, &ann.id, &hash, &format!("?size={size}")).await;
            let left: Vec<_> = CANARIES.iter().filter(|canary| contains(&served, canary)).collect();
            assert!(left.is_empty(), "{kind} at {size}: {left:?}");
            let image = pixels(&served);
            let (side, middle) = (image.width(), image.width() / 2);
            assert!(is(&image, middle, side / 8, RED) && is(&image, middle, side * 7 / 8, BLUE), "{kind} at {size} lies");
        }
    }
    uploads(&world, &ann, AVATAR, &metadata::noted_gif()).await.ok();
    let served = shown(&world, &ann).await;
    assert!(CANARIES.iter().all(|canary| !contains(&served, canary)));
}

#[actix_web::test]
async fn the_first_frame_of_an_animation_is_stored() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    let mut gif = Vec::new();
    {
        let mut frames = image::codecs::gif::GifEncoder::new(&mut gif);
        for image in [halves(64, 64), halves(64, 64).fliph(), halves(64, 64).rotate90()] {
            frames.encode_frame(image::Frame::new(image.to_rgba8())).expect("a frame");
        }
    }
    for file in [gif, super::files::webp_animation(200)] {
        uploads(&world, &ann, AVATAR, &file).await.ok();
        let image = pixels(&shown(&world, &ann).await);
        let side = image.width();
        assert!(is(&image, side / 4, side / 2, RED) && is(&image, side * 3 / 4, side / 2, BLUE));
    }
}

#[actix_web::test]
async fn honest_images_up_to_the_limits_are_accepted() {
    let world = World::new(Engine::Sqlite).await;
    let ann = world.person("ann").await;
    for (name, file) in [
        ("a great png", encoded(&halves(1200, 1200), image::ImageFormat::Png)),
        ("a great jpeg", encoded(&halves(1200, 1200), image::ImageFormat::Jpeg)),
        ("a great gif", encoded(&halves(1200, 1200), image::ImageFormat::Gif)),
        ("a great webp", encoded(&halves(1000, 1000), image::ImageFormat::WebP)),
        ("a small png", png()),
        ("a small jpeg", jpeg()),
        ("a grey png", encoded(&halves(99, 99).grayscale(), image::ImageFormat::Png)),
        ("a png of 16 bits", encoded(&halves(99, 99).to_rgba16().into(), image::ImageFormat::Png)),
        ("one pixel", encoded(&halves(1, 1), image::ImageFormat::Png)),
        ("a line", encoded(&halves(4096, 1), image::ImageFormat::Png)),
    ] {
        let began = Instant::now();
        let answer = uploads(&world, &ann, AVATAR, &file).await;
        println!("{name}: {:?}", began.elapsed());
        assert_eq!(answer.status, 200, "{name}: {}", answer.body);
    }
}
