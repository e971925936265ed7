//! Which attributions are reported speech or writing, as against beliefs, wishes and decrees: a list of verbs, not a human's judgement.

use crate::evaluation::gold::GoldForm;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Verbs that make an indirect quote speech.
const REPORTING: &str = "say tell add note report announce suggest write claim argue state explain insist declare warn tweet retweet acknowledge concede admit \
    deny recall reiterate stress assert allege predict promise vow pledge reply respond conclude confirm reveal complain contend maintain quip joke \
    testify remark observe emphasize emphasise mention disclose boast lament charge counter retort repeat shout yell chant whisper murmur post blog email \
    text caution advise remind inform assure hint imply speculate estimate forecast ask question inquire answer continue propose demand urge swear \
    attest profess proclaim pronounce opine reckon relate recount elaborate clarify summarize summarise muse gush tease brag grumble grouse fume thunder \
    rail snap scoff sniff snark snipe bark plead implore beg beseech exclaim interject chime echo underscore highlight signal indicate cite quote read";
/// Words that, besides those, make a quote with quoted words in it speech.
const COMMUNICATING: &str = "call describe label dub brand term refer characterize characterise accuse blame criticize criticise slam blast denounce condemn \
    praise laud hail mock ridicule attack deride decry dismiss defend reject portray cast compare liken express voice thank congratulate apologize \
    apologise welcome reference invoke tout discuss speak talk speech statement remark comment comments remarks interview tweet tweets message letter \
    op-ed memo bemoan bash rip lambast lambaste assail excoriate question address appeal request threaten offer order rule instruct direct invite \
    challenge dispute oppose";
/// Phrases that make an indirect quote speech.
const PHRASES: &[&str] = &[
    "according to",
    "as saying",
    "point out",
    "points out",
    "pointed out",
    "pointing out",
    "put it",
    "puts it",
    "in the words of",
    "made clear",
    "make clear",
    "makes clear",
    "made it clear",
    "makes it clear",
    "spoke of",
    "speaks of",
    "went on",
    "goes on",
    "words of",
    "words:",
];
/// Verbs whose forms are not built with endings.
const IRREGULAR: &[&str] = &[
    "say said says saying",
    "tell told tells telling",
    "write wrote writes writing written",
    "read reads reading",
    "speak spoke speaks speaking spoken",
    "deny denied denies denying",
    "reply replied replies replying",
    "testify testified testifies testifying",
    "imply implied implies implying",
    "clarify clarified clarifies clarifying",
    "swear swore swears sworn swearing",
    "plead pleaded pled pleads pleading",
    "beg begged begs begging",
    "rip ripped rips ripping",
    "decry decried decries decrying",
    "quip quipped quips quipping",
    "admit admitted admits admitting",
    "brag bragged brags bragging",
    "refer referred refers referring",
    "dub dubbed dubs dubbing",
    "label labeled labelled labels labeling labelling",
    "cast casts casting",
    "forecast forecasts",
    "slam slammed slams slamming",
    "snap snapped snaps snapping",
    "beseech besought",
];

static STRICT: LazyLock<HashSet<String>> = LazyLock::new(|| REPORTING.split_whitespace().flat_map(forms).collect());
static WIDE: LazyLock<HashSet<String>> = LazyLock::new(|| COMMUNICATING.split_whitespace().flat_map(forms).collect());

fn forms(verb: &str) -> Vec<String> {
    if let Some(forms) = IRREGULAR.iter().find(|forms| forms.split(' ').next() == Some(verb)) {
        return forms.split(' ').map(str::to_owned).collect();
    }
    let consonant_y = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    let sibilant = ["s", "sh", "ch", "x", "z"].iter().any(|end| verb.ends_with(end));
    let endings = match (verb.strip_suffix('e'), consonant_y) {
        (Some(stem), _) => [format!("{verb}d"), format!("{verb}s"), format!("{stem}ing")],
        (None, Some(stem)) => [format!("{stem}ied"), format!("{stem}ies"), format!("{verb}ing")],
        (None, None) if sibilant => [format!("{verb}ed"), format!("{verb}es"), format!("{verb}ing")],
        (None, None) => [format!("{verb}ed"), format!("{verb}s"), format!("{verb}ing")],
    };
    std::iter::once(verb.to_owned()).chain(endings).collect()
}

/// Whether a quote with these words is reported speech: direct always, mixed with a word of communication, indirect with a reporting one and three words.
pub(super) fn is_speech(form: GoldForm, cue: &str, content: &str) -> bool {
    let cue = cue.to_lowercase();
    let strict = || {
        words(&cue).any(|word| STRICT.contains(word))
            || PHRASES.iter().any(|phrase| cue.contains(phrase))
            || matches!(cue.trim(), ":" | "-" | "—" | "–" | "“" | "\"")
    };
    match form {
        GoldForm::Direct => true,
        GoldForm::Mixed => strict() || words(&cue).any(|word| WIDE.contains(word)),
        GoldForm::Indirect => strict() && words(content).count() >= 3,
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '\'' | '’' | '-'))).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cue_decides() {
        assert!(is_speech(GoldForm::Direct, "", "no"));
        assert!(is_speech(GoldForm::Mixed, "praised", "the plan") && !is_speech(GoldForm::Mixed, "saw", "the plan"));
        assert!(is_speech(GoldForm::Indirect, "Denied", "that it rained"));
        assert!(!is_speech(GoldForm::Indirect, "believes", "that it rained"));
        assert!(!is_speech(GoldForm::Indirect, "denied", "the charge"));
    }
}
