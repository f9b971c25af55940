"""A style cut down to what it can print for items of one shape.

Conditions that the shape settles are replaced by the branch that holds, and elements whose variables the items lack by a note
that a variable was called in vain. What is left prints the same as the whole, in a part of the time: most of a style is about
other types of works.
"""

from __future__ import annotations

from collections.abc import Sequence

from .conditions import Condition
from .context import Context, ItemData
from .name_lists import Names
from .rendering import Choose, Date, Element, Group, Label, Macro, Number, Term, Text, Value
from .shapes import Shape
from .tree import Pieces
from .variables import OF_THE_CITE


class _Absent:
    """An element whose variables are not there."""

    __slots__ = ()

    def render(self, ctx: Context) -> Pieces:
        """Nothing, but a variable was called ("Group")."""
        ctx.called_variable(False)
        return []


_ABSENT = _Absent()
#: Elements that print without calling a variable.
_STATIC = (_Absent, Term, Value, Label)


def fitted(children: Sequence[Element], item: ItemData) -> Sequence[Element]:
    """The elements, or what is left of them for the item's shape."""
    return children if item.shape is None else _fit(children, item.shape)


def _fit(children: Sequence[Element], shape: Shape) -> Sequence[Element]:
    known = shape.fitted.get(id(children))
    if known is None:
        every = [_unwrapped(left) for child in children for left in _left_of(child, shape)]
        kept = [one for one in every if one is not _ABSENT]
        # one call in vain is as good as several, and none is needed beside an element that calls a variable
        calls = any(_calls(one) for one in kept)
        known = shape.fitted[id(children)] = kept if calls or len(kept) == len(every) else [*kept, _ABSENT]
    return known


def _left_of(element: Element, shape: Shape) -> Sequence[Element]:
    """What stands in the place of an element."""
    if isinstance(element, Choose):
        return _branches(element, shape)
    if isinstance(element, Macro | Group):
        return _container(element, shape)
    if isinstance(element, Names):
        return _names(element, shape)
    if isinstance(element, Text | Number | Label) and element.variable not in OF_THE_CITE:
        wanted = {element.variable}
        if isinstance(element, Text) and element.form == "short":
            wanted.add(f"{element.variable}-short")
        there = not shape.texts.isdisjoint(wanted)
        # a label calls no variable
        return [element] if there else [] if isinstance(element, Label) else [_ABSENT]
    if isinstance(element, Date):
        return [element] if element.variable in shape.has else [_ABSENT]
    return [element]


def _branches(element: Choose, shape: Shape) -> Sequence[Element]:
    """The elements of the branch that holds, or the branches that may hold."""
    kept: list[tuple[Condition | None, Sequence[Element]]] = []
    for condition, children in element.branches:
        holds = True if condition is None else condition.settled(shape)
        if holds is False:
            continue
        left = _fit(children, shape)
        if holds and not kept:
            return left
        kept.append((None if holds else condition, left))
        if holds:
            break
    return [Choose(kept)] if kept else []


def _container(element: Macro | Group, shape: Shape) -> Sequence[Element]:
    """A macro or group; one that calls variables prints nothing where all of them are empty."""
    children = _fit(element.children, shape)
    if not children:
        return []
    if _ABSENT in children and all(isinstance(child, _STATIC) for child in children):
        return [_ABSENT]
    if isinstance(element, Macro):
        return [Macro(children, element.formatting)]
    return [Group(children, element.delimiter, element.formatting)]


def _names(element: Names, shape: Shape) -> Sequence[Element]:
    there = [variable for variable in element.variables if variable in shape.has]
    substitutes = [left for child in element.substitute for left in _substitute(child, shape)]
    if not there and not substitutes:
        # no names count as none where names are counted
        return [element] if element.options.form == "count" else [_ABSENT]
    return [Names(there, element.options, element.label, substitutes, element.delimiter, element.formatting)]


def _substitute(element: Element, shape: Shape) -> Sequence[Element]:
    """A substitute stays what it is: names and terms as such have a meaning in ``cs:substitute``."""
    left = [one for one in _left_of(element, shape) if one is not _ABSENT]
    if left and isinstance(element, Choose):
        return [Choose([(None, left)])]
    return left


def _calls(element: Element) -> bool:
    """Whether an element calls a variable whenever it is rendered."""
    return isinstance(element, Number | Date | Names) or (isinstance(element, Text) and element.variable != "year-suffix")


def _unwrapped(element: Element) -> Element:
    """The only child of a macro or group that adds nothing to it."""
    if isinstance(element, Macro | Group) and len(element.children) == 1 and element.formatting.is_plain:
        child = element.children[0]
        if _calls(child) or isinstance(child, Macro | Group):
            return child
    return element
