"""The index of a library: where in millions of paragraphs words may stand. It only finds; the words held judge."""
