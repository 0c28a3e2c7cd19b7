"""Reads the course of a treaty, a wage round or a trial out of a story: which step was taken by whom, when, what is open."""

from lagebild.records.claim import Process
from lagebild.records.story import StoryMaterial


def processes(material: StoryMaterial) -> tuple[Process, ...]:
    """Return the processes of a story, each with its steps in their proper order."""
    return ()
