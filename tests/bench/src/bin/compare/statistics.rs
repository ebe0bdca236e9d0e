//! Figures of measurements that were taken side by side, on a machine that others use too.

/// The middle one.
pub(crate) fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = figures.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
    // Of an even number, between the two in the middle.
    (at(sorted.len().saturating_sub(1) / 2) + at(sorted.len() / 2)) / 2.0
}

/// The middle one of the ratios, each of two that were measured one after the other.
pub(crate) fn ratio(figures: &[f64], floor: &[f64]) -> f64 {
    median(figures.iter().zip(floor).map(|(it, of)| it / of))
}

/// Between which the middle half of them lies, relative to the middle one.
pub(crate) fn spread(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |part: usize| sorted.get(sorted.len() * part / 4).copied().unwrap_or(f64::NAN);
    (at(3) - at(1)) / at(2)
}
