"""How risk markers sound. They raise a question for the handler, never a level."""

from scripts.patterns import Sounds
from scripts.patterns.safety import SAFETY
from scripts.patterns.welsh import WELSH

MARKERS: Sounds = {
    "imminent_intent": (
        (
            "(?:on my way|driving|heading|going|walking|coming)(?: over| round| up| down| back)?(?: to)? "
            "(?:there (?:now|tonight)|hers|his (?:house|place|flat|work|mums)|her (?:house|place|flat|work|"
            "mums))"
        ),
        "parked outside <their>",
        "parked outside hers",
        "outside (?:hers|<their> (?:house|place|work|flat|door))",
        "tonights the night",
        "locked (?:herself|himself|themselves) in",
        "about to (?:hit|kill|hurt|stab|go round|go in|lose it with)",
        (
            "(?:ill|i will|going to|<theyll>)(?: (?:honestly|seriously|really|fucking|bloody|just))? <harm> "
            "<people><gap> (?:tonight|today|tomorrow|right now|now|this (?:morning|afternoon|evening))"
        ),
        (
            "(?:tonight|today|tomorrow|right now) (?:i will|ill|im going to|i am going to|<theyll>) <harm> "
            "<people>"
        ),
        "waiting for <them> to (?:come|get|leave)",
    ),
    "threat_to_kill": (
        *WELSH["threat_to_kill"],
        "(?:kill|murder|stab|shoot) (?:<them>|us|you|the kids|everyone|<kids>|<family>)",
        "<theyll>(?: (?:really|actually|honestly|just|fucking|bloody))? (?:kill|murder|stab|shoot) <people>",
        (
            "(?:<theyll>|ill|i will|going to|want to|about to)(?: (?:really|actually|honestly|just|fucking"
            "|bloody))? (?:strangle|choke|throttle|smother|suffocate|drown) <people>"
        ),
        "(?:killing|murdering) (?:<them>|us|me)",
        "do (?:us|<them>)(?: all)? in",
        "(?:going to|said hed|said shed|says hell|threatened to|threatens to|wants to|hell|shell) kill me",
        "in the ground",
        "if i cant have <them>",
    ),
    "weapon_access": (
        *WELSH["weapon_access"],
        (
            "(?:shot ?guns?|air rifles?|rifles?|guns?|knife|knives|machete|axe|crossbow|crowbar|hammer|"
            "baseball bat|firearms?|pistol|sword|blade|weapons?)"
        ),
        "a bat(?: [a-z]{1,12}){0,3} (?:bed|door|car)",
    ),
    "strangulation": (
        "by the throat",
        (
            "(?:hands?|arm|belt|rope|scarf|cord)<gap> (?:round|around|on|to|at) (?:(?:<their>|my|the|our) )?"
            "(?:neck|throat)"
        ),
        "strangl(?:e|es|ed|ing|ation)(?: <people>)?",
        "(?:chok|throttl|smother|suffocat)(?:es?|s|ed|ing)? <people>",
        (
            "(?:grab|grabs|grabbed|grabbing|held|holds|had|got|pinned|picked|lifted) <people>(?: up)? "
            "(?:by|round|around) the neck"
        ),
        "(?:grab|grabs|grabbed|grabbing|squeez(?:ed|es|ing)) (?:<their>|my) (?:neck|throat)",
        "(?:pillow|hand|cushion) over (?:<their>|my) (?:face|mouth)",
        "(?:she|he|i|they) (?:couldnt|could not|cant) breathe",
        "in a headlock",
    ),
    "separation": (
        "<they>(?:s| has| have)?(?: just)? (?:moved|walked|stormed) out",
        "(?:shes|hes|she has|he has)(?: just)? (?:left|leaving|going to leave|moved out|gone to her)(?: me)?",
        "<they> (?:left|is leaving|has left) me",
        r"its over(?= \.)",
        "(?:a|the|file for|filing for|wants a|getting a) divorce(?! (?:years|was years))",
        "asked me to leave",
        "(?:chucked|kicked|threw|thrown|booted) me out",
        "(?:we|weve)(?: just)? (?:split up|broken up|broke up|separated)",
        "<they> (?:ended it|wants out|finished with me)",
    ),
    "stalking": (
        "(?:drive|drove|driving|walk|walked) past (?:hers|his|<their> (?:house|work|place|flat))",
        (
            "(?:messaged|texted|rang|called|phoned|emailed|ringing|texting|messaging) "
            "<them>(?: [a-z0-9]{1,12}){0,3} (?:times|all day|all night|constantly|every day|nonstop)"
        ),
        "(?:follow|followed|following|tailed) <them>(?! on)",
        "(?:new|fake|another) account",
        (
            "(?:wait|waited|waiting|sat|parked|hang around|hung around) (?:near|outside|"
            "by)(?: [a-z]{1,12}){0,2} (?:for <them>|<their> (?:work|house|place|gym|flat|mums))"
        ),
        "turn(?:ed)? up at <their>",
        "watch(?:ed|ing)? <their> (?:house|place|window)",
        "tracker on",
        "track(?:ing)? <their> (?:phone|car)",
    ),
    "suicidal": (*SAFETY["self_harm"], "dont see the point of living"),
    "child_risk": SAFETY["child_at_risk"],
    "order_breach": (
        "not (?:meant|supposed|allowed) to (?:contact|see|go near|be near|text|message|speak to|ring|be at)",
        (
            "(?:went back|went round|texted|messaged|rang|contacted|phoned|saw)<far> (?:non mol|order|bail|"
            "injunction|dvpo|dapo)"
        ),
        "order (?:doesnt|does not|dont) (?:count|matter|apply)",
        "on bail<far> but",
        "(?:breach|breached|breaching|broke|broken)<gap> (?:bail|order|conditions|non mol|injunction)",
    ),
    "escalation": (
        (
            "(?:its|it is|things are|it keeps|shes|hes|im|rows are|it has been|its been) getting (?:worse|"
            "more often|more violent|scarier)"
        ),
        "every (?:week|day|night) now",
        "now its (?:more|worse|every)",
        "(?:i )?scared myself",
        "more (?:often|frequent)(?: now)?",
        "(?:worse|harder) (?:each|every) time",
        "used to be (?:shouting|just|only)(?: [a-z]{1,12}){0,3} now",
    ),
    "substance_misuse": (
        (
            "(?:had|drunk|drank|necked) (?:a|two|three|the|most of a|half a) (?:whole )?(?:bottles?|crate|"
            "skinful)"
        ),
        (
            "(?:using|drinking|smoking|snorting|on it)(?: [a-z]{1,12}){0,1} (?:every ?day|every night|"
            "most days|all day|heavily)"
        ),
        r"coming down(?= and| off| from| \.)",
        "(?:im|i am) (?:drunk|pissed|high|hammered|wasted|stoned|on the gear|coked up)",
        "drink (?:till|until|to forget|too much|every day|every night)",
        "(?:on|doing|taking) (?:the )?(?:coke|crack|ket|heroin|spice|cocaine)",
    ),
    "pregnancy": (
        (
            "(?:shes|she is|im|when she was|while she was|and she was|wifes|girlfriends|partners|"
            "missus is)(?: [a-z0-9]{1,12}){0,3} (?:pregnant|expecting)"
        ),
        "(?:months|weeks) gone",
        "had the baby",
        "(?:newborn|new baby)",
        "pregnant and i",
    ),
    "sexual_coercion": (
        "says? no but <they> gives? in",
        "(?:sulk|moan|nag|keep on|go on|pester)(?: [a-z]{1,12}){0,2} (?:until|till)(?: [a-z]{1,12}){0,3} sex",
        "while <they> (?:was|were) (?:asleep|sleeping|passed out|out of it|drunk)",
        "share (?:the|that|those|<their>) (?:video|videos|photos|pictures|nudes)",
        "(?:forced|made|make|force) (?:<them>|me) (?:to )?(?:have sex|into sex|do it in bed)",
        "rap(?:e|ed|ing)",
        "(?:didnt|doesnt|does not|did not) want (?:to have )?sex",
        "owes me sex",
    ),
}
