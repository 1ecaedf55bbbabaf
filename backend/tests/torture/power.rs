//! Power is cut again and again: what was answered had reached the disk (R-2, F-2).

use std::sync::Arc;

use futures_util::future::join_all;

use crate::{
    kills::cycles,
    ledger::Tally,
    load::{Board, Sender, compare},
    program::Program,
    shim::Shim,
    sizes::{proof, size},
    world::{World, lasting},
};

const PEOPLE: usize = 8;
const ACKS: usize = 300;

/// What a power cut costs when commits do not wait for the disk. It shows that the cut is one.
#[tokio::test(flavor = "multi_thread")]
async fn the_cut_is_noticed_where_commits_do_not_wait() {
    let (program, shim) = Shim::under(lasting(Program::on_sqlite()));
    let mut program = shim.noting(program).with("FAULT_SYNCHRONOUS_NORMAL", "1");
    program.starts();
    let world = World::made(&program, PEOPLE).await;
    // Stopped in good order, so that people and guild are safe.
    program.is_told_to_stop();
    program.starts();
    let senders = Sender::all(&program, &world).await;
    let board = Arc::new(Board::default());
    let working = Sender::start(senders, &program.url(""), &world.channel, &board);
    board.hears(ACKS).await;
    let undone = shim.cuts_power(&mut program);
    let mut senders: Vec<Sender> = join_all(working).await.into_iter().map(|sender| sender.expect("nobody panics")).collect();
    program.starts();
    let (tally, _) = compare(&program, &world, &mut senders, &world.channel).await;
    let what = format!(
        "acknowledged writes lost, of {} over one power cut with synchronous=NORMAL, {undone} writes undone",
        board.acks()
    );
    proof("2.c", what, tally.total(), "> 0 (the cut is real)", tally.missing > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_survives_power_cuts() {
    let (program, shim) = Shim::under(lasting(Program::on_sqlite()));
    let mut program = shim.noting(program);
    let (count, acks) = size((20, 10_000), (200, 100_000));
    let mut undone = 0;
    let outcome = cycles(&mut program, (count, acks), &mut |program| undone += shim.cuts_power(program)).await;
    let what = format!(
        "acknowledged writes lost, changed or doubled, of {} over {count} power cuts, {undone} writes undone",
        outcome.acks
    );
    proof("2.d", what, outcome.tally, 0, outcome.tally == Tally::default());
    proof("2.e", "events sent before their row was on disk", outcome.untrue, 0, outcome.untrue == 0);
}
