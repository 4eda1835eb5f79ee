"""Figures that may not be passed on: nowhere in what is public, in questions where the private layer is open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from graph.build import build
from graph.inputs import Inputs
from graph.snapshot import Snapshot, is_fresh
from graph.store import EmbeddedStore
from ontology.namespaces import FIGURES, ID
from tests.graph.tables import DAY, ROW, write_table

PRIVATE = {"licence": "personal-use", "pass_on": False}
COUNT = f"SELECT ?row WHERE {{ ?row <https://w3id.org/aifrontier/ontology#inDataset> <{ID}dataset/private> }}"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one public table and two that may not be passed on: scores, and days of release."""
    data = tmp_path_factory.mktemp("data")
    write_table(data, "public", [{**ROW, "model": "model/o1"}])
    write_table(data, "private", [{**ROW, "score": "199.25", "model": "model/o1"}], **PRIVATE)
    # An earlier day of a model with public figures, printed ones among them: it must not move public records.
    days = [{**DAY, "date": "2001-02-03"}, {**DAY, "key": "r1", "model": "model/deepseek-r1", "date": "2001-02-03"}]
    write_table(data, "private-days", days, kind="releases", observed_on="2026-10-31", **PRIVATE)
    return data


@pytest.fixture(scope="module")
def with_private(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return build(Inputs(workspace=workspace), tmp_path_factory.mktemp("with")).snapshot


@pytest.fixture(scope="module")
def without_private(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    data = tmp_path_factory.mktemp("public-data")
    write_table(data, "public", [{**ROW, "model": "model/o1"}])
    return build(Inputs(workspace=data), tmp_path_factory.mktemp("without")).snapshot


@pytest.mark.parametrize("name", ["public.nq", "rdf12.nq", "manifest.json", "edges.json", "labels.json"])
def test_what_is_public_is_byte_for_byte_what_it_is_without_them(
    with_private: Snapshot, without_private: Snapshot, name: str
) -> None:
    assert (with_private.path / name).read_bytes() == (without_private.path / name).read_bytes()


def test_the_last_day_is_that_of_the_latest_public_table(with_private: Snapshot, tmp_path: Path) -> None:
    assert with_private.last_day == date(2026, 7, 2)
    write_table(tmp_path / "data", "later", [ROW], observed_on="2026-09-30")
    assert build(Inputs(workspace=tmp_path / "data"), tmp_path / "out").snapshot.last_day == date(2026, 9, 30)


def test_they_are_in_a_graph_of_their_own_and_in_the_digest_of_the_private_layer(
    with_private: Snapshot, without_private: Snapshot
) -> None:
    text = (with_private.path / "overlay.nq").read_text(encoding="utf-8")
    assert all(line.endswith(f"<{FIGURES}> .") for line in text.splitlines())
    assert "199.25" in text
    assert with_private.has_overlay
    assert not without_private.has_overlay
    assert with_private.path.name.partition("+")[0] == without_private.path.name
    assert "+" in with_private.path.name


def test_another_private_figure_is_another_private_layer(workspace: Path, with_private: Snapshot) -> None:
    inputs = Inputs(workspace=workspace)
    assert is_fresh(with_private, inputs)
    rows = workspace / "observations" / "private" / "rows.csv"
    before = rows.read_text(encoding="utf-8")
    try:
        rows.write_text(before.replace("199.25", "199.5"), encoding="utf-8")
        assert not is_fresh(with_private, inputs)
        changed = build(inputs, with_private.path.parent.parent).snapshot
    finally:
        rows.write_text(before, encoding="utf-8")
    assert changed.version == with_private.version
    assert changed.path != with_private.path


@pytest.mark.parametrize("overlay", [False, True])
def test_plain_queries_see_them_where_the_private_layer_is_open(with_private: Snapshot, overlay: bool) -> None:
    in_memory = with_private.open_in_memory(overlay=overlay)
    of_workers = EmbeddedStore(Store.read_only(str(with_private.store_path(overlay=overlay))))
    for store in (in_memory, of_workers):
        assert bool(store.select(COUNT)) is overlay
    names = {row["thing"] for row in with_private.labels(overlay=overlay)}
    assert ("dataset/private" in names) is overlay
    assert "dataset/public" in names


def test_private_days_move_private_records_only(with_private: Snapshot) -> None:
    public = (with_private.path / "public.nq").read_text(encoding="utf-8")
    overlay = (with_private.path / "overlay.nq").read_text(encoding="utf-8")
    assert "2001-02-03" not in public
    assert "observation/private/alpha-1/record/release-2001-02-03" in overlay


def test_nothing_private_has_a_line_in_what_is_public(with_private: Snapshot) -> None:
    quads = parse(path=str(with_private.path / "overlay.nq"), format=RdfFormat.N_QUADS)
    private = {quad.subject for quad in quads}
    assert private
    assert not [quad for quad in with_private.open_in_memory(overlay=False) if quad.subject in private]
