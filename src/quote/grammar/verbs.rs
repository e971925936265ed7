//! Common verbs and their forms, so that a finite verb can be told from a noun.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word is if it is a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::quote) struct Form {
    /// "go"
    pub(in crate::quote) base: bool,
    /// "goes"
    pub(in crate::quote) present: bool,
    /// "went", "closed"
    pub(in crate::quote) past: bool,
    /// "gone", "closed"
    pub(in crate::quote) participle: bool,
    /// The same letters are as often a noun: "plans", "cut".
    pub(in crate::quote) noun_too: bool,
}

/// Verbs that are seldom anything else, regular.
const PLAIN: &str = "abandon accept achieve acknowledge acquire act adapt add adjust admire admit adopt advance advise affect affirm agree aid allege allow announce \
    anticipate apologize apologise appear apply appoint approve argue arise arrange arrest arrive ask assassinate assert assess assist assume assure attempt attend \
    attract avoid await ban base beat become behave believe belong bet blame boost borrow breathe cancel care carry cast celebrate challenge characterize cite claim \
    clarify collect combine come comment commit communicate compare compete complain complete comply concede concern conclude condemn conduct confess confirm confront \
    consider consist constitute consult contain contend continue contribute convince cooperate cope create criticize criticise decide declare decline defend define \
    delay deliver demonstrate deny depend deploy deprive describe deserve destroy detain deteriorate determine develop devote differ disagree disappear disclose discover \
    discuss dismiss dispute distribute divide dominate donate earn educate elect eliminate emerge emphasize employ enable encourage endorse enforce engage enjoy ensure \
    enter establish estimate evacuate evaluate evolve examine exceed exclude execute exist expand expect explain explode exploit explore express extend facilitate \
    fail feature flee float follow forbid force foresee fulfil fulfill gather generate govern grant guarantee handle happen hate help hesitate identify \
    ignore illustrate imagine implement imply impose improve include incorporate increase indicate infect inform inherit initiate injure insist inspire install \
    instruct intend interpret intervene introduce invade invest investigate invite involve isolate issue join justify kill lack last lead learn leave lend liberate \
    listen live locate lose maintain manage marry matter mention migrate monitor mourn murder narrow need negotiate notice notify obey obtain occupy occur operate \
    oppose organize organise overcome owe participate perform permit persist persuade portray possess postpone predict prefer prepare prescribe preserve prevent proceed \
    produce prohibit promote propose prosecute protect prove provide publish punish pursue qualify raise react read realize realise reassure recall receive \
    recognize recognise recommend recover recruit reduce refer reflect refuse regard reject relate release rely remain remember remind remove renew repeat \
    replace reply represent require rescue resemble reside resign resist resolve respond restore restrict retain retire reveal ride rise rob satisfy save say seek seem \
    separate serve settle share shrink sign speak specify spend stage starve state stay stop strengthen struggle submit succeed suffer suggest surrender surround survive \
    suspend sustain swear tackle teach tell tend testify thank think threaten transform translate travel treat try undermine understand urge use utilize vanish vary view \
    violate vote wait want warn weaken welcome widen win withdraw witness wonder worry write tweet pledge vow praise mock insult reassess accuse allude alienate amass \
    arm assemble back blast bear bind bleed block bomb breach buy call campaign capture cause chase cheer choose circulate clash clear climb close collapse complicate \
    conceal convert convict crack crash cross crush damage dare deal debate defeat demand deport die dig dip disrupt dive drag draw drift drive drop \
    dump ease embrace end erupt escape express face favor favour fear feed feel fight fill fine finish fit fix flood fly fold freeze fuel fund gain give go grab greet grow \
    guide hail halt hand hang harm head heal hear hide highlight hire hit hold hope host house hunt hurt impact influence judge jump keep kick land laugh launch lay lean \
    leak level lie lift light like limit link lobby look love mark mean measure meet merge mind miss mix move name nominate note number object offer open order outline \
    outlaw oust overturn own pack paint park pass pay phone pick place plan plant play plead point poll post pour press print probe process profit progress project \
    promise prompt propel protest pull purchase push put question quit quote race rally range rank rate reach rebuild record regret rein relax repair report reprimand \
    request research respect rest result resume return reverse review revive reward risk roll rule run rush sail sanction score search secure see seize sell send sense sentence \
    set shake shape shelter shift ship shoot shout show shut sing sink sit slam sleep slip slow smile smoke snap sound spark speculate speed split spread stand star start \
    steal stem step stick stress stretch strike structure study sue supply support suppose surge surprise suspect sweep swing switch talk target taste tax tear term test throw \
    tie time top toss total touch track trade trail train trap trigger trust turn visit voice walk warrant wash watch wave wear weigh wipe wish work worship wrap yield address \
    aim alarm alert amount answer appeal approach arm assault attack award balance bank bar battle benefit bid bill blow bore bow brand break bridge brief bring build \
    burn bust calm cap center centre chair challenge change charge chart check claim climb coach combat command compromise conflict contact contest contract control \
    cook copy cost count cover credit crowd cry cut dance date deem default design detail display double doubt draft dream dress drink drum eat echo \
    edge edit effect estimate exchange excuse exercise exhibit experience experiment export fall fare fashion fault favour fire flag flow focus forecast forge form frame \
    function gamble gesture glance group guard guess handle hedge honor honour import insure interest interview joke judge kiss knock label lament last lecture loan \
    lock log march mask master match mention merit mistake mock motion mount need net nod notice offset oversee overhaul pair part partner patrol pause \
    perceive permit pilot pose position power practice practise present pressure price privilege produce program prompt provoke qualify quarrel query rain raid reason rebel \
    rebound recover register reform reign remark rent repeal rescue resort retreat ring rock root row sacrifice sample scale scan schedule scream screen seal seat segregate \
    shadow shine shock shop sigh signal silence slash slide slump smash snatch soar span spare spin sponsor spot squeeze stack stall stamp stem sting storm strain strip \
    stroke stumble stun suit sum swap swell tackle tap tempt tend thrive tighten tolerate topple tour tower toy trace transfer transport trim triple trouble undergo update \
    upgrade uphold upset vacation value veto vent venture void volunteer wage warm waste weather wed whisper wind worsen wreck yell criticize deliver";

