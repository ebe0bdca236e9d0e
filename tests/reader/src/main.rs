//! Reads the resource JSON that a running Asterisk serves into a folder; judges nothing of what stands in it.
//!
//! ```text
//! ari-reader URL FOLDER [--allow-plain-http]
//! ```

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use ari_generated::{Ari, Credentials, ErrorKind};
use ari_runtime::{Binary, BodyShape, Method, Operation, ParameterFacts, Prepared};

/// Where Asterisk serves them; the specification does not declare it.
static FILE: Operation =
    Operation::new("apiDocs.get", Method::Get, "/api-docs/{file}", BodyShape::Never)
        .parameters(&[ParameterFacts::path("file")])
        .answers_bytes();

/// No resource file has more; a server that is none would go on for ever.
const LONGEST: usize = 1 << 20;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (url, folder, plain) = match &arguments[..] {
        [url, folder] => (url, folder, false),
        [url, folder, flag] if flag == "--allow-plain-http" => (url, folder, true),
        _ => bail!("usage: ari-reader URL FOLDER [--allow-plain-http]"),
    };
    let variable = |name| env::var(name).unwrap_or_else(|_| "asterisk".to_owned());
    let credentials = Credentials::new(variable("ARI_USERNAME"), variable("ARI_PASSWORD"));
    let connect = Ari::connect(url, credentials);
    let ari = if plain { connect.allow_plain_http() } else { connect }.rest()?;
    let folder = Path::new(folder);

    let release = ari.release().await;
    let listing = fetch(&ari, "resources.json").await?;
    let names = names(&listing)?;
    let mut files = vec![("resources.json".to_owned(), listing)];
    for name in names {
        let text = fetch(&ari, &name).await?;
        files.push((name, text));
    }
    match release {
        Ok(release) => {
            let json = serde_json::json!({ "asterisk": release.to_string() });
            files.push(("release.json".to_owned(), json.to_string()));
        }
        // A development build; who imports it can say what it is.
        Err(error) if error.kind() == ErrorKind::Decode => eprintln!("{error}"),
        Err(error) => return Err(error.into()),
    }
    fs::create_dir_all(folder)?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

async fn fetch(ari: &Ari, name: &str) -> Result<String> {
    let mut body = Prepared::<Binary>::new(ari.caller(), &FILE).segment(name).send().await?;
    let mut bytes = Vec::new();
    while let Some(chunk) = body.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LONGEST {
            bail!("{name} is longer than {LONGEST} bytes");
        }
    }
    String::from_utf8(bytes).with_context(|| format!("{name} is no text"))
}

/// The files that a listing names, such as `channels.json`.
fn names(listing: &str) -> Result<Vec<String>> {
    let json: serde_json::Value =
        serde_json::from_str(listing).context("reading resources.json")?;
    let apis = json.get("apis").and_then(|it| it.as_array());
    let paths = apis.into_iter().flatten().filter_map(|it| it.get("path")?.as_str());
    let mut names = Vec::new();
    for path in paths {
        let name = path.strip_prefix("/api-docs/").and_then(|it| it.strip_suffix(".{format}"));
        // It becomes a file here.
        match name.filter(|it| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric())) {
            Some(name) => names.push(format!("{name}.json")),
            None => bail!("resources.json names {path:?}, which is no resource"),
        }
    }
    if names.is_empty() {
        bail!("resources.json names no resource");
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_listing_names_files_and_no_way_out() {
        let listing = |path: &str| format!(r#"{{"apis": [{{"path": "{path}"}}]}}"#);
        let named = names(&listing("/api-docs/channels.{format}")).unwrap_or_default();
        assert_eq!(named, ["channels.json"]);
        for path in
            ["/api-docs/../x.{format}", "/api-docs/a/b.{format}", "/api-docs/.{format}", "x"]
        {
            assert!(names(&listing(path)).is_err(), "{path}");
        }
        assert!(names("{}").is_err());
    }
}
