//! The closed vocabularies of the event. Each mirrors a type of the core, so that a rename there never reaches the wire.

use crate::{entity, quote};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares a wire enum with the word of each variant, and its conversion from the core's enum of the same variants.
macro_rules! mirror {
    ($(#[$about:meta])* $name:ident of $core:path { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// The word on the wire.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl From<$core> for $name {
            fn from(core: $core) -> Self {
                type Core = $core;
                match core {
                    $(Core::$variant => Self::$variant,)+
                }
            }
        }
    };
}

mirror! {
    /// What an entity is.
    EntityType of entity::EntityKind {
        /// A human being.
        Person = "person",
        /// A company, party, ministry, court, club, broadcaster …
        Organization = "organization",
        /// A country, city, region, river …
        Location = "location",
        /// A building, road, stadium, station …
        Facility = "facility",
        /// A nationality, an ethnic, religious or political affiliation.
        Group = "group",
        /// A named storm, war, tournament, festival, holiday.
        Event = "event",
        /// A book, film, song, report with a title, award.
        Work = "work",
        /// Goods, apps, vehicles, ships, share indexes.
        Product = "product",
        /// A named law or treaty.
        Law = "law",
    }
}

mirror! {
    /// How a mention refers.
    MentionKind of entity::MentionKind {
        /// By a name.
        Named = "name",
        /// By a description: "the minister".
        Nominal = "nominal",
        /// By a pronoun.
        Pronominal = "pronoun",
    }
}

mirror! {
    /// The third person pronoun used for an entity: a fact about the text, not about the person.
    Pronoun of entity::Pronoun {
        /// he, him, his
        He = "he",
        /// she, her
        She = "she",
        /// they, also of organisations
        They = "they",
        /// it
        It = "it",
    }
}

mirror! {
    /// How the words are given.
    Form of quote::Form {
        /// Between quotation marks, an utterance of its own.
        Direct = "direct",
        /// Reported, without quotation marks.
        Indirect = "indirect",
        /// Quoted words built into the reporting sentence.
        Mixed = "mixed",
    }
}

mirror! {
    /// How it came out.
    Medium of quote::Medium {
        /// Spoken, or not told.
        Speech = "speech",
        /// Written: "wrote", a report, a banner.
        Writing = "writing",
        /// Believed, hoped, feared.
        Thought = "thought",
    }
}

mirror! {
    /// What the cue says of the reporter's distance.
    Stance of quote::Stance {
        /// said, told
        Neutral = "neutral",
        /// insisted, stressed
        Assert = "assert",
        /// denied, rejected
        Deny = "deny",
        /// admitted, conceded
        Concede = "concede",
        /// urged, demanded
        Urge = "urge",
        /// promised, vowed
        Promise = "promise",
        /// claimed, alleged
        Doubt = "doubt",
        /// asked, wondered
        Ask = "ask",
    }
}

mirror! {
    /// Whether the speaker stands by the content.
    Polarity of quote::Polarity {
        /// The speaker asserts it.
        Affirmed = "affirmed",
        /// The speaker denies it.
        Denied = "denied",
    }
}

mirror! {
    /// How the speaker was found.
    Via of quote::Via {
        /// The source is a name.
        Name = "name",
        /// A pronoun that was resolved.
        Pronoun = "pronoun",
        /// A title that was resolved to its holder.
        Title = "title",
        /// A description of someone: "a source in the ministry".
        NounPhrase = "noun_phrase",
        /// Carried over from the quote before.
        PreviousQuote = "previous_quote",
        /// "— Ines Duarte, fisher"
        DashLine = "dash_line",
        /// A label in front: "Her advice was simple:".
        LeadIn = "lead_in",
        /// Not found.
        None = "none",
    }
}

mirror! {
    /// What a speaker is.
    SpeakerKind of quote::SpeakerKind {
        /// A named human being.
        Person = "person",
        /// A named organisation, or a place that stands for its government.
        Organization = "organization",
        /// Someone whose name the article withholds.
        Anonymous = "anonymous",
        /// Several people together: "residents", "analysts".
        Collective = "collective",
        /// A report, a statement, a letter.
        Document = "document",
        /// Not known.
        Unknown = "unknown",
    }
}

mirror! {
    /// Why words in quotation marks are no quote.
    FragmentReason of quote::FragmentReason {
        /// A word or two that nobody is quoted with.
        ShortFragment = "short_fragment",
        /// The title of a book, a film, a song.
        TitleOfWork = "title_of_work",
        /// What someone is called.
        Nickname = "nickname",
        /// A word that is talked about.
        Term = "term",
    }
}

mirror! {
    /// What is dated or measured.
    ValueType of entity::patterns::ValueKind {
        /// A day, month, year or decade.
        Date = "date",
        /// A time of day.
        Time = "time",
        /// A sum of money.
        Money = "money",
        /// A share of a hundred.
        Percent = "percent",
        /// A number with a unit.
        Quantity = "quantity",
    }
}
