"""Pages of tables of figures: their record, their rows in order and in pages, and what other pages tell of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.build import build
from graph.inputs import PACKAGE, Inputs
from graph.snapshot import Snapshot
from tests.graph.tables import DAY, ROW, write_table
from tests.webui.markup import Markup
from tests.webui.reading import Reader, reader_of

ECI = "/page/dataset/eci-2026-04"
MANY = 450
PRIVATE = {"licence": "personal-use", "pass_on": False}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A workspace with a long table on two instruments, and two tables that may not be passed on."""
    data = tmp_path_factory.mktemp("data")
    long = [
        {
            **ROW,
            "key": f"row-{k}",
            "release": f"Model {k:03}",
            "version": f"variant-{k}",
            "score": str(k % 100),
            "instrument": "instrument/eci" if k % 2 else "instrument/aa-ii-v2",
            "countries": ("CN", "US", "FR", "CN US", "")[k % 5],
            "available_on": f"2025-{k % 12 + 1:02}-01" if k % 7 else "",
        }
        for k in range(MANY)
    ]
    write_table(data, "long", long)
    write_table(data, "private", [{**ROW, "release": "Kept Back", "score": "77.5", "model": "model/o1"}], **PRIVATE)
    write_table(data, "private-days", [DAY], kind="releases", **PRIVATE)
    write_table(data, "late", [{**ROW, "model": "model/o1", "version": "of-a-later-day"}], observed_on="2026-06-30")
    return build(Inputs(workspace=data), data / "out").snapshot


@pytest.fixture(scope="module")
def own(built: Snapshot) -> Iterator[Reader]:
    made = reader_of(built, show_overlay=True)
    yield made
    made.app.extensions["aifrontier"].close()


@pytest.fixture(scope="module")
def guarded(built: Snapshot) -> Iterator[Reader]:
    made = reader_of(built, show_overlay=False)
    yield made
    made.app.extensions["aifrontier"].close()


def keys(page: Markup) -> list[str]:
    """The keys of the rows of a table, in the order in which they stand."""
    return [
        row.attrs["id"].removeprefix("o-") for row in page.all("tr") if row.attrs.get("id", "").startswith("o-")
    ]


def cells(page: Markup, key: str) -> list[str]:
    return [cell.text() for cell in page.by_id(f"o-{key}").children]


def test_the_record_of_a_table_says_where_it_comes_from_and_what_was_left_out(reader: Reader) -> None:
    text = reader.page(ECI).one("main").text()
    for told in (
        *("Epoch AI", "CC-BY-4.0", "8 April 2026", "epoch_capabilities_index.csv"),
        *("646f6e246ab9a0fa80749f0aeb76e7f127e5e2c5ee9444b01ffd570c604a74e0", "585", "285"),
    ):
        assert told in text, told


def test_the_record_says_until_when_the_figures_speak(reader: Reader, own: Reader) -> None:
    def last_day(page: Markup) -> str:
        told = [e.text() for e in page.one("main").below() if e.tag in ("dt", "dd")]
        return told[told.index("Last day") + 1]

    # Of the whole file that the table was chosen from; else of its rows.
    assert last_day(reader.page(ECI)) == "8 April 2026"
    assert last_day(own.page("/page/dataset/long")) == "1 December 2025"
    assert "Last day" not in reader.page("/page/dataset/release-dates").one("main").text()


def test_every_row_of_the_file_stands_on_the_page_with_its_score_as_reported(reader: Reader) -> None:
    with (PACKAGE / "observations" / "eci-2026-04" / "rows.csv").open(encoding="utf-8") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    page = reader.page(ECI)
    assert set(keys(page)) == set(rows)
    for key, row in rows.items():
        shown = cells(page, key)
        assert shown[0] == row["release"]
        assert row["score"] in shown
        assert row["version"] in shown


