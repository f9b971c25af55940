"""The command ``pinquote``: one verb for each thing the packages do, the same verb as in Python.

Exit status: 0 done and faithful; 1 done, and the answer is no; 2 wrong use or unreadable input, with one line on standard
error that says which file, where, and what was expected.
"""

from .app import main

__all__ = ["main"]
