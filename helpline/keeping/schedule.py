"""What is kept, for how long, and what ends it: one table. Plain Python.

Each model stands in one class; a test says so. `docs/data-inventory.md` and the page "What is kept" are made
from it. Where a job ends it, what it deleted is counted by day (helpline/keeping/counting.py).
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One class of data. `{number}` in `how_long` is the value of `setting`; "" in `job`: kept for good.

    `oldest` names the model and the field by which the oldest of the class is found.
    """

    id: str
    what: str
    how_long: str
    models: tuple[str, ...]
    setting: str = ""
    job: str = ""
    oldest: tuple[str, str] | None = None
    held: bool = False


CALLERS = (
    Kept(
        id="words",
        what="What was said: messages, cards, answers to cards",
        how_long="{number} hours after the contact is closed, with its key",
        setting="HELPLINE_RETENTION_HOURS",
        job="purge_expired",
        models=("chat.Message",),
        oldest=("chat.Message", "at"),
        held=True,
    ),
    Kept(
        id="notes",
        what="Notes and whispers of staff beside a contact, what was said of its cues",
        how_long="{number} hours after the contact is closed, with its key",
        setting="HELPLINE_RETENTION_HOURS",
        job="purge_expired",
        models=("chat.Aside", "chat.CueJudgement"),
        oldest=("chat.Aside", "at"),
        held=True,
    ),
    Kept(
        id="reviews",
        what="Reviews of talks: scores, comments and replies sealed with the contact's key",
        how_long="{number} hours after the contact is closed, with its key; scores go on without the contact",
        setting="HELPLINE_RETENTION_HOURS",
        job="purge_expired",
        models=("chat.Review", "chat.ReviewedTalk"),
        oldest=("chat.Review", "begun_at"),
        held=True,
    ),
    Kept(
        id="keys",
        what="The keys of contacts' words; a complaint's goes with the complaint",
        how_long="{number} hours after the contact is closed; they go first, and end every copy of the words",
        setting="HELPLINE_RETENTION_HOURS",
        job="purge_expired",
        models=("kernel.ContactKey",),
        held=True,
    ),
    Kept(
        id="contacts",
        what="The contact's row: answers, level, outcome, who had it; triage, services given, transfers",
        how_long="until its words are destroyed and its fact is sealed",
        job="let_go",
        models=(
            "chat.Contact",
            "chat.Acquaintance",
            "chat.Offer",
            "chat.Transfer",
            "chat.Watching",
            "triage.TriageRecord",
            "triage.MarkerAnswer",
            "triage.LoweredLevel",
            "triage.SignpostGiven",
        ),
        oldest=("chat.Contact", "consented_at"),
        held=True,
    ),
    Kept(
        id="drafts",
        what="The draft of a fact, answers to the survey, that the equality questions were answered, counts "
        "of prompts, while they lie under a contact",
        how_long="24 hours after the contact is closed, then sealed without it",
        job="let_go",
        models=(
            "statistics.DraftFact",
            "statistics.SurveyDraft",
            "statistics.EqualityTicket",
            "chat.GuidanceUse",
        ),
    ),
    Kept(
        id="codes",
        what="Return codes, as digests",
        how_long="{number} days after they were made or last used",
        setting="HELPLINE_RETURN_CODE_DAYS",
        job="forget_codes",
        models=("chat.ReturnCode",),
    ),
    Kept(
        id="commands",
        what="Which command of staff was done already",
        how_long="24 hours",
        job="forget_done",
        models=("chat.DoneCommand",),
        oldest=("chat.DoneCommand", "at"),
    ),
    Kept(
        id="blocks",
        what="That a network was blocked, without the network",
        how_long="until the night after the block's time",
        job="forget_blocks",
        models=("chat.Block",),
        oldest=("chat.Block", "at"),
    ),
    Kept(
        id="alerts",
        what="Alerts to supervisors",
        how_long="24 hours after a supervisor has looked; open until then",
        job="forget_alerts",
        models=("chat.Alert",),
        oldest=("chat.Alert", "raised_at"),
    ),
    Kept(
        id="dangers",
        what="Dangers that a handler raised, without words",
        how_long="7 days after their review; open until then",
        job="forget_dangers",
        models=("chat.Danger",),
        oldest=("chat.Danger", "raised_at"),
    ),
    Kept(
        id="breaks",
        what="Records of breaks of confidence: codes, moments, staff; no words",
        how_long="for good: the service must be able to account for them",
        models=("chat.ConfidenceBreak", "chat.Passing"),
        oldest=("chat.ConfidenceBreak", "proposed_at"),
    ),
    Kept(
        id="complaints",
        what="Complaints and requests, sealed with keys of their own",
        how_long="{number} days after they are closed, keys first",
        setting="HELPLINE_COMPLAINT_DAYS",
        job="forget_complaints",
        models=("complaints.Complaint", "complaints.ComplaintNote"),
        oldest=("complaints.Complaint", "received_on"),
    ),
)

