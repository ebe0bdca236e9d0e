//! What stands in `$[...]`, once everything in it is expanded. It does not know of variables.

/// A value: what it reads as, and what it counts as. Quoted numbers are texts.
#[derive(Clone, Debug)]
struct Value {
    text: String,
    number: Option<f64>,
}

#[derive(Clone, Debug)]
enum Token {
    Value(Value),
    Open,
    Close,
    Binary(Binary),
    /// `!`, which only stands before an operand.
    Not,
    /// Something that cannot stand in an expression.
    Stray,
    /// Something that could, but is not known here.
    Unsupported,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Binary {
    Or,
    And,
    Equal,
    Different,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divided,
    Remainder,
}

/// What waits for the operand that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pending {
    Open,
    Binary(Binary),
    Not,
    Negate,
}

/// The value of an expression, with Asterisk's values of malformed ones: what was complete before the fault; `0` if
/// nothing was, and "" if the fault comes first. Regular expressions (`:`, `=~`), `~~`, `? ::` and functions are not
/// known and give "". Numbers have 15 digits; Asterisk's have 18.
pub(super) fn evaluate(text: &str) -> String {
    let mut values = Vec::new();
    let mut pending = Vec::new();
    let mut wants_operand = true;
    for token in tokens(text) {
        match (token, wants_operand) {
            (Token::Unsupported, _) => return String::new(),
            (Token::Value(value), true) => {
                values.push(value);
                wants_operand = false;
            }
            (Token::Open, true) => pending.push(Pending::Open),
            (Token::Not, true) => pending.push(Pending::Not),
            (Token::Binary(Binary::Minus), true) => pending.push(Pending::Negate),
            (Token::Binary(binary), false) => {
                apply(&mut values, &mut pending, strength(binary));
                pending.push(Pending::Binary(binary));
                wants_operand = true;
            }
            (Token::Close, false) if pending.contains(&Pending::Open) => {
                apply(&mut values, &mut pending, 0);
                pending.pop();
            }
            _ => break,
        }
    }
    if wants_operand {
        let nothing = values.is_empty() && pending.is_empty();
        return if nothing { String::new() } else { "0".to_owned() };
    }
    apply(&mut values, &mut pending, 0);
    match values.pop() {
        Some(value) if pending.is_empty() => value.text,
        _ => "0".to_owned(),
    }
}

/// Whether it has operators or functions that are not known, and so would be "".
pub(super) fn is_unknown(text: &str) -> bool {
    tokens(text).iter().any(|it| matches!(it, Token::Unsupported))
}

/// Applies what is pending and binds at least as strongly, back to an open parenthesis.
fn apply(values: &mut Vec<Value>, pending: &mut Vec<Pending>, at_least: u8) {
    while let Some(&last) = pending.last() {
        let value = match last {
            Pending::Open => return,
            Pending::Not => {
                values.pop().map(|it| Value::truth(it.number.is_none_or(|it| it == 0.0)))
            }
            Pending::Negate => {
                values.pop().map(|it| Value::number(it.number.map_or(0.0, |it| -it)))
            }
            Pending::Binary(binary) if strength(binary) >= at_least => {
                let right = values.pop();
                values.pop().zip(right).map(|(left, right)| binary.of(left, right))
            }
            Pending::Binary(_) => return,
        };
        pending.pop();
        values.extend(value);
    }
}

fn strength(binary: Binary) -> u8 {
    match binary {
        Binary::Or => 1,
        Binary::And => 2,
        Binary::Plus | Binary::Minus => 4,
        Binary::Times | Binary::Divided | Binary::Remainder => 5,
        _ => 3,
    }
}

impl Binary {
    fn of(self, left: Value, right: Value) -> Value {
        // A text counts as 0 among numbers.
        let numbers = (left.number.unwrap_or(0.0), right.number.unwrap_or(0.0));
        match self {
            Self::Or => return if left.is_zero() { right } else { left },
            Self::And if left.is_zero() || right.is_zero() => return Value::number(0.0),
            Self::And => return left,
            Self::Plus => return Value::number(numbers.0 + numbers.1),
            Self::Minus => return Value::number(numbers.0 - numbers.1),
            Self::Times => return Value::number(numbers.0 * numbers.1),
            Self::Divided if numbers.1 == 0.0 => return Value::number(f64::from(i32::MAX)),
            Self::Divided => return Value::number(numbers.0 / numbers.1),
            Self::Remainder if numbers.1 == 0.0 => return Value::number(0.0),
            Self::Remainder => return Value::number(numbers.0 % numbers.1),
            _ => {}
        }
        let order = match (left.number, right.number) {
            (Some(left), Some(right)) => left.partial_cmp(&right),
            _ => None,
        };
        let order = order.unwrap_or_else(|| left.text.cmp(&right.text));
        Value::truth(match self {
            Self::Equal => order.is_eq(),
            Self::Different => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            _ => order.is_ge(),
        })
    }
}

