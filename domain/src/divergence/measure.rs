//! Quantities with units, compared exactly: values are fractions of whole
//! numbers, units are products of SI units and prefixes.
//!
//! The table is deliberately small: the units that limits in technical
//! regulations use, by the SI Brochure (9th edition, 2019) and ISO 80000.
//! A unit that is not in it is not understood, and nothing is claimed.

use serde::{Deserialize, Serialize};

/// A value with its unit, in coherent SI units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    value: Fraction,
    dimension: Dimension,
}

impl Quantity {
    /// The quantity of a number and a unit as printed (`0.009`, `%`); none when
    /// either is not understood.
    pub fn new(number: &str, unit: &str) -> Option<Self> {
        let (scale, dimension) = Unit::parse(unit)?.0;
        let mut value = Fraction::parse(number)?.times(scale)?;
        if unit == "°C" {
            value = value.plus(Fraction::new(27315, 100)?)?;
        }
        Some(Self { value, dimension })
    }

    /// Whether both measure the same kind of thing.
    pub fn is_comparable(&self, other: &Self) -> bool {
        self.dimension == other.dimension
    }

    /// How many times the other value this one is, rounded for people; none
    /// when the other is zero or of another kind, for temperatures, whose zero is
    /// far from any limit, and for decibels, which are no multiples of each other.
    pub fn ratio(&self, other: &Self) -> Option<f64> {
        let temperature = Dimension { exponents: [0, 0, 0, 0, 1, 0], tag: Tag::None };
        let level = matches!(self.dimension.tag, Tag::Decibel | Tag::DecibelA);
        if !self.is_comparable(other) || other.value.numerator == 0 || self.dimension == temperature || level
        {
            return None;
        }
        let as_float = |f: Fraction| f.numerator as f64 / f.denominator as f64;
        Some(as_float(self.value) / as_float(other.value))
    }
}

/// Scale and dimension of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit((Fraction, Dimension));

/// Exponents of kilogram, metre, second, ampere, kelvin, candela, and what
/// tells quantities of one dimension apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Dimension {
    exponents: [i8; 6],
    tag: Tag,
}

/// Quantities that share a dimension and must not be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
enum Tag {
    #[default]
    None,
    /// A share by mass: mg/kg, ppm, % by mass.
    MassShare,
    /// A share by volume: % vol, ppmv.
    VolumeShare,
    /// A per cent of what is not said.
    Share,
    /// Sound and other levels.
    Decibel,
    /// Sound levels weighted by curve A.
    DecibelA,
    /// Activity (becquerel), unlike frequency.
    Activity,
}

impl Unit {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(whole) = Self::whole(text) {
            return Some(whole);
        }
        let mut parts = text.split('/');
        let mut scale = Fraction::ONE;
        let mut dimension = Dimension::default();
        let mut masses = [0i8; 2];
        for (at, part) in parts.by_ref().enumerate() {
            let sign = if at == 0 { 1 } else { -1 };
            for factor in part.split(['·', '*', '⋅']) {
                let (symbol, exponent) = exponent_of(factor.trim())?;
                let (one, exponents, tag) = symbol_of(symbol)?;
                if tag != Tag::None {
                    if dimension.tag != Tag::None {
                        return None;
                    }
                    dimension.tag = tag;
                }
                masses[usize::from(at > 0)] |= exponents[0];
                let power = sign * exponent;
                scale = scale.times(one.power(power)?)?;
                for (sum, e) in dimension.exponents.iter_mut().zip(exponents) {
                    *sum = sum.checked_add(e.checked_mul(power)?)?;
                }
            }
        }
        // Mass per mass is a share by mass; any other quotient without a dimension is unclear.
        if dimension.exponents == [0; 6] && dimension.tag == Tag::None {
            if masses == [1, 1] {
                dimension.tag = Tag::MassShare;
            } else {
                return None;
            }
        }
        Some(Self((scale, dimension)))
    }

    /// Units that are no product of symbols.
    fn whole(text: &str) -> Option<Self> {
        let share =
            |n: i128, d: i128, tag| Some(Self((Fraction::new(n, d)?, Dimension { exponents: [0; 6], tag })));
        match text {
            "ppm" => share(1, 1_000_000, Tag::MassShare),
            "ppb" => share(1, 1_000_000_000, Tag::MassShare),
            "ppmv" => share(1, 1_000_000, Tag::VolumeShare),
            "%" | "per cent" | "percent" => share(1, 100, Tag::Share),
            "% m/m" | "% w/w" | "% by mass" | "% by weight" | "percent by weight" | "percent by mass"
            | "per cent by weight" | "per cent by mass" => share(1, 100, Tag::MassShare),
            "% vol" | "% v/v" | "% by volume" | "percent by volume" | "per cent by volume" => {
                share(1, 100, Tag::VolumeShare)
            }
            "dB" => share(1, 1, Tag::Decibel),
            "dB(A)" | "dBA" => share(1, 1, Tag::DecibelA),
            "°C" => Some(Self((Fraction::ONE, Dimension { exponents: [0, 0, 0, 0, 1, 0], tag: Tag::None }))),
            _ => None,
        }
    }
}

