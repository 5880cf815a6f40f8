"""The public calendar of a community: a file that any web server can offer for subscribing."""
