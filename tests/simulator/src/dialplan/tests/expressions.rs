//! Values in place of variables and expressions; the expected ones are what Asterisk 22.10.1 set.

use crate::dialplan::{Target, arguments, expand, is_true};

fn look_up(name: &str) -> String {
    let value = match name {
        "A" => "0123456789",
        "B" => "1",
        "C" => "A",
        "D" => "a]b",
        "N1" => "nested",
        "U" => "äöü",
        "LEN(0123456789)" => "10",
        "LEN(a:b)" => "3",
        "LEN(a{b}c)" => "5",
        "raw" => "${A}",
        _ => "",
    };
    value.to_owned()
}

fn expanded(text: &str) -> String {
    expand(text, &look_up)
}

#[track_caller]
fn is(text: &str, value: &str) {
    assert_eq!(expanded(text), value, "{text}");
}

#[test]
fn variables_and_parts_of_them() {
    is("<${A}>", "<0123456789>");
    is("${A:0}", "0123456789");
    is("${A:2}", "23456789");
    is("${A:2:3}", "234");
    is("${A:-3}", "789");
    is("${A:-3:2}", "78");
    is("${A:2:-3}", "23456");
    is("${A:-5:-2}", "567");
    is("${A:-50}", "0123456789");
    is("${A:-50:2}", "01");
    is("${A:50}", "");
    is("${A:50:2}", "");
    is("${A:0:50}", "0123456789");
    is("${A:0:0}", "");
    is("${A:8:-5}", "");
    is("${A:0:-50}", "");
    is("${A:-0}", "0123456789");
    is("${NOSUCH}|${NOSUCH:2}|${}", "||");
    is("${U:2}", "öü");
    is("${U:1:2}", "\u{fffd}\u{fffd}");
}

#[test]
fn offsets_that_are_none() {
    is("${A:}", "0123456789");
    is("${A::3}", "0123456789");
    is("${A:a}", "0123456789");
    is("${A:- 2}", "0123456789");
    is("${A:2x:3}", "23456789");
    is("${A:2:}", "23456789");
    is("${A: 2}", "23456789");
    is("${A:+2}", "23456789");
    is("${A: -2}", "89");
    is("${A:2:3:4}", "234");
    is("${A:1:1 }", "1");
    // Asterisk 22.10.1 did not survive numbers of this size.
    is("${A:2147483648}", "");
    is("${A:99999999999999999999:-99999999999999999999}", "");
    is("${A:-99999999999999999999:99999999999999999999}", "0123456789");
}

#[test]
fn one_within_another() {
    is("${N${B}}", "nested");
    is("${${C}}", "0123456789");
    is("${${C}:1}", "123456789");
    is("${A:${B}}", "123456789");
    is("${A:1${B}}", "");
    is("${A:$[1+1]}", "23456789");
    is("$[$[1+1]+1]", "3");
    is("$[(1+1)*${B}]", "2");
    is("$[\"${A}\" = \"0123456789\"]", "1");
    is("$[\"${NOSUCH}\" = \"\"]", "1");
    is("${LEN(${A})}", "10");
    is("${LEN(${A}):1}", "0");
    is("${LEN(a:b)}", "3");
    is("${LEN(a{b}c)}", "5");
    is("${raw}", "${A}");
}

#[test]
fn what_is_not_closed_or_not_begun() {
    is("<${A", "<0123456789");
    is("<$[1+1", "<2");
    is("${A}}", "0123456789}");
    is("$A $$ {A} [A]", "$A $$ {A} [A]");
    is("$${A}", "$0123456789");
    is("\\${A}", "\\0123456789");
    is("a\\,b \"c\"", "a\\,b \"c\"");
    is("$[1+1]]", "2]");
    is("$[\"]\" = \"]\"]", "\" = \"]\"]");
    is("$[ \"${D}\" = \"a]b\" ]", "0b\" ]");
}

