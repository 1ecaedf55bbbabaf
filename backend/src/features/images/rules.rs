//! Data URIs and file names of images.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    kernel::{ApiError, FieldError, Form, limits::rates},
    media::Hash,
};

rates! {
    /// Avatars and icons. Browsers keep them.
    IMAGES = "pictures", 2000 in 10 s, by Address;
}

/// File extensions that a request may use. An image is served with its own type.
const ENDINGS: &[&str] = &["png", "webp", "jpg", "jpeg", "gif"];

/// Decodes a Base64 data URI. Its declared type is ignored.
///
/// # Errors
/// 400 / 50035 at `field` for an invalid URI, 413 beyond `max` bytes.
pub fn data_uri(field: &str, text: &str, max: usize) -> Result<Vec<u8>, ApiError> {
    let invalid = || Form::refuse(field, &FieldError::new("IMAGE_INVALID", "Must be a Base64 data URI of an image."));
    let (kind, packed) = text.strip_prefix("data:").and_then(|rest| rest.split_once(',')).ok_or_else(invalid)?;
    if !kind.ends_with(";base64") {
        return Err(invalid());
    }
    let bytes = STANDARD.decode(packed).map_err(|_| invalid())?;
    if bytes.len() > max { Err(ApiError::too_large()) } else { Ok(bytes) }
}

/// The hash in a file name, `{hash}.{extension}`.
pub fn hash(name: &str) -> Option<Hash> {
    let (hash, ending) = name.split_once('.')?;
    ENDINGS.contains(&ending).then(|| Hash::parse(hash))?
}

/// The number in the file name of a default avatar, `{number}.png`.
pub fn number(name: &str) -> Option<usize> {
    name.strip_suffix(".png").filter(|digits| digits.len() == 1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_uri_is_read_whatever_type_it_claims() {
        for good in ["data:image/png;base64,AQID", "data:;base64,AQID", "data:text/html;charset=utf-8;base64,AQID"] {
            assert_eq!(data_uri("avatar", good, 3), Ok(vec![1, 2, 3]), "{good}");
        }
        for bad in ["", "AQID", "data:image/png,AQID", "data:image/png;base64,A", "data:image/png;base64,%41", "http://x/y.png"] {
            assert_eq!(data_uri("avatar", bad, 3).expect_err("is none").code, 50035, "{bad}");
        }
        assert_eq!(data_uri("avatar", "data:;base64,AQIDBA==", 3).expect_err("is too large").status, 413);
    }

    #[test]
    fn only_a_hash_with_a_known_extension_names_an_image() {
        let hash_text = "0123456789abcdef0123456789abcdef";
        assert_eq!(hash(&format!("{hash_text}.webp")).map(|hash| hash.to_string()).as_deref(), Some(hash_text));
        for bad in [
            "",
            ".png",
            "..",
            "../../x.png",
            &format!("{hash_text}.svg"),
            &format!("{hash_text}.png/.."),
            &format!("a_{hash_text}.gif"),
            hash_text,
        ] {
            assert_eq!(hash(bad), None, "{bad}");
        }
        assert_eq!(hash(&format!("{}.png", hash_text.to_uppercase())), None);
        assert_eq!((number("5.png"), number("+5.png"), number("05.png"), number(".png")), (Some(5), None, None, None));
    }
}
