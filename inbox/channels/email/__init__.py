"""E-mail: RFC 5322 messages out by Django's mail backend."""
