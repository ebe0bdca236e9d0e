//! The report: tables, what was aimed at, and pictures.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::plot;

/// The report's name.
const FILE: &str = "report.md";

/// One part.
pub(crate) struct Section {
    pub(crate) name: &'static str,
    /// What was measured, and how.
    pub(crate) how: String,
    pub(crate) columns: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) bars: Option<Bars>,
}

/// A figure, and what was aimed at.
pub(crate) struct Verdict {
    pub(crate) what: String,
    pub(crate) figure: f64,
    pub(crate) aim: Aim,
}

/// What is aimed at.
#[derive(Clone, Copy)]
pub(crate) enum Aim {
    AtMost(f64),
    AtLeast(f64),
    /// Nothing: it is good to know.
    None,
}

/// A picture.
pub(crate) struct Bars {
    pub(crate) title: String,
    pub(crate) bars: Vec<(String, f64)>,
}

/// All of it.
pub(crate) struct Report {
    quick: bool,
    pub(crate) sections: Vec<Section>,
    failures: Vec<String>,
}

impl Section {
    pub(crate) fn new(
        name: &'static str,
        how: impl Into<String>,
        columns: &[&'static str],
    ) -> Self {
        let (rows, verdicts) = (Vec::new(), Vec::new());
        Self { name, how: how.into(), columns: columns.to_vec(), rows, verdicts, bars: None }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    pub(crate) fn verdict(&mut self, what: impl Into<String>, figure: f64, aim: Aim) {
        self.verdicts.push(Verdict { what: what.into(), figure, aim });
    }

    pub(crate) fn bars(&mut self, title: impl Into<String>, bars: Vec<(String, f64)>) {
        self.bars = Some(Bars { title: title.into(), bars });
    }

    /// As Markdown.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("## {}\n\n{}\n\n", self.name, self.how);
        if !self.rows.is_empty() {
            text.push_str(&table(&self.columns, &self.rows));
        }
        text
    }
}

impl Verdict {
    fn row(&self, part: &str) -> Vec<String> {
        let (aim, met) = match self.aim {
            Aim::AtMost(most) => (format!("≤ {most}"), self.figure <= most),
            Aim::AtLeast(least) => (format!("≥ {least}"), self.figure >= least),
            Aim::None => (String::new(), true),
        };
        let figure = short(self.figure);
        let figure = if met { figure } else { format!("**{figure}**") };
        vec![part.to_owned(), self.what.clone(), figure, aim]
    }
}

impl Report {
    pub(crate) fn new(quick: bool) -> Self {
        Self { quick, sections: Vec::new(), failures: Vec::new() }
    }

    /// Notes what could not be measured.
    pub(crate) fn failed(&mut self, part: &str, error: &anyhow::Error) {
        eprintln!("{part}: {error:#}");
        self.failures.push(format!("* {part}: {error:#}"));
    }

    /// Writes what there is so far.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let mut text = String::from("# What was measured\n\n");
        if self.quick {
            text.push_str("A quick run: these figures mean nothing.\n\n");
        }
        text.push_str(&self.summary());
        text.push_str("\nWhat misses its aim is bold.\n\n");
        if !self.failures.is_empty() {
            write!(text, "Not measured:\n\n{}\n\n", self.failures.join("\n"))?;
        }
        for section in &self.sections {
            text.push_str(&section.text());
            if let Some(bars) = &section.bars {
                let file = format!("{}.svg", section.name);
                plot::bars(&folder.join(&file), bars)?;
                write!(text, "\n![{}]({file})\n", bars.title)?;
            }
            text.push('\n');
        }
        Ok(fs::write(folder.join(FILE), text)?)
    }

    /// Shows what was aimed at, and tells where everything is; fails where something was not measured.
    pub(crate) fn conclude(&self, folder: &Path) -> Result<()> {
        println!("{}\nThe report is {}.", self.summary(), folder.join(FILE).display());
        match self.failures.len() {
            0 => Ok(()),
            count => anyhow::bail!("{count} parts were not measured"),
        }
    }

    fn summary(&self) -> String {
        let rows = self
            .sections
            .iter()
            .flat_map(|section| section.verdicts.iter().map(|it| it.row(section.name)));
        table(&["part", "what", "figure", "aim"], &rows.collect::<Vec<_>>())
    }
}

fn table<T: AsRef<str>>(columns: &[T], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(columns.iter().map(AsRef::as_ref).collect());
    text.push_str(&line(columns.iter().map(|_| "---").collect()));
    for row in rows {
        text.push_str(&line(row.iter().map(String::as_str).collect()));
    }
    text
}

/// A figure with as many digits as mean something.
pub(crate) fn short(figure: f64) -> String {
    match figure.abs() {
        100.0.. => format!("{figure:.0}"),
        10.0.. => format!("{figure:.1}"),
        0.095.. => format!("{figure:.2}"),
        0.0 => "0".to_owned(),
        _ => format!("{figure:.3}"),
    }
}

/// How many times as much.
pub(crate) fn times(figure: f64) -> String {
    format!("{} ×", short(figure))
}
