pub mod events;
pub mod view;
