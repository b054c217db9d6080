package org.clipmeter.notebook.view;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.failure.OneLine;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.score.Failed;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;

/** Pictures of a run in a grid, each with its rank, score and prompt. A plain table, which every page can show. */
public final class Gallery {
    /** The most thumbnails of a cell. */
    public static final int MOST = 200;

    /**
     * The most bytes of all thumbnails together. Base64 turns 3 bytes into 4, so with captions the cell stays below a
     * megabyte.
     */
    private static final int BUDGET = 560_000;

    private static final int COLUMNS = 6;
    private static final int PROMPT = 140;

    /**
     * A cell of the grid.
     *
     * @param rows the rows whose images it shows side by side
     * @param score the text before the prompt, such as the score
     */
    public record Tile(List<ScoreRow> rows, String score) {
        public Tile {
            rows = List.copyOf(rows);
        }

        /** A tile of one row with its score, or with the reason why it has none. */
        public static Tile of(ScoreRow row) {
            return new Tile(List.of(row), outcome(row));
        }

        ScoreRow last() {
            return rows.get(rows.size() - 1);
        }
    }

    private final String title;
    private final List<Tile> tiles;
    private final List<Tile> shown;

    /** Shows the first {@code wanted} of these tiles at most, and never more than {@link #MOST} thumbnails. */
    public Gallery(String title, List<Tile> tiles, int wanted) {
        this.title = title;
        this.tiles = tiles;
        int each = tiles.stream().mapToInt(tile -> tile.rows().size()).max().orElse(1);
        this.shown = tiles.subList(0, Math.min(tiles.size(), Math.min(wanted, MOST / each)));
    }

    /**
     * Reads the images.
     *
     * @throws CancellationException if {@code cancelled} has become true
     */
    public Output output(BooleanSupplier cancelled) {
        String head = title + ": " + (tiles.isEmpty() ? "none" : shown.size() + " of " + tiles.size());
        int hidden = tiles.size() - shown.size();
        String more = hidden == 0 ? "" : "… " + hidden + " more";
        StringBuilder html =
                new StringBuilder("<div><strong>").append(Html.escape(head)).append("</strong></div>");
        StringBuilder plain = new StringBuilder(OneLine.of(head));
        List<Path> missing = new ArrayList<>();
        int each = shown.stream().mapToInt(tile -> tile.rows().size()).max().orElse(1);
        int most = Math.min(Thumbnail.LARGEST, BUDGET / Math.max(1, shown.size() * each));
        int columns = COLUMNS / each;
        html.append("<table style=\"border-collapse:collapse;background:transparent\">");
        for (int i = 0; i < shown.size(); i++) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled at " + i + " of " + shown.size() + " pictures");
            }
            html.append(i % columns == 0 ? "<tr style=\"background:transparent\">" : "");
            add(html, shown.get(i), i + 1, most, missing);
            plain.append('\n').append(line(shown.get(i), i + 1));
            html.append(i % columns == columns - 1 || i == shown.size() - 1 ? "</tr>" : "");
        }
        html.append("</table><div>").append(more).append("</div>");
        plain.append(more.isEmpty() ? "" : "\n" + more);
        if (!missing.isEmpty()) {
            String gone = missing.size() + (missing.size() == 1 ? " picture is" : " pictures are")
                    + " not shown, since the files are gone; the first was at " + missing.get(0)
                    + ". Restore them, or score the images from where they are now.";
            html.append("<div>").append(Html.escape(gone)).append("</div>");
            plain.append('\n').append(OneLine.of(gone));
        }
        return Output.of(plain.toString(), html.toString());
    }

    private static void add(StringBuilder html, Tile tile, int rank, int most, List<Path> missing) {
        html.append("<td align=\"left\" valign=\"top\" style=\"text-align:left;vertical-align:top;padding:.4em;"
                + "white-space:normal\">");
        for (ScoreRow row : tile.rows()) {
            html.append(picture(row, most, missing)).append(' ');
        }
        ScoreRow row = tile.last();
        html.append("<div><strong>")
                .append(rank)
                .append("</strong> · ")
                .append(Html.escape(tile.score()))
                .append("</div><div style=\"max-width:13em;overflow-wrap:anywhere\">")
                .append(Html.escape(cut(row.pair().prompt().text())))
                .append("</div><div style=\"opacity:.7\"><small>")
                .append(Html.escape(remarks(row)))
                .append("</small></div></td>");
    }

    /** @param missing receives the path of a file that is gone */
    private static String picture(ScoreRow row, int most, List<Path> missing) {
        try {
            return Thumbnail.of(ImageDecoder.decode(row.pair().image().path()), most)
                    .html(row.pair().image().name());
        } catch (ImageException e) {
            if (e.reason() == ImageException.Reason.MISSING) {
                missing.add(row.pair().image().path());
            }
            return "<em>no picture: " + e.reason().name().toLowerCase(Locale.ROOT) + "</em>";
        } catch (IOException e) {
            return "<em>no picture: this Java can't write JPEG</em>";
        }
    }

    private static String line(Tile tile, int rank) {
        ScoreRow row = tile.last();
        String prompt = OneLine.of(cut(row.pair().prompt().text()));
        return String.format(Locale.ROOT, "%3d  %s  %s  (%s)", rank, tile.score(), prompt, OneLine.of(remarks(row)));
    }

    private static String outcome(ScoreRow row) {
        if (row.outcome() instanceof Scored scored) {
            return score(scored.logitsPerImage());
        }
        return row.outcome() instanceof Failed failed ? failed.status() + ": " + failed.message() : "";
    }

    public static String score(double logits) {
        return String.format(Locale.ROOT, "%.4f", logits);
    }

    /** The id, the image's name unless the id is its name, and what else a reader should know about the row. */
    private static String remarks(ScoreRow row) {
        String id = row.pair().prompt().id();
        List<String> remarks = new ArrayList<>(List.of(id));
        String place = row.pair().image().name();
        String image = place.substring(place.lastIndexOf('/') + 1);
        if (!image.startsWith(id + ".")) {
            remarks.add(image);
        }
        if (row.truncated() && row.outcome() instanceof Scored) {
            remarks.add("prompt cut, " + row.tokens() + " tokens");
        }
        row.flags().stream().sorted().map(ImageFlag::column).forEach(remarks::add);
        return String.join(", ", remarks);
    }

    private static String cut(String text) {
        if (text.length() <= PROMPT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(PROMPT - 2)) ? PROMPT - 2 : PROMPT - 1;
        return text.substring(0, end) + "…";
    }
}
