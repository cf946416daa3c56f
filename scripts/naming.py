"""What people read in place of the names in a script's files, the same everywhere. Plain Python."""

# Shorter or plainer than the cue's own name.
CUE_LABELS = {
    "threat_ultimatum": "Threat",
    "self_harm": "Self-harm or suicide",
    "child_at_risk": "Child at risk",
    "alcohol_stress_excuse": "Drink or stress as excuse",
    "jealousy_entitlement": "Jealousy or entitlement",
}


def cue_label(cue: str) -> str:
    """Return how a cue is named: "partner_blame" is "Partner blame"."""
    return CUE_LABELS.get(cue) or spoken(cue)


def spoken(name: str) -> str:
    """Return a name of the file as a person reads it: "Safety check"."""
    return str(name).replace("_", " ").capitalize()
