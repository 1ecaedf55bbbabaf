//! Lenient parsing of integers: `5.0` is the integer 5.

use serde_json::{Number, Value};

/// Up to here every integer has an exact float.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The same JSON with integers written without a fraction; `None` if nothing changes.
pub fn without_zero_fractions(mut json: Value) -> Option<Value> {
    shorten(&mut json).then_some(json)
}

/// Whether anything changed.
fn shorten(json: &mut Value) -> bool {
    match json {
        Value::Number(number) => whole(number).is_some_and(|whole| {
            *number = whole;
            true
        }),
        Value::Array(values) => values.iter_mut().fold(false, |changed, value| shorten(value) | changed),
        Value::Object(fields) => fields.values_mut().fold(false, |changed, value| shorten(value) | changed),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

fn whole(number: &Number) -> Option<Number> {
    let float = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT)?;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and small enough")]
    let whole = float as i64;
    Some(whole.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fraction_of_zero_is_dropped_wherever_it_stands() {
        for (given, read) in [
            (json!(5.0), json!(5)),
            (json!(-0.0), json!(0)),
            (json!(1e3), json!(1000)),
            (json!({"a": [1.0, {"b": 2.0}], "c": 2.5, "d": "3.0"}), json!({"a": [1, {"b": 2}], "c": 2.5, "d": "3.0"})),
        ] {
            assert_eq!(without_zero_fractions(given.clone()), Some(read), "{given}");
        }
        for other in [json!(5), json!(2.5), json!("5.0"), json!(1e300), json!(null), json!([1, [2.5]]), json!(u64::MAX)] {
            assert_eq!(without_zero_fractions(other.clone()), None, "{other}");
        }
    }
}
