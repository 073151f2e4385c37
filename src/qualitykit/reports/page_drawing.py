"""Vega-Lite's drawing of a chart as the page takes it: SVG that is part of the page.

The library is loaded with the first drawing, half a second; it needs neither network nor browser. Its own
descriptions are English and for a page of a chart only; here the figure's words name the drawing, and what
a mark says is its title, which shows where the pointer rests. It comes for every system but Windows on ARM:
there a chart is its words.
"""

from importlib.util import find_spec
from typing import Any
from xml.etree import ElementTree

__all__ = ["Spec", "can_draw", "drawn"]

Spec = dict[str, Any]

_EMPTY = ("background", "foreground")  # frames that we give neither line nor colour
_DROPPED = ("aria-hidden", "aria-label", "aria-roledescription", "class", "pointer-events", "role")


def can_draw() -> bool:
    """Whether the library is here."""
    return find_spec("vl_convert") is not None


def drawn(spec: Spec, look: str, name: str) -> str:
    """The chart as SVG of the class ``look``; the page's elements ``name``-t and ``name``-d are its name."""
    import vl_convert

    text = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    root = ElementTree.fromstring(text)
    for node in list(root.iter()):
        _strip(node)
    size = {key: root.attrib[key] for key in ("viewBox", "width", "height")}
    root.attrib.clear()
    root.attrib.update({"class": look, "role": "img", "aria-labelledby": f"{name}-t {name}-d", **size})
    return ElementTree.tostring(root, encoding="unicode")


def _strip(node: ElementTree.Element) -> None:
    """The element without namespace, frames and roles; its label becomes its title."""
    node.tag = node.tag.rpartition("}")[2]  # in a page SVG needs none
    for child in [one for one in node if one.get("class") in _EMPTY]:
        node.remove(child)
    said = node.get("aria-label", "")
    for key in _DROPPED:
        node.attrib.pop(key, None)
    if said:
        ElementTree.SubElement(node, "title").text = said
