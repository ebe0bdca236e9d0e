//! Functions of channels, as the dialplan and ARI read and write them. Their names are exact in case, their arguments are
//! not.

use crate::dialplan;
use crate::pbx::Pbx;
use crate::pbx::channel::{Channel, Far, Party, Presentation};

/// The name of a function and what stands between its parentheses; `None` for anything else.
pub(crate) fn function(text: &str) -> Option<(&str, &str)> {
    text.strip_suffix(')')?.split_once('(')
}

impl Pbx {
    /// The value of a function; `None` where there is none of this name, or it has nothing to say.
    pub fn read_function(&self, id: &str, name: &str, argument: &str) -> Option<String> {
        let channel = self.channels.get(id)?;
        match name {
            "GLOBAL" => Some(self.globals.get(argument).cloned().unwrap_or_default()),
            "LEN" => Some(argument.len().to_string()),
            "IF" => dialplan::chosen(argument),
            "CHANNEL" => self.of_channel(channel, argument),
            _ if argument.is_empty() => None,
            "CALLERID" => Some(caller_id(channel, argument)),
            "CONNECTEDLINE" => Some(connected_line(channel, argument)),
            "PJSIP_HEADER" => self.sip_header(channel, argument),
            _ => None,
        }
    }

    /// `CHANNEL(item)`.
    fn of_channel(&self, channel: &Channel, item: &str) -> Option<String> {
        Some(match item.to_ascii_lowercase().as_str() {
            "accountcode" => channel.account.clone(),
            "appdata" => channel.place.app_data.clone(),
            "appname" => channel.place.app_name.clone(),
            "channeltype" => channel.name.split('/').next().unwrap_or_default().to_owned(),
            "context" => channel.place.context.clone(),
            "exten" => channel.place.exten.clone(),
            "hangupsource" | "userfield" | "peeraccount" | "parkinglot" | "tenantid" => {
                channel.texts.get(&item.to_ascii_lowercase()).cloned().unwrap_or_default()
            }
            "language" => channel.language.clone(),
            "linkedid" => channel.linked.clone(),
            "musicclass" => channel.music_class.clone(),
            "name" => channel.name.clone(),
            "pjsip,call-id" if channel.far == Far::Phone => channel.protocol.clone(),
            "onhold" => {
                let holds = self.phones.in_call.get(&channel.id).is_some_and(|it| it.holds);
                u8::from(holds).to_string()
            }
            "state" => channel.state.name().to_owned(),
            "uniqueid" => channel.id.clone(),
            _ => return None,
        })
    }

    /// Sets what stands behind a function; false where that cannot be.
    pub fn write_function(&mut self, id: &str, function: (&str, &str), value: &str) -> bool {
        let Some(channel) = self.channels.get_mut(id) else { return false };
        let (name, argument) = function;
        let item = argument.to_ascii_lowercase();
        match (name, item.as_str()) {
            ("GLOBAL", _) => self.set_global(argument, value),
            ("CHANNEL", "language") => {
                value.clone_into(&mut channel.language);
                let other = self.other_half(id);
                if let Some(other) = other.and_then(|it| self.channels.get_mut(&it)) {
                    value.clone_into(&mut other.language);
                }
            }
            ("CHANNEL", "accountcode") => value.clone_into(&mut channel.account),
            ("CHANNEL", "musicclass") => value.clone_into(&mut channel.music_class),
            (
                "CHANNEL",
                "hangupsource" | "userfield" | "peeraccount" | "parkinglot" | "tenantid",
            ) => {
                channel.texts.insert(item, value.to_owned());
            }
            ("CALLERID", _) => return self.set_caller_id(id, &item, value),
            ("CONNECTEDLINE", "all") => self.connect_line(id, |it| *it = Party::parse(value)),
            ("CONNECTEDLINE", "name") => {
                self.connect_line(id, |it| value.clone_into(&mut it.name));
            }
            ("CONNECTEDLINE", "num" | "number") => {
                self.connect_line(id, |it| value.clone_into(&mut it.number));
            }
            ("PJSIP_TRANSFER_HANDLING" | "TONE_DETECT", _) => {}
            ("TALK_DETECT", _) => {
                return self.set_talk_detect(id, &format!("{name}({argument})"), value);
            }
            _ => return false,
        }
        true
    }

