use super::read::{read_small, two};
use super::scale::{scaled, scaled_natural};
use super::write::write_small;
use super::{natural::Natural, read_fast, write_fast};
use bigdecimal::BigDecimal;
use proptest::prelude::*;

fn check_written(f: f64) -> String {
    let (mut fast, mut small) = (String::new(), String::new());
    write_fast(f, &mut fast);
    write_small(f, &mut small);
    assert_eq!(small, fast);
    small
}

fn check_read(text: &str) {
    let bits = |f: Option<f64>| f.map(f64::to_bits);
    assert_eq!(bits(read_small(text)), bits(read_fast(text)), "{text}");
}

/// A float's text, and the middle between it and the next one: exactly, a little less and a little more.
fn check(f: f64) {
    check_read(&check_written(f));
    let exact = |f: f64| BigDecimal::try_from(f).unwrap_or_default();
    let middle = if f.next_up().is_finite() { (exact(f) + exact(f.next_up())) / 2 } else { exact(f) };
    let little = BigDecimal::new(1.into(), middle.fractional_digit_count().max(0) + 3);
    for number in [&middle - &little, &middle + little, middle] {
        check_read(&number.to_plain_string());
        check_read(&number.to_scientific_notation());
    }
}

#[test]
fn powers_of_ten_and_their_neighbours() {
    for exponent in -345..=310 {
        for digits in ["0", "1", "9", "12", "95", "1.5", "123456789", "9007199254740993", "2.2250738585072011"] {
            for sign in ["", "-"] {
                let text = format!("{sign}{digits}e{exponent}");
                check_read(&text);
                let Some(f) = read_fast(&text) else { continue };
                for f in [f, f.next_up(), f.next_down()].into_iter().filter(|f| f.is_finite()) {
                    check_read(&check_written(f));
                }
            }
        }
    }
}

#[test]
fn powers_of_two_and_their_neighbours() {
    for exponent in 0..2047_u64 {
        let f = f64::from_bits(exponent << 52);
        [f, f.next_up(), f.next_down()].into_iter().filter(|f| f.is_finite()).for_each(check);
        let subnormal = f64::from_bits(1 << (exponent % 52));
        for f in [subnormal, subnormal.next_up()] {
            check_read(&check_written(f));
        }
    }
}

#[test]
fn the_ends_of_what_floats_can_be() {
    for text in [
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "179769313486231580793e289",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "24703282292062327208e-343",
        "24703282292062328e-340",
        "4.9406564584124654e-324",
        "2.2250738585072011e-308",
        "2.2250738585072012e-308",
        "1e999999999999999999999",
        "1e-999999999999999999999",
        "0e999999999999999999999",
        "-0",
        "-0.0e5",
        "00000000000000000000000000000000000001",
        "007.50",
        "+5",
        "5.",
        ".5",
        ".",
        "",
        "-",
        "+-5",
        "1.2.3",
        "1e",
        "1e+",
        "e5",
        ".e5",
        "1e5e5",
        "1e5.5",
        "inf",
        "nan",
        "١",
    ] {
        check_read(text);
    }
}

#[test]
fn numbers_of_millions_of_digits() {
    let zeros = "0".repeat(2_000_000);
    for (text, expected) in [
        (format!("0.{zeros}1e2000001"), Some(1.0)),
        (format!("1{zeros}e-2000000"), Some(1.0)),
        (format!("-1{zeros}e-2000324"), Some(-1e-324)),
        (format!("1{zeros}e-1999000"), None),
        (format!("0.{}", "7".repeat(2_000_000)), Some(7.0 / 9.0)),
        (format!("9007199254740993{zeros}e-2000000"), Some(9_007_199_254_740_992.0)),
        (format!("9007199254740993{zeros}1e-2000001"), Some(9_007_199_254_740_994.0)),
    ] {
        assert_eq!([read_small(&text), read_fast(&text)], [expected; 2]);
        // Which errs by one at the middle of two floats, but not in what it refuses.
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), expected.is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn floats_are_printed_alike(bits in any::<u64>()) {
        let f = f64::from_bits(bits);
        if f.is_finite() {
            check_read(&check_written(f));
        }
    }

    #[test]
    fn short_floats_are_printed_alike(digits in 0..1_000_000_000_000_000_000_u64, cut in 0..18_u32, exponent in -40..40_i32) {
        let text = format!("{}e{exponent}", digits / 10_u64.pow(cut));
        check_read(&text);
        if let Some(f) = read_fast(&text) {
            check_read(&check_written(f));
        }
    }

    #[test]
    fn decimals_are_read_alike(text in "[-+]?(0{0,9}[0-9]{0,40}|[0-9]{0,900})(\\.(0{0,400})?[0-9]{0,40})?([eE][-+]?[0-9]{1,3})?") {
        check_read(&text);
    }

    #[test]
    fn what_is_no_number_is_refused_alike(text in "[-+.eE0-9]{0,8}") {
        check_read(&text);
    }

    #[test]
    fn both_roads_scale_alike(number in 1..1_u64 << 60, cut in 0..60_u32, ten in -27..=27_i32) {
        let number = (number >> cut).max(1);
        // As large as may be.
        let two = two(64 - number.leading_zeros() as i32, ten);
        for two in [two, two - 3] {
            prop_assert_eq!(scaled(number, ten, two), scaled_natural(Natural::new(number), ten, two));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn middles_are_read_alike(bits in any::<u64>()) {
        let f = f64::from_bits(bits);
        if f.is_finite() {
            check(f);
        }
    }
}
