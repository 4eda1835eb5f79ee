"""Other people's files of figures -> tables of observations in a workspace. docs/numbers.md tells the rules."""
