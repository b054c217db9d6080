package org.clipmeter.notebook.view;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A few lines in a frame: a figure with what it is, facts, notes, and what to keep in mind. */
final class Card {
    private final StringBuilder out = new StringBuilder(2048);

    Card() {
        out.append("<div style=\"border:1px solid rgba(128,128,128,.4);border-left:4px solid #0072b2;")
                .append("border-radius:4px;padding:.5em 1em;max-width:52em\">");
    }

    /** A figure, large, and what it is. */
    Card headline(String figure, String what) {
        out.append("<div><span style=\"font-size:1.8em;font-weight:600\">")
                .append(Html.escape(figure))
                .append("</span> <span style=\"opacity:.8\">")
                .append(Html.escape(what))
                .append("</span></div>");
        return this;
    }

    /** Names and values on one line. */
    Card facts(Map<String, String> facts) {
        out.append("<div style=\"margin:.4em 0\">");
        out.append(facts.entrySet().stream()
                .map(fact -> "<span style=\"opacity:.7\">" + Html.escape(fact.getKey()) + "</span> "
                        + Html.escape(fact.getValue()))
                .collect(Collectors.joining(" &nbsp;·&nbsp; ")));
        out.append("</div>");
        return this;
    }

    /** A line each. */
    Card notes(List<String> notes) {
        notes.forEach(note -> out.append("<div>").append(Html.escape(note)).append("</div>"));
        return this;
    }

    /** The card with quiet sentences at its foot. */
    String closing(List<String> sentences) {
        return out.append("<div style=\"margin-top:.4em;font-size:.9em;opacity:.8\">")
                .append(Html.escape(String.join(" ", sentences)))
                .append("</div></div>")
                .toString();
    }
}
