"""Talk towards change, remorse, and talk against change."""

from scripts.patterns import Sounds

CHANGE: Sounds = {
    "remorse": (
        "(?:so |really |deeply )?ashamed(?: of)?",
        "(?:disgusted with|hate) myself(?: for)?",
        "i hate (?:that|how|what) (?:she|he|they|shes|hes|theyre|i|ive)",
        "feel(?: so)? sick (?:when|about|at|with|thinking)",
        "(?:my|all my|entirely my) fault(?! if)",
        "(?:its|thats|this is|all) on me",
        "(?:didnt|doesnt|dont|never) deserve(?:d)? (?:it|that|this|any of)",
        "let(?: [a-z]{1,12}){1,2}(?: all)? down",
        "owe <them> an apology",
        "cant undo (?:it|that|what)",
        "no excuse for (?:what|how|it|my|hitting|that)",
        "(?:i take|full) responsibility",
        "i blame myself",
        "sorry for what i",
        "(?:feel|so|really) guilty",
        "i (?:really |deeply )?regret (?:what|how|hitting|it|everything|doing|that)",
        "the look (?:on|in) <their> (?:face|eyes)",
        "hurt someone i",
        "nobody elses",
        "(?:isnt|not|wasnt|never) <their> fault",
        "<nobody>(?: [a-z]{1,12}){1,4} (?:except|but) me",
        r"didnt start it(?: \.)? i did",
        "it was me going for",
        r"i feel (?:awful|terrible|dreadful|horrible|like shit)(?: about|(?= \.))",
        "what i did (?:to (?:<them>|my kids) )?was wrong",
        "i was the one (?:who|that) (?:hit|hurt|started|pushed)",
    ),
    "change_desire": (
        (
            "i (?:really |just |do |only |so )?want to (?:stop (?:being|doing|this|it|hurting|hitting|"
            "shouting|losing|scaring)|change|be (?:a )?(?:better|different|good|calmer|normal)|sort "
            "(?:myself|this|it) out|get (?:help|better)|learn|make it right|do better|be (?:someone|somebody|"
            "the (?:man|dad|husband))|understand why i)"
        ),
        (
            "i wish i (?:could (?:be|stop|change|control)|was a better|wasnt like|didnt (?:do|lose|shout|hit|"
            "hurt))"
        ),
        "id (?:really )?(?:love|like) to (?:be (?:a|able|someone|better|different)|learn|stop|change)",
        (
            "dont want to (?:hurt|scare|frighten|be like this|be that|turn into|become|do this|keep doing|"
            "lose my temper|end up like)"
        ),
        "help me (?:to )?(?:change|stop)",
        "all i want is for the",
        "i want (?:<kids>|<them>)(?: all)? to feel safe",
        "i want (?:this|it|things) to (?:stop|be different|get better)",
        "i hope i can (?:change|stop|be)",
    ),
    "change_ability": (
        "i (?:reckon|think|know|believe) (?:i|im) (?:can|could|able)(?! have)",
        (
            "i (?:can|could) (?:walk away|leave it (?:overnight|till|alone)|stop|do (?:this|it)|change|"
            "keep my|learn|manage|stay calm|go for a walk|ring my|call my|tell when|calm down|step away|"
            "take a breath)(?! if she| if he)"
        ),
        "(?:id|i would) be able to",
        "<im> able to (?:keep|walk|stop|control|calm|stay)",
        "its possible",
        "had (?:some )?good (?:weeks|days|months|spells)",
        "i(?:ve)? managed (?:it|to (?:stop|walk|keep|stay|go))",
        "ive done it before",
    ),
    "change_reason": (
        "if i dont (?:sort|change|stop|get)(?: [a-z]{1,12}){1,4} (?:lose|losing|leave|leaves|gone)",
        "cop(?:ies|ying) (?:everything i|what i|me)",
        "thats why it has to",
        (
            "(?:shed|hed|theyd|itd|she would|he would|they would|it would|kids would|id|i would)(?: be|"
            " sleep| keep| feel)?(?: [a-z]{1,12}){0,8} if i (?:changed|calmed|got help|stopped|sorted|wasnt)"
        ),
        "(?:wrecked|ruined|lost|destroyed) (?:one|a|my last|my first) (?:marriage|relationship|family)",
        "cant (?:wreck|lose|ruin) another",
        "help or (?:shes|hes) off",
        "dont want to lose (?:<them>|<kids>|my family|my home)",
        "because i saw my (?:mum|mother|dad|father)",
        "before the baby(?:s| is)? (?:comes|born|arrives|here)",
        "to feel safe when i",
        "for (?:the|my) kids sake",
        (
            "dont want (?:my|the|our) (?:kids|children|son|daughter|lad|boy) to (?:grow up|see|turn out|copy|"
            "think|be scared)"
        ),
    ),
    "change_need": (
        (
            "(?:ive|i have|i) (?:got to|gotta) (?:stop|change|face|sort|do something|get help|learn|deal|"
            "get a grip)"
        ),
        (
            "i (?:really |do |just )?(?:need|have) to (?:stop|change|sort|learn|deal|get help|face|"
            "do something|control|get this)"
        ),
        "i must (?:get|stop|change|sort|face|do)",
        "i need(?: some| proper)? help (?:with (?:how|my|the way|this)|to (?:stop|change)|before)",
        "something has (?:got )?to change",
        "(?:its|it has) got to (?:end|stop)",
        "i cant (?:carry on|go on|keep) (?:treating|doing|like this|hurting|behaving|being|living like)",
        "enoughs enough",
        "enough is enough",
    ),
    "change_commitment": (
        (
            "im (?:definitely )?going to (?:ring (?:that|the|you|them)|call (?:that|the|them)|go to|stop|"
            "change|do this|do it|stick|sign|book|get help|stay at|join|phone the|speak to (?:my gp|someone)|"
            "tell (?:my gp|someone))"
        ),
        (
            "(?:ill|i will) (?:go to|stop|do (?:this|it)|change|stick|stay (?:at|with|away)|sign up|book|"
            "join|phone (?:the|them|that)|(?:ring|call) (?:the|that|up|first|tomorrow|on|them tomorrow|"
            "my gp))"
        ),
        "i promise(?! (?:her|him|them|you))",
        "im doing (?:this|it)(?= )",
        "whatever it takes",
        "ive decided (?:to|im|i)",
        r"ive decided(?= \.)",
        "im signing up",
        "give you my word",
        "<im> stopping the",
        "count me in",
        "i swear im",
        "(?<!not )<im> ready to (?:start|change|do (?:this|it|the work)|get help|begin)",
        "i wont (?:go round|go near|contact|drink|touch) (?:there|her|him|them|tonight)",
    ),
    "change_steps": (
        (
            "ive (?:now |just |already |even )?(?:booked|signed up|filled|moved (?:out|in|into)|deleted|"
            "poured|cut (?:right )?down|cut back|stopped (?:drinking|checking|going|doing|and)|rung|been to|"
            "blocked myself|joined|referred|spoken to|seen (?:my gp|a doctor|someone)|handed|given (?:my|"
            "the))"
        ),
        "ive told my (?:sister|brother|mum|dad|mate|gp|doctor|boss|friend|parents|family)",
        (
            "(?:ive )?started (?:writing|going to|seeing|counselling|a course|the (?:course|programme)|"
            "sessions|attending|talking to|taking my)"
        ),
        "i (?:filled|moved (?:out|into)|booked|deleted|joined|poured|walked away|left the (?:house|room))",
        "i (?:took|had) a time ?out",
        "been to(?: [a-z0-9]{1,12}){1,2} (?:sessions?|meetings?|groups?|appointments?)",
        "gave (?:my|a) (?:mate|brother|friend|dad|mum|sister)(?: [a-z]{1,12}){0,2} (?:keys|phone|cards)",
        "went to (?:my|the) (?:gp|doctor)",
    ),
    "sustain_talk": (
        (
            "dont need (?:a|any|no|your|to go on a|to do a)?(?: )?(?:course|help|anger|counselling|therapy|"
            "programme|group|of that|fixing|to change|this|it)"
        ),
        "dont want (?:to do a course|any help|counselling|your help|to change|a course)",
        "(?:i cant|me dont|people dont|ill never|will never|i wont|never going to) change",
        "waste of (?:my )?time",
        "havent got (?:the )?time(?! (?:tonight|today|now|right now|this) )",
        "no time for",
        "(?:its|thats) (?:just )?(?:how|the way) (?:i am|im made|i was made|im wired)",
        (
            "(?:groups?|courses?|counselling|therapy|talking)(?:s)? (?:arent|isnt|are not|is not|not) "
            "(?:for me|my thing)"
        ),
        "whats the point(?! (?:of|in) )",
        "<im> not ready(?! to (?:hang|go|stop talking|finish|leave))",
        "handle it (?:on my own|myself|my own way)",
        "on my own thanks",
        "(?:too|im too) (?:old|late|far gone) (?:to|for)",
        "only (?:here|ringing|calling|on here|doing (?:this|it)) (?:because|as|since)",
        "wont (?:work|do any good|make any difference)",
        "no reason (?:for me )?to change",
        r"<they> needs? (?:the )?help(?: \.)? not me",
        "i will if <they>",
        "nothing (?:will|can) change",
        "no point(?: in)? (?:trying|changing|doing)",
    ),
}
