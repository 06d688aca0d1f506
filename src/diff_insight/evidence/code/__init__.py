"""Finds what source code defines: functions, classes, exported names, parameters, enum values."""
