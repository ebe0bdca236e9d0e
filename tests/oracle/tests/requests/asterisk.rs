//! A call of every operation of `asterisk`.

use ari_generated::Ari;
use ari_generated::enums::InfoSection;
use ari_generated::models::ConfigTuple;

use super::values::{Case, Requests, Values};

pub(crate) const CASES: &[Case] = &[
    ("asterisk.getObject", get_object),
    ("asterisk.updateObject", update_object),
    ("asterisk.deleteObject", delete_object),
    ("asterisk.getInfo", get_info),
    ("asterisk.ping", ping),
    ("asterisk.listModules", list_modules),
    ("asterisk.getModule", get_module),
    ("asterisk.loadModule", load_module),
    ("asterisk.unloadModule", unload_module),
    ("asterisk.reloadModule", reload_module),
    ("asterisk.listLogChannels", list_log_channels),
    ("asterisk.addLog", add_log),
    ("asterisk.deleteLog", delete_log),
    ("asterisk.rotateLog", rotate_log),
    ("asterisk.getGlobalVar", get_global_var),
    ("asterisk.setGlobalVar", set_global_var),
];

fn get_object(ari: &Ari, values: &Values) -> Requests {
    requests!(ari.asterisk().get_object(
        values.text("configClass"),
        values.text("objectType"),
        values.text("id")
    ))
}

fn update_object(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.fields(
            values.pairs("fields").into_iter().map(|(name, value)| ConfigTuple::new(name, value))
        ),
        ari.asterisk().update_object(
            values.text("configClass"),
            values.text("objectType"),
            values.text("id")
        )
    )
}

fn delete_object(ari: &Ari, values: &Values) -> Requests {
    requests!(ari.asterisk().delete_object(
        values.text("configClass"),
        values.text("objectType"),
        values.text("id")
    ))
}

fn get_info(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.only(values.choices("only").iter().map(|it| InfoSection::from(it.as_str()))),
        ari.asterisk().get_info()
    )
}

fn ping(ari: &Ari, _values: &Values) -> Requests {
    requests!(ari.asterisk().ping())
}

fn list_modules(ari: &Ari, _values: &Values) -> Requests {
    requests!(ari.asterisk().list_modules())
}

fn get_module(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.asterisk().get_module(values.text("moduleName")),
        ari.module(values.text("moduleName")).get()
    )
}

fn load_module(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.asterisk().load_module(values.text("moduleName")),
        ari.module(values.text("moduleName")).load()
    )
}

fn unload_module(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.asterisk().unload_module(values.text("moduleName")),
        ari.module(values.text("moduleName")).unload()
    )
}

fn reload_module(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.asterisk().reload_module(values.text("moduleName")),
        ari.module(values.text("moduleName")).reload()
    )
}

fn list_log_channels(ari: &Ari, _values: &Values) -> Requests {
    requests!(ari.asterisk().list_log_channels())
}

fn add_log(ari: &Ari, values: &Values) -> Requests {
    requests!(ari.asterisk().add_log(values.text("logChannelName"), values.text("configuration")))
}

fn delete_log(ari: &Ari, values: &Values) -> Requests {
    requests!(ari.asterisk().delete_log(values.text("logChannelName")))
}

fn rotate_log(ari: &Ari, values: &Values) -> Requests {
    requests!(ari.asterisk().rotate_log(values.text("logChannelName")))
}

fn get_global_var(ari: &Ari, values: &Values) -> Requests {
    requests!(ari.asterisk().get_global_var(values.text("variable")))
}

fn set_global_var(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.value(values.text("value")),
        ari.asterisk().set_global_var(values.text("variable"))
    )
}
