"""How Sphinx makes the documentation site: `make docs`. It fetches nothing, and neither do its pages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

project = "Helpline"
html_title = "Helpline"
language = "en_GB"
extensions = ["myst_parser", "tools.docs_site.extension"]
source_suffix = {".md": "markdown"}
root_doc = "index"
# Links to a heading are as they are where the repository is browsed.
myst_heading_anchors = 4

html_theme = "furo"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_sphinx = False
html_static_path = ["site"]
html_css_files = ["site.css"]
pygments_style = "default"
pygments_dark_style = "monokai"
# The colours of static/css/tokens.css.
html_theme_options = {
    "light_css_variables": {
        "color-background-primary": "#faf8f4",
        "color-background-secondary": "#f0ece4",
        "color-brand-primary": "#0e4d56",
        "color-brand-content": "#0e4d56",
        "color-brand-visited": "#0e4d56",
        "color-sidebar-caption-text": "#3d4c51",
    },
    "dark_css_variables": {
        "color-brand-primary": "#8ccbd1",
        "color-brand-content": "#8ccbd1",
        "color-brand-visited": "#8ccbd1",
        "color-sidebar-caption-text": "#bdc6c6",
    },
}
