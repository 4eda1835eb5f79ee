"""The build: deterministic, honest about evidence, unpublished when the data is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.build import build
from graph.inputs import Inputs
from graph.problems import DataError
from graph.snapshot import Snapshot, current, is_fresh
from ontology.namespaces import AIF, ID, INFERRED, OVERLAY, RDF12
from tests.graph.workspaces import claims, write

LAYERS = ("public.nq", "rdf12.nq", "manifest.json", "edges.json", "labels.json")


def read_layers(snapshot: Snapshot) -> dict[str, bytes]:
    return {name: (snapshot.path / name).read_bytes() for name in LAYERS}


def test_two_builds_in_two_folders_are_the_same_bytes_with_and_without_texts(
    snapshot: Snapshot, snapshot_with_texts: Snapshot, tmp_path: Path
) -> None:
    again = build(Inputs(), tmp_path).snapshot
    assert read_layers(again) == read_layers(snapshot) == read_layers(snapshot_with_texts)
    assert again.version == snapshot.version


def test_every_span_is_verified_where_the_texts_are_at_hand(snapshot_with_texts: Snapshot) -> None:
    evidence = snapshot_with_texts.report["evidence"]
    assert evidence["verified"] == snapshot_with_texts.manifest["counts"]["spans"] > 300
    assert {status: n for status, n in evidence.items() if n} == {"verified": evidence["verified"]}


def test_without_texts_every_span_is_said_to_be_not_at_hand(snapshot: Snapshot) -> None:
    evidence = snapshot.report["evidence"]
    assert {status: n for status, n in evidence.items() if n} == {
        "not at hand": snapshot.manifest["counts"]["spans"]
    }
    assert not snapshot.has_overlay


@pytest.mark.parametrize("place", [190, 1430, 1420, 800])
def test_one_changed_character_changes_the_status_of_exactly_the_spans_over_it(
    sources: Path, tmp_path: Path, place: int, snapshot_with_texts: Snapshot
) -> None:
    texts = tmp_path / "texts"
    shutil.copytree(sources / "documents", texts)
    path = texts / "cnyes-2025-08-14" / "text.txt"
    text = path.read_text(encoding="utf-8")
    path.chmod(0o644)
    path.write_text(text[:place] + "☃" + text[place + 1 :], encoding="utf-8")
    built = build(Inputs(texts=texts), tmp_path / "out")
    changed = {p.entity_id for p in built.proof.pieces if p.located.status.value != "verified"}
    over = {
        p.entity_id
        for p in built.proof.pieces
        if p.claim.document == "cnyes-2025-08-14" and p.located.span.start <= place < p.located.span.end
    }
    assert changed == over
    assert over
    assert built.snapshot.version == snapshot_with_texts.version
    assert built.snapshot.report["texts"]["cnyes-2025-08-14"]["of_record"] is False


def test_no_word_of_a_text_is_in_the_public_layer(snapshot_with_texts: Snapshot) -> None:
    overlay = list(parse(path=snapshot_with_texts.path / "overlay.nq", format=RdfFormat.N_QUADS))
    assert {quad.graph_name for quad in overlay} == {NamedNode(OVERLAY)}
    public = (snapshot_with_texts.path / "public.nq").read_text(encoding="utf-8")
    contexts = [q.object.value for q in overlay if q.predicate == NamedNode(AIF + "contextText")]
    assert len(contexts) > 30
    assert not [text for text in contexts if text in public]
    assert OVERLAY not in public


def test_a_wrong_digest_is_an_error_of_the_claim_where_the_text_is_the_one_of_record(tmp_path: Path) -> None:
    wrong = claims()
    digest = wrong["claims"][1]["evidence"][0]["exact"]
    wrong["claims"][1]["evidence"][0]["exact"] = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    folder = write(tmp_path / "data", claims=wrong)
    with pytest.raises(DataError) as caught:
        build(Inputs(workspace=folder, texts=folder / "texts"), tmp_path / "out")
    (problem,) = caught.value.problems
    assert "claim 2, evidence 1: exact" in problem.message
    assert problem.file == "data/documents/example-2025/claims.yaml"
    assert "aifrontier evidence" in problem.mend


def test_wrong_data_publishes_nothing_and_the_snapshot_before_it_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    right = build(Inputs(workspace=write(tmp_path / "right", claims=claims())), out).snapshot
    wrong = claims()
    wrong["claims"][0]["predicate"] = "developdBy"
    with pytest.raises(DataError):
        build(Inputs(workspace=write(tmp_path / "wrong", claims=wrong)), out)
    still = current(out)
    assert still is not None
    assert still.path == right.path
    assert [path.name for path in (out / "snapshots").iterdir()] == [right.path.name]


def test_a_snapshot_is_fresh_until_an_input_or_a_text_changes(tmp_path: Path) -> None:
    folder = write(tmp_path / "data", claims=claims())
    inputs = Inputs(workspace=folder, texts=folder / "texts")
    made = build(inputs, tmp_path / "out").snapshot
    assert is_fresh(made, inputs)
    assert not is_fresh(made, Inputs(workspace=folder))
    text = folder / "texts/example-2025/text.txt"
    text.write_text(text.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert not is_fresh(made, inputs)


def test_a_change_that_says_nothing_new_is_built_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "data", claims=claims())
    inputs = Inputs(workspace=folder, texts=folder / "texts")
    made = build(inputs, tmp_path / "out").snapshot
    path = next(folder.glob("documents/*/claims.yaml"))
    path.write_text(path.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert not is_fresh(made, inputs)
    again = build(inputs, tmp_path / "out").snapshot
    assert again.path == made.path
    assert is_fresh(again, inputs)


def test_shacl_findings_name_the_file_and_line_of_the_record(tmp_path: Path) -> None:
    twice = claims()
    # Two labels in one language differ only by case of the tag: right by form, wrong by SHACL.
    wrong = json.loads(json.dumps(twice))
    wrong["claims"][1]["lower"], wrong["claims"][1]["upper"] = "9", "3"
    with pytest.raises(DataError) as caught:
        build(Inputs(workspace=write(tmp_path / "data", claims=wrong)), tmp_path / "out")
    (problem,) = caught.value.problems
    assert problem.file == "data/documents/example-2025/claims.yaml"
    lines = (tmp_path / "data/documents/example-2025/claims.yaml").read_text(encoding="utf-8").splitlines()
    assert "id: 2" in lines[problem.line - 1]


def test_walkable_triples_are_asserted_and_their_closure_is_marked(built_store: object, snapshot: Snapshot) -> None:
    store = snapshot.open_in_memory(overlay=False).engine
    thing = lambda name: NamedNode(ID + name)  # noqa: E731
    origin = Quad(thing("model/seed-thinking-v1.5"), NamedNode(AIF + "originCountry"), thing("country/CN"))
    assert origin in store
    assert Quad(origin.subject, origin.predicate, origin.object, NamedNode(INFERRED)) in store
    said = Quad(thing("org/bytedance"), NamedNode(AIF + "operatesApp"), thing("app/doubao"))
    assert said in store
    assert Quad(said.subject, said.predicate, said.object, NamedNode(INFERRED)) not in store
    for name in ("score", "marketCap", "gapDuration", "surpassed", "assessment", "hasCategory"):
        assert not list(store.quads_for_pattern(None, NamedNode(AIF + name), None, None)), name


def test_no_source_says_that_the_doubao_app_runs_a_model(snapshot: Snapshot) -> None:
    edges = [
        e for e in snapshot.edges() if {e["source"], e["target"]} == {"app/doubao", "model/seed-thinking-v1.5"}
    ]
    assert [edge["kind"] for edge in edges] == ["namedTogether"]
    store = snapshot.open_in_memory(overlay=False).engine
    for name in ("poweredBy", "deploys"):
        assert not list(store.quads_for_pattern(None, NamedNode(AIF + name), None, None))


def test_the_rdf12_view_reifies_what_claims_state(snapshot: Snapshot) -> None:
    store = snapshot.open_in_memory(overlay=False).engine
    quads = list(store.quads_for_pattern(None, None, None, NamedNode(RDF12)))
    assert len(quads) == snapshot.manifest["counts"]["claims"]
    by_claim = {quad.subject.value: quad.object for quad in quads}
    triple = by_claim[ID + "claim/cnyes-2025-08-14/193"]
    assert triple.object == Literal(35000000)


def test_a_disputed_single_valued_triple_is_asserted_by_nobody(tmp_path: Path) -> None:
    said = claims()
    said["claims"][0].update(subject="org/example-labs", predicate="basedIn", object="country/CN")
    other = json.loads(json.dumps(said["claims"][0]))
    other.update(id=9, object="country/US")
    folder = write(tmp_path / "one", claims=said)
    store = build(Inputs(workspace=folder), tmp_path / "out").snapshot.open_in_memory(overlay=False).engine
    lab, based, disputed = (
        NamedNode(ID + "org/example-labs"),
        NamedNode(AIF + "basedIn"),
        NamedNode(AIF + "disputedIn"),
    )
    assert Quad(lab, based, NamedNode(ID + "country/CN")) in store
    said["claims"].append(other)
    folder = write(tmp_path / "two", claims=said)
    store = build(Inputs(workspace=folder), tmp_path / "out").snapshot.open_in_memory(overlay=False).engine
    assert not list(store.quads_for_pattern(lab, based, None, None))
    assert Quad(lab, disputed, based) in store


@pytest.mark.parametrize(
    ("subject", "predicate", "thing", "stays"),
    [
        ("org/example-labs", "basedIn", "country/CN", False),  # single-valued: nothing is asserted
        ("model/alpha-1", "developedBy", "org/example-labs", True),  # many values: each stands for itself
    ],
)
def test_a_denial_of_a_walkable_triple_is_a_dispute(
    tmp_path: Path, subject: str, predicate: str, thing: str, stays: bool
) -> None:
    said = claims()
    said["claims"][0].update(subject=subject, predicate=predicate, object=thing)
    denial = {**json.loads(json.dumps(said["claims"][0])), "id": 9, "negated": True}
    triple = Quad(*(NamedNode(iri) for iri in (ID + subject, AIF + predicate, ID + thing)))
    dispute = Quad(triple.subject, NamedNode(AIF + "disputedIn"), triple.predicate)
    for name, other, asserted, disputed in (
        ("denied", denial, stays, True),
        ("doubted", {**denial, "hypothetical": True}, True, False),
        ("another", {**denial, "object": "country/US" if predicate == "basedIn" else "org/alibaba"}, True, False),
    ):
        data = {**said, "claims": [*said["claims"], other]}
        made = build(Inputs(workspace=write(tmp_path / name, claims=data)), tmp_path / "out" / name).snapshot
        store = made.open_in_memory(overlay=False).engine
        assert (triple in store, dispute in store) == (asserted, disputed), name
        edges = [
            e for e in made.edges() if (e["source"], e["predicate"], e["target"]) == (subject, predicate, thing)
        ]
        assert bool(edges) == asserted, name


def test_a_negated_claim_makes_no_triple_to_walk_along(tmp_path: Path) -> None:
    said = claims()
    said["claims"][0]["negated"] = True
    made = build(Inputs(workspace=write(tmp_path / "data", claims=said)), tmp_path / "out").snapshot
    assert not [edge for edge in made.edges() if edge["source"] == "model/alpha-1" and edge["kind"] == "claim"]


def test_a_withdrawn_claim_stays_visible_apart(tmp_path: Path) -> None:
    said = claims()
    said["claims"][0]["status"] = "withdrawn"
    made = build(Inputs(workspace=write(tmp_path / "data", claims=said)), tmp_path / "out").snapshot
    store = made.open_in_memory(overlay=False).engine
    graphs = {
        quad.graph_name
        for quad in store.quads_for_pattern(NamedNode(ID + "claim/example-2025/1"), None, None, None)
    }
    assert {graph.value for graph in graphs if isinstance(graph, NamedNode)} == {
        "https://w3id.org/aifrontier/graph/withdrawn"
    }
    assert not [edge for edge in made.edges() if edge["source"] == "model/alpha-1" and edge["kind"] == "claim"]
