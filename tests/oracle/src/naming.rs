//! Names in Rust for names on the wire: the rules, written once more.

/// The words of a name: cut at separators, where a capital follows a small letter, and before the last capital of a run
/// that a small letter follows.
fn words(wire: &str) -> Vec<String> {
    let characters: Vec<char> = wire.chars().collect();
    let mut words = vec![String::new()];
    for (index, character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let before = index.checked_sub(1).map(|it| characters[it]);
        let after = characters.get(index + 1);
        let begins = character.is_uppercase()
            && before.is_some_and(|it| {
                it.is_lowercase()
                    || it.is_numeric()
                    || (it.is_uppercase() && after.is_some_and(|it| it.is_lowercase()))
            });
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|it| !it.is_empty());
    words
}

/// `channel_id` for `channelId`: methods, fields, modules.
pub fn snake(wire: &str) -> String {
    words(wire).join("_")
}

/// `ChannelDtmfReceived` for the same: types and variants.
pub fn camel(wire: &str) -> String {
    words(wire)
        .iter()
        .map(|it| {
            let mut rest = it.chars();
            rest.next().map_or(String::new(), |it| it.to_uppercase().chain(rest).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{camel, snake};

    #[test]
    fn names_of_the_wire_become_names_of_rust() {
        assert_eq!(snake("inhibitConnectedLineUpdates"), "inhibit_connected_line_updates");
        assert_eq!(snake("sendDTMF"), "send_dtmf");
        assert_eq!(snake("absorbDTMF"), "absorb_dtmf");
        assert_eq!(snake("rtp_statistics"), "rtp_statistics");
        assert_eq!(camel("RESTResponse"), "RestResponse");
        assert_eq!(camel("DialplanCEP"), "DialplanCep");
        assert_eq!(camel("Dialing Offhook"), "DialingOffhook");
        assert_eq!(camel("Pre-ring"), "PreRing");
        assert_eq!(camel("no_answer"), "NoAnswer");
    }
}
