//! A vendor made of scripted answers.
