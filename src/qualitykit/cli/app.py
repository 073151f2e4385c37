"""The tree of commands. Only typer is imported here; every command loads what it needs when it runs."""

from typing import Annotated, Any

import typer

from qualitykit.cli import (
    appeal,
    check,
    closing,
    codes,
    demo,
    due,
    explain,
    export,
    kpi,
    ledger,
    notice,
    policies,
    report,
    rules,
    scan,
    schema,
    score,
    start,
    template,
)
from qualitykit.cli.usage import Command, Group
from qualitykit.i18n import _

__all__ = ["command"]


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


def command() -> Any:
    """The whole command line, ready to run."""
    app = typer.Typer(
        cls=Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_("Service-quality inspection and incentive scoring: from the month's workbooks to 服务之星."),
    )
    app.callback(invoke_without_command=True)(_main)
    app.command("demo", cls=Command, help=_(demo.HELP))(demo.demo)
    app.command("init", cls=Command, help=_(ledger.INIT))(ledger.init)
    app.command("score", cls=Command, help=_(score.HELP))(score.score)
    app.command("explain", cls=Command, help=_(explain.HELP))(explain.explain)
    app.command("report", cls=Command, help=_(report.HELP))(report.report)
    app.command("kpi", cls=Command, help=_(kpi.HELP))(kpi.kpi)
    app.command("due", cls=Command, help=_(due.HELP))(due.due)
    app.command("check", cls=Command, help=_(check.HELP))(check.check)
    app.command("scan", cls=Command, help=_(scan.HELP))(scan.scan)
    app.command("status", cls=Command, help=_(closing.STATUS))(closing.status)
    app.command("close", cls=Command, help=_(closing.CLOSE))(closing.close)
    app.command("sign", cls=Command, help=_(closing.SIGN))(closing.sign)
    app.command("reopen", cls=Command, help=_(closing.REOPEN))(closing.reopen)
    app.command("adjust", cls=Command, help=_(ledger.ADJUST))(ledger.adjust)
    app.add_typer(appeal.app(), name="appeal")
    app.add_typer(export.app(), name="export")
    app.add_typer(notice.app(), name="notice")
    app.add_typer(ledger.import_app(), name="import")
    app.command("verify", cls=Command, help=_(ledger.VERIFY))(ledger.verify)
    app.command("backup", cls=Command, help=_(ledger.BACKUP))(ledger.backup)
    app.command("purge", cls=Command, help=_(ledger.PURGE))(ledger.purge)
    app.command("template", cls=Command, help=_(template.HELP))(template.template)
    app.add_typer(rules.app(), name="rules")
    app.command("policies", cls=Command, help=_(policies.HELP))(policies.policies)
    app.command("codes", cls=Command, help=_(codes.HELP))(codes.codes)
    app.command("schema", cls=Command, help=_(schema.HELP))(schema.schema)
    return typer.main.get_command(app)
