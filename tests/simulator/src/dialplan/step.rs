//! A step of an extension: the application, and what its arguments are made of. It does not know what an application
//! does.

/// What is done at a priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub application: Application,
    /// As they stand there: they are expanded when the step is run.
    pub arguments: String,
}

macro_rules! applications {
    ($($application:ident $name:literal),* $(,)?) => {
        /// The applications that can be run.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Application {
            $($application,)*
        }

        impl Application {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$application,)*];

            /// As Asterisk writes it, whatever the dialplan does.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$application => $name,)*
                }
            }
        }
    };
}

applications! {
    Answer "Answer",
    Busy "Busy",
    Congestion "Congestion",
    Dial "Dial",
    Echo "Echo",
    Goto "Goto",
    GotoIf "GotoIf",
    Hangup "Hangup",
    Milliwatt "Milliwatt",
    MusicOnHold "MusicOnHold",
    NoOp "NoOp",
    Playback "Playback",
    Playtones "PlayTones",
    Progress "Progress",
    Ringing "Ringing",
    SendDtmf "SendDTMF",
    Set "Set",
    Stasis "Stasis",
    StasisBroadcast "StasisBroadcast",
    UserEvent "UserEvent",
    Wait "Wait",
}

impl Application {
    /// Finds it by its name, in capitals or not.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|it| it.name().eq_ignore_ascii_case(name)).copied()
    }

    /// Whether it does anything for a channel that has hung up.
    pub fn works_after_end(self) -> bool {
        use Application::{Goto, GotoIf, Hangup, NoOp, Set, UserEvent};
        matches!(self, Goto | GotoIf | Hangup | NoOp | Set | UserEvent)
    }
}

/// Splits arguments at the commas that stand outside of quotes, parentheses and brackets. Quotes are dropped, and a
/// backslash before a character. No text is no argument.
pub(crate) fn arguments(text: &str) -> Vec<String> {
    separate(text, ',', usize::MAX)
}

/// What `IF` gives, by its expanded argument: `condition?text:text`. `None` where that is none.
pub(crate) fn chosen(argument: &str) -> Option<String> {
    let [condition, texts] = separate(argument, '?', 2).try_into().ok()?;
    if condition.is_empty() {
        return None;
    }
    let mut texts = separate(&texts, ':', 2).into_iter();
    let so = texts.next().unwrap_or_default();
    let chosen = match super::is_true(condition.trim()) {
        true => so,
        false => texts.next().unwrap_or_default(),
    };
    Some(chosen.trim().to_owned())
}

/// Splits at a separator into so many parts at most, the last of which keeps everything that stands in it.
fn separate(text: &str, separator: char, most: usize) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut all = Vec::new();
    let mut argument = String::new();
    let (mut quoted, mut parentheses, mut brackets) = (false, 0_usize, 0_usize);
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match character {
            _ if character == separator && !quoted && parentheses == 0 && brackets == 0 => {
                all.push(std::mem::take(&mut argument));
                if all.len() + 1 == most {
                    all.push(rest.as_str().to_owned());
                    return all;
                }
                continue;
            }
            '"' => {
                quoted = !quoted;
                continue;
            }
            '\\' => {
                argument.extend(rest.next());
                continue;
            }
            '(' => parentheses += 1,
            ')' => parentheses = parentheses.saturating_sub(1),
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        argument.push(character);
    }
    all.push(argument);
    all
}

/// Where a jump leads: what is not named stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub context: Option<String>,
    pub extension: Option<String>,
    /// A number, or a label.
    pub priority: String,
}

impl Target {
    /// Where `Goto` leads, by its expanded arguments: `[[context,]extension,]priority`. `None` where they name no
    /// priority.
    pub fn of_goto(arguments: &str) -> Option<Self> {
        let parts: Vec<&str> = arguments.splitn(3, ',').map(str::trim).collect();
        let (context, extension, priority) = match parts[..] {
            [context, extension, priority] => (context, extension, priority),
            [extension, priority] => ("", extension, priority),
            [priority] => ("", "", priority),
            _ => return None,
        };
        let named = |it: &str| (!it.is_empty()).then(|| it.to_owned());
        let (context, extension) = (named(context), named(extension));
        Some(Self { context, extension, priority: named(priority)? })
    }

    /// Where `GotoIf` leads, by its expanded arguments: `condition?target:target`. `None` where the branch is not
    /// written, and the next step follows.
    pub fn of_goto_if(arguments: &str) -> Option<Self> {
        let (condition, targets) = arguments.split_once('?')?;
        let (so, otherwise) = targets.split_once(':').unwrap_or((targets, ""));
        Self::of_goto(if super::is_true(condition) { so } else { otherwise })
    }
}
