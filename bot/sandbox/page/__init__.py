"""``bot try``: the whole community on one page in the browser, without Discord."""
