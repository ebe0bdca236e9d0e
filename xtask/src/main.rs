//! `cargo xtask`: reads the command line and hands over; the work is in the modules and the libraries.

mod codegen;
mod specification;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The workspace's commands.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes `ari-generated/src/generated` from `api-docs`.
    Codegen(codegen::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Codegen(arguments) => codegen::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
