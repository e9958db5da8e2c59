"""Tests of both fronts, over real HTTP."""
