//! The queue compared with a plain list: whatever happens, a client without a lost event has received everything once, in order.

use proptest::prelude::*;

use super::*;

const BOUNDS: Bounds = Bounds { entries: 12, bytes: 100, unsent: 6 };

#[derive(Debug, Clone)]
enum Step {
    /// An event is published.
    Push { bytes: usize },
    /// Up to so many entries are written to the connection.
    Send(usize),
    /// Up to so many of the written entries arrive.
    Arrive(usize),
    /// The client confirms what it has received.
    Heartbeat,
    /// The connection breaks and data in flight is lost. The client reconnects.
    CutAndResume,
    /// The same, and the client has lost access to some of what it missed.
    CutAndResumeWithLess { every: u32 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0usize..30).prop_map(|bytes| Step::Push { bytes }),
        4 => (1usize..8).prop_map(Step::Send),
        4 => (1usize..8).prop_map(Step::Arrive),
        1 => Just(Step::Heartbeat),
        1 => Just(Step::CutAndResume),
        1 => (2u32..4).prop_map(|every| Step::CutAndResumeWithLess { every }),
    ];
    prop::collection::vec(step, 1..120)
}

/// A client, its connection, and the list of all its events.
#[derive(Default)]
struct Model {
    pushed: Vec<u32>,
    wire: VecDeque<(u64, u32)>,
    got: Vec<u32>,
    seq: u64,
}

impl Model {
    fn arrive(&mut self, most: usize) {
        for _ in 0..most {
            let Some((seq, item)) = self.wire.pop_front() else { return };
            assert_eq!(seq, self.seq + 1, "numbers rise by one");
            self.seq = seq;
            self.got.push(item);
            assert_eq!(self.got, self.pushed[..self.got.len()], "nothing lost, doubled or reordered");
        }
    }

    /// Missed events without access count as never pushed.
    fn forget(&mut self, hidden: impl Fn(u32) -> bool) {
        let missed = self.pushed.split_off(self.got.len());
        self.pushed.extend(missed.into_iter().filter(|item| !hidden(*item)));
    }
}

fn resume(replay: &mut Replay<u32>, model: &mut Model) -> bool {
    model.wire.clear();
    match replay.rewind(model.seq) {
        Ok(()) => true,
        Err(error) => {
            assert_eq!(error, RewindError::Lost, "the client's number was sent");
            let kept = replay.entries.len();
            let missed = model.pushed.len() - model.got.len();
            assert!(kept < missed, "lost is said only if something is lost: {kept} of {missed} are there");
            false
        }
    }
}

proptest! {
    #[test]
    fn nothing_is_lost_doubled_or_reordered(steps in steps()) {
        let mut replay = Replay::new(BOUNDS);
        let mut model = Model::default();
        let mut next = 0;
        for step in steps {
            match step {
                Step::Push { bytes } => {
                    replay.push(next, bytes);
                    model.pushed.push(next);
                    next += 1;
                    prop_assert!(replay.entries.len() <= BOUNDS.entries && replay.bytes <= BOUNDS.bytes);
                }
                Step::Send(most) => {
                    for _ in 0..most {
                        let Some((seq, item)) = replay.take().map(|(seq, item)| (seq, *item)) else { break };
                        model.wire.push_back((seq, item));
                    }
                }
                Step::Arrive(most) => model.arrive(most),
                Step::Heartbeat => replay.confirm(model.seq),
                Step::CutAndResume => if !resume(&mut replay, &mut model) { return Ok(()) },
                Step::CutAndResumeWithLess { every } => {
                    if !resume(&mut replay, &mut model) { return Ok(()) }
                    replay.retain_unsent(|item| *item % every != 0);
                    model.forget(|item| item % every == 0);
                }
            }
            prop_assert_eq!(replay.bytes, replay.entries.iter().map(|entry| entry.bytes).sum::<usize>());
            if replay.is_behind() {
                // The connection is cut; the client reconnects.
                if !resume(&mut replay, &mut model) { return Ok(()) }
            }
        }
        while let Some((seq, item)) = replay.take().map(|(seq, item)| (seq, *item)) {
            model.wire.push_back((seq, item));
        }
        model.arrive(usize::MAX);
        prop_assert_eq!(model.got, model.pushed);
    }
}

#[test]
fn a_number_never_sent_is_refused() {
    let mut replay = Replay::new(BOUNDS);
    replay.push('a', 1);
    assert_eq!(replay.rewind(1), Err(RewindError::Ahead));
    assert!(replay.take().is_some());
    assert_eq!(replay.rewind(2), Err(RewindError::Ahead));
    assert_eq!(replay.rewind(1), Ok(()));
    assert_eq!(replay.rewind(0), Err(RewindError::Lost), "what was confirmed is gone");
}

#[test]
fn a_reader_that_lags_is_behind_and_never_gets_a_gap() {
    let mut replay = Replay::new(BOUNDS);
    for item in 0..6 {
        replay.push(item, 1);
    }
    assert!(!replay.is_behind());
    replay.push(6, 1);
    assert!(replay.is_behind());
    for item in 7..20 {
        replay.push(item, 1);
    }
    assert_eq!(replay.take(), None, "the first is lost, so nothing is handed out");
    assert_eq!(replay.rewind(0), Err(RewindError::Lost));
}

#[test]
fn what_must_not_count_does_not_push_others_out() {
    let mut replay = Replay::new(BOUNDS);
    replay.push('a', 0);
    replay.push('b', 100);
    assert_eq!(replay.take(), Some((1, &'a')));
    assert_eq!(replay.take(), Some((2, &'b')));
}
