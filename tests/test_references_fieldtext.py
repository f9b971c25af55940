import pytest
from hypothesis import given, settings

from references.fieldreading import decode
from references.fieldtext import encode, encode_address, encode_title
from references.latex import escape_text

from .any_source import TEXT


@settings(max_examples=300)
@given(TEXT)
def test_any_text_comes_back(text):
    assert decode(encode(text)) == text
    assert decode(encode_title(text)) == text


@settings(max_examples=300)
@given(TEXT)
def test_what_is_written_breaks_no_file(text):
    for written in (encode(text), encode_title(text), encode_address(text), escape_text(text)):
        depth = 0
        for character in written:
            depth += (character == "{") - (character == "}")
            assert depth >= 0
        assert depth == 0
        assert not written.endswith("\\")
        assert "\n" not in written
        assert "\r" not in encode(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("50% of R&D_x #1 costs $5", r"50\% of R\&D\_x \#1 costs \$5"),
        ("a~b^c", r"a\textasciitilde{}b\textasciicircum{}c"),
        (r"a\b{c}", r"a\textbackslash{}b\textbraceleft{}c\textbraceright{}"),
        ("“Belt” – it’s ‘x’—", r"``Belt'' -- it{'}s {`}x{'}---"),
        ("it's", "it's"),
        ("a--b", "a-{}-b"),
        ("中拉“一带一路”合作——序", "中拉“一带一路”合作——序"),
        ("São Paulo, Łódź", "São Paulo, Łódź"),
        ("two\nlines", r"two\newline{}lines"),
        ("bell\x07", r"bell\symbol{7}"),
    ],
)
def test_what_is_written(text, written):
    assert encode(text) == written


def test_words_with_capitals_are_braced():
    assert encode_title("How China’s McDonald buys iPhones in 2020") == "{How} {China{'}s} {McDonald} buys {iPhones} in 2020"
    assert encode_title("R&D and G_8") == r"{R}\&{D} and {G}\_8"
    assert encode_title("逆流而上") == "逆流而上"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"G{\"o}del and \'Etienne \c{c}a {\o}re \ss\ \v Skoda", "Gödel and Étienne ça øre ß Škoda"),
        (r"{\'\i} \'{\i} \'{i} \H{o} \=a {\AA}", "í í í ő ā Å"),
        (r"{\L}{\'o}d{\'z} \t{oo}", "Łódź o\u0361o"),
        (r"\emph{Nature} {\em is} \textbf{x}", "Nature is x"),
        (r"The {DNA} of {\LaTeX} \& \TeX{} now", "The DNA of LaTeX & TeX now"),
        (r"$\alpha$-helix and $x^2$, H$_2$O, $10^{-3}$, $x_i^n$", "α-helix and x², H₂O, 10⁻³, $x_i^n$"),
        (r"\(\beta\) \ensuremath{\mathrm{H}_2} \textsuperscript{14}C 1\textsuperscript{st}", "β H₂ ¹⁴C 1st"),
        ("`a' it's ``b'' x--y---z ?`", "‘a’ it's “b” x–y—z ¿"),
        ("a\n   b\tc", "a b c"),
        (r"\unknown{x {\'e}} y", r"\unknown{x é} y"),
        (r"\foreignlanguage{german}{Stra{\ss}e} \textcolor{red}{is} \glqq{}a\grqq", "Straße is „a“"),
        (r"\~{} \^{} \"{}", "~ ^ ¨"),
        (r"one \\ two\\three\\[2pt] four\\", "one two three four"),
        (r"\enquote{a \enquote{b} c}", "“a ‘b’ c”"),
        (r"a \textless{} b \textbar\ c", "a < b | c"),
        (r"pages~3", "pages\u00a03"),
        (r"\char34{}\char'101 \symbol{66} \char x", '"A B \\char x'),
        ("open { brace", "open  brace"),
        ("a{-}b {-} {x}", "a-b - x"),
        ("\\", "\\"),
        (r"\textquoteright\ \textendash{} \copyright", "’ – ©"),
        (r"\enquote{x} \href{http://a.b}{there}", "“x” there"),
        (r"\noopsort{1973b}1973", "1973"),
        (r"at \url{https://e.org/~a_b{c}} now", "at https://e.org/~a_b{c} now"),
    ],
)
def test_what_others_write_is_read(written, text):
    assert decode(written) == text


@given(TEXT)
def test_reading_never_fails(text):
    decode(text)
    decode("\\" + text)
    decode("{" + text)


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a_b%20c?x=1&y=#z~", "https://example.org/a_b%20c?x=1&y=#z~"),
        ("10.1002/(SICI)1097<693::AID>3.0.CO;2-O", "10.1002/(SICI)1097<693::AID>3.0.CO;2-O"),
        ("https://example.org/{a}", "https://example.org/{a}"),
        ("https://example.org/}a{", "https://example.org/%7Da%7B"),
        ("https://example.org/a b\\", "https://example.org/a%20b%5C"),
    ],
)
def test_addresses_are_verbatim(address, written):
    assert encode_address(address) == written


def test_commands_that_are_not_known_are_told():
    unknown = []
    assert decode(r"\emph{a} \zzz{b} \yyy c \% {\'e}", unknown) == r"a \zzz{b} \yyy c % é"
    assert unknown == [r"\zzz", r"\yyy"]


@pytest.mark.parametrize("opening", ["{", r"\enquote{", r"\'{", r"\'", r"\zz{", r"\ensuremath{", r"\t{", "$", r"\'{{"])
def test_no_depth_is_too_deep(opening):
    assert decode(opening * 3000 + "x" + "}" * 3000).count("x") <= 1