FIGURES = (
    Kept(
        id="minutes",
        what="How the queue stood at each minute",
        how_long="24 hours",
        job="forget_minutes",
        models=("chat.QueueMinute",),
        oldest=("chat.QueueMinute", "at"),
    ),
    Kept(
        id="facts",
        what="Sealed facts, answers and sums of a month or a year: they point at nobody",
        how_long="for good",
        models=(
            "statistics.Fact",
            "statistics.SurveyAnswer",
            "statistics.DailyCounter",
            "statistics.RangTally",
            "statistics.GuidanceTally",
            "statistics.WaitTally",
            "statistics.ArrivalTally",
            "statistics.TalkTally",
            "statistics.LoadTally",
            "statistics.MonthSums",
            "statistics.EqualityTally",
            "statistics.MadeUpData",
            "quality.ScoreTally",
            "quality.PairTally",
        ),
        oldest=("statistics.Fact", "month"),
    ),
    Kept(
        id="kept_reports",
        what="Reports for funders as they were made: released figures, with noise",
        how_long="7 years after they were made",
        job="forget_kept_reports",
        models=("statistics.KeptReport", "statistics.ReportNotice"),
        oldest=("statistics.KeptReport", "made_at"),
    ),
)

STAFF = (
    Kept(
        id="sessions",
        what="Sessions of staff who are signed in",
        how_long="until they run out or are ended",
        job="forget_sessions",
        models=("sessions.Session",),
    ),
    Kept(
        id="links",
        what="Links by which somebody who was invited, or lost a factor, comes in; as digests",
        how_long="until they run out",
        job="forget_links",
        models=("staff.Link",),
    ),
    Kept(
        id="notices",
        what="What a member of staff was told of their own sign-ins",
        how_long="90 days",
        job="forget_notices",
        models=("staff.SignInNotice",),
        oldest=("staff.SignInNotice", "at"),
    ),
    Kept(
        id="handler_notices",
        what="Notices of supervisors to handlers, and who has read them",
        how_long="365 days after the last day of the notice",
        job="forget_handler_notices",
        models=("chat.HandlerNotice", "chat.NoticeRead"),
        oldest=("chat.HandlerNotice", "posted_at"),
    ),
    Kept(
        id="standing",
        what="When staff had training, vetting and supervision: days alone; what was ended and ticked when "
        "somebody left",
        how_long="while somebody works here, and 365 days after their account was closed",
        job="forget_leavers",
        models=("standing.StandingDate", "standing.Grace", "staff.Departure", "staff.LeaverTick"),
        oldest=("staff.Departure", "at"),
    ),
    Kept(
        id="shifts",
        what="Who is on the rota when",
        how_long="92 days after the day of the shift, or until the account is closed",
        job="forget_shifts",
        models=("rota.Shift",),
        oldest=("rota.Shift", "day"),
    ),
    Kept(
        id="swaps",
        what="Open questions who takes a shift",
        how_long="until somebody agrees, or the day is over",
        job="forget_swaps",
        models=("rota.Swap",),
        oldest=("rota.Swap", "asked_at"),
    ),
    Kept(
        id="calendars",
        what="Addresses from which a calendar program reads shifts; as digests",
        how_long="until they are renewed or ended",
        models=("rota.CalendarAddress",),
        oldest=("rota.CalendarAddress", "made_at"),
    ),
    Kept(
        id="queries",
        what="Who asked the figures what, and when; no figure",
        how_long="365 days",
        job="forget_queries",
        models=("statistics.QueryLog",),
        oldest=("statistics.QueryLog", "at"),
    ),
    Kept(
        id="loads",
        what="How many talks each handler had in a month; afterwards how many handlers had about how many",
        how_long="until three days after the month",
        job="fold_loads",
        models=("statistics.HandlerMonth",),
        oldest=("statistics.HandlerMonth", "month"),
    ),
    Kept(
        id="feedback",
        what="A handler's scores of reviewed talks, without the talk; how many each supervisor reviewed",
        how_long="{number} days after the month of the review",
        setting="HELPLINE_FEEDBACK_DAYS",
        job="forget_feedback",
        models=("quality.KeptFeedback", "quality.ReviewerTally"),
        oldest=("quality.KeptFeedback", "month"),
    ),
    Kept(
        id="practice",
        what="A handler's last practice with a scripted caller, in codes",
        how_long="24 hours after it, or until the next",
        job="forget_look_backs",
        models=("chat.PracticeRun",),
        oldest=("chat.PracticeRun", "started_at"),
    ),
    Kept(
        id="staff",
        what="Accounts of staff, what signs them in, whether they are there, replies they saved",
        how_long="for good; accounts are deactivated, so that the audit log keeps its names",
        models=(
            "staff.Account",
            "account.EmailAddress",
            "account.EmailConfirmation",
            "mfa.Authenticator",
            "staff.LostFactor",
            "chat.Presence",
            "chat.SavedReply",
            "handbook.ReadingMarks",
        ),
    ),
    Kept(
        id="audit",
        what="The audit log, its sealed days and how its checks went",
        how_long="for good; it holds no words",
        models=("staff.AuditEvent", "staff.AuditHead", "staff.SealedDay", "staff.AuditCheck"),
        oldest=("staff.AuditEvent", "at"),
    ),
)

