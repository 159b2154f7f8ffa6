"""The grammar, the calendar and the values of time expressions."""
