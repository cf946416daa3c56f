"""Safety cues: tuned to miss little, since a person looks at each. Whoever speaks, whoever is at risk."""

from scripts.patterns import Sounds
from scripts.patterns.welsh import WELSH

SAFETY: Sounds = {
    "threat_ultimatum": (
        *WELSH["threat_ultimatum"],
        (
            "(?:ill|i will|going to|id|i could|want to|wanted to|feel like|ready to|about to|"
            "might)(?: honestly| seriously| fucking| bloody| actually)? (?:kill|murder|strangle|stab|batter|"
            "smash|shoot|hurt|bury)(?:ing)? (?:<them>|me|us|you|someone|somebody|everyone|the kids|the lot)"
        ),
        "<theyll>(?: (?:really|actually|honestly|just|fucking|bloody))? <harm> <people>",
        (
            "(?:ill|i will|going to|about to|want to|wanted to|ready to|tried to|try to)"
            "(?: (?:honestly|seriously|really|fucking|bloody|just))? <harm> <people>"
        ),
        "(?:he|she|they) wants? (?:me|us) dead",
        "(?:fear|feared|fearing|scared|frightened|afraid|terrified) for my life",
        (
            "(?:thought|thinking|think|talks|talking|dream|dreaming) (?:about|of) (?:killing|hurting|"
            "stabbing|strangling) (?:<them>|me|us|someone|somebody)"
        ),
        "threaten(?:s|ed|ing)? (?:to|<them>|me|us|you|<kids>)",
        (
            "(?:said|says|saying|told (?:me|<them>)) (?:hed|shed|id|hell|shell|ill|hes going to|"
            "shes going to) (?:kill|hurt|stab|burn|find|do) (?:<them>|me|us|you|<kids>|the house)"
        ),
        "do <them> in",
        "do us all in",
        "put <them> in the ground",
        (
            "(?:shell|hell|theyll|she will|he will|they will|youll|youre going to|going to) (?:regret it|"
            "regret this|be sorry|pay for (?:it|this|that)|wish (?:she|he|they) (?:hadnt|never))"
        ),
        "make (?:your|<their>) life (?:a )?(?:living )?(?:hell|misery)",
        "out on the streets?",
        "if i cant have <them>",
        "pay <them> a visit",
        "teach <them> a lesson",
        (
            "(?:going|driving|heading|coming|off|on my way)(?: round| over| up| down| back)?(?: to)? "
            "(?:there|hers|his|her (?:house|place|flat|mums|work)|his (?:house|place|flat|mums|work))(?: now|"
            " tonight| right now| to (?:finish|sort|have it out|see her|see him))"
        ),
        "(?:finish|end|settle) this for good",
        "have it out with <them>",
        (
            "(?:post|share|send|leak|put)(?: up)? (?:them|those|the|<their>|some) (?:photos|pictures|pics|"
            "videos?|nudes)"
        ),
        "(?:shes|hes|theyve|she has|he has) got (?:till|until)",
        "drop the charges",
        "the night <they> finds? out",
        "(?:kill|top|hurt|hang) myself (?:if|unless) <they>",
        "(?:burn|smash up|torch) <their> (?:house|car|place|stuff)",
        "wait till i (?:get|see|find)",
        "when i get (?:my hands on|hold of) <them>",
        (
            "(?:got|holding|picked up|grabbed|has|have|had|with)(?: got)? (?:a|the|my) (?:kitchen )?(?:knife|"
            "gun|machete|axe|hammer|crowbar|blade)"
        ),
        "(?:locked|shut) (?:herself|himself|themselves) in<far> im (?:by|at|outside)(?: the)? door",
        "parked outside <their>(?: [a-z]{1,12})?",
        r"outside (?:hers(?= \.)|<their> (?:house|place|flat|work|door)|hers now)",
    ),
    "self_harm": (
        *WELSH["self_harm"],
        (
            "(?:kill|killing|top|topping|hang|hanging|hurt|hurting|harm|harming|cut|cutting|shoot|drown) "
            "(?:myself|himself|herself|themselves)"
        ),
        "(?:end|ending|take|taking) (?:my|his|her|their) (?:own )?life",
        "(?:end|ending) it all",
        "(?:thought|thinking|thoughts)(?: about| of) ending it(?! with)",
        "(?:want|going|ready) to end it(?! with)",
        "do myself in",
        "suicid(?:e|al)",
        "overdosed?",
        "self harm(?:ed|ing|s)?",
        "(?:dont|do not|didnt) want to (?:live|be alive|wake up|exist|carry on living)",
        r"(?:dont|do not) want to be here(?: any ?more| no more| at all)?(?= \.)",
        "(?:dont|do not) want to be here (?:any ?more|no more)",
        (
            "(?:no|dont see the|whats the|isnt any|any) point (?:in |of )?(?:carrying on|living|going on|"
            "being alive|being here)"
        ),
        "better off (?:if i was gone|if i were gone|if i was dead|if i wasnt here|without me|dead)",
        "(?:tablets|pills|rope|noose)(?: all)? (?:lined up|ready|here|in front of me)",
        "got the (?:tablets|pills|rope)",
        "(?:by|on|near|at) the (?:bridge|railway|train tracks|cliff)(?! to| for)",
        "jump(?:ing)? (?:off|in front)",
        "(?:hope|hoping|wish|praying) i (?:dont|wont|didnt|never|hadnt|could not) wake up",
        "(?:letter|note|text) to say goodbye",
        "goodbye (?:letter|note)",
        "(?:suicide|final) note",
        "(?:cant|dont|couldnt) see (?:a|any|another) way out",
        r"no way out(?: of this)?(?= \.)",
        "want to die",
        "wish i (?:was|were) dead",
        "rather be dead",
        "want it all to end",
        r"i cant go on(?= \.)",
        "(?:nothing|no reason) (?:left )?to live for",
        "nothing left<gap> pills",
        "no reason to live",
    ),
    "child_at_risk": (
        *WELSH["child_at_risk"],
        (
            "<kids>(?: [a-z]{1,12}){0,4} (?:saw|seen|see|sees|heard|hear|hears|watched|watching|witnessed|"
            "screaming|cried|crying|hides?|hid|hiding|flinch(?:es|ed)?|cower(?:s|ed)?|scared of|frightened|"
            "terrified|shaking)"
        ),
        (
            "<kids>(?: was| were| is| are|s)? (?:on the stairs|upstairs|in (?:the|my|her|his|next) (?:room|"
            "arms|car|cot|lap|house|next room|bath)|in bed|asleep upstairs|next door|there when)"
        ),
        "(?:in front of|near) <kids>",
        "holding <kids>",
        "(?:got|get|getting|came|stood|stepped|jumped) (?:in )?between us",
        (
            "<ive>(?: [a-z]{1,12}){0,3} (?:smack(?:ed|ing)?|hit|hitting|slap(?:ped|ping)?|shook|shaken|"
            "shaking|hurt|hurting|grabbed|grabbing|shout(?:ed|ing)? at|scream(?:ed|ing)? at|push(?:ed|ing)?) "
            "<kids>"
        ),
        "(?:shouts|screams|hits|smacks|swears|hurts)(?: at)? <kids>",
        "<harms> (?:both )?<kids>(?! at| on)",
        "<harms> (?:both )?<people> (?:and|or|as well as|then|and even|and also) (?:<kids>|<kid>)",
        "<harm> <kids>(?! at| on)",
        "<kids>(?: [a-z]{1,12}){0,1} wont come out",
        "harder than i should",
        "(?:hurt|hurting|hit|hitting|kill) mumm?y",
        "(?:hurt|hit) daddy",
        "(?:they|he|she|kids) (?:heard|saw) (?:it|it all|everything|all of it|the lot)",
        (
            "(?:shes|she is|she was|shes just|when she was|wifes|girlfriends|partners|missus is|"
            "while she was|ex is)(?: [a-z0-9]{1,12}){0,2} pregnant"
        ),
        "pregnant and (?:i|he|she)",
        "(?:dont|cant) trust myself (?:with|around|near) (?:<kids>|them|kids|a baby)",
        (
            "(?:have|having|got) (?:them|<kids>|kids)<gap> (?:weekend|tonight|tomorrow|saturday|"
            "sunday)(?: [a-z]{1,12}){0,6} (?:trust myself|raging|angry|fuming|scared)"
        ),
        (
            "(?:dad|mum|stepdad|mums boyfriend)(?: [a-z]{1,12}){0,2} (?:hurting|hits|hitting|hurts|beats|"
            "beating) (?:me|mum|my mum|my dad|us|my (?:little )?(?:brother|sister))"
        ),
        "contact<gap> and im raging",
        "scared (?:for|about) <kids>",
        "<kids>(?: [a-z]{1,12}){0,2} (?:not safe|isnt safe|arent safe|in danger)",
    ),
}
