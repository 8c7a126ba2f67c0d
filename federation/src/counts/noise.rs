//! Exact noise for counts: the two-sided geometric (discrete Laplace) distribution at epsilon 1, where
//! a whole number k comes with a probability in proportion to exp(-|k|).
//!
//! Sampled with whole numbers only, so that no rounding of fractions says more than the noise does
//! (Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy", 2020). Written here
//! and not taken from a library: the ones there are bring dozens of crates for these lines.

use hearback_wire::chance::{Chance, draw};

/// What one draw spends of the budget, in thousandths of epsilon.
pub(super) const SPENDS: i64 = 1000;

/// Noise for one count of people, each counted once.
pub(super) fn noise(chance: &dyn Chance) -> i64 {
    loop {
        let negative = one_in(chance, 2);
        let size = successes(chance);
        // Nought has one sign, or it would come twice as often as it should.
        if !(negative && size == 0) {
            return if negative { -size } else { size };
        }
    }
}

/// How often in a row something succeeds whose probability is exp(-1).
fn successes(chance: &dyn Chance) -> i64 {
    let mut count = 0;
    while exp_minus_one(chance) {
        count += 1;
    }
    count
}

/// True with the probability exp(-1): by how many draws of one in 1, one in 2, one in 3 ... succeed
/// before the first that does not.
fn exp_minus_one(chance: &dyn Chance) -> bool {
    let mut next = 1;
    while one_in(chance, next) {
        next += 1;
    }
    next % 2 == 1
}

/// True once in `n` times, exactly: draws that would favour some outcome are thrown away.
fn one_in(chance: &dyn Chance, n: u64) -> bool {
    let fair = u64::MAX - u64::MAX % n;
    loop {
        let drawn = u64::from_be_bytes(draw(chance));
        if drawn < fair {
            return drawn % n == 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_wire::chance::SeededChance;

    /// The probability of a whole number, from its definition.
    fn expected(k: i64) -> f64 {
        let r = (-1.0_f64).exp();
        #[expect(clippy::cast_precision_loss, reason = "numbers of a test are small")]
        let tail = r.powf(k.abs() as f64);
        (1.0 - r) / (1.0 + r) * tail
    }

    #[test]
    fn numbers_come_as_often_as_they_should() {
        const DRAWS: u32 = 60_000;
        let chance = SeededChance::new(11);
        let mut seen = std::collections::BTreeMap::<i64, u32>::new();
        for _ in 0..DRAWS {
            *seen.entry(noise(&chance).clamp(-5, 5)).or_default() += 1;
        }
        let chi_square: f64 = (-4..=4)
            .map(|k| {
                let wanted = expected(k) * f64::from(DRAWS);
                let got = f64::from(seen.get(&k).copied().unwrap_or(0));
                (got - wanted).powi(2) / wanted
            })
            .sum();
        // 99.9 % of fair samples with eight degrees of freedom are below this.
        assert!(chi_square < 26.1, "{chi_square}: {seen:?}");
    }

    #[test]
    fn one_person_more_makes_nothing_much_likelier() {
        for k in -6..=6 {
            let ratio = expected(k) / expected(k - 1);
            assert!(
                (-1.0 - 1e-9..=1.0 + 1e-9).contains(&ratio.ln()),
                "{k}: {ratio}"
            );
        }
    }
}
