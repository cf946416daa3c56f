"""Places in the United Kingdom, as coarse as a caller may safely say. Plain Python.

One entry for each council that runs social care: English counties, unitaries,
metropolitan and London boroughs; Welsh, Scottish and Northern Irish councils.
"""

import re
from dataclasses import dataclass

NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")
UK = "uk"
ONLINE = "online"

_COUNCILS = {
    "England": """
        Barking and Dagenham; Barnet; Barnsley; Bath and North East Somerset; Bedford; Bexley; Birmingham;
        Blackburn with Darwen; Blackpool; Bolton; Bournemouth, Christchurch and Poole; Bracknell Forest;
        Bradford; Brent; Brighton and Hove; Bristol; Bromley; Buckinghamshire; Bury; Calderdale;
        Cambridgeshire; Camden; Central Bedfordshire; Cheshire East; Cheshire West and Chester;
        City of London; Cornwall; County Durham; Coventry; Croydon; Cumberland; Darlington; Derby;
        Derbyshire; Devon; Doncaster; Dorset; Dudley; Ealing; East Riding of Yorkshire; East Sussex; Enfield;
        Essex; Gateshead; Gloucestershire; Greenwich; Hackney; Halton; Hammersmith and Fulham; Hampshire;
        Haringey; Harrow; Hartlepool; Havering; Herefordshire; Hertfordshire; Hillingdon; Hounslow; Hull;
        Isle of Wight; Isles of Scilly; Islington; Kensington and Chelsea; Kent; Kingston upon Thames;
        Kirklees; Knowsley; Lambeth; Lancashire; Leeds; Leicester; Leicestershire; Lewisham; Lincolnshire;
        Liverpool; Luton; Manchester; Medway; Merton; Middlesbrough; Milton Keynes; Newcastle upon Tyne;
        Newham; Norfolk; North East Lincolnshire; North Lincolnshire; North Northamptonshire; North Somerset;
        North Tyneside; North Yorkshire; Northumberland; Nottingham; Nottinghamshire; Oldham; Oxfordshire;
        Peterborough; Plymouth; Portsmouth; Reading; Redbridge; Redcar and Cleveland; Richmond upon Thames;
        Rochdale; Rotherham; Rutland; Salford; Sandwell; Sefton; Sheffield; Shropshire; Slough; Solihull;
        Somerset; South Gloucestershire; South Tyneside; Southampton; Southend-on-Sea; Southwark; St Helens;
        Staffordshire; Stockport; Stockton-on-Tees; Stoke-on-Trent; Suffolk; Sunderland; Surrey; Sutton;
        Swindon; Tameside; Telford and Wrekin; Thurrock; Torbay; Tower Hamlets; Trafford; Wakefield; Walsall;
        Waltham Forest; Wandsworth; Warrington; Warwickshire; West Berkshire; West Northamptonshire;
        West Sussex; Westminster; Westmorland and Furness; Wigan; Wiltshire; Windsor and Maidenhead; Wirral;
        Wokingham; Wolverhampton; Worcestershire; York
    """,
    "Wales": """
        Blaenau Gwent; Bridgend; Caerphilly; Cardiff; Carmarthenshire; Ceredigion; Conwy; Denbighshire;
        Flintshire; Gwynedd; Isle of Anglesey; Merthyr Tydfil; Monmouthshire; Neath Port Talbot; Newport;
        Pembrokeshire; Powys; Rhondda Cynon Taf; Swansea; Torfaen; Vale of Glamorgan; Wrexham
    """,
    "Scotland": """
        Aberdeen; Aberdeenshire; Angus; Argyll and Bute; Clackmannanshire; Dumfries and Galloway; Dundee;
        East Ayrshire; East Dunbartonshire; East Lothian; East Renfrewshire; Edinburgh; Falkirk; Fife;
        Glasgow; Highland; Inverclyde; Midlothian; Moray; Na h-Eileanan Siar; North Ayrshire;
        North Lanarkshire; Orkney Islands; Perth and Kinross; Renfrewshire; Scottish Borders;
        Shetland Islands; South Ayrshire; South Lanarkshire; Stirling; West Dunbartonshire; West Lothian
    """,
    "Northern Ireland": """
        Antrim and Newtownabbey; Ards and North Down; Armagh City, Banbridge and Craigavon; Belfast;
        Causeway Coast and Glens; Derry City and Strabane; Fermanagh and Omagh; Lisburn and Castlereagh;
        Mid and East Antrim; Mid Ulster; Newry, Mourne and Down
    """,
}

