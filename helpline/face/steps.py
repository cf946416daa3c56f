"""What the checklist and the room "Service" say of the charity's own face."""

from helpline.face.in_force import face_in_force, service_name, shown
from helpline.service.steps import Step

OURS = "Helpline"


def name_step() -> Step:
    """Return whether the service has a name of its own, and says who is responsible for what is kept."""
    called, responsible = service_name(), shown("en").controller
    said = f"It is called “{called}”."
    if not responsible:
        said += " To do: name who is responsible for what is kept. The privacy notice says it."
    own = called != OURS
    return Step(done=own and bool(responsible), sentence=said, lacks=not responsible, own=own)


def look_step() -> Step:
    """Return whether a logo or a colour was chosen; what comes with the program may stay."""
    face = face_in_force()
    own = [
        said for there, said in ((face.logo, "a logo"), (face.colours.main, "colours of your own")) if there
    ]
    if not own:
        return Step(done=False, sentence="The colours that come with the program, and no logo.")
    return Step(done=True, sentence=f"Callers see {' and '.join(own)}.")


def now() -> str:
    """Return a word or two on what stands there."""
    face = face_in_force()
    return f"Version {face.number}" if face.number else "Not set yet"
