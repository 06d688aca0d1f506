"""Fuzzes the handling of a diff: every output is rendered, parsed by an independent parser, and compared to the report.

    python benchmarks/fuzz.py seeds FOLDER [REPOSITORY | PACKAGING.debian.tar.xz]...
    python benchmarks/fuzz.py hypothesis FOLDER 60000
    python benchmarks/fuzz.py atheris FOLDER 60000

`seeds` writes diffs of repositories and of Debian's packaging to a folder; `hypothesis` mutates them; `atheris`
(`pip install atheris`) mutates them with coverage guidance and keeps inputs that reach new code. A failure is printed
and ends the run; Hypothesis writes the input beside the folder. Facts left out because their quotes were not found are
counted. Results are in docs/reliability.md.
"""

import subprocess
import sys
import tarfile
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

SMALL = 4_000  # maximum bytes of a seed
SECONDS = 20  # timeout per case


def write_seeds(folder: Path, sources: list[Path]) -> None:
    """Write the small diffs of commits and patches, one file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources:
        diffs = _of_packaging(source) if source.is_file() else _of_repository(source)
        kept = {sha256(diff).hexdigest()[:16]: diff for diff in diffs if 40 < len(diff) <= SMALL}
        for name, diff in kept.items():
            (folder / name).write_bytes(diff)
        print(f"{source.name}: {len(kept)} diffs")


def _of_repository(folder: Path) -> list[bytes]:
    made = subprocess.run(
        ["git", "format-patch", "--stdout", "--root", "-M", "HEAD"], cwd=folder, capture_output=True, check=True
    ).stdout
    mails = [b"From " + mail for mail in made.split(b"\nFrom ")]
    parts = [b"diff --git " + part for mail in mails for part in mail.split(b"diff --git ")[1:]]
    return mails + parts


def _of_packaging(archive: Path) -> list[bytes]:
    with tarfile.open(archive) as packaging:
        members = [member for member in packaging if member.isfile() and "/patches/" in f"/{member.name}"]
        files = [packaging.extractfile(member) for member in members]
        return [file.read() for file in files if file]


def by_hypothesis(seeds: list[bytes], failed: Path, cases: int) -> None:
    """Mutate seeds with Hypothesis; a failing input is written to a file."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    from tests.hostile.mutation import mutated
    from tests.hostile.read_back import read_back

    tally: Counter[str] = Counter()
    started = time.monotonic()

    @settings(max_examples=cases, database=None, deadline=SECONDS * 1000, phases=[Phase.generate, Phase.shrink],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.randoms(use_true_random=False))
    def case(random: Random) -> None:
        data = mutated(random, random.choice(seeds), seeds)
        try:
            read = read_back(data)
        except BaseException:
            failed.write_bytes(data)  # while shrinking, the last failure is the smallest
            raise
        tally["read back" if read else "refused"] += 1
        tally["facts"] += sum(len(file.facts) for file in read.files) if read else 0
        tally["facts left out"] += read.unproved_facts if read else 0
        if (done := tally["read back"] + tally["refused"]) % 5_000 == 0:
            print(f"{done:,} cases, {dict(tally)}, {time.monotonic() - started:.0f} s", flush=True)

    case()


def by_atheris(seeds: list[bytes], folder: Path, cases: int) -> None:
    """Mutate seeds guided by code coverage; libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["diff_insight", "unidiff"]):
        from tests.hostile.read_back import read_back
    from tests.hostile.mutation import LONGEST, mutated

    tally: Counter[str] = Counter()
    started = time.monotonic()

    def case(data: bytes) -> None:
        read = read_back(data)
        tally["read back" if read else "refused"] += 1
        total = sum(tally.values())
        if total % 5_000 == 0 or total >= cases:
            print(f"{total:,} cases, {dict(tally)}, {time.monotonic() - started:.0f} s", flush=True)

    def mutator(data: bytes, most: int, seed: int) -> bytes:
        if seed % 4 == 0:
            return bytes(atheris.Mutate(data, most))
        return mutated(Random(seed), data or seeds[seed % len(seeds)], seeds)[:most]  # noqa: S311 - no secret

    found = folder.with_name(f"{folder.name}-found")
    found.mkdir(exist_ok=True)
    options = [f"-runs={cases}", f"-timeout={SECONDS}", f"-max_len={LONGEST}", "-rss_limit_mb=4096"]
    atheris.Setup([sys.argv[0], *options, str(found), str(folder)], case, custom_mutator=mutator)
    atheris.Fuzz()


def main() -> None:
    """Run the mode given on the command line."""
    how, folder, *rest = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
    if how == "seeds":
        write_seeds(folder, [Path(name) for name in rest])
        return
    seeds = [file.read_bytes() for file in sorted(folder.iterdir())]
    if how == "hypothesis":
        by_hypothesis(seeds, folder.with_name(f"{folder.name}-failed.diff"), int(rest[0]))
    else:
        by_atheris(seeds, folder, int(rest[0]))


if __name__ == "__main__":
    main()
