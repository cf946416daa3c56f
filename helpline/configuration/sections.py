"""Every section of the file, in its order: one line for each room that has settings."""

from helpline.configuration.section import Section
from helpline.hours import configuration_section as hours

SECTIONS: tuple[Section, ...] = (hours.SECTION,)
