"""The SPARQL endpoint: reading a request of the protocol, shaping results, telling problems."""
