//! Operations of the resource `asterisk`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;

pub(crate) mod get_object;
pub(crate) mod update_object;
pub(crate) mod delete_object;
pub(crate) mod get_info;
pub(crate) mod ping;
pub(crate) mod list_modules;
pub(crate) mod get_module;
pub(crate) mod load_module;
pub(crate) mod unload_module;
pub(crate) mod reload_module;
pub(crate) mod list_log_channels;
pub(crate) mod add_log;
pub(crate) mod delete_log;
pub(crate) mod rotate_log;
pub(crate) mod get_global_var;
pub(crate) mod set_global_var;
mod module_handle;

pub use get_object::GetObject;
pub use update_object::UpdateObject;
pub use delete_object::DeleteObject;
pub use get_info::GetInfo;
pub use ping::Ping;
pub use list_modules::ListModules;
pub use get_module::GetModule;
pub use load_module::LoadModule;
pub use unload_module::UnloadModule;
pub use reload_module::ReloadModule;
pub use list_log_channels::ListLogChannels;
pub use add_log::AddLog;
pub use delete_log::DeleteLog;
pub use rotate_log::RotateLog;
pub use get_global_var::GetGlobalVar;
pub use set_global_var::SetGlobalVar;
pub use module_handle::ModuleHandle;

/// Operations of the resource `asterisk`. Got from [`Ari::asterisk`](crate::Ari::asterisk).
#[derive(Clone, Copy, Debug)]
pub struct Asterisk<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Asterisk<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Reads all attributes of one dynamic configuration object.
    ///
    /// [`GET /asterisk/config/dynamic/{configClass}/{objectType}/{id}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#getobject)
    ///
    /// Since 13.5.
    ///
    /// # Arguments
    ///
    /// * `config_class`: Module that owns the configuration, for example `res_pjsip`. Since 13.5.
    /// * `object_type`: Kind of object within that configuration, for example `endpoint`, `aor` or `auth` of
    ///   `res_pjsip`. Since 13.5.
    /// * `id`: Name of the object to read, unique among objects of its type. Since 13.5.
    ///
    /// # Errors
    ///
    /// * 404: The configuration class, the object type or the object itself is unknown.
    pub fn get_object(
        &self,
        config_class: impl Into<String>,
        object_type: impl Into<String>,
        id: impl Into<String>,
    ) -> GetObject {
        GetObject::new(self.client.caller(), config_class, object_type, id)
    }

    /// Creates a dynamic configuration object, or changes the given attributes of an existing one.
    ///
    /// [`PUT /asterisk/config/dynamic/{configClass}/{objectType}/{id}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#updateobject)
    ///
    /// Since 13.5.
    ///
    /// # Arguments
    ///
    /// * `config_class`: Module that owns the configuration, for example `res_pjsip`. Since 13.5.
    /// * `object_type`: Kind of object within that configuration, for example `endpoint`, `aor` or `auth` of
    ///   `res_pjsip`. Since 13.5.
    /// * `id`: Name of the object to create or change. Since 13.5.
    ///
    /// # Errors
    ///
    /// * 400: An attribute is unknown or its value is not valid, or an existing object was to be
    ///   changed without `fields`.
    /// * 403: No writable storage is configured for this object type, as with objects that come from a
    ///   configuration file.
    /// * 404: The configuration class or the object type is unknown.
    pub fn update_object(
        &self,
        config_class: impl Into<String>,
        object_type: impl Into<String>,
        id: impl Into<String>,
    ) -> UpdateObject {
        UpdateObject::new(self.client.caller(), config_class, object_type, id)
    }

    /// Deletes a dynamic configuration object.
    ///
    /// [`DELETE /asterisk/config/dynamic/{configClass}/{objectType}/{id}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#deleteobject)
    ///
    /// Since 13.5.
    ///
    /// # Arguments
    ///
    /// * `config_class`: Module that owns the configuration, for example `res_pjsip`. Since 13.5.
    /// * `object_type`: Kind of object within that configuration, for example `endpoint`, `aor` or `auth` of
    ///   `res_pjsip`. Since 13.5.
    /// * `id`: Name of the object to remove. Since 13.5.
    ///
    /// # Errors
    ///
    /// * 403: The object lives in read-only storage, such as a configuration file.
    /// * 404: The configuration class, the object type or the object itself is unknown.
    pub fn delete_object(
        &self,
        config_class: impl Into<String>,
        object_type: impl Into<String>,
        id: impl Into<String>,
    ) -> DeleteObject {
        DeleteObject::new(self.client.caller(), config_class, object_type, id)
    }

    /// Returns build, version, configuration and status details of the running Asterisk.
    ///
    /// [`GET /asterisk/info`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#getinfo)
    ///
    /// Since 13.0.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn get_info(&self) -> GetInfo {
        GetInfo::new(self.client.caller())
    }

    /// Answers `pong` with the server's clock and entity id, to show that Asterisk is alive.
    ///
    /// [`GET /asterisk/ping`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#ping)
    ///
    /// Since 13.25, 16.2; not in 14, 15.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn ping(&self) -> Ping {
        Ping::new(self.client.caller())
    }

    /// Lists the modules with their use count, run state and support level.
    ///
    /// [`GET /asterisk/modules`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#listmodules)
    ///
    /// Since 13.5.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn list_modules(&self) -> ListModules {
        ListModules::new(self.client.caller())
    }

    /// Returns the details of one loaded module.
    ///
    /// [`GET /asterisk/modules/{moduleName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#getmodule)
    ///
    /// Since 13.5.
    ///
    /// # Arguments
    ///
    /// * `module_name`: File name of the module with its suffix, for example `res_ari.so`. Since 13.5.
    ///
    /// # Errors
    ///
    /// * 404: No module of this name is loaded.
    /// * 409: The module is loaded but its details could not be read, for instance because the name was
    ///   given without `.so`.
    pub fn get_module(&self, module_name: impl Into<String>) -> GetModule {
        GetModule::new(self.client.caller(), module_name)
    }

    /// Loads a module into the running Asterisk.
    ///
    /// [`POST /asterisk/modules/{moduleName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#loadmodule)
    ///
    /// Since 13.5.
    ///
    /// # Arguments
    ///
    /// * `module_name`: File name of the module with its suffix, for example `res_ari.so`. Since 13.5.
    ///
    /// # Errors
    ///
    /// * 409: The module is already loaded, does not exist, or declined to start.
    pub fn load_module(&self, module_name: impl Into<String>) -> LoadModule {
        LoadModule::new(self.client.caller(), module_name)
    }

    /// Unloads a module from the running Asterisk.
    ///
    /// [`DELETE /asterisk/modules/{moduleName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#unloadmodule)
    ///
    /// Since 13.5.
    ///
    /// # Arguments
    ///
    /// * `module_name`: File name of the module with its suffix, for example `res_ari.so`. Since 13.5.
    ///
    /// # Errors
    ///
    /// * 404: No module of this name is loaded.
    /// * 409: The module is in use or refuses to be unloaded.
    pub fn unload_module(&self, module_name: impl Into<String>) -> UnloadModule {
        UnloadModule::new(self.client.caller(), module_name)
    }

    /// Makes a loaded module read its configuration again.
    ///
    /// [`PUT /asterisk/modules/{moduleName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#reloadmodule)
    ///
    /// Since 13.5.
    ///
    /// # Arguments
    ///
    /// * `module_name`: File name of the module with its suffix, for example `res_ari.so`. Since 13.5.
    ///
    /// # Errors
    ///
    /// * 404: No module of this name is loaded.
    /// * 409: The module cannot be reloaded at all, a reload is already running, or the reload failed.
    pub fn reload_module(&self, module_name: impl Into<String>) -> ReloadModule {
        ReloadModule::new(self.client.caller(), module_name)
    }

    /// Lists the log channels with their type, status and levels.
    ///
    /// [`GET /asterisk/logging`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#listlogchannels)
    ///
    /// Since 13.6.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn list_log_channels(&self) -> ListLogChannels {
        ListLogChannels::new(self.client.caller())
    }

    /// Starts logging to an additional log channel.
    ///
    /// [`POST /asterisk/logging/{logChannelName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#addlog)
    ///
    /// Since 13.6.
    ///
    /// # Arguments
    ///
    /// * `log_channel_name`: Name of the new log channel, usually a file. A file name is taken relative to Asterisk's log
    ///   directory unless it is absolute. Since 13.6.
    /// * `configuration`: Comma-separated log levels to write, such as `notice,warning,error`; also `debug`, `verbose`,
    ///   `dtmf`, `security` and `fax`. Since 13.6.
    ///
    /// # Errors
    ///
    /// * 400: No log levels were given.
    /// * 409: A log channel of this name exists already.
    pub fn add_log(
        &self,
        log_channel_name: impl Into<String>,
        configuration: impl Into<String>,
    ) -> AddLog {
        AddLog::new(self.client.caller(), log_channel_name, configuration)
    }

    /// Stops logging to a log channel that was added at run time.
    ///
    /// [`DELETE /asterisk/logging/{logChannelName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#deletelog)
    ///
    /// Since 13.6.
    ///
    /// # Arguments
    ///
    /// * `log_channel_name`: Name of the log channel to remove, as given when it was added. Channels from `logger.conf`
    ///   cannot be removed. Since 13.6.
    ///
    /// # Errors
    ///
    /// * 404: There is no such log channel, or it was not added at run time.
    pub fn delete_log(&self, log_channel_name: impl Into<String>) -> DeleteLog {
        DeleteLog::new(self.client.caller(), log_channel_name)
    }

    /// Closes a log file, moves it aside and starts a new one.
    ///
    /// [`PUT /asterisk/logging/{logChannelName}/rotate`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#rotatelog)
    ///
    /// Since 13.6.
    ///
    /// # Arguments
    ///
    /// * `log_channel_name`: Name of the log channel to rotate; it must be a file. A file name is taken relative to
    ///   Asterisk's log directory unless it is absolute. Rotation reads `logger.conf` again, so every log
    ///   channel that was added at run time is gone afterwards, the rotated one included. Since 13.6.
    ///
    /// # Errors
    ///
    /// * 404: No log file of this name is open.
    pub fn rotate_log(&self, log_channel_name: impl Into<String>) -> RotateLog {
        RotateLog::new(self.client.caller(), log_channel_name)
    }

    /// Reads a global dialplan variable.
    ///
    /// [`GET /asterisk/variable`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#getglobalvar)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `variable`: Name of the variable. One that is not set reads as an empty string, not as an error. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: No `variable` name was given.
    pub fn get_global_var(&self, variable: impl Into<String>) -> GetGlobalVar {
        GetGlobalVar::new(self.client.caller(), variable)
    }

    /// Sets a global dialplan variable.
    ///
    /// [`POST /asterisk/variable`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#setglobalvar)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `variable`: Name of the variable to write. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: No `variable` name was given.
    pub fn set_global_var(&self, variable: impl Into<String>) -> SetGlobalVar {
        SetGlobalVar::new(self.client.caller(), variable)
    }
}
