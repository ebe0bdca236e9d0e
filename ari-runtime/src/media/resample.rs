//! From one rate of samples to another, for speech engines that want one that Asterisk does not send; knows no formats.

use std::fmt;

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Resampler as _};

use crate::error::Error;

/// Milliseconds of audio that are worked on at once, about.
const CHUNK: usize = 20;

/// Samples a second beyond which nobody hears anything; what is worked on grows with the rates.
const FASTEST: u32 = 384_000;

/// Turns samples of one rate into samples of another.
///
/// What comes out is as long as what went in, and neither early nor late; the last [`delay`](Self::delay) of it comes when more
/// goes in or [`finish`](Self::finish) is called.
///
/// ```
/// use ari_runtime::media::Resampler;
///
/// let mut resampler = Resampler::new(8_000, 16_000)?;
/// let mut speech = resampler.push(&[0; 1_600]);
/// speech.extend(resampler.finish());
/// assert_eq!(speech.len(), 3_200);
/// # Ok::<(), ari_runtime::Error>(())
/// ```
pub struct Resampler {
    inner: Fft<f32>,
    from: u32,
    to: u32,
    waiting: Vec<f32>,
    output: Vec<f32>,
    /// Samples that went in, and that came out.
    pushed: u64,
    given: u64,
    /// Samples that come out before anything that went in does.
    early: usize,
}

impl Resampler {
    /// From a rate to another, in samples per second.
    ///
    /// # Errors
    ///
    /// A rate is 0 or above 384,000 ([`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput)).
    pub fn new(from: u32, to: u32) -> Result<Self, Error> {
        let refused = |reason: String| {
            Error::invalid(format!("{from} samples a second cannot be turned into {to}: {reason}"))
        };
        let rate = |it: u32| match usize::try_from(it) {
            Ok(rate) if (1..=FASTEST).contains(&it) => Ok(rate),
            _ => Err(refused(format!("rates are from 1 to {FASTEST}"))),
        };
        let (rate_in, rate_out) = (rate(from)?, rate(to)?);
        let chunk = (rate_in * CHUNK / 1_000).max(1);
        let inner = Fft::new(rate_in, rate_out, chunk, 1, FixedSync::Both)
            .map_err(|error| refused(error.to_string()))?;
        let output = vec![0.0; inner.output_frames_max()];
        let early = inner.output_delay();
        Ok(Self { inner, from, to, waiting: Vec::new(), output, pushed: 0, given: 0, early })
    }

    /// Samples of the new rate that are held back at most.
    pub fn delay(&self) -> usize {
        self.inner.output_frames_max() + self.inner.output_delay()
    }

    /// Adds samples, as many or few as there are; gives those of the new rate that are ready.
    pub fn push(&mut self, samples: &[i16]) -> Vec<i16> {
        self.pushed += samples.len() as u64;
        self.waiting.extend(samples.iter().map(|it| f32::from(*it)));
        self.turned()
    }

    /// Gives what is left, and begins anew.
    pub fn finish(&mut self) -> Vec<i16> {
        let due = self.pushed * u64::from(self.to) / u64::from(self.from).max(1);
        let mut rest = Vec::new();
        while self.given < due {
            let missing = self.inner.input_frames_next()
                - self.waiting.len() % self.inner.input_frames_next();
            self.waiting.resize(self.waiting.len() + missing, 0.0);
            rest.extend(self.turned());
        }
        let beyond = usize::try_from(self.given - due).unwrap_or(usize::MAX);
        rest.truncate(rest.len().saturating_sub(beyond));
        self.inner.reset();
        (self.pushed, self.given, self.early) = (0, 0, self.inner.output_delay());
        self.waiting.clear();
        rest
    }

    fn turned(&mut self) -> Vec<i16> {
        let mut turned = Vec::new();
        let mut rest = &*self.waiting;
        while let Some((chunk, behind)) = rest.split_at_checked(self.inner.input_frames_next()) {
            let room = self.output.len();
            // The sizes are the resampler's own, so that neither can fail.
            let (Ok(input), Ok(mut output)) = (
                SequentialSlice::new(chunk, 1, chunk.len()),
                SequentialSlice::new_mut(&mut self.output, 1, room),
            ) else {
                break;
            };
            let Ok((_, written)) = self.inner.process_into_buffer(&input, &mut output, None) else {
                break;
            };
            let silent = self.early.min(written);
            self.early -= silent;
            let ready = self.output.get(silent..written).unwrap_or_default();
            turned.extend(ready.iter().map(|it| sample(*it)));
            rest = behind;
        }
        let done = self.waiting.len() - rest.len();
        self.waiting.drain(..done);
        self.given += turned.len() as u64;
        turned
    }
}

/// The nearest sample; what is louder than the loudest is cut off.
#[expect(clippy::cast_possible_truncation, reason = "a cast from a float to an integer saturates")]
fn sample(value: f32) -> i16 {
    value.round() as i16
}

impl fmt::Debug for Resampler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resampler")
            .field("from", &self.from)
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::Resampler;

    const RATES: [u32; 9] =
        [8_000, 12_000, 16_000, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000];

    #[expect(clippy::cast_possible_truncation, reason = "a sine of 10,000 fits")]
    fn tone(rate: u32, samples: u32) -> Vec<i16> {
        let at = |it: u32| f64::from(it) * 440.0 / f64::from(rate) * TAU;
        (0..samples).map(|it| (at(it).sin() * 10_000.0).round() as i16).collect()
    }

    #[test]
    fn a_tone_stays_the_same_tone_at_every_rate() {
        for from in RATES {
            for to in RATES {
                let mut resampler = Resampler::new(from, to).expect("a pair of rates");
                let mut turned = Vec::new();
                // In chunks that fit nothing.
                for chunk in tone(from, from / 2).chunks(97) {
                    turned.extend(resampler.push(chunk));
                    assert!(turned.len() <= to as usize);
                }
                turned.extend(resampler.finish());
                let expected = tone(to, to / 2);
                assert_eq!(turned.len(), expected.len(), "{from} to {to}");
                // At both ends it is something else that begins or ends.
                let edge = expected.len() / 10;
                let worst = turned
                    .iter()
                    .zip(&expected)
                    .skip(edge)
                    .take(expected.len() - 2 * edge)
                    .map(|(is, should)| is.abs_diff(*should))
                    .max();
                assert!(worst < Some(200), "{from} to {to}: {worst:?}");
            }
        }
    }

    #[test]
    fn it_can_be_used_again_when_it_has_finished() {
        let mut resampler = Resampler::new(8_000, 16_000).expect("a pair of rates");
        let mut first = resampler.push(&tone(8_000, 333));
        first.extend(resampler.finish());
        let mut second = resampler.push(&tone(8_000, 333));
        second.extend(resampler.finish());
        assert_eq!(first.len(), 666);
        assert_eq!(first, second);
        assert!(resampler.finish().is_empty());
    }

    #[test]
    fn what_is_too_loud_is_cut_off() {
        let mut resampler = Resampler::new(8_000, 48_000).expect("a pair of rates");
        let loud: Vec<i16> =
            (0..800).map(|it| if it / 4 % 2 == 0 { i16::MAX } else { i16::MIN }).collect();
        let turned = resampler.push(&loud);
        assert!(turned.contains(&i16::MAX) && turned.contains(&i16::MIN));
    }

    #[test]
    fn rates_of_nothing_are_refused() {
        for (from, to) in [(0, 8_000), (8_000, 0), (8_000, u32::MAX), (384_001, 8_000)] {
            assert!(Resampler::new(from, to).is_err());
        }
    }
}
