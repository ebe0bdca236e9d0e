//! Draws bars; knows nothing of what they mean.

use std::path::Path;

use anyhow::{Result, anyhow};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::report::{Bars, short};

/// Sizes in the picture.
const WIDTH: u32 = 760;
const BAR: i32 = 26;
const NAMES: i32 = 230;
const TITLE: i32 = 40;

/// Draws each as long as it is large.
pub(crate) fn bars(path: &Path, Bars { title, bars }: &Bars) -> Result<()> {
    let height = TITLE + BAR * i32::try_from(bars.len())? + 12;
    let size = (WIDTH, u32::try_from(height)?);
    let area = SVGBackend::new(path, size).into_drawing_area();
    let failed = |error: &dyn std::fmt::Display| anyhow!("drawing {title}: {error}");
    area.fill(&WHITE).map_err(|it| failed(&it))?;
    let font = |size| ("sans-serif", size).into_font();
    let heading = Text::new(title.clone(), (12, 12), font(17));
    area.draw(&heading).map_err(|it| failed(&it))?;
    let largest = bars.iter().map(|(_, figure)| *figure).fold(f64::MIN_POSITIVE, f64::max);
    // Room for the figures behind the bars.
    let room = f64::from(WIDTH) - f64::from(NAMES) - 80.0;
    let mut top = TITLE;
    for (index, (name, figure)) in bars.iter().enumerate() {
        let right = NAMES + (figure / largest * room) as i32;
        let color = if name.starts_with("this SDK") {
            RGBColor(38, 110, 190)
        } else {
            RGBColor(160, 165, 172)
        };
        let bar = Rectangle::new(
            [(NAMES, top + 4), (right.max(NAMES + 1), top + BAR - 4)],
            color.filled(),
        );
        area.draw(&bar).map_err(|it| failed(&it))?;
        let middle = top + BAR / 2;
        let before = font(14).into_text_style(&area).pos(Pos::new(HPos::Right, VPos::Center));
        area.draw(&Text::new(name.clone(), (NAMES - 8, middle), before))
            .map_err(|it| failed(&it))?;
        let behind = font(14).into_text_style(&area).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(short(*figure), (right + 8, middle), behind))
            .map_err(|it| failed(&it))?;
        top = TITLE + BAR * i32::try_from(index + 1)?;
    }
    area.present().map_err(|it| failed(&it))?;
    Ok(())
}
