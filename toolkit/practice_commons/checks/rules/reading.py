"""The rules that reading upholds, before a file is a document: each has its page here, like the others."""

from practice_commons.checks.registry import reading_rule

reading_rule(
    "frontmatter-missing",
    """
    A contribution begins with its facts: the frontmatter, between two lines of three hyphens.

    Why: The facts say what the piece is, whose it is and where it belongs. Without them it cannot be found or cited.

    Bad:

        We cut repeat calls by a third.

    Good:

        ---
        kind: news
        title: Fewer repeat calls
        ---
        We cut repeat calls by a third.

    Fix: Put three hyphens on the very first line, the facts below, and three hyphens after the last fact. A template
    in `contributions/templates` has them ready.
""",
)
reading_rule(
    "frontmatter-syntax",
    """
    The frontmatter is a list of facts, each written `key: value`, that a computer can read.

    Why: One wrong sign, most often a colon inside a title, changes the meaning of every line after it.

    Bad:

        title: Avoidable contact: what we learnt

    Good:

        title: "Avoidable contact: what we learnt"

    Fix: Go to the line named. Put quotes round text that holds a colon followed by a space, or that begins with a sign
    such as @, *, & or [. Keep the lines of a list at the same distance from the left.
""",
)
reading_rule(
    "frontmatter-too-large",
    """
    The frontmatter is no longer than 16 KiB.

    Why: Facts are short. Long text belongs in the body, where people read it, and very long facts slow everybody down.

    Bad:

        summary: (forty pages)

    Good:

        summary: We cut repeat calls by a third, and learnt why the rest remain.

    Fix: Move long text below the second line of three hyphens.
""",
)
reading_rule(
    "frontmatter-too-deep",
    """
    The frontmatter is not nested more than eight levels deep.

    Why: No fact needs it, and deep nesting is a known way to break the programs that read it.

    Bad:

        tags: [[[[[[[[[waste]]]]]]]]]

    Good:

        tags: [waste]

    Fix: Write the value without the extra brackets or indents.
""",
)
reading_rule(
    "frontmatter-anchor",
    """
    The frontmatter uses no anchors (`&name`) and no aliases (`*name`).

    Why: They repeat one value in many places, which readers cannot see, and can make a small file grow without end.

    Bad:

        councils: &ours [kent]
        tags: *ours

    Good:

        councils: [kent]

    Fix: Write the value out where it is needed. If you meant a plain & or *, put quotes round the text.
""",
)
reading_rule(
    "frontmatter-tag",
    """
    The frontmatter uses no YAML tags, which are words that begin with an exclamation mark.

    Why: They ask the program to guess or to run something. We read every value as plain text.

    Bad:

        title: !important Read this

    Good:

        title: "!important Read this"

    Fix: Put quotes round the text, or take the word out.
""",
)
reading_rule(
    "frontmatter-duplicate-key",
    """
    Each key stands once in the frontmatter.

    Why: When a fact is given twice, nobody can know which one you meant.

    Bad:

        outcome: worked
        outcome: mixed

    Good:

        outcome: mixed

    Fix: Keep one of the two lines.
""",
)
reading_rule(
    "not-utf-8",
    """
    A file is text in the encoding UTF-8.

    Why: In any other encoding, pound signs, accents and dashes turn into other characters on other computers.

    Bad:

        A file saved as "Windows-1252" or "ANSI", in which £ is the single byte A3.

    Good:

        The same file saved as "UTF-8".

    Fix: Open the file in your editor, choose Save as, and choose UTF-8 as the encoding.
""",
)
reading_rule(
    "control-character",
    """
    A text holds no control characters.

    Why: They are invisible, come in by accident when text is copied, and can disturb the programs that show it.

    Bad:

        title: "Bells\\aand whistles"

    Good:

        title: Bells and whistles

    Fix: Delete the character. If you cannot see it, delete the whole line and type it again.
""",
)
reading_rule(
    "bidi-control",
    """
    A text holds no characters that change the order in which it is shown.

    Why: They can make a text read differently from what it says, so a reviewer would approve something else.

    Bad:

        title: "Report \\u202Etxt.exe"

    Good:

        title: Report

    Fix: Delete the character. If you cannot see it, delete the whole line and type it again.
""",
)
reading_rule(
    "file-too-large",
    """
    A text file is no larger than 512 KiB.

    Why: That is about eighty thousand words. Nobody reads a page that long, and it slows every build.

    Bad:

        report.md, 900 KiB

    Good:

        report-1.md and report-2.md, each with its own summary

    Fix: Split it into several contributions, or publish the long document elsewhere and share it as a resource.
""",
)
reading_rule(
    "schema",
    """
    Each fact has a value of the kind that it asks for, and no needed fact is missing.

    Why: A date that is not a date cannot be sorted, and a contribution without a title cannot be listed.

    Bad:

        date: last spring

    Good:

        date: 2026-04-30

    Fix: Do what the message says. The reference of each kind lists every key with an example.
""",
)
reading_rule(
    "unknown-key",
    """
    Only known keys stand in the frontmatter.

    Why: A mistyped key is a fact that silently gets lost. And keys that mean something to other programs have no place
    in a contribution.

    Bad:

        tilte: One call, one answer

    Good:

        title: One call, one answer

    Fix: Correct the key if the hint names the one you meant. Otherwise delete the line, or say it in the body.
""",
)
reading_rule(
    "commons-file",
    """
    A commons has its four files: `commons.yml`, `priorities.yml`, `tags.yml` and `councils.csv`, in `communities/`.

    Why: Every contribution is checked against them.

    Bad:

        communities/ without tags.yml

    Good:

        communities/commons.yml
        communities/councils.csv
        communities/priorities.yml
        communities/tags.yml

    Fix: Put the missing file back. `commons init` makes a new commons whose files you can copy.
""",
)
reading_rule(
    "council-register",
    """
    The register of councils, `communities/councils.csv`, holds one whole and consistent row for each council.

    Why: Coverage, maps and the names of former councils' successors all come from it.

    Bad:

        kent,Kent,Kent County Council,E10000016,,countie,England,South East,,,,,,

    Good:

        kent,Kent,Kent County Council,E10000016,,county,England,South East,,,,,,

    Fix: Go to the line named and correct it. Each slug stands once, and each successor is a slug in the file.
""",
)
reading_rule(
    "published-digest",
    """
    A published digest, in `communities/digests`, is the JSON that `commons digest publish` writes, as it writes it.

    Why: It is shown in every format, and people take it into meetings. What somebody changed in it by hand would stand
    there as what practitioners said.

    Bad:

        communities/digests/2026-11-repairs.json, with a word changed by hand

    Good:

        communities/digests/2026-11-repairs.json, as: commons digest publish repairs

    Fix: Publish the digest again. To say something else, change the contributions that it is made from. Whether a
    digest is true to its commit is told by `commons digest verify FILE`.
""",
)
reading_rule(
    "federation-words",
    """
    The crosswalks of `communities/federation.yml` lead to words of this commons, and every pin is a peer's.

    Why: A word that leads nowhere gathers nothing, and nobody notices.

    Bad:

        tags:
          exact_match: {contact-centre: costumer-service}

    Good:

        tags:
          exact_match: {contact-centre: customer-service}

    Fix: Name a tag, a policy priority or a community that there is. Take out the pin of a peer that is gone with
    `commons federation remove`.
""",
)
