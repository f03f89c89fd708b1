"""The one way in which passwords are hashed."""

from argon2 import PasswordHasher

# Argon2id with OWASP's 19 MiB, two passes, one lane. RFC 9106's 64 MiB with four lanes took 200 CPU ms a check: at
# twenty sign-ins a second the web stood still (bench/sign_in). A stored hash names its own parameters.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
