//! A program of somebody whose Asterisk has more than ours; what it does stands in its tests.
