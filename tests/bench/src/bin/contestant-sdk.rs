//! The SDK.

use std::process::ExitCode;

use ari_bench::sdk::Sdk;

fn main() -> ExitCode {
    ari_contest::run::<Sdk>()
}
