package org.clipmeter.prompts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.clipmeter.failure.Kind;
import org.clipmeter.files.FileException;
import org.clipmeter.files.FileText;
import org.clipmeter.files.JsonStream;
import org.jspecify.annotations.Nullable;

/**
 * The captions of COCO in the form of its official annotations ({@code captions_val2017.json}): an object with a list
 * {@code images} of objects with an {@code id}, and a list {@code annotations} of objects with an {@code image_id} and a
 * {@code caption}. Each image is a prompt, in the order of {@code images}; its text is the first of its captions in the
 * order of {@code annotations}, and its id is the image's. The file of 92 MB is never held in memory.
 */
final class CocoCaptions {
    private static final long LARGEST = 1L << 30;

    /** Approximate bytes of heap for an image, and for a caption without its characters. */
    private static final int BYTES_AN_IMAGE = 200;

    private static final String EXPECTED = "expected COCO's captions with the lists \"images\" and \"annotations\"";

    /** The id of an image, which file names contain with leading zeros. */
    private static final String ID = "image_id";

    private final FileText file;
    private final List<String> images = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private final Map<String, String> captions = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private boolean haveImages;
    private boolean haveAnnotations;
    private int unusable;
    private int firstUnusable;
    private long heap;

    private CocoCaptions(Path file) {
        this.file = new FileText(String.valueOf(file.getFileName()), "");
    }

    /** Whether a file is an object with a list {@code images} or {@code annotations}; false if it can't be read. */
    static boolean isIn(Path file) {
        try {
            return Files.isRegularFile(file)
                    && startsAsObject(file)
                    && JsonStream.read(file, LARGEST, CocoCaptions::hasLists);
        } catch (IOException e) {
            return false; // the reader of other forms says what is wrong with the file
        }
    }

    private static boolean startsAsObject(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(200), StandardCharsets.UTF_8);
            return (start.startsWith("\ufeff") ? start.substring(1) : start)
                    .stripLeading()
                    .startsWith("{");
        }
    }

    private static boolean hasLists(JsonParser parser) throws IOException {
        parser.nextToken();
        for (String name = JsonStream.nextMember(parser); name != null; name = JsonStream.nextMember(parser)) {
            if ((name.equals("images") || name.equals("annotations"))
                    && parser.currentToken() == JsonToken.START_ARRAY) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    /**
     * Reads a file for which {@link #isIn} is true.
     *
     * @throws IOException in one line, if it is not valid JSON, lacks one of the lists, or holds no caption
     */
    static PromptFile read(Path file, @Nullable String idColumn) throws IOException {
        CocoCaptions captions = new CocoCaptions(file);
        if (idColumn != null && !idColumn.strip().toLowerCase(Locale.ROOT).equals(ID)) {
            throw captions.file.refusal(new ColumnException(
                    "holds COCO's annotations, whose prompts have the ids of their images; leave out the id column "
                            + idColumn));
        }
        JsonStream.read(file, LARGEST, captions::file);
        return captions.finish();
    }

    private boolean file(JsonParser parser) throws IOException {
        parser.nextToken();
        for (String name = JsonStream.nextMember(parser); name != null; name = JsonStream.nextMember(parser)) {
            if (name.equals("images")) {
                haveImages = true;
                list(parser, name, this::image);
            } else if (name.equals("annotations")) {
                haveAnnotations = true;
                list(parser, name, this::annotation);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw file.refusal("has text after the end of the JSON; remove it");
        }
        return true;
    }

    /** Takes one object of a list, of which the parser has the first token. */
    private interface Item {
        void read(JsonParser parser, int index) throws IOException;
    }

    private void list(JsonParser parser, String name, Item item) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw file.refusal("has \"" + name + "\" that is not a list, " + EXPECTED);
        }
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw file.refusal("has an item " + index + " of \"" + name + "\" that is not an object, " + EXPECTED);
            }
            item.read(parser, index++);
            if (heap > Runtime.getRuntime().maxMemory() / 2) {
                throw tooLarge();
            }
        }
    }

    private void image(JsonParser parser, int index) throws IOException {
        String id = null;
        for (String name = JsonStream.nextMember(parser); name != null; name = JsonStream.nextMember(parser)) {
            if (name.equals("id")) {
                id = id(parser);
            }
            parser.skipChildren();
        }
        if (id == null) {
            problems.add("image " + index + " has no whole number \"id\"");
        } else if (known.add(id)) {
            images.add(id);
        } else {
            problems.add("image " + index + " has the id " + id + " of an earlier image");
        }
        heap += BYTES_AN_IMAGE;
    }

    private void annotation(JsonParser parser, int index) throws IOException {
        String image = null;
        String caption = null;
        boolean ofObject = false;
        for (String name = JsonStream.nextMember(parser); name != null; name = JsonStream.nextMember(parser)) {
            if (name.equals(ID)) {
                image = id(parser);
            } else if (name.equals("caption") && parser.currentToken() == JsonToken.VALUE_STRING) {
                caption = parser.getText();
            }
            ofObject |= name.equals("category_id");
            parser.skipChildren();
        }
        if (caption == null && ofObject) {
            throw file.refusal("holds COCO's annotations of objects, not captions; take captions_val2017.json or "
                    + "another captions_*.json of the same archive");
        }
        if (image == null || caption == null) {
            firstUnusable = unusable++ == 0 ? index : firstUnusable;
        } else if (captions.putIfAbsent(image, caption) == null) {
            heap += BYTES_AN_IMAGE + 2L * caption.length();
        }
    }

    private static @Nullable String id(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> parser.getText();
            case VALUE_STRING ->
                parser.getText().isBlank() ? null : parser.getText().strip();
            default -> null;
        };
    }

    private FileException tooLarge() {
        return new FileException(
                Kind.ENVIRONMENT,
                null,
                Path.of(file.name()),
                "holds more than " + captions.size()
                        + " captions, which do not fit into half of Java's heap; give Java " + "more memory with -Xmx",
                null);
    }

    private PromptFile finish() throws IOException {
        if (!haveImages || !haveAnnotations) {
            throw file.refusal("has no list \"" + (haveImages ? "annotations" : "images") + "\", " + EXPECTED
                    + "; take captions_val2017.json or another captions_*.json");
        }
        PromptCollector prompts = new PromptCollector(
                file,
                new IdColumn(
                        ID,
                        null,
                        List.of(),
                        List.of("prompt ids are COCO's image ids; each prompt is the first caption that the file lists "
                                + "for its image")));
        problems.forEach(problem -> prompts.leaveOut("of COCO:", problem));
        int silent = 0;
        String firstSilent = "";
        for (String image : images) {
            String caption = captions.remove(image);
            if (caption == null) {
                firstSilent = silent++ == 0 ? image : firstSilent;
                prompts.placesAreUncertain();
            } else {
                prompts.add("image " + image, image, "coco", caption, List.of());
            }
        }
        if (silent > 0) {
            prompts.problem("lists", count(silent, "image") + " without a caption, first " + firstSilent);
        }
        if (unusable > 0) {
            prompts.problem(
                    "lists",
                    count(unusable, "annotation") + " without \"image_id\" or a text \"caption\", first annotation "
                            + firstUnusable);
        }
        if (!captions.isEmpty()) {
            prompts.problem(
                    "lists",
                    "captions of " + count(captions.size(), "image") + " that \"images\" lacks, one of them "
                            + captions.keySet().stream().sorted().findFirst().orElseThrow());
        }
        return prompts.finish();
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
