"""What a service is set to, taken out as one file and taken in again; docs/configuration.md."""
