//! One article in, everything known about it out: pure, total, deterministic.

use crate::article::Article;
use crate::entity::join::Judge;
use crate::entity::patterns::{self, Value};
use crate::entity::tagger::Tagger;
use crate::entity::{Entities, Recognition};
pub use crate::model::Training;
use crate::quote::explain::{self, Explanation};
use crate::quote::{self, QuoteId, Quotes};
#[cfg(feature = "encoder")]
use crate::reading::Reader;
use crate::reading::Reading;
use crate::text::Document;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// The version of rules and models. It is part of every event id, with tier and training behind it: raise it whenever the same article may give
/// another result.
pub const RULES: &str = "en-6";

/// How much is spent on an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tier {
    /// Rules and the linear tagger.
    Fast,
    /// The encoder reads the sentences that are worth it.
    #[default]
    Cascade,
    /// The encoder reads every sentence.
    Accurate,
}

impl Tier {
    /// As in a settings file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Cascade => "cascade",
            Self::Accurate => "accurate",
        }
    }
}

/// Below this probability of its least sure label the cascade reads a sentence again.
#[cfg(feature = "encoder")]
const DOUBT: f32 = 0.9;

/// What an enricher does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Extraction {
    /// How much is spent on an article.
    pub tier: Tier,
    /// Which models are used.
    pub training: Training,
    /// Words of an article that the encoder reads at most, so that a long one is done in time; rules and the linear tagger read the rest.
    pub encoder_words: usize,
}

impl Default for Extraction {
    fn default() -> Self {
        Self { tier: Tier::default(), training: Training::All, encoder_words: 10_000 }
    }
}

/// Finds entities and quotes. Cheap to share between threads.
#[derive(Clone, Copy, Debug)]
pub struct Enricher {
    extraction: Extraction,
}

/// What was found in one article.
#[derive(Clone, Debug)]
pub struct Enrichment {
    /// The text that all spans count in.
    pub document: Document,
    /// Who and what is named.
    pub entities: Entities,
    /// Who said what.
    pub quotes: Quotes,
    /// Dates, times, sums and measures.
    pub values: Vec<Value>,
    /// What it was found with: rules, tier and training.
    pub version: String,
    /// Words that the encoder has read.
    pub encoder_words: usize,
    /// Whether a part of the article was too long for the encoder, and was read by rules and the linear tagger instead.
    pub partly_fast: bool,
}

/// A part of the work on one article, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Tokens, sentences, paragraphs, quotation marks.
    Text,
    /// The linear tagger.
    Tagger,
    /// The encoder.
    Encoder,
    /// Rules for names, clusters, roles, links.
    Entities,
    /// Quotes and their speakers.
    Quotes,
    /// Dates, times, sums and measures.
    Values,
}

impl Stage {
    /// As in the event.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Tagger => "tagger",
            Self::Encoder => "encoder",
            Self::Entities => "entities",
            Self::Quotes => "quotes",
            Self::Values => "values",
        }
    }
}

impl Default for Enricher {
    fn default() -> Self {
        Self::new(Extraction::default())
    }
}

impl Enricher {
    /// An enricher that does as `extraction` says. Built without the encoder, it knows the fast tier alone.
    pub fn new(extraction: Extraction) -> Self {
        let tier = if cfg!(feature = "encoder") { extraction.tier } else { Tier::Fast };
        Self { extraction: Extraction { tier, ..extraction } }
    }

    /// Rules, tier and training: results of different ones differ.
    pub fn version(&self) -> String {
        let training = match self.extraction.training {
            Training::All => "",
            Training::Open => "-open",
        };
        format!("{RULES}-{}{training}", self.extraction.tier.name())
    }

    /// What it does.
    pub fn extraction(&self) -> Extraction {
        self.extraction
    }

    /// Words of an article that the encoder reads at most.
    pub fn encoder_words(&self) -> usize {
        self.extraction.encoder_words
    }

    /// Reads `article`. Never fails: what cannot be understood is left out.
    pub fn enrich(&self, article: &Article) -> Enrichment {
        self.enrich_within(article, self.extraction.encoder_words, |_| ())
    }

    /// As [`Enricher::enrich`], with other bounds than the settings': for an article in a batch, which shares them. Tells when each stage ends;
    /// whoever has a clock may look at it.
    pub fn enrich_within(&self, article: &Article, encoder_words: usize, ended: impl FnMut(Stage)) -> Enrichment {
        let published = article.published_at.as_deref().and_then(day_of);
        self.find(Document::new(&article.title, &article.body), published, encoder_words, ended)
    }

    /// As [`Enricher::enrich`], for a document of an unknown day.
    pub fn read(&self, document: Document) -> Enrichment {
        self.find(document, None, self.extraction.encoder_words, |_| ())
    }

    /// Why one of the quotes of `document` was found as it was, and all quotes; `None` if there is no such quote.
    pub fn explain(&self, document: &Document, id: QuoteId) -> Option<(Explanation, Quotes)> {
        let names = Recognition::new(document, Tagger::embedded(self.extraction.training));
        let (reading, _) = self.consult(document, &names, self.extraction.encoder_words);
        let entities = names.finish(Judge::embedded(self.extraction.training), &reading);
        explain::explain(document, &entities, &reading, id)
    }

    fn find(
        &self,
        document: Document,
        published: Option<Date>,
        encoder_words: usize,
        mut ended: impl FnMut(Stage),
    ) -> Enrichment {
        ended(Stage::Text);
        let names = Recognition::new(&document, Tagger::embedded(self.extraction.training));
        ended(Stage::Tagger);
        let (reading, partly_fast) = self.consult(&document, &names, encoder_words);
        ended(Stage::Encoder);
        let mut entities = names.finish(Judge::embedded(self.extraction.training), &reading);
        ended(Stage::Entities);
        let quotes = quote::attribute_with(&document, &entities, &reading);
        entities.add_mentions(quotes.resolved.iter().cloned());
        ended(Stage::Quotes);
        let values = patterns::find(&document, published);
        ended(Stage::Values);
        let encoder_words = reading.words();
        Enrichment { document, entities, quotes, values, version: self.version(), encoder_words, partly_fast }
    }

    /// Has the encoder read what the tier wants it to. Also says whether anything of that was too much.
    #[cfg(feature = "encoder")]
    fn consult(&self, document: &Document, names: &Recognition<'_>, most: usize) -> (Reading, bool) {
        let wanted = |sentence: usize| match self.extraction.tier {
            Tier::Fast => false,
            Tier::Cascade => names.confidence(sentence) < DOUBT || quote::may_report(document, sentence),
            Tier::Accurate => true,
        };
        let mut chosen: Vec<usize> = (0..document.sentences().len()).filter(|sentence| wanted(*sentence)).collect();
        let mut words = 0;
        let mut within = |sentence: &usize| {
            words += document.sentences()[*sentence].tokens.len();
            words <= most
        };
        let all = chosen.len();
        let kept = chosen.iter().take_while(|sentence| within(sentence)).count();
        chosen.truncate(kept);
        if chosen.is_empty() {
            return (Reading::nothing(self.extraction.training), kept < all);
        }
        (Reader::embedded(self.extraction.training).read(document, &chosen), kept < all)
    }

    #[cfg(not(feature = "encoder"))]
    fn consult(&self, _: &Document, _: &Recognition<'_>, _: usize) -> (Reading, bool) {
        (Reading::nothing(self.extraction.training), false)
    }
}

/// The day of a time in RFC 3339, in UTC.
fn day_of(time: &str) -> Option<Date> {
    time.parse::<Timestamp>().ok().map(|time| Offset::UTC.to_datetime(time).date())
}
