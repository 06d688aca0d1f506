"""The kinds of facts and a table of how each is proved, reported and titled; a new kind needs a member and an entry."""

from dataclasses import dataclass
from enum import Enum, Flag, StrEnum, auto

from diff_insight.system.messages import marked, marked_n

Forms = tuple[str, str]
"""The singular and plural forms of a message."""


class FactKind(StrEnum):
    """What a fact says about its `before` and `after`; comments describe its `subject` and `where`.

    The order of the members has no meaning; for the order of reporting see `KINDS`.
    """

    FILE_RENAMED = "file renamed"
    MODE_CHANGED = "mode changed"
    TARGET_CHANGED = "target changed"  # target of a symbolic link
    STORED_OBJECT_CHANGED = "stored object changed"  # in Git LFS; before and after: its size in bytes
    BINARY_ADDED = "binary added"  # subject: image, or None; likewise below
    BINARY_REPLACED = "binary replaced"
    BINARY_REMOVED = "binary removed"

    NAME_ADDED = "name added"  # subject: what the name stands for, such as function or class; likewise below
    NAME_REMOVED = "name removed"
    NAME_RENAMED = "name renamed"
    NAME_HIDDEN = "name hidden"  # it stays, but is no longer public; where: the keyword or list, if only that is known
    NAME_MOVED = "name moved"  # to or from another file
    PARAMETER_ADDED = "parameter added"  # subject: the function; where: required or optional
    PARAMETER_REMOVED = "parameter removed"
    PARAMETER_RENAMED = "parameter renamed"
    PARAMETER_REQUIRED = "parameter required"  # subject: the function; where: the parameter
    DEFAULT_CHANGED = "default changed"  # subject: the function; where: the parameter
    SIGNATURE_CHANGED = "signature changed"  # subject: the function
    ENUM_VALUE_ADDED = "enum value added"
    ENUM_VALUE_REMOVED = "enum value removed"
    ENUM_VALUE_CHANGED = "enum value changed"  # subject: its name
    NAME_EDITED = "name edited"  # the body of a function, class or other definition

    OPTION_ADDED = "option added"  # of a command line; subject: its scope; where: its help text
    OPTION_REMOVED = "option removed"
    OPTION_CHANGED = "option changed"  # subject: its name; where: what changes, such as its default
    COMMAND_ADDED = "command added"  # of a command line; likewise
    COMMAND_REMOVED = "command removed"
    VARIABLE_ADDED = "variable added"  # of the environment
    VARIABLE_REMOVED = "variable removed"
    ROUTE_ADDED = "route added"  # of a web service
    ROUTE_REMOVED = "route removed"
    FIELD_ADDED = "field added"  # of a message, type or table; where: required, if it is
    FIELD_REMOVED = "field removed"
    FIELD_CHANGED = "field changed"  # subject: its name; where: what changes, such as its type
    FIELD_DROPPED = "field dropped"  # by a statement of SQL: a column, or a table
    SETTING_ADDED = "setting added"  # of a configuration; where: required, if it is
    SETTING_REMOVED = "setting removed"
    SETTING_CHANGED = "setting changed"  # subject: its name; where: its default, which before and after are
    SUPPORT_LISTED = "supported version listed"  # of a platform, in the classifiers of a package
    SUPPORT_UNLISTED = "supported version unlisted"
    MESSAGE_CHANGED = "error message changed"
    EXIT_CODE_ADDED = "exit code added"
    EXIT_CODE_REMOVED = "exit code removed"
    DEPRECATED = "deprecated"  # after: the words that say so; subject: the name; where: its parameter, or a warning

    DEPRECATION_ENDED = "deprecation ended"  # before: the words of a deprecation that is gone; likewise

    CHANGE_NOTED = (
        "change noted"  # in documentation; after: the words; subject: what they are about; where: the version
    )

    DEPENDENCY_ADDED = "dependency added"  # subject: the package; before and after: its versions; where: the group
    DEPENDENCY_REMOVED = "dependency removed"
    DEPENDENCY_CHANGED = "dependency changed"
    DEPENDENCY_MOVED = "dependency moved"  # to another group; before and after: the versions
    DEPENDENCY_TERMS_CHANGED = "dependency terms changed"  # its environment marker or extras
    DEPENDENCY_REPLACED = "dependency replaced"  # in go.mod; before and after: its replacement, if any
    DEPENDENCY_EXCLUDED = "dependency excluded"  # in go.mod; before or after: the version, on the side that excludes it
    DOCUMENT_ADDED = "document added"  # in a multi-document file; subject: kind and name; before and after: name
    DOCUMENT_REMOVED = "document removed"
    DOCUMENT_MOVED = "document moved"  # moved within the file
    KEY_ADDED = "key added"  # subject: the path of the key; likewise below
    KEY_REMOVED = "key removed"
    ITEM_ADDED = "item added"  # of a list
    ITEM_REMOVED = "item removed"
    VALUE_CHANGED = "value changed"

    HEADING_RENAMED = "heading renamed"
    HEADING_ADDED = "heading added"
    HEADING_REMOVED = "heading removed"
    HEADING_MOVED = "heading moved"
    TABLE_ADDED = "table added"  # the columns; where: the section; likewise below
    TABLE_REMOVED = "table removed"
    COLUMN_ADDED = "column added"
    COLUMN_REMOVED = "column removed"
    ROW_ADDED = "row added"  # the first cell
    ROW_REMOVED = "row removed"
    ROW_CHANGED = "row changed"  # subject: the first cell, if it stays; before and after: the cells that differ
    CODE_BLOCK_ADDED = "code block added"  # subject: the language; before and after: the first line that differs
    CODE_BLOCK_REMOVED = "code block removed"
    CODE_BLOCK_CHANGED = "code block changed"
    BLOCK_MOVED = "block moved"  # subject: the number of lines; before and after: the first of them

    VERSION_CHANGED = "version changed"
    LINK_CHANGED = "link changed"
    TERM_REPLACED = "term replaced"
    DATE_CHANGED = "date changed"
    NUMBER_CHANGED = "number changed"
    LINK_ADDED = "link added"
    LINK_REMOVED = "link removed"
    LINE_CHANGED = "line changed"
    LINE_ADDED = "line added"
    LINE_REMOVED = "line removed"


