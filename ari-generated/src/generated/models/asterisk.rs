//! Models that `asterisk` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How, where and by whom this Asterisk was compiled.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BuildInfo {
    /// Operating system of the build host, for example `Linux`. Since 13.0.
    pub os: Text,
    /// Kernel release of the build host. Since 13.0.
    pub kernel: Text,
    /// Options chosen at compile time; empty for a default build. Since 13.0.
    pub options: Text,
    /// Processor architecture of the build host, for example `x86_64`. Since 13.0.
    pub machine: Text,
    /// When it was compiled, as free text in the build's own format. Since 13.0.
    pub date: Text,
    /// Account that compiled it. Since 13.0.
    pub user: Text,
}

/// Version and identity of the running Asterisk.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SystemInfo {
    /// Full version string, which may carry a distributor's suffix, for example `22.10.1`. Since 13.0.
    pub version: Text,
    /// Entity id (EID) of this server, six colon-separated hexadecimal bytes. It is the `asterisk_id`
    /// of every event. Since 13.0.
    pub entity_id: Text,
}

/// The account Asterisk was configured to run as.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SetId {
    /// Configured user, empty if none is set. Since 13.0.
    pub user: Text,
    /// Configured group, empty if none is set. Since 13.0.
    pub group: Text,
}

/// The main settings of this Asterisk.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConfigInfo {
    /// System name from `asterisk.conf`, empty if none is set. Since 13.0.
    pub name: Text,
    /// Language used for sounds when a channel does not set its own, for example `en`. Since 13.0.
    pub default_language: Text,
    /// Limit on channels that may exist at once. Absent when there is no limit. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_channels: Option<i64>,
    /// Limit on open file descriptors. Absent when none is configured. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_open_files: Option<i64>,
    /// Load average above which new calls are refused. Absent when there is no limit. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_load: Option<f64>,
    /// The account Asterisk was configured to run as. Since 13.0.
    pub setid: SetId,
}

/// When this Asterisk was started and last reloaded.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StatusInfo {
    /// When the process started. Since 13.0.
    pub startup_time: Timestamp,
    /// When the configuration was last reloaded. Since 13.0.
    pub last_reload_time: Timestamp,
}

/// Details of the running Asterisk. Which sections are present depends on the `only` parameter of
/// the request.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AsteriskInfo {
    /// How this Asterisk was compiled. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub build: Option<BuildInfo>,
    /// Version and identity of the server. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<SystemInfo>,
    /// The main settings in force. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<ConfigInfo>,
    /// Start and reload times. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusInfo>,
}

/// The answer to a ping.
///
/// Since 13.25, 16.2; not in 14, 15.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AsteriskPing {
    /// Entity id of the server that answered, the same as `asterisk_id` in events. Since 13.25, 16.2;
    /// not in 14, 15.
    pub asterisk_id: Text,
    /// Always `pong`. Since 13.25, 16.2; not in 14, 15.
    pub ping: Text,
    /// Server time when the request was handled, for example `2026-11-21T07:57:01.498+0000`. The offset
    /// has no colon, so this is not RFC 3339. Since 13.25, 16.2; not in 14, 15.
    pub timestamp: Text,
}

/// A module and its run state.
///
/// Since 13.5.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Module {
    /// File name, for example `app_dial.so`. Since 13.5.
    pub name: Text,
    /// One-line title the module gives itself. Since 13.5.
    pub description: Text,
    /// How many users currently hold the module. Above zero it normally refuses to unload. Since 13.5.
    pub use_count: i64,
    /// Run state as text, such as `Running` or `Not Running`. Since 13.5.
    pub status: Text,
    /// Who maintains it, such as `core`, `extended` or `deprecated`. Since 13.5.
    pub support_level: Text,
}

/// A destination that Asterisk logs to.
///
/// Since 13.6.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LogChannel {
    /// Full path of the log file; empty for the console. Since 13.6.
    pub channel: Text,
    /// Kind of destination: `File`, `Console` or `Syslog`. Since 13.6.
    #[serde(rename = "type")]
    pub kind: Text,
    /// `Enabled` or `Disabled`. Since 13.6.
    pub status: Text,
    /// Levels written there, in capitals and separated by spaces, for example `NOTICE WARNING ERROR `,
    /// with a space at the end. Since 13.6.
    pub configuration: Text,
}

/// The value of a single variable.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Variable {
    /// The value; empty when the variable is not set. Since 13.0.
    pub value: Text,
}

/// The values of several variables at once.
///
/// Since 20.20, 22.10, 23.4; not in 21.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Variables {
    /// Object that maps each requested name to its value. Since 20.20, 22.10, 23.4; not in 21.
    pub variables: Map<String, Value>,
}

/// One attribute of a dynamic configuration object. In a request both members have to be there and
/// have to be strings: 22.10.1 crashes on a tuple where one is missing or is anything else.
///
/// Since 13.5.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConfigTuple {
    /// Name of the attribute, for example `context`. Since 13.5.
    pub attribute: Text,
    /// Its value, always as text: numbers and booleans are written out, such as `3600` or `false`.
    /// Since 13.5.
    pub value: Text,
}

impl ConfigTuple {
    /// A `ConfigTuple` with what it needs.
    pub fn new(attribute: impl Into<Text>, value: impl Into<Text>) -> Self {
        Self {
            attribute: attribute.into(),
            value: value.into(),
        }
    }
}
