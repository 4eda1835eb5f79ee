"""Records in the graph: under each way of counting they rest on the figures, and the day, that made them."""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import Literal

from graph.frontier import RegistryDays, record_lists
from graph.observation import Table
from graph.quads.observations import group_of
from graph.quads.records import list_id, record_triples, registry_days
from ontology.namespaces import AIF, ID, PROV
from tests.graph.tables import release, score, table

Facts = dict[str, dict[str, set[str]]]

ROWS = (
    score("plain", "50", "2025-03-01", release="A", model="model/a"),
    score("tie", "50", "2025-03-01", release="A", model="model/a", basis="estimated"),
    score("later", "50", "2025-04-01", release="A", model="model/a", weights="open"),
    score("first", "40", "2025-01-01", release="B"),
    score("half", "39.5", "2025-01-01", release="C", announced="2024-12-01"),
)
DAYS = (release("told", "model/a", "2025-02-01", event="announced"), release("out", "model/a", "2025-02-20"))


def facts(of: Table, registry: RegistryDays) -> Facts:
    """Subject -> property -> values; ids without what they begin with."""
    found: Facts = defaultdict(lambda: defaultdict(set))
    for s, p, o in record_triples(of, registry):
        value = o.value if isinstance(o, Literal) else o.value.removeprefix(ID)
        found[s.value.removeprefix(ID)][p.value.removeprefix(AIF).removeprefix(PROV)].add(value)
    return found


def test_a_record_rests_on_the_rows_and_the_day_of_its_own_way_of_counting() -> None:
    scores, days = table("figures", scores=ROWS), table("days", releases=DAYS)
    registry = registry_days([days])
    told = facts(scores, registry)
    rests = set()
    for found in record_lists(((group_of(row.countries) or "", row) for row in ROWS), registry):
        expected = {
            (
                e.day.isoformat(),
                frozenset([*(f"figures/{key}" for key in e.rows), *([e.dated_by] if e.dated_by else [])]),
            )
            for e in found.records
        }
        records = [told[name] for name in told[list_id(scores, found)]["hasRecord"]]
        assert {
            (*r["recordDay"], frozenset(v.removeprefix("observation/") for v in r["wasDerivedFrom"]))
            for r in records
        } == expected
        rests |= expected
    # One score, four ways in which it came about.
    assert {frozenset({"figures/plain", "figures/later"}), frozenset({"figures/later", "days/told"})} <= {
        r for _, r in rests
    }


def test_lists_share_the_records_that_rest_on_the_same() -> None:
    told = facts(table("figures", scores=ROWS[3:]), RegistryDays({}, {}))
    lists = {
        frozenset(f["hasRecord"])
        for name, f in told.items()
        if "release-measured-all-own" in name or "release-all-all-own" in name
    }
    given = {records for records in lists if not any(name.endswith("-integer") for name in records)}
    assert len(given) == 1


def test_equal_standings_are_told_once_and_belong_to_every_pair_that_has_them() -> None:
    rows = (
        *ROWS,
        score("theirs", "45", "2025-01-15", country="CN"),
        score("more", "60", "2025-06-01", country="CN"),
    )
    told = facts(table("figures", scores=rows), RegistryDays({}, {}))
    pairs = {name: f for name, f in told.items() if "hasStanding" in f}
    standings = {name for f in pairs.values() for name in f["hasStanding"]}
    assert standings == {name for name, f in told.items() if "ofRecord" in f}
    assert len(standings) < sum(len(f["hasStanding"]) for f in pairs.values())
    for name, f in pairs.items():
        (own,) = f["ofList"]
        assert {record for each in f["hasStanding"] for record in told[each]["ofRecord"]} == told[own][
            "hasRecord"
        ], name
    alike = [{str(sorted(told[s].items())) for s in f["hasStanding"]} for f in pairs.values()]
    assert sum(len(each) for each in alike) == sum(len(f["hasStanding"]) for f in pairs.values())