# Larger places by which services describe themselves: old counties, metropolitan counties, police areas.
_GROUPS = {
    "Bedfordshire": "Bedford; Central Bedfordshire; Luton",
    "Berkshire": "Bracknell Forest; Reading; Slough; West Berkshire; Windsor and Maidenhead; Wokingham",
    "Cheshire": "Cheshire East; Cheshire West and Chester; Halton; Warrington",
    "Cumbria": "Cumberland; Westmorland and Furness",
    "Greater London": """
        Barking and Dagenham; Barnet; Bexley; Brent; Bromley; Camden; City of London; Croydon; Ealing;
        Enfield; Greenwich; Hackney; Hammersmith and Fulham; Haringey; Harrow; Havering; Hillingdon; Hounslow;
        Islington; Kensington and Chelsea; Kingston upon Thames; Lambeth; Lewisham; Merton; Newham; Redbridge;
        Richmond upon Thames; Southwark; Sutton; Tower Hamlets; Waltham Forest; Wandsworth; Westminster
    """,
    "Greater Manchester": """
        Bolton; Bury; Manchester; Oldham; Rochdale; Salford; Stockport; Tameside; Trafford; Wigan
    """,
    "Merseyside": "Knowsley; Liverpool; Sefton; St Helens; Wirral",
    "Northamptonshire": "North Northamptonshire; West Northamptonshire",
    "Northumbria": """
        Gateshead; Newcastle upon Tyne; North Tyneside; Northumberland; South Tyneside; Sunderland
    """,
    "South Yorkshire": "Barnsley; Doncaster; Rotherham; Sheffield",
    "Tyne and Wear": "Gateshead; Newcastle upon Tyne; North Tyneside; South Tyneside; Sunderland",
    "West Mercia": "Herefordshire; Shropshire; Telford and Wrekin; Worcestershire",
    "West Midlands": "Birmingham; Coventry; Dudley; Sandwell; Solihull; Walsall; Wolverhampton",
    "West Yorkshire": "Bradford; Calderdale; Kirklees; Leeds; Wakefield",
}

# How closely a service's place fits the caller's; only the order matters.
SAME, AROUND, NATION, INSIDE, COUNTRY = 40, 30, 20, 15, 10


@dataclass(frozen=True)
class Area:
    """A council area and the nation it lies in."""

    name: str
    nation: str


def _names(block: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in block.split(";"))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


AREAS: tuple[Area, ...] = tuple(
    Area(name, nation) for nation, block in _COUNCILS.items() for name in _names(block)
)
GROUPS: dict[str, tuple[str, ...]] = {group: _names(block) for group, block in _GROUPS.items()}

AREA_NAMES = frozenset(area.name for area in AREAS)
_NATION_OF = {_key(area.name): area.nation for area in AREAS}
_NATION_OF |= {_key(group): "England" for group in GROUPS} | {_key(nation): nation for nation in NATIONS}
_MEMBERS = {_key(group): frozenset(map(_key, names)) for group, names in GROUPS.items()}
_KNOWN = frozenset(_NATION_OF) | {UK, ONLINE}


def nation_of(area: str | None) -> str | None:
    """Return the nation of a council area, larger place or nation; None when it is not known."""
    return _NATION_OF.get(_key(area)) if area else None


def is_area(name: str) -> bool:
    """Tell whether a caller or a handler may choose this place: a council, a larger place or a nation."""
    return _key(name) in _NATION_OF


def places(printed: str) -> frozenset[str]:
    """Return the places that a service's own words for its area name, folded for comparing.

    "England and Wales (local sites)" gives england and wales; "UK, varies" gives uk.
    """
    text = _key(re.sub(r"\(.*?\)|,?\s*varies", "", printed)).replace("united kingdom", UK)
    return frozenset({text}) if text in _KNOWN else frozenset(re.split(r",\s*|\s+and\s+", text))


def is_served(printed: str) -> bool:
    """Tell whether a service's own words for its area name only places that a search can find.

    Ireland is none of them, but may stand beside the UK.
    """
    named = places(printed)
    return named <= _KNOWN or (UK in named and named <= _KNOWN | {"ireland"})


def closeness(printed: list[str] | tuple[str, ...], area: str) -> int:
    """Return how closely a service that serves `printed` fits `area`; 0 when it does not serve it."""
    wanted = _coverage(area)
    served = frozenset().union(*map(places, printed)) if printed else frozenset()
    return max((wanted.get(place, 0) for place in served), default=0)


def _coverage(area: str) -> dict[str, int]:
    key, nation = _key(area), nation_of(area)
    scores = dict.fromkeys((UK, ONLINE), COUNTRY)
    if nation:
        inside = (_key(a.name) for a in AREAS if a.nation == nation) if key == _key(nation) else ()
        scores |= dict.fromkeys(inside, INSIDE) | {_key(nation): NATION}
    scores |= dict.fromkeys(_MEMBERS.get(key, ()), INSIDE)
    scores |= {group: AROUND for group, members in _MEMBERS.items() if key in members}
    return scores | {key: SAME}
