package org.clipmeter.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV text. A row that can't be read has a reason instead of cells. */
final class CsvRows {
    private static final CsvFactory FACTORY = CsvFactory.builder().build();

    /**
     * A row that is not blank.
     *
     * @param number its number as a spreadsheet counts, from 1 for the header
     * @param line the line in which it starts; a row with quoted line breaks has several lines
     */
    record Row(
            int number,
            int line,
            List<String> cells,
            @Nullable String problem) {
        /** The row's place, for messages. */
        String where() {
            return number == line ? "row " + number : "row " + number + " (line " + line + ")";
        }
    }

    private final String text;
    private final char[] characters;
    private final char separator;
    private final int lines;
    private final List<Row> rows = new ArrayList<>();
    private int number;
    private int scanned;
    private int scannedLine;

    private CsvRows(String text, char separator, int linesBefore) {
        this.text = text;
        this.characters = text.toCharArray();
        this.lines = linesBefore + lineBreaks(text, 0, text.length()) + (endsWithBreak(text) ? 0 : 1);
        this.separator = separator;
        this.scannedLine = linesBefore + 1;
    }

    /**
     * Reads all rows. After a row that can't be read, reading continues at the next line that certainly starts a row.
     *
     * @param linesBefore the number of lines of the file before this text
     */
    static List<Row> read(String text, char separator, int linesBefore) {
        CsvRows reader = new CsvRows(text, separator, linesBefore);
        int offset = 0;
        int line = 1 + linesBefore;
        while (offset < text.length()) {
            int next = reader.readUntilBroken(offset, line);
            line += lineBreaks(text, offset, next);
            offset = next;
        }
        return reader.rows;
    }

    /** The first row that is not blank, or a row with a problem. */
    static Row first(String text, char separator) {
        int start = 0;
        int end = endOfLine(text, 0);
        while (end < text.length() && text.substring(start, end).isBlank()) {
            start = end;
            end = endOfLine(text, end);
        }
        return read(text.substring(start, end), separator, 0).stream()
                .findFirst()
                .orElse(new Row(1, 1, List.of(), "is blank"));
    }

    private int readUntilBroken(int offset, int firstLine) {
        int start = firstLine;
        try (CsvParser parser = FACTORY.createParser(characters, offset, characters.length - offset)) {
            parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
            List<String> cells = new ArrayList<>();
            try {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (token == JsonToken.START_ARRAY) {
                        start = firstLine - 1 + parser.currentLocation().getLineNr();
                        cells = new ArrayList<>();
                    } else if (token == JsonToken.VALUE_STRING) {
                        cells.add(parser.getText());
                    } else if (token == JsonToken.END_ARRAY) {
                        add(start, cells);
                    }
                }
                return text.length();
            } catch (JsonProcessingException e) {
                return skip(
                        offset,
                        firstLine,
                        start,
                        firstLine - 1 + parser.currentLocation().getLineNr(),
                        e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(int line, List<String> cells) {
        number++;
        if (cells.size() > 1 || !cells.get(0).isBlank() || isQuoted(line)) {
            rows.add(new Row(number, line, List.copyOf(cells), null));
        }
    }

    /**
     * Whether a line contains a quote and so is a row with an empty cell, not a blank line. Call with ascending lines.
     */
    private boolean isQuoted(int line) {
        while (scannedLine < line && scanned < text.length()) {
            scanned = endOfLine(text, scanned);
            scannedLine++;
        }
        return text.substring(scanned, endOfLine(text, scanned)).indexOf('"') >= 0;
    }

    /** Names the lines that a broken row has swallowed, and returns the offset after them. */
    private int skip(int offset, int firstLine, int start, int brokenLine, JsonProcessingException e) {
        number++;
        int next = offset;
        for (int line = firstLine; line <= brokenLine && next < text.length(); line++) {
            next = endOfLine(text, next);
        }
        String reason =
                next >= text.length() && String.valueOf(e.getOriginalMessage()).contains("closing quote")
                        ? "opens a quote that is never closed"
                        : "is not valid CSV: " + e.getOriginalMessage();
        int last = Math.max(start, Math.min(brokenLine, lines));
        rows.add(new Row(number, start, List.of(), reason + (last > start ? "; left out up to line " + last : "")));
        return next;
    }

    private static boolean endsWithBreak(String text) {
        return text.endsWith("\n") || text.endsWith("\r");
    }

    private static int lineBreaks(String text, int from, int to) {
        int breaks = 0;
        for (int at = from; at < to; at = endOfLine(text, at)) {
            int end = endOfLine(text, at);
            char last = text.charAt(end - 1);
            breaks += last == '\n' || last == '\r' ? 1 : 0;
        }
        return breaks;
    }

    /** The offset after the line break of the line that starts at an offset. */
    static int endOfLine(String text, int offset) {
        for (int i = offset; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                return i + 1;
            }
            if (c == '\r') {
                return i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
            }
        }
        return text.length();
    }
}
