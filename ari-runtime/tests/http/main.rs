//! Requests over HTTP to servers that misbehave.

mod faults;
mod retries;
mod server;
