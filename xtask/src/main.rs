//! `cargo xtask`: reads the command line and hands over; the work is in the modules and the libraries.

mod api_diff;
mod asterisk;
mod bench;
mod ci;
mod codegen;
mod demo;
mod import;
mod own_crate;
mod releases;
mod specification;
mod tally;
mod test;
#[cfg(test)]
mod tidy;
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
    /// Takes over what another Asterisk declares into `api-docs`, after showing what that changes.
    Import(import::Arguments),
    /// Shows what two releases declare differently.
    ApiDiff(api_diff::Arguments),
    /// Starts a real Asterisk and tells where it is, until Ctrl-C.
    Asterisk(asterisk::Arguments),
    /// Shows a call that the example `channel_state` answers, plays to and hangs up.
    Demo(demo::Arguments),
    /// Measures the client against its peers and against what is possible, and writes `target/bench/report.md`.
    Bench(bench::Arguments),
    /// Runs every check there is, live tests included.
    Test(test::Arguments),
    /// Runs `test`, builds the packages that would be published, and compares their interfaces with those of a release.
    Ci(ci::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::ApiDiff(arguments) => api_diff::run(&arguments),
        Command::Asterisk(arguments) => asterisk::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Ci(arguments) => ci::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        super::Arguments::command().debug_assert();
    }
}
