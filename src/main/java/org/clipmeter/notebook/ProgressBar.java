package org.clipmeter.notebook;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Progress shown in one place of a cell, at most ten times a second. */
final class ProgressBar {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WIDTH = 30;

    private final Cell cell;
    private String what;
    private final String unit;
    private final long started = System.nanoTime();
    private Cell.@Nullable Updatable place;
    private long shown;
    private long firstAt;
    private long firstDone;

    /** A bar that appears with its first update; {@code unit} is what is counted, such as {@code images}. */
    ProgressBar(Cell cell, String what, String unit) {
        this.cell = cell;
        this.what = what;
        this.unit = unit;
    }

    /** Shows how much is done, unless the last time was just now. A total of 0 means that nobody knows it. */
    synchronized void update(long done, long total) {
        long now = System.nanoTime();
        if (place != null && shown != 0 && now - shown < PAUSE) {
            return;
        }
        if (firstAt == 0 && done > 0) {
            firstAt = now;
            firstDone = done;
        }
        shown = now;
        double seconds = (now - firstAt) / 1e9;
        double rate = done > firstDone && seconds > 0 ? (done - firstDone) / seconds : 0;
        String text = what + ": " + counted(done, total);
        if (rate > 0) {
            text += ", " + rate(rate);
            if (total > done) {
                text += ", " + duration((total - done) / rate) + " left";
            }
        }
        put(Output.of(plainBar(done, total) + text, htmlBar(done, total) + Html.escape(text)));
    }

    /** Goes on, in the same place, with something else to count from its beginning. */
    synchronized void next(String nextWhat) {
        what = nextWhat;
        shown = 0;
        firstAt = 0;
    }

    /** Replaces the bar by its last line. */
    synchronized void finish(String text) {
        put(Output.of(text, "<span style=\"opacity:.75\">" + Html.escape(text) + "</span>"));
    }

    /** Seconds since this bar was made. */
    double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    private void put(Output output) {
        if (place == null) {
            place = cell.open(output);
        } else {
            place.update(output);
        }
    }

    private String counted(long done, long total) {
        if (unit.equals("bytes")) {
            return total > 0 ? megabytes(done) + " of " + megabytes(total) : megabytes(done);
        }
        return total > 0 ? done + " of " + total + " " + unit : done + " " + unit;
    }

    private String rate(double perSecond) {
        if (unit.equals("bytes")) {
            return megabytes((long) perSecond) + "/s";
        }
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f %s/s" : "%.0f %s/s", perSecond, unit);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** A duration as people say it: {@code 4 s}, {@code 2 min 10 s}, {@code 1 h 5 min}. */
    static String duration(double seconds) {
        long s = Math.max(1, Math.round(seconds));
        if (s < 60) {
            return s + " s";
        }
        return s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }

    private static String plainBar(long done, long total) {
        if (total <= 0) {
            return "";
        }
        int filled = (int) (WIDTH * Math.min(done, total) / total);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] ";
    }

    private static String htmlBar(long done, long total) {
        if (total <= 0) {
            return "";
        }
        return "<progress value=\"" + Math.min(done, total) + "\" max=\"" + total
                + "\" style=\"width:16em;vertical-align:middle\"></progress> ";
    }
}
