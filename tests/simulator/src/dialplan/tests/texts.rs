//! How texts are read, which are refused, and that no text does harm.

use super::{fault, plan, steps, written};
use crate::dialplan::{Dialplan, Target, arguments, expand, is_true};

/// What this workspace's own tests and examples dial.
const HARNESS: &str = include_str!("../../../../harness/src/config/extensions.conf");

#[test]
fn the_dialplan_of_the_harness() {
    // Its parties may transfer each other, which is not known here.
    let plan = plan(&HARNESS.replace(",TtHh", ""));
    let expect = |extension: &str, expected: &[&str]| {
        assert_eq!(steps(&plan, "default", extension), expected, "{extension}");
    };
    expect("1000", &["NoOp()", "Stasis(channel-state)", "Hangup()"]);
    expect("app-desk", &["Stasis(${EXTEN:4})", "Hangup()"]);
    let talk = ["Answer()", "Set(TALK_DETECT(set)=400,256)", "Stasis(${EXTEN:5})", "Hangup()"];
    expect("talk-desk", &talk);
    let tone = ["Answer()", "Set(TONE_DETECT(440,500)=)", "Stasis(${EXTEN:5})", "Hangup()"];
    expect("tone-desk", &tone);
    let handling = "Set(PJSIP_TRANSFER_HANDLING()=ari-only)";
    expect("refer-desk", &[handling, "Answer()", "Stasis(${EXTEN:6})", "Hangup()"]);
    expect("wait", &["Answer()", "Wait(3600)"]);
    expect("operator", &["Answer()", "Wait(3600)"]);
    expect("ring", &["Ringing()", "Wait(3600)"]);
    expect("answer-after-2", &["Ringing()", "Wait(${EXTEN:13})", "Answer()", "Wait(3600)"]);
    expect("hangup-after-2", &["Answer()", "Wait(${EXTEN:13})", "Hangup()"]);
    expect("busy", &["Busy()"]);
    expect("congestion", &["Congestion()"]);
    expect("echo", &["Answer()", "Echo()"]);
    expect("playtones", &["Answer()", "PlayTones(440)", "Wait(3600)"]);
    expect("milliwatt", &["Answer()", "Milliwatt()"]);
    expect("monkeys", &["Answer()", "Playback(tt-monkeys)", "Hangup()"]);
    expect("music", &["Answer()", "MusicOnHold(default)"]);
    expect("digits-12#", &["Answer()", "Wait(1)", "SendDTMF(${EXTEN:7})", "Wait(3600)"]);
    expect("dial-wait", &["Dial(Local/${EXTEN:5}@default,60)", "Hangup()"]);
    let event = "UserEvent(harness,colour: blue,number: 42)";
    expect("userevent", &["Answer()", "Wait(1)", event, "Wait(3600)"]);
    expect("alice", &["Dial(PJSIP/alice,60)", "Hangup()"]);
    expect("nobody", &[]);
    assert!(plan.has("messages", "+49123") && plan.has("messages", "ari"));
}

/// The first lines of the examples, their dialplan among them.
const EXAMPLES: [&str; 20] = [
    include_str!("../../../../../ari-generated/examples/bridge_dial.rs"),
    include_str!("../../../../../ari-generated/examples/bridge_hold.rs"),
    include_str!("../../../../../ari-generated/examples/bridge_infinite_wait.rs"),
    include_str!("../../../../../ari-generated/examples/bridge_move.rs"),
    include_str!("../../../../../ari-generated/examples/broadcast_agent.rs"),
    include_str!("../../../../../ari-generated/examples/channel_aa.rs"),
    include_str!("../../../../../ari-generated/examples/channel_dump.rs"),
    include_str!("../../../../../ari-generated/examples/channel_playback_monkeys.rs"),
    include_str!("../../../../../ari-generated/examples/channel_state.rs"),
    include_str!("../../../../../ari-generated/examples/channel_tones.rs"),
    include_str!("../../../../../ari-generated/examples/external_media_rtp.rs"),
    include_str!("../../../../../ari-generated/examples/outbound_server.rs"),
    include_str!("../../../../../ari-generated/examples/queue_with_claim.rs"),
    include_str!("../../../../../ari-generated/examples/record_to_wav.rs"),
    include_str!("../../../../../ari-generated/examples/rest_over_websocket.rs"),
    include_str!("../../../../../ari-generated/examples/transfer_handler.rs"),
    include_str!("../../../../../ari-generated/examples/voice_agent.rs"),
    include_str!("../../../../../ari-generated/examples/voice_echo.rs"),
    include_str!("../../../../../ari-generated/examples/voicemail_playback.rs"),
    include_str!("../../../../../ari-generated/examples/voicemail_record.rs"),
];

