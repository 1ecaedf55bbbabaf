//! Killed again and again while many people do all that can be done: what was answered is there, and nobody was told of
//! anything that is not (R-1, R-3, F-1).

use std::{collections::HashMap, sync::Arc, time::Duration};

use futures_util::future::join_all;

use crate::{
    ears::{Ear, Heard},
    ledger::Tally,
    load::{Board, Sender, compare},
    program::Program,
    sizes::{proof, size},
    world::{World, lasting},
};

const PEOPLE: usize = 32;
const LISTENERS: usize = 2;

/// What a run came to.
#[derive(Default)]
pub struct Outcome {
    pub acks: usize,
    pub tally: Tally,
    /// Events about something that is not stored.
    pub untrue: usize,
}

/// How many were told of a message that is not there and that nobody wanted to delete, or of the end of one that is.
pub fn untrue(heard: &[Heard], senders: &[Sender], channel: &str, stored: &HashMap<u64, String>) -> usize {
    let may_be_gone = |id: u64| {
        senders.iter().any(|sender| {
            let kept = sender.ledgers.get(channel).and_then(|ledger| ledger.knows(id));
            kept.is_some_and(|kept| kept.text.answered().is_none())
        })
    };
    let is_untrue = |heard: &&Heard| match heard {
        Heard::Created(id, _) => !stored.contains_key(id) && !may_be_gone(*id),
        Heard::Deleted(id) => stored.contains_key(id),
        Heard::Updated(..) => false,
    };
    heard.iter().filter(is_untrue).count()
}

/// Work, a kill, a new start and a comparison. `cut` does what a machine does that goes down.
pub async fn cycle(
    program: &mut Program,
    world: &World,
    mut senders: Vec<Sender>,
    acks: usize,
    cut: &mut impl FnMut(&mut Program),
) -> (Vec<Sender>, Outcome) {
    let channel = world.channel.clone();
    let ears = join_all(world.people[..LISTENERS].iter().map(|person| Ear::opens(program, person, &channel))).await;
    let board = Arc::new(Board::default());
    let working = Sender::start(senders, &program.url(""), &channel, &board);
    board.hears(rand::random_range(acks * 2 / 3..acks * 4 / 3)).await;
    let later = Duration::from_micros(rand::random_range(0..20_000));
    tokio::time::sleep(later).await;
    cut(program);
    senders = join_all(working).await.into_iter().map(|sender| sender.expect("nobody panics")).collect();
    let heard = join_all(ears.into_iter().map(Ear::hears_to_the_end)).await.concat();
    assert_eq!(board.refused().len(), 0, "nobody was refused: {:?}", board.refused());

    program.starts();
    let (tally, stored) = compare(program, world, &mut senders, &channel).await;
    let untrue = untrue(&heard, &senders, &channel, &stored);
    assert!(!heard.is_empty(), "the listeners hear something");
    (senders, Outcome { acks: board.acks(), tally, untrue })
}

/// Until so many cycles and acks have been.
pub async fn cycles(program: &mut Program, (cycles, acks): (usize, usize), cut: &mut impl FnMut(&mut Program)) -> Outcome {
    program.starts();
    let mut world = World::made(program, PEOPLE).await;
    let mut senders = Sender::all(program, &world).await;
    let mut sum = Outcome::default();
    let mut number = 0;
    while number < cycles || sum.acks < acks {
        world.moves_on(program, number).await;
        let outcome;
        (senders, outcome) = cycle(program, &world, senders, acks / cycles, cut).await;
        sum.acks += outcome.acks;
        sum.tally += outcome.tally;
        sum.untrue += outcome.untrue;
        number += 1;
    }
    for sender in &senders {
        let ear = Ear::opens(program, sender.person(), "").await;
        sum.tally.changed += usize::from(!sender.has_read(&ear.ready));
        ear.closes();
    }
    // What was there after one crash is there after all of them.
    let channels: Vec<String> = senders[0].ledgers.keys().cloned().collect();
    for channel in channels {
        sum.tally += compare(program, &world, &mut senders, &channel).await.0;
    }
    sum
}

async fn what_was_answered_survives(program: Program, engine: &str, (count, acks): (usize, usize)) {
    let mut program = lasting(program);
    let outcome = cycles(&mut program, (count, acks), &mut Program::is_killed).await;
    let what = format!("acknowledged writes lost, changed or doubled, of {} on {engine} over {count} kills", outcome.acks);
    proof("2.a", what, outcome.tally, 0, outcome.tally == Tally::default());
    proof("2.b", format!("events sent before their row was stored, on {engine}"), outcome.untrue, 0, outcome.untrue == 0);
}

mod sqlite {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn what_was_answered_survives_kills() {
        what_was_answered_survives(Program::on_sqlite(), "SQLite", size((20, 20_000), (200, 1_000_000))).await;
    }
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn what_was_answered_survives_kills() {
        what_was_answered_survives(Program::on_postgres().await, "Postgres", size((4, 2_000), (50, 100_000))).await;
    }
}
