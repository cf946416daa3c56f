"""What the service itself says to a caller, in the caller's language. Plain Python."""

from helpline.hours.said import TEXTS as SAID

TEXTS: dict[str, dict[str, str]] = {
    "returned": {
        "en": "We have lost the line to the person you were talking with. You are at the front of the "
        "queue, and somebody else will be with you as soon as they can. You need not start again: they can "
        "read what you wrote.",
        "cy": "Rydym wedi colli'r cysylltiad â'r person roeddech chi'n siarad â nhw. Rydych chi ar flaen y "
        "ciw, a bydd rhywun arall gyda chi cyn gynted â phosibl. Does dim angen dechrau eto: gallant "
        "ddarllen yr hyn a ysgrifennoch.",
    },
    "released": {
        "en": "The person you were talking with has had to stop. You are at the front of the queue, and "
        "somebody else will be with you as soon as they can.",
        "cy": "Mae'r person roeddech chi'n siarad â nhw wedi gorfod stopio. Rydych chi ar flaen y ciw, a "
        "bydd rhywun arall gyda chi cyn gynted â phosibl.",
    },
    # In place of words whose row was changed or cut.
    "unreadable": {
        "en": "This message can no longer be read. What we had stored of it was damaged.",
        "cy": "Nid oes modd darllen y neges hon mwyach. Cafodd yr hyn yr oeddem wedi'i gadw ohoni ei "
        "niweidio.",
    },
    # Said with "returned" and "released" where something spoke of a danger.
    "if_in_danger": {
        "en": "If anyone is in danger now, ring 999.",
        "cy": "Os oes unrhyw un mewn perygl nawr, ffoniwch 999.",
    },
    "transferred": {
        "en": "The person you were talking with has passed this conversation to somebody else on our team, "
        "who is with you now. They can read what you wrote, so you need not start again.",
        "cy": "Mae'r person roeddech chi'n siarad â nhw wedi trosglwyddo'r sgwrs hon i rywun arall ar ein "
        "tîm, sydd gyda chi nawr. Gallant ddarllen yr hyn a ysgrifennoch, felly does dim angen dechrau eto.",
    },
    "joined": {
        "en": "A supervisor of our team has joined this conversation. They can read it, and may write to you "
        "here too.",
        "cy": "Mae goruchwyliwr o'n tîm wedi ymuno â'r sgwrs hon. Gallant ei darllen, ac efallai y byddant "
        "yn ysgrifennu atoch chi yma hefyd.",
    },
    "left": {
        "en": "The supervisor has left this conversation. It goes on as before.",
        "cy": "Mae'r goruchwyliwr wedi gadael y sgwrs hon. Mae'n mynd ymlaen fel o'r blaen.",
    },
    "taken_over": {
        "en": "A supervisor of our team has taken over from the person you were talking with, and is with "
        "you now. They can read what you wrote, so you need not start again.",
        "cy": "Mae goruchwyliwr o'n tîm wedi cymryd drosodd gan y person roeddech chi'n siarad â nhw, ac mae "
        "gyda chi nawr. Gallant ddarllen yr hyn a ysgrifennoch, felly does dim angen dechrau eto.",
    },
    "hours_over": {
        "en": "The chat has closed and nobody could be with you today. We are sorry. {opening} If anyone is "
        "in danger now, ring 999. Below are lines that you can ring.",
        "cy": "Mae'r sgwrs wedi cau ac ni allai neb fod gyda chi heddiw. Mae'n ddrwg gennym. {opening} Os "
        "oes unrhyw un mewn perygl nawr, ffoniwch 999. Isod mae llinellau y gallwch eu ffonio.",
    },
    "hours_over_again": {
        "en": "The chat has closed, and nobody else could take over from the person you were talking with. "
        "We are sorry. {opening} If anyone is in danger now, ring 999. Below are lines that you can ring.",
        "cy": "Mae'r sgwrs wedi cau, ac ni allai neb arall gymryd drosodd gan y person roeddech chi'n siarad "
        "â nhw. Mae'n ddrwg gennym. {opening} Os oes unrhyw un mewn perygl nawr, ffoniwch 999. Isod mae "
        "llinellau y gallwch eu ffonio.",
    },
    "ended_for_abuse": {
        "en": "This chat has been ended. If anyone is in danger now, ring 999. Below are lines that you can "
        "ring.",
        "cy": "Mae'r sgwrs hon wedi dod i ben. Os oes unrhyw un mewn perygl nawr, ffoniwch 999. Isod mae "
        "llinellau y gallwch eu ffonio.",
    },
    "resumed": {
        "en": "Somebody came back here with the four words. What was written before is not shown again, "
        "because whoever holds the words may not be the one who wrote it. The person who answers can still "
        "read it.",
        "cy": "Daeth rhywun yn ôl yma gyda'r pedwar gair. Ni ddangosir eto yr hyn a ysgrifennwyd o'r blaen, "
        "oherwydd efallai nad y sawl sydd â'r geiriau a'i hysgrifennodd. Gall y person sy'n ateb ei ddarllen "
        "o hyd.",
    },
    **SAID,
}


def say(key: str, language: str, **values: str) -> str:
    """Return one text filled in; English where the language has none."""
    texts = TEXTS[key]
    return texts.get(language, texts["en"]).format(**values)
