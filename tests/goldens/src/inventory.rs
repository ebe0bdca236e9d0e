//! What a specification declares, by plain reading of its JSON and without the code generator.

use std::collections::BTreeSet;

use ari_codegen::Source;
use serde_json::Value;

use crate::Failure;

/// Everything that resource files declare, under the keys of the first-seen table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inventory {
    /// `op GET /channels`, `op GET /channels param x`, `model Channel`, `field Channel.id`.
    pub keys: BTreeSet<String>,
    /// Models that `Event` names as its subtypes.
    pub events: BTreeSet<String>,
}

/// Reads resource files.
///
/// # Errors
///
/// One of them is not JSON.
pub fn read(resources: &[Source]) -> Result<Inventory, Failure> {
    let mut inventory = Inventory::default();
    for resource in resources {
        let json: Value = serde_json::from_str(&resource.text)?;
        for api in items(&json["apis"]) {
            for operation in items(&api["operations"]) {
                let key = format!("op {} {}", text(&operation["httpMethod"]), text(&api["path"]));
                for parameter in items(&operation["parameters"]) {
                    inventory.keys.insert(format!("{key} param {}", text(&parameter["name"])));
                }
                inventory.keys.insert(key);
            }
        }
        for (id, model) in json["models"].as_object().into_iter().flatten() {
            inventory.keys.insert(format!("model {id}"));
            for name in model["properties"].as_object().into_iter().flat_map(|it| it.keys()) {
                inventory.keys.insert(format!("field {id}.{name}"));
            }
            if id == "Event" {
                inventory.events.extend(items(&model["subTypes"]).iter().map(|it| text(it).into()));
            }
        }
    }
    Ok(inventory)
}

impl Inventory {
    /// Operations, models, properties and events.
    pub fn counts(&self) -> [usize; 4] {
        let with = |prefix: &str| {
            self.keys.iter().filter(|it| it.starts_with(prefix) && !it.contains(" param ")).count()
        };
        [with("op "), with("model "), with("field "), self.events.len()]
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
