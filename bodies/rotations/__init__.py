"""Rotations as they are stored: read into plain values, compared, and told."""
