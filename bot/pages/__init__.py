"""The chat page: a front of our own, for whoever has a browser and nobody's account.

The way down is a stream of lines (or a long poll where a proxy holds streams back), the way up a POST for each thing
that a person does. The server makes the identity: a random key in a cookie, of which the store keeps a hash.
"""