#[test]
fn the_dialplans_of_the_examples() {
    for example in EXAMPLES {
        let lines = example.lines().filter_map(|it| it.strip_prefix("//! "));
        let lines: Vec<&str> =
            lines.filter(|it| it.starts_with("exten =>") || it.starts_with(" same =>")).collect();
        let plan = plan(&format!("[default]\n{}\n", lines.join("\n")));
        let number = lines[0].split(['>', ',']).nth(1).map(str::trim).expect("is there");
        let sorry = plan.label("default", number, "sorry").expect("is there");
        let failed = expand("$[\"${STASISSTATUS}\" = \"FAILED\"]?sorry", &|_| "FAILED".to_owned());
        assert_eq!(Target::of_goto_if(&failed).expect("is there").priority, "sorry");
        assert_eq!(written(&plan, "default", number, sorry - 1).as_deref(), Some("Hangup()"));
        assert_eq!(
            steps(&plan, "default", number).iter().filter(|it| it.starts_with("GotoIf")).count(),
            lines
                .iter()
                .take_while(|it| !it.contains("(sorry)"))
                .filter(|it| it.contains("GotoIf"))
                .count()
        );
    }
}

#[test]
fn the_dialplans_of_live_tests() {
    let plan = plan(
        "[default]\nexten => shown,1,Set(COLOUR=blue)\n same => n,Stasis(channel-dump,one,two)\n \
         same => n,Goto(wait,1)\n\
         exten => 2001,1,Set(CHANNEL(language)=xx)\n same => n,Stasis(voicemail-playback,1001)\n\
         exten => labelled,1,Hangup()\n same => n(door),Answer()\n same => n,Set(CAME_BY=door)\n\
         exten => offer,1,Answer()\n same => n,StasisBroadcast(60000,,first:second,yes)\n",
    );
    assert_eq!(steps(&plan, "default", "shown").last().expect("is there"), "Goto(wait,1)");
    assert_eq!(steps(&plan, "default", "2001")[0], "Set(CHANNEL(language)=xx)");
    assert_eq!(plan.label("default", "labelled", "door"), Some(2));
    let offer = "StasisBroadcast(60000,,first:second,yes)";
    assert_eq!(steps(&plan, "default", "offer"), ["Answer()", offer]);
}

#[test]
fn ways_to_write_a_step() {
    let plan = plan(
        "[general]\nstatic = yes\nnonsense\n[globals]\nA=01\n[here]\n\
         EXTEN => a,1,noop(upper)\nexten=b,1,NoOp(equals)\nexten => c , 1 , NoOp( spaces )\n\
         exten => d,1,NoOp\nsame => n(l) , NoOp  (x)tail\nsame = n+2,NoOp((x)\nsame => n+3(m),NoOp(a)b)\n\
         same => s+1,NoOp(s)\nexten => e,n,NoOp(counts on)\nexten => e,1(),NoOp(no label)\n\
         exten => x y,1,NoOp(\"a, b\",(c,d))\n  exten => ${A}f,1,NoOp(${EXTEN})\nignorepat => 9\n\
         exten => hinted,hint,SIP/x\nexten => hinted,1,NoOp()\nexten => _[a,b]7,1,NoOp()\n\
         [here](+)\nexten => g,1,NoOp()\r\n[HERE]\nexten => a,1,NoOp(other)\n",
    );
    let expect = |extension: &str, expected: &[&str]| {
        assert_eq!(steps(&plan, "here", extension), expected, "{extension}");
    };
    expect("a", &["NoOp(upper)"]);
    expect("b", &["NoOp(equals)"]);
    expect("c", &["NoOp( spaces )"]);
    expect("d", &["NoOp()", "NoOp(x)"]);
    expect("e", &["NoOp(no label)"]);
    expect("xy", &["NoOp(\"a, b\",(c,d))"]);
    expect("01f", &["NoOp(${EXTEN})"]);
    expect("hinted", &["NoOp()"]);
    expect("b7", &["NoOp()"]);
    expect("g", &["NoOp()"]);
    assert_eq!(steps(&plan, "HERE", "a"), ["NoOp(other)"]);
    // n is 2, n+2 is 5, n+3 is 9, s+1 is 10, and n of another extension goes on with 11.
    for (extension, priority, expected) in [
        ("d", 5, "NoOp((x)"),
        ("d", 9, "NoOp(a)b)"),
        ("d", 10, "NoOp(s)"),
        ("e", 11, "NoOp(counts on)"),
    ] {
        assert_eq!(written(&plan, "here", extension, priority).as_deref(), Some(expected));
    }
    assert_eq!((plan.label("here", "d", "l"), plan.label("here", "d", "m")), (Some(2), Some(9)));
}

