//! Which extension answers, and which step comes next; the order is what `dialplan show` of 22.10.1 lists.

use super::{plan, steps, written};
use crate::dialplan::Dialplan;

/// Each pattern with itself as its argument.
fn of_patterns(patterns: &[&str]) -> Dialplan {
    let lines = patterns.iter().map(|it| format!("exten => {it},1,NoOp({it})\n"));
    plan(&format!("[here]\n{}", lines.collect::<String>()))
}

/// Whatever the order of the text, the dialled number meets the first of these that it matches.
#[track_caller]
fn meets(patterns: &[&str], dialled: &str, expected: Option<&str>) {
    let reversed: Vec<&str> = patterns.iter().rev().copied().collect();
    for patterns in [patterns, &reversed] {
        let found = written(&of_patterns(patterns), "here", dialled, 1);
        assert_eq!(found, expected.map(|it| format!("NoOp({it})")), "{dialled}");
    }
}

#[test]
fn the_documented_example() {
    let patterns = ["_6XX1", "_64XX", "_640X", "_6.", "_64NX", "_6[45]NX", "_6[34]NX"];
    meets(&patterns, "6421", Some("_64NX"));
    meets(&patterns, "6401", Some("_640X"));
    meets(&patterns, "6411", Some("_64XX"));
    meets(&patterns, "6321", Some("_6[34]NX"));
    meets(&patterns, "6521", Some("_6[45]NX"));
    meets(&patterns, "6511", Some("_6XX1"));
    meets(&patterns, "6512", Some("_6."));
    meets(&patterns, "6", None);
    meets(&patterns, "5421", None);
}

#[test]
fn more_patterns_by_specificity() {
    // Taken away one after the other, the next one answers.
    let order = [
        "6421",
        "_64-2-1",
        "_64NX",
        "_64XX",
        "_6[34]NX",
        "_6[45]NX",
        "_6XX1",
        "_6.",
        "_6!",
        "_[4-8]XX.",
        "_[4-8]!",
        "_.",
        "_!",
    ];
    for first in 0..order.len() {
        meets(&order[first..], "6421", Some(order[first]));
    }
    let letters = ["_a1b", "_a1", "_a.b", "_a!b", "_[a-z]1", "_[0-9a-z]1", "_.5"];
    for (first, dialled) in [(1, "a1"), (2, "a1"), (3, "a1"), (4, "a1"), (5, "a1"), (6, "a1")] {
        meets(&letters[first..], dialled, Some(letters[first]));
    }
    meets(&letters, "a1b", Some("_a1b"));
    // What follows a wildcard is not compared.
    meets(&letters, "abb", Some("_a.b"));
    meets(&letters, "55", Some("_.5"));
    meets(&["_[0-4]X", "_[4-8]X", "_X-X"], "41", Some("_[0-4]X"));
    meets(&["_[0-4]X", "_[4-8]X", "_X-X"], "81", Some("_[4-8]X"));
    meets(&["_X1", "_[a-j]1", "_N1", "_Z1"], "91", Some("_N1"));
}

#[test]
fn letters_of_patterns() {
    for (pattern, yes, no) in [
        ("_X", &["0", "9"][..], &["", "a", "X", "00"][..]),
        ("_x", &["0"], &["x"]),
        ("_Z", &["1", "9"], &["0"]),
        ("_n", &["2", "9"], &["1", "n"]),
        ("_[13-5]", &["1", "3", "4", "5"], &["2", "-", "6"]),
        ("_[a-]Y", &["aY"], &["AY", "ay", "-Y"]),
        ("_[x]5", &["x5"], &["15"]),
        ("_[.]7", &[".7"], &["a7"]),
        ("_[]8", &["8"], &["08"]),
        ("_[z-a]1", &["1"], &["z1"]),
        ("_4.", &["41", "4a", "41234"], &["4", "51"]),
        ("_4!", &["4", "41", "4a"], &["5"]),
        ("_y+1*#", &["y+1*#"], &["Y+1*#"]),
        ("_to[n]e-.", &["tone-desk", "toned"], &["to2e-desk", "tone-", "tone"]),
        ("_a[n]swer-after-X!", &["answer-after-3", "answer-after-15"], &["answer-after-x"]),
        ("_[+0-9a-zA-Z]!", &["+491", "ari", "7"], &["_a", ""]),
        ("_é.", &["éa"], &["é", "e1"]),
        ("64-21", &["6421", "64-21", "6-4-2-1"], &["64"]),
    ] {
        let plan = of_patterns(&[pattern]);
        yes.iter().for_each(|it| assert!(plan.has("here", it), "{pattern} matches {it}"));
        no.iter().for_each(|it| assert!(!plan.has("here", it), "{pattern} matches {it}"));
    }
}

#[test]
fn priorities_are_looked_for_in_all_that_match() {
    let plan = plan(
        "[fall]\nexten => 6410,1,NoOp(one)\nexten => _641X,1,NoOp(x)\nexten => _641X,n,NoOp(y)\n\
         exten => _64XX,3(third),NoOp(z)\ninclude => first\ninclude => second\ninclude => none\n\
         [first]\nexten => 6410,2,NoOp(first)\nexten => 6410,4,NoOp(first)\n\
         exten => deep,1,NoOp(first)\ninclude => fall\ninclude => third\n\
         [second]\nexten => deeper,1,NoOp(second)\nexten => deep,1,NoOp(second)\n\
         [third]\nexten => deeper,1,NoOp(third)\n",
    );
    assert_eq!(steps(&plan, "fall", "6410"), ["NoOp(one)", "NoOp(y)", "NoOp(z)", "NoOp(first)"]);
    assert_eq!(steps(&plan, "fall", "deep"), ["NoOp(first)"]);
    assert_eq!(steps(&plan, "fall", "deeper"), ["NoOp(third)"]);
    assert_eq!(plan.label("fall", "6410", "third"), Some(3));
    assert_eq!(plan.label("fall", "6410", "fourth"), None);
    // There is a step, but none to begin with.
    assert!(!plan.has("fall", "6499"));
    assert!(plan.step("fall", "6499", 3).is_some());
    assert!(!plan.has("nowhere", "6410"));
}

#[test]
fn texts_add_up() {
    let mut plan = plan("[globals]\nA=1\n[here]\nexten => a,1,Answer()\n");
    plan.add("[here]\nexten => b,1,Echo()\n[globals]\nB=${A}2\nA = 3\n").expect("is right");
    assert_eq!(
        (steps(&plan, "here", "a"), steps(&plan, "here", "b")),
        (vec!["Answer()".into()], vec!["Echo()".into()])
    );
    assert_eq!(plan.globals().collect::<Vec<_>>(), [("A", "3"), ("B", "12")]);
    // What is refused leaves everything as it was.
    let error =
        plan.add("[here]\nexten => c,1,Answer()\nexten => a,1,Echo()\n").expect_err("there is one");
    assert_eq!(error.to_string(), "line 3 of the dialplan: `a` has a priority 1 already");
    assert!(!plan.has("here", "c"));
}
