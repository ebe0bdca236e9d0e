//! What a program says on a media websocket; writes text frames and refuses what Asterisk would drop in silence.

use std::fmt;

use serde_json::{Map, Value};

use crate::media::control::Notation;

/// Bytes of the longest text frame that Asterisk reads; it drops a longer one without a word.
const LONGEST: usize = 128;

/// A command on a media websocket.
///
/// Those that concern the queue are refused by Asterisk, with an event of an error, for formats that are
/// [passed through](crate::media::format::Format::is_passed_through).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Command {
    /// Answers the channel, which Asterisk does by itself unless it was told not to.
    Answer,
    /// Hangs the channel up and closes the websocket.
    Hangup,
    /// From now on audio comes in chunks of any size, which Asterisk cuts into frames.
    StartBuffering,
    /// No more such chunks: what is left is filled up with silence.
    StopBuffering {
        /// Comes back when all of it was played; empty for none.
        id: String,
    },
    /// Puts a mark behind the audio that was sent. Since 20.18, 22.8 and 23.2; earlier releases ignore it.
    Mark {
        /// Comes back when the audio before it was played; empty for none.
        id: String,
    },
    /// Drops the audio that was sent and not played, and ends buffering.
    Flush,
    /// Asks for a status.
    GetStatus,
    /// Asks to be told once, when all audio was played.
    ReportQueueDrained,
    /// Plays silence, and keeps the audio.
    Pause,
    /// Goes on playing.
    Continue,
    /// Sets which way audio goes. In JSON alone, since 20.19, 22.9 and 23.3.
    SetDirection(Direction),
}

/// Which way audio goes, as the program sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Direction {
    /// Only to the program: Asterisk drops what it sends, and answers buffering, marks and pauses with an error.
    In,
    /// Only from the program: Asterisk sends it nothing.
    Out,
    /// Both ways.
    Both,
}

impl Direction {
    /// Asterisk's name: `in`, `out` or `both`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Both => "both",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Why a command cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The text frame would be longer than 128 bytes, and Asterisk drops such a frame in silence.
    #[error(
        "the command has {length} bytes, and Asterisk reads at most {LONGEST}; a shorter id helps"
    )]
    TooLong {
        /// Bytes of the text frame.
        length: usize,
    },
    /// An id has a control character or, in plain text, white space.
    #[error("the id {id:?} has white space or a control character")]
    InvalidId {
        /// The id.
        id: String,
    },
    /// The command exists in JSON alone.
    #[error("{command} exists in JSON alone, and this media websocket speaks plain text")]
    JsonOnly {
        /// Asterisk's name of it.
        command: &'static str,
    },
}

