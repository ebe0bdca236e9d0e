//! Objects of Asterisk's configuration that are pushed while it runs, such as the phones of PJSIP.

use std::fmt;

use ari_runtime::{Error, ErrorKind, Removal};

use crate::Ari;
use crate::models::ConfigTuple;

/// What is not shown of an object.
const SECRETS: [&str; 5] =
    ["password", "password_digest", "md5_cred", "oauth_secret", "refresh_token"];

/// An object of a module's configuration, by what names it; says nothing of whether it is there.
#[derive(Clone, Debug)]
pub struct ConfigObject {
    ari: Ari,
    class: String,
    kind: String,
    id: String,
}

/// The fields of an object; shown, it keeps its secrets.
#[derive(Clone, PartialEq)]
pub struct ConfigFields(Vec<ConfigTuple>);

impl Ari {
    /// An object of a module's configuration: the class `res_pjsip` has kinds such as `endpoint`, `aor` and `auth`.
    ///
    /// Asterisk takes what is pushed where sorcery.conf names a storage for its kind that can be written to.
    ///
    /// ```no_run
    /// # async fn doc(ari: ari_generated::Ari) -> Result<(), ari_generated::Error> {
    /// let aor = ari.config_object("res_pjsip", "aor", "alice");
    /// aor.push([("max_contacts", "1")]).await?;
    /// assert_eq!(aor.read().await?.get("max_contacts"), Some("1"));
    /// aor.remove().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn config_object(
        &self,
        class: impl Into<String>,
        kind: impl Into<String>,
        id: impl Into<String>,
    ) -> ConfigObject {
        ConfigObject { ari: self.clone(), class: class.into(), kind: kind.into(), id: id.into() }
    }
}

impl ConfigObject {
    /// Makes the object of these fields, or changes them where it is there; the others stay as they are.
    ///
    /// # Errors
    ///
    /// What [`update_object`](crate::asterisk::Asterisk::update_object) fails with: a field is not known or its value not
    /// valid ([`ErrorKind::BadRequest`]), or the object can only be read ([`ErrorKind::Forbidden`]).
    pub async fn push<N: AsRef<str>, V: AsRef<str>>(
        &self,
        fields: impl IntoIterator<Item = (N, V)>,
    ) -> Result<ConfigFields, Error> {
        let fields = fields.into_iter().map(|(name, value)| {
            ConfigTuple::new(name.as_ref().to_owned(), value.as_ref().to_owned())
        });
        let asterisk = self.ari.asterisk();
        let update = asterisk.update_object(&self.class, &self.kind, &self.id);
        Ok(ConfigFields(update.fields(fields).await?))
    }

    /// Its fields, those that were never set included.
    ///
    /// # Errors
    ///
    /// There is none ([`ErrorKind::NotFound`]), and what else
    /// [`get_object`](crate::asterisk::Asterisk::get_object) fails with.
    pub async fn read(&self) -> Result<ConfigFields, Error> {
        let fields = self.ari.asterisk().get_object(&self.class, &self.kind, &self.id).await?;
        Ok(ConfigFields(fields))
    }

    /// Removes it.
    ///
    /// # Errors
    ///
    /// It can only be read ([`ErrorKind::Forbidden`]), and what else
    /// [`delete_object`](crate::asterisk::Asterisk::delete_object) fails with.
    pub async fn remove(&self) -> Result<Removal, Error> {
        match self.ari.asterisk().delete_object(&self.class, &self.kind, &self.id).await {
            Ok(()) => Ok(Removal::Done),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Removal::AlreadyGone),
            Err(error) => Err(error),
        }
    }
}

impl ConfigFields {
    /// The value of a field; the first one, where it has several.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// Names and values, secrets included.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|it| (it.attribute.as_str(), it.value.as_str()))
    }
}

impl fmt::Debug for ConfigFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.iter().map(|(name, value)| match value {
            "" => (name, ""),
            _ if SECRETS.contains(&name) => (name, "***"),
            _ => (name, value),
        });
        f.debug_map().entries(shown).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        let fields = ConfigFields(vec![
            ConfigTuple::new("username", "alice"),
            ConfigTuple::new("password", "hidden"),
            ConfigTuple::new("md5_cred", ""),
        ]);
        let shown = format!("{fields:?}");
        assert_eq!(shown, r#"{"username": "alice", "password": "***", "md5_cred": ""}"#);
        assert_eq!(fields.get("password"), Some("hidden"));
    }
}
