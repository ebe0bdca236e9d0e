//! What a program is told to do, as words of its command line.

use std::path::PathBuf;
use std::str::FromStr;

use crate::Failure;

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// Decode the lines of a file, so many times.
    Decode {
        /// The file.
        frames: PathBuf,
        /// How many times.
        rounds: usize,
    },
    /// Read so many frames that are sent by themselves.
    Read {
        /// Where they come from.
        account: Account,
        /// How many.
        frames: usize,
        /// Threads that the program may use.
        threads: usize,
    },
    /// Answer a channel, so many times.
    Request {
        /// Where the channel is.
        account: Account,
        /// What carries the requests.
        way: Way,
        /// How many.
        requests: usize,
        /// How many at once.
        at_once: usize,
        /// Threads that the program may use.
        threads: usize,
    },
    /// Call an endpoint into the application, answer it, hang it up and await its end, so many times.
    Call {
        /// Where the endpoint is.
        account: Account,
        /// What carries the requests.
        way: Way,
        /// What is called.
        endpoint: String,
        /// How many times.
        calls: usize,
        /// How many at once.
        at_once: usize,
    },
    /// Carry so many streams of audio at once, for so long.
    Stream {
        /// Where they are.
        account: Account,
        /// How many.
        streams: usize,
        /// How long, in milliseconds.
        milliseconds: usize,
    },
}

/// Who one is, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Such as `http://127.0.0.1:8088`, without a path.
    pub url: String,
    /// The user's name.
    pub user: String,
    /// The user's password, which is one of a test's.
    pub password: String,
    /// The application.
    pub app: String,
}

/// What carries requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// HTTP, beside the websocket of the events.
    Http,
    /// The websocket of the events.
    Websocket,
}

impl Task {
    /// Reads words.
    ///
    /// # Errors
    ///
    /// They are no task.
    pub fn parse(words: impl IntoIterator<Item = String>) -> Result<Self, Failure> {
        let mut words = Words(words.into_iter());
        let task = match words.text()?.as_str() {
            "decode" => Self::Decode { frames: words.text()?.into(), rounds: words.number()? },
            "read" => Self::Read {
                account: words.account()?,
                frames: words.number()?,
                threads: words.number()?,
            },
            "request" => Self::Request {
                account: words.account()?,
                way: words.text()?.parse()?,
                requests: words.number()?,
                at_once: words.number()?,
                threads: words.number()?,
            },
            "call" => Self::Call {
                account: words.account()?,
                way: words.text()?.parse()?,
                endpoint: words.text()?,
                calls: words.number()?,
                at_once: words.number()?,
            },
            "stream" => Self::Stream {
                account: words.account()?,
                streams: words.number()?,
                milliseconds: words.number()?,
            },
            other => return Err(format!("`{other}` is no task").into()),
        };
        match words.0.next() {
            None => Ok(task),
            Some(more) => Err(format!("`{more}` is one word too many").into()),
        }
    }

    /// The words that are read as this.
    pub fn words(&self) -> Vec<String> {
        match self {
            Self::Decode { frames, rounds } => {
                vec!["decode".into(), frames.display().to_string(), rounds.to_string()]
            }
            Self::Read { account, frames, threads } => {
                let mut words = account.after("read");
                words.extend([frames.to_string(), threads.to_string()]);
                words
            }
            Self::Request { account, way, requests, at_once, threads } => {
                let mut words = account.after("request");
                words.push(way.name().to_owned());
                words.extend([requests, at_once, threads].map(usize::to_string));
                words
            }
            Self::Call { account, way, endpoint, calls, at_once } => {
                let mut words = account.after("call");
                words.extend([way.name().to_owned(), endpoint.clone()]);
                words.extend([calls, at_once].map(|it| it.to_string()));
                words
            }
            Self::Stream { account, streams, milliseconds } => {
                let mut words = account.after("stream");
                words.extend([streams, milliseconds].map(|it| it.to_string()));
                words
            }
        }
    }
}

impl Account {
    fn after(&self, task: &str) -> Vec<String> {
        [task, &self.url, &self.user, &self.password, &self.app].map(str::to_owned).to_vec()
    }

    /// Where the websocket is, with the credentials in it.
    pub fn websocket(&self) -> String {
        let Self { url, user, password, app } = self;
        let url = url.replacen("http", "ws", 1);
        format!("{url}/ari/events?app={app}&api_key={user}:{password}")
    }
}

impl Way {
    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Websocket => "websocket",
        }
    }
}

impl FromStr for Way {
    type Err = Failure;

    fn from_str(word: &str) -> Result<Self, Failure> {
        [Self::Http, Self::Websocket]
            .into_iter()
            .find(|it| it.name() == word)
            .ok_or_else(|| format!("`{word}` carries no requests").into())
    }
}

struct Words<I>(I);

impl<I: Iterator<Item = String>> Words<I> {
    fn text(&mut self) -> Result<String, Failure> {
        self.0.next().ok_or_else(|| "a word is missing".into())
    }

    fn number(&mut self) -> Result<usize, Failure> {
        let word = self.text()?;
        word.parse().map_err(|_| format!("`{word}` is no number").into())
    }

    fn account(&mut self) -> Result<Account, Failure> {
        Ok(Account {
            url: self.text()?,
            user: self.text()?,
            password: self.text()?,
            app: self.text()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_what_they_were_written_for() {
        let account = Account {
            url: "http://127.0.0.1:8088".into(),
            user: "asterisk".into(),
            password: "secret".into(),
            app: "bench".into(),
        };
        let (way, threads) = (Way::Websocket, 2);
        let tasks = [
            Task::Decode { frames: "frames.jsonl".into(), rounds: 3 },
            Task::Read { account: account.clone(), frames: 7, threads },
            Task::Request { account: account.clone(), way, requests: 9, at_once: 4, threads },
            Task::Call { account, way, endpoint: "Local/a@b".into(), calls: 5, at_once: 2 },
        ];
        for task in tasks {
            assert_eq!(Task::parse(task.words()).ok(), Some(task));
        }
    }

    #[test]
    fn other_words_are_refused() {
        for words in ["", "dance", "decode frames", "decode frames many", "decode frames 1 2"] {
            let result = Task::parse(words.split_whitespace().map(str::to_owned));
            assert!(result.is_err(), "{words}: {result:?}");
        }
    }
}
