"""What is said of a page of figures, on it and in its files."""

from helpline.statistics.dashboard.page import Page
from helpline.statistics.dashboard.texts import Texts
from helpline.statistics.disclosure import THRESHOLD


def lead(t: Texts, page: Page) -> str:
    """Return how many contacts were counted, in a sentence."""
    if page.total is None:
        return t("page_few", threshold=THRESHOLD, period=t.period(page.period))
    return t("page_count", n=f"{page.total:,}")


def about(t: Texts, page: Page) -> list[tuple[str, str]]:
    """Return what is said under the figures: label and text."""
    kind = "release" if page.has_noise else "internal"
    lines = [
        (t("about_period"), t("about_period_text", period=t.period(page.period))),
        (t("about_policy"), t("about_release" if page.policy == "release" else "about_internal")),
        (t("about_hidden"), t(f"about_hidden_{kind}", threshold=THRESHOLD)),
    ]
    if page.has_noise:
        long = f" {t('about_noise_long')}" if page.policy == "internal" else ""
        lines.append((t("about_noise"), t("about_noise_release") + long))
    lines.append((t("about_counted"), t("about_counted_text")))
    if page.difference is not None:
        chance = t("about_compare_text", n=f"{page.total:,}", difference=page.difference)
        lines.append((t("about_compare"), chance))
    return lines
