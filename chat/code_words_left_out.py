"""Words of the list that no return code is drawn from; in a code that was given before, they are still read.

Somebody keeps their four words in their head, or a partner finds them. So they are no threat, name nothing
that was done and nobody it was done to, and are no company whose page is taken for the place to type them in.
"""

VIOLENCE = """
afraid agonize agonizing agony anger angrily angriness anguished armed army arrest backhand backlash
backstab bash battered battering brute brutishly bruising bully cage captivate captive captivity casket
chokehold choking chop clash clobber coerce conceal confess constrain crushed crusher crushing cruelly
cruelness cruelty curse custody cut danger deceased deceit deceiver deceiving defile demeaning depress
deprive despair destruct disarm disgrace distress drown duress endanger enrage enslave ensnare entrap
estranged evict evil explode exploit ferocious filth flogging frighten frightful gloating graves graveyard
grief grieving handcuff handgun harmful hatchet hate hatred hunter hunting hurt impale imprison jackknife
jailbird jailbreak jailer jailhouse judge maimed outrage overkill overpower overshoot outshoot panic
penknife perish persecute pester police precinct predator prison probation prowler prowling pummel punch
punisher rage ravage reburial remorse repressed revenge ruined savage scalded scalding scared scarily
scariness scarring scary scolding shame shove shredder shredding shriek slam slapping slashed slashing slit
smasher smashing smother snap squealer squealing starved starving strangle strike striking stunned subdued
subduing suffocate sufferer suffering suspect tantrum taunt thrash threaten throat throttle tragedy trapped
trapper trapping trespass undead unleash unsafe vengeful venomous villain violate violation violator
whacking wound wrath yelling
"""
PEOPLE = """
bride divorcee husband juvenile married maternal maternity nanny nursery partner pregnancy pregnant remarry
spousal spouse widow wife womb
"""
BODY = """
badass boozy groin hardcore kissable kisser kissing lustfully lustily lustiness ravishing seduce seducing
sedate sedation sedative thigh thong unisexual undress unrobed
"""
COMPANIES = "android cola facebook google iphone kleenex lego skype twitter velcro wikipedia xerox yahoo"

LEFT_OUT = frozenset(f"{VIOLENCE} {PEOPLE} {BODY} {COMPANIES}".split())
