"""How responsibility is put elsewhere: tuned for precision, since a handler challenges on it."""

from scripts.patterns import Sounds

RESPONSIBILITY: Sounds = {
    "denial": (
        "nothing (?:ever |even )?happened(?! to me)",
        "never (?:laid|put|lay) a (?:finger|hand) on <them>",
        "(?:i|ive|i have) never (?:once |ever )?<hit> (?:<them>|anyone|anybody|a woman)",
        (
            "i didnt (?:hit|touch|hurt|push|shove|slap|do) (?:<them>|anyone|anything|any of (?:it|that|this)|"
            "nothing)"
        ),
        "made (?:it|the whole thing|the whole lot|this|all this|everything|all that|that) up",
        "(?:all|pack of) lies",
        "<theyre> (?:lying|making it up|making things up|a liar)",
        "(?:ive|i have|i) (?:done|did) nothing wrong",
        r"(?:havent|have not|didnt|never) (?:done|do|did) anything(?: wrong)?(?= \.)",
        "(?:havent|never) done anything wrong",
        "<im> not (?:an? )?(?:abuser|abusive|wife beater|violent(?: man| person| bloke)?)",
        "(?:theres|there is|there was|theres been|there has been) no (?:abuse|violence)",
        "(?:that|it|this) never happened",
        r"it wasnt me(?= \.)",
        "(?:got it|got this|got that) (?:all )?wrong",
        "dont control (?:anybody|anyone|<them>)",
        "whos the abuser",
        "dont know what (?:shes|hes|theyre|youre) (?:talking|on) about",
    ),
    "minimisation": (
        (
            "(?:only|just|hardly|barely|nothing but) (?:a |an |one |the |the one |the odd )?(?:little |"
            "small |tiny |bit of (?:a )?|wee |quick |light |silly )?<act>"
        ),
        "i (?:only|just|barely|hardly)(?: ever| sort of| kind of)? <did>",
        "(?:odd|occasional) <act>",
        "(?:bit of|bit of a) <act>",
        "not (?:like|as if) i (?:[a-z]{3,12}) (?:her|him|them|anyone|my)",
        "hardly (?:left a mark|a mark|touched|gbh|the end of the world|domestic|abuse)",
        "(?:nothing|not) (?:major|that serious)",
        "(?:blowing|blown|blew|blows)(?: [a-z]{1,12}){0,3} out of(?: all)? proportion",
        "no big deal",
        "not a big deal",
        "making a (?:big deal|mountain|fuss|drama)",
        "<im> not that bad",
        "(?:it|that) (?:wasnt|isnt|was not) (?:that|so) bad",
        "<nobody> (?:was|got|gets)(?: really| actually| badly)? hurt",
        "dont get the fuss",
        "nowhere near (?:<them>|hitting)",
        "same as (?:everyone|everybody|<anyone>|any other couple|most people)",
        "as bad as it gets",
        (
            "only (?:ever )?(?:done|did|happened|happens|hit|pushed|slapped)(?: it| <them>)? (?:the once|"
            "once|twice|the one time|one time|a (?:few|couple of) times)"
        ),
        "(?:didnt|doesnt|never)(?: even)? (?:leave|left) a mark",
        "<theyre> (?:exaggerating|overreacting|being (?:dramatic|oversensitive|too sensitive|soft))",
        "(?:she|he) (?:exaggerates|overreacts|bruises easily)",
        "every(?:one|body) (?:loses|has|shouts|argues|rows|fights)(?: [a-z]{1,12}){0,5} sometimes",
        "just for peace of mind",
        "all couples (?:argue|fight|row)",
        "every couple (?:argues|fights|rows)",
    ),
    "justification": (
        (
            "(?:any|most) (?:bloke|man|guy|husband|woman|wife|person|one)s?(?: would| wouldve| would have|d) "
            "(?:have )?(?:done|do|did)(?: the same| that| it)?"
        ),
        "any(?:one|body) would(?:ve| have)? (?:done|do) (?:the same|that|it)",
        "for <their> own (?:good|safety|benefit|sake)",
        "lay down the law",
        "(?:in|its) my (?:culture|religion|faith)",
        "i was (?:brought up|raised) (?:that|to|to believe|like that)",
        "i grew up with it",
        "how couples sort",
        "(?:has|have|gets) the (?:final|last) word",
        "only way to (?:get|make|stop|shut) (?:<them>|up)",
        "only (?:way|thing) <they> (?:listens?|understands?)",
        "(?:have|got|need) to be firm",
        "needs? a firm hand",
        "what else (?:could|was|can) i (?:do|supposed to do|to do|have done)",
        "what choice did i have",
        "i had no (?:choice|option)",
        "that(?:s|is) (?:marriage|what (?:men|husbands|couples) do)",
        "a man doesnt back down",
        "needed (?:telling|teaching|putting in <their> place|a slap|calming down)",
        "every(?:one|body) loses their rag",
        "youd (?:lose it|snap|do it|do the same) too",
        "somebody has to (?:keep|take|lay|be)",
        "man of the house",
    ),
    "partner_blame": (
        "<they>(?: [a-z]{1,12}){0,3} (?:winds?|wound) me up",
        "knows?(?: exactly| just)? (?:how|which buttons|what buttons) to (?:wind|push|press|set|get)",
        "push(?:es|ed|ing)? (?:my|all my|all the right|the right|all the) buttons",
        (
            "<they> (?:always |just |kept )?push(?:es|ed|ing) me (?:to it|too far|over the edge|into it|to "
            "(?:the )?limit)"
        ),
        "<they>(?: really| always| just)? (?:made|makes|drove|drives|provokes?d?|forced|forces) me",
        "provok(?:ed|es|ing) me",
        (
            "if <they>(?: just| only)? (?:didnt|wouldnt|hadnt|stopped|would|listened|behaved|shut up|"
            "left me alone|d just|did as)"
        ),
        "if (?:hed|shed|theyd)(?: just| only) [a-z]{2,12}",
        "<they>(?: always| usually)? (?:starts?|started) (?:it|on me|everything|every)",
        "(?:up )?in my face",
        "what (?:does|did|do) <they> expect",
        "(?:asks?|asking|asked|begging) for it",
        "(?:had|has) it coming",
        "<they> deserved (?:it|that)",
        "(?:its|it is|thats|all) <their> (?:mouth|nagging|attitude|own doing)",
        "never knows? when to (?:stop|shut up)",
        "(?:nagged|nagging|nags|going on|goes on|keeps? on|was on|on and on)(?: and on)? at me",
        "this is what happens when (?:she|he|they|shes|hes|theyve|youre)",
        "ask <them> what <they> did",
        "<their> (?:own )?fault",
        "i want <them> to (?:change|stop|sort|listen|apologise)",
        "reason i(?: [a-z]{1,12}){1,4} is (?:that |because )?<they>",
        "<they> should be the one",
        "what more (?:does|do) <they> want",
        r"<they> (?:needs?) (?:the )?help(?: \.)? not me",
        "<they> is the one (?:with|who)",
        "driv(?:es|ing|en|e) me (?:up the wall|mad|crazy|insane|round the bend|nuts|to it|to drink)",
        "(?:phoned|called|rang) the (?:police|cops|old bill) on me",
        "she was hysterical",
        "if you lived with <them>",
        "<they> brings? it on (?:herself|himself|themselves)",
        "thats <their> (?:fault|doing)",
        "be happier if <they> listened",
    ),
    "mutualising": (
        "(?:just )?as bad as (?:each other|me|i am)",
        "takes two (?:to|people)",
        r"takes two(?= \.)",
        (
            "we both (?:kick|said|say|threw|throw|hit|shout|shouted|lose|lost|fight|do it|did it|argue|push|"
            "pushed|give|scream|start|went|get violent|have tempers|lash out)"
        ),
        "(?:were|we are) both (?:as bad|at fault|to blame|violent|abusive|the same|guilty|hitting|hotheads)",
        "both to blame",
        "<they> gives? as good as",
        "gives? as good as <they> gets?",
        "six of one",
        "(?:bring|brings) out the worst",
        "(?:fault|blame|wrong|wrongs) on both sides",
        "(?:we )?wind each other up",
        "(?:hit|hits|hitting|hurt|hurting|attack|fighting with) each other",
        r"(?:he|she) hits me(?: and| \.)? i hit (?:him|her)",
        "if we both do it",
        "fifty fifty",
        "50 50",
        "its mutual",
        "toxic for each other",
    ),
    "alcohol_stress_excuse": (
        (
            "(?:its|it was|its just|it was just|it is|blame) (?:the|all the|just the) (?:drink|booze|drugs|"
            "coke|weed|gear|beer|stress|alcohol|tablets)"
        ),
        (
            "(?:only )?happens? when(?: [a-z]{1,12}){1,3} (?:a few|a drink|drunk|drinking|pissed|stressed|"
            "tired|too much)"
        ),
        "when ive had (?:a few|a drink|too much|one too many)",
        "different person (?:sober|when|on)",
        "the drink talking",
        "take(?:s|n)? (?:it|things|my stress) out on",
        "on the (?:gear|coke|drink|booze|weed)(?: [a-z]{1,12}){0,4} (?:wasnt|not)(?: really)? me",
        (
            "(?:because|cause|only because) (?:i was|of the|of my|im|its the) (?:drunk|pissed|hammered|"
            "wasted|drink|booze|stress|stressed|tired|work)"
        ),
        (
            "i was (?:drunk|pissed|hammered|wasted|high|off my face|off my head) (?:so|thats|"
            "when it happened|thats all)"
        ),
        "anyone would be (?:snapping|stressed|on edge)",
        r"(?:no|without|lack of|without any) sleep(?: so| thats| \. thats)",
        (
            "if it wasnt for (?:lockdown|covid|work|money|the (?:drink|money|debts?|stress|job)|my (?:job|"
            "back|boss))"
        ),
        (
            "(?:its|it is|thats|because of|blame) my (?:adhd|ptsd|depression|anxiety|bipolar|autism|"
            "mental health|nerves|illness|condition|meds)"
        ),
        "cant help how i",
        "came off my (?:tablets|meds|medication|pills)",
        "stress (?:does|makes|did|made)",
        "under (?:so much|a lot of) (?:stress|pressure) (?:so|thats)",
    ),
    "loss_of_control": (
        "i(?: just| completely| totally| suddenly)? snap(?:ped)?(?! (?:a|an|the|some|my|this|at the|out) )",
        "red mist",
        "i saw red",
        "i see red",
        (
            "something (?:in|inside) (?:my head|me|my brain)(?: just)? (?:goes|went|clicks|clicked|snaps|"
            "snapped|takes over)"
        ),
        "(?:like|as if) (?:a|theres a|someone flicked a) switch",
        "switch (?:flips|flipped|goes|went)",
        "blacked out",
        "went blank",
        "wasnt (?:really )?myself",
        "watching (?:somebody|someone) else",
        "before i knew (?:it|what)",
        "next thing i (?:know|knew)",
        r"(?:totally|completely|just) lost it(?= \.)",
        "lost it (?:with|at|on) <them>",
        "i (?:lost|lose) control",
        "i was out of control",
        "(?:temper|anger|rage|it) (?:just )?takes over",
        "(?:nought|naught|zero|0) to (?:a hundred|sixty|100|60)",
        "no brakes",
        r"(?:couldnt|cant) (?:stop|control|help) (?:myself|it)(?= \.)",
        "no control over (?:it|myself|my temper)",
        "it just (?:came over me|happened)",
    ),
    "victim_stance": (
        "<im> the(?: real| actual| only)? (?:victim|one being (?:abused|hurt|punished))",
        (
            "<im> the one (?:whos|who is|who has|thats|who) (?:being|been|lost|losing|suffering|suffered|"
            "getting|had|scared|paying|always|got)"
        ),
        (
            "<nobody>(?: ever)? (?:asks?|listens?|believes?|cares?|hears?)(?: me| about(?: me| my| what)?|"
            " to me| my side)?"
        ),
        "rigged against",
        "against (?:dads|fathers|men|blokes|us men)",
        "(?:turned|turning)(?: [a-z]{1,12}){1,4} against me",
        "everyones against me",
        (
            "(?:always|automatically|just) (?:believes?|takes?) (?:the )?(?:woman|women|her|womans side|"
            "her side|her word)"
        ),
        "defending myself",
        "(?:in|it was) self (?:defence|defense)",
        "i only hit back",
        "why is it always me",
        "plays? the (?:injured party|victim)",
        "what (?:she|he) does to me",
        "i(?: always)? get the blame",
        "what about (?:my side|my rights|what (?:she|he|shes|hes) (?:did|done|does))",
        (
            "(?:courts?|police|system|law|social services)(?: is| are| was| were|s)?(?: all| always)? "
            "(?:against me|biased|on her side)"
        ),
        "<im> being punished",
    ),
    "jealousy_entitlement": (
        (
            "i(?: always| just| only| still| have to| had to| do)? (?:check|checked|go through|went through|"
            "look through|looked through|read|monitor) <their> (?:phone|messages|texts|emails|bag|whatsapp|"
            "facebook|insta|instagram|dms)"
        ),
        "(?:checking|going through) <their> (?:phone|messages|texts)",
        "(?:a|every|the) right to (?:know|see|check|ask|read)",
        "(?:shes|hes) mine",
        "(?:my|a) (?:wife|woman|girlfriend) should",
        "dressed like (?:that|a)",
        "dont like <them> (?:having|talking|seeing|going|wearing|being|speaking|working|texting)",
        (
            "(?:dont|wont|didnt|not) (?:let|letting|allow|allowing|having) <them>(?: back)? (?:go|see|wear|"
            "have|talk|work|at work|out|speak|going|be)"
        ),
        "(?:tea|dinner) (?:should be )?on the table",
        "put a tracker",
        "track <their> (?:phone|car)",
        "what i say goes",
        "i pay the bills so",
        "must be a (?:bloke|man|fella|guy|woman)",
        r"(?:shes|hes|always) (?:always )?texting(?: other)?(?: men| blokes| women| someone)?(?= \.)",
        "(?:give|gives|tell) me <their> passwords?",
        (
            "(?:shes|hes|she is|he is|think shes|think hes) (?:cheating|seeing someone|having an affair|"
            "after someone|at it with)"
        ),
        "unless <theyre> after",
        "not allowed (?:to|out)(?: [a-z]{1,12}){0,4} without me",
        "she belongs to me",
        "ask(?:s)? my permission",
    ),
}
