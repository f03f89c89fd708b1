"""How the property tests of the law's rules are run."""

from hypothesis import settings

# How long one example takes says nothing of the rule, and other tests have the processors first (tests/run.py).
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
