package org.clipmeter.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;

/** The pairs of symbols that byte-level BPE joins, in the order of their priority. */
final class Merges {
    private static final int MOST = 2_000_000;

    private final Path source;
    private final String unit;
    private final List<String> pairs = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();

    private Merges(Path source, String unit) {
        this.source = source;
        this.unit = unit;
    }

    /** An empty list, to be filled from a tokenizer.json. */
    static Merges inTokenizerJson(Path file) {
        return new Merges(file, "model.merges, entry");
    }

    /**
     * The merges of a merges.txt, line by line as the tokenizers library reads it.
     *
     * @throws IOException in one line, if a line is not two symbols separated by a space
     */
    static Merges ofText(Path file, String text) throws IOException {
        Merges merges = new Merges(file, "line");
        int number = 0;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            int stop = end < 0 ? text.length() : end;
            if (end > at && text.charAt(end - 1) == '\r') {
                stop--;
            }
            number++;
            String line = text.substring(at, stop);
            if (!line.startsWith("#version")) {
                int space = line.indexOf(' ');
                if (space < 0 || line.indexOf(' ', space + 1) >= 0) {
                    throw new FileException(
                            file,
                            "line " + number + ": expected two symbols with a space between, got "
                                    + JsonObjectFile.quoted(line));
                }
                merges.add(line.substring(0, space), line.substring(space + 1), number);
            }
            at = next;
        }
        return merges;
    }

    /** Adds the next pair, which comes from this entry or line, counted from 1. */
    void add(String left, String right, int line) throws IOException {
        if (lines.size() >= MOST) {
            throw new FileException(
                    source, "holds more than " + MOST + " merges; take all files from the same checkpoint");
        }
        pairs.add(left);
        pairs.add(right);
        lines.add(line);
    }

    Path source() {
        return source;
    }

    int size() {
        return lines.size();
    }

    String left(int rank) {
        return pairs.get(2 * rank);
    }

    String right(int rank) {
        return pairs.get(2 * rank + 1);
    }

    /** The place of the pair in the file, for messages. */
    String place(int rank) {
        return unit + ' ' + lines.get(rank) + ':';
    }
}