def test_a_printed_figure_leads_to_the_claims_that_it_comes_from(reader: Reader) -> None:
    page = reader.page("/page/dataset/printed-2025-12-31")
    row = page.by_id("o-deepseek-r1-0528-on-aa-ii-v2-68")
    links = {a.attrs["href"] for a in row.below() if a.tag == "a"}
    assert {"/page/claim/36kr-2025-aa-china-q2/24", "/page/claim/cnyes-2025-08-14/82"} <= links


def test_a_table_of_release_days_tells_way_day_and_source(reader: Reader) -> None:
    shown = cells(reader.page("/page/dataset/release-dates"), "deepseek-llm-67b-available")
    assert shown[0] == "DeepSeek LLM 67B"
    assert "29 November 2023" in shown


def test_a_long_table_has_pages_of_two_hundred(own: Reader) -> None:
    pages = [own.page(f"/page/dataset/long?page={number}") for number in (1, 2, 3)]
    assert [len(keys(page)) for page in pages] == [200, 200, 50]
    assert {key for page in pages for key in keys(page)} == {f"row-{k}" for k in range(MANY)}
    assert keys(own.page("/page/dataset/long?page=99")) == keys(pages[2])
    for wrong in ("0", "-1", "x", "9" * 30):
        assert keys(own.page(f"/page/dataset/long?page={wrong}")) == keys(pages[0])


@pytest.mark.parametrize("key", ["row-0", "row-217", "row-449"])
def test_the_address_of_a_row_leads_to_the_page_on_which_it_stands(own: Reader, key: str) -> None:
    path, _, anchor = own.get(f"/id/observation/long/{key}").headers["Location"].partition("#")
    assert own.page(path).by_id(anchor).tag == "tr"


def test_the_newest_stand_first_and_rows_without_a_day_last(own: Reader) -> None:
    found = [key for number in (1, 2, 3) for key in keys(own.page(f"/page/dataset/long?page={number}"))]
    days = [int(key.removeprefix("row-")) for key in found]
    months = [k % 12 + 1 if k % 7 else 0 for k in days]
    assert months == sorted(months, reverse=True)


def test_scores_are_put_in_order_on_each_instrument_by_itself(own: Reader) -> None:
    order = [
        int(key.removeprefix("row-"))
        for number in (1, 2, 3)
        for key in keys(own.page(f"/page/dataset/long?sort=score&page={number}"))
    ]
    sides = [k % 2 for k in order]
    assert sides == sorted(sides)
    for side in (0, 1):
        scores = [k % 100 for k in order if k % 2 == side]
        assert scores == sorted(scores, reverse=True)
    text = own.page("/page/dataset/long?sort=score").one("main").text()
    assert "never across two" in text


def test_an_order_that_there_is_not_is_the_plain_one(own: Reader) -> None:
    assert keys(own.page("/page/dataset/long?sort=<b>")) == keys(own.page("/page/dataset/long"))


def test_a_group_is_told_or_said_to_be_none(own: Reader) -> None:
    page = own.page("/page/dataset/long?sort=name")
    assert "China" in cells(page, "row-0")
    assert "all other countries" in cells(page, "row-2")
    assert "not one country" in cells(page, "row-3")
    assert "not one country" in cells(page, "row-4")


def test_instruments_tell_of_their_tables_and_records(reader: Reader) -> None:
    page = reader.page("/page/instrument/eci")
    assert "/page/dataset/eci-2026-04" in page.links()
    assert "/id/records/eci-2026-04/eci/CN/release-measured-all-own" in page.links()
    assert "Figures on this instrument" not in reader.page("/page/instrument/aa-ii-v1").one("main").text()


def test_models_tell_of_their_figures_each_instrument_by_itself(own: Reader, reader: Reader) -> None:
    page = own.page("/page/model/o1")
    heads = [a.attrs["href"] for h in page.all("h3") for a in h.below() if a.tag == "a"]
    assert heads.count("/page/instrument/eci") == 1
    assert "of-a-later-day" in page.one("main").text()
    assert "Figures of this model" not in reader.page("/page/family/llama").one("main").text()