/// Of those, the ones whose base and -s form are as often nouns.
const NOUNS_TOO: &str = "act aid advance attempt attract ban base beat bet blame boost care cast cause challenge claim comment concern conduct contest contact delay deal debate \
    dispute feature force grant guarantee help hate increase issue lack last lead need notice offer plan poll post promise protest purchase push question quote race rally \
    range rank rate record regret repair report request research respect rest result return review reward risk roll rule run rush sail sanction score search sense sentence set shape \
    shelter shift ship shot show signal sign sleep slip smile smoke sound spark split spread stage stand star start state stay step stick stop stress stretch strike structure \
    struggle study supply support surge surprise suspect sweep swing switch talk target taste tax tear term test tie time top total touch track trade trail train trap trigger trust \
    turn use view visit voice vote vow wait walk want warrant wash watch wave wear whisper wish witness wonder work worry worship yield address aim alarm alert amount answer \
    appeal approach arm assault attack award back balance bank bar battle bear benefit bid bill blast block blow bomb bore bow brand breach break bridge brief burn bust buy call \
    calm campaign cap capture center centre chair change charge chart chase check cheer clash climb close coach collapse combat command compromise conflict contract control \
    cook copy cost count cover crack crash credit cross crowd crush cry cut damage dance dare date default defeat demand design detail dip display dive double doubt draft \
    drag draw dream dress drift drink drive drop drum dump ease echo edge effect embrace end escape estimate exchange excuse exercise exhibit experience experiment export face \
    fall fare fashion fault favor favour fear feed feel fight fill fine finish fire fit fix flag flood float flow fly focus fold forecast forge form frame freeze fuel function fund gain \
    gamble gesture glance grab group guard guess guide hail halt hand handle hang harm head hedge hide highlight hire hit hold honor honour hope host house hunt hurt impact import \
    influence interest interview joke judge jump keep kick kiss knock label land laugh launch lay leak lecture level lie lift light like limit link live loan lobby lock log look love \
    march mark mask master match matter mean measure mention merit mind miss mistake mix mock motion mount move murder name narrow net nod note number object open order outline \
    own pack paint pair park part partner pass patrol pause pay phone pick pilot place plant play point pose position pour power practice practise praise present press pressure price \
    print privilege probe process produce profit program progress project prompt pull quarrel query quit raid rain reach read reason rebel rebound register reform reign release remark rent \
    repeal rescue resort retreat reverse ride ring rise rock root row sacrifice sample scale scan schedule scream screen seal seat secure separate shadow share shock shoot shop shout sigh \
    silence sink slash slide slow slump smash snap soar span spare speed spin sponsor spot squeeze stack stall stamp steal stem sting storm strain strip stroke suit sum surrender \
    swap swell tackle tap tighten toss tour tower toy trace transfer transport travel treat trim triple trouble try tweet pledge update upgrade upset vacation value vent venture veto void volunteer wage warm \
    waste weather wind wrap wreck yell insult alert sue clear complete elect present level approve welcome";

