"""The columns of a fact, the same for a draft and a sealed one."""

from django.db import models


def _code(characters: int = 20) -> "models.CharField[str | None, str | None]":
    return models.CharField(max_length=characters, null=True)


def _answer() -> "models.CharField[str | None, str | None]":
    return models.CharField(max_length=3, null=True)


class CoarseFields(models.Model):
    """Codes and bands, no words, no moment.

    None means "not recorded", of a marker "not asked"; the codes stand in `helpline.statistics.categories`
    and `.noted`.
    """

    month = models.DateField()  # the first day of it
    day_kind = _code(10)
    hour_band = models.CharField(max_length=5)
    channel = models.CharField(max_length=20, default="web_chat")
    language = models.CharField(max_length=2)
    about = models.CharField(max_length=20)
    caller_type = models.CharField(max_length=30, null=True)
    age_band = models.CharField(max_length=10, null=True)
    gender = models.CharField(max_length=10, null=True)
    nation = _code()
    area = models.CharField(max_length=60, null=True)
    relationship = _code()
    relationship_status = _code()
    children = _code()
    reason = _code()
    prompted_by = _code()
    behaviours = models.JSONField(default=list)
    cues = models.JSONField(default=list)
    level = models.CharField(max_length=10, null=True)
    level_by = _code(10)
    confidentiality_given = models.BooleanField(null=True)
    outcome = models.CharField(max_length=20)
    ended_by = models.CharField(max_length=10)
    answered = models.BooleanField()
    wait_band = models.CharField(max_length=10)
    talk_band = models.CharField(max_length=10)
    readiness_before = models.PositiveSmallIntegerField(null=True)
    readiness_after = models.PositiveSmallIntegerField(null=True)
    importance = models.PositiveSmallIntegerField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    change_talk = _code()
    plan = _code()
    programme_given = models.BooleanField(null=True)
    signposts = models.JSONField(default=list)
    unmet_need = _code()
    safeguarding = _code()

    marker_imminent_intent = _answer()
    marker_threat_to_kill = _answer()
    marker_weapon_access = _answer()
    marker_strangulation = _answer()
    marker_separation = _answer()
    marker_stalking = _answer()
    marker_suicidal = _answer()
    marker_child_risk = _answer()
    marker_order_breach = _answer()
    marker_escalation = _answer()
    marker_substance_misuse = _answer()
    marker_pregnancy = _answer()
    marker_sexual_coercion = _answer()
    marker_coercive_control = _answer()
    marker_honour_based_abuse = _answer()

    class Meta:
        abstract = True
