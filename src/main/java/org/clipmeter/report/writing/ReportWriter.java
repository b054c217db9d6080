package org.clipmeter.report.writing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.files.FileException;
import org.clipmeter.files.Hash;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.report.ReportReader;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report where and as the reference writes it: {@code <run>_report.json}, {@code <run>_report_full.json} and {@code
 * <technique>_<concept>_latest_report.json} in the output folder. Reports of clipmeter have one more key, {@value ReportReader#MARK}, by which
 * they are known. No other file is ever replaced.
 */
public final class ReportWriter {
    private static final long LARGEST = 200L << 20;
    private static final int MOST_TRIES = 100;

    private final Path outputDir;
    private final ReportContent content;

    private ReportWriter(Path outputDir, ReportContent content) {
        this.outputDir = outputDir;
        this.content = content;
    }

    /**
     * What was written.
     *
     * @param runId the run's name
     * @param files the written files
     * @param notes which file was left alone and why, a sentence each
     */
    public record Written(String runId, List<Path> files, List<String> notes) {
        /** What was written, with its lists copied. */
        public Written {
            files = List.copyOf(files);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Makes the output folder, before any work whose report could not be written.
     *
     * @throws IOException in one line, if it can't be made or written into
     */
    public static void prepare(Path outputDir) throws IOException {
        if (Files.exists(outputDir) && !Files.isDirectory(outputDir)) {
            throw new FileException(outputDir, "is a file, expected the folder for reports; choose another output_dir");
        }
        try {
            Files.createDirectories(outputDir);
        } catch (IOException e) {
            throw new FileException(outputDir, "can't be made: " + FileException.causeOf(e), e);
        }
        if (!Files.isWritable(outputDir)) {
            throw new FileException(outputDir, "can't be written: permission denied");
        }
    }

    /**
     * Writes a report.
     *
     * @param outputDir the folder of the configuration, which is made if it is not there
     * @param now when the run began, which the report states
     * @throws IOException in one line, if a file can't be written
     */
    public static Written write(Path outputDir, ReportContent content, Instant now) throws IOException {
        prepare(outputDir);
        try {
            return new ReportWriter(outputDir, content).write(now);
        } catch (FileException e) {
            throw e;
        } catch (IOException e) {
            throw new FileException(outputDir, "can't be written: " + FileException.causeOf(e), e);
        }
    }

    private Written write(Instant now) throws IOException {
        Instant time = now;
        String runId = runId(time);
        for (int tries = 0; exists(outputDir.resolve(runId + "_report.json")) && tries < MOST_TRIES; tries++) {
            time = time.plusNanos(1000);
            runId = runId(time);
        }
        ObjectNode report = content.report(runId, seconds(time));
        ObjectNode full = report.deepCopy();
        full.setAll(content.settings());
        List<Path> files = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        byte[] text = PythonText.indented(report).getBytes(StandardCharsets.UTF_8);
        files.add(put(outputDir.resolve(runId + "_report.json"), text));
        files.add(put(
                outputDir.resolve(runId + "_report_full.json"),
                PythonText.indented(full).getBytes(StandardCharsets.UTF_8)));
        latest(text, seconds(time), files, notes);
        return new Written(runId, files, notes);
    }

    private static Path put(Path file, byte[] text) throws IOException {
        AtomicFile.write(file, text);
        return file;
    }

    /** Puts a copy under the name of the latest report, unless a file is there that is newer or is not of clipmeter. */
    private void latest(byte[] text, double time, List<Path> files, List<String> notes) {
        String name = content.technique() + "_" + (content.erasedConcept() == null ? "None" : content.erasedConcept())
                + "_latest_report.json";
        if (name.contains("/") || name.contains("\\") || name.indexOf(0) >= 0) {
            notes.add("No copy as the latest report was written, because " + name + " is not a file's name.");
            return;
        }
        Path file = outputDir.resolve(name);
        String stays = exists(file) ? whyItStays(file, time) : null;
        if (stays != null) {
            notes.add(file + " " + stays + ", so it stays as it is.");
        } else {
            try {
                files.add(put(file, text));
            } catch (IOException e) {
                notes.add("No copy as the latest report was written: "
                        + FileException.line(file, FileException.causeOf(e)) + ".");
            }
        }
    }

    private static @Nullable String whyItStays(Path file, double time) {
        JsonNode root;
        try {
            root = JsonObjectFile.read(file, LARGEST).root();
        } catch (IOException e) {
            return "can't be read as a report";
        }
        if (!root.path(ReportReader.MARK).isObject()) {
            return "was not written by clipmeter";
        }
        return root.path("timestamp").asDouble() > time ? "is of a later run" : null;
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Seconds since 1970, to the microsecond, so that few digits state them exactly. */
    private static double seconds(Instant time) {
        return Double.parseDouble(String.format(Locale.ROOT, "%d.%06d", time.getEpochSecond(), time.getNano() / 1000));
    }

    /** The first 8 hexadecimal digits of the SHA-256 of the settings and the time, as the reference names runs. */
    private String runId(Instant time) {
        ObjectNode payload = content.identity();
        payload.put("timestamp", seconds(time));
        return Hash.sha256(PythonText.sorted(payload).getBytes(StandardCharsets.UTF_8))
                .substring(0, 8);
    }
}
