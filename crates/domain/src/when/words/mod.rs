//! What the grammar's words are in each language: a new language is a table beside these.

pub(super) mod en;
pub(super) mod es;
pub(super) mod pt;

use super::sense::{Sense, Table};

/// Of all languages: an address or a card is seldom spelled in that of the conversation.
pub(super) const LABELS: Table = &[
    (
        Sense::Label,
        "apt|apartment|unit|suite|ste|flat|floor|cvv|cvc|dob|date of birth|born|birthdate",
    ),
    (Sense::Label, "member since|customer since|client since|patient since"),
    (Sense::Label, "depto|dpto|dto|departamento|apto|apartamento|piso|nacio|naci|nacido|nacida"),
    (
        Sense::Label,
        "nacimiento|f nac|vence|vencen|vencio|vto|venc|vencimiento|valida hasta|valido hasta",
    ),
    (Sense::Label, "caduca|caducidad|expira|socio desde|socia desde|cliente desde|paciente desde"),
    (Sense::Label, "ap|bloco|andar|nasceu|nasci|nascido|nascida|nascimento"),
    (Sense::Label, "vencem|venceu|vencimento|validade|valido ate|valida ate|expiracao"),
    (
        Sense::Label,
        "exp|expires|expire|expired|expiry|expiration|expiring|valid thru|valid until|good thru",
    ),
];