#[test]
fn arithmetic() {
    for (expression, value) in [
        ("1+2", "3"),
        (" 1 + 2 ", "3"),
        ("1+2*3", "7"),
        ("(1+2)*3", "9"),
        ("10-2-3", "5"),
        ("100/10/2", "5"),
        ("7 / 2", "3.5"),
        ("-5 / 2", "-2.5"),
        ("7 % 3", "1"),
        ("7.5 % 2", "1.5"),
        ("-7 % 3", "-1"),
        ("5 % 2.5", "0"),
        ("1 / 0", "2147483647"),
        ("-1 / 0", "2147483647"),
        ("0 / 0", "2147483647"),
        ("1 % 0", "0"),
        ("-3", "-3"),
        ("- 3", "-3"),
        ("--3", "3"),
        ("-007", "-7"),
        ("-(2)", "-2"),
        ("-0", "-0"),
        ("1 - -1", "2"),
        ("1*-1", "-1"),
        ("5 -3", "2"),
        ("0.1 + 0.2", "0.3"),
        ("1.50 + 0", "1.5"),
        ("1/8", "0.125"),
        ("1/3*3", "1"),
        ("0.00001 * 0.1", "1e-06"),
        ("1000000 * 1000000", "1000000000000"),
        ("99999999999 * 99999999999", "9.9999999998e+21"),
        ("1000000000000000000 + 0", "1e+18"),
        ("1234567.1234567 + 0", "1234567.1234567"),
        // What is no number counts as 0, and so does one in quotes.
        ("\"1\" + \"2\"", "0"),
        ("a + 1", "1"),
        ("1 + a", "1"),
        ("1e3 + 1", "1"),
        (".5 + .5", "0"),
        ("1. + 1", "1"),
        ("1.5.5 + 1", "1"),
        ("-a", "0"),
        ("-\"5\"", "0"),
    ] {
        is(&format!("$[{expression}]"), value);
    }
    // Asterisk has three digits more.
    is("$[1/3]", "0.333333333333333");
}

#[test]
fn comparisons() {
    for (expression, value) in [
        ("\"abc\" = \"abc\"", "1"),
        ("abc = abc", "1"),
        ("abc = \"abc\"", "0"),
        ("\"ABC\" = \"abc\"", "0"),
        ("\"a b\" = \"a b\"", "1"),
        ("\"\" = \"\"", "1"),
        ("\"\" = 0", "0"),
        ("\"x\" != \"\"", "1"),
        ("1.0 = 1", "1"),
        ("01 = 1", "1"),
        ("-0 = 0", "1"),
        ("\"1.0\" = \"1\"", "0"),
        ("10 < 9", "0"),
        ("10 < 9a", "1"),
        ("\"10\" < \"9\"", "1"),
        ("5 > \"10\"", "1"),
        ("\"\" < 1", "1"),
        ("a < B", "0"),
        ("3 >= 3", "1"),
        ("3 <= 2", "0"),
        ("3 != 3", "0"),
        ("1 == 1", "1"),
        ("1 = 1 = 0", "0"),
        ("3 > 2 > 1", "0"),
        ("foo@bar = foo@bar", "1"),
        ("SIP/100 = SIP/100", "1"),
        ("é = é", "1"),
    ] {
        is(&format!("$[{expression}]"), value);
    }
}

#[test]
fn logic() {
    for (expression, value) in [
        ("1 & 0", "0"),
        ("5 & 1", "5"),
        ("1 && abc", "1"),
        ("0.0 & 1", "0"),
        ("0 | 7", "7"),
        ("5 | 7", "5"),
        ("00 || 7", "7"),
        ("\"0\" | 7", "\"0\""),
        ("\"\" | 7", "\"\""),
        ("5 & \"\"", "5"),
        ("1 | 0 & 0", "1"),
        ("1 = 1 | 0", "1"),
        ("1 & 2 | 3", "1"),
        ("1 | 2 = 3", "1"),
        ("(1 = 1) & (2 = 2)", "1"),
        ("0 = 0 & 1", "1"),
        ("!1", "0"),
        ("! 0", "1"),
        ("!!1", "1"),
        ("!-1", "0"),
        ("!abc", "1"),
        ("!\"\"", "1"),
        ("!1 = 0", "1"),
        ("!0 + 1", "2"),
    ] {
        is(&format!("$[{expression}]"), value);
    }
}

#[test]
fn values_alone() {
    for (expression, value) in [
        ("abc", "abc"),
        ("\"abc\"", "\"abc\""),
        ("007", "007"),
        ("((1))", "1"),
        ("", ""),
        (" ", ""),
    ] {
        is(&format!("$[{expression}]"), value);
    }
}

