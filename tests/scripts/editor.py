"""What the tests of the editor's pages do on them."""

from scripts import drafts
from scripts.tree import node_of

HOME = "/supervision/scripts/"


def tree():
    return drafts.tree_of(drafts.get_draft())


def written(browser, node="a2", **changes):
    """Return what a browser would post of a node's form, with some fields changed."""
    context = browser.get(f"{HOME}draft/prompts/{node}/").context
    form = context["form"]
    posted = {name: form[name].value() or "" for name in form.fields}
    for name in ("do", "dont", "log", "technique"):
        posted[name] = "\n".join(node_of(tree(), node).get(name) or [])
    posted |= {
        **{name: node_of(tree(), node).get(name) or [] for name in ("enter_on_cues", "does", "for")},
        "seen": context["seen"],
        "alternative": [row["text"] for row in form.alternative_rows()],
        "when": [row["when"] for row in form.way_rows()],
        "to": [row["to"] for row in form.way_rows()],
    }
    return {name: value for name, value in (posted | changes).items() if value is not False}


def propose(browser):
    browser.post(HOME + "draft/prompts/a2/", written(browser, prompt="What happened then?"))
    browser.post(HOME + "draft/propose/", {"revision": drafts.get_draft().revision})
    return drafts.get_draft().revision


def ways_in(browser, **changes):
    context = browser.get(HOME + "draft/ways-in/").context
    form = context["form"]
    posted = {name: form[name].value() for name in form.fields}
    return posted | {"revision": context["opened"].draft.revision} | changes
