"""The page's own words: headings, buttons, what a screen reader says."""

from qualitykit.i18n import _

__all__ = ["page_words"]


def page_words() -> dict[str, str]:
    """Words by the name that the template and the script call them by, in the language in use."""
    return {
        "all_rows": _("Show all {n} rows"),
        "all_cards": _("Open or close all"),
        "and_more": _("… {n} more"),
        "answers": _("Share of the points of each item, in percent. The colour says the same; blank: N/A."),
        "complaints": _("Complaints"),
        "count": _("{shown} of {all} rows"),
        "dark": _("Dark"),
        "evaluations": _("Score details"),
        "failed": _("Failed items, or why no score"),
        "form": _("Form"),
        "date": _("Date"),
        "heat": _("Heat map: person by item"),
        "kpi": _("Indicators and targets"),
        "heat_legend": _("Colours: share of the points"),
        "how_scored": _("How the score came about"),
        "interval": _("90% interval"),
        "intervals": _(
            "The bar is the 90% interval, the mark on it the score. It is for display; it decides nothing."
        ),
        "no_interval": _("Without a bar: every source gave one score only, or the same score each time."),
        "light": _("Light"),
        "mean": _("Mean"),
        "name": _("Name"),
        "nav": _("Sections"),
        "no_praise": _("No praise this month."),
        "no_script": _(
            "Sorting and searching need a script, which is switched off here; the rest works without."
        ),
        "no_star": _("no service star this month"),
        "not_qualified": _("not qualified"),
        "praise": _("Customer praise"),
        "praise_list": _("All praises"),
        "print": _("Print"),
        "private": _("Holds people's data: pass it on only to those who may see it."),
        "scorecards": _("Scorecards"),
        "score": _("Score"),
        "remark": _("remark: {text}").format(text=""),
        "scroll": _("{n} rows: scroll inside the table."),
        "search": _("Search in {table}"),
        "search_here": _("search"),
        "skip": _("Skip to the content"),
        "source": _("Source"),
        "star_list": _("Everybody, with the reasons"),
        "team_data": _(
            "Problems of files and control totals concern everybody; they are on the page of the whole month."
        ),
        "theme": _("Colours"),
        "theme_auto": _("Automatic"),
        "times": _("times"),
        "top": _("To the top"),
        "trend": _("Trend"),
        "weight": _("Weight"),
        "where": _("Where"),
        "person_by_item": _("mean of all"),
    }
