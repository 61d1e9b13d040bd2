//! Rows of which the last ones are kept.

/// Rows of which the last ones are kept, as many as weigh so much together.
#[derive(Debug)]
pub(super) struct Recent<T> {
    rows: Vec<T>,
    seen: u64,
    weight: usize,
    most: usize,
    weigh: fn(&T) -> usize,
}

impl<T> Recent<T> {
    /// None yet; `most` is in bytes of memory, and so is what `weigh` gives.
    pub(super) fn new(most: usize, weigh: fn(&T) -> usize) -> Self {
        Self { rows: Vec::new(), seen: 0, weight: 0, most, weigh }
    }

    /// Adds a row. Over the limit the older half goes, so that moving the rest up costs little a row.
    pub(super) fn push(&mut self, row: T) {
        self.seen += 1;
        self.weight = self.weight.saturating_add((self.weigh)(&row));
        self.rows.push(row);
        while self.weight > self.most && self.rows.len() > 1 {
            let half = self.rows.len() / 2;
            self.rows.drain(..half);
            self.weight = self.rows.iter().map(self.weigh).sum();
        }
    }

    /// Those that are kept.
    pub(super) fn rows(&self) -> &[T] {
        &self.rows
    }

    /// All that there were.
    pub(super) fn seen(&self) -> u64 {
        self.seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_the_limit_the_last_ones_stay() {
        let mut recent = Recent::new(100, |_: &u32| 10);
        (0..1000).for_each(|row| recent.push(row));
        assert_eq!(recent.seen(), 1000);
        assert!((5..=10).contains(&recent.rows().len()), "{:?}", recent.rows());
        assert_eq!(recent.rows().last(), Some(&999));
    }

    #[test]
    fn one_row_over_the_limit_stays() {
        let mut recent = Recent::new(5, |_: &u32| 10);
        recent.push(1);
        recent.push(2);
        assert_eq!(recent.rows(), [2]);
    }
}
