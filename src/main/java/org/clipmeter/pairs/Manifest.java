package org.clipmeter.pairs;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.clipmeter.files.FileException;
import org.clipmeter.files.FileText;
import org.clipmeter.files.LocalFile;
import org.clipmeter.pairs.lists.ListRows;
import org.clipmeter.pairs.names.KnownIds;
import org.clipmeter.prompts.IdColumn;
import org.jspecify.annotations.Nullable;

/** A list of images with their prompts, as CSV, TSV, JSON or JSON lines. A bad row is left out and named. */
final class Manifest {
    private static final List<String> IMAGE = IdColumn.FILES;
    private static final List<String> PROMPT = List.of("prompt", "caption", "text");

    private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+://");

    private final Path file;
    private final @Nullable String asked;
    private final ListRows list;
    private final List<ImageFile> files = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final Map<List<Object>, String> rowOf = new HashMap<>();
    private final List<Path> refused = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Manifest(Path file, @Nullable String asked, ListRows list) {
        this.file = file;
        this.asked = asked;
        this.list = list;
        list.unreadable().forEach(row -> skipped.add(new Skipped(row.where(), row.reason())));
    }

    List<ImageFile> files() {
        return files;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    /** The images of rows that can't be used, which {@link #skipped} names. */
    List<Path> refused() {
        return refused;
    }

    /** What people should know about the choice of the columns, one line each. */
    List<String> notes() {
        return notes;
    }

    /**
     * Reads a file.
     *
     * @param idColumn the column of the prompts' ids; null to find it by its name
     */
    static Manifest read(Path file, @Nullable String idColumn) {
        Manifest manifest = parse(file, idColumn);
        List<String> header = manifest.list.header();
        if (header != null) {
            throw new PairingException("manifest " + file + ": the header has no column image, found "
                    + String.join(", ", header) + "; expected columns image and prompt or id");
        }
        if (manifest.files.isEmpty()) {
            throw new PairingException("manifest " + file + " names no image"
                    + (manifest.skipped.isEmpty()
                            ? ""
                            : ": " + manifest.skipped.get(0).name() + " "
                                    + manifest.skipped.get(0).reason())
                    + "; expected columns image and prompt or id" + manifest.found());
        }
        return manifest;
    }

    private String found() {
        Set<String> names = names();
        return names.isEmpty() ? "" : ", found " + String.join(", ", names);
    }

    /** Reads a file that may be another one than a list of images, which then gives null. */
    static @Nullable Manifest readIfList(Path file) {
        Manifest manifest = parse(file, null);
        return manifest.files.isEmpty() ? null : manifest;
    }

    private static Manifest parse(Path file, @Nullable String idColumn) {
        try {
            Manifest manifest = new Manifest(file, idColumn, ListRows.read(file, IMAGE, FileKinds::isPicture));
            manifest.addRows();
            return manifest;
        } catch (IOException e) {
            throw new PairingException("manifest " + file + ": " + reason(file, e), e);
        }
    }

    /** Why a file was refused, without its name, with which some reasons begin. */
    private static String reason(Path file, IOException e) {
        String reason = FileException.reasonOf(e);
        for (Object name : Arrays.asList(file, file.getFileName())) {
            if (reason.startsWith(name + " ")) {
                return reason.substring(String.valueOf(name).length() + 1);
            }
        }
        return reason;
    }

    private void addRows() throws IOException {
        IdColumn idColumn = IdColumn.choose(columns(), asked, true);
        boolean sure = asked != null || "id".equals(idColumn.name());
        String conflict = idColumn.name() == null ? null : idOfTwoPrompts(idColumn.name());
        if (conflict != null && sure) {
            throw new PairingException("manifest " + file + ": the id " + conflict + " has two different prompts");
        }
        if (conflict != null) {
            notes.add("the column " + idColumn.name() + " is not used as id: " + conflict
                    + " has two different prompts; if another column holds the ids, name it");
        } else {
            notes.addAll(idColumn.notes());
        }
        note("images", IMAGE, "names other files", KnownIds::stem);
        note("prompts", PROMPT, "has other texts", String::strip);
        list.rows().forEach(row -> add(row, conflict == null ? idColumn.name() : null));
    }

    /** Names a column that could be used in place of the one that is, if they say different things. */
    private void note(String what, List<String> columns, String difference, UnaryOperator<String> meaning) {
        Set<String> others = new LinkedHashSet<>();
        for (ListRows.Row row : list.rows()) {
            String used = first(row.fields(), columns);
            columns.stream()
                    .filter(name -> !FileText.isBlank(row.fields().getOrDefault(name, "")))
                    .filter(name -> used != null
                            && !meaning.apply(row.fields().getOrDefault(name, ""))
                                    .equals(meaning.apply(used)))
                    .forEach(others::add);
        }
        columns.stream()
                .filter(names()::contains)
                .findFirst()
                .ifPresent(used -> others.forEach(other -> notes.add("the " + what + " are the column " + used
                        + "; the column " + other + ", which " + difference + ", is not used")));
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        list.rows().forEach(row -> names.addAll(row.fields().keySet()));
        return names;
    }

    /** The columns that may hold ids. */
    private Map<String, List<String>> columns() {
        Set<String> names = names();
        names.removeAll(IMAGE);
        names.removeAll(PROMPT);
        names.remove("source");
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (String name : names) {
            columns.put(
                    name,
                    list.rows().stream()
                            .map(row -> row.fields().getOrDefault(name, "").strip())
                            .toList());
        }
        return columns;
    }

    private @Nullable String idOfTwoPrompts(String column) {
        Map<String, String> prompts = new HashMap<>();
        for (ListRows.Row row : list.rows()) {
            String id = row.fields().getOrDefault(column, "").strip();
            String prompt = first(row.fields(), PROMPT);
            String other = id.isEmpty() || prompt == null ? null : prompts.putIfAbsent(id, prompt);
            if (other != null && !other.equals(prompt)) {
                return id;
            }
        }
        return null;
    }

    private void add(ListRows.Row row, @Nullable String idColumn) {
        Map<String, String> fields = row.fields();
        String image = first(fields, IMAGE);
        String prompt = first(fields, PROMPT);
        String id = idColumn == null ? null : fields.getOrDefault(idColumn, "").strip();
        String fault = null;
        if (image == null) {
            fault = "names no image";
        } else if (prompt == null && (id == null || id.isEmpty())) {
            fault = "has neither a prompt nor an id";
        } else if (fields.values().stream().anyMatch(value -> FileText.firstBadByte(value) >= 0)) {
            fault = "is not UTF-8";
        } else if (URL.matcher(image).lookingAt()) {
            fault = "names a URL; images are read from disk, so give their paths";
        }
        Path path = null;
        try {
            path = image == null ? null : path(image);
        } catch (InvalidPathException e) {
            fault = fault == null ? "names an image that is not a path on this system: " + e.getReason() : fault;
        }
        boolean named = image != null && FileText.firstBadByte(image) < 0;
        String where = named ? row.where() + " (" + Messages.name(image.strip()) + ")" : row.where();
        if (image != null && path != null && fault == null) {
            String stated = id == null || id.isEmpty() ? null : id;
            add(where, row.where(), new ImageFile(path, image.strip(), stated, prompt, fields.get("source")));
        } else {
            skipped.add(new Skipped(where, String.valueOf(fault)));
            if (path != null) {
                refused.add(path);
            }
        }
    }

    /** Adds an image, unless an earlier row says the same. */
    private void add(String named, String where, ImageFile image) {
        List<Object> said = Arrays.asList(image.path().normalize(), image.id(), image.prompt());
        String earlier = rowOf.putIfAbsent(said, where);
        if (earlier == null) {
            files.add(image);
        } else {
            skipped.add(new Skipped(named, "repeats " + earlier));
        }
    }

    /** The file that a cell names. If there is none, spaces around it are left out, then backslashes are read as slashes. */
    private Path path(String image) {
        Path path = file.toAbsolutePath().resolveSibling(image);
        for (String other : List.of(image.strip(), image.strip().replace('\\', '/'))) {
            if (!other.equals(image) && !LocalFile.exists(path)) {
                Path found = file.toAbsolutePath().resolveSibling(other);
                path = LocalFile.exists(found) ? found : path;
            }
        }
        return path;
    }

    private static @Nullable String first(Map<String, String> fields, List<String> names) {
        for (String name : names) {
            String value = fields.get(name);
            if (value != null && !FileText.isBlank(value)) {
                return value;
            }
        }
        return null;
    }
}
