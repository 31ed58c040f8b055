"""Networks on loopback: one small server for each, built from its documentation, that can also misbehave."""
