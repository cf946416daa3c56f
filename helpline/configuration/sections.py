"""Every section of the file, in its order: one line for each room that has settings."""

from chat import configuration_section as chat
from helpline.configuration.section import Section
from helpline.embedding import configuration_section as embedding
from helpline.face import configuration_section as face
from helpline.hours import configuration_section as hours
from helpline.public_texts import configuration_section as texts
from helpline.quality import configuration_section as quality
from helpline.rota import configuration_section as rota
from helpline.standing import configuration_section as standing
from helpline.statistics import configuration_section as statistics
from scripts import configuration_section as scripts
from triage import directory_section, risk_section

SECTIONS: tuple[Section, ...] = (
    face.SECTION,
    hours.SECTION,
    hours.OTHER_LINES,
    rota.SECTION,
    standing.SECTION,
    texts.SECTION,
    chat.SECTION,
    embedding.SECTION,
    statistics.SECTION,
    quality.SECTION,
    risk_section.SECTION,
    scripts.SECTION,
    directory_section.SECTION,
)
