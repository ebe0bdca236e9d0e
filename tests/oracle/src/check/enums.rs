//! Every list of allowed values: an enum whose variants read and write each of them.

use std::collections::BTreeMap;

use crate::naming::{camel, snake};

use super::Checker;

impl Checker<'_> {
    pub(super) fn enumerations(&mut self) {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let parameters = self.specification.operations.iter().flat_map(|it| &it.parameters);
        let fields = self.specification.models.values().flat_map(|it| &it.fields);
        let lists = parameters
            .map(|it| (it.key.clone(), it.values.clone()))
            .chain(fields.map(|it| (it.key(), it.values.clone())))
            .filter(|(_, it)| !it.is_empty());
        for (key, allowed) in lists {
            let Some(name) = self.overlay.enumeration(&key) else {
                self.problem(format!("{key}: a list of values without an enum"));
                continue;
            };
            let known = values.entry(name.to_owned()).or_default();
            known.extend(allowed);
        }
        let named: BTreeMap<String, BTreeMap<String, String>> = self
            .overlay
            .enumerations()
            .map(|(name, it)| {
                let it = it.into_iter().map(|(wire, name)| (wire.to_owned(), name.to_owned()));
                (name.to_owned(), it.collect())
            })
            .collect();
        self.same_names(
            "enums of the overlay",
            named.keys().map(String::as_str),
            values.keys().map(String::as_str),
        );
        for (name, mut values) in values {
            values.sort();
            values.dedup();
            let special = named.get(&name).cloned().unwrap_or_default();
            let wanted: BTreeMap<String, String> = values
                .into_iter()
                .map(|it| (special.get(&it).cloned().unwrap_or_else(|| camel(&it)), it))
                .collect();
            self.enumeration(&name, &wanted);
        }
    }

    /// The variants by name, with their values on the wire.
    fn enumeration(&mut self, name: &str, wanted: &BTreeMap<String, String>) {
        let file = format!("enums/{}.rs", snake(name));
        let variants = self.rust.variants(&file, name);
        let held: Vec<_> = variants.iter().map(|(name, held)| format!("{name}({held})")).collect();
        let names: Vec<_> = wanted.keys().map(|it| format!("{it}()")).collect();
        self.same_names(
            &format!("variants of {name}"),
            names.iter().map(String::as_str).chain(["Unrecognized(Text)"]),
            held.iter().map(String::as_str),
        );

        let mut written: Vec<_> =
            wanted.iter().map(|(name, wire)| format!("Self::{name}=>{wire:?}")).collect();
        written.push("Self::Unrecognized(text)=>text".to_owned());
        self.same_arms(&file, name, "as_str", &written);

        let mut read: Vec<_> =
            wanted.iter().map(|(name, wire)| format!("{wire:?}=>Self::{name}")).collect();
        read.push("other=>Self::Unrecognized(other.into())".to_owned());
        self.same_arms(&file, name, "from", &read);
    }

    pub(super) fn same_arms(&mut self, file: &str, of: &str, method: &str, wanted: &[String]) {
        let arms = self.rust.arms(file, of, method);
        let found: Vec<_> = arms.iter().map(|(left, right)| format!("{left}=>{right}")).collect();
        self.same_names(
            &format!("{of}::{method}"),
            wanted.iter().map(String::as_str),
            found.iter().map(String::as_str),
        );
    }
}
