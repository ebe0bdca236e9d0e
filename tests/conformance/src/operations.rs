//! Which operations a set of requests calls and which of them are only ever refused; knows only verbs and path templates.

use std::collections::BTreeSet;

use crate::Asked;

/// The templates among these that one of the servers has not done once, only refused.
pub fn undone<'a>(
    operations: &[(&'a str, &'a str)],
    servers: [&[Asked]; 2],
) -> BTreeSet<(&'a str, &'a str)> {
    let done = servers.map(|it| it.iter().filter(|it| it.is_done()).cloned().collect::<Vec<_>>());
    done.iter().flat_map(|it| uncalled(operations, it)).collect()
}

/// The templates among these, such as `("POST", "/channels/{channelId}/answer")`, that no request called.
pub fn uncalled<'a>(
    operations: &[(&'a str, &'a str)],
    requests: &[Asked],
) -> Vec<(&'a str, &'a str)> {
    let called = requests.iter().filter_map(|it| operation(operations, &it.method, &it.path));
    let called: BTreeSet<_> = called.collect();
    operations.iter().filter(|it| !called.contains(*it)).copied().collect()
}

/// The operation of a request. Of two templates, the one with more fixed segments counts: `/channels/create` is no channel.
fn operation<'a>(
    operations: &[(&'a str, &'a str)],
    method: &str,
    path: &str,
) -> Option<(&'a str, &'a str)> {
    let segments: Vec<&str> = path.split('/').collect();
    let fitting = operations.iter().filter(|(verb, template)| {
        let template: Vec<&str> = template.split('/').collect();
        *verb == method
            && template.len() == segments.len()
            && template.iter().zip(&segments).all(|(it, other)| it.starts_with('{') || it == other)
    });
    fitting.min_by_key(|it| it.1.matches('{').count()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_of_them_only_refuses_is_undone() {
        let operations = [("POST", "/a"), ("POST", "/b"), ("POST", "/c")];
        let asked = |statuses: [u16; 3]| {
            let asked = operations.iter().zip(statuses).map(|((method, path), status)| Asked {
                method: (*method).to_owned(),
                path: (*path).to_owned(),
                status,
            });
            asked.collect::<Vec<_>>()
        };
        let [real, other] = [asked([204, 404, 500]), asked([201, 404, 204])];
        let left = undone(&operations, [&real, &other]);
        assert_eq!(left, BTreeSet::from([("POST", "/b"), ("POST", "/c")]));
    }

    #[test]
    fn requests_are_of_the_most_particular_operation() {
        let operations = [
            ("POST", "/channels/{channelId}"),
            ("POST", "/channels/create"),
            ("GET", "/channels/{channelId}"),
            ("DELETE", "/channels/{channelId}/mute"),
        ];
        let request = |method: &str, path: &str| {
            let [method, path] = [method, path].map(str::to_owned);
            Asked { method, path, status: 204 }
        };
        let requests = [
            request("POST", "/channels/create"),
            request("GET", "/channels/a"),
            request("DELETE", "/channels/a"),
        ];
        let left = [operations[0], operations[3]];
        assert_eq!(uncalled(&operations, &requests), left);
    }
}