def test_the_first_page_lists_the_tables(own: Reader) -> None:
    table = own.page("/").by_id("tables")
    links = {a.attrs["href"] for a in table.below() if a.tag == "a"}
    assert {"/page/dataset/eci-2026-04", "/page/dataset/long", "/page/dataset/private"} <= links


def test_a_table_of_a_later_day_is_not_there_yet(own: Reader) -> None:
    assert "of-a-later-day" not in own.page("/page/model/o1?known-by=2026-06-29").one("main").text()
    assert own.answer("/page/dataset/late?known-by=2026-06-29").status_code == 404
    assert "30 June 2026" in own.page("/page/dataset/late?known-by=2026-06-29").one("main").text()
    assert own.answer("/page/dataset/late?known-by=2026-06-30").status_code == 200
    assert own.answer("/page/dataset/late?as-of=2020-01-01").status_code == 200


# The private layer


@pytest.mark.parametrize("name", ["private", "private-days"])
def test_what_may_not_be_passed_on_is_shown_and_not_handed_out(own: Reader, name: str) -> None:
    page = own.page(f"/page/dataset/{name}")
    assert "may not be passed on" in page.one("main").text()
    assert [href for href in page.links() if href.startswith("/data/")] == []
    for path in (f"/data/dataset/{name}.ttl", f"/data/observation/{name}/{keys(page)[0]}.nt"):
        answer = own.get(path, Accept="text/turtle")
        assert answer.status_code == 403, path
        assert "77.5" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/page/model/o1", "/page/instrument/eci", "/search?q=private", "/search/suggest?q=table"),
        *("/page/dataset/private", "/data/model/o1.ttl", "/question/claims-about?entity=model/o1"),
    ],
)
def test_a_site_that_does_not_serve_them_knows_nothing_of_them(guarded: Reader, path: str) -> None:
    text = guarded.answer(path).get_data(as_text=True)
    assert "77.5" not in text
    assert "Kept Back" not in text
    assert "The table private" not in text


def test_the_data_of_other_things_holds_no_private_figure(own: Reader) -> None:
    for thing in ("model/o1", "instrument/eci", "country/US", "dataset/long", "dataset/eci-2026-04"):
        assert "private" not in own.answer(f"/data/{thing}.nt").get_data(as_text=True), thing


def test_a_score_with_a_long_tail_is_short_on_its_model_s_page_and_whole_in_its_title(reader: Reader) -> None:
    page = reader.page("/page/model/deepseek-r1-0528")
    long = [element for element in page.all("data") if element.within("td") and element.within("main")]
    assert long
    for element in long:
        assert len(element.text()) < 10 < len(element.attrs["title"])
        assert float(element.attrs["value"]) == pytest.approx(float(element.text()), abs=1e-4)


def test_the_data_of_a_row_has_its_score_its_records_and_the_terms_of_its_table(reader: Reader) -> None:
    text = reader.answer("/data/observation/eci-2026-04/deepseek-r1-0528.ttl").get_data(as_text=True)
    assert "aif:observedScore" in text
    assert "aif:Record" in text
    assert "CC-BY-4.0" in text


def test_names_of_models_are_shown_as_they_stand(tmp_path: Path) -> None:
    rows = [{**ROW, "release": '<b>"x"</b>', "version": "=HYPERLINK(1)"}]
    write_table(tmp_path, "strange", rows, attribution="<i>nobody</i>", rule="<script>")
    made = reader_of(build(Inputs(workspace=tmp_path), tmp_path / "out").snapshot, show_overlay=False)
    page = made.page("/page/dataset/strange")
    assert page.wrong == []
    assert '<b>"x"</b>' in cells(page, "alpha-1")
    assert [element for element in page.all("b", "i") if element.within("main")] == []
