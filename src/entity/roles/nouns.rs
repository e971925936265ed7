//! Words that say what somebody is, and words that go before them.

use crate::entity::gazetteer::{self, Flag};
use phf::phf_set;

/// A noun for somebody by what they do, or by whose relative they are.
pub(in crate::entity) fn is_human(word: &str) -> bool {
    let lower = word.to_lowercase();
    HUMANS.contains(lower.as_str())
        || gazetteer::word(word).is(Flag::Title) && !is_modifier(&lower)
        || lower.len() > 5 && ["ologist", "ician", "woman", "keeper"].iter().any(|end| lower.ends_with(end))
}

/// A word that belongs to a title though it has no capital.
pub(super) fn is_modifier(word: &str) -> bool {
    MODIFIERS.contains(word)
}

/// A title that says nothing of what its bearer does.
pub(super) fn is_courtesy(word: &str) -> bool {
    matches!(
        word,
        "Mr."
            | "Mr"
            | "Mrs."
            | "Mrs"
            | "Ms."
            | "Ms"
            | "Miss"
            | "Sir"
            | "Dr."
            | "Dr"
            | "Lady"
            | "Dame"
            | "Lord"
            | "Messrs."
            | "Mx"
    )
}

static HUMANS: phf::Set<&str> = phf_set! {
    "accountant", "activist", "actor", "actress", "admiral", "adviser", "advisor", "agent", "aide", "ambassador",
    "analyst", "archaeologist", "archbishop", "architect", "artist", "assistant", "associate", "astronomer",
    "attorney", "auditor", "aunt", "author", "ayatollah", "baker", "banker", "barrister", "bassist", "batsman",
    "batter", "billionaire", "biologist", "bishop", "boss", "bowler", "boxer", "broadcaster", "broker", "brother",
    "builder", "businessman", "businesswoman", "cameraman", "campaigner", "candidate", "captain", "carpenter",
    "chairman", "chairperson", "chairwoman", "champion", "chancellor", "chef", "chemist", "chief", "choreographer", "cleric", "comedian",
    "clerk", "co-founder", "coach", "cofounder", "colleague", "colonel", "columnist", "commander", "commissioner",
    "composer", "conductor", "congressman", "congresswoman", "conservationist", "constable", "consultant", "cook",
    "correspondent", "councillor", "councilman", "councilor", "councilwoman", "counsel", "courier", "cousin",
    "critic", "curator", "cyclist", "dancer", "daughter", "dean", "defendant", "defender", "deputy", "deputy-mayor",
    "designer", "detective", "developer", "dictator", "diplomat", "director", "dissident", "doctor", "driver",
    "drummer", "ecologist", "economist", "editor", "electrician", "emir", "emperor", "engineer", "entrepreneur",
    "envoy", "epidemiologist", "executive", "expert", "farmer", "father", "filmmaker", "fisher", "fisherman",
    "forecaster", "forward", "founder", "general", "geologist", "goalkeeper", "golfer", "governor", "graduate",
    "guerrilla", "guitarist", "gymnast", "head", "headteacher", "heir", "historian", "host", "hostage", "husband",
    "imam", "industrialist", "inspector", "inventor", "investor", "jockey", "journalist", "judge", "justice", "king",
    "lawmaker", "lawyer", "leader", "lecturer", "legislator", "librarian", "lieutenant", "lobbyist", "magnate",
    "major", "manager", "mastermind", "mayor", "mechanic", "medalist", "medallist", "mediator", "member",
    "meteorologist", "metropolitan", "midfielder", "midwife", "militant", "millionaire", "miner", "minister",
    "monarch", "mother", "musician", "negotiator", "neighbor", "neighbour", "nephew", "niece", "nominee", "novelist",
    "nurse", "observer", "officer", "official", "ombudsman", "operative", "organiser", "organizer", "owner",
    "painter", "partner", "pastor", "patriarch", "philosopher", "photographer", "physician", "physicist", "pianist",
    "pilot", "pitcher", "player", "playwright", "plumber", "poet", "pope", "premier", "presenter", "president",
    "priest", "prime-minister", "prince", "princess", "principal", "prisoner", "producer", "professor", "programmer", "prophet",
    "prosecutor", "psychologist", "publicist", "publisher", "pupil", "quarterback", "queen", "rabbi", "ranger",
    "rapper", "referee", "registrar", "regulator", "reporter", "researcher", "resident", "rival", "runner", "sailor",
    "scientist", "secretary", "senator", "sergeant", "sheikh", "sheriff", "shopkeeper", "singer", "sister", "skier",
    "skipper", "sociologist", "soldier", "solicitor", "son", "speaker", "spinner", "spokesman", "spokesperson",
    "spokeswoman", "sprinter", "strategist", "striker", "student", "sultan", "surgeon", "suspect", "swimmer",
    "teacher", "teammate", "trader", "trainer", "treasurer", "tycoon", "umpire", "uncle", "undersecretary", "unionist",
    "veteran", "vice-chairman", "vice-president", "victim", "volunteer", "waiter", "warlord", "watchdog",
    "wicketkeeper", "widow", "wife", "winger", "witness", "worker", "wrestler", "writer",
};

