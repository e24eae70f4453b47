//! Where values come from: the compiled-in defaults, a TOML file, the environment, and files that hold one secret.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use config::{Config, File, FileFormat};

use super::explained::{DEFAULTS, Setting, settings};
use super::problem::{Problem, Refused};

/// The settings file that is read if it is there and no other is named.
const USUAL_FILE: &str = "vocero.toml";
/// How different a name may be and still be taken for a slip of the pen.
const SLIP_MAX: usize = 4;

/// The value of each setting as text, and what was wrong on the way.
///
/// # Errors
/// [`Refused`] where a file can't be read at all.
pub fn gather(
    environment: &BTreeMap<String, String>,
) -> Result<(BTreeMap<String, String>, Vec<Problem>), Refused> {
    let known = settings();
    let mut problems = Vec::new();
    let mut builder = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
    for (name, value) in from_file(environment, &known, &mut problems)? {
        builder = builder.set_override(name, value).expect("names of settings are valid keys");
    }
    for (name, value) in from_environment(environment, &known, &mut problems) {
        builder = builder.set_override(name, value).expect("names of settings are valid keys");
    }
    let values = builder
        .build()
        .and_then(Config::try_deserialize)
        .expect("the compiled-in defaults are TOML, and what lies over them is text");
    Ok((values, problems))
}

fn from_file(
    environment: &BTreeMap<String, String>,
    known: &BTreeMap<&str, Setting>,
    problems: &mut Vec<Problem>,
) -> Result<BTreeMap<String, String>, Refused> {
    let path = match environment.get("VOCERO_CONFIG").filter(|path| !path.is_empty()) {
        Some(path) => PathBuf::from(path),
        None if Path::new(USUAL_FILE).exists() => PathBuf::from(USUAL_FILE),
        None => return Ok(BTreeMap::new()),
    };
    let unreadable = |reason: String| {
        Refused(vec![Problem::Unreadable {
            name: "VOCERO_CONFIG".to_owned(),
            path: path.clone(),
            reason,
        }])
    };
    let text = std::fs::read_to_string(&path).map_err(|error| unreadable(error.to_string()))?;
    let table: BTreeMap<String, config::Value> = Config::builder()
        .add_source(File::from_str(&text, FileFormat::Toml))
        .build()
        .and_then(Config::try_deserialize)
        .map_err(|error| unreadable(without_excerpt(&error.to_string())))?;
    let mut values = BTreeMap::new();
    for (name, value) in table {
        let Some(setting) = known.get(name.as_str()) else {
            problems.push(unknown(name, known));
            continue;
        };
        match value.into_string() {
            Ok(text) => _ = values.insert(name, text),
            Err(_) => problems.push(Problem::Malformed {
                name,
                expected: format!("one value. {}", setting.about),
                shown: None,
            }),
        }
    }
    Ok(values)
}

fn from_environment(
    environment: &BTreeMap<String, String>,
    known: &BTreeMap<&str, Setting>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, String> {
    let set = |name: &str| environment.get(name).filter(|value| !value.trim().is_empty());
    let mut values = BTreeMap::new();
    for (&name, setting) in known {
        let value = set(name).cloned();
        let path = set(&format!("{name}_FILE")).filter(|_| setting.secret);
        let value = match (value, path) {
            (Some(_), Some(_)) => {
                problems.push(Problem::Twice { name: name.to_owned() });
                continue;
            }
            (None, Some(path)) => match std::fs::read_to_string(path) {
                Ok(text) => Some(text),
                Err(error) => {
                    problems.push(Problem::Unreadable {
                        name: name.to_owned(),
                        path: path.into(),
                        reason: error.to_string(),
                    });
                    continue;
                }
            },
            (value, None) => value,
        };
        values.extend(value.map(|value| (name.to_owned(), value)));
    }
    values
}

/// Of a TOML error: where and what, not the line itself, in which a secret may stand.
fn without_excerpt(error: &str) -> String {
    let mut lines = error
        .lines()
        .filter(|line| !line.trim_start().starts_with(|c: char| c == '|' || c.is_ascii_digit()));
    let at = lines.next().unwrap_or_default();
    let what = lines.next_back().unwrap_or_default();
    format!("{at}: {what}")
}

fn unknown(name: String, known: &BTreeMap<&str, Setting>) -> Problem {
    let written = name.to_ascii_uppercase();
    let near = known
        .keys()
        .map(|&candidate| (strsim::damerau_levenshtein(&written, candidate), candidate))
        .min()
        .filter(|(distance, _)| *distance <= SLIP_MAX)
        .map(|(_, candidate)| candidate.to_owned());
    Problem::Unknown { name, near }
}
