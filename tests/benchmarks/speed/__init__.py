"""How fast the site answers, as ratios to yardsticks that ran beside it."""
