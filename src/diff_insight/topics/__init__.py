"""Topics: what belongs together in a change, in whose words it is told, whom it concerns and how much it matters."""
