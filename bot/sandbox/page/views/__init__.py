"""From SimCord's world to what the page shows: pure looking, as one person, changing nothing."""
