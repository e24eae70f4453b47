//! The layers, as the manifests have them: who may name whom, and which library is whose alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use config::{Config, File, FileFormat, Value};

/// Crate, crates of ours that it may name, libraries that nobody but the crates that list them here may name.
const LAYERS: [(&str, &[&str], &[&str]); 8] = [
    (
        "vocero",
        &["api", "services", "data", "vendors", "domain", "sandbox", "town"],
        &["axum", "reqwest", "clap", "config"],
    ),
    ("api", &["services", "domain"], &["axum"]),
    ("services", &["data", "vendors", "domain"], &["fluent-templates", "icalendar"]),
    ("data", &["domain"], &["sea-orm", "sea-orm-migration", "sqlx", "chrono"]),
    ("vendors", &["domain"], &["reqwest"]),
    ("domain", &[], &["rlibphonenumber", "calcard"]),
    ("sandbox", &[], &["axum", "reqwest"]),
    ("town", &["services", "domain", "sandbox"], &["axum", "askama", "fluent-templates"]),
];

/// What the thinking half must not have: IO, waiting, a clock of its own, chance.
const NOT_IN_DOMAIN: [&str; 9] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::time",
    "async fn",
    ".await",
    "tokio",
];

#[derive(serde::Deserialize)]
struct Manifest {
    dependencies: BTreeMap<String, Value>,
    #[serde(default, rename = "dev-dependencies")]
    for_tests: BTreeMap<String, Value>,
    #[serde(default, rename = "build-dependencies")]
    for_building: BTreeMap<String, Value>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn manifest(layer: &str) -> Manifest {
    let text = read(&root().join("crates").join(layer).join("Cargo.toml"));
    let table = Config::builder().add_source(File::from_str(&text, FileFormat::Toml)).build();
    table.and_then(Config::try_deserialize).unwrap_or_else(|error| panic!("{layer}: {error}"))
}

/// What a manifest names and the table does not allow, a line each.
fn trespasses(layer: &str, named: &[&str], for_tests: &[&str]) -> Vec<String> {
    let (_, ours, alone) =
        LAYERS.iter().find(|(name, ..)| *name == layer).expect("a layer of the table");
    let is_layer = |name: &str| LAYERS.iter().any(|(layer, ..)| *layer == name);
    let is_owned = |name: &str| LAYERS.iter().any(|(.., alone)| alone.contains(&name));
    let crossing =
        named.iter().chain(for_tests).filter(|name| is_layer(name) && !ours.contains(name));
    let borrowed = named.iter().filter(|name| is_owned(name) && !alone.contains(name));
    crossing.chain(borrowed).map(|name| format!("{layer} names {name}")).collect()
}

fn names(dependencies: &BTreeMap<String, Value>) -> Vec<&str> {
    dependencies.keys().map(String::as_str).collect()
}

#[test]
fn every_layer_names_only_what_the_table_allows() {
    for (layer, ..) in LAYERS {
        let manifest = manifest(layer);
        let mut named = names(&manifest.dependencies);
        named.extend(names(&manifest.for_building));
        assert_eq!(trespasses(layer, &named, &names(&manifest.for_tests)), [""; 0]);
    }
}

#[test]
fn the_table_has_a_row_for_every_crate_and_no_other() {
    let mut folders: Vec<_> = std::fs::read_dir(root().join("crates"))
        .expect("there are crates")
        .map(|entry| {
            entry.expect("the folder can be read").file_name().into_string().expect("plain names")
        })
        .collect();
    folders.sort();
    let mut layers = LAYERS.map(|(layer, ..)| layer);
    layers.sort_unstable();
    assert_eq!(folders, layers);
}

#[test]
fn a_library_of_the_table_is_used_by_each_crate_that_it_is_given_to() {
    for (layer, _, alone) in LAYERS {
        let manifest = manifest(layer);
        for library in alone {
            assert!(
                manifest.dependencies.contains_key(*library),
                "{layer} no longer uses {library}"
            );
        }
    }
}

#[test]
fn an_arrow_that_is_not_in_the_table_would_be_found() {
    assert_eq!(trespasses("api", &["services", "data"], &[]), ["api names data"]);
    assert_eq!(trespasses("api", &["reqwest"], &[]), ["api names reqwest"]);
    assert_eq!(trespasses("domain", &["serde"], &["vendors"]), ["domain names vendors"]);
    assert_eq!(trespasses("vocero", &["api", "axum"], &["sqlx"]), [""; 0]);
}

#[test]
fn the_domain_does_no_io_and_waits_for_nothing() {
    let mut files = Vec::new();
    collect(&root().join("crates/domain/src"), &mut files);
    assert!(files.len() > 10);
    for path in files {
        let code: Vec<_> = read(&path).lines().map(|line| line.trim_start().to_owned()).collect();
        for line in code.iter().filter(|line| !line.starts_with("//")) {
            for word in NOT_IN_DOMAIN {
                assert!(!line.contains(word), "{}: {line}", path.display());
            }
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn the_map_draws_the_arrows_of_the_table() {
    let map = read(&root().join("ARCHITECTURE.md"));
    for (layer, ours, _) in LAYERS {
        let row = map.lines().find(|line| line.starts_with(&format!("| `{layer}` |")));
        let row = row.unwrap_or_else(|| panic!("{layer} is not on the map"));
        let named = row.trim_end_matches('|').rsplit('|').next().expect("a row has cells").trim();
        let expected = match ours {
            [] => "nothing of ours".to_owned(),
            _ if ours.len() == LAYERS.len() - 1 => "all".to_owned(),
            _ => ours.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" "),
        };
        assert_eq!(named, expected, "the row of {layer}");
    }
}
