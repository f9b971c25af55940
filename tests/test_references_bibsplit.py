import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.bibsplit import blocks


def cut(text):
    return [(b.kind, b.key, b.fields) for b in blocks(text)]


def told(text):
    return [(p.line, p.message) for b in blocks(text) for p in b.problems]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("@book{k, title = {A {B {C {D {E {F}}}}}}, year=2000}", {"title": "{A {B {C {D {E {F}}}}}}", "year": "2000"}),
        ('@book{k, title = "A {"}b{"} c", a = "x, y"}', {"title": '"A {"}b{"} c"', "a": '"x, y"'}),
        ("@book(k, title = {A) b}, year = 2000)", {"title": "{A) b}", "year": "2000"}),
        ('@book{k, title = {a}#{b} # "c"#jan , Year=1}', {"title": '{a}#{b} # "c"#jan', "year": "1"}),
        ("@ book { k ,, a = {1} ,, , b = {2}, }", {"a": "{1}", "b": "{2}"}),
        ("@book{k, % mine\n % old = {1},\n new = {2} % why\n}", {"new": "{2}"}),
        ("@book{k, a = {ends in \\}, b = {\\\\}}", {"a": "{ends in \\}", "b": "{\\\\}"}),
        ('@book{k, a+an:hani = {1:family="曹"}, 年 = {二}}', {"a+an:hani": '{1:family="曹"}', "年": "{二}"}),
        ("@book{k, a = {one\n@book{two, b = {3}}\n}}", {"a": "{one\n@book{two, b = {3}}\n}"}),
        ("@book{k}", {}),
        ("@book{k,}", {}),
    ],
)
def test_fields(text, fields):
    assert cut(text) == [("book", "k", fields)]
    assert told(text) == []


@pytest.mark.parametrize("key", ["a:b/c.d+e_f-g", "héllo", "曹2023", "a'b&c", "1"])
def test_keys(key):
    assert cut(f"@book{{ {key} , a = 1}}") == [("book", key, {"a": "1"})]


@pytest.mark.parametrize(
    ("entry", "fields", "said"),
    [
        ("@book{k, a = {1}\n b = 2}", {"a": "{1}", "b": "2"}, (3, "k: no comma behind a")),
        ("@book{k a = {1}}", {"a": "{1}"}, (2, "k: no comma behind the key")),
        ("@book{k, a = {1}, A = {2}}", {"a": "{1}"}, (2, "k: given more than once: a")),
        ('@book{k, a = "an "odd" one"}', {"a": '"an "odd" one"'}, (2, "k: a quotation mark inside quotation marks, at which BibTeX stops")),  # noqa: E501
        (r"@book{k, a = {set \} x}}", {"a": r"{set \} x}"}, (2, "k: a brace behind a backslash, which BibTeX counts")),
    ],
)  # fmt: skip
def test_mistakes_are_told_and_read_over(entry, fields, said):
    text = f"@string{{s = {{x}}}}\n{entry}\n@misc{{last, b = s}}"
    assert cut(text) == [("string", "s", {"s": "{x}"}), ("book", "k", fields), ("misc", "last", {"b": "s"})]
    assert told(text) == [said]


def test_an_entry_without_a_key():
    assert cut("@book{, a = 1}\n@book{a = 1}") == [("book", "", {"a": "1"})] * 2
    assert [line for line, _ in told("@book{, a = 1}\n@book{a = 1}")] == [1, 2]
    assert told("@book{a b, c = 1}") == [(1, "a b: a key with a space in it, at which BibTeX stops")]


@pytest.mark.parametrize(
    "broken",
    ["@book{x, a = {1", '@book{x, a = "1', "@book{x, a = {1}", "@book{x, a = }", "@book{x, = 1}", "@book{x y z", "@string{x"],
)
def test_a_block_that_does_not_end_ends_before_the_next(broken):
    text = f"@misc{{first}}\n{broken}\n  @misc{{last, b = {{2}}}}\n"
    first, between, last = blocks(text)
    assert (first.key, last.key, last.fields) == ("first", "last", {"b": "{2}"})
    assert between.kind == ""
    assert text[between.start : between.end].strip() == broken
    assert [p.line for p in between.problems] == [2]


def test_what_is_no_entry_is_a_comment():
    text = """mail a@b.com {x} 5 @ 3
        @comment{ @book{hidden, a = 1} } @comment jabref
        @preamble{ "x" # {y} }@comment(more)@misc{k}
        @comment{ not { closed"""
    assert cut(text) == [("misc", "k", {})]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted(newline):
    text = newline.join(["\ufeff@book{a,", "t={x", "y}}", "", "@book{b}"])
    assert [b.line for b in blocks(text)] == [1, 5]


def test_many_broken_blocks_are_read():
    """Looking to the end of the file for each of them would take hours."""
    text = "".join(f"@book{{k{i}, a = {{not {{closed {i}}}, b = 2\n" for i in range(20_000))
    assert len(list(blocks(text))) == 20_000


PLAIN = st.text(alphabet='ab {}"曹\\,=@#%\n', max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), PLAIN), max_size=3))
def test_what_bibtexparser_writes_is_read_the_same(pairs):
    def balanced(value):
        return all(value[:i].count("{") >= value[:i].count("}") for i in range(len(value))) and value.count("{") == value.count(
            "}"
        )

    fields = {name: value for name, value in pairs if balanced(value)}
    library = bibtexparser.Library(
        [bibtexparser.model.Entry("book", "k", [bibtexparser.model.Field(n, v) for n, v in fields.items()])]
    )
    text = bibtexparser.write_string(library)
    assert cut(text) == [("book", "k", {name: f"{{{value}}}".strip() for name, value in fields.items()})]


@given(st.text(alphabet='@{}()",=# \n\\ab%曹', max_size=60))
def test_every_block_is_a_part_of_the_file(text):
    at = 0
    for block in blocks(text):
        assert at <= block.start < block.end <= len(text)
        assert block.line == text.count("\n", 0, block.start) + 1
        at = block.end