SETTINGS = frozenset({FactKind.SETTING_ADDED, FactKind.SETTING_REMOVED, FactKind.SETTING_CHANGED})
"""The kinds of facts about settings."""


class Proof(Enum):
    """Where on its line, or below, the text a fact quotes must occur; see `evidence/proof.py`."""

    ENTRY = auto()  # about the file as a whole
    NAME = auto()
    OFFERED = auto()  # what users meet, as they write it
    MEMBER = auto()  # the last part of a name, on its line
    DEFINITION = auto()  # part of the definition that begins there
    PACKAGE = auto()
    KEY = auto()
    ITEM = auto()
    HEADING = auto()
    TABLE = auto()
    CELL = auto()
    CELLS = auto()
    LINE = auto()
    PART_OF_LINE = auto()


class Trait(Flag):
    """Further properties of kinds."""

    NONE = 0
    NAME = auto()  # names something defined in code; titles omit its parameters
    MARKUP = auto()  # quotes Markdown; titles omit the markup
    WORDS = auto()  # quotes words; titles put them in quotation marks
    PART_OF_LINE = auto()  # no change if the other side has the same text; a title only if little else changes
    MOVABLE = auto()  # dropped if a moved block explains it
    OFFERED = auto()  # about what users of a program meet, wherever its source stands
    FOLLOWED = auto()  # its name is searched for in the changed lines of other files
    NOTED = auto()  # included in the notes on names in prompts


