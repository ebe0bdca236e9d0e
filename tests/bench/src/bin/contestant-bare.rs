//! A websocket and an HTTP client with nothing around them.

use std::process::ExitCode;

use ari_bench::bare::Bare;

fn main() -> ExitCode {
    ari_contest::run::<Bare<false>>()
}