#[test]
fn comments() {
    let plan = plan(
        "; first\n[here] ; a context\nexten => a,1,NoOp(a\\;b) ; comment\n same => n,NoOp(b;-- in --;c)\n\
         ;---- a rule\n same => n,NoOp(d) ;-- from here\n same => n,NoOp(hidden)\n;-- nested\n--;\n\
         same => n,NoOp(hidden)\n --; same => n,NoOp(e--;f)\n",
    );
    let expected = ["NoOp(a;b)", "NoOp(bc)", "NoOp(d)", "NoOp(e--;f)"];
    assert_eq!(steps(&plan, "here", "a"), expected);
}

#[test]
fn what_is_refused() {
    for (text, expected) in [
        (
            "exten => a,1,NoOp()",
            "line 1 of the dialplan: `exten => a,1,NoOp()` stands in no context",
        ),
        ("[here\nexten => a,1,NoOp()", "line 1 of the dialplan: a `[` that is not closed"),
        ("[here](!)", "line 1 of the dialplan: `(!)`: templates are not supported"),
        (
            "#include \"other.conf\"",
            "line 1 of the dialplan: `#include \"other.conf\"`: other files are not read",
        ),
        ("[here]\n;-- open\n\n", "line 2 of the dialplan: `;--` without `--;`"),
    ] {
        assert_eq!(fault(text), expected);
    }
    for (line, expected) in [
        ("nonsense", "`nonsense` has no `=`"),
        ("nonsense => x", "`nonsense` is not one of `exten`, `same`, `include` and `ignorepat`"),
        ("same => n,NoOp()", "`same` without an extension before it"),
        ("exten => a", "no priority and application, or a `[` that is not closed"),
        ("exten => a,1", "no priority and application"),
        ("exten => ,1,NoOp()", "an extension without a name"),
        ("exten => a,0,NoOp()", "`0` is no priority"),
        ("exten => a,-1,NoOp()", "`-1` is no priority"),
        ("exten => a,+1,NoOp()", "`+1` is no priority"),
        ("exten => a,x,NoOp()", "`x` is no priority"),
        ("exten => a,99999999999,NoOp()", "`99999999999` is no priority"),
        ("exten => a,n,NoOp()", "`n` follows no priority"),
        ("exten => a,s,NoOp()", "`s` follows no priority"),
        ("exten => a,1(x,NoOp()", "a label that is not closed"),
        ("exten => a,1,NoOp(x", "`NoOp(x` is not closed"),
        (
            "exten => a,1,Dial(PJSIP/bob&PJSIP/cora,20)",
            "`Dial` calls one address here, not several",
        ),
        ("exten => a/100,1,NoOp()", "`a/100`: the number of who calls is not matched"),
        ("exten => _[ab,1,NoOp()", "no priority and application, or a `[` that is not closed"),
        (
            "include => other,9:00-17:00,*,*,*",
            "only `include => context` is supported, without times",
        ),
    ] {
        assert_eq!(
            fault(&format!("\n[here]\n{line}")),
            format!("line 3 of the dialplan: {expected}")
        );
    }
    let twice = fault("[here]\nexten => e-35,1,NoOp()\nexten => e35,1,NoOp()");
    assert_eq!(twice, "line 3 of the dialplan: `e35` has a priority 1 already");
    let twice = fault("[here]\nexten => _X1,1,NoOp()\nexten => _[0-9]1,1,NoOp()");
    assert_eq!(twice, "line 3 of the dialplan: `_[0-9]1` has a priority 1 already");
    let label = fault("[here]\nexten => a,1(x),NoOp()\nsame => n(x),NoOp()");
    assert_eq!(label, "line 3 of the dialplan: `a` has a label `x` already");
}

#[test]
fn an_unknown_application_names_the_known_ones() {
    let fault = fault("[here]\nexten => a,1,Queue(sales)");
    assert!(fault.starts_with("line 2 of the dialplan: the application `Queue` is not supported"));
    assert!(fault.contains("Answer, Busy") && fault.ends_with("Wait"), "{fault}");
}

/// Whatever is done with a text, it ends.
fn use_all_of(text: &str) {
    let mut plan = Dialplan::default();
    let _ = plan.add(text);
    let _ = plan.add(&format!("[x]\nexten => {text},1,NoOp({text})\n"));
    let _ = (plan.has("x", text), plan.label("x", text, text), plan.globals().count());
    let _ = expand(text, &|name| name.to_owned());
    let _ = (expand(&format!("$[{text}]"), &|_| String::new()), is_true(text), arguments(text));
    let _ = (Target::of_goto(text), Target::of_goto_if(text));
}

