//! In whose name it is booked, and how that is changed.

use super::*;

#[test]
fn the_name_on_the_card_is_taken_in_full_when_it_is_said_in_full() {
    let table = [
        ("Iker Etxeberria", "Iker Etxeberria"),
        ("iker", "Iker"),
        ("Iker De la Torre.", "Iker De la Torre"),
        ("Iker no puede", "Iker"),
        ("Iker Etxeberria tiene fiebre", "Iker"),
        ("Ikerne Etxeberria", "Iker"),
        ("Palermo Soho", "Iker"),
        ("a nombre de Iker Etxeberria", "Iker Etxeberria"),
    ];
    for (text, expected) in table {
        let mut story = Story::new();
        story.desk.person.name = Some("Iker".to_owned());
        story.wants_a_haircut();
        assert_eq!(story.shows().name, "Iker");
        story.says_all(text);
        assert_eq!(story.shows().name, expected, "{text}");
        assert_eq!(story.status(), "confirming", "{text}");
    }
}

#[test]
fn a_corrected_name_stands_on_the_next_card() {
    for text in ["change the name to Thomas Berg", "and the name should be Thomas Berg"] {
        let mut story = Story::new();
        story.wants_a_haircut();
        story.says_all(text);
        assert_eq!(story.shows().name, "Thomas Berg", "{text}");
    }
}

#[test]
fn whoever_goes_there_is_nobody_to_call() {
    for (text, name) in
        [("his name is Leo Park", "Leo Park"), ("Her name is Rosa Diaz", "Rosa Diaz")]
    {
        let mut story = Story::new();
        story.wants_a_haircut();
        story.says_all(text);
        assert_eq!(story.shows().for_whom.as_deref(), Some(name), "{text}");
        assert_eq!(story.shows().name, "Ana Ruiz", "{text}");
        assert_eq!(story.request().wish.provider.as_deref(), Some("Marta"), "{text}");
    }
}
