//! The API suite: the real server on real sockets, each story on SQLite and on Postgres.
//!
//! Postgres is found by `TEST_POSTGRES_URL`; without it the Postgres half fails, because a skipped test proves nothing.

#![expect(clippy::disallowed_methods, reason = "tests take their Postgres from the environment, and need the real time")]

#[macro_use]
#[expect(dead_code, reason = "the probes use what these tests do not")]
mod support;

mod accounts;
mod accounts_credentials;
mod accounts_devices;
mod accounts_early_checks;
mod accounts_first_operator;
mod accounts_guarded;
mod accounts_keys;
mod accounts_passwords;
mod accounts_second_factor;
mod accounts_sessions;
mod admission;
mod applications;
mod channels;
mod clock;
mod dms;
mod errors;
mod fields;
mod gateway;
mod guilds;
mod images;
mod invites;
mod mail;
mod member_lists;
mod mentions;
mod messages;
mod my_data;
mod my_data_export;
mod notification_settings;
mod operator;
mod operator_console;
mod pins;
mod presence;
mod profiles;
mod push;
mod reactions;
mod read_states;
mod read_states_recount;
mod readers;
mod rights;
mod steps;
mod time_limits;
mod transport;
