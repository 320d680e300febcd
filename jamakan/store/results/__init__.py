"""The figures counted in SQL, one module a population, and the tables that keep them.

A population's counts are {dimension: {value: {measure: number}}}; the dimension "" has one value, "", which is all.
"""
