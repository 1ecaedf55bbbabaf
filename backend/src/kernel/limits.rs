//! The limits table: sizes, counts and rates that several features share. Those of one feature alone stand in its `rules`. Clients get all
//! of them at `/chatspace/limits`.

pub mod rates;
pub mod sizes;

use std::time::Duration;

pub use rates::*;
use serde::Serialize;
pub use sizes::*;
use utoipa::ToSchema;

/// Bodies that may hold an avatar or an icon in Base64, which takes four bytes for three.
pub const AVATAR_BODY_BYTES: usize = BODY_BYTES + AVATAR_BYTES / 3 * 4;
pub const ICON_BODY_BYTES: usize = BODY_BYTES + ICON_BYTES / 3 * 4;
/// Pixels of all frames of an image together.
pub const IMAGE_PIXELS_OF_ALL_FRAMES: u64 = 64 * 1024 * 1024;
/// What one decoder may allocate, and what all pictures together may take while they are worked on.
pub const IMAGE_DECODER_BYTES: u64 = 64 * 1024 * 1024;
pub const IMAGE_DECODING_BYTES: u64 = 76 * 1024 * 1024;
pub const PASSWORD_MIN: usize = 10;
/// No sign-in looks at more: composed forms of [`PASSWORD_MAX`] characters can be written with several each.
pub const PASSWORD_WRITTEN_MAX: usize = 4 * PASSWORD_MAX;
/// Events that all sessions together hold for a RESUME. What many of them hold counts once.
pub const REPLAY_BYTES_OF_ALL: usize = 64 * 1024 * 1024;
/// What is described to clients as it is sent, of all connections together, until they have taken it.
pub const DESCRIBED_BYTES_OF_ALL: usize = 32 * 1024 * 1024;
pub const COMMAND_DESCRIPTION_LENGTH: usize = 100;
/// Of all long answers that their clients have not taken yet.
pub const ANSWER_BYTES: usize = 64 * 1024 * 1024;
/// A session that is not refreshed for so long ends.
pub const SESSION_IDLE: Duration = Duration::from_hours(30 * 24);
/// No access token lives longer, whatever the settings say.
pub const ACCESS_TOKEN_LIFETIME: Duration = Duration::from_hours(24);
/// Ids that are dated further ahead of the clock than this show that the clock is wrong, or was.
pub const CLOCK_AHEAD: Duration = Duration::from_mins(1);

/// All limits of the server.
#[derive(Debug, Serialize, ToSchema)]
pub struct Limits {
    /// Sizes and counts by name. Lengths are in code points unless the name says bytes.
    pub sizes: Vec<SizeLimit>,
    pub rates: Vec<RateLimit>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RateLimit {
    #[schema(examples("send"))]
    pub name: &'static str,
    #[schema(examples(5))]
    pub count: u32,
    /// In seconds.
    #[schema(examples(5))]
    pub per_s: u64,
    /// What the limit counts by.
    pub by: By,
}

impl Limits {
    /// The general limits, and those of features.
    pub fn with(
        sizes_of_features: impl Iterator<Item = &'static SizeLimit>,
        rates_of_features: impl Iterator<Item = &'static Rate>,
    ) -> Self {
        let sizes = SIZES.iter().chain(sizes_of_features).copied();
        let rates = RATES.iter().chain(rates_of_features).copied().map(RateLimit::from);
        Self { sizes: sizes.collect(), rates: rates.collect() }
    }
}

impl From<Rate> for RateLimit {
    fn from(rate: Rate) -> Self {
        Self { name: rate.name, count: rate.count, per_s: rate.per.as_secs(), by: rate.by }
    }
}
