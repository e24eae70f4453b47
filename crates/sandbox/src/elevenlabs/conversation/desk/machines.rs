//! The machines that stand before a person: answering machines, menus, queues, call screening.

use super::super::{Act, Meaning};
use super::{Desk, Manner, Reply};

/// How often a menu is read out before the machine gives up.
const MENU_ROUNDS: u32 = 12;
/// Seconds of recorded music between two announcements.
const MUSIC_S: u32 = 12;
/// Announcements in a queue that nobody ever leaves: some twenty minutes.
const QUEUE: usize = 70;
/// Seconds until somebody who was told who calls takes the phone.
const SCREENED_S: u32 = 6;

impl Desk {
    pub(super) fn answers_as_a_machine(&mut self) -> Vec<Reply> {
        match self.manner {
            Manner::MailboxFull => {
                let again = self.says_after(8, self.mailbox_full(), Meaning::MailboxFull);
                let mut replies = self.says(self.mailbox_full(), Meaning::MailboxFull);
                replies.extend([again, Reply::HangsUp]);
                replies
            }
            Manner::HoldForever => {
                let mut replies = self.says(self.please_hold(), Meaning::Hold);
                let music = self.says_after(MUSIC_S, self.music(), Meaning::Hold);
                replies.extend(vec![music; QUEUE]);
                replies.push(self.says_after(MUSIC_S, self.lines_busy(), Meaning::Hold));
                replies.push(Reply::HangsUp);
                replies
            }
            Manner::Screening => self.says(self.screens(), Meaning::Screening),
            manner if manner.has_menu() => self.reads_the_menu(),
            _ => {
                let mut replies = self.says(self.voicemail_greeting(), Meaning::Machine);
                replies.push(self.says_after(1, self.beep(), Meaning::Beep));
                replies
            }
        }
    }

    pub(super) fn keeps_on_hold(&self) -> Vec<Reply> {
        vec![
            self.says_after(0, self.please_hold(), Meaning::Hold),
            self.says_after(MUSIC_S, self.music(), Meaning::Hold),
            self.says_after(MUSIC_S, self.music(), Meaning::Hold),
            self.says_after(MUSIC_S, self.hello(), Meaning::Greets),
        ]
    }

    pub(super) fn hears_as_a_machine(&mut self, act: &Act) -> Vec<Reply> {
        match (self.manner, act) {
            (Manner::MailboxFull | Manner::HoldForever, _) => Vec::new(),
            (Manner::Screening, Act::NamesCaller { name, reason })
                if !name.is_empty() && !reason.is_empty() =>
            {
                self.machine = false;
                let mut replies = self.says(self.puts_through(), Meaning::Waits);
                replies.push(self.says_after(SCREENED_S, self.private_hello(), Meaning::Greets));
                replies
            }
            (Manner::Screening, _) => self.screens_again(),
            (manner, act) if manner.has_menu() => {
                if self.leads_to_a_person(act) {
                    self.machine = false;
                    return self.says(self.hello(), Meaning::Greets);
                }
                self.reads_the_menu()
            }
            _ => self.hangs_up(),
        }
    }

    pub(super) fn hears_nothing_as_a_machine(&mut self) -> Vec<Reply> {
        match self.manner {
            Manner::Screening => self.screens_again(),
            manner if manner.has_menu() => self.reads_the_menu(),
            _ => self.hangs_up(),
        }
    }

    /// Silence, or no name: it asks once more, and nobody's phone ever rings.
    fn screens_again(&mut self) -> Vec<Reply> {
        self.asked += 1;
        if self.asked > 1 {
            return self.parts();
        }
        self.says(self.screens(), Meaning::Screening)
    }

    fn reads_the_menu(&mut self) -> Vec<Reply> {
        let page = self.asked;
        self.asked += 1;
        if self.asked > MENU_ROUNDS {
            return self.hangs_up();
        }
        match self.manner {
            Manner::MenuEndless => self.says(self.menu_page(page), Meaning::Menu('1')),
            Manner::MenuOperator => self.says(self.operator_menu(), Meaning::Menu('2')),
            _ => self.says(self.menu(), Meaning::Menu('1')),
        }
    }

    /// A tone that comes right away is one that a deaf menu does not hear.
    fn leads_to_a_person(&self, act: &Act) -> bool {
        let (key, slowly) = match act {
            Act::Presses(tones) => (tones.trim_matches(['w', 'W']), tones.starts_with(['w', 'W'])),
            Act::Chooses('1') => ("1", true),
            Act::Chooses('0') => ("0", true),
            _ => return false,
        };
        match self.manner {
            Manner::Menu => key == "1",
            Manner::MenuDeaf => key == "1" && slowly,
            Manner::MenuOperator => key == "0",
            _ => false,
        }
    }
}
