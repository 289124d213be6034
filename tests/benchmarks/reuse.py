"""How well copies are found, and how fast, beside other ways of finding them: `python -m tests.benchmarks.reuse`, JSON.

Every contender works in a process of its own, on the same collection (collection/), made with the same seed. Found are pairs;
planted ones are right, those that share quotations or an event alone are wrong, and those of `kin` (two copies of one report)
are neither.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .collection import Collection, Document, Planted, make

Pair = tuple[int, int]
SEVERAL, ONE, REWORKED = ("whole", "sentences"), ("sentence",), ("reworked",)
COPIES = (*SEVERAL, *ONE, *REWORKED, "common")
GRAM = 7  # words in a row: what the peers compare
CHANCE = 10  # words in a row
SEED = 1


@dataclass
class Found:
    """What a contender found: pairs, and of ours the passages and the origin of each. `seconds` are of the processor."""

    seconds: float
    memory: int
    pairs: set[Pair]
    passages: dict[Pair, list[tuple[int, int, int, int]]] = field(default_factory=dict)
    origins: dict[Pair, int | None] = field(default_factory=dict)
    parts: dict[str, float] = field(default_factory=dict)


def ours(documents: Sequence[Document]) -> Found:
    """The finder of the package: rows of words, passages, retellings, directions."""
    from facts.reuse.articles import Article
    from facts.reuse.finding import Index, find

    articles = [Article(d.number, d.text, published=d.published, names=(d.outlet,)) for d in documents]
    list(find(*_indexed(Index(), articles[:50])))  # what is loaded and learnt once
    started = time.process_time()
    index = Index()
    index.add(articles)
    indexed = time.process_time()
    reuses = [one for one in find(index, lambda numbers: [articles[n] for n in numbers]) if one.kind != "quotations"]
    ended = time.process_time()
    pairs = {(one.one, one.other) for one in reuses}
    passages = {
        (one.one, one.other): [(p.start, p.end, p.other_start, p.other_end) for p in one.passages if not p.told]
        for one in reuses
    }
    origins = {(one.one, one.other): one.origin for one in reuses}
    parts = {"index": round(indexed - started, 2), "find": round(ended - indexed, 2)}
    return Found(ended - started, _peak(), pairs, passages, origins, parts)


def _indexed(index: Any, articles: Sequence[Any]) -> tuple[Any, Callable[[Sequence[int]], Iterable[Any]]]:
    index.add(articles)
    return index, lambda numbers: [articles[n] for n in numbers]


def inverted(documents: Sequence[Document]) -> Found:
    """A plain inverted index in Python: rows of seven words to the texts that have them; three rows make a pair."""
    started = time.process_time()
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for document in documents:
        for gram in set(_grams(document.text)):
            index[gram].append(document.number)
    shared: Counter[Pair] = Counter()
    for numbers in index.values():
        if 1 < len(numbers) <= 50:
            for at, one in enumerate(numbers):
                for other in numbers[at + 1 :]:
                    shared[one, other] += 1
    pairs = {pair for pair, count in shared.items() if count >= 3}
    return Found(time.process_time() - started, _peak(), pairs)


def datasketch(documents: Sequence[Document]) -> Found:
    """MinHash with locality-sensitive hashing, of datasketch: 128 permutations, Jaccard similarity from .1 on."""
    from datasketch import MinHash, MinHashLSH

    started = time.process_time()
    lsh = MinHashLSH(threshold=0.1, num_perm=128)
    pairs: set[Pair] = set()
    for document in documents:
        minhash = MinHash(num_perm=128)
        minhash.update_batch([" ".join(gram).encode() for gram in set(_grams(document.text))])
        pairs |= {(other, document.number) for other in lsh.query(minhash)}
        lsh.insert(document.number, minhash)
    return Found(time.process_time() - started, _peak(), pairs)


def rensa(documents: Sequence[Document]) -> Found:
    """The same of rensa, in Rust: 128 permutations in 64 bands."""
    from rensa import RMinHash, RMinHashLSH

    started = time.process_time()
    lsh = RMinHashLSH(threshold=0.1, num_perm=128, num_bands=64)
    hashes = []
    for document in documents:
        minhash = RMinHash(num_perm=128, seed=SEED)
        minhash.update([" ".join(gram) for gram in set(_grams(document.text))])
        hashes.append(minhash)
        lsh.insert(document.number, minhash)
    pairs = {(min(n, o), max(n, o)) for n, minhash in enumerate(hashes) for o in lsh.query(minhash) if o != n}
    return Found(time.process_time() - started, _peak(), pairs)


def _grams(text: str) -> Iterable[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[at:] for at in range(GRAM)), strict=False)


def _peak() -> int:
    """The most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _alone(contender: Callable[[Sequence[Document]], Found], documents: int, seed: int) -> Found:
    """Let a contender work in a fresh process, which makes the collection itself."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_work, (contender, documents, seed))


def _work(contender: Callable[[Sequence[Document]], Found], documents: int, seed: int) -> Found:
    return contender(make(documents, seed).documents)


# Scores


def score(collection: Collection, found: Found) -> dict[str, Any]:
    """What was found of what is planted, and what was found besides."""
    planted = {(min(p.one, p.other), max(p.one, p.other)): p for p in collection.planted}
    right = {pair for pair, one in planted.items() if one.kind in COPIES}
    kin = {(min(pair), max(pair)) for pair in collection.kin} | by_chance(collection)
    counted = found.pairs - (kin - right)
    wrong = Counter(planted[pair].kind if pair in planted else "unrelated" for pair in counted - right)
    recall = {kind: _share(pair in found.pairs for pair, p in planted.items() if p.kind == kind) for kind in COPIES}
    report: dict[str, Any] = {
        "recall_of_two_or_more_sentences": _share(
            pair in found.pairs for pair, p in planted.items() if p.kind in SEVERAL
        ),
        "recall_of_one_sentence": recall["sentence"],
        "recall_of_reworked": recall["reworked"],
        "recall_by_words_changed": {
            f"{kind} {changed}": _share(
                pair in found.pairs for pair, p in planted.items() if p.kind == kind and p.changed == changed
            )
            for kind in (*SEVERAL, *ONE)
            for changed in sorted({p.changed for p in planted.values() if p.kind == kind})
        },
        "recall_by_kind": recall,
        "precision": _share(pair in right for pair in counted),
        "found_wrongly": dict(wrong),
    }
    if found.passages:
        report |= _words(planted, found) | _directions(planted, found)
    return report


def by_chance(collection: Collection) -> set[Pair]:
    """Pairs that have ten words in a row by chance, as templates make them: nobody could tell them from a copied sentence.

    What outlets print under every article, and the stock phrases of the trade, are not meant: to find these is wrong.
    """
    index: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for document in collection.documents:
        text = document.text
        for phrase in collection.boilerplate:
            text = text.replace(phrase, " | ")
        for part in text.split("|"):
            words = re.findall(r"\w+", part.lower())
            for gram in zip(*(words[at:] for at in range(CHANCE)), strict=False):
                index[gram].add(document.number)
    return {
        (one, other)
        for numbers in index.values()
        if 1 < len(numbers) < 50
        for one in numbers
        for other in numbers
        if one < other
    }


def _words(planted: dict[Pair, Planted], found: Found) -> dict[str, float]:
    """Of the copied characters, how many are in passages that were found; and the other way round. On both sides."""
    copied = hit = claimed = true = 0
    for pair, passages in found.passages.items():
        one = planted.get(pair)
        if one is None or one.kind not in (*SEVERAL, *ONE):
            continue
        turned = (one.one, one.other) != pair
        for side in (0, 2):
            spans = [span[side : side + 2] for span in one.spans]
            theirs = [passage[2 - side : 4 - side] if turned else passage[side : side + 2] for passage in passages]
            inside, given = _places(spans), _places(theirs)
            copied, hit = copied + len(inside), hit + len(inside & given)
            claimed, true = claimed + len(given), true + len(inside & given)
    return {"copied_words_found": _ratio(hit, copied), "found_words_that_are_copied": _ratio(true, claimed)}


def _places(spans: Iterable[tuple[int, ...]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def _directions(planted: dict[Pair, Planted], found: Found) -> dict[str, Any]:
    decided = {pair: p for pair, p in planted.items() if pair in found.pairs and p.origin is not None and p.decided_by}
    open_ = {pair: p for pair, p in planted.items() if pair in found.pairs and not p.decided_by and p.kind in COPIES}
    kinds = sorted({kind for p in decided.values() for kind in p.decided_by})
    return {
        "direction_right_where_decided": _share(found.origins[pair] == p.origin for pair, p in decided.items()),
        "direction_wrong_where_decided": _share(
            found.origins[pair] not in (p.origin, None) for pair, p in decided.items()
        ),
        "direction_right_by_evidence": {
            kind: _share(found.origins[pair] == p.origin for pair, p in decided.items() if p.decided_by == (kind,))
            for kind in kinds
        },
        "undecided_where_nothing_decides": _share(found.origins[pair] is None for pair in open_),
    }


def _share(values: Iterable[bool]) -> float | None:
    listed = list(values)
    return _ratio(sum(listed), len(listed)) if listed else None


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def main() -> None:
    """Run what is asked for and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=2, help="the finder was fitted to collections of seed 1")
    parser.add_argument("--growth", action="store_true", help="also with a quarter of the documents")
    parser.add_argument("--peers", action="store_true", help="also datasketch, rensa and a plain inverted index")
    options = parser.parse_args()
    collection = make(options.documents, options.seed)
    report: dict[str, Any] = {
        "documents": options.documents,
        "seed": options.seed,
        "planted": Counter(p.kind for p in collection.planted),
    }
    contenders = {
        "facts": ours,
        **({"inverted": inverted, "datasketch": datasketch, "rensa": rensa} if options.peers else {}),
    }
    for name, contender in contenders.items():
        found = _alone(contender, options.documents, options.seed)
        report[name] = {"seconds": round(found.seconds, 2), "peak_mb": found.memory, **found.parts}
        report[name] |= score(collection, found)
        print(name, report[name]["seconds"], file=sys.stderr)
    if options.growth:
        quarter = _alone(ours, options.documents // 4, options.seed)
        report["growth"] = round(report["facts"]["seconds"] / quarter.seconds, 2)
    if options.peers:
        report["times_the_inverted_index"] = round(report["inverted"]["seconds"] / report["facts"]["seconds"], 2)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