    /// `CALLERID(item)`: everybody is told of the name and the number, and of nothing else.
    fn set_caller_id(&mut self, id: &str, item: &str, value: &str) -> bool {
        let Some(channel) = self.channels.get_mut(id) else { return false };
        match item {
            "all" => {
                channel.caller = Party::parse(value);
                if channel.caller.is_numbered() && channel.ani.is_empty() {
                    channel.ani.clone_from(&channel.caller.number);
                }
            }
            "name" => value.clone_into(&mut channel.caller.name),
            "num" | "number" => value.clone_into(&mut channel.caller.number),
            "ani" | "ani-num" => value.clone_into(&mut channel.ani),
            "dnid" => value.clone_into(&mut channel.dialled_number),
            "rdnis" => value.clone_into(&mut channel.redirected_from),
            "pres" | "name-pres" | "num-pres" => {
                let Some(presentation) = Presentation::parse(value) else { return false };
                if item != "num-pres" {
                    channel.presentation.0 = presentation;
                }
                if item != "name-pres" {
                    channel.presentation.1 = presentation;
                }
            }
            _ => return false,
        }
        if matches!(item, "all" | "name" | "num" | "number") {
            self.tell_caller(id);
        }
        true
    }

    /// Changes who the far end is told it is connected with.
    fn connect_line(&mut self, id: &str, change: impl FnOnce(&mut Party)) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        let before = channel.connected.clone();
        change(&mut channel.connected);
        if channel.connected != before {
            self.tell_channel("ChannelConnectedLine", id, |it| it);
        }
    }
}

/// `CALLERID(item)`; what is not known of a caller is empty.
fn caller_id(channel: &Channel, item: &str) -> String {
    let (name, number) = channel.presentation;
    match item.to_ascii_lowercase().as_str() {
        "ani" | "ani-num" => channel.ani.clone(),
        "ani-all" => Party { name: String::new(), number: channel.ani.clone() }.quoted(),
        "ani2" | "ton" | "num-plan" => "0".to_owned(),
        "dnid" => channel.dialled_number.clone(),
        "rdnis" => channel.redirected_from.clone(),
        "pres" => channel.presented().name().to_owned(),
        "name-pres" => name.name().to_owned(),
        "num-pres" => number.name().to_owned(),
        item => party(&channel.caller, item),
    }
}

/// `CONNECTEDLINE(item)`.
fn connected_line(channel: &Channel, item: &str) -> String {
    let connected = &channel.connected;
    let open = Presentation::OPEN;
    match item.to_ascii_lowercase().as_str() {
        "pres" => Presentation::of(connected, (open, open)).name().to_owned(),
        "name-pres" | "num-pres" => open.name().to_owned(),
        "ton" | "num-plan" => "0".to_owned(),
        item => party(connected, item),
    }
}

/// What both tell of a party.
fn party(party: &Party, item: &str) -> String {
    match item {
        "all" => party.quoted(),
        "name" => party.name.clone(),
        "num" | "number" => party.number.clone(),
        "name-valid" => u8::from(!party.name.is_empty()).to_string(),
        "num-valid" => u8::from(!party.number.is_empty()).to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::Notify;

    use super::*;
    use crate::dialplan::{READ, WRITTEN};
    use crate::pbx::Settings;

    #[tokio::test]
    async fn what_the_dialplan_may_name_is_there() {
        let mut pbx = Pbx::new(Arc::new(Settings::default()), Arc::new(Notify::new()));
        pbx.make_local("wait@default", "near", "far");
        // Some have something to say of telephones only.
        let channel = pbx.channels.get_mut("near").expect("it was made");
        channel.far = Far::Phone;
        channel.dialled_number = "1000".to_owned();
        for (name, items) in READ {
            for item in items.unwrap_or(&["1?a:b"]) {
                assert!(pbx.read_function("near", name, item).is_some(), "{name}({item})");
            }
        }
        for (name, items) in WRITTEN {
            for item in items.unwrap_or(&["x"]) {
                let value = if item.ends_with("pres") { "allowed" } else { "x" };
                assert!(pbx.write_function("near", (name, item), value), "{name}({item})");
            }
        }
        assert_eq!(pbx.read_function("near", "callerid", "num"), None);
    }
}
