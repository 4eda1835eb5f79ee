"""The site as an RSGI application: small answers by an event loop, all others by threads."""