static MODIFIERS: phf::Set<&str> = phf_set! {
    "works",     "acting", "air", "alpine", "amateur", "appeals", "area", "army", "artistic", "assistant", "assistant-general",
    "associate", "aviation", "award", "award-winning", "away", "bank", "baseball", "basketball", "billionaire",
    "board", "british-born", "bus", "business", "campaign", "care", "cartel", "center", "centre", "chief",
    "chief-executive", "church", "city", "civil", "classical", "climate", "club", "co", "college", "committee",
    "communications", "communist", "community", "company", "conservative", "constitutional", "council", "coalition", "country",
    "county", "court", "crane", "creative", "cricket", "crime", "crimes", "crown", "customs", "defence", "defense",
    "delegation", "democratic", "deposed", "deputy", "disgraced", "district", "drug", "economic", "economics",
    "editor", "election", "energy", "environmental", "ex", "executive", "exiled", "faction", "far", "federal",
    "field", "film", "finance", "financial", "fire", "first", "folk", "football", "foreign", "former", "fraud",
    "freelance", "full-time", "gang", "gas", "general", "golf", "governing", "government", "group", "guerrilla", "head", "health",
    "high", "hockey", "home", "hospital", "human", "human-rights", "humanitarian", "immigration", "incoming", "independent",
    "intelligence", "interim", "interior", "investigative", "islamist", "jailed", "jazz", "junior", "key", "labor",
    "labour", "late", "lead", "leading", "left", "legal", "liberal", "local", "long-time", "longtime", "main",
    "managing", "maritime", "market", "marketing", "media", "medical", "men's", "mid", "military", "militia",
    "millionaire", "mining", "ministry", "mission", "movie", "murder", "musical", "national", "nationalist", "navy",
    "news", "nuclear", "oil", "olympic", "olympics", "opera", "operating", "operations", "opposition", "ousted",
    "outgoing", "parliament", "parliamentary", "part-time", "party", "patrol", "peace", "permanent", "police",
    "political", "pop", "presidential", "press", "prime", "private", "professional", "program", "programme",
    "project", "prominent", "provincial", "public", "radio", "rape", "rebel", "regional", "relief", "religious",
    "republican", "rescue", "research", "retired", "right", "rights", "rock", "royal", "rugby", "ruling", "sales",
    "school", "science", "second", "security", "senior", "separatist", "shipping", "shop", "site", "ski", "soccer",
    "social", "socialist", "special", "spiritual", "sports", "star", "state", "student", "supreme", "taxi", "team",
    "technical", "technology", "television", "tennis", "terror", "terrorist", "then", "third", "top", "trade",
    "trade-union", "train", "tribal", "truck", "union", "university", "veteran", "vice", "village", "war",
    "wildlife", "wing", "women's", "world", "youth",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_from_things() {
        assert!(is_human("striker") && is_human("Hydrologist") && is_human("President"));
        assert!(!is_human("strike") && !is_human("presidency") && !is_human("former"));
    }
}
