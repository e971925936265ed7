//! What several tests need: the samples, read and enriched.

use quotewire::article::{Article, Decoder, Hints};
use quotewire::cli::samples::{ALL, Sample};
use quotewire::enrich::Enricher;
use quotewire::event::{ArticleEnriched, DeliveryFacts, EmitOptions, Message, messages};

/// A sample as the worker decodes it.
pub(crate) fn article(sample: &Sample) -> Article {
    let hints = Hints { content_type: Some(sample.content_type), ..Hints::default() };
    let mut articles = Decoder::default().decode(sample.bytes, &hints).expect(sample.name);
    assert_eq!(articles.len(), 1, "{} holds one article", sample.name);
    articles.remove(0)
}

/// All samples with their events.
pub(crate) fn events() -> impl Iterator<Item = (&'static str, ArticleEnriched)> {
    ALL.iter().map(|sample| {
        let article = article(sample);
        let enrichment = Enricher::default().enrich(&article);
        let event = ArticleEnriched::new(&article, &enrichment, &EmitOptions::default(), &DeliveryFacts::default());
        (sample.name, event)
    })
}

/// What the worker would publish for a sample, quotes included.
pub(crate) fn published(sample: &Sample, delivery: &DeliveryFacts) -> Vec<Message> {
    let article = article(sample);
    let options = EmitOptions { quotes: true, ..EmitOptions::default() };
    messages(&article, &Enricher::default().enrich(&article), &options, delivery)
}

/// The text of `field` between two code points.
pub(crate) fn slice(event: &ArticleEnriched, span: &quotewire::event::wire::Span) -> String {
    let fields = event.text.fields.as_ref().expect("a full event");
    let text = match span.field {
        quotewire::event::wire::Field::Title => &fields.title,
        quotewire::event::wire::Field::Body => &fields.body,
    };
    text.chars().skip(span.start).take(span.end - span.start).collect()
}
