"""The reader's language: what the address says, then what was chosen before, then what the browser says."""

from __future__ import annotations

import pytest

from tests.webui.reading import BROWSER, Reader


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.5", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("zh", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-CN", "zh-Hant"),
        ("zh-CN,zh;q=0.9,en;q=0.5", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-Hans", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("fr,zh-cn;q=0.5,zh-TW;q=0.3", "zh-Hans"),
        ("fr,de;q=0.8", "en"),
        ("fr,zh;q=0.5,en;q=0.3", "zh-Hant"),
        ("", "en"),
    ],
)
def test_the_browsers_wish_counts(reader: Reader, header: str, language: str) -> None:
    answer = reader.get("/", language=header)
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in answer.get_data(as_text=True)
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_choice_is_kept_until_another_one_is_made(reader: Reader) -> None:
    client = reader.app.test_client()
    headers = {"Accept": BROWSER, "Accept-Language": "en"}
    assert client.get("/?lang=zh-Hant", headers=headers).headers["Content-Language"] == "zh-Hant"
    assert client.get("/question/", headers=headers).headers["Content-Language"] == "zh-Hant"
    assert client.get("/?lang=zh-Hans", headers=headers).headers["Content-Language"] == "zh-Hans"
    assert client.get("/question/", headers=headers).headers["Content-Language"] == "zh-Hans"
    assert client.get("/?lang=en", headers=headers).headers["Content-Language"] == "en"
    assert client.get("/question/", headers=headers).headers["Content-Language"] == "en"


def test_a_language_that_there_is_not_changes_nothing(reader: Reader) -> None:
    answer = reader.get("/?lang=xx")
    assert answer.headers["Content-Language"] == "en"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("language", "title"), [("zh-Hant", "各方所說的差距"), ("zh-Hans", "各方所说的差距")])
def test_downloads_speak_the_language_asked_for(reader: Reader, language: str, title: str) -> None:
    told = reader.get(f"/question/gap-claims.json?lang={language}").get_json()
    assert told["title"] == title
    assert "lang" not in told["parameters"]
