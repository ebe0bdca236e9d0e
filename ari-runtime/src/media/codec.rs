//! Samples to bytes and back: linear audio, µ-law and A-law; knows neither frames nor what carries them.

use audio_codec_algorithms::{decode_alaw, decode_ulaw, encode_alaw, encode_ulaw};

/// How samples are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Codec {
    /// Two bytes a sample, the lower one first: a media websocket and AudioSocket.
    Linear,
    /// Two bytes a sample, the higher one first: RTP.
    LinearBigEndian,
    /// G.711 µ-law, a byte a sample.
    Ulaw,
    /// G.711 A-law, a byte a sample.
    Alaw,
}

impl Codec {
    /// The same as RTP carries it: with the higher byte of a linear sample first.
    #[must_use]
    pub const fn in_network_order(self) -> Self {
        match self {
            Self::Linear | Self::LinearBigEndian => Self::LinearBigEndian,
            Self::Ulaw => Self::Ulaw,
            Self::Alaw => Self::Alaw,
        }
    }

    /// Bytes of a sample: 1 or 2.
    pub const fn bytes_per_sample(self) -> usize {
        match self {
            Self::Linear | Self::LinearBigEndian => 2,
            Self::Ulaw | Self::Alaw => 1,
        }
    }

    /// The byte that silence consists of.
    pub const fn silence(self) -> u8 {
        match self {
            Self::Linear | Self::LinearBigEndian => 0,
            Self::Ulaw => 0xff,
            Self::Alaw => 0xd5,
        }
    }

    /// Appends the samples of a payload and tells how many bytes of it were used.
    ///
    /// All are used, but for the last one of linear audio with an odd number of them: half a sample, which is to be
    /// put before what comes next.
    #[must_use = "half a sample at the end is not used"]
    pub fn decode(self, payload: &[u8], into: &mut Vec<i16>) -> usize {
        let (pairs, half) = payload.as_chunks();
        match self {
            Self::Linear => into.extend(pairs.iter().map(|it| i16::from_le_bytes(*it))),
            Self::LinearBigEndian => into.extend(pairs.iter().map(|it| i16::from_be_bytes(*it))),
            Self::Ulaw => into.extend(payload.iter().map(|it| decode_ulaw(*it))),
            Self::Alaw => into.extend(payload.iter().map(|it| decode_alaw(*it))),
        }
        match self {
            Self::Linear | Self::LinearBigEndian => payload.len() - half.len(),
            Self::Ulaw | Self::Alaw => payload.len(),
        }
    }

    /// Appends the bytes of samples.
    pub fn encode(self, samples: &[i16], into: &mut Vec<u8>) {
        match self {
            Self::Linear => into.extend(samples.iter().flat_map(|it| it.to_le_bytes())),
            Self::LinearBigEndian => into.extend(samples.iter().flat_map(|it| it.to_be_bytes())),
            Self::Ulaw => into.extend(samples.iter().map(|it| encode_ulaw(*it))),
            Self::Alaw => into.extend(samples.iter().map(|it| encode_alaw(*it))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Codec;

    const ALL: [Codec; 4] = [Codec::Linear, Codec::LinearBigEndian, Codec::Ulaw, Codec::Alaw];

    fn decoded(codec: Codec, payload: &[u8]) -> Vec<i16> {
        let mut samples = Vec::new();
        assert_eq!(codec.decode(payload, &mut samples), payload.len());
        samples
    }

    fn encoded(codec: Codec, samples: &[i16]) -> Vec<u8> {
        let mut payload = Vec::new();
        codec.encode(samples, &mut payload);
        payload
    }

    #[test]
    fn the_laws_have_the_values_of_g_711() {
        let ulaw = [0xff, 0xfe, 0x7f, 0x7e, 0x00, 0x80, 0xf0, 0xef, 0x8f, 0x0f];
        assert_eq!(
            decoded(Codec::Ulaw, &ulaw),
            [0, 8, 0, -8, -32_124, 32_124, 120, 132, 16_764, -16_764]
        );
        let alaw = [0xd5, 0x55, 0xd4, 0x54, 0x2a, 0xaa, 0x00, 0x80];
        assert_eq!(decoded(Codec::Alaw, &alaw), [8, -8, 24, -24, -32_256, 32_256, -5_504, 5_504]);
        assert_eq!(encoded(Codec::Ulaw, &[0, i16::MAX, i16::MIN]), [0xff, 0x80, 0x00]);
        assert_eq!(encoded(Codec::Alaw, &[0, i16::MAX, i16::MIN]), [0xd5, 0xaa, 0x2a]);
    }

    #[test]
    fn every_code_comes_back_from_its_sample() {
        let codes: Vec<u8> = (0..=u8::MAX).collect();
        for codec in [Codec::Ulaw, Codec::Alaw] {
            let again = encoded(codec, &decoded(codec, &codes));
            for (code, again) in codes.iter().zip(again) {
                // µ-law writes zero in two ways.
                let expected = if codec == Codec::Ulaw && *code == 0x7f { 0xff } else { *code };
                assert_eq!(again, expected, "{codec:?} {code:#04x}");
            }
        }
    }

    #[test]
    fn louder_stays_louder_and_near_what_it_was() {
        let samples: Vec<i16> = (i16::MIN..=i16::MAX).collect();
        for codec in ALL {
            let again = decoded(codec, &encoded(codec, &samples));
            assert!(again.is_sorted(), "{codec:?}");
            for (sample, again) in samples.iter().zip(again) {
                let off = sample.abs_diff(again);
                assert!(off <= 8 + sample.unsigned_abs() / 32, "{codec:?} {sample} {again}");
            }
        }
    }

    #[test]
    fn linear_samples_are_written_in_either_order() {
        let samples = [0, 1, -2, i16::MAX, i16::MIN];
        assert_eq!(encoded(Codec::Linear, &samples), [0, 0, 1, 0, 254, 255, 255, 127, 0, 128]);
        for codec in [Codec::Linear, Codec::LinearBigEndian] {
            assert_eq!(decoded(codec, &encoded(codec, &samples)), samples);
        }
        assert_eq!(encoded(Codec::Linear.in_network_order(), &[1]), [0, 1]);
        assert_eq!(Codec::Alaw.in_network_order(), Codec::Alaw);
    }

    #[test]
    fn half_a_sample_is_left_to_the_caller() {
        let mut samples = vec![7];
        assert_eq!(Codec::Linear.decode(&[1, 0, 9], &mut samples), 2);
        assert_eq!(Codec::LinearBigEndian.decode(&[9], &mut samples), 0);
        assert_eq!(Codec::Ulaw.decode(&[0xff], &mut samples), 1);
        assert_eq!(samples, [7, 1, 0]);
    }

    #[test]
    fn silence_is_silent() {
        for codec in ALL {
            let silence = vec![codec.silence(); codec.bytes_per_sample()];
            assert!(decoded(codec, &silence).iter().all(|it| it.abs() <= 8), "{codec:?}");
            assert_eq!(encoded(codec, &[0]), silence, "{codec:?}");
        }
    }
}
