"""Routes of the script's pages, under /supervision/scripts/."""

from django.urls import path

from scripts.views import files, looking, nodes, overview, publishing, signing

app_name = "scripts"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("schema.json", files.schema, name="schema"),
    path("begin/", overview.begin, name="begin"),
    path("compare/", looking.comparison, name="compare"),
    path("draft/", nodes.draft, name="draft"),
    path("draft/discard/", overview.discard, name="discard"),
    path("draft/add/", nodes.add, name="add"),
    path("draft/prompts/<str:node_id>/", nodes.node, name="node"),
    path("draft/prompts/<str:node_id>/remove/", nodes.remove, name="remove"),
    path("draft/ways-in/", nodes.ways_in, name="ways-in"),
    path("draft/drawing/", looking.draft_drawing, name="draft-drawing"),
    path("draft/try/", looking.try_out, name="try"),
    path("draft/sign-offs/", signing.sign_offs, name="sign-offs"),
    path("draft/sign-offs/record/", signing.record_sign_offs, name="sign"),
    path("draft/sign-offs/take-back/", signing.take_back_sign_off, name="take-back"),
    path("draft/import/", files.import_file, name="import"),
    path("draft/export/", files.export_draft, name="export-draft"),
    path("draft/publish/", publishing.publish, name="publish"),
    path("draft/propose/", publishing.propose, name="propose"),
    path("draft/withdraw/", publishing.withdraw, name="withdraw"),
    path("draft/approve/", publishing.approve, name="approve"),
    path("draft/follow/", publishing.follow, name="follow"),
    path("versions/<int:number>/", overview.version, name="version"),
    path("versions/<int:number>/drawing/", looking.version_drawing, name="version-drawing"),
    path("versions/<int:number>/export/", files.export_version, name="export-version"),
    path("versions/<int:number>/roll-back/", publishing.roll_back, name="roll-back"),
]
