//! Reads a Markdown file as its tables, each with the heading that it stands under.

/// A Markdown file.
pub struct Document {
    text: String,
    tables: Vec<Table>,
}

/// A table: the heading above it, and its rows, that of its titles left out.
struct Table {
    heading: String,
    rows: Vec<Vec<String>>,
}

impl Document {
    /// Reads the text.
    pub fn read(text: &str) -> Self {
        let mut heading = String::new();
        let mut tables: Vec<Table> = Vec::new();
        let mut in_table = false;
        for line in text.lines() {
            if let Some(title) = line.strip_prefix('#') {
                heading = title.trim_start_matches('#').trim().to_owned();
            }
            let Some(row) = line.strip_prefix('|').and_then(|it| it.strip_suffix('|')) else {
                in_table = false;
                continue;
            };
            let cells: Vec<String> = row.split('|').map(|it| it.trim().to_owned()).collect();
            match tables.last_mut().filter(|_| in_table) {
                None => tables.push(Table { heading: heading.clone(), rows: Vec::new() }),
                Some(_) if cells.iter().all(|it| it.chars().all(|it| it == '-')) => {}
                Some(table) => table.rows.push(cells),
            }
            in_table = true;
        }
        Self { text: text.to_owned(), tables }
    }

    /// The rows of the table under a heading; none where it is not there.
    pub fn rows(&self, heading: &str) -> &[Vec<String>] {
        let found = self.tables.iter().find(|it| it.heading == heading);
        found.map_or(&[], |it| &it.rows)
    }

    /// What stands between backticks, anywhere.
    pub fn code(&self) -> impl Iterator<Item = &str> {
        self.text.split('`').skip(1).step_by(2)
    }
}

/// What stands between the backticks of a cell that is nothing but code.
pub fn code(cell: &str) -> Option<&str> {
    cell.strip_prefix('`')?.strip_suffix('`').filter(|it| !it.contains('`'))
}
