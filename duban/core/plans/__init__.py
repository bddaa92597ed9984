"""Handling plans (办理方案) as values: proposals from the printed text, differences, the sheet that units fill."""
