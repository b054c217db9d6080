package org.clipmeter;

import java.util.ArrayList;
import java.util.List;

/**
 * A result in words, written once: {@link #text} gives it as plain text, a notebook shows the same words as a card.
 *
 * @param parts what was found; a comparison has one part for each run, other results have one
 * @param caveats what the figures do not say, a sentence each
 */
public record Summary(List<Part> parts, List<String> caveats) {
    /**
     * A figure with what it rests on.
     *
     * @param headline the figure in its line
     * @param facts how the figure came about
     * @param notes what the reader should know about it, a line each
     */
    public record Part(Headline headline, List<Fact> facts, List<String> notes) {
        /** The part, with its lists copied. */
        public Part {
            facts = List.copyOf(facts);
            notes = List.copyOf(notes);
        }
    }

    /**
     * A figure and the words around it, such as {@code "CLIP Score "}, {@code "26.1234"}, {@code " (uce)"}.
     *
     * @param before the words before the figure, with the space between them
     * @param figure the figure, which a card shows large
     * @param after the words after it, with the space between them; may be empty
     */
    public record Headline(String before, String figure, String after) {
        /** The whole line. */
        public String text() {
            return before + figure + after;
        }
    }

    /**
     * A fact, such as {@code evaluated} and {@code 298 of 300}.
     *
     * @param name what is stated; empty if the value says it itself
     * @param value what is known of it
     */
    public record Fact(String name, String value) {
        /** The whole fact, such as {@code evaluated 298 of 300}. */
        public String text() {
            return name.isEmpty() ? value : name + " " + value;
        }
    }

    /** The summary, with its lists copied. */
    public Summary {
        parts = List.copyOf(parts);
        caveats = List.copyOf(caveats);
    }

    /** A summary with one part. */
    public static Summary of(Headline headline, List<Fact> facts, List<String> notes, List<String> caveats) {
        return new Summary(List.of(new Part(headline, facts, notes)), caveats);
    }

    /** A line for each headline, fact, note and caveat; facts and notes are indented if there are several parts. */
    public String text() {
        String indent = parts.size() > 1 ? "  " : "";
        List<String> lines = new ArrayList<>();
        for (Part part : parts) {
            lines.add(part.headline().text());
            part.facts().forEach(fact -> lines.add(indent + fact.text()));
            part.notes().forEach(note -> lines.add(indent + note));
        }
        lines.addAll(caveats);
        return String.join("\n", lines);
    }

    @Override
    public String toString() {
        return text();
    }
}
