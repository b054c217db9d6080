package org.clipmeter.erasure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.files.FileException;
import org.clipmeter.pairs.ImageFile;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.PairingException;
import org.clipmeter.pairs.lists.ListRows;
import org.clipmeter.prompts.IdColumn;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.ReportedMetric;
import org.clipmeter.report.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * Images with the concepts of their prompts: those of the folders {@code target} and {@code retain} of a run of the reference, those of a folder
 * for each concept, or those of a list with a column for the concept.
 *
 * @param name where they come from
 * @param images the images, in the order of folders and lists
 * @param notes what people should know about how they were read, a sentence each
 */
public record ConceptImages(String name, List<ConceptImage> images, List<String> notes) {
    /** The column of a list that names the concept of an image's prompt. */
    public static final String CONCEPT = "concept";

    /** The column of a list that names the concept that was erased from the model which drew an image. */
    public static final String ERASED = "erased";

    private static final List<String> PROMPT = List.of("prompt", "caption", "text");

    private static final List<String> CATEGORIES = List.of("target", "retain");

    /** The images, with their lists copied. */
    public ConceptImages {
        images = List.copyOf(images);
        notes = List.copyOf(notes);
        if (images.isEmpty()) {
            throw new InvalidRequestException("erasure: " + name + " has no image whose concept is known");
        }
        requireOneConcept(images);
    }

    /** Refuses a file that stands for two concepts: what is right for one of them is wrong for the other. */
    private static void requireOneConcept(List<ConceptImage> images) {
        Map<Path, String> concepts = new HashMap<>();
        for (ConceptImage image : images) {
            String other = concepts.putIfAbsent(image.path().toAbsolutePath().normalize(), image.concept());
            if (other != null && !other.equals(image.concept())) {
                throw new InvalidRequestException("erasure: the image " + image.path() + " is given for the concept "
                        + other + " and for " + image.concept() + "; expected the one concept that its prompt names");
            }
        }
    }

    /**
     * Images of prompts that name the erased concept, and images of prompts that name another one.
     *
     * @param erasedName the erased concept
     * @param retainedName the concept that the other prompts name
     * @throws InvalidRequestException in one line, if the concepts are empty or the same, or an image is given for both
     */
    public static ConceptImages of(Images target, String erasedName, Images retain, String retainedName) {
        String erased = named(erasedName, "erased");
        String retained = named(retainedName, "retained");
        if (erased.equals(retained)) {
            throw new InvalidRequestException("erasure: the erased and the retained concept are both " + erased
                    + "; expected two different concepts");
        }
        List<ConceptImage> images = new ArrayList<>();
        add(images, target, erased, erased, null);
        add(images, retain, erased, retained, null);
        String name = target.name().equals(retain.name()) ? target.name() : target.name() + ", " + retain.name();
        return new ConceptImages(name, images, notes(List.of(target, retain)));
    }

    /**
     * Images from a place: a list with the column {@code concept}, a run's folder with the folders {@code target} and {@code retain}, or a folder with
     * a folder for each concept, whose names may have {@code _} for a space.
     *
     * @param erasedName the erased concept; null if a list has the column {@code erased}, or the reference's report beside a run's folder states it
     * @param retainedName the only concept of the other images, which the folder {@code retain} does not state; null if the place or the report states it
     * @param second the column of a list that names the concept of another kind; null if no column does
     * @throws InvalidRequestException in one line, if a concept is not known
     * @throws PairingException in one line, if the images can't be found or read
     */
    public static ConceptImages at(
            String place, @Nullable String erasedName, @Nullable String retainedName, @Nullable String second) {
        String erased = erasedName == null ? null : named(erasedName, "erased");
        String retained = retainedName == null ? null : named(retainedName, "retained");
        if (Images.isManifest(place)) {
            return only(list(place, erased, second), retained);
        }
        if (second != null) {
            throw new InvalidRequestException("erasure: the column " + second + " is one of a list of images, but "
                    + place + " is not a list; leave it out");
        }
        Path folder = categories(path(place));
        if (folder != null) {
            return categories(place, folder, erased, retained);
        }
        if (erased == null) {
            throw new InvalidRequestException("erasure: " + place + " does not state the erased concept; name it");
        }
        return only(folders(path(place), erased), retained);
    }

    private static String named(String concept, String which) {
        if (concept.isBlank()) {
            throw new InvalidRequestException(
                    "erasure: the " + which + " concept is empty, expected words that name it, such as circle");
        }
        return concept.strip();
    }

