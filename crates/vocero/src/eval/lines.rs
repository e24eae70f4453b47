//! The lines of a stream, each read when there is room for it, none longer than it may be.

use std::io::{self, BufRead, Read};

use futures::Stream;
use futures::channel::mpsc;
use futures::executor::block_on;
use futures::sink::SinkExt;

/// Of a line, in bytes.
const LINE_BYTES_MAX: usize = 4 << 20;

/// Lines read ahead.
const AHEAD: usize = 16;

/// A line, or why it can't be had.
pub(super) type Line = Result<Vec<u8>, String>;

/// Reads on a thread of its own, for a pipe may keep its reader waiting. Blank lines are left out.
pub(super) fn read(mut input: impl BufRead + Send + 'static) -> impl Stream<Item = Line> {
    let (mut send, lines) = mpsc::channel(AHEAD);
    std::thread::spawn(move || {
        while let Some(line) = next(&mut input) {
            let blank = line.as_ref().is_ok_and(|line| line.trim_ascii().is_empty());
            if !blank && block_on(send.send(line)).is_err() {
                return;
            }
        }
    });
    lines
}

fn next(input: &mut impl BufRead) -> Option<Line> {
    let line = one(input);
    match line {
        Ok(line) => line,
        // A stream that fails is at its end.
        Err(error) => {
            tracing::error!(%error, "the input can't be read any further");
            None
        }
    }
}

fn one(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let most = u64::try_from(LINE_BYTES_MAX).expect("a few million");
    if input.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.len() == LINE_BYTES_MAX && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
        return Ok(Some(Err(format!("a line of more than {LINE_BYTES_MAX} bytes"))));
    }
    Ok(Some(Ok(line)))
}