#[test]
fn no_text_does_harm() {
    fastrand::seed(22);
    let pieces = [
        "$",
        "${",
        "$[",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        "\"",
        ";",
        ";--",
        "--;",
        "\\",
        ",",
        "\n",
        "=",
        "=>",
        "exten => ",
        "same => ",
        "n",
        "_",
        "-",
        "!",
        ".",
        "X",
        "1",
        "0",
        "9999999999",
        ":",
        "?",
        "&",
        "|",
        "<",
        "+",
        "*",
        "/",
        "%",
        " ",
        "é",
        "\u{1f600}",
        "\u{0}",
        "NoOp",
        "include => x",
        "[globals]\n",
        "[x]\n",
    ];
    for _ in 0..5_000 {
        let length = fastrand::usize(..30);
        use_all_of(
            &(0..length).map(|_| pieces[fastrand::usize(..pieces.len())]).collect::<String>(),
        );
    }
    let whole: Vec<char> = HARNESS.chars().collect();
    for _ in 0..100 {
        let mut changed = whole.clone();
        for _ in 0..fastrand::usize(1..20) {
            let at = fastrand::usize(..changed.len());
            match fastrand::u8(..3) {
                0 => drop(changed.remove(at)),
                1 => changed.insert(at, fastrand::char(..)),
                _ => changed.extend(pieces[fastrand::usize(..pieces.len())].chars()),
            }
        }
        use_all_of(&changed.into_iter().collect::<String>());
    }
}

#[test]
fn no_depth_does_harm() {
    for piece in ["${", "$[", "$[(", "(", "!", "-", "[", "\"", ";--", "${A:", "1+(", "_[", "\\"] {
        use_all_of(&piece.repeat(5_000));
        use_all_of(&format!("{}{}", piece.repeat(5_000), "]})".repeat(5_000)));
    }
    let includes = (0..5_000).map(|at| format!("[c{at}]\ninclude => c{}\n", at + 1));
    assert!(!plan(&includes.collect::<String>()).has("c0", "a"));
    assert_eq!(
        expand(&format!("$[{}1{}]", "(".repeat(500), ")".repeat(500)), &|_| String::new()),
        "1"
    );
}

#[test]
fn what_is_not_known_is_refused() {
    for (line, expected) in [
        ("exten => a,1,Set(x=${CUT(y,-,1)})", "the function `CUT` is not supported"),
        ("exten => a,1,NoOp(${callerid(num)})", "the function `callerid` is not supported"),
        ("exten => a,1,NoOp(${A${LEN(${FILTER(0,${B})})}})", "the function `FILTER`"),
        ("exten => a,1,NoOp(${CHANNEL(rtcp)})", "`CHANNEL(rtcp)` is not supported"),
        ("exten => a,1,Set(CHANNEL(hangup_handler_push)=x)", "`CHANNEL(hangup_handler_push)`"),
        ("exten => a,1,Set(CDR(x)=1)", "the function `CDR` is not supported"),
        ("exten => a,1,GotoIf($[${A} =~ \"1\"]?b,1)", "`$[${A} =~ \"1\"]` has an operator"),
        ("exten => a,1,NoOp($[ABS(${A})])", "`$[ABS(${A})]` has an operator"),
        ("exten => a,1,Dial(PJSIP/bob,20,gt)", "`Dial`: the option `t` is not supported"),
        ("exten => a,1,Dial(PJSIP/bob,${T},m(jazz))", "`Dial`: the option `m` is not supported"),
        ("exten => a,1,Playback(hello,noanswer)", "`Playback`: the argument `noanswer`"),
        ("exten => i,1,Hangup()", "the extension `i` is not supported"),
        ("exten => t,1,Hangup()", "the extension `t` is not supported"),
        ("exten => h,1,Dial(PJSIP/bob)", "`Dial` is not supported in the extension `h`"),
    ] {
        let fault = fault(&format!("[here]\n{line}"));
        let expected = format!("line 2 of the dialplan: {expected}");
        assert!(fault.starts_with(&expected), "{line}: {fault}");
    }
    for line in [
        "exten => a,1,Dial(PJSIP/${EXTEN},${IF(${A}?5:9)},g)",
        "exten => a,1,Set(GLOBAL(x)=${CHANNEL(${ITEM})} ${CALLERID(NUM):2} ${HANGUPCAUSE})",
        "exten => a,1,GotoIf($[${LEN(${A})} > 1 & \"${B}\" != \"a:b\"]?b,1)",
        "exten => h,1,Wait(1)",
    ] {
        plan(&format!("[here]\n{line}"));
    }
}
