"""cluster: which documents tell one story, which are copies, which posts react to it -> StoryLink with reasons."""
