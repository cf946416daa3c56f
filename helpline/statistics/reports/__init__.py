"""Reports for funders: released figures of a closed period, in a chosen order, in words and in tables."""
