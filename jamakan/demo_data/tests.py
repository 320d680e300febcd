"""The knowledge test, before and after."""

from flows.catalog import load_library
from jamakan.demo_data.ledger import Story
from jamakan.demo_data.scene import Scene

TEST = "citizenship"
TAKES = {"before": 0.75, "after": 0.8}  # of those who could
ITEMS = load_library().flow(TEST).items


def take(scene: Scene, story: Story, phase: str) -> None:
    """They answer every question, as well as they know it by then."""
    if phase == "before" and story not in scene.ledger.seated(story.activity):
        return
    knows = story.who.knows + (story.who.learns if phase == "after" else 0)
    right = [scene.chance.random() < knows for _ in ITEMS]
    answers = {}
    for step, knew in zip(ITEMS, right, strict=True):
        wrong = [choice.name for choice in step.choices if choice.name != step.right]
        answers[step.name] = str(step.right) if knew else scene.chance.choice(wrong)
    who = {"who": story.who.name.split()[0]}
    said = scene.calls(story.who, main={"test": "take"}, knowledge=who, citizenship=answers)
    if said:
        setattr(story, phase, right)