@dataclass(frozen=True, slots=True)
class KindInfo:
    """How a kind of fact is proved and reported.

    Attributes:
        proof: how its quotes are checked.
        sentence: its sentence, with `{what}` for a list of names or values, or `{pairs}` for replacements; None if a
            function in `sentences/facts.py` or the file's status reports it instead.
        of_whole_file: its sentence in a file that is added or removed as a whole, if different.
        title: the title of a file in which it is the most important fact.
        title_rank: priority for the title, lowest first; None if it never makes the title.
        recurring: reports that several files have the same edit, with `{pair}` or `{what}`; None if not reported.
        opposite: the kind that cancels it out if both say the same about one file.
        traits: its further properties.
    """

    proof: Proof
    sentence: str | Forms | None = None
    of_whole_file: Forms | None = None
    title: str | Forms | None = None
    title_rank: int | None = None
    recurring: str | None = None
    opposite: FactKind | None = None
    traits: Trait = Trait.NONE


KINDS: dict[FactKind, KindInfo] = {
    FactKind.FILE_RENAMED: KindInfo(Proof.ENTRY),
    FactKind.MODE_CHANGED: KindInfo(Proof.ENTRY, recurring=marked("The mode {pair} in {count} files")),
    FactKind.TARGET_CHANGED: KindInfo(Proof.PART_OF_LINE),
    FactKind.STORED_OBJECT_CHANGED: KindInfo(Proof.PART_OF_LINE),
    FactKind.BINARY_ADDED: KindInfo(Proof.ENTRY),
    FactKind.BINARY_REPLACED: KindInfo(Proof.ENTRY),
    FactKind.BINARY_REMOVED: KindInfo(Proof.ENTRY),
    FactKind.NAME_ADDED: KindInfo(
        Proof.NAME, title=marked("Add {names}"), title_rank=17, traits=Trait.NAME | Trait.NOTED | Trait.FOLLOWED
    ),
    FactKind.NAME_REMOVED: KindInfo(
        Proof.NAME, title=marked("Remove {names}"), title_rank=18, traits=Trait.NAME | Trait.NOTED | Trait.FOLLOWED
    ),
    FactKind.NAME_RENAMED: KindInfo(
        Proof.NAME,
        title=marked("Rename {old} to {new}"),
        title_rank=14,
        traits=Trait.NAME | Trait.NOTED | Trait.FOLLOWED,
    ),
    FactKind.NAME_HIDDEN: KindInfo(
        Proof.NAME, title=marked("Hide {names}"), title_rank=15, traits=Trait.NAME | Trait.NOTED | Trait.FOLLOWED
    ),
    FactKind.NAME_MOVED: KindInfo(
        Proof.NAME, title=marked("Move {names}"), title_rank=16, traits=Trait.NAME | Trait.NOTED
    ),
    FactKind.PARAMETER_ADDED: KindInfo(
        Proof.DEFINITION,
        title=marked("Add a parameter to {owners}"),
        title_rank=20,
        traits=Trait.NAME | Trait.NOTED | Trait.FOLLOWED,
    ),
    FactKind.PARAMETER_REMOVED: KindInfo(
        Proof.DEFINITION,
        title=marked("Remove a parameter of {owners}"),
        title_rank=19,
        traits=Trait.NAME | Trait.NOTED | Trait.FOLLOWED,
    ),
    FactKind.PARAMETER_RENAMED: KindInfo(
        Proof.DEFINITION,
        title=marked("Rename a parameter of {owners}"),
        title_rank=22,
        traits=Trait.NAME | Trait.NOTED | Trait.FOLLOWED,
    ),
    FactKind.PARAMETER_REQUIRED: KindInfo(
        Proof.DEFINITION,
        title=marked("Require a parameter of {owners}"),
        title_rank=21,
        traits=Trait.NAME | Trait.NOTED | Trait.FOLLOWED,
    ),
    FactKind.DEFAULT_CHANGED: KindInfo(
        Proof.DEFINITION,
        title=marked("Change a default of {owners}"),
        title_rank=23,
        traits=Trait.NAME | Trait.NOTED | Trait.FOLLOWED,
    ),
    FactKind.SIGNATURE_CHANGED: KindInfo(
        Proof.DEFINITION,
        title=marked("Change the signature of {owners}"),
        title_rank=24,
        traits=Trait.NAME | Trait.NOTED | Trait.FOLLOWED,
    ),
    FactKind.ENUM_VALUE_ADDED: KindInfo(
        Proof.NAME,
        sentence=marked_n("The value {what} is new.", "The values {what} are new."),
        title=marked("Add {names}"),
        title_rank=26,
        traits=Trait.NOTED,
    ),
    FactKind.ENUM_VALUE_REMOVED: KindInfo(
        Proof.NAME,
        sentence=marked_n("The value {what} is gone.", "The values {what} are gone."),
        title=marked("Remove {names}"),
        title_rank=25,
        traits=Trait.NOTED,
    ),
    FactKind.ENUM_VALUE_CHANGED: KindInfo(
        Proof.DEFINITION,
        sentence=marked("In the settings and values, {pairs}."),
        title=marked("Change {owners}"),
        title_rank=27,
        traits=Trait.NOTED,
    ),
    FactKind.NAME_EDITED: KindInfo(
        Proof.NAME, title=marked("Edit {names}"), title_rank=58, traits=Trait.NAME | Trait.NOTED
    ),
    FactKind.OPTION_ADDED: KindInfo(
        Proof.OFFERED,
        sentence=marked_n("The option {what} is new.", "The options {what} are new."),
        title=marked_n("Add the option {names}", "Add the options {names}"),
        title_rank=6,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.OPTION_REMOVED: KindInfo(
        Proof.OFFERED,
        sentence=marked_n("The option {what} is gone.", "The options {what} are gone."),
        title=marked_n("Remove the option {names}", "Remove the options {names}"),
        title_rank=2,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.OPTION_CHANGED: KindInfo(
        Proof.ITEM,
        title=marked_n("Change the option {owners}", "Change the options {owners}"),
        title_rank=7,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.COMMAND_ADDED: KindInfo(
        Proof.OFFERED,
        sentence=marked_n("The command {what} is new.", "The commands {what} are new."),
        title=marked_n("Add the command {names}", "Add the commands {names}"),
        title_rank=5,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.COMMAND_REMOVED: KindInfo(
        Proof.OFFERED,
        sentence=marked_n("The command {what} is gone.", "The commands {what} are gone."),
        title=marked_n("Remove the command {names}", "Remove the commands {names}"),
        title_rank=1,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.VARIABLE_ADDED: KindInfo(
        Proof.OFFERED,
        sentence=marked_n(
            "It reads the environment variable {what} now.", "It reads the environment variables {what} now."
        ),
        of_whole_file=marked_n(
            "It reads the environment variable {what}.", "It reads the environment variables {what}."
        ),
        title=marked_n("Read the environment variable {names}", "Read the environment variables {names}"),
        title_rank=12,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.VARIABLE_REMOVED: KindInfo(
        Proof.OFFERED,
        sentence=marked_n(
            "It does not read the environment variable {what} any more.",
            "It does not read the environment variables {what} any more.",
        ),
        of_whole_file=marked_n("It read the environment variable {what}.", "It read the environment variables {what}."),
        title=marked_n(
            "Stop reading the environment variable {names}", "Stop reading the environment variables {names}"
        ),
        title_rank=11,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.ROUTE_ADDED: KindInfo(
        Proof.OFFERED,
        sentence=marked_n("The route {what} is new.", "The routes {what} are new."),
        title=marked_n("Add the route {names}", "Add the routes {names}"),
        title_rank=9,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.ROUTE_REMOVED: KindInfo(
        Proof.OFFERED,
        sentence=marked_n("The route {what} is gone.", "The routes {what} are gone."),
        title=marked_n("Remove the route {names}", "Remove the routes {names}"),
        title_rank=3,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.FIELD_ADDED: KindInfo(
        Proof.MEMBER,
        sentence=marked_n("The field {what} is new.", "The fields {what} are new."),
        title=marked_n("Add the field {names}", "Add the fields {names}"),
        title_rank=10,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.FIELD_REMOVED: KindInfo(
        Proof.MEMBER,
        sentence=marked_n("The field {what} is gone.", "The fields {what} are gone."),
        title=marked_n("Remove the field {names}", "Remove the fields {names}"),
        title_rank=4,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.FIELD_CHANGED: KindInfo(
        Proof.ITEM,
        title=marked_n("Change the field {owners}", "Change the fields {owners}"),
        title_rank=8,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.FIELD_DROPPED: KindInfo(
        Proof.MEMBER,
        sentence=marked_n("It drops {what}.", "It drops {what}."),
        title=marked_n("Drop {names}", "Drop {names}"),
        title_rank=4,
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.SETTING_ADDED: KindInfo(
        Proof.MEMBER,
        sentence=marked_n("The setting {what} is new.", "The settings {what} are new."),
        title=marked_n("Add the setting {names}", "Add the settings {names}"),
        title_rank=10,
        traits=Trait.NOTED,
    ),
    FactKind.SETTING_REMOVED: KindInfo(
        Proof.MEMBER,
        sentence=marked_n("The setting {what} is gone.", "The settings {what} are gone."),
        title=marked_n("Remove the setting {names}", "Remove the settings {names}"),
        title_rank=4,
        traits=Trait.NOTED,
    ),
    FactKind.SETTING_CHANGED: KindInfo(
        Proof.ITEM,
        title=marked_n("Change the default of the setting {owners}", "Change the defaults of the settings {owners}"),
        title_rank=8,
        traits=Trait.NOTED,
    ),
    FactKind.SUPPORT_LISTED: KindInfo(
        Proof.ITEM,
        sentence=marked_n("Newly named as supported: {what}.", "Newly named as supported: {what}."),
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.SUPPORT_UNLISTED: KindInfo(
        Proof.ITEM,
        sentence=marked_n("No longer named as supported: {what}.", "No longer named as supported: {what}."),
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.MESSAGE_CHANGED: KindInfo(
        Proof.PART_OF_LINE,
        sentence=marked("In the messages of errors, {pairs}."),
        title=marked("Reword the messages of errors"),
        title_rank=44,
        traits=Trait.PART_OF_LINE,
    ),
    FactKind.EXIT_CODE_ADDED: KindInfo(
        Proof.OFFERED,
        sentence=marked_n("It may exit with {what} now.", "It may exit with {what} now."),
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.EXIT_CODE_REMOVED: KindInfo(
        Proof.OFFERED,
        sentence=marked_n("It does not exit with {what} any more.", "It does not exit with {what} any more."),
        traits=Trait.NOTED | Trait.OFFERED,
    ),
    FactKind.DEPRECATED: KindInfo(
        Proof.PART_OF_LINE, title=marked("Deprecate {owners}"), title_rank=13, traits=Trait.NOTED | Trait.OFFERED
    ),
    FactKind.DEPRECATION_ENDED: KindInfo(Proof.PART_OF_LINE, traits=Trait.NOTED | Trait.OFFERED),
    FactKind.CHANGE_NOTED: KindInfo(Proof.ITEM, traits=Trait.NOTED | Trait.OFFERED),
    FactKind.DEPENDENCY_ADDED: KindInfo(
        Proof.PACKAGE,
        sentence=marked_n("The dependency {what} is new.", "The dependencies {what} are new."),
        title=marked_n("Add the dependency {owners}", "Add the dependencies {owners}"),
        title_rank=29,
        recurring=marked("{count} files gain the dependency {what}"),
        traits=Trait.NOTED,
    ),
    FactKind.DEPENDENCY_REMOVED: KindInfo(
        Proof.PACKAGE,
        sentence=marked_n("The dependency {what} is gone.", "The dependencies {what} are gone."),
        title=marked_n("Drop the dependency {owners}", "Drop the dependencies {owners}"),
        title_rank=28,
        recurring=marked("{count} files lose the dependency {what}"),
        traits=Trait.NOTED,
    ),
    FactKind.DEPENDENCY_CHANGED: KindInfo(
        Proof.PACKAGE,
        sentence=marked("In the dependencies, {pairs}."),
        title=marked("Change the versions of {owners}"),
        title_rank=30,
        recurring=marked("The dependency {pair} in {count} files"),
        traits=Trait.NOTED,
    ),
    FactKind.DEPENDENCY_MOVED: KindInfo(
        Proof.PACKAGE,
        title=marked_n("Move the dependency {owners}", "Move the dependencies {owners}"),
        title_rank=31,
        traits=Trait.NOTED,
    ),
    FactKind.DEPENDENCY_TERMS_CHANGED: KindInfo(
        Proof.PACKAGE,
        sentence=marked("In the terms of dependencies, {pairs}."),
        title=marked("Change the terms of {owners}"),
        title_rank=34,
    ),
    FactKind.DEPENDENCY_REPLACED: KindInfo(
        Proof.PACKAGE, title=marked("Change what replaces {owners}"), title_rank=32, traits=Trait.NOTED
    ),
    FactKind.DEPENDENCY_EXCLUDED: KindInfo(
        Proof.PACKAGE, title=marked("Change the excluded versions of {owners}"), title_rank=33
    ),
    FactKind.DOCUMENT_ADDED: KindInfo(
        Proof.ITEM,
        sentence=marked_n("The document {what} is new.", "The documents {what} are new."),
        title=marked("Add {owners}"),
        title_rank=35,
    ),
    FactKind.DOCUMENT_REMOVED: KindInfo(
        Proof.ITEM,
        sentence=marked_n("The document {what} is gone.", "The documents {what} are gone."),
        title=marked("Remove {owners}"),
        title_rank=36,
    ),
    FactKind.DOCUMENT_MOVED: KindInfo(
        Proof.ITEM,
        sentence=marked_n("The document {what} stands elsewhere.", "The documents {what} stand elsewhere."),
        title=marked("Move {owners}"),
        title_rank=60,
    ),
    FactKind.KEY_ADDED: KindInfo(
        Proof.KEY,
        sentence=marked_n("The key {what} is new.", "The keys {what} are new."),
        title=marked("Add {owners}"),
        title_rank=54,
        recurring=marked("{count} files gain the key {what}"),
        opposite=FactKind.KEY_REMOVED,
    ),
    FactKind.KEY_REMOVED: KindInfo(
        Proof.KEY,
        sentence=marked_n("The key {what} is gone.", "The keys {what} are gone."),
        title=marked("Remove {owners}"),
        title_rank=55,
        recurring=marked("{count} files lose the key {what}"),
        opposite=FactKind.KEY_ADDED,
    ),
    FactKind.ITEM_ADDED: KindInfo(
        Proof.ITEM, title=marked("Add {names} to {owners}"), title_rank=56, traits=Trait.WORDS
    ),
    FactKind.ITEM_REMOVED: KindInfo(
        Proof.ITEM, title=marked("Remove {names} from {owners}"), title_rank=57, traits=Trait.WORDS
    ),
    FactKind.VALUE_CHANGED: KindInfo(
        Proof.KEY,
        sentence=marked("In the settings and values, {pairs}."),
        title=marked("Change {owners}"),
        title_rank=53,
        recurring=marked("The setting {pair} in {count} files"),
        traits=Trait.NAME,
    ),
    FactKind.HEADING_RENAMED: KindInfo(
        Proof.HEADING,
        sentence=marked("In the headings, {pairs}."),
        title=marked("Rename a section to {names}"),
        title_rank=37,
        recurring=marked("The heading {pair} in {count} files"),
        traits=Trait.MARKUP | Trait.WORDS,
    ),
    FactKind.HEADING_ADDED: KindInfo(
        Proof.HEADING,
        sentence=marked_n("The section {what} is new.", "The sections {what} are new."),
        of_whole_file=marked_n("Its section is {what}.", "Its sections are {what}."),
        title=marked_n("Add section {names}", "Add sections {names}"),
        title_rank=38,
        recurring=marked("{count} files gain the section {what}"),
        opposite=FactKind.HEADING_REMOVED,
        traits=Trait.MARKUP | Trait.WORDS | Trait.MOVABLE,
    ),
    FactKind.HEADING_REMOVED: KindInfo(
        Proof.HEADING,
        sentence=marked_n("The section {what} is gone.", "The sections {what} are gone."),
        of_whole_file=marked_n("Its section was {what}.", "Its sections were {what}."),
        title=marked_n("Remove section {names}", "Remove sections {names}"),
        title_rank=39,
        recurring=marked("{count} files lose the section {what}"),
        opposite=FactKind.HEADING_ADDED,
        traits=Trait.MARKUP | Trait.WORDS | Trait.MOVABLE,
    ),
    FactKind.HEADING_MOVED: KindInfo(
        Proof.HEADING,
        sentence=marked_n("The section {what} stands elsewhere.", "The sections {what} stand elsewhere."),
        title=marked_n("Move section {names}", "Move sections {names}"),
        title_rank=59,
        traits=Trait.MARKUP | Trait.WORDS | Trait.MOVABLE,
    ),
    FactKind.TABLE_ADDED: KindInfo(
        Proof.TABLE,
        sentence=marked_n("A table with the columns {what} is new.", "Tables are new, with the columns {what}."),
        title=marked("Add a table of {names}"),
        title_rank=40,
        opposite=FactKind.TABLE_REMOVED,
        traits=Trait.MARKUP | Trait.WORDS | Trait.MOVABLE,
    ),
    FactKind.TABLE_REMOVED: KindInfo(
        Proof.TABLE,
        sentence=marked_n("A table with the columns {what} is gone.", "Tables are gone, with the columns {what}."),
        title=marked("Remove the table of {names}"),
        title_rank=41,
        opposite=FactKind.TABLE_ADDED,
        traits=Trait.MARKUP | Trait.WORDS | Trait.MOVABLE,
    ),
    FactKind.COLUMN_ADDED: KindInfo(
        Proof.CELL,
        sentence=marked_n("A table has the new column {what}.", "Tables have the new columns {what}."),
        title=marked_n("Add the column {names}", "Add the columns {names}"),
        title_rank=42,
        recurring=marked("{count} files gain the table column {what}"),
        traits=Trait.MARKUP | Trait.WORDS,
    ),
    FactKind.COLUMN_REMOVED: KindInfo(
        Proof.CELL,
        sentence=marked_n("A table has no column {what} any more.", "Tables have no columns {what} any more."),
        title=marked_n("Remove the column {names}", "Remove the columns {names}"),
        title_rank=43,
        recurring=marked("{count} files lose the table column {what}"),
        traits=Trait.MARKUP | Trait.WORDS,
    ),
    FactKind.ROW_ADDED: KindInfo(
        Proof.CELL,
        sentence=marked_n("The table row {what} is new.", "The table rows {what} are new."),
        title=marked_n("Add the table row {names}", "Add the table rows {names}"),
        title_rank=47,
        opposite=FactKind.ROW_REMOVED,
        traits=Trait.MARKUP | Trait.WORDS | Trait.MOVABLE,
    ),
    FactKind.ROW_REMOVED: KindInfo(
        Proof.CELL,
        sentence=marked_n("The table row {what} is gone.", "The table rows {what} are gone."),
        title=marked_n("Remove the table row {names}", "Remove the table rows {names}"),
        title_rank=48,
        opposite=FactKind.ROW_ADDED,
        traits=Trait.MARKUP | Trait.WORDS | Trait.MOVABLE,
    ),
    FactKind.ROW_CHANGED: KindInfo(
        Proof.CELLS,
        sentence=marked("In the tables, {pairs}."),
        title=marked_n("Change the table row {owners}", "Change the table rows {owners}"),
        title_rank=49,
        traits=Trait.MARKUP | Trait.WORDS,
    ),
    FactKind.CODE_BLOCK_ADDED: KindInfo(
        Proof.PART_OF_LINE, title=marked("Add code{place}"), title_rank=50, traits=Trait.MOVABLE
    ),
    FactKind.CODE_BLOCK_REMOVED: KindInfo(
        Proof.PART_OF_LINE, title=marked("Remove code{place}"), title_rank=51, traits=Trait.MOVABLE
    ),
    FactKind.CODE_BLOCK_CHANGED: KindInfo(Proof.PART_OF_LINE, title=marked("Change code{place}"), title_rank=52),
    FactKind.BLOCK_MOVED: KindInfo(Proof.LINE, title=marked("Move a block of {lines} lines"), title_rank=61),
    FactKind.VERSION_CHANGED: KindInfo(
        Proof.PART_OF_LINE,
        sentence=marked("In dates and versions, {pairs}."),
        title=marked("Change {old} to {new}"),
        title_rank=44,
        recurring=marked("The version {pair} in {count} files"),
        traits=Trait.PART_OF_LINE,
    ),
    FactKind.LINK_CHANGED: KindInfo(
        Proof.PART_OF_LINE,
        sentence=marked("In the links, {pairs}."),
        title=marked("Point links to {names}"),
        title_rank=45,
        recurring=marked("The link {pair} in {count} files"),
        traits=Trait.PART_OF_LINE,
    ),
    FactKind.TERM_REPLACED: KindInfo(
        Proof.PART_OF_LINE,
        sentence=marked("In the wording, {pairs}."),
        title=marked("Replace {old} with {new}"),
        title_rank=46,
        recurring=marked("The wording {pair} in {count} files"),
        traits=Trait.WORDS | Trait.PART_OF_LINE,
    ),
    FactKind.DATE_CHANGED: KindInfo(
        Proof.PART_OF_LINE,
        sentence=marked("In dates and versions, {pairs}."),
        title=marked("Change {old} to {new}"),
        title_rank=62,
        recurring=marked("The date {pair} in {count} files"),
        traits=Trait.PART_OF_LINE,
    ),
    FactKind.NUMBER_CHANGED: KindInfo(
        Proof.PART_OF_LINE,
        sentence=marked("In the numbers, {pairs}."),
        title=marked("Change {old} to {new}"),
        title_rank=63,
        traits=Trait.PART_OF_LINE,
    ),
    FactKind.LINK_ADDED: KindInfo(
        Proof.PART_OF_LINE,
        sentence=marked_n("A link to {what} is new.", "Links to {what} are new."),
        of_whole_file=marked_n("It links to {what}.", "It links to {what}."),
        title=marked("Add a link to {names}"),
        title_rank=64,
        recurring=marked("{count} files gain the link {what}"),
        opposite=FactKind.LINK_REMOVED,
        traits=Trait.PART_OF_LINE | Trait.MOVABLE,
    ),
    FactKind.LINK_REMOVED: KindInfo(
        Proof.PART_OF_LINE,
        sentence=marked_n("A link to {what} is gone.", "Links to {what} are gone."),
        of_whole_file=marked_n("It linked to {what}.", "It linked to {what}."),
        title=marked("Remove a link to {names}"),
        title_rank=65,
        recurring=marked("{count} files lose the link {what}"),
        opposite=FactKind.LINK_ADDED,
        traits=Trait.PART_OF_LINE | Trait.MOVABLE,
    ),
    FactKind.LINE_CHANGED: KindInfo(
        Proof.PART_OF_LINE,
        sentence=marked("In the lines, {pairs}."),
        title=marked("Change {old} to {new}"),
        title_rank=66,
        traits=Trait.WORDS,
    ),
    FactKind.LINE_ADDED: KindInfo(
        Proof.PART_OF_LINE,
        sentence=marked_n("A new line reads {what}.", "New lines read {what}."),
        of_whole_file=marked_n("A line of it reads {what}.", "Lines of it read {what}."),
        title=marked("Add the line {new}"),
        title_rank=67,
        traits=Trait.WORDS | Trait.MOVABLE,
    ),
    FactKind.LINE_REMOVED: KindInfo(
        Proof.PART_OF_LINE,
        sentence=marked_n("A removed line read {what}.", "Removed lines read {what}."),
        of_whole_file=marked_n("A line of it read {what}.", "Lines of it read {what}."),
        title=marked("Remove the line {old}"),
        title_rank=68,
        traits=Trait.WORDS | Trait.MOVABLE,
    ),
}
"""All kinds, in the order in which the sentences about a file report them."""


def having(trait: Trait) -> frozenset[FactKind]:
    """The kinds that have a trait."""
    return frozenset(kind for kind, info in KINDS.items() if trait in info.traits)
