"""Run the ``*.test.yaml`` beside a pack's rules, and say which rules no case covers.

The format is described in docs/rule-tests.md. A rule and its test share a stem, each rule has a positive and
a negative case, and zero tests found is a failure.
"""

from collections.abc import Callable
from pathlib import Path

from qualitykit.model import Place
from qualitykit.problems import Problem, problem
from qualitykit.rulecheck.bonuscases import bonus_needs, run_bonus_cases
from qualitykit.rulecheck.checkcases import check_needs, phrase_needs, run_check_cases, run_phrase_cases
from qualitykit.rulecheck.context import Context, Covered, Ran
from qualitykit.rulecheck.deadlinecases import deadline_needs, run_deadline_cases
from qualitykit.rulecheck.formcases import form_needs, run_form_cases
from qualitykit.rulecheck.indicatorcases import indicator_needs, run_indicator_cases
from qualitykit.rulecheck.laddercases import ladder_needs, run_ladder_cases
from qualitykit.rulecheck.listing import rules_of
from qualitykit.rulecheck.praisecases import praise_needs, run_praise_cases
from qualitykit.rulecheck.recordcases import record_needs, run_record_cases
from qualitykit.rulecheck.results import CaseReport, Uncovered
from qualitykit.rulecheck.sidewords import rule_in_words, side_in_words
from qualitykit.rulecheck.starcases import run_star_cases, star_needs
from qualitykit.rulecheck.weightcases import run_weight_cases, weight_needs
from qualitykit.standards.packfiles import unknown_key
from qualitykit.standards.reader import Reading, read_standard
from qualitykit.standards.standard import Standard
from qualitykit.standards.yamlfile import YamlValue, read_yaml, value_at

__all__ = ["problems_of_report", "run_cases", "test_files"]

Runner = Callable[[Context, YamlValue], Ran]
_RUNNERS: dict[str, Runner] = {
    "transcript": run_check_cases,
    "waiting": run_check_cases,
    "phrases": run_phrase_cases,
    "weights": run_weight_cases,
    "ladder": run_ladder_cases,
    "praise": run_praise_cases,
    "stars": run_star_cases,
    "bonus": run_bonus_cases,
    "deadlines": run_deadline_cases,
    "records": run_record_cases,
    "indicators": run_indicator_cases,
}
_SUFFIX = ".test.yaml"


def run_cases(ref: str | Path) -> CaseReport:
    """Run all cases of a pack: what differs, what no case covers, what is wrong with the files.

    Of a pack that extends another one, only what its own files say needs cases: the base has its own.

    Problems: those of the pack, QK650 no test file, QK651 a test file that tests no topic, QK652 a file
    without cases, QK653 a case that names what the pack does not have, and the reader's for the test files.
    """
    reading = read_standard(ref)
    if reading.standard is None or reading.tree is None or reading.folder is None:
        return CaseReport((), (), reading.problems)
    ran = Ran()
    files = test_files(reading.folder)
    if not files:
        ran.problems.append(problem("QK650", reading.tree.place))
    for path in files:
        _run_file(reading.standard, reading.tree, reading.folder, path, ran)
    uncovered = tuple(
        Uncovered(rule, side, place)
        for rule, side, place in _needs(reading)
        if (rule, side) not in ran.covered and place.file.startswith(f"{reading.folder.name}/")
    )
    return CaseReport(tuple(ran.results), uncovered, tuple(ran.problems), frozenset(ran.covered))


def test_files(folder: Path) -> tuple[Path, ...]:
    """The test files of a pack, in order of name."""
    return tuple(sorted(folder.rglob(f"*{_SUFFIX}")))


test_files.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test


def _run_file(standard: Standard, tree: YamlValue, folder: Path, path: Path, ran: Ran) -> None:
    topic = path.relative_to(folder).as_posix().removesuffix(_SUFFIX)
    root, problems = read_yaml(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    ran.problems += problems
    if root is None:
        return
    runner = run_form_cases if topic.startswith("forms/") else _RUNNERS.get(topic.split("/")[0])
    if runner is None:
        ran.problems.append(problem("QK651", root.place, path.name))
        return
    cases = root.mapping.get("cases")
    extra = [key for key in root.mapping if key != "cases"]
    ran.problems += [unknown_key(key, root.mapping[key].place, ("cases",)) for key in extra]
    if cases is None or not cases.items:
        ran.problems.append(problem("QK652", root.place))
        return
    found = runner(Context(standard, tree, topic), cases)
    ran.results += found.results
    ran.covered |= found.covered
    ran.problems += found.problems


def _needs(reading: Reading) -> list[tuple[str, str, Place]]:
    """What has to be tried, and where the rule stands that needs it."""
    standard, tree = reading.standard, reading.tree
    if standard is None or tree is None:
        return []
    needs: list[Covered] = [need for form in standard.forms for need in form_needs(form)]
    for of in (
        phrase_needs,
        check_needs,
        weight_needs,
        ladder_needs,
        praise_needs,
        star_needs,
        bonus_needs,
        deadline_needs,
        record_needs,
        indicator_needs,
    ):
        needs += of(standard)
    places = {f"{rule.kind} {rule.id}": rule.where for rule in rules_of(reading)}
    topics = {
        "minimum": "weights",
        "star": "stars",
        "no": "bonus",
        "special": "bonus",
        "window": "ladder",
        "praise": "praise",
    }
    found = []
    for rule, side in needs:
        place = places.get(rule)
        if rule.startswith("low-rating "):
            number = next(n for n, form in enumerate(standard.forms) if rule.endswith(f" {form.id}"))
            place = value_at(tree, ("forms", number, "low_rating")).place
        if place is None:
            topic = topics.get(rule.replace("-", " ").split(" ")[0], "")
            place = tree.mapping[topic].place if topic in tree.mapping else tree.place
        found.append((rule, side, place))
    return found


def problems_of_report(report: CaseReport) -> tuple[Problem, ...]:
    """The report as problems: those it has, QK654 a case that differs, QK655 a side that no case tries."""
    found = list(report.problems)
    for one in report.results:
        for difference in one.differences:
            found.append(
                problem(
                    "QK654",
                    one.place,
                    one.name,
                    field=difference.field,
                    expected=difference.expected,
                    got=difference.got,
                )
            )
    found += [
        problem("QK655", one.place, rule_in_words(one.rule), side=side_in_words(one.rule, one.side))
        for one in report.uncovered
    ]
    return tuple(found)
