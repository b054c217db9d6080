package org.clipmeter.notebook.view;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clipmeter.Summary;

/** A summary in a frame: large figures at the top, facts in one line, notes below, caveats at the bottom. */
final class SummaryCard {
    /** A commit or a SHA-256, of which people read the first twelve digits. */
    private static final Pattern HASH = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{28,52}\\b");

    private final Summary summary;

    SummaryCard(Summary summary) {
        this.summary = summary;
    }

    Output output() {
        return Output.of(summary.text(), html());
    }

    private String html() {
        StringBuilder out = new StringBuilder(2048);
        out.append("<div style=\"border:1px solid rgba(128,128,128,.4);border-left:4px solid #0072b2;")
                .append("border-radius:4px;padding:.5em 1em;margin:0 0 .5em;max-width:52em\">");
        summary.parts().forEach(part -> add(out, part));
        return out.append("<div style=\"margin-top:.4em;font-size:.9em;opacity:.8\">")
                .append(Html.escape(String.join(" ", summary.caveats())))
                .append("</div></div>")
                .toString();
    }

    private static void add(StringBuilder out, Summary.Part part) {
        out.append("<div>")
                .append(quiet(part.headline().before()))
                .append("<span style=\"font-size:1.8em;font-weight:600\">")
                .append(Html.escape(part.headline().figure()))
                .append("</span>")
                .append(quiet(part.headline().after()))
                .append("</div><div style=\"margin:.4em 0\">")
                .append(part.facts().stream().map(SummaryCard::fact).collect(Collectors.joining(" &nbsp;·&nbsp; ")))
                .append("</div>");
        part.notes()
                .forEach(note -> out.append("<div>").append(Html.escape(note)).append("</div>"));
    }

    private static String fact(Summary.Fact fact) {
        String name =
                fact.name().isEmpty() ? "" : "<span style=\"opacity:.7\">" + Html.escape(fact.name()) + "</span> ";
        return name
                + HASH.matcher(Html.escape(fact.value()))
                        .replaceAll(hash -> "<span title=\"" + hash.group() + "\">" + hash.group(1) + "…</span>");
    }

    private static String quiet(String text) {
        return "<span style=\"opacity:.8\">" + Html.escape(text) + "</span>";
    }
}
