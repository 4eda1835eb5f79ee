"""Tables of figures as triples: the table with its licence and counts, each score, each release day."""

from __future__ import annotations

from collections.abc import Container, Iterator

from pyoxigraph import Literal, NamedNode

from graph.observation import Population, ReleaseRow, ScoreRow, Table
from graph.quads.terms import TYPE, Term, Triples, aif, day, dct, flag, schema, skos, thing, whole
from ontology.namespaces import PROV, XSD

BASES = {"measured": "measured", "estimated": "estimated", "hand-added": "handAdded"}
WEIGHTS = {
    "open": "openWeights",
    "restricted": "restrictedWeights",
    "non-commercial": "nonCommercialWeights",
    "closed": "closedWeights",
    "unreleased": "unreleased",
}
REST = "group/rest"
_APART = ("CN", "US")
_GROUPS = {"CN": "country/CN", "US": "country/US", "rest": REST}


def table_triples(table: Table, countries: Container[str]) -> Triples:
    """The table itself, then its rows; every figure says in which table it stands.

    `countries` are the ids of those that the registry has: a row of another one only counts to its group.
    """
    node = thing(table.entity_id)
    yield node, TYPE, aif("Dataset")
    for language, words in table.label.items():
        yield node, skos("prefLabel"), Literal(words, language=language)
    for predicate, term in _source(table):
        yield node, predicate, term
    for reason, rows in table.left_out.items():
        left_out = thing(f"{table.entity_id}/left-out/{reason}")
        yield left_out, TYPE, aif("LeftOut")
        yield left_out, aif("inDataset"), node
        yield left_out, aif("reason"), Literal(reason)
        yield left_out, aif("rowCount"), whole(rows)
    for k, population in enumerate(table.population, 1):
        yield from population_triples(thing(f"{table.entity_id}/population/{k}"), node, population)
    for score in table.scores:
        yield from _score(thing(f"observation/{table.id}/{score.key}"), table, score)
        for code in score.countries:
            if f"country/{code}" in countries:
                yield (
                    thing(f"observation/{table.id}/{score.key}"),
                    aif("developerCountry"),
                    thing(f"country/{code}"),
                )
    for release in table.releases:
        yield from _release(thing(f"observation/{table.id}/{release.key}"), node, release)


def _source(table: Table) -> Iterator[tuple[NamedNode, Term]]:
    yield aif("mayBePassedOn"), flag(table.pass_on)
    yield aif("observedOn"), day(table.observed_on)
    yield dct("license"), Literal(table.licence)
    if table.attribution:
        yield aif("attribution"), Literal(table.attribution)
    if table.publisher:
        yield dct("publisher"), thing(table.publisher)
    if table.address:
        yield schema("url"), NamedNode(table.address)
    if table.accessed:
        yield dct("dateAccepted"), day(table.accessed)
    for language, words in table.rule.items():
        yield dct("description"), Literal(words, language=language)
    if table.file:
        yield dct("source"), Literal(table.file.name)
        yield aif("fileDigest"), Literal(table.file.sha256)
        yield aif("rowCount"), whole(table.file.rows)


def population_triples(node: NamedNode, table: NamedNode, population: Population) -> Triples:
    """How many rows of a table are of one kind."""
    yield node, TYPE, aif("Population")
    yield node, aif("inDataset"), table
    if group := _GROUPS.get(population.group):
        yield node, aif("ofGroup"), thing(group)
    else:
        yield node, aif("reason"), Literal(f"{population.group}-country")
    yield node, aif("valueBasis"), aif(BASES[population.basis])
    if population.weights:
        yield node, aif("weightsAs"), aif(WEIGHTS[population.weights])
    yield node, aif("isDated"), flag(population.dated)
    yield node, aif("rowCount"), whole(population.rows)


def _score(node: NamedNode, table: Table, row: ScoreRow) -> Triples:
    yield node, TYPE, aif("Observation")
    yield node, aif("inDataset"), thing(table.entity_id)
    yield node, aif("onInstrument"), thing(row.instrument)
    yield node, aif("observedScore"), Literal(row.reported, datatype=NamedNode(XSD + "decimal"))
    yield node, aif("asReported"), Literal(row.reported)
    yield node, aif("valueBasis"), aif(BASES[row.basis])
    yield node, aif("observedOn"), day(table.observed_on)
    yield node, aif("releaseName"), Literal(row.release)
    if row.version:
        yield node, aif("versionName"), Literal(row.version)
    if row.model:
        yield node, aif("observationOf"), thing(row.model)
    if group := group_of(row.countries):
        yield node, aif("ofGroup"), thing(group)
    if row.available_on:
        yield node, aif("availableOn"), day(row.available_on)
    if row.announced_on:
        yield node, aif("announcedOn"), day(row.announced_on)
    if row.weights:
        yield node, aif("weightsAs"), aif(WEIGHTS[row.weights])
    for claim in row.claims:
        yield node, NamedNode(PROV + "wasDerivedFrom"), thing(claim)


def group_of(countries: tuple[str, ...]) -> str | None:
    """The group that a developer of these countries counts to: exactly one country, or none (None)."""
    if len(countries) != 1:
        return None
    return f"country/{countries[0]}" if countries[0] in _APART else REST


def _release(node: NamedNode, table: NamedNode, row: ReleaseRow) -> Triples:
    yield node, TYPE, aif("Release")
    yield node, aif("inDataset"), table
    yield node, aif("releaseOf"), thing(row.model)
    yield node, aif("releaseEvent"), aif(row.event)
    yield node, aif("onDay"), day(row.day)
    if row.weights:
        yield node, aif("weightsAs"), aif(WEIGHTS[row.weights])
    yield node, dct("source"), thing(f"source/{row.source}")
