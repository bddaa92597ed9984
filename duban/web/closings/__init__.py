"""办结 and 销号: applied for with what shows the result, verified, graded, written off; many at the end of a year."""
