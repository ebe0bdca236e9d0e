//! Makes authorities, and certificates of servers and clients signed by them; knows nothing of Asterisk.

use std::{fs, io, path::Path};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

use crate::CertificateError;

/// An authority of one's own, whose certificates are believed by whoever believes it.
///
/// ```
/// use ari_harness::{Authority, Leaf};
///
/// let authority = Authority::new()?;
/// let server = authority.issue(Leaf::server(["localhost", "127.0.0.1"]))?;
/// let late = authority.issue(Leaf::server(["localhost"]).expired())?;
/// assert_ne!(server.certificate_pem, late.certificate_pem);
/// # Ok::<(), ari_harness::CertificateError>(())
/// ```
#[derive(Debug)]
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate_pem: String,
}

impl Authority {
    /// Makes one, with a key that nobody else has.
    ///
    /// # Errors
    /// No key can be made here.
    pub fn new() -> Result<Authority, CertificateError> {
        let mut authority = CertificateParams::new(Vec::new())?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        authority.distinguished_name.push(DnType::CommonName, "Asterisk test authority");
        let key = KeyPair::generate()?;
        let certificate_pem = authority.self_signed(&key)?.pem();
        Ok(Authority { issuer: Issuer::new(authority, key), certificate_pem })
    }

    /// Its own certificate, for those who shall believe it.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// Signs a certificate.
    ///
    /// # Errors
    /// A name can stand in no certificate, or no key can be made here.
    pub fn issue(&self, leaf: Leaf) -> Result<Identity, CertificateError> {
        let common_name = leaf.names.first().cloned().unwrap_or_default();
        let mut params = CertificateParams::new(leaf.names)?;
        params.extended_key_usages = vec![leaf.usage];
        params.use_authority_key_identifier_extension = true;
        params.distinguished_name.push(DnType::CommonName, common_name);
        if leaf.expired {
            params.not_before = date_time_ymd(1999, 1, 1);
            params.not_after = date_time_ymd(2000, 1, 1);
        }
        let key = KeyPair::generate()?;
        let certificate_pem = params.signed_by(&key, &self.issuer)?.pem();
        Ok(Identity { certificate_pem, key_pem: key.serialize_pem() })
    }
}

/// What a certificate says of its owner.
#[derive(Clone, Debug)]
#[must_use]
pub struct Leaf {
    names: Vec<String>,
    usage: ExtendedKeyUsagePurpose,
    expired: bool,
}

impl Leaf {
    /// A server of these names: host names, or addresses written in digits.
    pub fn server<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Leaf {
        Leaf::of(names, ExtendedKeyUsagePurpose::ServerAuth)
    }

    /// A client of these names.
    pub fn client<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Leaf {
        Leaf::of(names, ExtendedKeyUsagePurpose::ClientAuth)
    }

    /// No longer valid, since many years.
    pub fn expired(mut self) -> Leaf {
        self.expired = true;
        self
    }

    fn of<S: Into<String>>(
        names: impl IntoIterator<Item = S>,
        usage: ExtendedKeyUsagePurpose,
    ) -> Leaf {
        Leaf { names: names.into_iter().map(Into::into).collect(), usage, expired: false }
    }
}

/// A certificate and the key that proves it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Identity {
    /// The certificate, as PEM.
    pub certificate_pem: String,
    /// Its private key, as PEM.
    pub key_pem: String,
}

/// Writes `ca.pem`, `server.pem` and `server.key` into `folder`, for `localhost` and `127.0.0.1`.
///
/// Two certificates and not one that signs itself: strict clients refuse an authority that is also a server.
pub(crate) fn write(folder: &Path) -> Result<(), crate::StartError> {
    let authority = Authority::new()?;
    let server = authority.issue(Leaf::server(["localhost", "127.0.0.1"]))?;
    fs::write(folder.join("ca.pem"), authority.certificate_pem())?;
    write_identity(folder, &server)?;
    Ok(())
}

/// Writes `server.pem` and `server.key` into `folder`.
pub(crate) fn write_identity(folder: &Path, identity: &Identity) -> io::Result<()> {
    fs::write(folder.join("server.pem"), &identity.certificate_pem)?;
    fs::write(folder.join("server.key"), &identity.key_pem)
}
