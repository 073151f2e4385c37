"""Commands that start quickly, with usage errors and help in the reader's language.

What typer says in English is said in plain words.
"""

import os
import re
from pathlib import Path
from typing import Any

import typer
from typer._click.exceptions import ClickException as TyperException
from typer.core import TyperCommand, TyperGroup

from qualitykit.i18n import N_, _

__all__ = ["Command", "Group", "TyperException", "usage_message"]

# headings that typer looks up in the catalogue itself
_HEADINGS = (
    N_("Arguments"),
    N_("Commands"),
    N_("Options"),
    N_("required"),
    N_("default: {default}"),
    N_("env var: {var}"),
    N_("[required]"),
    N_("[default: {}]"),
    N_("[env var: {}]"),
    N_("No such command {name!r}."),
)

# sentences that typer does not translate
_FIXED = (
    N_("Usage: "),
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
    N_("Did you mean"),
)


def _translated(text: str) -> str:
    for sentence in _FIXED:
        wrapped = r"\s+".join(map(re.escape, sentence.split())) + (" " if sentence.endswith(" ") else "")
        text = re.sub(wrapped, _(sentence).replace("\\", r"\\"), text)
    return _plain(text)


_TYPES = re.compile(r" <(?:str|path|int|int range|list\[\w+\])>")


def _plain(text: str) -> str:
    """Without the types of the program's language, and with one pair of brackets where typer puts two."""
    text = _TYPES.sub(lambda match: " " * len(match.group()), text)
    text = re.sub(r"\[\[([^\[\]]+)\](?:\.\.\.)?\](\.\.\.)?", r"[\1]\2", text)
    text = re.sub(r"\{([A-Z][^{}]*)\}", r"\1", text)
    return text.replace("[OPTIONS]", _("[OPTIONS]")).replace("COMMAND [ARGS]...", _("COMMAND [ARGS]..."))


class _Plain:
    """Makes texts and paths of what was written; the few other values are left to typer.

    typer loads pydantic and builds an adapter for every parameter, also for those that were not given: that
    takes as long as reading a small month.
    """

    def coerce(self, value: Any, param: Any, ctx: Any) -> object:
        """What the command is given; a parameter that may be given again and is not: an empty tuple."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        annotation = param.type_descriptor.annotation
        if annotation is str:
            return str(value)
        if annotation is Path:
            return _readable(value, param, ctx)
        if annotation == list[str]:
            return list(map(str, value))
        if annotation == list[Path]:
            return [_readable(one, param, ctx) for one in value]
        param._runtime_param = None
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


def _readable(value: Any, param: Any, ctx: Any) -> Path:
    path = Path(value)
    if path.exists() and not os.access(path, os.R_OK):
        raise typer.BadParameter(_("you have no right to read it"), ctx=ctx, param=param)
    return path


def _without_adapters(params: list[Any]) -> list[Any]:
    for param in params:
        if getattr(param, "_runtime_param", param) is None:  # else typer is of another version
            param._runtime_param = _Plain()
    return params


class Command(TyperCommand):
    """A command whose help is in the language in use."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its arguments and options, that for help too."""
        return _without_adapters(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _translated(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help is in the language in use; commands stand in the order of use."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its arguments and options, that for help too."""
        return _without_adapters(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _translated(super().get_help(ctx))


# what typer and pydantic say of a wrong call → in plain words; the bracket's text is the parameter
_SAYINGS = (
    (
        r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)",
        N_("That is more than this command takes: {what}"),
    ),
    (r"Option '(.+)' requires (?:an argument|\d+ arguments)\.?", N_("{what} needs a value behind it.")),
    (r"Option '(.+)' does not take a value\.?", N_("{what} takes no value.")),
    (r"Input should be a valid integer.*()", N_("it must be a whole number")),
    (r"Input should be greater than or equal to (.+)", N_("it must be {what} or more")),
    (r"Input should be less than or equal to (.+)", N_("it must be {what} or less")),
    (r"Missing command\.()", N_("The command is missing.")),
)


def _said(text: str) -> str:
    """A sentence of theirs in the reader's language; one that is not in the table as it is."""
    for pattern, ours in _SAYINGS:
        if found := re.fullmatch(pattern, text.strip(), re.DOTALL):
            return _(ours).format(what=found[1])
    return _translated(text)


def usage_message(error: TyperException) -> str:
    """What was wrong with the call, and the command that shows the help."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "qualitykit"
    name = type(error).__name__
    parameter = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None)
    shown = str(hint or (parameter.get_error_hint() if parameter is not None else "")).strip("'")
    if name == "NoArgsIsHelpError":
        return _translated(error.format_message())
    if name == "MissingParameter":
        plain = _NAMES.get(getattr(parameter, "metavar", None) or shown, "")
        text = _("Something is missing: {what}.").format(what=_(plain) if plain else shown)
    elif name == "NoSuchOption":
        text = _("There is no option {what}.").format(what=getattr(error, "option_name", ""))
    elif name == "BadParameter":
        text = _("{what} cannot be used: {reason}").format(what=shown, reason=_said(error.message))
    else:
        text = _said(error.format_message())
    if name == "MissingParameter" and context is not None:
        text += "\n" + _("What helps: {hint}").format(hint=_example(context, path))
    return text + "\n" + _("See `{command} --help`.").format(command=path)


_NAMES = {  # what a parameter is called, where its letters do not say it
    "YYYY-MM": N_("the month"),
    "EMPLOYEE": N_("the employee's number"),
    "NO": N_("the appeal number of the statement"),
    "ID": N_("the appeal"),
    "DECISION": N_("the decision"),
    "checked|approved": N_("checked or approved"),
    "PERIOD": N_("the month, quarter or year"),
    "FILE": N_("a file"),
    "FOLDER": N_("a folder"),
}

# what stands for what was not given; a month is one of those that there are
_EXAMPLES = {
    "EMPLOYEE": "E1007",
    "NO": "2026-10/E1007/1",
    "ID": "S0001",
    "DECISION": "upheld",
    "checked|approved": "checked",
    "--amount": "120.50",
    "--before": "2023-01-01",
    "FILE": N_("FILE"),
    "FOLDER": N_("FOLDER"),
}


def _example(context: Any, path: str) -> str:
    """The whole command with all that it needs; what was given in digits and letters stands as it was given.

    The months that the ledger here has are named behind it.
    """
    from qualitykit.workflow.months_here import months_here

    months: tuple[str, ...] = ()
    words = [path]
    for param in context.command.params:
        if not param.required:
            continue
        option = next((name for name in param.opts if name.startswith("--")), "")
        given = context.params.get(param.name)
        if isinstance(given, str) and given.isascii() and given:
            value = given
        elif param.metavar in ("YYYY-MM", "PERIOD"):
            months = months_here()
            value = months[-1] if months else "2026-10"
        else:
            value = _(_EXAMPLES.get(option) or _EXAMPLES.get(param.metavar, "…"))
        words.append(f"{option} {value}".strip())
    shown = " ".join(words)
    return shown + _(" (months here: {months})").format(months=" ".join(months)) if months else shown