impl Value {
    fn text(text: &str) -> Self {
        Self { text: text.to_owned(), number: None }
    }

    /// Not in quotes: digits, perhaps with a point between them, are a number.
    fn word(word: &str) -> Self {
        let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        let (whole, part) = word.split_once('.').unwrap_or((word, "0"));
        let number = if digits(whole) && digits(part) { word.parse().ok() } else { None };
        Self { text: word.to_owned(), number }
    }

    fn number(number: f64) -> Self {
        Self { text: written(number), number: Some(number) }
    }

    fn truth(truth: bool) -> Self {
        Self::number(if truth { 1.0 } else { 0.0 })
    }

    /// A text never is, not even an empty one in its quotes.
    fn is_zero(&self) -> bool {
        self.number == Some(0.0)
    }
}

/// A number with 15 significant digits, and an exponent where C's `%g` writes one. Whole numbers are exact while they
/// can be.
fn written(number: f64) -> String {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !number.is_finite() || (number.fract() == 0.0 && number.abs() < EXACT) {
        return number.to_string();
    }
    let short = |it: &str| it.trim_end_matches('0').trim_end_matches('.').to_owned();
    let scientific = format!("{number:.14e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    match usize::try_from(14 - exponent) {
        Ok(decimals) if exponent >= -4 => short(&format!("{number:.decimals$}")),
        _ => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{}e{sign}{:02}", short(mantissa), exponent.unsigned_abs())
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    const OPERATORS: [(&str, Token); 25] = [
        ("::", Token::Unsupported),
        ("=~", Token::Unsupported),
        ("~~", Token::Unsupported),
        ("||", Token::Binary(Binary::Or)),
        ("&&", Token::Binary(Binary::And)),
        ("==", Token::Binary(Binary::Equal)),
        ("!=", Token::Binary(Binary::Different)),
        ("<=", Token::Binary(Binary::LessOrEqual)),
        (">=", Token::Binary(Binary::GreaterOrEqual)),
        ("|", Token::Binary(Binary::Or)),
        ("&", Token::Binary(Binary::And)),
        ("=", Token::Binary(Binary::Equal)),
        ("<", Token::Binary(Binary::Less)),
        (">", Token::Binary(Binary::Greater)),
        ("+", Token::Binary(Binary::Plus)),
        ("-", Token::Binary(Binary::Minus)),
        ("*", Token::Binary(Binary::Times)),
        ("/", Token::Binary(Binary::Divided)),
        ("%", Token::Binary(Binary::Remainder)),
        ("!", Token::Not),
        ("(", Token::Open),
        (")", Token::Close),
        (",", Token::Stray),
        (":", Token::Unsupported),
        ("?", Token::Unsupported),
    ];
    // Asterisk passes over these, a quote that nothing closes included.
    const NOTHING: &[char] = &['"', '[', ']', '{', '}', '~'];
    let ends_word = |it: char| {
        it.is_ascii_whitespace() || NOTHING.contains(&it) || "|&=<>+-*/%!(),:?".contains(it)
    };
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let quoted = rest.strip_prefix('"').and_then(|it| it.find('"'));
        let operator = OPERATORS.iter().find(|(written, _)| rest.starts_with(written));
        let length = if let Some(end) = quoted {
            tokens.push(Token::Value(Value::text(&rest[..end + 2])));
            end + 2
        } else if let Some((written, token)) = operator {
            tokens.push(token.clone());
            written.len()
        } else if ends_word(first) {
            first.len_utf8()
        } else {
            let end = rest.find(ends_word).unwrap_or(rest.len());
            let word = Value::word(&rest[..end]);
            let is_function = word.number.is_none() && rest[end..].starts_with('(');
            tokens.push(if is_function { Token::Unsupported } else { Token::Value(word) });
            end
        };
        rest = &rest[length..];
    }
    tokens
}
