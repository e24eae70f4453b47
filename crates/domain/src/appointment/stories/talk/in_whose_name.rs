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

#[test]
fn the_name_of_whoever_it_is_for_leaves_it_for_them() {
    for (language, wish, whom, texts) in [
        (
            Language::En,
            "haircut for my son Thursday at 3pm",
            "my son",
            &["his name is Leo Park", "his name is Leo Park, 912 345 678"][..],
        ),
        (
            Language::En,
            "haircut for my son Thursday at 3pm, 912 345 678",
            "my son",
            &["his name is Leo Park", "my son's name is Leo Park"],
        ),
        (
            Language::Es,
            "corte de pelo para mi hijo el jueves a las 15, 912 345 678",
            "mi hijo",
            &["su nombre es Leo Park", "se llama Leo Park", "mi hijo se llama Leo Park"],
        ),
        (
            Language::Pt,
            "corte de cabelo para meu filho quinta às 15h, 912 345 678",
            "meu filho",
            &["o nome dele é Leo Park", "ele se chama Leo Park"],
        ),
    ] {
        for text in texts {
            let mut story = Story::new();
            story.desk.person.language = language;
            story.says_all(wish);
            story.says_all(text);
            let wish = &story.request().wish;
            assert_eq!(wish.name.as_deref(), Some("Leo Park"), "{text}");
            assert_eq!(wish.for_whom.as_deref(), Some(whom), "{text}");
            assert_eq!(wish.provider, None, "{text}");
            assert_eq!(story.desk.person.name.as_deref(), Some("Ana Ruiz"), "{text}");
        }
    }
}
