//! The operations on one module.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Client, Text};
use crate::generated::AriApi;
use super::{GetModule, LoadModule, ReloadModule, UnloadModule};

/// One module, by what names it. Got from [`Ari::module`](crate::Ari::module).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct ModuleHandle {
    pub(crate) client: Client<AriApi>,
    module_name: Text,
}

impl ModuleHandle {
    pub(crate) fn new(client: Client<AriApi>, module_name: impl Into<Text>) -> Self {
        Self {
            client,
            module_name: module_name.into(),
        }
    }

    /// The `moduleName` this is bound to.
    pub fn module_name(&self) -> &Text {
        &self.module_name
    }

    /// Returns the details of one loaded module.
    ///
    /// As [`Asterisk::get_module`](super::Asterisk::get_module). Since 13.5.
    pub fn get(&self) -> GetModule {
        GetModule::new(self.client.caller(), &self.module_name)
    }

    /// Loads a module into the running Asterisk.
    ///
    /// As [`Asterisk::load_module`](super::Asterisk::load_module). Since 13.5.
    pub fn load(&self) -> LoadModule {
        LoadModule::new(self.client.caller(), &self.module_name)
    }

    /// Unloads a module from the running Asterisk.
    ///
    /// As [`Asterisk::unload_module`](super::Asterisk::unload_module). Since 13.5.
    pub fn unload(&self) -> UnloadModule {
        UnloadModule::new(self.client.caller(), &self.module_name)
    }

    /// Makes a loaded module read its configuration again.
    ///
    /// As [`Asterisk::reload_module`](super::Asterisk::reload_module). Since 13.5.
    pub fn reload(&self) -> ReloadModule {
        ReloadModule::new(self.client.caller(), &self.module_name)
    }
}
