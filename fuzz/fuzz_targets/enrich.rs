//! Every text is enriched, and the event's offsets find their text again.
#![no_main]

use quotewire::article::{Decoder, Hints};
use quotewire::enrich::Enricher;
use quotewire::event::{ArticleEnriched, DeliveryFacts, EmitOptions};

libfuzzer_sys::fuzz_target!(|body: String| {
    let hints = Hints { content_type: Some("text/plain"), ..Hints::default() };
    for article in Decoder::default().decode(body.as_bytes(), &hints).into_iter().flatten() {
        let enrichment = Enricher::default().enrich(&article);
        let event = ArticleEnriched::new(&article, &enrichment, &EmitOptions::default(), &DeliveryFacts::default());
        let fields = event.text.fields.as_ref().expect("a full event");
        for content in event.quotes.iter().flat_map(|quote| &quote.contents) {
            let field = match content.span.field {
                quotewire::event::wire::Field::Title => &fields.title,
                quotewire::event::wire::Field::Body => &fields.body,
            };
            let found: String = field.chars().skip(content.span.start).take(content.span.end - content.span.start).collect();
            assert_eq!(found, content.span.text);
        }
    }
});
