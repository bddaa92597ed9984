"""Schedule (序时进度) and lights (亮灯): what a figure should be by a day, and what that says. Domain §5."""
