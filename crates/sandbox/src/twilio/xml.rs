//! XML as strict as Twilio reads it, and no more of it than TwiML needs: no document types, no namespaces.

/// An element with its attributes and what is between its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The text directly inside, without that of elements.
    pub fn text(&self) -> String {
        self.children
            .iter()
            .filter_map(|node| match node {
                Node::Text(text) => Some(text.as_str()),
                Node::Element(_) => None,
            })
            .collect()
    }
}

/// What is wrong, and at which byte.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} at byte {at}")]
pub struct Malformed {
    pub at: usize,
    pub what: &'static str,
}

/// Nested deeper than this, it isn't TwiML.
const DEPTH_MAX: usize = 16;

/// Reads a document with exactly one root.
pub fn parse(text: &str) -> Result<Element, Malformed> {
    let mut reader = Reader { text, at: 0 };
    reader.skip("\u{feff}");
    if reader.skip("<?xml") {
        reader.past("?>", "the XML declaration has no end")?;
    }
    reader.skip_misc()?;
    let root = reader.element(0)?;
    reader.skip_misc()?;
    if reader.at < text.len() {
        return Err(reader.wrong("something follows the root element"));
    }
    Ok(root)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn wrong(&self, what: &'static str) -> Malformed {
        Malformed { at: self.at, what }
    }

    fn skip(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn expect(&mut self, token: &str, what: &'static str) -> Result<(), Malformed> {
        if self.skip(token) { Ok(()) } else { Err(self.wrong(what)) }
    }

    /// What stands before `token`, going on behind it.
    fn past(&mut self, token: &str, what: &'static str) -> Result<&'a str, Malformed> {
        let length = self.rest().find(token).ok_or_else(|| self.wrong(what))?;
        let before = &self.rest()[..length];
        self.at += length + token.len();
        Ok(before)
    }

    fn skip_space(&mut self) -> bool {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        self.at += length;
        length > 0
    }

    fn skip_misc(&mut self) -> Result<(), Malformed> {
        loop {
            self.skip_space();
            if !self.skip("<!--") {
                return Ok(());
            }
            self.past("-->", "a comment has no end")?;
        }
    }

    fn name(&mut self) -> Result<String, Malformed> {
        let rest = self.rest();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        if !rest.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return Err(self.wrong("a name is missing"));
        }
        self.at += length;
        Ok(rest[..length].to_owned())
    }

    fn element(&mut self, depth: usize) -> Result<Element, Malformed> {
        if depth > DEPTH_MAX {
            return Err(self.wrong("elements are nested too deeply"));
        }
        self.expect("<", "an element is missing")?;
        let name = self.name()?;
        let attributes = self.attributes()?;
        if self.skip("/>") {
            return Ok(Element { name, attributes, children: Vec::new() });
        }
        self.expect(">", "a tag has no end")?;
        let children = self.children(depth)?;
        if self.name()? != name {
            return Err(self.wrong("the closing tag names another element"));
        }
        self.skip_space();
        self.expect(">", "a closing tag has no end")?;
        Ok(Element { name, attributes, children })
    }

    fn attributes(&mut self) -> Result<Vec<(String, String)>, Malformed> {
        let mut attributes: Vec<(String, String)> = Vec::new();
        loop {
            let spaced = self.skip_space();
            if self.rest().starts_with(['/', '>']) || self.rest().is_empty() {
                return Ok(attributes);
            }
            if !spaced {
                return Err(self.wrong("attributes are not separated"));
            }
            let name = self.name()?;
            if attributes.iter().any(|(known, _)| *known == name) {
                return Err(self.wrong("an attribute is given twice"));
            }
            self.skip_space();
            self.expect("=", "an attribute has no value")?;
            self.skip_space();
            let quote = if self.rest().starts_with('\'') { "'" } else { "\"" };
            self.expect(quote, "an attribute's value is not quoted")?;
            let value = self.past(quote, "an attribute's value has no end")?;
            if value.contains('<') {
                return Err(self.wrong("an attribute's value contains <"));
            }
            let value = self.unescaped(value)?;
            attributes.push((name, value));
        }
    }

    /// Up to and including the `</` of the closing tag.
    fn children(&mut self, depth: usize) -> Result<Vec<Node>, Malformed> {
        let mut children = Vec::new();
        loop {
            let rest = self.rest();
            let length = rest.find('<').ok_or_else(|| self.wrong("an element is not closed"))?;
            if length > 0 {
                children.push(Node::Text(self.unescaped(&rest[..length])?));
                self.at += length;
            }
            if self.skip("</") {
                return Ok(children);
            }
            if self.skip("<!--") {
                self.past("-->", "a comment has no end")?;
            } else if self.skip("<![CDATA[") {
                let text = self.past("]]>", "a CDATA section has no end")?;
                children.push(Node::Text(text.to_owned()));
            } else {
                children.push(Node::Element(self.element(depth + 1)?));
            }
        }
    }

    fn unescaped(&self, text: &str) -> Result<String, Malformed> {
        let mut out = String::with_capacity(text.len());
        let mut parts = text.split('&');
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (entity, rest) =
                part.split_once(';').ok_or_else(|| self.wrong("an & is not escaped"))?;
            out.push(character(entity).ok_or_else(|| self.wrong("an entity is unknown"))?);
            out.push_str(rest);
        }
        Ok(out)
    }
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c >= ' ' || matches!(c, '\t' | '\n' | '\r'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, Node, parse};

    #[test]
    fn a_document_keeps_its_order_and_its_decoded_text() {
        let root = parse(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- hi --><Response a='1 &amp; 2'>\
             <Say>Sí &lt;ya&gt; &#241;&#x2713;</Say><Hangup /><![CDATA[a<b]]></Response>\n",
        )
        .unwrap();
        assert_eq!(root.attribute("a"), Some("1 & 2"));
        let names: Vec<_> = root.elements().map(|element| element.name.as_str()).collect();
        assert_eq!(names, ["Say", "Hangup"]);
        assert_eq!(root.elements().next().map(Element::text).as_deref(), Some("Sí <ya> ñ✓"));
        assert_eq!(root.children.last(), Some(&Node::Text("a<b".into())));
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for wrong in [
            "",
            "no xml",
            "<Response>",
            "<Response></Respons>",
            "<Response/><Response/>",
            "<Response/>x",
            "<Response><Say>a & b</Say></Response>",
            "<Response><Say>&nbsp;</Say></Response>",
            "<Response><Say voice=alice>x</Say></Response>",
            "<Response><Say a='1' a='2'>x</Say></Response>",
            "<Response><Say a='1'b='2'>x</Say></Response>",
            "<Response><Say a='<'>x</Say></Response>",
            "<Response><Say>x</Response></Say>",
            "<!DOCTYPE r [<!ENTITY a \"b\">]><Response/>",
            "<Response><!-- </Response>",
            "<Response>&#0;</Response>",
            "{\"twiml\":\"<Response/>\"}",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn endless_nesting_is_refused() {
        let deep = format!("{}{}", "<a>".repeat(5000), "</a>".repeat(5000));
        assert!(parse(&deep).is_err());
    }
}
