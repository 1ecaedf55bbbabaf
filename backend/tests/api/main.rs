//! The API suite: the real server on real sockets, each story on SQLite and on Postgres.
//!
//! Postgres is found by `TEST_POSTGRES_URL`; without it the Postgres half fails, because a skipped test proves nothing.

#[macro_use]
mod support;

mod accounts;
mod accounts_devices;
mod accounts_guarded;
mod accounts_second_factor;
mod accounts_sessions;
mod applications;
mod channels;
mod conversations;
mod errors;
mod gateway;
mod guilds;
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
mod pictures;
mod presence;
mod profiles;
mod push;
mod read_states;
mod read_states_recount;
