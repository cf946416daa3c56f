"""Every HTTP route on one page."""

from allauth.account import views as allauth
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as apps
from allauth.mfa.webauthn import views as keys
from django.urls import URLPattern, URLResolver, include, path

from chat.views import (
    assets,
    blocks,
    board,
    board_acts,
    complaints,
    confidence,
    console,
    corrections,
    danger,
    drafts,
    finding_prompts,
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
    recording,
    returning,
    safeguarding,
    saved_replies,
    services,
    sign_out,
    survey,
    transfer,
)
from helpline import watching
from helpline.kernel import health, refused_by_browsers, security_txt
from helpline.kernel.policies import scripted
from helpline.staff import (
    pages_audit,
    pages_confirm,
    pages_links,
    pages_lost_factors,
    pages_own,
    pages_refused,
)
from helpline.statistics import dashboard_views
from triage import api as directory
from triage.services import service_names

# Django takes these by their names.
handler400 = "chat.views.mistakes.bad_request"
handler403 = "chat.views.mistakes.forbidden"
handler404 = "chat.views.mistakes.not_found"
handler500 = "chat.views.mistakes.failed"

names = {"service_names": service_names}
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
    path("chat/services", services.services, name="services"),
    path("chat/guide", reading.guide, name="guide"),
    path("chat/guide.json", reading.guide_json, name="guide-json"),
    path("chat/workers", reading.workers, name="workers"),
    path("chat/workers.json", reading.workers_json, name="workers-json"),
    path("chat/easy-read", reading.easy_read, name="easy-read"),
    path("chat/bsl", reading.bsl, name="bsl"),
    path("chat/privacy", reading.privacy, name="privacy"),
    path("chat/complaints", complaints.complaints, name="public-complaints"),
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
    # Other programs: the public directory, read-only.
    path("api/oruk/", directory.about, name="oruk"),
    path("api/oruk/services", directory.services, name="oruk-services"),
    path("api/oruk/services/<uuid:service_id>", directory.service, name="oruk-service"),
    # Whoever found a weakness.
    path(".well-known/security.txt", security_txt.security_txt, name="security-txt"),
    # Whoever watches the process.
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", watching.metrics, name="metrics"),
    # What browsers refused on our pages: helpline/kernel/policies.py names the path.
    path("csp-reports", refused_by_browsers.reports, name="csp-reports"),
    # Handlers.
    path("console/", console.console, name="console"),
    path("console/guide/", handbook.handbook, name="handbook"),
    path("console/guide/safety/", handbook.safety, name="handler-safety"),
    path("console/corrections/", corrections.corrections, name="corrections"),
    path("console/corrections/<uuid:contact>/", corrections.correction, name="correction"),
    path("console/api/contacts/<uuid:contact>/", console.contact),
    path("console/api/contacts/<uuid:contact>/guidance/", console.guidance),
    path("console/api/contacts/<uuid:contact>/prompts/", finding_prompts.prompts),
    path("console/api/contacts/<uuid:contact>/earlier/", console.earlier),
    path("console/api/contacts/<uuid:contact>/script/", console.script),
    path("console/api/contacts/<uuid:contact>/address/", console.address),
    path("console/api/contacts/<uuid:contact>/confidence/", confidence.propose_from_console),
    path("console/api/contacts/<uuid:contact>/danger/", danger.danger),
    path("console/api/contacts/<uuid:contact>/danger/rang/", danger.rang),
    path("console/api/contacts/<uuid:contact>/danger/over/", danger.over),
    path("console/api/contacts/<uuid:contact>/triage/", console.triage),
    path("console/api/contacts/<uuid:contact>/answers/", recording.answers),
    path("console/api/contacts/<uuid:contact>/level/", console.level),
    path("console/api/contacts/<uuid:contact>/outcome/", console.outcome),
    path("console/api/contacts/<uuid:contact>/wrap-up/", console.close),
    path("console/api/talks/", transfer.talks_to_follow),
    path("console/api/transfer-targets/", transfer.targets),
    path("console/api/confirm/", pages_confirm.confirm_for_script),
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
    path("supervision/safeguarding/", safeguarding.safeguarding, name="safeguarding"),
    path("supervision/safeguarding/dangers/<uuid:danger>/", safeguarding.danger, name="danger"),
    path("supervision/safeguarding/propose/<uuid:contact>/", confidence.propose, name="propose-break"),
    path("supervision/safeguarding/records/<uuid:id>/", confidence.record_of_break, name="break"),
    path("supervision/safeguarding/records/<uuid:id>/decide/", confidence.decide, name="decide-break"),
    path("supervision/safeguarding/records/<uuid:id>/passed/", confidence.passed, name="pass-on"),
    path("supervision/safeguarding/records/<uuid:id>/end-hold/", confidence.hold_ended, name="end-hold"),
    path("supervision/safeguarding/records/<uuid:id>/words/", confidence.words, name="held-words"),
    path("supervision/today/close/", board_acts.close_early, name="close-early"),
    path("supervision/today/extend/", board_acts.extend, name="extend-today"),
    path("supervision/today/undo/", board_acts.undo, name="undo-today"),
    path("supervision/browser-refusals/", pages_refused.refused, name="browser-refusals"),
    path("supervision/load/", load.load, name="load"),
    path("supervision/figures/", dashboard_views.figures, names, name="figures"),
    path("figures/overview/", dashboard_views.released, names, name="released-overview"),
    path("supervision/prompts/", prompts.prompts, name="prompts"),
    path("supervision/line/", line.line, name="line"),
    path("supervision/hours/", include("helpline.hours.urls")),
    path("supervision/programmes/", include("triage.urls")),
    path("supervision/risk/", include("triage.risk_urls")),
    path("supervision/scripts/", include("scripts.urls")),
    path("supervision/complaints/", include("helpline.complaints.urls")),
    path("supervision/lost-factors/", pages_lost_factors.lost_factors, name="lost_factors"),
    path("supervision/lost-factors/<int:pk>/decide/", pages_lost_factors.decide, name="decide_lost_factor"),
    path("supervision/audit/", pages_audit.audit, name="audit"),
    path("supervision/audit/file/<slug:form>/", pages_audit.audit_file, name="audit-file"),
    path("supervision/staff/", include("helpline.staff.urls")),
    path("supervision/keeping/", include("helpline.keeping.urls")),
    # Sign-in: of allauth's pages only those that an invited account needs; no sign-up, no e-mail.
    path("accounts/login/", scripted(allauth.login), name="account_login"),
    path("accounts/login/second/", scripted(factors.authenticate), name="mfa_authenticate"),
    path("accounts/login/passkey/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("accounts/link/", scripted(pages_links.link), name="staff_link"),
    path("accounts/logout/", sign_out.sign_out, name="account_logout"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path("accounts/password/change/", allauth.password_change, name="account_change_password"),
    path("accounts/reauthenticate/", pages_confirm.confirm_page, name="account_reauthenticate"),
    # One's own account; allauth leads to it by three names.
    path("accounts/", pages_own.own_account, name="own_account"),
    path("accounts/", pages_own.own_account, name="mfa_index"),
    path("accounts/", pages_own.own_account, name="mfa_list_webauthn"),
    path("accounts/sign-out-elsewhere/", pages_own.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("accounts/app/add/", apps.activate_totp, name="mfa_activate_totp"),
    path("accounts/app/add/picture.svg", pages_own.totp_picture, name="totp_picture"),
    path("accounts/app/remove/", apps.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/passkeys/add/", scripted(keys.add_webauthn), name="mfa_add_webauthn"),
    path("accounts/passkeys/<int:pk>/remove/", pages_own.RemoveKey.as_view(), name="mfa_remove_webauthn"),
    path("accounts/codes/", scripted(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("accounts/codes/make/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