SERVICE = (
    Kept(
        id="reports",
        what="Reports of what was destroyed, and today's counts for the next",
        how_long="for good; they count and name nobody",
        models=("keeping.PurgeReport", "keeping.PurgeCount"),
        oldest=("keeping.PurgeReport", "day"),
    ),
    Kept(
        id="backups",
        what="When a backup was last made or restored, and whether that went well",
        how_long="until the next one",
        models=("keeping.BackupNote",),
        oldest=("keeping.BackupNote", "tried_at"),
    ),
    Kept(
        id="told",
        what="Which admin was told by mail that something needs a person",
        how_long="30 days",
        job="forget_told",
        models=("state.MatterTold",),
        oldest=("state.MatterTold", "day"),
    ),
    Kept(
        id="matters",
        what="How the service's machinery stood when it was looked at last, and when mail went",
        how_long="until it is looked at again",
        models=("state.MatterState", "state.MailNote"),
        oldest=("state.MatterState", "looked_at"),
    ),
    Kept(
        id="refusals",
        what="What browsers refused on our pages: codes of closed lists, counted by day",
        how_long="30 days",
        job="forget_refusals",
        models=("kernel.BrowserRefusal",),
        oldest=("kernel.BrowserRefusal", "day"),
    ),
    Kept(
        id="history",
        what="Which service of the directory was changed, and why it was sent back",
        how_long="3 years",
        job="forget_history",
        models=("triage.EntryChange",),
        oldest=("triage.EntryChange", "at"),
    ),
    Kept(
        id="texts",
        what="The service's own texts, scripts, hours, directory and settings, with who changed them",
        how_long="for good, or until they are replaced",
        models=(
            "chat.ConsentText",
            "chat.LineSettings",
            "public_texts.TextVersion",
            "public_texts.TextDraft",
            "hours.HoursVersion",
            "face.FaceVersion",
            "face.LogoPicture",
            "embedding.Site",
            "service.SignOff",
            "service.StepConfirmed",
            "service.TestContact",
            "scripts.ScriptVersion",
            "scripts.ScriptDraft",
            "scripts.PromptSignOff",
            "scripts.RollBack",
            "triage.DirectoryEntry",
            "triage.RiskInstrument",
            "triage.RiskDraft",
            "quality.RubricVersion",
            "standing.StandingRules",
            "rota.CoverVersion",
            "statistics.ReportTemplate",
            "statistics.ReportRecipient",
            "state.NoMail",
            "state.RestoreTried",
            "statistics.PublicFigures",
        ),
    ),
    Kept(
        id="machine",
        what="What the machinery needs: marks of keys, wrapped secrets, leases, names of models",
        how_long="for good, or overwritten",
        models=(
            "kernel.KekMark",
            "kernel.SiteSecret",
            "kernel.Lease",
            "auth.Permission",
            "auth.Group",
            "contenttypes.ContentType",
        ),
    ),
)

# Files, in no database.
BACKUPS = Kept(
    id="backups",
    what="Backups of the key store (manage.py backup_keys), sealed under the key-encryption key",
    how_long="24 hours by what is written in them, whatever the file's date says",
    job="forget_backups",
    models=(),
)

GROUPS: tuple[tuple[str, tuple[Kept, ...]], ...] = (
    ("Of callers", CALLERS),
    ("Figures", FIGURES),
    ("Of staff", STAFF),
    ("Of the service", (*SERVICE, BACKUPS)),
)
SCHEDULE: tuple[Kept, ...] = tuple(kept for _, group in GROUPS for kept in group)
CLASS_OF: dict[str, Kept] = {model: kept for kept in SCHEDULE for model in kept.models}
# What a job deletes is counted under the first class that it ends; words and contacts count themselves.
COUNTED: dict[str, str] = {
    kept.job: kept.id for kept in reversed(SCHEDULE) if kept.job not in {"", "purge_expired", "let_go"}
}
