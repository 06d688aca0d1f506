import pytest

from diff_insight.changes.changeset import Versions
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_of
from diff_insight.evidence.proof import proved
from diff_insight.evidence.settings.supported_versions import drops_support, platform_of
from tests.between import change_between, facts_between

NET = "<Project>\n  <PropertyGroup>\n    <TargetFrameworks>{}</TargetFrameworks>\n  </PropertyGroup>\n</Project>\n"
POM = (
    "<project>\n  <properties>\n    <maven.compiler.release>{}</maven.compiler.release>\n  </properties>\n</project>\n"
)
GRADLE = "java {{\n    sourceCompatibility = JavaVersion.{}\n}}\n"
GEM = "Gem::Specification.new do |s|\n  s.required_ruby_version = '{}'\nend\n"
SWIFT = "let package = Package(\n    platforms: [\n        .iOS(.v13),\n        .macOS({}),\n    ]\n)\n"
SETUP = 'setup(\n    name="it",\n    python_requires="{}",\n)\n'


@pytest.mark.parametrize(
    ("path", "text", "before", "after", "platform", "drops"),
    [
        ("a/A.csproj", NET, "net6.0;net8.0", "net8.0", ".NET", True),
        ("a/A.csproj", NET, "net8.0", "net8.0;net9.0", ".NET", False),
        ("pom.xml", POM, "8", "11", "Java", True),
        ("pom.xml", POM, "11", "8", "Java", False),
        ("go.mod", "module a\n\ngo {}\n\nrequire x.org/y v1.0.0\n", "1.15", "1.23", "Go", True),
        ("go.mod", "module a\n\ngo {}\n", "1.23.0", "1.22", "Go", False),
        ("build.gradle", GRADLE, "VERSION_1_8", "VERSION_11", "Java", True),
        ("build.gradle.kts", GRADLE, "VERSION_17", "VERSION_11", "Java", False),
        ("setup.py", SETUP, ">=3.7", ">=3.8", "Python", True),
        ("composer.json", '{{"require": {{"php": "{}"}}}}\n', ">=7.2", ">=8.1", "PHP", True),
        ("composer.json", '{{"require": {{"php": "{}"}}}}\n', "^7.2", "^7.2 || ^8", "PHP", False),
        ("it.gemspec", GEM, ">= 2.7", ">= 3.0", "Ruby", True),
        ("it.gemspec", GEM, ">= 3.0", ">= 2.7", "Ruby", False),
        ("it.podspec", '  s.ios.deployment_target = "{}"\n', "12.0", "13.0", "iOS", True),
        ("Package.swift", SWIFT, ".v10_14", ".v10_15", "macOS", True),
        ("Package@swift-5.9.swift", SWIFT, ".v10_15", ".v11", "macOS", True),
        ("Package.swift", SWIFT, '"11.0"', '"10.15"', "macOS", False),
        ("pubspec.yaml", "environment:\n  sdk: '{}'\n", ">=2.12.0 <3.0.0", "^3.0.0", "Dart", True),
    ],
)
def test_project_files_say_on_what_the_software_runs(
    path: str, text: str, before: str, after: str, platform: str, drops: bool
) -> None:
    old, new = text.format(before), text.format(after)
    sides = sides_of(change_between(path, old, new), Versions(old, new))
    found = proved(facts_of(sides), sides)
    (fact,) = (fact for fact in found.facts if platform_of(fact))
    assert found.unproved == 0
    assert (platform_of(fact), drops_support(fact)) == (platform, drops)


def test_one_framework_in_the_place_of_several_is_told() -> None:
    old = NET.format("netstandard2.0;net8.0")
    new = old.replace("TargetFrameworks", "TargetFramework").replace("netstandard2.0;net8.0", "net8.0")
    (fact,) = (fact for fact in facts_between("a/A.csproj", old, new) if platform_of(fact))
    assert (fact.before, fact.after, drops_support(fact)) == ("netstandard2.0;net8.0", "net8.0", True)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("notes.xml", NET.format("net6.0"), NET.format("net8.0")),
        ("A.csproj", NET.format("net6.0") * 2, NET.format("net8.0") + NET.format("net9.0")),
        ("A.csproj", "<Project />\n", NET.format("net8.0")),
    ],
)
def test_what_names_no_platform_or_not_surely_is_no_such_fact(path: str, old: str, new: str) -> None:
    sides = sides_of(change_between(path, old, new), Versions(old, new))
    assert [fact for fact in facts_of(sides) if fact.kind is FactKind.VALUE_CHANGED and platform_of(fact)] == []


def test_a_line_that_replaces_another_tells_though_a_second_one_is_gone() -> None:
    profile = "<profile>\n  <maven.compiler.release>8</maven.compiler.release>\n</profile>\n"
    old, new = POM.format("7") + "\n" * 9 + profile, POM.format("8") + "\n" * 9
    sides = sides_of(change_between("pom.xml", old, new), Versions(old, new))
    (fact,) = (fact for fact in proved(facts_of(sides), sides).facts if platform_of(fact))
    assert (fact.before, fact.after) == ("7", "8")
