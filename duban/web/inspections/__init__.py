"""督查: plan, approval, a look at overlaps, start, conclusions served, objections, decisions by others, 整改."""
