"""The tree of commands. Only typer is imported here; every command loads what it needs when it runs."""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from qualitykit.cli import start
from qualitykit.cli.usage import Command, Group
from qualitykit.i18n import _

__all__ = ["command"]

_COMMANDS = {  # in the order of use: its module, its function, its help; a group has no help of its own
    "demo": ("demo", "demo", "HELP"),
    "init": ("ledger", "init", "INIT"),
    "score": ("score", "score", "HELP"),
    "explain": ("explain", "explain", "HELP"),
    "report": ("report", "report", "HELP"),
    "kpi": ("kpi", "kpi", "HELP"),
    "due": ("due", "due", "HELP"),
    "check": ("check", "check", "HELP"),
    "scan": ("scan", "scan", "HELP"),
    "status": ("closing", "status", "STATUS"),
    "close": ("closing", "close", "CLOSE"),
    "sign": ("closing", "sign", "SIGN"),
    "reopen": ("closing", "reopen", "REOPEN"),
    "discard": ("closing", "discard", "DISCARD"),
    "adjust": ("ledger", "adjust", "ADJUST"),
    "appeal": ("appeal", "app", ""),
    "export": ("export", "app", ""),
    "notice": ("notice", "app", ""),
    "import": ("ledger", "import_app", ""),
    "verify": ("ledger", "verify", "VERIFY"),
    "backup": ("ledger", "backup", "BACKUP"),
    "purge": ("ledger", "purge", "PURGE"),
    "template": ("template", "template", "HELP"),
    "rules": ("rules", "app", ""),
    "policies": ("policies", "policies", "HELP"),
    "codes": ("codes", "codes", "HELP"),
    "schema": ("schema", "schema", "HELP"),
}


def _version(wanted: bool) -> None:
    if wanted:
        from qualitykit import __version__

        print(f"qualitykit {__version__}")
        raise typer.Exit


def _main(
    context: typer.Context,
    lang: Annotated[str, typer.Option("--lang", help=_("Language of what is shown: zh or en."))] = "",
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=_("Show the version and leave.")),
    ] = False,
) -> None:
    if lang not in ("", "zh", "en"):
        raise typer.BadParameter(_("zh or en"), param_hint="--lang")
    if context.invoked_subcommand is None:
        start.start()


def command(arguments: Sequence[str] = ()) -> Any:
    """The command line, ready to run: of a command that ``arguments`` call only that one, else all."""
    chosen = _called(arguments)
    app = typer.Typer(
        cls=Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_("Service-quality inspection and incentive scoring: from the month's workbooks to 服务之星."),
    )
    app.callback(invoke_without_command=True)(_main)
    for name, (module, function, text) in _COMMANDS.items():
        if chosen in ("", name):
            home = import_module(f"qualitykit.cli.{module}")
            if text:
                app.command(name, cls=Command, help=_(getattr(home, text)))(getattr(home, function))
            else:
                app.add_typer(getattr(home, function)(), name=name)
    return typer.main.get_command(app)


def _called(arguments: Sequence[str]) -> str:
    """The command that is called; empty: none by its right name, or the help of all."""
    rest = list(arguments)
    while rest and (rest[0] == "--lang" or rest[0].startswith("--lang=")):
        rest = rest[2 if rest[0] == "--lang" else 1 :]
    return rest[0] if rest and rest[0] in _COMMANDS else ""
