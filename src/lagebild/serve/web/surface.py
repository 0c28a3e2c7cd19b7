"""The language of the pages: chosen by `?lang=`, remembered in a cookie, else the workspace's setting."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from fastapi import Request

SURFACES = ("de", "en")


def surface_of(request: Request) -> str:
    """Return "de" or "en"."""
    asked = request.query_params.get("lang") or request.cookies.get("surface")
    default: str = request.app.state.workspace.settings.surface
    return asked if asked in SURFACES else default if default in SURFACES else "de"


@cache
def words(surface: str) -> Mapping[str, str]:
    """Return the words of the pages."""
    text = (resources.files("lagebild.serve.web") / "locales" / f"{surface}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
