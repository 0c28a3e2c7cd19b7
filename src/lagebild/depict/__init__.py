"""depict: documents and claims of a story -> Views: timeline, map, actors, numbers, reactions, wording, what is new."""
