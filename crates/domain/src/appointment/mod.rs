//! One appointment, from the first message to the final word, as a pure function.
