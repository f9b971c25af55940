import pytest

from references.textdates import date, with_month, year


@pytest.mark.parametrize(
    ("written", "edtf", "whole"),
    [
        ("2023-08/2023-09", "2023-08/2023-09", True),
        ("2023~", "2023~", True),
        ("1999/..", "1999/..", True),
        ("2011-5-7", "2011-05-07", True),
        ("2011/05", "2011-05", True),
        ("2011年5月7日", "2011-05-07", True),
        ("二〇一一年十月", "2011", False),
        ("2023-08-05T10:11:12", "2023-08-05", False),
        ("in press, 2004", "2004", False),
        ("soon", None, False),
        ("May 2020", "2020-05", True),
        ("3 May 2020", "2020-05-03", True),
        ("Sept. 3rd, 2020", "2020-09-03", True),
        ("Spring 2020", "2020-21", True),
        ("2020, Maybe", "2020", False),
        ("May 2020 or 2021", "2020", False),
        ("", None, True),
    ],
)
def test_dates(written, edtf, whole):
    assert date(written) == (edtf, whole)


@pytest.mark.parametrize(
    ("written", "edtf", "whole"),
    [
        ("2011", "2011", True),
        ("800", "0800", True),
        ("[1850]", "1850", True),
        ("ca. 1850", "1850~", True),
        ("1999--2001", "1999/2001", True),
        ("2011a", "2011", False),
        ("二〇一一年", "2011", True),
        ("2003/04", None, False),
        ("in press", None, False),
        ("c. ?", None, False),
    ],
)
def test_years(written, edtf, whole):
    assert year(written) == (edtf, whole)


@pytest.mark.parametrize(
    ("month", "day", "edtf", "whole"),
    [
        ("mar", "", "2000-03", True),
        ("3", "7", "2000-03-07", True),
        ("March", "", "2000-03", True),
        ("Sept.", "", "2000-09", True),
        ("jul\u00a04", "", "2000-07-04", True),
        ("4 July", "", "2000-07-04", True),
        ("July 4th", "", "2000-07-04", True),
        ("jan/feb", "", "2000-01/2000-02", True),
        ("5--6", "", "2000-05/2000-06", True),
        ("30 June -- 2 July", "", "2000-06-30/2000-07-02", True),
        ("7月", "", "2000-07", True),
        ("Spring", "", "2000-21", True),
        ("13", "", "2000", False),
        ("June 31 July", "", "2000", False),
        ("jan/feb/mar", "", "2000", False),
        ("soon", "", "2000", False),
    ],
)
def test_months(month, day, edtf, whole):
    assert with_month("2000", month, day) == (edtf, whole)
    assert with_month("2000~", month, day) == ("2000~", False)
