//! The SDK where one kind of events is wanted.

use std::process::ExitCode;

use ari_bench::picky::Picky;

fn main() -> ExitCode {
    ari_contest::run::<Picky>()
}