/// base, past, participle
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("arise", "arose", "arisen"),
    ("bear", "bore", "borne"),
    ("beat", "beat", "beaten"),
    ("become", "became", "become"),
    ("begin", "began", "begun"),
    ("bind", "bound", "bound"),
    ("bleed", "bled", "bled"),
    ("blow", "blew", "blown"),
    ("break", "broke", "broken"),
    ("bring", "brought", "brought"),
    ("build", "built", "built"),
    ("buy", "bought", "bought"),
    ("catch", "caught", "caught"),
    ("choose", "chose", "chosen"),
    ("cling", "clung", "clung"),
    ("come", "came", "come"),
    ("deal", "dealt", "dealt"),
    ("dig", "dug", "dug"),
    ("draw", "drew", "drawn"),
    ("drink", "drank", "drunk"),
    ("drive", "drove", "driven"),
    ("eat", "ate", "eaten"),
    ("fall", "fell", "fallen"),
    ("feed", "fed", "fed"),
    ("feel", "felt", "felt"),
    ("fight", "fought", "fought"),
    ("find", "found", "found"),
    ("flee", "fled", "fled"),
    ("fly", "flew", "flown"),
    ("forbid", "forbade", "forbidden"),
    ("foresee", "foresaw", "foreseen"),
    ("forget", "forgot", "forgotten"),
    ("forgive", "forgave", "forgiven"),
    ("freeze", "froze", "frozen"),
    ("get", "got", "gotten"),
    ("give", "gave", "given"),
    ("go", "went", "gone"),
    ("grow", "grew", "grown"),
    ("hang", "hung", "hung"),
    ("hear", "heard", "heard"),
    ("hide", "hid", "hidden"),
    ("hold", "held", "held"),
    ("keep", "kept", "kept"),
    ("know", "knew", "known"),
    ("lay", "laid", "laid"),
    ("lead", "led", "led"),
    ("leave", "left", "left"),
    ("lend", "lent", "lent"),
    ("lie", "lay", "lain"),
    ("lose", "lost", "lost"),
    ("make", "made", "made"),
    ("mean", "meant", "meant"),
    ("meet", "met", "met"),
    ("mistake", "mistook", "mistaken"),
    ("overcome", "overcame", "overcome"),
    ("oversee", "oversaw", "overseen"),
    ("pay", "paid", "paid"),
    ("plead", "pleaded", "pled"),
    ("rebuild", "rebuilt", "rebuilt"),
    ("ride", "rode", "ridden"),
    ("ring", "rang", "rung"),
    ("rise", "rose", "risen"),
    ("run", "ran", "run"),
    ("say", "said", "said"),
    ("see", "saw", "seen"),
    ("seek", "sought", "sought"),
    ("sell", "sold", "sold"),
    ("send", "sent", "sent"),
    ("shake", "shook", "shaken"),
    ("shine", "shone", "shone"),
    ("shoot", "shot", "shot"),
    ("show", "showed", "shown"),
    ("shrink", "shrank", "shrunk"),
    ("sing", "sang", "sung"),
    ("sink", "sank", "sunk"),
    ("sit", "sat", "sat"),
    ("sleep", "slept", "slept"),
    ("slide", "slid", "slid"),
    ("speak", "spoke", "spoken"),
    ("spend", "spent", "spent"),
    ("spin", "spun", "spun"),
    ("stand", "stood", "stood"),
    ("steal", "stole", "stolen"),
    ("stick", "stuck", "stuck"),
    ("strike", "struck", "struck"),
    ("strive", "strove", "striven"),
    ("swear", "swore", "sworn"),
    ("sweep", "swept", "swept"),
    ("swim", "swam", "swum"),
    ("swing", "swung", "swung"),
    ("take", "took", "taken"),
    ("teach", "taught", "taught"),
    ("tear", "tore", "torn"),
    ("tell", "told", "told"),
    ("think", "thought", "thought"),
    ("throw", "threw", "thrown"),
    ("undergo", "underwent", "undergone"),
    ("understand", "understood", "understood"),
    ("undertake", "undertook", "undertaken"),
    ("uphold", "upheld", "upheld"),
    ("wake", "woke", "woken"),
    ("wear", "wore", "worn"),
    ("win", "won", "won"),
    ("wind", "wound", "wound"),
    ("withdraw", "withdrew", "withdrawn"),
    ("write", "wrote", "written"),
    // Past like the base.
    ("bet", "bet", "bet"),
    ("bid", "bid", "bid"),
    ("burst", "burst", "burst"),
    ("cast", "cast", "cast"),
    ("cost", "cost", "cost"),
    ("cut", "cut", "cut"),
    ("hit", "hit", "hit"),
    ("hurt", "hurt", "hurt"),
    ("let", "let", "let"),
    ("put", "put", "put"),
    ("quit", "quit", "quit"),
    ("read", "read", "read"),
    ("set", "set", "set"),
    ("shut", "shut", "shut"),
    ("split", "split", "split"),
    ("spread", "spread", "spread"),
    ("upset", "upset", "upset"),
];

