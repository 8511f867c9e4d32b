"""The benchmark: starts each contender on loopback, measures them in turns, and says which targets are met."""
