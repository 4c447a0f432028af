//! What is worked out of stored texts and asked for again and again: how they are
//! cut, compared, set side by side. It depends on their bytes and corrections alone,
//! so it is kept under these, as far as a bound in bytes allows; who asks while it is worked out waits for the one who does.

use std::sync::Arc;

use domain::text::{Alignment, Clauses, Comparison, Correction, Pages};
use moka::sync::Cache;
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::{
    Error, Result,
    db::{sha256, stored_json},
    entities::notified_text,
    notified_texts::{aside, cut},
    text_corrections::corrections_of,
};

/// Bytes that are kept of texts.
const TEXTS: u64 = 96 << 20;
/// Bytes that are kept of comparisons and alignments.
const PAIRS: u64 = 48 << 20;

/// What is kept of texts.
pub(crate) struct KeptTexts {
    cut: Cache<String, Arc<CutText>>,
    compared: Cache<String, Arc<Comparison>>,
    aligned: Cache<String, Arc<Alignment>>,
}

impl Default for KeptTexts {
    fn default() -> Self {
        let cut = Cache::builder().max_capacity(TEXTS).weigher(|_, text: &Arc<CutText>| text.weight);
        let compared = Cache::builder().max_capacity(PAIRS);
        let aligned = Cache::builder().max_capacity(PAIRS);
        Self {
            cut: cut.build(),
            compared: compared.weigher(|_, c: &Arc<Comparison>| weight_of_comparison(c)).build(),
            aligned: aligned.weigher(|_, a: &Arc<Alignment>| weight_of_alignment(a)).build(),
        }
    }
}

/// A text as an official corrected how it was cut.
#[derive(Debug)]
pub(crate) struct CutText {
    /// What it is kept under.
    key: String,
    /// Its clauses.
    pub clauses: Arc<Clauses>,
    /// Its pages.
    pub pages: Pages,
    weight: u32,
}

fn weight_of_text(clauses: &Clauses) -> u32 {
    let words: usize = clauses.paragraphs().iter().map(|p| p.text.len() + 64).sum();
    let cut = clauses.clauses().len() * 400;
    u32::try_from(words + cut).unwrap_or(u32::MAX)
}

fn weight_of_comparison(comparison: &Comparison) -> u32 {
    let entries = comparison.entries.iter();
    let bytes: usize =
        entries.map(|e| 80 + e.words.iter().map(|span| span.text.len() + 48).sum::<usize>()).sum();
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn weight_of_alignment(alignment: &Alignment) -> u32 {
    u32::try_from(64 + alignment.rows.len() * 32).unwrap_or(u32::MAX)
}

impl KeptTexts {
    /// The text of a file of a notification. Whether somebody may read it is asked before.
    pub(crate) async fn cut_text(
        &self,
        db: &impl ConnectionTrait,
        notification: i64,
        document: i64,
        bytes_sha256: &str,
    ) -> Result<Arc<CutText>> {
        let corrections: Vec<Correction> =
            corrections_of(db, notification, bytes_sha256).await?.corrections();
        // The same bytes may have been read by an older program: the file counts, too.
        let key = sha256(format!("{document} {bytes_sha256} {}", stored_json(&corrections)?));
        if let Some(kept) = self.cut.get(&key) {
            return Ok(kept);
        }
        let read = notified_text::Entity::find_by_id(document).one(db).await?;
        let outline = read.ok_or(Error::NotFound("text of this file"))?.outline;
        worked_out(&self.cut, key.clone(), move || {
            let clauses = cut(&outline, &corrections)?;
            let weight = weight_of_text(&clauses);
            Ok(CutText { key, pages: Pages::of(&clauses), clauses: Arc::new(clauses), weight })
        })
        .await
    }

    /// What became of an earlier text in a later one.
    pub(crate) async fn compared(
        &self,
        before: &Arc<CutText>,
        after: &Arc<CutText>,
    ) -> Result<Arc<Comparison>> {
        let (before, after) = (before.clone(), after.clone());
        let key = format!("{} {}", before.key, after.key);
        worked_out(&self.compared, key, move || Ok(Comparison::of(&before.clauses, &after.clauses))).await
    }

    /// Which clause of one text stands beside which of another.
    pub(crate) async fn aligned(
        &self,
        first: &Arc<CutText>,
        second: &Arc<CutText>,
    ) -> Result<Arc<Alignment>> {
        let (first, second) = (first.clone(), second.clone());
        let key = format!("{} {}", first.key, second.key);
        worked_out(&self.aligned, key, move || Ok(Alignment::of(&first.clauses, &second.clauses))).await
    }
}

/// What is kept under a key; worked out off the async workers where it is not, once
/// for all who ask at the same time.
async fn worked_out<T: Send + Sync + 'static>(
    kept: &Cache<String, Arc<T>>,
    key: String,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<Arc<T>> {
    if let Some(found) = kept.get(&key) {
        return Ok(found);
    }
    let kept = kept.clone();
    aside(move || {
        let mut own = None;
        let made = kept.try_get_with(key, || work().map(Arc::new).map_err(|error| own = Some(error)));
        // Who waited for one that failed has no error of its own.
        made.map_err(|_| own.unwrap_or_else(|| Error::Corrupt("the text cannot be worked out".to_owned())))
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use domain::text::Paragraph;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn who_asks_at_the_same_time_waits_for_one_who_works() {
        let kept: Cache<String, Arc<usize>> = Cache::new(10);
        static WORKED: AtomicUsize = AtomicUsize::new(0);
        let asked = (0..8).map(|_| {
            let kept = kept.clone();
            tokio::spawn(async move {
                let work = || {
                    std::thread::sleep(std::time::Duration::from_millis(100));
                    Ok(WORKED.fetch_add(1, Ordering::SeqCst))
                };
                worked_out(&kept, "a".to_owned(), work).await
            })
        });
        for one in asked.collect::<Vec<_>>() {
            assert_eq!(*one.await.unwrap().unwrap(), 0);
        }
        assert_eq!(WORKED.load(Ordering::SeqCst), 1);
        // What failed is not kept.
        let failing = worked_out(&kept, "b".to_owned(), || Err(Error::NotFound("text"))).await;
        assert!(matches!(failing, Err(Error::NotFound(_))));
        assert_eq!(*worked_out(&kept, "b".to_owned(), || Ok(7)).await.unwrap(), 7);
    }

    #[test]
    fn what_is_kept_has_its_weight() {
        let long = |word: &str| Clauses::of(vec![Paragraph::plain(word.repeat(100_000))]);
        assert!(weight_of_text(&long("kettle ")) > 700_000);
        let comparison = Comparison::of(&long("kettle "), &Clauses::of(vec![Paragraph::plain("toaster")]));
        assert!(weight_of_comparison(&comparison) > 0);
    }
}