/// `m³` → `m`, 3; `cm2` → `cm`, 2.
fn exponent_of(factor: &str) -> Option<(&str, i8)> {
    let exponents = [("²", 2), ("³", 3), ("^2", 2), ("^3", 3), ("2", 2), ("3", 3)];
    for (suffix, exponent) in exponents {
        if let Some(symbol) = factor.strip_suffix(suffix) {
            return (!symbol.is_empty()).then_some((symbol, exponent));
        }
    }
    (!factor.is_empty()).then_some((factor, 1))
}

type Symbol = (Fraction, [i8; 6], Tag);

/// A symbol with its prefix, if any.
fn symbol_of(symbol: &str) -> Option<Symbol> {
    if let Some(found) = base(symbol) {
        return Some(found);
    }
    const PREFIXES: [(&str, i8); 10] = [
        ("da", 1),
        ("n", -9),
        ("µ", -6),
        ("μ", -6),
        ("u", -6),
        ("m", -3),
        ("c", -2),
        ("d", -1),
        ("k", 3),
        ("M", 6),
    ];
    let giga = symbol.strip_prefix('G').map(|rest| (rest, 9));
    let prefixed = PREFIXES.iter().filter_map(|(p, e)| Some((symbol.strip_prefix(p)?, *e)));
    prefixed.chain(giga).find_map(|(rest, power)| {
        // Only symbols that take prefixes: not minutes, hours, tonnes.
        let (scale, exponents, tag) = base(rest).filter(|_| !matches!(rest, "min" | "h" | "t"))?;
        Some((scale.times(Fraction::TEN.power(power)?)?, exponents, tag))
    })
}

fn base(symbol: &str) -> Option<Symbol> {
    let (numerator, denominator, exponents) = match symbol {
        "g" => (1, 1000, [1, 0, 0, 0, 0, 0]),
        "t" => (1000, 1, [1, 0, 0, 0, 0, 0]),
        "m" => (1, 1, [0, 1, 0, 0, 0, 0]),
        "s" => (1, 1, [0, 0, 1, 0, 0, 0]),
        "min" => (60, 1, [0, 0, 1, 0, 0, 0]),
        "h" => (3600, 1, [0, 0, 1, 0, 0, 0]),
        "A" => (1, 1, [0, 0, 0, 1, 0, 0]),
        "K" => (1, 1, [0, 0, 0, 0, 1, 0]),
        "cd" => (1, 1, [0, 0, 0, 0, 0, 1]),
        "lm" => (1, 1, [0, 0, 0, 0, 0, 1]),
        "lx" => (1, 1, [0, -2, 0, 0, 0, 1]),
        "l" | "L" | "litre" | "liter" => (1, 1000, [0, 3, 0, 0, 0, 0]),
        "N" => (1, 1, [1, 1, -2, 0, 0, 0]),
        "Pa" => (1, 1, [1, -1, -2, 0, 0, 0]),
        "bar" => (100_000, 1, [1, -1, -2, 0, 0, 0]),
        "J" => (1, 1, [1, 2, -2, 0, 0, 0]),
        "Wh" => (3600, 1, [1, 2, -2, 0, 0, 0]),
        "W" => (1, 1, [1, 2, -3, 0, 0, 0]),
        "V" => (1, 1, [1, 2, -3, -1, 0, 0]),
        "Hz" => (1, 1, [0, 0, -1, 0, 0, 0]),
        "Bq" => return Some((Fraction::ONE, [0, 0, -1, 0, 0, 0], Tag::Activity)),
        _ => return None,
    };
    Some((Fraction::new(numerator, denominator)?, exponents, Tag::None))
}

