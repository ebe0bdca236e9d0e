//! The handles: one for each path whose `GET` returns one model, with a method for each path at or below it.

use crate::naming::{camel, snake};
use crate::specification::Operation;
use crate::types::model_type;

use super::Checker;

/// Models that stand at the top of an event.
const HEARD_OF: &[&str] =
    &["Bridge", "Channel", "DeviceState", "Endpoint", "LiveRecording", "Playback"];

impl Checker<'_> {
    pub(super) fn handles(&mut self) {
        let operations = self.with_methods();
        for owner in &operations {
            let is_one = self.specification.models.contains_key(&owner.response);
            if owner.method == "GET" && owner.path.ends_with('}') && is_one {
                let below = format!("{}/", owner.path);
                let members: Vec<&Operation> = operations
                    .iter()
                    .filter(|it| it.path == owner.path || it.path.starts_with(&below))
                    .collect();
                self.handle(owner, &members);
            }
        }
    }

    fn handle(&mut self, owner: &Operation, members: &[&Operation]) {
        let model = model_type(self.overlay, &owner.response);
        let noun = snake(&model);
        let module = self.module(&owner.resource);
        let of = format!("{model}Handle");
        let file = format!("{module}/{noun}_handle.rs");
        let mut methods = self.rust.methods(&file, &of);
        methods.retain(|_, it| it.public);

        let mut keys = Vec::new();
        for parameter in owner.path_parameters() {
            let (name, _) = self.argument(owner, parameter);
            let kind = self.overlay.id(&parameter.key).unwrap_or("Text").to_owned();
            self.same_method(&of, &methods, &name, &[], &format!("&{kind}"));
            methods.remove(&name);
            keys.push((name, format!("implInto<{kind}>")));
        }
        let accessors = self.rust.methods("api.rs", "Ari");
        let returns = format!("crate::generated::{module}::{of}");
        self.same_method("Ari", &accessors, &noun, &keys, &returns);

        let mut wanted = Vec::new();
        for member in members {
            let key = member.key().replacen("op ", "handle ", 1);
            let method = self.method(member);
            let name = self.overlay.name(&key).map_or_else(|| method.clone(), str::to_owned);
            let removed = if self.overlay.is_removal(&member.key()) { "<Removed>" } else { "" };
            let required = member.in_order().into_iter();
            let required = required.filter(|it| self.is_argument(member, it));
            let arguments: Vec<_> =
                required.skip(keys.len()).map(|it| self.argument(member, it)).collect();
            let what = format!("{of} for {}", member.name());
            let returns = format!("{}{removed}", camel(&method));
            self.same_method(&what, &methods, &name, &arguments, &returns);
            wanted.push(name);
        }
        // What events are about can be listened to and waited for.
        if HEARD_OF.contains(&owner.response.as_str()) {
            self.same_method(&of, &methods, "events", &[], "Events<AriApi>");
            let deadline = ("deadline".to_owned(), "Duration".to_owned());
            self.same_method(&of, &methods, "wait_for", &[deadline], "Wait<P>");
            wanted.extend(["events".to_owned(), "wait_for".to_owned()]);
        }
        self.same_names(
            &format!("methods of {of}"),
            wanted.iter().map(String::as_str),
            methods.keys().map(String::as_str),
        );
    }
}
