//! A running Asterisk process and the watch over it; knows nothing of what it serves.

use std::{
    io,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// How long Asterisk may take to end by itself. It takes about one second.
const FAREWELL: Duration = Duration::from_secs(10);

/// An Asterisk process. Dropping it ends it at once.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    /// Ends with the harness, or before: see [`watch`].
    watch: Child,
}

impl Process {
    /// Starts the command; `directory` is the instance's folder, named in the command line.
    pub(crate) fn start(command: &mut Command, directory: &Path) -> io::Result<Process> {
        let mut child = command.spawn()?;
        match watch(child.id(), directory) {
            Ok(watch) => Ok(Process { child, watch }),
            Err(error) => {
                child.kill()?;
                child.wait()?;
                Err(error)
            }
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// How the process ended, or `None` while it runs.
    pub(crate) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// Asks it to end (SIGTERM) and waits. Whether it did so by itself; if not, dropping ends it.
    pub(crate) fn terminate(&mut self) -> bool {
        let Some(pid) = Pid::from_raw(self.child.id().cast_signed()) else {
            return false;
        };
        // The number is ours until the child is waited for, which `ended` does.
        if matches!(self.ended(), Ok(None)) && kill_process(pid, Signal::TERM).is_err() {
            return false;
        }
        let deadline = Instant::now() + FAREWELL;
        while Instant::now() < deadline {
            match self.ended() {
                Ok(Some(_)) => return true,
                Ok(None) => thread::sleep(Duration::from_millis(10)),
                Err(_) => return false,
            }
        }
        false
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The watch first: afterwards the number may belong to another process. Errors mean it is gone already.
        for child in [&mut self.watch, &mut self.child] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A shell that outlives the harness by a moment: when the harness dies without a farewell (SIGKILL, Ctrl-C), its pipe
/// closes, and the shell ends the orphaned Asterisk and deletes its folder. It has a process group of its own, so
/// that Ctrl-C does not reach it.
fn watch(pid: u32, directory: &Path) -> io::Result<Child> {
    const SCRIPT: &str =
        r#"read -r _; grep -qsF "$2" "/proc/$1/cmdline" && kill -KILL "$1"; rm -rf -- "$2""#;
    Command::new("sh")
        .args(["-c", SCRIPT, "watch", &pid.to_string()])
        .arg(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
}
