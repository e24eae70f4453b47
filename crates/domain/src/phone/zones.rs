//! Where a number is at home on the clock, as far as its area code tells.
//!
//! Only areas are here whose clock isn't the one of most people of their country; the rest is [`region::zone`]'s.
//! A mobile that moved is a number like any other: the person who owns it may live by another clock.

use super::PhoneNumber;
use crate::region;

/// Calling code, area codes, and the zones of the area, the one with the most people first.
///
/// Sources: NANPA and CNAC area codes; IFT, Plan Nacional de Numeración; Anatel, Códigos Nacionais; CNMC; ANACOM;
/// Subtel; ACMA. Zones: IANA `zone.tab`.
pub(super) const AREAS: &[(&str, &str, &str)] = &[
    (
        "1",
        "205 210 214 217 218 224 225 228 235 251 254 256 262 274 281 309 312 314 316 318 319 320 325 327 331 334 337 \
         346 353 361 402 405 409 414 417 430 432 447 464 469 479 501 504 507 512 515 531 534 539 557 563 572 573 580 \
         601 608 612 615 618 629 630 636 641 651 659 660 662 682 708 712 713 715 726 730 731 737 763 769 773 779 806 \
         815 816 817 830 832 847 870 872 901 903 913 918 920 931 936 938 940 945 952 956 972 975 979 985",
        "America/Chicago",
    ),
    ("1", "219 270 364 448 850", "America/Chicago America/New_York"),
    ("1", "423 574 606 812 906 930", "America/New_York America/Chicago"),
    ("1", "308 605 620 701 785", "America/Chicago America/Denver"),
    ("1", "303 307 385 406 435 505 575 719 720 748 801 915 970 983", "America/Denver"),
    ("1", "480 520 602 623 928", "America/Phoenix"),
    ("1", "208 986", "America/Boise America/Los_Angeles"),
    (
        "1",
        "206 209 213 253 279 310 323 341 350 360 369 408 415 424 425 442 503 509 510 530 559 562 564 619 626 628 650 \
         657 661 669 702 707 714 725 738 747 760 775 805 818 820 831 840 858 909 916 925 949 951 971",
        "America/Los_Angeles",
    ),
    ("1", "458 541", "America/Los_Angeles America/Boise"),
    ("1", "907", "America/Anchorage America/Adak"),
    ("1", "808", "Pacific/Honolulu"),
    ("1", "236 257 604 672 778", "America/Vancouver"),
    ("1", "250", "America/Vancouver America/Edmonton"),
    ("1", "368 403 587 780 825", "America/Edmonton"),
    ("1", "306 474 639", "America/Regina"),
    ("1", "204 431 584", "America/Winnipeg"),
    ("1", "807", "America/Toronto America/Winnipeg"),
    ("1", "428 506 782 902", "America/Halifax"),
    ("1", "709 879", "America/St_Johns America/Halifax"),
    ("1", "867", "America/Whitehorse America/Edmonton America/Iqaluit"),
    (
        "52",
        "311 319 323 324 325 327 389 612 613 615 622 623 624 631 632 633 634 637 638 641 642 643 644 645 647 651 653 \
         662 667 668 669 672 673 687 694 695 696 697 698",
        "America/Mazatlan",
    ),
    ("52", "614 621 625 627 628 629 635 636 639 648 649 652 659", "America/Chihuahua"),
    ("52", "656", "America/Ciudad_Juarez"),
    ("52", "626", "America/Ojinaga"),
    ("52", "616 646 658 661 663 664 665 686", "America/Tijuana"),
    ("52", "867 868 877 878 894 897 899", "America/Matamoros"),
    ("52", "983 984 987 998", "America/Cancun"),
    ("55", "65 66", "America/Cuiaba"),
    ("55", "67", "America/Campo_Grande"),
    ("55", "68", "America/Rio_Branco"),
    ("55", "69", "America/Porto_Velho"),
    ("55", "92 97", "America/Manaus"),
    ("55", "95", "America/Boa_Vista"),
    ("34", "822 828 922 928", "Atlantic/Canary"),
    ("351", "291", "Atlantic/Madeira"),
    ("351", "292 295 296", "Atlantic/Azores"),
    ("56", "61", "America/Punta_Arenas"),
    ("61", "7", "Australia/Brisbane"),
    ("61", "86 89", "Australia/Perth"),
    ("61", "87 880 881 882 883 884 885 886 887 888", "Australia/Adelaide"),
    ("61", "889", "Australia/Darwin"),
];

impl PhoneNumber {
    /// The IANA zones in which the number's area lies, the one with the most people first: more than one where the
    /// area is cut in two. Elsewhere the zone of most people of its region; empty where even that isn't known.
    #[must_use]
    pub fn time_zones(&self) -> Vec<&'static str> {
        let area = AREAS.iter().find(|(country, areas, _)| {
            let national = self.0.strip_prefix('+').and_then(|digits| digits.strip_prefix(country));
            national.is_some_and(|national| {
                areas.split_whitespace().any(|area| national.starts_with(area))
            })
        });
        match area {
            Some((_, _, zones)) => zones.split(' ').collect(),
            None => self.region().and_then(|region| region::zone(&region)).into_iter().collect(),
        }
    }
}
