"""Chokepoint on Discord and on the command line."""
