"""What a handler may be trained for or able to do; contacts are routed by it. Plain Python."""

LANGUAGE = "language:"

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


def skill_label(skill: str) -> str:
    """Return how staff pages name a skill."""
    return SKILLS.get(skill) or f"Speaks {skill.removeprefix(LANGUAGE).capitalize()}"
