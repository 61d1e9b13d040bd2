//! Words of the window, a file for each of its rooms.
