//! The declared properties of a file, and reading of its structure.

/// The declared properties of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Claims {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Includes the scans of a JPEG, each of which covers the whole image.
    pub(super) frames: usize,
    /// Of all frames together.
    pub(super) pixels: u64,
    /// Memory to decode the first frame.
    pub(super) decoding_bytes: u64,
    /// Bytes of a decoded pixel, if more than four.
    pub(super) pixel_bytes: u64,
}

pub(super) fn area(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}

/// Reads a file from its start; reading past its end yields nothing.
#[derive(Clone, Copy)]
pub(super) struct Reader<'b> {
    pub(super) rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(super) const fn new(rest: &'b [u8]) -> Self {
        Self { rest }
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn u16_le(&mut self) -> Option<u32> {
        self.array().map(u16::from_le_bytes).map(u32::from)
    }

    pub(super) fn u16_be(&mut self) -> Option<u32> {
        self.array().map(u16::from_be_bytes).map(u32::from)
    }

    pub(super) fn u24_le(&mut self) -> Option<u32> {
        self.array().map(|[a, b, c]| u32::from_le_bytes([a, b, c, 0]))
    }

    pub(super) fn u32_le(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u32_be(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn skip(&mut self, count: u32) -> Option<()> {
        self.take(usize::try_from(count).ok()?).map(drop)
    }
}
