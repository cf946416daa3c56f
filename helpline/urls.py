"""Every HTTP route on one page."""

from allauth.account import views as allauth
from django.urls import URLPattern, URLResolver, include, path

from chat.views import (
    assets,
    blocks,
    board,
    board_acts,
    console,
    corrections,
    drafts,
    handbook,
    line,
    load,
    pages,
    plain,
    practice,
    prompts,
    proof,
    public,
    reading,
    returning,
    saved_replies,
    sign_out,
    survey,
    transfer,
)
from helpline.kernel import health

# Django takes these by their names.
handler400 = "chat.views.mistakes.bad_request"
handler403 = "chat.views.mistakes.forbidden"
handler404 = "chat.views.mistakes.not_found"
handler500 = "chat.views.mistakes.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    # Callers: no cookie, no session.
    path("", pages.home, name="home"),
    path("embed.js", pages.embed_js, name="embed"),
    path("chat/", pages.chat_page, name="chat"),
    path("chat/talk.js", assets.talk_js),
    path("chat/rest.js", assets.rest_js),
    path("chat/page.css", assets.page_css),
    path("chat/texts.json", assets.texts_json),
    path("chat/plain", plain.plain, name="plain"),
    path("chat/guide", reading.guide, name="guide"),
    path("chat/guide.json", reading.guide_json, name="guide-json"),
    path("chat/easy-read", reading.easy_read, name="easy-read"),
    path("chat/bsl", reading.bsl, name="bsl"),
    path("chat/accessibility", reading.accessibility, name="accessibility"),
    path("chat/lines.json", reading.lines_json, name="lines"),
    path("status.json", public.status, name="status"),
    path("api/challenge", proof.challenge, name="challenge"),
    path("api/contacts", public.start, name="contacts"),
    path("api/contact/events", public.contact_events, name="contact-events"),
    path("api/contact/commands", public.contact_commands, name="contact-commands"),
    path("api/contact/survey", survey.survey, name="contact-survey"),
    path("api/contact/code", returning.ask_for_code, name="contact-code"),
    path("api/return", returning.come_back_with_code, name="return"),
    # Whoever watches the process.
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    # Handlers.
    path("console/", console.console, name="console"),
    path("console/guide/", handbook.handbook, name="handbook"),
    path("console/corrections/", corrections.corrections, name="corrections"),
    path("console/corrections/<uuid:contact>/", corrections.correction, name="correction"),
    path("console/api/contacts/<uuid:contact>/", console.contact),
    path("console/api/contacts/<uuid:contact>/guidance/", console.guidance),
    path("console/api/contacts/<uuid:contact>/earlier/", console.earlier),
    path("console/api/contacts/<uuid:contact>/script/", console.script),
    path("console/api/contacts/<uuid:contact>/address/", console.address),
    path("console/api/contacts/<uuid:contact>/triage/", console.triage),
    path("console/api/contacts/<uuid:contact>/level/", console.level),
    path("console/api/contacts/<uuid:contact>/outcome/", console.outcome),
    path("console/api/contacts/<uuid:contact>/wrap-up/", console.close),
    path("console/api/talks/", transfer.talks_to_follow),
    path("console/api/transfer-targets/", transfer.targets),
    path("console/api/sign-out/", sign_out.before_sign_out),
    path("console/api/practice/", practice.practice),
    path("console/api/practice/put-away/", practice.practice_put_away),
    path("console/api/directory/", console.directory),
    path("console/api/directory/<uuid:entry>/confirm/", console.confirm),
    path("console/api/draft-rules/", drafts.draft_rules),
    path("console/api/replies/", saved_replies.saved_replies),
    path("console/api/replies/<uuid:reply>/", saved_replies.saved_reply),
    path("console/api/replies/<uuid:reply>/delete/", saved_replies.saved_reply_deleted),
    # Supervision and settings.
    path("supervision/", board.board, name="supervision"),
    path("supervision/blocks/", blocks.blocks, name="blocks"),
    path("supervision/blocks/<uuid:block>/lift/", blocks.lift, name="lift-block"),
    path("supervision/alerts/<uuid:alert>/answer/", board_acts.answer, name="answer-alert"),
    path("supervision/contacts/<uuid:contact>/assign/", board_acts.assign_contact, name="assign"),
    path("supervision/today/close/", board_acts.close_early, name="close-early"),
    path("supervision/today/extend/", board_acts.extend, name="extend-today"),
    path("supervision/today/undo/", board_acts.undo, name="undo-today"),
    path("supervision/load/", load.load, name="load"),
    path("supervision/figures/", include("helpline.statistics.urls")),
    path("supervision/prompts/", prompts.prompts, name="prompts"),
    path("supervision/line/", line.line, name="line"),
    path("supervision/hours/", include("helpline.hours.urls")),
    path("supervision/programmes/", include("triage.urls")),
    path("supervision/scripts/", include("scripts.urls")),
    path("supervision/staff/", include("helpline.staff.urls")),
    # Sign-in: of allauth's pages only those that an invited account needs; no sign-up, no e-mail.
    path("accounts/login/", allauth.login, name="account_login"),
    path("accounts/logout/", sign_out.sign_out, name="account_logout"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path("accounts/password/change/", allauth.password_change, name="account_change_password"),
    path("accounts/reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
]
