"""Manuscripts: files of an author's own, whose quotations are found and checked.

A file's way: :func:`corpus.manuscripts.reading.read_manuscript` (path) → :class:`~corpus.manuscripts.model.Manuscript` →
:func:`corpus.manuscripts.finding.find_quotations` (manuscript, :class:`~corpus.manuscripts.claims.Works`) → quotations with
the citations that stand with them, and what was passed over → :mod:`corpus.manuscripts.checking`.
"""
