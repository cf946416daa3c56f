"""What a handler may be trained for or able to do; contacts are routed by it. Plain Python."""

LANGUAGE = "language:"

MOST_SKILLS = 20
WELSH = {"welsh": "cy", "cymraeg": "cy"}

# A language is a skill too: "language:" and its name, as a caller writes it.
SKILLS: dict[str, str] = {
    "language:cy": "Speaks Welsh",
    "women": "Work with women",
    "men": "Work with men",
    "same_sex": "Work with same-sex couples",
    "under_18": "Work with under-18s",
    "frontline": "Frontline workers",
}


def is_skill(skill: str) -> bool:
    """Tell whether this names a skill: one of the list, or a language of up to 30 letters."""
    if skill in SKILLS:
        return True
    name = skill.removeprefix(LANGUAGE)
    return name != skill and 0 < len(name) <= 30 and name.replace(" ", "").replace("-", "").isalpha()


def language_skill(name: str) -> str:
    """Return the skill of a language as somebody types it: "Polish " is "language:polish".

    What is no name of a language comes back as something that `is_skill` refuses.
    """
    plain = " ".join(name.split()).casefold()
    return f"{LANGUAGE}{WELSH.get(plain, plain)}"


def skill_label(skill: str) -> str:
    """Return how staff pages name a skill."""
    return SKILLS.get(skill) or f"Speaks {skill.removeprefix(LANGUAGE).title()}"