impl Command {
    /// Asterisk's name: `MARK_MEDIA`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Answer => "ANSWER",
            Self::Hangup => "HANGUP",
            Self::StartBuffering => "START_MEDIA_BUFFERING",
            Self::StopBuffering { .. } => "STOP_MEDIA_BUFFERING",
            Self::Mark { .. } => "MARK_MEDIA",
            Self::Flush => "FLUSH_MEDIA",
            Self::GetStatus => "GET_STATUS",
            Self::ReportQueueDrained => "REPORT_QUEUE_DRAINED",
            Self::Pause => "PAUSE_MEDIA",
            Self::Continue => "CONTINUE_MEDIA",
            Self::SetDirection(_) => "SET_MEDIA_DIRECTION",
        }
    }

    /// The text frame.
    ///
    /// # Errors
    ///
    /// [`TooLong`](CommandError::TooLong) above 128 bytes, [`InvalidId`](CommandError::InvalidId) for an id that would
    /// not come back as it is, [`JsonOnly`](CommandError::JsonOnly) for a direction in plain text.
    pub fn text(&self, notation: Notation) -> Result<String, CommandError> {
        let id = self.id();
        let unfit =
            |it: char| it.is_control() || notation == Notation::PlainText && it.is_whitespace();
        if id.contains(unfit) {
            return Err(CommandError::InvalidId { id: id.to_owned() });
        }
        let text = match notation {
            Notation::PlainText => self.plain(id)?,
            Notation::Json => self.json(id),
        };
        if text.len() > LONGEST {
            return Err(CommandError::TooLong { length: text.len() });
        }
        Ok(text)
    }

    fn id(&self) -> &str {
        match self {
            Self::StopBuffering { id } | Self::Mark { id } => id,
            _ => "",
        }
    }

    fn plain(&self, id: &str) -> Result<String, CommandError> {
        let name = self.name();
        match self {
            Self::SetDirection(_) => Err(CommandError::JsonOnly { command: name }),
            _ if id.is_empty() => Ok(name.to_owned()),
            _ => Ok(format!("{name} {id}")),
        }
    }

    fn json(&self, id: &str) -> String {
        let mut object = Map::new();
        object.insert("command".to_owned(), self.name().into());
        if !id.is_empty() {
            object.insert("correlation_id".to_owned(), id.into());
        }
        if let Self::SetDirection(direction) = self {
            object.insert("direction".to_owned(), direction.name().into());
        }
        Value::Object(object).to_string()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Command, CommandError, Direction};
    use crate::media::control::Notation::{Json, PlainText};

    fn mark(id: &str) -> Command {
        Command::Mark { id: id.to_owned() }
    }

    #[test]
    fn plain_text_is_as_asterisk_reads_it() {
        for (command, text) in [
            (Command::Answer, "ANSWER"),
            (Command::Hangup, "HANGUP"),
            (Command::StartBuffering, "START_MEDIA_BUFFERING"),
            (Command::StopBuffering { id: "id7".to_owned() }, "STOP_MEDIA_BUFFERING id7"),
            (Command::StopBuffering { id: String::new() }, "STOP_MEDIA_BUFFERING"),
            (mark("m1"), "MARK_MEDIA m1"),
            (Command::Flush, "FLUSH_MEDIA"),
            (Command::GetStatus, "GET_STATUS"),
            (Command::ReportQueueDrained, "REPORT_QUEUE_DRAINED"),
            (Command::Pause, "PAUSE_MEDIA"),
            (Command::Continue, "CONTINUE_MEDIA"),
        ] {
            assert_eq!(command.text(PlainText).as_deref(), Ok(text));
        }
    }

    #[test]
    fn json_holds_the_id_and_the_direction() {
        for (command, expected) in [
            (Command::Flush, json!({"command": "FLUSH_MEDIA"})),
            (mark(""), json!({"command": "MARK_MEDIA"})),
            (mark("c 1\"ü"), json!({"command": "MARK_MEDIA", "correlation_id": "c 1\"ü"})),
            (
                Command::SetDirection(Direction::In),
                json!({"command": "SET_MEDIA_DIRECTION", "direction": "in"}),
            ),
        ] {
            let text = command.text(Json).expect("a command that can be written");
            assert_eq!(serde_json::from_str(&text).ok(), Some(expected));
        }
    }

    #[test]
    fn a_direction_needs_json() {
        let refused = CommandError::JsonOnly { command: "SET_MEDIA_DIRECTION" };
        assert_eq!(Command::SetDirection(Direction::Both).text(PlainText), Err(refused));
    }

    #[test]
    fn ids_that_would_not_come_back_are_refused() {
        for id in ["a b", " a", "a\u{a0}b", "a\nb", "\0", "\u{7f}"] {
            let refused = CommandError::InvalidId { id: id.to_owned() };
            assert_eq!(mark(id).text(PlainText), Err(refused), "{id:?}");
        }
        assert!(mark("a\0").text(Json).is_err());
        assert!(mark("a b").text(Json).is_ok());
    }

    #[test]
    fn what_asterisk_would_drop_in_silence_is_refused() {
        for notation in [PlainText, Json] {
            let empty = mark("x").text(notation).expect("a short command").len() - 1;
            let fits = mark(&"x".repeat(128 - empty)).text(notation);
            assert_eq!(fits.map(|it| it.len()), Ok(128));
            let refused = mark(&"x".repeat(129 - empty)).text(notation);
            assert_eq!(refused, Err(CommandError::TooLong { length: 129 }));
        }
        // Bytes count, not characters.
        assert!(mark(&"ü".repeat(70)).text(PlainText).is_err());
    }
}
