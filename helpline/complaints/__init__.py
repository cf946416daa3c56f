"""Complaints and requests about data: taken in without an account, kept apart from every talk."""
