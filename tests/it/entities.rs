//! Floors under how well names, entities and roles are found: on our own annotated articles always, on those of ../shared where it is present.
//!
//! A floor is a little below what is reached; raise it when that grows.

use quotewire::entity::recognize;
use quotewire::evaluation::articles::ArticleScore;
use quotewire::evaluation::sets::{Folders, SETS};
use quotewire::text::Document;
use std::path::Path;

/// In percent: persons, organisations and places; with groups; entities by B³; roles of persons. 0: the set says nothing of it.
struct Floor {
    set: &'static str,
    plo: f64,
    all_four: f64,
    clusters: f64,
    roles: f64,
}

const FLOORS: &[Floor] = &[
    Floor { set: "fixtures", plo: 87.0, all_four: 87.0, clusters: 89.0, roles: 88.0 },
    Floor { set: "worldwide-dev", plo: 83.0, all_four: 0.0, clusters: 0.0, roles: 0.0 },
    Floor { set: "voa-dev", plo: 93.0, all_four: 93.0, clusters: 93.0, roles: 60.0 },
    Floor { set: "conll03-testa", plo: 80.0, all_four: 0.0, clusters: 0.0, roles: 0.0 },
    Floor { set: "gum-news-dev", plo: 76.0, all_four: 0.0, clusters: 0.0, roles: 0.0 },
];

#[test]
fn sets_reach_their_floors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("../shared/data");
    let folders = Folders { fixtures: &root.join("tests/fixtures/articles"), data: &data };
    for floor in FLOORS {
        let set = SETS.iter().find(|set| set.name == floor.set).expect("a set of that name");
        if !set.is_there(folders) {
            assert_ne!(floor.set, "fixtures", "our own articles are part of the repository");
            eprintln!("{} was not measured: no annotated articles at {}", floor.set, data.display());
            continue;
        }
        let mut score = ArticleScore::default();
        for article in set.read(folders).expect("the set reads") {
            score.add(&article, &recognize(&Document::new(&article.title, &article.body)));
        }
        let reached = [
            ("PLO", score.names.plo().f1(), floor.plo),
            ("all four kinds", score.names.micro().f1(), floor.all_four),
            ("B3", score.clusters.f1(), floor.clusters),
            ("roles", score.roles.f1(), floor.roles),
        ];
        for (what, reached, least) in reached {
            assert!(reached >= least, "{}: {what} {reached:.1}, at least {least:.1} is wanted", floor.set);
        }
    }
}

#[test]
fn our_own_articles_are_many_and_whole() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let articles =
        quotewire::evaluation::fixtures::read_folder(&root.join("tests/fixtures/articles")).expect("all of them read");
    assert!(articles.len() >= 25, "{} articles", articles.len());
    for article in articles {
        let text = article.text();
        let marked = |at: usize| {
            article.entities.iter().flat_map(|entity| &entity.mentions).any(|span| span.range().contains(&at))
        };
        // Names that are other words, too: "May", "Parkinson's disease".
        let excused = ["May", "March", "Will", "Bill", "Mark", "Parkinson"];
        for name in
            article.entities.iter().flat_map(|entity| &entity.mentions).filter_map(|span| text.get(span.range()))
        {
            let whole = |at: usize| {
                let before = text.get(..at).and_then(|head| head.chars().next_back());
                let behind = text.get(at + name.len()..).and_then(|tail| tail.chars().next());
                !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
            };
            let unmarked = text.match_indices(name).find(|(at, _)| whole(*at) && !marked(*at));
            assert!(unmarked.is_none() || excused.contains(&name), "{}: {name} is not marked everywhere", article.name);
        }
    }
}
