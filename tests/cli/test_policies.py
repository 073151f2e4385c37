"""``qualitykit policies``: what it prints and how it leaves."""

from tests.cli.test_main import qualitykit


def test_a_pack_whose_clauses_all_live_somewhere_ends_well() -> None:
    """Clause, kind, rule and the line where it stands."""
    done = qualitykit("policies", "phone-and-reception")
    assert 0 == done.returncode
    assert "P4.rec.1  来访一分钟内问候，称呼姓名和职务" in done.stdout
    assert (
        "reception/greet-wait  多久有人问候（秒）  [phone-and-reception/forms/reception.yaml:" in done.stdout
    )
    assert "0 项没有着落" in done.stdout


def test_a_rule_from_a_shared_file_is_found_where_it_stands() -> None:
    """The rings of P4 come from the file that P3's pack holds."""
    done = qualitykit("policies", "phone-and-reception", lang="en")
    assert "check of transcripts  answered-late  接听过慢  [service-attitude/waiting.yaml:" in done.stdout


def test_without_a_pack_every_shipped_one_has_a_line() -> None:
    """The short table; 1 as long as something lives nowhere, 0 after."""
    done = qualitykit("policies")
    lines = [
        line
        for line in done.stdout.splitlines()
        if "-service " in line or "-and-" in line or "attitude" in line
    ]
    assert 5 == len(lines)
    assert (1 if any(" K" in line for line in lines) else 0) == done.returncode


def test_a_pack_that_is_not_there_cannot_be_listed() -> None:
    """Exit code 2, and the shipped ones are named."""
    done = qualitykit("policies", "club-servce")
    assert 2 == done.returncode
    assert "club-service" in done.stderr
