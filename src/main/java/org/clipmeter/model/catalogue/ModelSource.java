package org.clipmeter.model.catalogue;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.openclip.OpenClip;
import org.jspecify.annotations.Nullable;

/** Where a model's files come from. */
public sealed interface ModelSource {
    /** The name of the bundled model that is taken for the shapes world. */
    String SHAPES = "shapes";

    /** The names of all bundled models: {@link #SHAPES}, and its siblings, which are there to be compared with it. */
    List<String> BUNDLED = List.of(SHAPES, "shapes-small", "shapes-bag");

    /** The model's name in results. */
    String name();

    /** A small model in the jar, one of {@link #BUNDLED}. */
    record Bundled(String name) implements ModelSource {}

    /** A folder in Hugging Face format or in that of open_clip. */
    record Folder(Path path) implements ModelSource {
        @Override
        public String name() {
            return path.toString();
        }
    }

    /** A TorchScript archive that OpenAI published, such as ViT-B-32.pt. */
    record OpenAiFile(Path path) implements ModelSource {
        @Override
        public String name() {
            return path.toString();
        }
    }

    /** A repository of the Hub, or a single file of one that is known by name. */
    record Hub(String id) implements ModelSource {
        @Override
        public String name() {
            return id;
        }
    }

    /**
     * The source for a name that a user writes: {@code shapes} or a sibling, an alias such as {@code B/32}, an existing folder with
     * a {@code config.json} or an {@code open_clip_config.json}, a file {@code .pt} of OpenAI, or a Hub id. The letter case of
     * aliases does not matter.
     *
     * @throws ModelException for any other name, with the most similar known names
     */
    static ModelSource of(String name) throws ModelException {
        String wanted = name.strip();
        if (BUNDLED.contains(wanted.toLowerCase(Locale.ROOT))) {
            return new Bundled(wanted.toLowerCase(Locale.ROOT));
        }
        var known = KnownModels.find(wanted).map(KnownModel::id);
        if (known.isPresent()) {
            return new Hub(known.get());
        }
        Path folder = folder(wanted);
        if (!wanted.isEmpty() && (isThere(folder.resolve("config.json")) || isThere(folder.resolve(OpenClip.CONFIG)))) {
            return new Folder(folder);
        }
        if (Files.isRegularFile(folder)) {
            if (wanted.endsWith(".pt")) {
                return new OpenAiFile(folder);
            }
            throw unknown(
                    wanted + " is a file; expected the folder of a model, or a file .pt that OpenAI published", null);
        }
        if (looksLikeAPath(wanted)) {
            throw unknown(
                    wanted
                            + (Files.isDirectory(folder)
                                    ? " has no config.json" + otherKind(folder)
                                            + "; expected a folder in Hugging Face format"
                                    : " is not a folder; expected a folder in Hugging Face format"),
                    null);
        }
        if (!wanted.isEmpty() && Files.isDirectory(folder)) {
            throw unknown(
                    "the folder " + wanted
                            + " has no config.json" + otherKind(folder)
                            + "; expected a folder in Hugging Face format, or a Hub id",
                    null);
        }
        if (HubNames.ID.matcher(wanted).matches()
                && !HubNames.SHORT_NAME.matcher(wanted).matches()) {
            return new Hub(wanted);
        }
        throw unknown(
                "unknown name " + wanted + suggestion(wanted)
                        + "; expected a Hub id (organization/name), a folder, or one of " + aliases(),
                null);
    }

    private static boolean isThere(Path file) {
        return Files.exists(file) || Files.isSymbolicLink(file);
    }

    /** {@code "; did you mean ...?"}, or an empty text if no known name is similar. */
    static String suggestion(String name) {
        List<String> similar = KnownModels.similar(name);
        return similar.isEmpty() ? "" : "; did you mean " + similar.get(0) + "?";
    }

    /** What a folder without a config.json holds instead, for a message; empty if that can't be seen. */
    private static String otherKind(Path folder) {
        if (Files.exists(folder.resolve("model_index.json"))) {
            return ": it is a diffusers pipeline, which has no whole CLIP model";
        }
        if (Files.exists(folder.resolve("adapter_config.json"))) {
            return ": it is an adapter, which must be merged into its model first";
        }
        return "";
    }

    private static String aliases() {
        return String.join(
                        ", ", KnownModels.all().stream().map(KnownModel::alias).toList())
                + ", " + String.join(", ", BUNDLED);
    }

    private static boolean looksLikeAPath(String name) {
        return name.startsWith("/")
                || name.startsWith(".")
                || name.startsWith("~")
                || name.contains("\\")
                || name.matches("[A-Za-z]:.*")
                || name.chars().filter(c -> c == '/').count() > 1;
    }

    /**
     * A path as users write it, with {@code ~} for their home folder.
     *
     * @throws InvalidPathException if this is not a valid path on this system
     */
    static Path path(String name) {
        return name.equals("~") || name.startsWith("~/")
                ? Path.of(System.getProperty("user.home", ".") + name.substring(1))
                : Path.of(name);
    }

    private static Path folder(String name) throws ModelException {
        try {
            return path(name);
        } catch (InvalidPathException e) {
            throw unknown(
                    name + " is not a path on this system: " + e.getReason() + "; expected a Hub id or a folder", e);
        }
    }

    private static ModelException unknown(String message, @Nullable Throwable cause) {
        return new ModelException(Kind.INVALID_REQUEST, Section.MODEL, "model: " + message, cause);
    }

    /** The syntax of names on the Hub. */
    final class HubNames {
        private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");

        /** {@code B/32}, {@code H/14@224}: the short name of an architecture, which is never a repository. */
        private static final Pattern SHORT_NAME = Pattern.compile("(?:ViT-)?[A-Za-z]{1,2}/[0-9]+(?:@[0-9]+(?:px)?)?");

        private HubNames() {}
    }
}
