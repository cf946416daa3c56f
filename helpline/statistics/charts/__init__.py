"""Figures as pictures: plain Python that turns a table into the shapes of an SVG.

A chart is drawn from the same `Figures` as the table beside it, and from nothing else: what the table
does not show the chart has never known.
"""
