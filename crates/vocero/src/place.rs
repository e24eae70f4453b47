//! Where a sandbox keeps what it knows: a database file, and the state of the simulated vendors beside it.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Of a sandbox that is told no other.
const DEFAULT: &str = "vocero-sandbox.sqlite";
/// The settings' own default.
const REAL: &str = "vocero.sqlite";
const MEMORY: &str = "sqlite::memory:";

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "{0} is the database of something else than a sandbox: set DATABASE_URL to a file that a sandbox may have, \
         such as sqlite://vocero-sandbox.sqlite"
    )]
    NotASandbox(PathBuf),
    #[error("cannot keep anything beside {path}: {source}")]
    Lock { path: PathBuf, source: io::Error },
    #[error("cannot remove {path}: {source}")]
    Remove { path: PathBuf, source: io::Error },
}

/// A sandbox's place, held for it alone as long as this lives.
#[derive(Debug)]
pub struct Place {
    database_url: String,
    file: Option<PathBuf>,
    _lock: Option<File>,
    taken: bool,
}

impl Place {
    /// The place that `DATABASE_URL` names if it is a file of SQLite's and not the default of the settings. Where another
    /// sandbox is at work, this one keeps nothing.
    ///
    /// # Errors
    /// [`Error::NotASandbox`] when there is a database that no sandbox has made; [`Error::Lock`] where nothing can be
    /// written.
    pub fn find(database_url: &str) -> Result<Self, Error> {
        file_of(database_url).map_or_else(|| Ok(Self::nowhere(false)), Self::at)
    }

    fn nowhere(taken: bool) -> Self {
        Self { database_url: MEMORY.to_owned(), file: None, _lock: None, taken }
    }

    fn at(path: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Lock { path: path.to_owned(), source };
        if path.exists()
            && !state_beside(path).exists()
            && std::fs::metadata(path).is_ok_and(|file| file.len() > 0)
        {
            return Err(Error::NotASandbox(path.to_owned()));
        }
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.with_extension("lock"))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Self::nowhere(true)),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        Ok(Self {
            database_url: format!("sqlite://{}", path.display()),
            file: Some(path.to_owned()),
            _lock: Some(lock),
            taken: false,
        })
    }

    #[must_use]
    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// The file for what the simulated vendors know.
    #[must_use]
    pub fn state(&self) -> Option<PathBuf> {
        self.file.as_deref().map(state_beside)
    }

    /// Removes all that is kept. Nothing may have it open.
    ///
    /// # Errors
    /// [`Error::Remove`]
    pub fn empty(&self) -> Result<(), Error> {
        let Some(file) = &self.file else { return Ok(()) };
        let beside = |end: &str| PathBuf::from(format!("{}{end}", file.display()));
        for path in [file.clone(), beside("-wal"), beside("-shm"), state_beside(file)] {
            match std::fs::remove_file(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::Remove { path, source });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The file that a sandbox uses for this `DATABASE_URL`; none where it is to keep nothing.
fn file_of(database_url: &str) -> Option<&Path> {
    if database_url == MEMORY {
        return None;
    }
    let named = database_url.strip_prefix("sqlite://");
    let named = named.map(|path| path.split('?').next().unwrap_or(path));
    Some(Path::new(named.filter(|path| *path != REAL).unwrap_or(DEFAULT)))
}

fn state_beside(file: &Path) -> PathBuf {
    file.with_extension("town.json")
}

/// For whoever starts it.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.taken) {
            (Some(file), _) => write!(f, "The town is kept in {}", file.display()),
            (None, true) => write!(f, "Another sandbox runs here: this one keeps nothing"),
            (None, false) => write!(f, "The town is kept in memory"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(folder: &tempfile::TempDir, name: &str) -> String {
        format!("sqlite://{}", folder.path().join(name).display())
    }

    #[test]
    fn a_database_of_something_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("real.sqlite"), "SQLite format 3").unwrap();
        let refused = Place::find(&url(&folder, "real.sqlite")).unwrap_err();
        assert!(matches!(refused, Error::NotASandbox(_)), "{refused}");
    }

    #[test]
    fn two_sandboxes_never_share_a_place() {
        let folder = tempfile::tempdir().unwrap();
        let first = Place::find(&url(&folder, "a.sqlite")).unwrap();
        assert!(first.state().is_some());
        let second = Place::find(&url(&folder, "a.sqlite")).unwrap();
        assert_eq!((second.database_url(), second.state()), (MEMORY, None));
        drop(first);
        assert!(Place::find(&url(&folder, "a.sqlite")).unwrap().state().is_some());
    }

    #[test]
    fn an_emptied_place_is_empty_and_still_held() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::find(&url(&folder, "a.sqlite")).unwrap();
        let state = place.state().unwrap();
        for file in [folder.path().join("a.sqlite"), folder.path().join("a.sqlite-wal"), state] {
            std::fs::write(file, "x").unwrap();
        }
        place.empty().unwrap();
        let left: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
        assert_eq!(left, ["a.lock"]);
        assert_eq!(Place::find(&url(&folder, "a.sqlite")).unwrap().state(), None);
    }

    #[test]
    fn the_database_of_the_settings_default_and_servers_are_never_used() {
        let file = |url| file_of(url).map(Path::to_owned);
        for url in ["sqlite://vocero.sqlite", "postgres://localhost/real", ""] {
            assert_eq!(file(url), Some(PathBuf::from("vocero-sandbox.sqlite")));
        }
        assert_eq!(file("sqlite:///tmp/a.sqlite?mode=rwc"), Some(PathBuf::from("/tmp/a.sqlite")));
        assert_eq!(file(MEMORY), None);
    }
}