    /** The images, if the retained concept that was named is the only one of theirs besides erased ones; any are right if none was named. */
    private static ConceptImages only(ConceptImages found, @Nullable String retained) {
        Set<String> others = new TreeSet<>();
        for (ConceptImage image : found.images()) {
            if (!image.isTarget()) {
                others.add(image.concept());
            }
        }
        if (retained != null && !others.equals(Set.of(retained))) {
            throw new InvalidRequestException("erasure: " + found.name()
                    + " states the concepts of its images itself, and those to be retained are "
                    + (others.isEmpty() ? "none" : String.join(", ", others)) + ", not " + retained
                    + " alone; do not name the retained concept, or leave the other images out");
        }
        return found;
    }

    /** The images of both categories of a run; concepts that are not given are those of the report beside it. */
    private static ConceptImages categories(
            String place, Path folder, @Nullable String erased, @Nullable String retained) {
        ReportedMetric reported = RunFolder.ofImages(folder.resolve(CATEGORIES.get(0)))
                .flatMap(RunFolder::report)
                .flatMap(report -> report.metric(ReferenceMetric.UA_IRA))
                .orElse(null);
        Map<String, String> settings = reported == null ? Map.of() : reported.settings();
        String target = erased != null ? erased : settings.get("target_concept");
        String other = retained != null ? retained : settings.get("retain_concept");
        if (target == null || other == null) {
            throw new InvalidRequestException("erasure: " + folder + " does not state "
                    + (target == null ? "the erased concept" : "which concept the images in retain are of")
                    + ", and no report beside it does; name it");
        }
        ConceptImages both = of(
                Images.in(folder.resolve(CATEGORIES.get(0))),
                target,
                Images.in(folder.resolve(CATEGORIES.get(1))),
                other);
        List<String> notes = new ArrayList<>(both.notes());
        if (reported != null) {
            notes.add(stated(reported));
        }
        return new ConceptImages(place, both.images(), notes);
    }

    /** What the reference's report states, which is wrong if a batch held images of both categories. */
    private static String stated(ReportedMetric reported) {
        Map<String, Double> parts = reported.parts();
        return String.format(
                Locale.ROOT,
                "the report beside the images states UA %s of %s images and IRA %s of %s images; the reference assigns images to both by batches, which may be wrong",
                number(parts, "ua_score", "%.4f"),
                number(parts, "target_total", "%.0f"),
                number(parts, "ira_score", "%.4f"),
                number(parts, "retain_total", "%.0f"));
    }

    private static String number(Map<String, Double> parts, String name, String format) {
        Double part = parts.get(name);
        return part == null ? "unknown" : String.format(Locale.ROOT, format, part);
    }

    private static Path path(String place) {
        try {
            return place.startsWith("~/")
                    ? Path.of(System.getProperty("user.home", "."), place.substring(1))
                    : Path.of(place);
        } catch (InvalidPathException e) {
            throw new PairingException("images: " + place + " is not a path on this system: " + e.getReason(), e);
        }
    }

    /** The folder that holds the folders of both categories; null if no such folder exists. */
    private static @Nullable Path categories(Path place) {
        for (Path folder : List.of(place, place.resolve("images"))) {
            if (CATEGORIES.stream().allMatch(category -> Files.isDirectory(folder.resolve(category)))) {
                return folder;
            }
        }
        return null;
    }

