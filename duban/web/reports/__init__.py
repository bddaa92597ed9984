"""The quarterly report of a unit (填报季度完成情况): the list of periods and the filling page."""