/// An exact fraction in lowest terms, its denominator above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    const ONE: Self = Self { numerator: 1, denominator: 1 };
    const TEN: Self = Self { numerator: 10, denominator: 1 };

    fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 || numerator == i128::MIN || denominator == i128::MIN {
            return None;
        }
        let (mut a, mut b) = (numerator.abs(), denominator.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = denominator.signum();
        Some(Self { numerator: numerator / a * sign, denominator: denominator / a * sign })
    }

    /// A number as printed: `1 000`, `1,000`, `0,1`, `0.009`. A single comma
    /// before three digits separates thousands unless a zero or more than three
    /// digits stand before it; marks that repeat separate thousands.
    fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        let mut marks = digits.rmatch_indices(['.', ',']);
        let last = marks.next();
        let repeated = marks.next().is_some() && !(digits.contains('.') && digits.contains(','));
        let (whole, decimals) = match last {
            Some((at, _)) if repeated && digits.len() - at == 4 => (digits, ""),
            Some(_) if repeated => return None,
            Some((at, ",")) if digits.len() - at == 4 && at <= 3 && at > 0 => {
                let below_one = digits.starts_with('0');
                if below_one { (&digits[..at], &digits[at + 1..]) } else { (digits, "") }
            }
            Some((at, _)) => (&digits[..at], &digits[at + 1..]),
            None => (digits, ""),
        };
        let whole: String = whole.chars().filter(|c| !matches!(c, ',' | '.')).collect();
        let all = format!("{whole}{decimals}");
        if all.is_empty() || all.len() > 18 || !all.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let value: i128 = all.parse().ok()?;
        let scale = 10i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        Self::new(if negative { -value } else { value }, scale)
    }

    fn times(self, other: Self) -> Option<Self> {
        Self::new(
            self.numerator.checked_mul(other.numerator)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    fn plus(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::new(left.checked_add(right)?, self.denominator.checked_mul(other.denominator)?)
    }

    fn power(self, exponent: i8) -> Option<Self> {
        let base = if exponent < 0 { Self::new(self.denominator, self.numerator)? } else { self };
        let mut result = Self::ONE;
        for _ in 0..exponent.unsigned_abs() {
            result = result.times(base)?;
        }
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("90", "mg/kg", "0.009", "% by mass")]
    #[case("90", "mg/kg", "90", "ppm")]
    #[case("0,1", "mg/L", "100", "µg/l")]
    #[case("1,000", "mg/kg", "1", "g/kg")]
    #[case("1 000", "µg/m³", "1", "mg/m3")]
    #[case("36", "km/h", "10", "m/s")]
    #[case("2", "kWh", "7.2", "MJ")]
    #[case("1", "bar", "100", "kPa")]
    #[case("1", "mm²", "0.01", "cm2")]
    #[case("25", "°C", "298.15", "K")]
    #[case("0.5", "g/km", "500", "mg/km")]
    #[case("1", "N·m", "1", "J")]
    #[case("1.000,5", "kg", "1,000.5", "kg")]
    #[case("1.234.567", "g", "1,234,567", "g")]
    #[case("1 000,125", "kg", "1000.125", "kg")]
    fn equal_quantities_are_equal(#[case] a: &str, #[case] unit: &str, #[case] b: &str, #[case] other: &str) {
        assert_eq!(Quantity::new(a, unit).unwrap(), Quantity::new(b, other).unwrap());
    }

    #[rstest]
    #[case("mg/kg", "mg/L")]
    #[case("%", "% by mass")]
    #[case("% vol", "% by mass")]
    #[case("dB", "dB(A)")]
    #[case("Bq", "Hz")]
    #[case("kg", "m")]
    fn unlike_quantities_are_not_compared(#[case] a: &str, #[case] b: &str) {
        let (a, b) = (Quantity::new("1", a).unwrap(), Quantity::new("1", b).unwrap());
        assert!(!a.is_comparable(&b));
        assert_eq!(a.ratio(&b), None);
    }

    #[rstest]
    #[case("96", "80", "dB(A)", None)]
    #[case("6", "3", "dB", None)]
    #[case("6", "3", "mg/kg", Some(2.0))]
    fn levels_are_no_multiples(
        #[case] a: &str,
        #[case] b: &str,
        #[case] unit: &str,
        #[case] ratio: Option<f64>,
    ) {
        let [a, b] = [a, b].map(|number| Quantity::new(number, unit).unwrap());
        assert!(a.is_comparable(&b));
        assert_eq!(a.ratio(&b), ratio);
    }

    #[rstest]
    #[case("1", "furlong")]
    #[case("1", "")]
    #[case("1", "m/m")]
    #[case("5.2.1", "kg")]
    #[case("one", "kg")]
    #[case("", "kg")]
    #[case("1234567890123456789", "kg")]
    #[case("1", "mmin")]
    fn what_is_not_understood_is_refused(#[case] number: &str, #[case] unit: &str) {
        assert_eq!(Quantity::new(number, unit), None);
    }

    proptest! {
        #[test]
        fn nothing_panics(number in ".{0,24}", unit in ".{0,12}") {
            let _ = Quantity::new(&number, &unit);
        }

        #[test]
        fn prefixes_scale(n in 1u32..1_000_000) {
            let grams = Quantity::new(&(u64::from(n) * 1000).to_string(), "g").unwrap();
            prop_assert_eq!(grams, Quantity::new(&n.to_string(), "kg").unwrap());
        }
    }
}