/// Words in -ed that are no verbs.
const NO_PAST: &[&str] = &[
    "hundred",
    "indeed",
    "speed",
    "breed",
    "need",
    "feed",
    "seed",
    "weed",
    "greed",
    "creed",
    "sacred",
    "naked",
    "wicked",
    "shed",
    "sled",
    "exceed",
    "proceed",
    "succeed",
    "bleed",
    "misdeed",
    "embed",
    "infrared",
    "kindred",
    "united",
    "so-called",
    "red",
    "bed",
];

static FORMS: LazyLock<HashMap<String, Form>> = LazyLock::new(forms);

const NOTHING: Form = Form { base: false, present: false, past: false, participle: false, noun_too: false };

/// The form of a common verb, or of any word in -ed, that `word` in lower case is.
pub(in crate::quote) fn form(word: &str) -> Option<Form> {
    FORMS.get(word).copied().or_else(|| {
        let past = word.len() > 4 && word.ends_with("ed") && !NO_PAST.contains(&word);
        past.then_some(Form { past: true, participle: true, ..NOTHING })
    })
}

fn forms() -> HashMap<String, Form> {
    let mut forms: HashMap<String, Form> = HashMap::new();
    let irregular = |base: &str| IRREGULAR.iter().find(|(known, _, _)| *known == base);
    for base in PLAIN.split_whitespace().chain(IRREGULAR.iter().map(|(base, _, _)| *base)) {
        forms.entry(base.to_owned()).or_insert(NOTHING).base = true;
        forms.entry(present(base)).or_insert(NOTHING).present = true;
        if let Some((_, past, participle)) = irregular(base) {
            forms.entry((*past).to_owned()).or_insert(NOTHING).past = true;
            forms.entry((*participle).to_owned()).or_insert(NOTHING).participle = true;
        } else {
            let form = forms.entry(past(base)).or_insert(NOTHING);
            form.past = true;
            form.participle = true;
        }
    }
    for base in NOUNS_TOO.split_whitespace() {
        for word in [base.to_owned(), present(base)] {
            if let Some(form) = forms.get_mut(&word) {
                form.noun_too = true;
            }
        }
    }
    forms
}

/// "carries", "reaches", "says"
pub(in crate::quote) fn present(base: &str) -> String {
    if let Some(stem) = consonant_y(base) {
        return format!("{stem}ies");
    }
    let sibilant = ["s", "x", "z", "ch", "sh", "go"].iter().any(|end| base.ends_with(end));
    format!("{base}{}", if sibilant { "es" } else { "s" })
}

/// "carried", "closed", "asked"; a doubled consonant is covered by the ending alone.
pub(in crate::quote) fn past(base: &str) -> String {
    match (consonant_y(base), base.ends_with('e')) {
        (Some(stem), _) => format!("{stem}ied"),
        (None, true) => format!("{base}d"),
        (None, false) => format!("{base}ed"),
    }
}

fn consonant_y(base: &str) -> Option<&str> {
    base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_common_verbs_are_known() {
        assert!(form("went").is_some_and(|form| form.past && !form.participle));
        assert!(form("plans").is_some_and(|form| form.present && form.noun_too));
        assert!(form("carries").is_some_and(|form| form.present && !form.noun_too));
        assert!(form("qorvated").is_some_and(|form| form.past && form.participle));
    }

    #[test]
    fn nouns_are_no_verbs() {
        assert!(form("table").is_none() && form("hundred").is_none() && form("goodbye").is_none());
    }
}
