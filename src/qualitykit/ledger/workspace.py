"""工作区: the folder that people stand in, with its settings in ``qualitykit.toml``."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Self
from unicodedata import normalize

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from qualitykit.errors import CannotRunError, typed
from qualitykit.frozen import dataclass
from qualitykit.i18n import _, system_reason
from qualitykit.ledger.address import is_url

__all__ = ["SETTINGS_FILE", "Settings", "Workspace", "find_workspace", "make_workspace"]

SETTINGS_FILE = "qualitykit.toml"
_BLANK = ("qualitykit.toml", "README.md", "standard/standard.yaml")
_Name = Annotated[str, Field(min_length=1)]


def _as_text(mark: object) -> object:
    """A channel's number as people write it: agent = [0]."""
    return str(mark) if isinstance(mark, int) and not isinstance(mark, bool) else mark


_Mark = Annotated[_Name, BeforeValidator(_as_text)]


class Roles(BaseModel):
    """Role marks of this house in transcripts: of the agent, the customer, and neither (robots, notices).

    Of those that say nothing by themselves: 0 and 1, A and B, 左声道 and 右声道, nicknames.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    agent: list[_Mark] = []
    customer: list[_Mark] = []
    other: list[_Mark] = []

    @model_validator(mode="after")
    def _one_role_each(self) -> Self:
        seen: set[str] = set()
        for marks in (self.agent, self.customer, self.other):
            own = {normalize("NFKC", mark).strip().lower() for mark in marks}
            if own & seen:
                raise ValueError(min(own & seen))
            seen |= own
        return self


class Settings(BaseModel):
    """What ``qualitykit.toml`` says. Paths are relative to its folder; unknown keys are refused.

    ``aliases``: form (or ``common``) → field or item → headers of this house. ``roles``: agent, customer,
    other → marks of those who speak in its transcripts. ``period_starts_on`` 26: the
    pay month of October is 09-26 … 10-25. ``payroll``: header → field of the payroll table, in this order.
    ``appeal_days`` after the statement's date, the last one included.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    company: str = ""
    standards: Annotated[list[_Name], Field(min_length=1)] = ["service-attitude"]
    ledger: _Name = "qualitykit.db"
    inbox: _Name = "inbox"
    results: _Name = "results"
    roster: str = ""
    period_starts_on: Annotated[int, Field(ge=1, le=28)] = 1
    appeal_days: Annotated[int, Field(ge=1, le=365)] = 15
    retention_years: Annotated[int, Field(ge=1, le=50)] = 3
    aliases: dict[str, dict[str, list[_Name]]] = {}
    roles: Roles = Roles()
    payroll: dict[str, _Name] = {}

    @property
    def words(self) -> dict[str, dict[str, list[str]]]:
        """The words of this house as readers take them: over columns, and (``roles``) before turns."""
        given = self.roles.model_dump()
        named = {name: marks for name, marks in given.items() if marks}
        return {**self.aliases, "roles": {**self.aliases.get("roles", {}), **named}}


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with its settings; its paths are whole."""

    folder: Path
    settings: Settings

    @property
    def ledger(self) -> str | Path:
        """The ledger's file, or the address of its database."""
        named = self.settings.ledger
        return named if is_url(named) else self.folder / named

    @property
    def inbox(self) -> Path:
        """Where the months' workbooks come in, a folder each."""
        return self.folder / self.settings.inbox

    @property
    def results(self) -> Path:
        """Where results are written, a folder a month."""
        return self.folder / self.settings.results

    @property
    def standards(self) -> tuple[str, ...]:
        """The packs: folders of the workspace by their paths, shipped ones by their ids."""
        return tuple(
            str(self.folder / name) if (self.folder / name).is_dir() else name
            for name in self.settings.standards
        )

    @property
    def roster(self) -> Path | None:
        """The roster that counts where a month's folder has none of its own; None: there is none."""
        path = self.folder / self.settings.roster
        return path if self.settings.roster and path.is_file() else None


def find_workspace(start: Path) -> Workspace | None:
    """The workspace that a folder belongs to: the nearest ``qualitykit.toml`` from there upwards.

    CannotRunError: the file is there and cannot be used; the details say what is wrong, each key by name.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        file = folder / SETTINGS_FILE
        if file.is_file():
            return Workspace(folder, _settings(file))
    return None


def _settings(file: Path) -> Settings:
    faults: tuple[str, ...]
    try:
        return Settings.model_validate(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        faults = (str(error),)
    except UnicodeDecodeError:
        faults = (_("The file is not in UTF-8."),)
    except OSError as error:
        faults = (system_reason(error),)
    except ValidationError as error:
        faults = tuple(_fault(one) for one in error.errors(include_url=False, include_context=False))
    raise CannotRunError(
        _("{file} has mistakes").format(file=SETTINGS_FILE),
        hint=_("Correct these lines; one to compare with is made by: qualitykit init ANOTHER-FOLDER"),
        details=faults,
    )


def _fault(error: Any) -> str:
    key = ".".join(map(str, error["loc"]))
    if error["type"] == "extra_forbidden":
        return _("{key}: there is no such setting").format(key=key)
    if error["type"] == "value_error":
        mark = error["msg"].partition(", ")[2]
        return _("{key}: “{mark}” stands under two roles").format(key=key, mark=mark)
    return _("{key}: this value cannot be used: {value}").format(key=key, value=str(error["input"])[:80])


def make_workspace(folder: Path) -> Workspace:
    """Make a workspace in a folder: settings, own standard, inbox, README. Nothing that is there is changed.

    CannotRunError: there is one already, or the folder cannot be written to.
    """
    if (folder / SETTINGS_FILE).exists():
        raise CannotRunError(
            _("there is a workspace in {folder} already").format(folder=folder),
            hint=f"cd {typed(folder)}",
        )
    blank = files("qualitykit.ledger") / "blank"
    try:
        for sub in ("inbox", "results", "standard"):
            (folder / sub).mkdir(parents=True, exist_ok=True)
        for name in reversed(_BLANK):  # the settings last: a half-made workspace is none
            target = folder / name
            if not target.exists():
                target.write_bytes(blank.joinpath(*name.split("/")).read_bytes())
    except OSError as error:
        raise CannotRunError(
            _("The folder {folder} cannot be made: {reason}.").format(
                folder=folder, reason=system_reason(error)
            ),
            hint=_("Choose another folder, or ask for the right to write there."),
        ) from None
    return Workspace(folder.resolve(), _settings(folder / SETTINGS_FILE))