    private static ConceptImages folders(Path place, String erased) {
        Path top = Files.isDirectory(place.resolve("images")) ? place.resolve("images") : place;
        List<Path> folders;
        try (Stream<Path> children = Files.list(top)) {
            folders = children.filter(Files::isDirectory)
                    .filter(child -> !child.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new PairingException("images: " + top + " " + FileException.reasonOf(e), e);
        }
        List<ConceptImage> images = new ArrayList<>();
        List<Images> read = new ArrayList<>();
        Set<String> concepts = new LinkedHashSet<>();
        for (Path folder : folders) {
            Images found = Images.in(folder);
            String concept = folder.getFileName().toString().replace('_', ' ');
            concepts.add(concept);
            add(images, found, erased, concept, null);
            read.add(found);
        }
        if (!concepts.contains(erased)) {
            throw new InvalidRequestException("erasure: expected in " + top
                    + " the folders target and retain, or a folder for each concept, among them " + erased + ", found "
                    + (concepts.isEmpty() ? "no folder" : String.join(", ", concepts)));
        }
        return new ConceptImages(place.toString(), images, notes(read));
    }

    private static ConceptImages list(String place, @Nullable String erased, @Nullable String second) {
        if (second != null && List.of(CONCEPT, ERASED).contains(second.strip().toLowerCase(Locale.ROOT))) {
            throw new InvalidRequestException("erasure: the column " + second.strip()
                    + " names concepts of the erased one's kind, expected a column of another kind, such as object");
        }
        Images found = Images.manifest(place);
        Map<List<String>, ListRows.Row> rows = new HashMap<>();
        try {
            for (ListRows.Row row :
                    ListRows.read(path(place), IdColumn.FILES, text -> false).rows()) {
                ListRows.Row earlier = rows.putIfAbsent(
                        List.of(first(row.fields(), IdColumn.FILES), first(row.fields(), PROMPT)), row);
                if (earlier != null) {
                    requireSame(place, earlier, row, second);
                }
            }
        } catch (IOException e) {
            throw new PairingException("images: " + place + " " + FileException.reasonOf(e), e);
        }
        List<ConceptImage> images = new ArrayList<>();
        int unknown = 0;
        for (ImageFile file : found.files()) {
            String prompt = file.prompt() == null ? "" : file.prompt().strip();
            ListRows.Row row = rows.get(List.of(file.name(), prompt));
            Map<String, String> fields = row == null ? Map.of() : row.fields();
            String concept = value(fields, CONCEPT);
            String request = erased == null ? value(fields, ERASED) : erased;
            if (concept.isEmpty() || request.isEmpty()) {
                unknown++;
                continue;
            }
            String other = second == null ? "" : value(fields, column(second));
            images.add(new ConceptImage(
                    file.path(),
                    file.name(),
                    ImageKey.of(file, request + "|" + concept),
                    request,
                    concept,
                    other.isEmpty() ? null : other));
        }
        if (images.isEmpty()) {
            throw new InvalidRequestException("erasure: no row of " + place + " states its concept"
                    + (erased == null ? " and the erased concept" : "") + "; expected a column " + CONCEPT
                    + (erased == null ? ", and a column " + ERASED + " or the erased concept" : ""));
        }
        long named = images.stream().filter(image -> image.second() != null).count();
        if (second != null && named == 0) {
            throw new InvalidRequestException("erasure: no row of " + place + " states a concept in the column "
                    + second.strip() + "; name the column of the other kind, such as object, or leave it out");
        }
        List<String> notes = new ArrayList<>(notes(List.of(found)));
        if (second != null && named < images.size()) {
            notes.add(images.size() - named + " of " + images.size() + " images state nothing in the column "
                    + second.strip() + " and do not count in CRA");
        }
        if (unknown > 0) {
            notes.add(unknown + " of " + found.files().size() + " rows state no concept and are left out");
        }
        return new ConceptImages(place, images, notes);
    }

    /** Refuses a repeated row that states other concepts than the first one, of which one would be taken by chance. */
    private static void requireSame(String place, ListRows.Row one, ListRows.Row other, @Nullable String second) {
        List<String> columns = second == null ? List.of(CONCEPT, ERASED) : List.of(CONCEPT, ERASED, column(second));
        for (String column : columns) {
            String first = value(one.fields(), column);
            String next = value(other.fields(), column);
            if (!first.equals(next)) {
                throw new InvalidRequestException(
                        "erasure: " + place + ", " + other.where() + ": repeats the image and the prompt of "
                                + one.where() + " with another " + column + ", \"" + next + "\" instead of \"" + first
                                + "\"; expected one row for each image");
            }
        }
    }

    private static String column(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private static String first(Map<String, String> fields, List<String> columns) {
        return columns.stream()
                .map(column -> value(fields, column))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String value(Map<String, String> fields, String column) {
        return fields.getOrDefault(column, "").strip();
    }

    private static void add(
            List<ConceptImage> images, Images found, String erased, String concept, @Nullable String second) {
        for (ImageFile file : found.files()) {
            images.add(new ConceptImage(
                    file.path(), file.name(), ImageKey.of(file, erased + "|" + concept), erased, concept, second));
        }
    }

    /** What was found and left out. */
    private static List<String> notes(List<Images> read) {
        List<String> notes = new ArrayList<>();
        for (Images images : read) {
            if (!images.skipped().isEmpty()) {
                notes.add(images.skipped().size() + " of " + images.name() + " skipped, such as "
                        + images.skipped().get(0).name() + ": "
                        + images.skipped().get(0).reason());
            }
        }
        return notes;
    }

    /** All concepts of the images' own kind, erased ones first; the order decides ties. */
    public List<String> concepts() {
        Set<String> concepts = new LinkedHashSet<>();
        images.forEach(image -> concepts.add(image.erased()));
        images.forEach(image -> concepts.add(image.concept()));
        return List.copyOf(concepts);
    }

    /** All concepts of the other kind, in order of first appearance; empty if no prompt names one. */
    public List<String> seconds() {
        Set<String> seconds = new LinkedHashSet<>();
        for (ConceptImage image : images) {
            if (image.second() != null) {
                seconds.add(image.second());
            }
        }
        return List.copyOf(seconds);
    }
}
