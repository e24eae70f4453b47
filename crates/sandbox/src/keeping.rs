//! What a sandbox remembers over a restart: all of its state in one file, written whole and put in place at once.
//!
//! Invariant: the file is either the old one or the new one. What happened in the last moment before a kill
//! ([`Keeper::EVERY`]) is forgotten, as if the vendors had not seen it.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::options::Listen;
use crate::world::{State, Urls, World};

#[derive(Deserialize)]
pub(crate) struct Kept {
    listen: Vec<SocketAddr>,
    pub state: State,
}

#[derive(Serialize)]
struct Keeping<'a> {
    listen: Vec<SocketAddr>,
    state: &'a State,
}

impl Kept {
    /// What stands in the file, if there is one. One that can't be read is laid aside, beside it.
    pub fn read(path: &Path) -> Option<Self> {
        let bytes = std::fs::read(path).ok()?;
        match serde_json::from_slice(&bytes) {
            Ok(kept) => Some(kept),
            Err(error) => {
                let aside = path.with_extension("unreadable");
                tracing::error!(%error, aside = %aside.display(), "what the sandbox kept can't be read: it begins anew");
                if let Err(error) = std::fs::rename(path, &aside) {
                    tracing::error!(%error, "it can't be laid aside either");
                }
                None
            }
        }
    }

    /// Where the vendors listened: links that were given out lead there.
    pub fn listen(&self) -> Option<Listen> {
        let [twilio, media, elevenlabs, resend, llm, places] = self.listen.as_slice() else {
            return None;
        };
        Some(Listen {
            twilio: *twilio,
            media: *media,
            elevenlabs: *elevenlabs,
            resend: *resend,
            llm: *llm,
            places: *places,
        })
    }
}

fn addresses(urls: &Urls) -> Vec<SocketAddr> {
    [&urls.twilio, &urls.media, &urls.elevenlabs, &urls.resend, &urls.llm, &urls.places]
        .into_iter()
        .filter_map(|url| url.trim_start_matches("http://").parse().ok())
        .collect()
}

/// Writes the state down whenever it may have changed.
#[derive(Debug)]
pub(crate) struct Keeper {
    world: Arc<World>,
    path: PathBuf,
}

impl Keeper {
    const EVERY: Duration = Duration::from_millis(250);

    pub fn new(world: Arc<World>, path: PathBuf) -> Self {
        Self { world, path }
    }

    /// Until `stop`, and once more then.
    pub async fn run(self, stop: CancellationToken) {
        let mut written = 0;
        loop {
            let stopped = stop.is_cancelled();
            let touched = self.world.touched();
            if touched != written || stopped {
                match self.write() {
                    Ok(()) => written = touched,
                    Err(error) => tracing::error!(%error, "the sandbox can't write down its state"),
                }
            }
            if stopped {
                return;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(Self::EVERY) => {}
            }
        }
    }

    pub fn write(&self) -> io::Result<()> {
        let listen = addresses(self.world.urls());
        let bytes = {
            let state = self.world.look();
            serde_json::to_vec(&Keeping { listen, state: &state })?
        };
        let beside = self.path.with_extension("new");
        std::fs::write(&beside, bytes)?;
        std::fs::rename(beside, &self.path)
    }
}

/// A map whose keys are no text, as a list of pairs.
pub(crate) mod pairs {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<'a, S, M, K, V>(map: &'a M, serializer: S) -> Result<S::Ok, S::Error>
    where
        S: Serializer,
        &'a M: IntoIterator<Item = (K, V)>,
        K: Serialize,
        V: Serialize,
    {
        serializer.collect_seq(map)
    }

    pub fn deserialize<'de, D, M, K, V>(deserializer: D) -> Result<M, D::Error>
    where
        D: Deserializer<'de>,
        M: FromIterator<(K, V)>,
        K: Deserialize<'de>,
        V: Deserialize<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// Bytes as base64.
pub(crate) mod as_base64 {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>, T: From<Vec<u8>>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map(T::from).map_err(serde::de::Error::custom)
    }
}

/// One within the other, which JSON alone can't tell from none.
pub(crate) mod nested {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer, T: Serialize>(
        value: &Option<Option<T>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(value)
    }

    pub fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<T>>, D::Error> {
        Ok(Vec::<Option<T>>::deserialize(deserializer)?.pop())
    }
}
