//! The ARI reference of asterisk-rs, where its text is beside the checkout.

use std::collections::BTreeMap;

use ari_oracle_tests::specification::checkout;

/// What the page lists.
pub struct Reference {
    /// The number in the title of its events.
    pub count_of_events: usize,
    /// One line for each event: its name, and right behind it what it is.
    pub events: Vec<String>,
    /// The number in the title of its resources.
    pub count_of_resources: usize,
    /// By the title of the resource: the number there, and its methods as often as they are listed.
    pub resources: BTreeMap<String, (usize, Vec<String>)>,
}

impl Reference {
    /// The page, if it is there.
    ///
    /// # Panics
    ///
    /// It cannot be read.
    pub fn beside() -> Option<Self> {
        let folder = std::fs::read_dir(checkout().join("../shared/seeds")).ok()?;
        let mut paths = folder.flatten().map(|it| it.path());
        let path = paths.find(|it| {
            let name = it.file_name().map(|it| it.to_string_lossy());
            name.is_some_and(|it| it.starts_with("004_") && it.ends_with(".txt"))
        })?;
        Some(Self::read(&std::fs::read_to_string(&path).expect("the page")))
    }

    fn read(text: &str) -> Self {
        let mut page = Self {
            count_of_events: 0,
            events: Vec::new(),
            count_of_resources: 0,
            resources: BTreeMap::new(),
        };
        let mut title = String::new();
        for line in text.lines() {
            if let Some((name, count)) = titled(line, "typed variants)") {
                (title, page.count_of_events) = (name, count);
            } else if let Some((name, count)) = titled(line, "modules)") {
                (title, page.count_of_resources) = (name, count);
            } else if let Some((name, count)) = titled(line, "operations)") {
                page.resources.insert(name.clone(), (count, Vec::new()));
                title = name;
            } else if let Some((method, _)) = line.split_once("()") {
                let (_, methods) = page.resources.get_mut(&title).expect("a resource above");
                methods.push(method.to_owned());
            } else if title == "Events" && !line.is_empty() && !line.starts_with("Variant") {
                page.events.push(line.to_owned());
            }
        }
        page
    }
}

/// `Bridge` and 16 of `Bridge (BridgeHandle, 16 operations)`.
fn titled(line: &str, unit: &str) -> Option<(String, usize)> {
    let (name, rest) = line.strip_suffix(unit)?.split_once(" (")?;
    let count = rest.split([' ', ',']).rfind(|it| !it.is_empty())?;
    Some((name.to_owned(), count.parse().ok()?))
}
