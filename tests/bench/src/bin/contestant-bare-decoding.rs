//! The same, and every frame is decoded where it is read.

use std::process::ExitCode;

use ari_bench::bare::Bare;

fn main() -> ExitCode {
    ari_contest::run::<Bare<true>>()
}