#[test]
fn malformed_expressions() {
    for (expression, value) in [
        ("1 2", "1"),
        ("hello world", "hello"),
        ("1+2 a", "3"),
        ("a b = a b", "a"),
        ("1 !", "1"),
        ("1)", "1"),
        ("1+1)+5", "2"),
        ("(1)(2)", "1"),
        ("1,2", "1"),
        ("a[1]", "a"),
        ("[1]", "1"),
        ("\"abc", "abc"),
        ("abc\"", "abc"),
        ("\"a\"b", "\"a\""),
        ("\"a\\\"b\"", "\"a\\\""),
        ("1 +", "0"),
        ("1 + 2 +", "0"),
        ("1 = ", "0"),
        ("(1", "0"),
        ("(1 2)", "0"),
        ("()", "0"),
        ("() + 1", "0"),
        ("(", "0"),
        ("!", "0"),
        ("1 | | 2", "0"),
        ("1 <> 2", "0"),
        ("+3", ""),
        (" = 1", ""),
        (")", ""),
        ("*5", ""),
        ("{", ""),
        // Asterisk knows these: 0, bc, 2, 3.
        ("a:b", ""),
        ("\"abc\" =~ \"a(.*)\"", ""),
        ("1 ? 2 :: 3", ""),
        ("FLOOR(3.5)", ""),
    ] {
        is(&format!("$[{expression}]"), value);
    }
}

#[test]
fn conditions() {
    for so in ["1", "-1", "1a", "abc", "no", "false", " ", "\"0\""] {
        assert!(is_true(so), "{so}");
    }
    for not in ["", "0", "00", " 0", "0 ", "-0", "+0", "0.5", "0abc"] {
        assert!(!is_true(not), "{not}");
    }
}

#[test]
fn arguments_apart() {
    assert_eq!(arguments(""), [""; 0]);
    assert_eq!(arguments("a,"), ["a", ""]);
    assert_eq!(
        arguments(r#"x,"y,z",w\,v,(e,f),[g,h], i ,"j"k,,\"l,"m\"n",{o,p}"#),
        ["x", "y,z", "w,v", "(e,f)", "[g,h]", " i ", "jk", "", "\"l", "m\"n", "{o", "p}"]
    );
    assert_eq!(arguments("a),b(c,d)),e"), ["a)", "b(c,d))", "e"]);
    assert_eq!(arguments("(]x,y),z"), ["(]x,y)", "z"]);
    assert_eq!(arguments(r#"(a,b,c"d,e"#), ["(a,b,cd,e"]);
    assert_eq!(arguments(r#""(",b"#), ["(,b"]);
    assert_eq!(arguments("\\"), [""]);
    assert_eq!(arguments("60000,,first:second,yes"), ["60000", "", "first:second", "yes"]);
}

fn target(context: Option<&str>, extension: Option<&str>, priority: &str) -> Option<Target> {
    let owned = |it: Option<&str>| it.map(str::to_owned);
    Some(Target {
        context: owned(context),
        extension: owned(extension),
        priority: priority.to_owned(),
    })
}

#[test]
fn jumps() {
    assert_eq!(Target::of_goto("wait,1"), target(None, Some("wait"), "1"));
    assert_eq!(Target::of_goto(" a , b , c "), target(Some("a"), Some("b"), "c"));
    assert_eq!(Target::of_goto("door"), target(None, None, "door"));
    assert_eq!(Target::of_goto(""), None);
    assert_eq!(Target::of_goto("a,b,"), None);
}

#[test]
fn jumps_on_a_condition() {
    assert_eq!(Target::of_goto_if("1?sorry"), target(None, None, "sorry"));
    assert_eq!(Target::of_goto_if("1?gg,1:other"), target(None, Some("gg"), "1"));
    assert_eq!(Target::of_goto_if("0?gg,1:a,b,c"), target(Some("a"), Some("b"), "c"));
    assert_eq!(Target::of_goto_if("0?sorry"), None);
    assert_eq!(Target::of_goto_if("1?:a"), None);
    assert_eq!(Target::of_goto_if("1"), None);
}
