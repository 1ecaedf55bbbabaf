//! ChatSpace: a self-hosted, light community chat server. The modules in order of their layers; each may use those above it in
//! this list.

pub mod kernel;
pub mod observe;

pub mod config;
pub mod db;
pub mod media;

pub mod backup;

pub mod events;
pub mod http;

pub mod access;
pub mod api_guard;
pub mod cache;
pub mod request_pipeline;
pub mod slice;
pub mod state;
pub mod wire;
pub mod writer;

pub mod features;
pub mod gateway;
pub mod workers;

pub mod app;
pub mod cli;
pub mod exporter;
pub mod openapi;
pub mod telemetry;
