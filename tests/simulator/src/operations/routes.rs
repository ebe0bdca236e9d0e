//! Which operation a path and a verb mean, by the public table of operations, as Asterisk's tree of handlers decides it.

use std::collections::HashMap;
use std::sync::LazyLock;

use ari_generated::Operation;
use ari_generated::meta::OPERATIONS;
use percent_encoding::percent_decode_str;

use crate::message::Reply;

/// What a request means.
#[derive(Debug)]
pub(crate) struct Route {
    /// Resource and nickname: `channels.answer`.
    pub operation: &'static str,
    /// The values of the path's parameters, decoded.
    pub path: Vec<(&'static str, String)>,
}

/// The segments of an operation's path.
type Template = (Vec<&'static str>, &'static Operation);

/// Every operation by its resource, which is the first segment of its path.
static TEMPLATES: LazyLock<HashMap<&'static str, Vec<Template>>> = LazyLock::new(|| {
    let mut by_resource: HashMap<_, Vec<Template>> = HashMap::new();
    for operation in OPERATIONS {
        let parts: Vec<_> = operation.path().split('/').skip(1).collect();
        if let Some(resource) = parts.first() {
            by_resource.entry(*resource).or_default().push((parts, operation));
        }
    }
    by_resource
});

/// The parameters in a path, where its segments fit a template.
fn fit(parts: &[&'static str], segments: &[String]) -> Option<Vec<(&'static str, String)>> {
    if parts.len() != segments.len() {
        return None;
    }
    let mut values = Vec::new();
    for (part, segment) in parts.iter().copied().zip(segments) {
        match part.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
            Some(name) => values.push((name, segment.clone())),
            None if part == segment => {}
            None => return None,
        }
    }
    Some(values)
}

/// The verbs as Asterisk lists them.
const IN_ORDER: [&str; 5] = ["OPTIONS", "GET", "POST", "PUT", "DELETE"];

/// Finds the operation of a request.
///
/// # Errors
///
/// 404 for a path that nothing handles, 405 for a verb that the path does not know, 204 for `OPTIONS`.
pub(crate) fn find(method: &str, path: &str) -> Result<Route, Reply> {
    if let Some(path) = path.strip_suffix('/').filter(|it| !it.is_empty()) {
        let message = format!("ARI URLs do not end with a slash. Try /ari{path}");
        return Err(Reply::failed(404, message));
    }
    // An empty segment ends the walk through the handlers.
    let segments: Vec<String> = path
        .trim_start_matches('/')
        .split('/')
        .take_while(|it| !it.is_empty() && !path.starts_with("//"))
        .map(|it| percent_decode_str(it).decode_utf8_lossy().into_owned())
        .collect();
    // Fewer parameters fit more exactly: `/channels/create` is no channel's id.
    let resource = segments.first().and_then(|it| TEMPLATES.get(it.as_str()));
    let known = resource.into_iter().flatten();
    let mut known: Vec<_> =
        known.filter_map(|(parts, it)| Some((fit(parts, &segments)?, *it))).collect();
    let exact = known.iter().map(|(values, _)| values.len()).min();
    known.retain(|(values, _)| Some(values.len()) == exact);
    if let Some(at) = known.iter().position(|(_, it)| it.method().as_str() == method) {
        let (path, operation) = known.swap_remove(at);
        return Ok(Route { operation: operation.name(), path });
    }
    let is_inner = || {
        OPERATIONS.iter().any(|it| {
            let depth = it.path().split('/').skip(1).take(segments.len());
            let prefix: String = depth.flat_map(|it| ["/", it]).collect();
            // A slice of a path of the table is a path as well.
            prefix
                .split('/')
                .skip(1)
                .zip(&segments)
                .all(|(part, segment)| part.starts_with('{') || part == segment)
                && prefix.split('/').skip(1).count() == segments.len()
        })
    };
    if known.is_empty() && !segments.is_empty() && !is_inner() {
        return Err(Reply::failed(404, "Resource not found"));
    }
    let mut reply = match method {
        "OPTIONS" => Reply::done(),
        _ => Reply::failed(405, "Invalid method"),
    };
    reply.allow = IN_ORDER
        .into_iter()
        .filter(|verb| *verb == "OPTIONS" || known.iter().any(|it| it.1.method().as_str() == *verb))
        .collect();
    Err(reply)
}
