//! The operations of endpoints: who can be called, and what is sent to them.

use serde_json::Value;

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::pbx::Pbx;
use crate::pbx::endpoints::{Content, Endpoint, Sent};

/// Answers an operation, where there is one of this name.
pub(super) fn answer(
    pbx: &mut Pbx,
    name: &str,
    arguments: &Arguments,
) -> Option<Result<Reply, Reply>> {
    Some(match name {
        "list" => Ok(shown(pbx, pbx.endpoints())),
        "listByTech" => list_by_technology(pbx, arguments.path("tech")),
        "get" => get(pbx, arguments),
        "sendMessage" | "sendMessageToEndpoint" => send(pbx, arguments, text(arguments)),
        "refer" | "referToEndpoint" => send(pbx, arguments, refer(arguments)),
        _ => return None,
    })
}

fn shown(pbx: &Pbx, endpoints: Vec<Endpoint>) -> Reply {
    Reply::ok(&endpoints.into_iter().map(|it| pbx.shown_endpoint(it)).collect::<Vec<_>>())
}

fn list_by_technology(pbx: &Pbx, technology: &str) -> Result<Reply, Reply> {
    if !pbx.has_technology(technology) {
        let message = format!("No Endpoints found - invalid tech {technology}");
        return Err(Reply::failed(404, message));
    }
    let mut endpoints = pbx.endpoints();
    endpoints.retain(|it| it.technology == technology);
    Ok(shown(pbx, endpoints))
}

fn not_found() -> Reply {
    Reply::failed(404, "Endpoint not found")
}

fn get(pbx: &Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let endpoint = pbx.endpoint(arguments.path("tech"), arguments.path("resource"));
    Ok(Reply::ok(&pbx.shown_endpoint(endpoint.ok_or_else(not_found)?)))
}

fn text(arguments: &Arguments) -> Content {
    Content::Text(arguments.or_empty("body"))
}

fn refer(arguments: &Arguments) -> Content {
    let to_self = arguments.flag("to_self").unwrap_or_default();
    Content::Refer { to: arguments.or_empty("refer_to"), to_self }
}

fn send(pbx: &mut Pbx, arguments: &Arguments, content: Content) -> Result<Reply, Reply> {
    let (technology, resource) = match arguments.path("tech") {
        "" => {
            let to = arguments.some("to");
            let to = to.ok_or_else(|| Reply::failed(400, "To must be specified"))?;
            let (technology, resource) = to.split_once(':').unwrap_or(("", &to));
            // What follows is where in particular the endpoint is.
            let resource = resource.split('/').next().unwrap_or_default();
            (technology.to_owned(), resource.to_owned())
        }
        technology => (technology.to_owned(), arguments.path("resource").to_owned()),
    };
    let variables = variables(arguments)?;
    let endpoint = pbx.endpoint(&technology, &resource).filter(|it| it.online);
    let Endpoint { technology, resource, .. } = endpoint.ok_or_else(not_found)?;
    pbx.sent.push(Sent {
        endpoint: format!("{technology}/{resource}"),
        from: arguments.or_empty("from"),
        content,
        variables,
    });
    Ok(Reply::accepted())
}

/// Names and values that go with it.
fn variables(arguments: &Arguments) -> Result<Vec<(String, String)>, Reply> {
    let Some(Value::Object(variables)) = arguments.body.as_ref().and_then(|it| it.get("variables"))
    else {
        return Ok(Vec::new());
    };
    let one = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
    variables
        .iter()
        .map(one)
        .collect::<Option<_>>()
        .ok_or_else(|| Reply::failed(400, "Only string values in the 'variables' object allowed"))
}
