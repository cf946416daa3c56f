"""Figures that are made up, for training, benches and pictures (`manage.py make_facts`)."""
