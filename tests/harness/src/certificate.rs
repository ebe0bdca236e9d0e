//! Makes an authority and a server certificate signed by it; knows nothing of Asterisk.

use std::{fs, path::Path};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};

use crate::StartError;

/// Writes `ca.pem`, `server.pem` and `server.key` into `folder`, for `localhost` and `127.0.0.1`.
///
/// Two certificates and not one that signs itself: strict clients refuse an authority that is also a server.
pub(crate) fn write(folder: &Path) -> Result<(), StartError> {
    let mut authority = CertificateParams::new(Vec::new())?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    authority.distinguished_name.push(DnType::CommonName, "Asterisk test authority");
    let authority_key = KeyPair::generate()?;
    let authority_certificate = authority.self_signed(&authority_key)?;

    let mut server = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()])?;
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    server.use_authority_key_identifier_extension = true;
    server.distinguished_name.push(DnType::CommonName, "localhost");
    let server_key = KeyPair::generate()?;
    let server_certificate =
        server.signed_by(&server_key, &Issuer::new(authority, authority_key))?;

    fs::write(folder.join("ca.pem"), authority_certificate.pem())?;
    fs::write(folder.join("server.pem"), server_certificate.pem())?;
    fs::write(folder.join("server.key"), server_key.serialize_pem())?;
    Ok(())
}
